/** What a provider tells of a person, held against the codice fiscale and against what the office has stored: pure. */
import type { Instant } from '../../kernel/index.ts'
import { romeDay } from '../../rules/civil/index.ts'
import { birthDateCandidates, encodeName, encodeSurname, parseCodiceFiscale } from '../../rules/identity/index.ts'
import { nameLetters } from '../../runtime/search-tags.ts'
import type { LinkGiven } from './model.ts'

/** What the office has stored of a person. */
export type StoredPerson = {
  readonly codiceFiscale: string | null
  readonly surname: string
  readonly name: string
  readonly birthDate: string
}

/** What a codice fiscale says of sex and day of birth; no day where it leaves the century open. */
export function saidByCode(
  codiceFiscale: string | null,
  at: Instant,
): { readonly sex: 'F' | 'M'; readonly birthDates: readonly string[]; readonly surname: string; readonly name: string } | null {
  if (codiceFiscale === null) return null
  const parsed = parseCodiceFiscale(codiceFiscale)
  if (!parsed.ok) return null
  const { sex, surname, name } = parsed.value
  return { sex, surname, name, birthDates: birthDateCandidates(parsed.value, romeDay(at)) }
}

/**
 * True where no account may be linked to it without the office: birth date or sex are not those of the codice fiscale or of the account, or the
 * reader has said so.
 */
export function stopsLinking(given: LinkGiven, stored: StoredPerson | null, at: Instant): boolean {
  const { sex, birthDate, findings } = given
  if (findings.some((finding) => finding.stopsLinking)) return true
  const said = saidByCode(given.codiceFiscale, at)
  if (said !== null && sex !== null && sex !== said.sex) return true
  if (said !== null && birthDate !== null && !said.birthDates.includes(birthDate)) return true
  return stored !== null && birthDate !== null && birthDate !== stored.birthDate
}

const letters = (text: string, encode: typeof encodeName): string => {
  const encoded = encode(text)
  return encoded.ok ? encoded.value : ''
}

/** True where surname or name are other ones than those that are stored: told, and no more, since names change lawfully. */
export function nameDiffers({ surname, givenName }: LinkGiven, stored: StoredPerson): boolean {
  const differs = (given: string | null, known: string) => given !== null && nameLetters(given) !== nameLetters(known)
  return differs(surname, stored.surname) || differs(givenName, stored.name)
}

/** The day of birth that a codice fiscale says; null where it leaves the century open. */
function onlyDay(said: { readonly birthDates: readonly string[] } | null): string | null {
  const [day = null, ...others] = said?.birthDates ?? []
  return others.length === 0 ? day : null
}

/** The person of a new account; the names of what is missing where there is not enough. */
export function newPersonOf(given: LinkGiven, at: Instant): StoredPerson | readonly ('surname' | 'birthDate')[] {
  const birthDate = given.birthDate ?? onlyDay(saidByCode(given.codiceFiscale, at))
  const { surname, codiceFiscale } = given
  if (surname !== null && birthDate !== null) return { codiceFiscale, surname, name: given.givenName ?? '', birthDate }
  return [...(surname === null ? (['surname'] as const) : []), ...(birthDate === null ? (['birthDate'] as const) : [])]
}

/** One field as the office compares it; null for what is not known. */
export type ComparedField = {
  /** Which field. */
  readonly field: 'codiceFiscale' | 'surname' | 'givenName' | 'sex' | 'birthDate'
  /** As the provider tells it. Personal data. */
  readonly given: string | null
  /** As the office has it. Personal data. */
  readonly stored: string | null
  /** As the codice fiscale says it: of names the three letters, which belong to `givenLetters`. */
  readonly byCode: string | null
  /** The letters of the name that the provider tells, as a codice fiscale would have them; null elsewhere. */
  readonly givenLetters: string | null
}

/** Everything field by field. */
export function comparedFields(given: LinkGiven, stored: StoredPerson | null, at: Instant): readonly ComparedField[] {
  const said = saidByCode(given.codiceFiscale, at)
  const storedSaid = saidByCode(stored?.codiceFiscale ?? null, at)
  const { codiceFiscale, surname, givenName, sex, birthDate } = given
  const surnameLetters = surname === null ? null : letters(surname, encodeSurname)
  const nameLetters = givenName === null ? null : letters(givenName, encodeName)
  return [
    { field: 'codiceFiscale', given: codiceFiscale, stored: stored?.codiceFiscale ?? null, byCode: null, givenLetters: null },
    {
      field: 'surname',
      given: surname,
      stored: stored?.surname ?? null,
      byCode: said?.surname ?? null,
      givenLetters: surnameLetters,
    },
    { field: 'givenName', given: givenName, stored: stored?.name ?? null, byCode: said?.name ?? null, givenLetters: nameLetters },
    { field: 'sex', given: sex, stored: storedSaid?.sex ?? null, byCode: said?.sex ?? null, givenLetters: null },
    { field: 'birthDate', given: birthDate, stored: stored?.birthDate ?? null, byCode: onlyDay(said), givenLetters: null },
  ]
}
