/** What the refusal of a throttle says to people, in Italian and English. */
import type { Messages } from '../../../runtime/messages.ts'
import type { ThrottleRefusal } from './model.ts'

export const throttleMessages: Messages<ThrottleRefusal> = {
  'throttle/delayed': {
    status: 429,
    it: () => 'Troppi tentativi non riusciti: riprovi più tardi.',
    en: () => 'Too many failed attempts: try again later.',
  },
}
