/** The three letters that a surname and a name give to a codice fiscale. */
import { accept, type Result, refuse } from '../../kernel/index.ts'

/**
 * `undecidable`: the triplet depends on the character at `position`, of which no published rule says which letters it gives; the position counts code points from 1
 * in the composed form (NFC). Tell the operator, never block the person.
 */
export type PersonLettersRefusal =
  | { readonly code: 'person-letters/type' }
  | { readonly code: 'person-letters/length'; readonly lengthMax: number }
  | Undecidable

type Undecidable = { readonly code: 'person-letters/undecidable'; readonly position: number }

const lengthMax = 256

// Blank, apostrophes as they are typed (also for a final accent), dashes of any kind: they join the parts of a name.
const joint = /[ \p{Dash}'`´ʼ‘’]/u

// Letters that the published rules leave out, and that are vowels however they are transliterated: Ø gives O or OE, Å gives A or AA.
const vowelBase = /^[AEIOUØıƏƐƆ]/i

// Stands for such a vowel: it makes a triplet undecidable only where it would be one of the three letters.
const someVowel = '?'

// Agenzia delle Entrate, circ. 34/E of 20/07/2011, with Ministero dell'Interno, circ. 1 of 22/01/2008.
function transliterations(): ReadonlyMap<string, string> {
  const table = new Map<string, string>()
  const rows = 'À=A Á=A Â=A Ä=AE Æ=AE Ç=C Č=C È=E É=E Ê=E Ë=E Ì=I Í=I Î=I Ï=I Ò=O Ó=O Ô=O Ö=OE Œ=OE Ù=U Ú=U Û=U Ü=UE Š=S Ž=Z ẞ=SS'
  for (const row of rows.split(' ')) {
    const letters = row.slice(2)
    table.set(row.charAt(0), letters).set(row.charAt(0).toLowerCase(), letters)
  }
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') table.set(letter, letter).set(letter.toLowerCase(), letter)
  return table
}

const lettersOf: ReadonlyMap<string, string> = /* @__PURE__ */ transliterations()

type Letters = {
  readonly consonants: string
  readonly vowels: string
  /** Where the first vowel stands of which no rule says what it gives; 0 for none. */
  readonly undecidedAt: number
}

// The letters of the whole name, consonants and vowels apart, each in order. Y, J, K, W and X are consonants.
function sort(text: unknown): Result<Letters, PersonLettersRefusal> {
  if (typeof text !== 'string') return refuse({ code: 'person-letters/type' })
  if (text.length > lengthMax) return refuse({ code: 'person-letters/length', lengthMax })
  let consonants = ''
  let vowels = ''
  let position = 0
  let undecidedAt = 0
  for (const character of text.normalize('NFC')) {
    position++
    if (joint.test(character)) continue
    // Looked up as written: upper-casing would turn a dotless i or a long s into letters of another name.
    const letters = lettersOf.get(character)
    if (letters === undefined) {
      if (!vowelBase.test(character.normalize('NFD'))) return refuse({ code: 'person-letters/undecidable', position })
      vowels += someVowel
      undecidedAt ||= position
      continue
    }
    for (const letter of letters) {
      if ('AEIOU'.includes(letter)) vowels += letter
      else consonants += letter
    }
  }
  return accept({ consonants, vowels, undecidedAt })
}

function triplet(consonants: string, { vowels, undecidedAt }: Letters): Result<string, Undecidable> {
  const letters = `${consonants}${vowels}`.slice(0, 3).padEnd(3, 'X')
  return letters.includes(someVowel) ? refuse({ code: 'person-letters/undecidable', position: undecidedAt }) : accept(letters)
}

/**
 * The surname's three letters: consonants, then vowels, then X; women give the surname of birth. A text without any letter gives
 * X three times. Source: DM 23/12/1976 n. 13813.
 *
 * @example
 * encodeSurname('Verdi')  // { ok: true, value: 'VRD' }
 */
export function encodeSurname(text: unknown): Result<string, PersonLettersRefusal> {
  const sorted = sort(text)
  return sorted.ok ? triplet(sorted.value.consonants, sorted.value) : sorted
}

/**
 * The name's three letters: as the surname's, but of four consonants or more the first, third and fourth.
 *
 * @example
 * encodeName('Anna')  // { ok: true, value: 'NNA' }
 */
export function encodeName(text: unknown): Result<string, PersonLettersRefusal> {
  const sorted = sort(text)
  if (!sorted.ok) return sorted
  const { consonants } = sorted.value
  return triplet(consonants.length > 3 ? consonants.charAt(0) + consonants.slice(2) : consonants, sorted.value)
}

/** True for three letters that some name gives: consonants, then vowels, then the filler X. 12,251 of 17,576 are possible. */
export function isPossibleTriplet(letters: string): boolean {
  return letters.length === 3 && /^[B-DF-HJ-NP-TV-Z]*[AEIOU]*X*$/.test(letters)
}
