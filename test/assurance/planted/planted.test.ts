/** The list of the planted bugs itself: where the rules stand, which tests hold them, which cases have none. The campaign plants them. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '../../support/sources.ts'
import { testNames } from '../../support/test-names.ts'
import { listedIds } from '../../support/threat-model.ts'
import { testsNamed } from './bug.ts'
import { plantedBugs, unplanted } from './bugs.ts'

const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const listed = listedIds(read('docs/threat-model.md'))
const planted = new Set(plantedBugs.map(({ id }) => id))

// Several bugs have their tests in one file, and parsing takes the time.
const namesIn = new Map(
  [...new Set(plantedBugs.flatMap(({ tests }) => tests))].map((path) => [
    path,
    existsSync(`${root}${path}`) ? testNames(read(path)) : [],
  ]),
)

/** The letters of cases whose procedures are there. */
const due = ['R', 'D', 'O', 'L', 'P', 'C', 'M', 'S', 'Q', 'T', 'U', 'J', 'K', 'E']

describe('G2: the planted bugs', () => {
  it('are sixty at least, each with a sentence of its own', () => {
    expect(plantedBugs.length).toBeGreaterThanOrEqual(60)
    expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(plantedBugs.length)
    expect(plantedBugs.filter(({ name }) => !/^[A-Z].*\.$/.test(name))).toEqual([])
  })

  it.each(plantedBugs)('$id $name', ({ id, file, from, to, tests }) => {
    expect(listed).toContain(id)
    expect(file).toMatch(/^src\//)
    expect(read(file).split(from), 'the text of the rule is there exactly once').toHaveLength(2)
    expect(to).not.toBe(from)
    for (const path of tests) {
      const names = namesIn.get(path) ?? []
      expect(
        names.filter((name) => new RegExp(testsNamed(id)).test(name)),
        path,
      ).not.toEqual([])
    }
    expect(tests).not.toEqual([])
  })
})

describe('the list of the threat model', () => {
  it.each(listed.filter((id) => due.includes(id.slice(0, 1)) && !id.startsWith('INV-')))(
    '%s has a planted bug, or a reason why it has none',
    (id) => {
      expect([planted.has(id), id in unplanted].filter(Boolean)).toHaveLength(1)
    },
  )

  it('has no reason for what it does not list', () => {
    expect(Object.keys(unplanted).filter((id) => !listed.includes(id))).toEqual([])
    expect(Object.values(unplanted).filter((reason) => !/^[A-Z].*\.$/.test(reason))).toEqual([])
  })
})
