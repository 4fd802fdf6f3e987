/** What the refusals about an exemption say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { ExemptionOwnRefusal } from './context.ts'

export const exemptionMessages: Messages<ExemptionOwnRefusal> = {
  'exemption/form': formMessage,
  'exemption/not-found': {
    status: 404,
    it: () => "L'ente non ha concesso a questa persona alcuna esenzione ancora valida.",
    en: () => 'The office has granted this person no exemption that is in force.',
  },
  'exemption/nothing-changed': {
    status: 409,
    it: () => "L'esenzione è già concessa in questi termini.",
    en: () => 'The exemption is granted on these terms already.',
  },
  'exemption/in-the-past': {
    status: 422,
    it: () => "L'ultimo giorno dell'esenzione è già passato.",
    en: () => 'The last day of the exemption is over.',
  },
  'exemption/document-expired': {
    status: 422,
    it: () => 'Il documento è scaduto.',
    en: () => 'The document has expired.',
  },
  'exemption/already-reminded': {
    status: 409,
    it: () => 'Il promemoria è già stato inviato.',
    en: () => 'The reminder was sent already.',
  },
}
