/** What the refusals of the feed say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { FeedRefusal } from './context.ts'

export const feedMessages: Messages<FeedRefusal> = {
  'feed/form': formMessage,
  'feed/unknown-cursor': {
    status: 410,
    it: () => 'La posizione indicata non è più valida: gli eventi vanno riletti dal principio.',
    en: () => 'The cursor is not known any more: read the events again from the start.',
  },
}
