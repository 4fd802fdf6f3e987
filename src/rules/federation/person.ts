/** The person in the attributes: each read by the rules of the library, held against the codice fiscale, with what does not fit. */
import type { Instant } from '../../kernel/index.ts'
import type { Places } from '../../ports/index.ts'
import { romeDate, romeDay } from '../civil/index.ts'
import { isRealDate } from '../identity/calendar-day.ts'
import {
  type Agreement,
  birthDateCandidates,
  type CodiceFiscale,
  codiceFiscaleFindings,
  compareWithPerson,
  parsePersonName,
  parsePlaceName,
} from '../identity/index.ts'
import type { Attributes } from './attributes.ts'
import { type FederationAttribute, type FederationFinding, finding } from './finding.ts'
import type { FederatedBirthPlace, FederatedPerson } from './identity.ts'
import type { FederationProtocol } from './protocols.ts'

/** Everything of a person but what names him. */
type Description = Omit<FederatedPerson, 'codiceFiscale' | 'personIdentifier'>

/** A value that was read; undefined for one of which nothing can be made. */
type Read<Value> = Value | null | undefined

const nameIn = (text: string): string | undefined => {
  const parsed = parsePersonName(text)
  return parsed.ok ? parsed.value : undefined
}

const sexes: { readonly [word: string]: 'F' | 'M' } = { F: 'F', M: 'M', FEMALE: 'F', MALE: 'M' }

/** SPID writes F and M over SAML, female and male over OpenID Connect; eIDAS also that it is not said. */
function sexIn(text: string): Read<'F' | 'M'> {
  const word = text.toUpperCase()
  if (word === 'UNSPECIFIED') return null
  // No member of a prototype is written in capitals.
  return sexes[word]
}

/** A day as xs:date, which may have a zone after it; the day is the one that is written. */
function birthDateIn(text: string, today: string): Read<string> {
  const [, day, rest = ''] = /^(\d{4}-\d{2}-\d{2})(.*)$/.exec(text) ?? []
  if (day === undefined || !/^(Z|[+-]\d{2}:\d{2})?$/.test(rest)) return undefined
  // What some providers write for a date that they do not have.
  if (day === '0000-00-00') return null
  return isRealDate(day) && day <= today ? day : undefined
}

/** The Belfiore code that the rules prescribe, or the name of a place that is found in the field. */
function birthPlaceIn(text: string | null, province: string | null): Read<FederatedBirthPlace> {
  const letters = province !== null && /^[A-Za-z]{2}$/.test(province) ? province.toUpperCase() : null
  if (text === null) return letters === null ? null : { code: null, name: null, province: letters }
  if (/^[A-Za-z]\d{3}$/.test(text)) return { code: text.toUpperCase(), name: null, province: letters }
  const name = parsePlaceName(text)
  return name.ok ? { code: null, name: name.value, province: letters } : undefined
}

const agreement = (same: boolean): Agreement => (same ? 'match' : 'mismatch')

/** What of the description the codice fiscale contradicts. What was not told is not compared; the century of birth is. */
function contradictions(
  codiceFiscale: CodiceFiscale,
  { surname, givenName, sex, birthDate, birthPlace }: Description,
  at: Instant,
  places: Places | undefined,
): readonly FederationFinding[] {
  const { code = null, name = null, province = null } = birthPlace ?? {}
  const isAbroad = codiceFiscale.place.startsWith('Z')
  const birth = { nation: 'IT', province: province ?? '', municipality: name ?? '' }
  const person = { surname: surname ?? '', name: givenName ?? '', birthDate: birthDate ?? '', sex, birth }
  const compared = compareWithPerson(codiceFiscale, person, places)
  const named = isAbroad || province === null ? 'undecidable' : compared.place
  const dates = birthDateCandidates(codiceFiscale, romeDay(at))
  const verdicts: readonly (readonly [FederationAttribute, Agreement])[] = [
    ['familyName', surname === null ? 'match' : compared.surname],
    ['name', givenName === null ? 'match' : compared.name],
    ['gender', sex === null ? 'match' : compared.sex],
    ['dateOfBirth', agreement(birthDate === null || dates.includes(birthDate))],
    ['placeOfBirth', code === null ? (name === null ? 'match' : named) : agreement(code === codiceFiscale.place)],
  ]
  return [
    ...verdicts.flatMap(([attribute, verdict]) => (verdict === 'match' ? [] : [finding(verdict, attribute)])),
    ...codiceFiscaleFindings(codiceFiscale, places).map((one) => finding(one, 'fiscalNumber')),
  ]
}

/** Reads the description of a person and holds it against the codice fiscale, where there is one. */
export function readDescription(
  attributes: Attributes,
  codiceFiscale: CodiceFiscale | null,
  { expected }: FederationProtocol,
  { at, places }: { readonly at: Instant; readonly places?: Places | undefined },
): { readonly description: Description; readonly findings: readonly FederationFinding[] } {
  const findings: FederationFinding[] = []
  function read<Value>(attribute: FederationAttribute, parse: (text: string) => Read<Value>): Value | null {
    const given = attributes(attribute)
    const value = given.ok ? (given.value === null ? null : parse(given.value)) : undefined
    if (value === undefined) findings.push(finding('unreadable', attribute))
    else if (value === null && expected.includes(attribute)) findings.push(finding('missing', attribute))
    return value ?? null
  }
  const today = romeDate(at)
  const surname = read('familyName', nameIn)
  const givenName = read('name', nameIn)
  const sex = read('gender', sexIn)
  const birthDate = read('dateOfBirth', (text) => birthDateIn(text, today))
  const province = attributes('countyOfBirth')
  const provinceText = province.ok ? province.value : null
  const place = read('placeOfBirth', (text) => birthPlaceIn(text, provinceText))
  const birthPlace = place ?? birthPlaceIn(null, provinceText) ?? null
  const description = { surname, givenName, sex, birthDate, birthPlace }
  const others = codiceFiscale === null ? [] : contradictions(codiceFiscale, description, at, places)
  return { description, findings: [...findings, ...others] }
}
