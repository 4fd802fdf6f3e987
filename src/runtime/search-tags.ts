/**
 * By which tags the office finds the requests of a person: keyed digests, so that a table names nobody. Equal tags tell whoever reads the
 * table that two requests say the same; without the pseudonym key they tell nothing else.
 */
import type { KeyRing } from '../crypto/index.ts'
import { invariant } from '../kernel/index.ts'
import { baseCodiceFiscale, parseMailAddress } from '../rules/identity/index.ts'

type Ring = Pick<KeyRing, 'pseudonym'>

/** What of a person a request is found by. `birthDate` is `YYYY-MM-DD`; `mailboxes` are addresses as they were written. */
export type Searched = {
  readonly codiceFiscale: string
  readonly surname: string
  readonly name: string
  readonly birthDate: string
  readonly mailboxes: readonly string[]
}

/** The tags of a person's requests. */
export type SearchTags = (person: Searched) => readonly string[]

/** The letters of a name without accents, in upper case: what is left when names are compared that were typed by different hands. */
export function nameLetters(text: string): string {
  return text.normalize('NFKD').replace(/\P{L}/gu, '').toUpperCase()
}

const tag = (ring: Ring, what: string, ...texts: readonly string[]): string =>
  `find:${ring.pseudonym(`search/${what}`, texts.join('\0'))}`

/** Omocodia is looked through: all variants of a code have one tag. */
export function codeTag(ring: Ring, codiceFiscale: string): string {
  const base = baseCodiceFiscale(codiceFiscale)
  invariant(base.ok, 'search: a codice fiscale is checked before it is looked for')
  return tag(ring, 'codice-fiscale', base.value)
}

export const nameTag = (ring: Ring, surname: string, name: string): string =>
  tag(ring, 'name', nameLetters(surname), nameLetters(name))

// A codice fiscale has no century either, and of some requests there is nothing else to know the day by.
export const birthTag = (ring: Ring, surname: string, birthDate: string): string =>
  tag(ring, 'birth', nameLetters(surname), birthDate.slice(-8))

export function mailboxTag(ring: Ring, address: string): string {
  const mailbox = parseMailAddress(address)
  return tag(ring, 'mail-address', mailbox.ok ? mailbox.value.key : address)
}

/** The tags of a person under these keys. */
export function searchTags(ring: Ring): SearchTags {
  return ({ codiceFiscale, surname, name, birthDate, mailboxes }) => [
    codeTag(ring, codiceFiscale),
    nameTag(ring, surname, name),
    birthTag(ring, surname, birthDate),
    ...new Set(mailboxes.map((mailbox) => mailboxTag(ring, mailbox))),
  ]
}
