/** What the refusals about other personal data say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { RebindingOwnRefusal } from './context.ts'

export const rebindingMessages: Messages<RebindingOwnRefusal> = {
  'rebinding/form': formMessage,
  'rebinding/nothing-changed': {
    status: 409,
    it: () => 'I dati indicati sono quelli già registrati: non è cambiato nulla.',
    en: () => 'These are the data that are recorded already: nothing has changed.',
  },
  'rebinding/another-person': {
    status: 409,
    it: () =>
      "Codice fiscale, cognome, nome e data di nascita sono tutti diversi: è un'altra persona, che presenta una richiesta propria.",
    en: () =>
      'Codice fiscale, surname, name and date of birth are all different: this is another person, who makes a request of their own.',
  },
  'rebinding/code-taken': {
    status: 409,
    it: () => 'Il nuovo codice fiscale ha già un accesso attivo: prima va revocato quello che non serve più.',
    en: () => 'The new codice fiscale has access already: first the one that is not needed any more is revoked.',
  },
  'rebinding/not-found': {
    status: 404,
    it: () => 'Nessun accesso è o è stato collegato a questo codice fiscale.',
    en: () => 'No access is or was bound to this codice fiscale.',
  },
}
