/** What the refusals about somebody's addresses say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { AddressesRefusal } from './model.ts'
import type { AddressesFormRefusal } from './use-cases.ts'

export const addressesMessages: Messages<AddressesRefusal | AddressesFormRefusal> = {
  'addresses/form': formMessage,
  'addresses/not-found': {
    status: 404,
    it: () => "L'ente non ha recapiti di questa persona.",
    en: () => 'The office has no addresses of this person.',
  },
  'addresses/no-pec': {
    status: 404,
    it: () => 'Non è stato comunicato alcun indirizzo PEC.',
    en: () => 'No PEC address has been given.',
  },
  'addresses/same-pec': {
    status: 409,
    it: () => "L'indirizzo PEC è già quello in uso.",
    en: () => 'That PEC address is in force already.',
  },
  'addresses/no-such-change': {
    status: 409,
    it: () => 'Non è in corso la modifica indicata.',
    en: () => 'That change is not under way.',
  },
  'addresses/outdated-finding': {
    status: 409,
    it: () => "Risultano già notizie più recenti sull'indirizzo PEC.",
    en: () => 'Something newer is known of the PEC address.',
  },
  'addresses/nothing-new': {
    status: 409,
    it: () => "Lo stato dell'indirizzo PEC è già quello indicato.",
    en: () => 'The PEC address is known to be so already.',
  },
}
