/** The values of the policy as tables: all of them for docs/policy.md, and by who decides them for docs/deciding.md and docs/it/scegliere.md. */
import type { Locale } from 'sportello'
import { policyFigures } from '../../src/api/policy.ts'
import type { AnyFigures } from '../../src/runtime/policy.ts'
import { type PolicyClass, policyClasses } from './policy-classes.ts'

type Unit = readonly [length: number, one: string, many: string]

const spans: { readonly [L in Locale]: readonly Unit[] } = {
  en: [
    [86_400_000, 'day', 'days'],
    [3_600_000, 'hour', 'hours'],
    [60_000, 'minute', 'minutes'],
    [1_000, 'second', 'seconds'],
  ],
  it: [
    [86_400_000, 'giorno', 'giorni'],
    [3_600_000, 'ora', 'ore'],
    [60_000, 'minuto', 'minuti'],
    [1_000, 'secondo', 'secondi'],
  ],
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const isTerm = (name: string): boolean => name.endsWith('Ms')

/** A term in the greatest unit that says it whole. */
function span(ms: number, locale: Locale): string {
  const [length, one, many] = spans[locale].find((unit) => ms >= unit[0] && ms % unit[0] === 0) ?? [1, 'ms', 'ms']
  return `${ms / length} ${ms === length ? one : many}`
}

/** A default as people read it: a term in the greatest unit that says it whole, anything else as it is. */
function standard(name: string, value: unknown, locale: Locale): string {
  if (isTerm(name) && typeof value === 'number' && value >= 1_000) return span(value, locale)
  // A list or a table of names that holds nothing.
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  return isEmpty ? { en: 'none', it: 'nessuno' }[locale] : String(value)
}

const rowsOf = ([part, figures]: readonly [string, AnyFigures]) =>
  Object.entries(figures).map(([name, figure]) => ({ name: `${part}.${name}`, figure }))

const everyFigure = Object.entries(policyFigures).flatMap(rowsOf)

/** One row per figure of the policy: what holds when nothing is said, and what can be said. */
export function policyTable(): string {
  const rows = everyFigure.map(
    ({ name, figure }) => `| \`${name}\` | ${standard(name, figure.default, 'en')} | ${cell(figure.limits)} |`,
  )
  return ['| figure | default | can be |', '|---|---|---|', ...rows].join('\n')
}

const mebibyte = 1_048_576

/** A number of a figure: a term or a size in its unit, anything else as it is. */
function inUnits(name: string, value: number, locale: Locale): string {
  if (isTerm(name) && value > 0) return span(value, locale)
  if (/bytesMax$/i.test(name)) return value >= mebibyte ? `${value / mebibyte} MiB` : `${value} byte`
  return String(value)
}

/** Limits that are no numbers and no words, in Italian. */
const italianLimits: { readonly [limits: string]: string } = {
  'true or false': '`true` o `false`',
  'a list of at most 100 domains in lower-case ASCII': 'fino a 100 domini, in minuscolo',
  'a tree of questions with at least one questionnaire, or null for that of the seed':
    'un albero di domande con almeno un questionario; null per quello del seed',
  'a list of at most 10000 ids of 1 to 64 characters of A-Z a-z 0-9 . _ -, without `office`':
    'fino a 10000 sigle di 1–64 caratteri (A-Z a-z 0-9 . _ -), esclusa `office`',
  'up to 100 names of 1 to 64 characters of a-z, 0-9 and -, each with what it is called: `{ it, en }`':
    'fino a 100 sigle di 1–64 caratteri (a-z 0-9 -), ciascuna con il suo nome: `{ it, en }`',
  'a name of `maintenance.audiences`, or null': 'una sigla di `maintenance.audiences`, o null',
}

/** What a figure can be, as an office reads it: terms in units, words as the policy takes them. */
function bounds(name: string, limits: string, locale: Locale): string {
  const [, least, most, none] = /^a whole number from (\d+) to (ten years in milliseconds|\d+)(, or null)?$/.exec(limits) ?? []
  if (least !== undefined && most !== undefined) {
    const shown = (bound: string) => inUnits(name, Number(bound), locale)
    const highest = most.startsWith('ten') ? { en: 'ten years', it: 'dieci anni' }[locale] : shown(most)
    const orNull = none === undefined ? '' : { en: ', or null', it: ', o null' }[locale]
    return `${{ en: 'from', it: 'da' }[locale]} ${shown(least)} ${{ en: 'to', it: 'a' }[locale]} ${highest}${orNull}`
  }
  if (/^'[\w-]+'( or '[\w-]+')*$/.test(limits)) {
    const words = limits.split(' or ').map((word) => word.replaceAll("'", '`'))
    return `${words.slice(0, -1).join(', ')} ${{ en: 'or', it: 'o' }[locale]} ${words.at(-1)}`
  }
  if (locale === 'en') return limits
  const said = italianLimits[limits]
  if (said === undefined) throw new Error(`docs: there is no Italian for what ${name} can be: ${limits}`)
  return said
}

const heads: { readonly [L in Locale]: { readonly plain: string; readonly sourced: string } } = {
  en: {
    plain: '| value | decides | default | can be |\n|---|---|---|---|',
    sourced: '| value | decides | default | can be | source |\n|---|---|---|---|---|',
  },
  it: {
    plain: '| valore | decide | se non si dice nulla | può essere |\n|---|---|---|---|',
    sourced: '| valore | decide | se non si dice nulla | può essere | fonte |\n|---|---|---|---|---|',
  },
}

/** The values of one class. Throws for a value of the policy that is in none. */
export function decidingTable(of: PolicyClass, locale: Locale): string {
  const unclassed = everyFigure.find(({ name }) => !Object.hasOwn(policyClasses, name))
  if (unclassed !== undefined) throw new Error(`docs: ${unclassed.name} is in no class of test/support/policy-classes.ts`)
  const figures = new Map(everyFigure.map(({ name, figure }) => [name, figure]))
  const chosen = Object.entries(policyClasses).filter(([, classed]) => classed.of === of)
  const isSourced = chosen.some(([, { source }]) => source !== null)
  const rows = chosen.map(([name, { decides, source }]) => {
    const figure = figures.get(name)
    if (figure === undefined) throw new Error(`docs: ${name} is classed, and is no value of the policy`)
    const byDefault =
      typeof figure.default === 'number' ? inUnits(name, figure.default, locale) : standard(name, figure.default, locale)
    const cells = [`\`${name}\``, decides[locale], byDefault, bounds(name, figure.limits, locale)]
    return `| ${[...cells, ...(isSourced ? [source?.[locale] ?? ''] : [])].map(cell).join(' | ')} |`
  })
  return [isSourced ? heads[locale].sourced : heads[locale].plain, ...rows].join('\n')
}
