/** What the refusals of an import say to people, in Italian and English. */
import { formMessage, type Messages } from '../../runtime/messages.ts'
import type { ImportLineRefusal } from './account.ts'
import type { ImportRefusal } from './model.ts'

export const importMessages: Messages<ImportRefusal | ImportLineRefusal> = {
  'import/form': formMessage,
  'import/not-found': { status: 404, it: () => "L'importazione non esiste.", en: () => 'There is no such import.' },
  'import/not-running': {
    status: 409,
    it: () => "Nel frattempo l'importazione è ripartita.",
    en: () => 'The import was started again in the meantime.',
  },
  'import/already-imported': {
    status: 409,
    it: () => 'La persona è già stata importata da un’altra riga, con dati diversi.',
    en: () => 'The person was already imported from another line, with other data.',
  },
  'import/unreadable-password': {
    status: 422,
    it: () => "La password cifrata non è nel formato dell'altro sistema.",
    en: () => 'The verifier of the password is none of the other system.',
  },
}
