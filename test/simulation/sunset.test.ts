/** Random lives in an office that keeps changing the end of its credentials, against its courses as plain dates (docs/threat-model.md, docs/sunset.md). */
import { beforeAll, describe, expect, it } from 'vitest'
import { isWhole } from '../support/scale.ts'
import { type Flaw, type Life, playLife } from './sunset-lives.ts'

// A longer run: SPORTELLO_TEST_LIVES=2000. One life again: SPORTELLO_TEST_SEED as a failure shows it, and one life.
const firstSeed = Number(process.env['SPORTELLO_TEST_SEED'] ?? 1)
const usual = isWhole ? 200 : 30
const count = Number(process.env['SPORTELLO_TEST_LIVES'] ?? usual)
const steps = 60

const lives: (Life & { readonly seed: number })[] = []
const met = new Map<string, number>()

beforeAll(
  async () => {
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const life = await playLife(seed, steps)
      for (const [what, times] of life.met) met.set(what, (met.get(what) ?? 0) + times)
      if (life.flaws.length > 0) lives.push({ ...life, seed })
    }
  },
  600_000 + count * 2_000,
)

const flawsOf = (rule: Flaw['rule']) =>
  lives.flatMap(({ seed, flaws }) => flaws.filter((flaw) => flaw.rule === rule).map(({ what }) => `seed ${seed}: ${what}`))

describe('whatever courses are set, prolonged, put back and dropped while people go on', () => {
  it('INV-20: no link and no half of a PIN leaves for what has ended', () => {
    expect(flawsOf('INV-20')).toEqual([])
  })

  it('INV-22: no credential is issued or replaced after its date by any way, and nobody gets in after the last use', () => {
    expect(flawsOf('INV-22')).toEqual([])
  })

  it('INV-23: what has expired is given back by no way once that has ended', () => {
    expect(flawsOf('INV-23')).toEqual([])
  })

  it('INV-24: the last use moves with a full sign-in alone', () => {
    expect(flawsOf('INV-24')).toEqual([])
  })

  it('nobody hears that something has ended while nothing has', () => {
    expect(flawsOf('open')).toEqual([])
  })

  it('the office sets and drops its courses and exemptions by the rules, and what it may not is refused', () => {
    expect(flawsOf('course')).toEqual([])
  })

  it('phases, dossiers and what they warn of say what the plan says', () => {
    expect(flawsOf('told')).toEqual([])
  })

  it('INV-29: nothing throws', () => {
    expect(flawsOf('INV-29')).toEqual([])
  })

  it('everything that the rules are about has happened', () => {
    const rare = [
      ...['set ok', 'set sunset/reopens', 'set sunset/after-last-use', 'drop ok', 'granted guardianship', 'restored', 'too late'],
      ...['before issue', 'exempt issue', 'ended issue', 'before use', 'exempt use', 'ended use', 'session true'],
      ...['before password-replacement', 'ended password-replacement', 'before pin-replacement', 'ended pin-replacement'],
      ...['ended restoration', 'ended first-credentials'],
    ]
    expect(met.size).toBeGreaterThan(0)
    expect(count < usual ? [] : rare.filter((what) => !met.has(what))).toEqual([])
  })
})
