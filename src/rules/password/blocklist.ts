/** The rule that a password is not a well-known word dressed up: capitals, accents, digits for letters, digits and marks around it. */
import { fold, lettersAndDigits } from './fold.ts'
import { type Rule, rule } from './rule.ts'
import type { Violation } from './violation.ts'

const lookAlikes: { readonly [mark: string]: string } = {
  '0': 'O',
  '3': 'E',
  '4': 'A',
  '5': 'S',
  '7': 'T',
  '8': 'B',
  '9': 'G',
  '@': 'A',
  $: 'S',
  '+': 'T',
  '€': 'E',
}

/**
 * Not one of the words, which may be of any case and may be passwords themselves; nor one of them with digits and marks before
 * or after, with digits for letters, backwards or repeated; nor a short text repeated or up to three letters with a sequence
 * of digits. `words` may be a function, called at the first check; the list is prepared once. Code `blocklist` (ASVS 6.2.4).
 *
 * @example
 * checkPassword('sportello', definePolicy({ name: 'town', rules: [length(8), blocklist(['sportello'])] }))  // [ { code: 'blocklist', params: {} } ]
 */
export function blocklist(words: readonly string[] | (() => readonly string[])): Rule {
  if (typeof words !== 'function' && !(Array.isArray(words) && words.every((word) => typeof word === 'string'))) {
    throw new TypeError('a blocklist needs a list of words, or a function that gives one')
  }
  const violation: Violation = { code: 'blocklist', params: {} }
  const list = typeof words === 'function' ? words : [...words]
  let stems: ReadonlySet<string> | null = null
  const find: Rule['find'] = ({ text }) => {
    stems ??= new Set((typeof list === 'function' ? list() : list).map(stem).filter((word) => word !== ''))
    return isCommon(fold(text), stems) ? [violation] : []
  }
  return rule(violation, { find })
}

/** The word under the dress: what the list is kept as. Idempotent on letters; digits alone stay digits. */
export function stem(word: string): string {
  const folded = fold(word)
  return plain(toLastLetter(folded), 'I') || lettersAndDigits(folded)
}

function isCommon(folded: string, stems: ReadonlySet<string>): boolean {
  const head = toLastLetter(folded)
  const core = head.replace(/^\P{L}+/u, '')
  const typed = [folded, lettersAndDigits(folded)]
  if (head === '') typed.push(lettersAndDigits(unshift(folded)))
  else typed.push(...['I', 'L'].flatMap((one) => [plain(head, one), plain(core, one)]), plain(unshift(head), 'I'))
  const letters = lettersAndDigits(core)
  return typed.some((word) => isKnown(word, stems)) || (letters.length < 4 && isSequence(folded.replace(/\D+/g, '')))
}

// Everything up to the last letter. Anchored, so that it takes one pass.
function toLastLetter(text: string): string {
  return /^.*\p{L}/su.exec(text)?.[0] ?? ''
}

function plain(text: string, one: string): string {
  return lettersAndDigits(text.replace(/[01345789@$+€!|]/g, (mark) => lookAlikes[mark] ?? one))
}

// What the keys of the digits give without Shift: !QAZ is the walk 1QAZ.
function unshift(text: string): string {
  return text.replace(/[!@#$%^&*()]/g, (mark) => String(('!@#$%^&*('.indexOf(mark) + 1) % 10))
}

// The word, or the word that it repeats, forwards or backwards.
function isKnown(word: string, stems: ReadonlySet<string>): boolean {
  const backwards = [...word].reverse().join('')
  if (stems.has(word) || stems.has(backwards)) return true
  for (let period = 1; period < word.length; period += 1) {
    if (word.slice(period) !== word.slice(0, -period)) continue
    if (period < 4 && word.length >= 2 * period && word.length > 2) return true
    if (stems.has(word.slice(0, period)) || stems.has(backwards.slice(-period))) return true
  }
  return false
}

function isSequence(digits: string): boolean {
  const sequences = ['01234567890123456789', '98765432109876543210']
  const isWalk = sequences.some((sequence) => sequence.includes(digits))
  return digits.length > 2 && (isWalk || /^(?:(\d{1,3})\1+|(?:19|20)\d\d)$/.test(digits))
}
