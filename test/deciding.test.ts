/** The pages on which an office reads what it decides: every value of the policy is there once, in both languages, and says what the code says. */
import { readFileSync } from 'node:fs'
import { defaultPolicy } from 'sportello'
import { describe, expect, it } from 'vitest'
import { policyFigures } from '../src/api/policy.ts'
import { policyClasses } from './support/policy-classes.ts'
import { root } from './support/sources.ts'

const units: { readonly [unit: string]: number } = {
  ...{ ms: 1, second: 1_000, seconds: 1_000, secondo: 1_000, secondi: 1_000 },
  ...{ minute: 60_000, minutes: 60_000, minuto: 60_000, minuti: 60_000 },
  ...{ hour: 3_600_000, hours: 3_600_000, ora: 3_600_000, ore: 3_600_000 },
  ...{ day: 86_400_000, days: 86_400_000, giorno: 86_400_000, giorni: 86_400_000, MiB: 1_048_576, byte: 1 },
}

const nothing = ['none', 'nessuno']

/** What a cell says, as a policy has it. */
function meantBy(text: string): unknown {
  const [, count, unit] = /^(\d+)(?: (\w+))?$/.exec(text) ?? []
  if (count !== undefined) return Number(count) * (unit === undefined ? 1 : (units[unit] ?? Number.NaN))
  const words: { readonly [word: string]: unknown } = { null: null, true: true, false: false }
  return Object.hasOwn(words, text) ? words[text] : text
}

const byDefault: ReadonlyMap<string, unknown> = new Map(
  Object.entries(policyFigures).flatMap(([part, figures]) =>
    Object.entries(figures).map(([name, figure]) => [`${part}.${name}`, figure.default] as const),
  ),
)

/** The rows about values: a name with a part, and three cells at least. */
function rowsOf(page: string): readonly (readonly string[])[] {
  const lines = readFileSync(`${root}${page}`, 'utf8').split('\n')
  return lines
    .filter((line) => /^\| `[a-zA-Z]+\.[a-zA-Z]+` \|/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('`', '')))
}

describe.each(['docs/deciding.md', 'docs/it/scegliere.md'])('%s', (page) => {
  const rows = rowsOf(page)

  it('has every value of the policy in one table, and nothing that is none', () => {
    expect(rows.map(([, name]) => name).sort()).toEqual([...byDefault.keys()].sort())
  })

  it('says the defaults and the bounds of the code', () => {
    for (const [, name = '', , said = '', can = ''] of rows) {
      const value = byDefault.get(name)
      const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
      if (isEmpty) expect(nothing, name).toContain(said)
      else expect(meantBy(said), name).toBe(value)
      // A bound that is said is one that the code keeps: it takes the bound and refuses what lies beyond.
      const [, least, most] = /^(?:from|da) (.+?) (?:to|a) (.+?)(?:, (?:or|o) null)?$/.exec(can) ?? []
      const [part = '', own = ''] = name.split('.')
      const figure = policyFigures[part]?.[own]
      if (least !== undefined) {
        const bound = Number(meantBy(least))
        expect(figure?.read(name, bound), name).toBe(bound)
        expect(() => figure?.read(name, bound - 1), name).toThrow(name)
      }
      if (most !== undefined && !/ten|dieci/.test(most)) {
        const bound = Number(meantBy(most))
        expect(figure?.read(name, bound), name).toBe(bound)
        expect(() => figure?.read(name, bound + 1), name).toThrow(name)
      }
      if (/\bnull\b/.test(can)) expect(figure?.read(name, null), name).toBeNull()
    }
  })
})

describe('the classes', () => {
  it('hold the values of the policy, each once', () => {
    expect(Object.keys(policyClasses).sort()).toEqual([...byDefault.keys()].sort())
    const named = Object.entries(defaultPolicy).flatMap(([part, own]) =>
      part === 'password' ? [] : Object.keys(own).map((name) => `${part}.${name}`),
    )
    expect(Object.keys(policyClasses).sort()).toEqual(named.sort())
  })

  it('name the source of what a law or a seed gives', () => {
    const given = Object.entries(policyClasses).filter(([, { of }]) => of === 'law' || of === 'seed')
    expect(given.length).toBeGreaterThan(0)
    for (const [name, { of, source }] of given) {
      for (const words of [source?.en, source?.it])
        expect(words, name).toMatch(of === 'law' ? /\b(DPR|D\.L\.) \d+\/\d{4}/ : /\bseed 00[0-4]\b/)
    }
  })
})

describe('the list before opening', () => {
  const itemsOf = (page: string) =>
    readFileSync(`${root}${page}`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('- [ ]'))
  const [english, italian] = ['docs/going-live.md', 'docs/it/prima-di-aprire.md'].map(itemsOf) as [string[], string[]]

  it('says of each line where to read how, and how to see that it is done', () => {
    expect(english.length).toBeGreaterThan(40)
    for (const line of english) expect(line).toMatch(/^- \[ \] .+ \(\[(how|why)\]\([^)]+\)\)\. See: .+\.$/)
    for (const line of italian) expect(line).toMatch(/^- \[ \] .+ \(\[(come|perché)\]\([^)]+\)\)\. Controllo: .+\.$/)
  })

  it('is the same in both languages: the pages that it leads to, and the commands', () => {
    const pagesOf = (lines: readonly string[]) => lines.map((line) => /\]\((?:\.\.\/)*([^)]+)\)/.exec(line)?.[1])
    const commandsOf = (lines: readonly string[]) =>
      lines.map((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code).sort())
    const translated = pagesOf(italian).map((page) => (page === 'scegliere.md' ? 'deciding.md' : page))
    expect(translated).toEqual(pagesOf(english))
    expect(commandsOf(italian)).toEqual(commandsOf(english))
  })
})
