/** What a well-formed codice fiscale leaves open: the century of birth, and whether its letters and its place can be right. */
import type { Places } from '../../ports/index.ts'
import { type CalendarDay, isoDate, realDay } from './calendar-day.ts'
import { type CodiceFiscale, parseCodiceFiscale } from './codice-fiscale.ts'
import { isPossibleTriplet } from './person-letters.ts'
import { property } from './untrusted.ts'

/** The oldest age, in completed years, at which a birth date is still held to be possible. */
const ageMax = 120

const isAfter = (one: CalendarDay, other: CalendarDay): boolean =>
  (one.year - other.year || one.month - other.month || one.day - other.day) > 0

/**
 * The birth dates that the code can mean on the day `today`: none in the future, none above 120 completed years, as `YYYY-MM-DD`
 * in ascending order. None, one or two: with two, only the person can tell. Empty when `today` is no day of the calendar.
 *
 * @example
 * birthDateCandidates(unwrap(parseCodiceFiscale('VRDNNA80A41L219Z')), today)  // [ '1980-01-01' ]
 */
export function birthDateCandidates(codiceFiscale: CodiceFiscale, today: CalendarDay): readonly string[] {
  const parsed = parseCodiceFiscale(property(codiceFiscale, 'code'))
  const now = realDay(today)
  if (!parsed.ok || now === undefined) return []
  const { yearOfCentury, month, day } = parsed.value
  const century = now.year - (now.year % 100)
  return [century - 200, century - 100, century]
    .map((hundreds) => ({ year: hundreds + yearOfCentury, month, day }))
    .filter((birth) => realDay(birth) !== undefined && !isAfter(birth, now))
    .filter((birth) => isAfter({ ...birth, year: birth.year + ageMax + 1 }, now))
    .map(isoDate)
}

/**
 * What makes an assigned code doubtful, though it is well formed: letters that no surname or name gives, a place that is not
 * known. Lists of places are never complete, so a finding is a reason to look, not to refuse.
 */
export type CodiceFiscaleFinding =
  | 'codice-fiscale/surname-impossible'
  | 'codice-fiscale/name-impossible'
  | 'codice-fiscale/place-unknown'

// Belfiore codes begin with A to I, L, M for municipalities and Z for foreign states.
const placeLetters = 'ABCDEFGHILMZ'

function isKnown(place: string, places: Places | undefined): boolean {
  if (!placeLetters.includes(place.charAt(0))) return false
  if (places === undefined) return true
  try {
    const answer: unknown = places.describe(place)
    return typeof answer === 'object' && answer !== null
  } catch {
    return false
  }
}

/**
 * The findings on a code, in the order of its characters. Without `places` only the first letter of the place is looked at. A
 * port that fails counts as one that does not know the place. A value that is no codice fiscale has every finding.
 *
 * @example
 * codiceFiscaleFindings(unwrap(parseCodiceFiscale('VRDNNA80A41L219Z')))  // []
 */
export function codiceFiscaleFindings(codiceFiscale: CodiceFiscale, places?: Places): readonly CodiceFiscaleFinding[] {
  const parsed = parseCodiceFiscale(property(codiceFiscale, 'code'))
  const facts = parsed.ok ? parsed.value : { surname: '', name: '', place: '' }
  const findings: CodiceFiscaleFinding[] = []
  if (!isPossibleTriplet(facts.surname)) findings.push('codice-fiscale/surname-impossible')
  if (!isPossibleTriplet(facts.name)) findings.push('codice-fiscale/name-impossible')
  if (!isKnown(facts.place, places)) findings.push('codice-fiscale/place-unknown')
  return findings
}
