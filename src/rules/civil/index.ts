export { romeDate, romeDay, romeDayText, romeText } from './days.ts'
export { confirmationDeadline, endOfDayText, lastDay } from './deadline.ts'
export { requireRomeZone } from './offsets.ts'
