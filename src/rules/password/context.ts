/** The rule that a password holds nothing the office knows about the person, in any case, with or without accents and separators. */
import { fold, lettersAndDigits } from './fold.ts'
import { type PasswordFacts, type Rule, rule } from './rule.ts'
import type { PasswordScan } from './scan.ts'
import type { Violation } from './violation.ts'

type Fact = keyof PasswordFacts

// Longer than any name or address; beyond it the fact counts as unreadable.
const factLengthMax = 1_024

// Parts of names and of office names that occur inside ordinary words.
const particles =
  /^(?:AGLI|AL?L[AEO]?|AND|CON|D[AE]L(?:L[AEO]?)?|D[AE]GLI|DEI|DE[NR]|FOR|GLI|NE(?:L|LL|LLA|LLE|LLO|GLI|I)|PER|THE|V[AO]N)$/

// What is looked for, folded, by fact, in the order in which it is reported.
const needles: readonly (readonly [fact: Fact, needlesOf: (value: string) => readonly string[]])[] = [
  ['codiceFiscale', codiceFiscale],
  ['surname', words],
  ['name', words],
  ['birthDate', dates],
  ['pin', (pin) => [pin.replace(/\D+/g, '')]],
  ['email', (email) => words(email.replace(/@[^@]*$/, ''))],
  ['words', words],
]

/**
 * No codice fiscale, surname, name, date of birth, PIN, mail local part or word of the office inside (ASVS 6.1.2, 6.2.11). Four
 * letters or more are found anywhere, three only as a word of their own, fewer are not looked for. Code `context`, once for
 * each fact.
 *
 * @example
 * checkPassword('Rossi.2026x', definePolicy({ name: 'own', rules: [length(8), context()] }), { surname: 'Rossi' }).length  // 1
 */
export function context(): Rule {
  return rule({ code: 'context', params: { fact: 'any' } }, { find })
}

function find(scan: PasswordScan, facts: PasswordFacts | undefined): readonly Violation[] {
  const known = read(facts)
  if (known === null) return [{ code: 'context', params: { fact: 'any' } }]
  if (known.size === 0) return []
  const folded = fold(scan.text)
  const joined = lettersAndDigits(folded)
  const alone = new Set(folded.split(/\P{L}+/u))
  const contains = (needle: string) => (needle.length > 3 ? joined.includes(needle) : needle.length === 3 && alone.has(needle))
  return needles
    .filter(([fact, needlesOf]) => needlesOf(fold(known.get(fact) ?? '')).some(contains))
    .map(([fact]) => ({ code: 'context', params: { fact } }))
}

// Each fact is read once. Null where one cannot be read: a rule that cannot be applied must not pass unseen.
function read(facts: unknown): ReadonlyMap<Fact, string> | null {
  const known = new Map<Fact, string>()
  if (facts === undefined || facts === null) return known
  if (typeof facts !== 'object') return null
  try {
    for (const [fact] of needles) {
      const value = (facts as { readonly [name in Fact]?: unknown })[fact]
      if (value === undefined || value === null) continue
      if (typeof value !== 'string' || value.length > factLengthMax) return null
      known.set(fact, value)
    }
  } catch {
    return null
  }
  return known
}

// The six letters of surname and name give a codice fiscale away as much as the whole does.
function codiceFiscale(value: string): readonly string[] {
  const code = lettersAndDigits(value)
  return /^[A-Z]{6}/.test(code) ? [code.slice(0, 6)] : [code]
}

function words(value: string): readonly string[] {
  const parts = value.split(/\P{L}+/u).filter((part) => !particles.test(part))
  return [lettersAndDigits(value), ...parts]
}

// Written in the usual orders; the separators are gone from both sides. The year in full before the month ends in the short one.
function dates(value: string): readonly string[] {
  const parts = value.match(/\d+/g) ?? []
  const digits = parts.join('')
  const [year, month, day] = parts[0]?.length === 4 ? parts : parts.reverse()
  if (year?.length !== 4 || month === undefined || day === undefined) return [digits]
  const short = year.slice(2)
  const [mm, dd] = [month.padStart(2, '0'), day.padStart(2, '0')]
  const [m, d] = [mm.replace(/^0/, ''), dd.replace(/^0/, '')]
  return [`${dd}${mm}${year}`, `${mm}${dd}${year}`, `${dd}${mm}${short}`, `${short}${mm}${dd}`, `${d}${m}${year}`]
}
