/** What the refusals of the renewal of a PIN say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { PinRenewalApiRefusal } from './context.ts'

export const pinRenewalMessages: Messages<PinRenewalApiRefusal> = {
  'pin-renewal/form': formMessage,
  'pin-renewal/not-open': {
    status: 409,
    it: () => 'Non è in corso nessun rinnovo del PIN: lo avvii di nuovo.',
    en: () => 'No renewal of the PIN is under way: begin it again.',
  },
  'pin-renewal/too-many': {
    status: 429,
    title: { it: 'Il rinnovo del PIN è stato avviato troppe volte.', en: 'The renewal of the PIN was begun too many times.' },
    it: ({ retryAt }) => `Il rinnovo del PIN è stato avviato troppe volte: riprovi dopo ${onDay('il', romeText(retryAt, 'it'))}.`,
    en: ({ retryAt }) => `The renewal of the PIN was begun too many times: try again after ${romeText(retryAt, 'en')}.`,
  },
  'pin-renewal/wrong-password': {
    status: 422,
    it: () => 'La password non è corretta: la reinserisca, oppure riprovi più tardi.',
    en: () => 'The password is not right: give it again, or try again later.',
  },
  'pin-renewal/wrong-pin': {
    status: 422,
    it: () => 'Il nuovo PIN non è corretto: reinserisca le 4 cifre ricevute per e-mail seguite dalle 5 mostrate a video.',
    en: () => 'The new PIN is not right: give the 4 digits of the e-mail and after them the 5 that were shown on the screen.',
  },
  'pin-renewal/refused': {
    status: 401,
    it: () => 'Il PIN non è stato cambiato: controlli codice fiscale, password e nuovo PIN, oppure riprovi più tardi.',
    en: () => 'The PIN was not changed: check codice fiscale, password and new PIN, or try again later.',
  },
}
