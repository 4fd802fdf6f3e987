/** What whoever has asked without being signed in hears by mail, where the answer is alike for everybody: why nothing was done. */
import type { CalendarRefusal } from '../../runtime/in-flight.ts'
import type { OfficeName } from '../../runtime/letter.ts'
import { closedLetter } from './maintenance/letters.ts'
import { notPossibleLetter } from './sunset/letters.ts'

/** The letter that takes the place of a link or of half a PIN. */
export function notDoneLetter(
  office: OfficeName,
  refusal: CalendarRefusal,
): ReturnType<typeof closedLetter> | ReturnType<typeof notPossibleLetter> {
  return refusal.code === 'calendar/closed' ? closedLetter(office, refusal) : notPossibleLetter(office, refusal)
}
