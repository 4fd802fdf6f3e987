/** Whole offices drawn from seeds, judged by every invariant of the threat model that can be judged of them (G1, G3, G13). */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCounter } from '../../support/counter.ts'
import { isWhole } from '../../support/scale.ts'
import { root } from '../../support/sources.ts'
import { listedIds } from '../../support/threat-model.ts'
import { invariants } from '../invariants/index.ts'
import { type Broken, nothingMet, search, seedsFrom, stepsMax } from './campaign.ts'
import { commandsMax, conclude } from './conclude.ts'
import { digestOf } from './digest.ts'
import { drawPlan, drawYear, planOfAll } from './plan.ts'
import { play } from './play.ts'
import { shrink } from './shrink.ts'
import { tell } from './story.ts'

// A longer run: SPORTELLO_TEST_SEQUENCES=20000.
const count = Number(process.env['SPORTELLO_TEST_SEQUENCES'] ?? (isWhole ? 1_000 : 300))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

describe('an office, whatever happens in it', () => {
  const met = nothingMet()
  let broken: Broken | null = null
  beforeAll(async () => {
    broken = await search(seedsFrom(1, count), met)
  }, 3_600_000)

  it('G1, INV-01 to INV-35: keeps every invariant that can be judged of it', async () => {
    if (broken === null) return expect(met.sequences).toBe(count)
    const plan = await shrink(broken.plan, broken.world.flaws[0]?.invariant ?? '')
    throw new Error(tell(await play(plan), plan))
  })

  it('G3: is given every command of the public interface', async () => {
    const { sportello } = openCounter()
    const names = Object.entries(sportello).flatMap(([room, calls]) =>
      typeof calls === 'function' ? [room] : Object.keys(calls).map((name) => `${room}.${name}`),
    )
    const given = new Set([...met.answers.keys()].map((answer) => answer.split(' ')[0]))
    for (let seed = 1; seed <= 40 && names.some((name) => !given.has(name)); seed += 1) {
      const world = await play(planOfAll(seed, 2))
      expect(world.flaws).toEqual([])
      for (const { name } of world.history.deeds) given.add(name)
    }
    expect(names.filter((name) => !given.has(name))).toEqual([])
  })

  it('G3: meets at least eight kinds of trouble, each while something changes', () => {
    const kinds = new Set([...met.troubled.keys()].map((pair) => pair.split(' x ')[1]))
    expect([...kinds].length).toBeGreaterThanOrEqual(8)
  })
})

describe('a year of an office', () => {
  it('G1: is drawn the same each time, of twelve hundred steps, and its first days keep every invariant among twenty people', async () => {
    const year = drawYear(3)
    expect(drawYear(3)).toEqual(year)
    expect([year.people, year.steps.length]).toEqual([100, 1_200])
    const world = await play({ ...year, people: 20, steps: year.steps.slice(0, 120) })
    expect([world.flaws, new Set(world.history.deeds.map(({ by }) => by)).size > 20]).toEqual([[], true])
  })
})

describe('the judges', () => {
  it('judge every invariant of the threat model, or say where it is judged', () => {
    const listed = listedIds(read('docs/threat-model.md')).filter((id) => id.startsWith('INV-'))
    expect(Object.keys(invariants).sort()).toEqual([...listed].sort())
    for (const [id, said] of Object.entries(invariants)) {
      const paths = 'elsewhere' in said ? (said.elsewhere.match(/test\/[\w/-]+\.test\.ts/g) ?? []) : []
      if ('elsewhere' in said) expect(paths, id).not.toEqual([])
      for (const path of paths) expect(read(path), id).toContain(id)
    }
  })

  it('ask no rule of the library', () => {
    const judges = readdirSync(`${root}test/simulation/invariants`)
    expect(judges.length).toBeGreaterThan(10)
    for (const name of judges) {
      expect(read(`test/simulation/invariants/${name}`), name).not.toMatch(/from '(?:\.\.\/)+src|from 'sportello\//)
    }
  })
})

describe('a seed', () => {
  const seeds = [3, 17, 41, 58]

  it('INV-30: gives the same rows, journals, letters and answers each time, and in any time zone', async () => {
    const here = []
    for (const seed of seeds) here.push(digestOf(await play(drawPlan(seed, stepsMax))))
    const child = `${root}test/simulation/simulator/zone-child.ts`
    const elsewhere = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, ...seeds.map(String)], {
      cwd: root,
      env: { ...process.env, TZ: 'America/Nuuk' },
    })
    expect(elsewhere.stdout.trim().split('\n')).toEqual(here)
  })

  it(`INV-33: leaves nothing open that ${commandsMax} commands cannot bring to an end once nothing goes wrong any more`, async () => {
    for (const seed of [2, 5, 9, 14, 23, 31])
      expect(await conclude(await play(drawPlan(seed, stepsMax))), `seed ${seed}`).toEqual([])
  })
})
