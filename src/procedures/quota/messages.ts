/** What the refusals of a quota say to people, in Italian and English. */
import type { Messages } from '../../runtime/messages.ts'
import type { QuotaRefusal } from './model.ts'

export const quotaMessages: Messages<QuotaRefusal> = {
  'quota/exceeded': {
    status: 429,
    it: () => 'Sono arrivate troppe richieste: riprovi più tardi.',
    en: () => 'Too many requests have arrived: please try again later.',
  },
}
