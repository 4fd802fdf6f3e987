/** Does a codice fiscale say the same as the declared person: asked field by field, since each has its own lawful exceptions. */
import type { Result } from '../../kernel/index.ts'
import type { Places } from '../../ports/index.ts'
import { calendarDay } from './calendar-day.ts'
import { type CodiceFiscale, parseCodiceFiscale } from './codice-fiscale.ts'
import type { Person } from './person.ts'
import { encodeName, encodeSurname, type PersonLettersRefusal } from './person-letters.ts'
import { property } from './untrusted.ts'

/**
 * `match` proves no identity: Rossi and Russo give the same letters. `mismatch` may be lawful: change of name, adoption,
 * rectified sex, a municipality renamed. `undecidable`: no rule or no list says.
 */
export type Agreement = 'match' | 'mismatch' | 'undecidable'

/** Field by field, whether the codice fiscale agrees with the declared person. */
export type PersonComparison = {
  readonly surname: Agreement
  readonly name: Agreement
  readonly birthDate: Agreement
  readonly sex: Agreement
  readonly place: Agreement
}

const undecided: PersonComparison = {
  surname: 'undecidable',
  name: 'undecidable',
  birthDate: 'undecidable',
  sex: 'undecidable',
  place: 'undecidable',
}

const agreement = (same: boolean): Agreement => (same ? 'match' : 'mismatch')

const compareLetters = (letters: string, declared: Result<string, PersonLettersRefusal>): Agreement =>
  declared.ok ? agreement(declared.value === letters) : 'undecidable'

function compareBirthDate({ yearOfCentury, month, day }: CodiceFiscale, birthDate: unknown): Agreement {
  const declared = calendarDay(birthDate)
  if (declared === undefined) return 'undecidable'
  return agreement(declared.year % 100 === yearOfCentury && declared.month === month && declared.day === day)
}

function placeCodes(birth: unknown, places: Places): unknown {
  const nation = property(birth, 'nation')
  if (typeof nation !== 'string' || !/^[A-Z]{2}$/.test(nation)) return null
  if (nation !== 'IT') return places.nation(nation)
  const municipality = property(birth, 'municipality')
  const province = property(birth, 'province')
  return typeof municipality === 'string' && typeof province === 'string' ? places.municipality(municipality, province) : null
}

/** Foreign states have codes that begin with Z, and nothing else has: what a list does not tell, the letter may. */
function compareState(place: string, birth: unknown): Agreement {
  const nation = property(birth, 'nation')
  if (typeof nation !== 'string' || !/^[A-Z]{2}$/.test(nation)) return 'undecidable'
  return (nation === 'IT') === place.startsWith('Z') ? 'mismatch' : 'undecidable'
}

function compareListed(place: string, birth: unknown, places: Places | undefined): Agreement {
  if (places === undefined) return 'undecidable'
  try {
    const codes = placeCodes(birth, places)
    if (!Array.isArray(codes) || codes.length === 0) return 'undecidable'
    if (codes.includes(place)) return 'match'
    // A code that the list does not know may well be an old one of the declared place.
    return places.describe(place) === null ? 'undecidable' : 'mismatch'
  } catch {
    return 'undecidable'
  }
}

function comparePlace(place: string, birth: unknown, places: Places | undefined): Agreement {
  const listed = compareListed(place, birth, places)
  return listed === 'undecidable' ? compareState(place, birth) : listed
}

/**
 * Compares every field of the declared person with what the code says. Omocodia is no mismatch. The century of the birth date is
 * not in the code and is not compared. Without `places`, or where it does not know or fails, the place is undecidable,
 * unless one of the two was born abroad: a code that begins with Z against Italy, or another one against a foreign state, is a mismatch. A declared
 * value of another shape is undecidable too.
 *
 * @example
 * const code = unwrap(parseCodiceFiscale('VRDNNA80A41L219Z'))
 * const birth = { nation: 'IT', province: 'TO', municipality: 'Torino' }
 * const comparison = compareWithPerson(code, { surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01', sex: 'F', birth })
 */
export function compareWithPerson(codiceFiscale: CodiceFiscale, person: Person, places?: Places): PersonComparison {
  // Decoded again, so that only the code itself is believed.
  const parsed = parseCodiceFiscale(property(codiceFiscale, 'code'))
  if (!parsed.ok) return undecided
  const facts = parsed.value
  const sex = property(person, 'sex')
  return {
    surname: compareLetters(facts.surname, encodeSurname(property(person, 'surname'))),
    name: compareLetters(facts.name, encodeName(property(person, 'name'))),
    birthDate: compareBirthDate(facts, property(person, 'birthDate')),
    sex: sex === 'F' || sex === 'M' ? agreement(sex === facts.sex) : 'undecidable',
    place: comparePlace(facts.place, property(person, 'birth'), places),
  }
}
