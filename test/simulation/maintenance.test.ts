/** Random lives in an office that keeps changing its calendar, against the plan of its windows as plain data (docs/threat-model.md, docs/maintenance.md). */
import { beforeAll, describe, expect, it } from 'vitest'
import { isWhole } from '../support/scale.ts'
import { type Flaw, type Life, playLife } from './maintenance-lives.ts'

// A longer run: SPORTELLO_TEST_LIVES=2000. One life again: SPORTELLO_TEST_SEED as a failure shows it, and one life.
const firstSeed = Number(process.env['SPORTELLO_TEST_SEED'] ?? 1)
const usual = isWhole ? 400 : 45
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

describe('whatever windows are planned, opened, prolonged, closed and cancelled while people go on', () => {
  it('INV-20: what a window has ended never succeeds, and whoever is to be identified gets in by nothing else', () => {
    expect(flawsOf('INV-20')).toEqual([])
  })

  it('INV-20: a term that stands still neither runs out nor comes to its end, and afterwards has as much left as before', () => {
    expect(flawsOf('held')).toEqual([])
  })

  it('INV-21: what is closed for everybody has one answer on every way, and stores nothing', () => {
    expect(flawsOf('INV-21')).toEqual([])
  })

  it('M5: what is closed is done on no way and told until when it is, and what is open by the plan is not refused as closed', () => {
    expect(flawsOf('closed')).toEqual([])
  })

  it('M5: the menu and the fate of what is under way say what the plan says, to the millisecond', () => {
    expect(flawsOf('told')).toEqual([])
  })

  it('INV-23: a credential that has ended opens nothing any more, whatever opens and closes', () => {
    expect(flawsOf('INV-23')).toEqual([])
  })

  it('the office can always suspend, and what protects an account or is a right is never closed', () => {
    expect(flawsOf('protection')).toEqual([])
  })

  it('the sign-in is closed by no window that does not say so', () => {
    expect(flawsOf('sign-in')).toEqual([])
  })

  it('the office changes its calendar by the rules, and what it may not is refused', () => {
    expect(flawsOf('calendar')).toEqual([])
  })

  it('INV-29: nothing throws', () => {
    expect(flawsOf('INV-29')).toEqual([])
  })

  it('INV-03, INV-17: leaves a storage in which nothing is unsound, with holds replayed and the mail of the calendar accounted for', () => {
    expect(flawsOf('soundness')).toEqual([])
  })

  it('everything that the rules are about has happened', () => {
    const rare = [
      ...['plan ok', 'plan maintenance/contradiction', 'plan maintenance/form', 'open ok', 'prolong ok', 'close ok', 'cancel ok'],
      ...['closed registration', 'closed recovery', 'closed pin-renewal', 'closed email-validation', 'closed sign-in'],
      ...['waits registration', 'waits pec-change', 'void registration', 'ran on registration', 'ran on email-change'],
      ...['longer by what it stood still', 'fate held', 'fate void', 'to be identified', 'menu closed', 'menu closed-for-some'],
      ...['told by mail that recovery is closed', 'told by mail that renewals are closed', 'suspended', 'identified as was due'],
      ...['registration done', 'recovery done', 'pin-renewal done', 'email-change done', 'pec-change done'],
    ]
    expect(met.size).toBeGreaterThan(0)
    expect(count < usual ? [] : rare.filter((what) => !met.has(what))).toEqual([])
  })
})
