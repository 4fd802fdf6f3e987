import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testNames } from './support/test-names.ts'

const cases: readonly (readonly [letter: string, count: number])[] = [
  ['R', 14],
  ['D', 8],
  ['O', 6],
  ['L', 14],
  ['P', 8],
  ['C', 13],
  ['J', 5],
  ['E', 4],
  ['T', 3],
]
const ids = cases.flatMap(([letter, count]) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`))

/** The ids that a name begins with, such as `L1, L2, INV-25: …`. */
function idsOf(name: string): readonly string[] {
  const colon = name.indexOf(': ')
  return colon < 0
    ? []
    : name
        .slice(0, colon)
        .split(/, ?/)
        .filter((id) => /^(?:[A-Z]\d+|INV-\d\d)$/.test(id))
}

const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'))
const tested = new Set(files.flatMap((file) => testNames(readFileSync(join('test', file), 'utf8')).flatMap(idsOf)))
const notYet = new Set([...readFileSync('SECURITY.md', 'utf8').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id]) => id))

describe('the cases of the threat model', () => {
  it.each(ids)('%s has a test that bears its id, or a line in SECURITY.md that says why not yet', (id) => {
    expect([tested.has(id), notYet.has(id)]).toContain(true)
  })

  it('none is called missing that has a test', () => {
    expect([...notYet].filter((id) => id !== undefined && tested.has(id))).toEqual([])
  })

  it('an id is read from the beginning of a name only', () => {
    expect(idsOf('L1, L2, INV-25: one answer')).toEqual(['L1', 'L2', 'INV-25'])
    expect(idsOf('the case L1 has: a test')).toEqual([])
    expect(testNames("it('a', () => {}); it.each([1])('b', () => {}); other('c')")).toEqual(['a', 'b'])
  })
})
