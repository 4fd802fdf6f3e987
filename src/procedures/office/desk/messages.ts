/** What the refusals of the desk say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { DeskUseCaseRefusal } from './context.ts'

export const deskMessages: Messages<DeskUseCaseRefusal> = {
  'desk/form': formMessage,
  'desk/not-found': { status: 404, it: () => 'La richiesta non esiste.', en: () => 'There is no such request.' },
  'desk/closed': {
    status: 409,
    it: () => 'La richiesta è conclusa: non può più essere presa in carico.',
    en: () => 'The request is closed: it cannot be taken in charge any more.',
  },
  'desk/own-request': {
    status: 403,
    it: () => 'Nessuno può trattare la propria richiesta.',
    en: () => 'Nobody can deal with their own request.',
  },
}
