/**
 * Days, times and terms as people of Rome read them, and the deadline of a confirmation. Nothing here loads a package; what stands on
 * one has a file of its own, and `sportello/civil` has all of it.
 */
export { onDay, romeDate, romeDay, romeDayText, romeText, romeTextFrom } from './days.ts'
export { confirmationDeadline, endOfDayText, lastDay, untilPhrase } from './deadline.ts'
export { romeLongDate, romeLongText } from './long-date.ts'
export { requireRomeZone } from './offsets.ts'
