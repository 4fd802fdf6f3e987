/** A reason stays with what it was given for: whoever changes a source takes the reason away, or gives another. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../support/sources.ts'
import { arguedMutants } from './argued.ts'
import { mutated, partOf, partsOf } from './campaign.ts'
import { figuresOf, mutants, rowsOf, withRow } from './page.ts'

it('each text is in its file, which is mutated', () => {
  const files = new Set(mutated())
  for (const { file, was } of arguedMutants) {
    expect(files.has(file), file).toBe(true)
    expect(readFileSync(join(root, file), 'utf8').includes(was), `${file}: ${was}`).toBe(true)
  }
})

it('a part is a folder of its own tests', () => {
  expect(['src/kernel/hold.ts', 'src/rules/pec/message.ts', 'src/procedures/account/session/machine.ts'].map(partOf)).toEqual([
    'kernel',
    'rules/pec',
    'procedures/account',
  ])
})

it('each part has tests in the fast lane, where every change to it can be judged', () => {
  for (const part of partsOf(mutated()).keys()) {
    const tests = readdirSync(join(root, 'test', part), { recursive: true }).filter((path) => String(path).endsWith('.test.ts'))
    expect(tests.length, part).toBeGreaterThan(0)
  }
})

it('the page is read as it is written, and a campaign on one part keeps the rows of the others', () => {
  const date = '2026-12-01'
  const rows = [
    { part: 'kernel', judged: 1_313, killed: 1_300, argued: 5, date },
    { part: 'rules/pec', judged: 100, killed: 90, argued: 0, date },
  ]
  expect(rowsOf(mutants(rows, 22))).toEqual(rows)
  const fresh = { part: 'kernel', judged: 1_000, killed: 999, argued: 6, date: '2026-12-02' }
  expect(withRow(rows, fresh)).toEqual([fresh, rows[1]])
  expect(figuresOf(withRow(rows, fresh), 22)).toBe(
    '2026-12-01, 2026-12-02: 1,100 mutants of 2 of 22 parts, 1,089 killed (99.0 %), 6 more with their reasons',
  )
})
