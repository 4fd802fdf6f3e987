/** What the refusals about an address that is somebody's say to people, in Italian and English. */
import type { Messages } from '../../../runtime/messages.ts'
import type { PecClaimRefusal } from './model.ts'

export const pecClaimMessages: Messages<PecClaimRefusal> = {
  'pec-claim/taken': {
    status: 409,
    it: () => "Questo indirizzo PEC non può essere usato: ne indichi un altro o si rivolga all'ente.",
    en: () => 'This PEC address cannot be used: give another one, or ask the office.',
  },
  'pec-claim/not-taken': {
    status: 409,
    it: () => "L'indirizzo PEC non risulta associato alla persona.",
    en: () => 'The PEC address does not belong to this person.',
  },
}
