/** Civil time of Rome for hosts: wall times as instants, days, times and terms in words, the deadline of a confirmation. */

export type { Instant, Locale, Result } from './kernel/index.ts'
export {
  confirmationDeadline,
  endOfDayText,
  lastDay,
  romeDate,
  romeDay,
  romeDayText,
  romeLongDate,
  romeLongText,
  romeText,
  untilPhrase,
} from './rules/civil/index.ts'
export { type RomeInstantRefusal, romeInstant } from './rules/civil/rome-instant.ts'
export { termText } from './rules/civil/term-text.ts'
