/**
 * Names as strangers write them: of a person, of a place, of a street. Letters are those of the Latin alphabet with their marks. Foreign
 * names are written in it in Italian registers (DPR 396/2000 art. 34) and in travel documents (ICAO 9303-3 §6).
 */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { codePointText } from './untrusted.ts'

/**
 * `position` counts code points from 1 in the composed form (NFC); `character` is such as `U+202E`, fit to be shown. `characters`: none
 * of the alphabet. `script`: a letter or mark of another script. `marks`: one more mark on a letter than there may be. `shape`: a sign
 * where it does not belong. `empty`: no letter at all.
 */
export type NameRefusal =
  | { readonly code: 'name/type' }
  | { readonly code: 'name/length'; readonly lengthMax: number }
  | { readonly code: 'name/empty' }
  | { readonly code: 'name/characters'; readonly position: number; readonly character: string }
  | { readonly code: 'name/script'; readonly position: number; readonly character: string }
  | { readonly code: 'name/marks'; readonly position: number; readonly marksMax: number }
  | { readonly code: 'name/shape'; readonly position: number; readonly character: string }

type Alphabet = {
  /** Code points. */
  readonly lengthMax: number
  /** The characters that are no letter, no mark and no blank. */
  readonly signs: ReadonlySet<string>
  /** The longest abbreviation that a full stop may join to the next word without a blank. */
  readonly joinedMax: number
}

// Lithuanian has two beyond what is composed.
const marksMax = 2

// An abbreviation has a few letters: Dott., Prof. A full stop after a longer word would end a sentence.
const abbreviatedMax = 4

// Blank and no-break blank: they come out as one blank.
const isBlank = (character: string): boolean => character === ' ' || character === '\u00A0'

const apostrophes = "'`´ʼʻ‘’"
const hyphens = '-‐‑'
const joints = `${apostrophes}${hyphens}·.`
const digits = '0123456789'

// A person's name stands in mail: nothing there may look like the name of a host, so a full stop joins no words.
const ofPersons: Alphabet = { lengthMax: 100, signs: /* @__PURE__ */ new Set(joints), joinedMax: 0 }
// Bilingual municipalities have a slash: Bolzano/Bozen. Abbreviations are often joined: S.Giovanni.
const ofPlaces: Alphabet = { lengthMax: 60, signs: /* @__PURE__ */ new Set(`${joints}/`), joinedMax: 2 }
const ofStreets: Alphabet = { lengthMax: 150, signs: /* @__PURE__ */ new Set(`${joints}${digits}/,°ºª№`), joinedMax: 2 }

// Letters of phonetics that look like a digit or a sign: tones, clicks, the glottal stop.
const likeSigns = /[\u01BB-\u01BD\u01BF-\u01C3\u0241\u0242\u0294-\u0298\u02A1\u02A2]/

// Letters of living alphabets. Wide, ligated and raised ones are look-alikes: NFKC turns them into others.
const isLetter = (character: string): boolean =>
  /[A-Za-z\u00AA-\u02AF\u1E00-\u1EFF]/.test(character) &&
  /\p{L}/u.test(character) &&
  /\p{Script=Latin}/u.test(character) &&
  !likeSigns.test(character) &&
  character.normalize('NFKC') === character

// The diacritical marks without the grapheme joiner, which cannot be seen, and without letters of manuscripts.
const isMark = (character: string): boolean => /[\u0300-\u034E\u0350-\u0362]/.test(character)

// What belongs to no script, such as the letters of formulas, is no letter of another one.
const foreign = /(?![\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}\p{Default_Ignorable_Code_Point}])[\p{L}\p{M}]/u

// Whether a sign may follow what is written so far. `run` is the word before it.
function fits(sign: string, written: string, run: number): boolean {
  const last = written.trimEnd().slice(-1)
  if (apostrophes.includes(sign)) return !apostrophes.includes(last) || last === '' || written.endsWith(' ')
  if (digits.includes(sign)) return true
  // An apostrophe that is a letter to Unicode ends no word.
  if (sign === '.') return /[\p{L}\p{M}0-9]$/u.test(written) && !apostrophes.includes(last) && run <= abbreviatedMax
  if (sign === '·') return /[\p{L}\p{M}]$/u.test(written)
  if ('°ºª№'.includes(sign)) return !'°ºª№'.includes(last) || last === ''
  return last !== '' && !`${hyphens}·/,`.includes(last)
}

function readName(text: unknown, { lengthMax, signs, joinedMax }: Alphabet): Result<string, NameRefusal> {
  if (typeof text !== 'string') return refuse({ code: 'name/type' })
  // Composed, a character has at most four times the units.
  if (text.length > 4 * lengthMax) return refuse({ code: 'name/length', lengthMax })
  let written = ''
  let [position, length, run, marks, letters] = [0, 0, 0, 0, 0]
  let lastAt = 0
  for (const character of text.normalize('NFC')) {
    position++
    const at = { position, character: codePointText(character) }
    if (isBlank(character)) {
      if (written !== '' && !written.endsWith(' ')) {
        written += ' '
        length++
      }
      run = 0
      continue
    }
    if (isMark(character)) {
      if (!/[\p{L}\p{M}]$/u.test(written)) return refuse({ code: 'name/shape', ...at })
      marks++
      if (marks > marksMax) return refuse({ code: 'name/marks', position, marksMax })
    } else if (signs.has(character)) {
      if (!fits(character, written, run)) return refuse({ code: 'name/shape', ...at })
      // Remembered past a full stop: it is asked whether the next letter may be joined.
      if (character !== '.') run = 0
      marks = 0
    } else if (isLetter(character)) {
      if (written.endsWith('.')) {
        if (run > joinedMax) return refuse({ code: 'name/shape', ...at })
        run = 0
      }
      run++
      letters++
      marks = 0
    } else {
      return refuse({ code: foreign.test(character) ? 'name/script' : 'name/characters', ...at })
    }
    written += character
    length++
    lastAt = position
  }
  const name = written.trimEnd()
  if (length - (written.length - name.length) > lengthMax) return refuse({ code: 'name/length', lengthMax })
  if (letters === 0) return refuse({ code: 'name/empty' })
  const last = name.slice(-1)
  if (`${hyphens}·/,`.includes(last)) return refuse({ code: 'name/shape', position: lastAt, character: codePointText(last) })
  return accept(name)
}

/**
 * A surname or a given name: composed, blanks around it and doubled ones removed, at most 100 code points. Letters, at most two more
 * marks on each, blanks, apostrophes, hyphens, the middle dot of Catalan, full stops after abbreviations. Neither a digit nor
 * anything that a mail program makes a link of. Total over any value.
 *
 * @example
 * parsePersonName('  Anna  Maria ')  // { ok: true, value: 'Anna Maria' }
 */
export const parsePersonName = (text: unknown): Result<string, NameRefusal> => readName(text, ofPersons)

/**
 * The name of a municipality, at most 60 code points: as a person's name, and a slash between two languages. Total over any value.
 *
 * @example
 * parsePlaceName('Torino')  // { ok: true, value: 'Torino' }
 */
export const parsePlaceName = (text: unknown): Result<string, NameRefusal> => readName(text, ofPlaces)

/**
 * Street and number, at most 150 code points: as the name of a place, with digits, commas, `°`, `º`, `ª` and `№`. Total over any value.
 *
 * @example
 * parseStreetAddress('Via Prova 1')  // { ok: true, value: 'Via Prova 1' }
 */
export const parseStreetAddress = (text: unknown): Result<string, NameRefusal> => readName(text, ofStreets)
