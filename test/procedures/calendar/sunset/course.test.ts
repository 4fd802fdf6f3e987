/** The course of an end: pure, for each audience and person, to the millisecond. */
import type { SunsetCourse } from 'sportello'
import { describe, expect, it } from 'vitest'
import { courseOf, lastMinorDay, phaseOf, standingOf } from '../../../../src/procedures/calendar/sunset/course.ts'
import { sunsetDecider } from '../../../../src/procedures/calendar/sunset/machine.ts'
import type { SunsetState } from '../../../../src/procedures/calendar/sunset/model.ts'

const lastUse = Date.UTC(2021, 8, 30, 22)
const ends = {
  issue: 1_000,
  'password-replacement': null,
  'pin-replacement': null,
  'first-credentials': null,
  restoration: null,
  use: lastUse,
}
const course: SunsetCourse = {
  audience: null,
  title: { it: 'INPS', en: 'INPS' },
  ends,
  exempt: ['minor'],
  means: ['spid'],
  remindDays: [],
}
const adult = { birthDate: '1950-01-01', granted: null }
const reason = { reason: 'Circular.' }
const by = { kind: 'operator', id: 'operator-1' } as const

describe('an act', () => {
  it('that has no date of its own ends with the last use, to the millisecond', () => {
    expect(standingOf(course, 'pin-replacement', adult, lastUse - 1)).toEqual({ is: 'open', until: lastUse })
    expect(standingOf(course, 'pin-replacement', adult, lastUse)).toEqual({ is: 'ended', since: lastUse })
    expect(standingOf(course, 'issue', adult, 999)).toEqual({ is: 'open', until: 1_000 })
    expect(standingOf(course, 'issue', adult, 1_000)).toEqual({ is: 'ended', since: 1_000 })
  })

  it('goes on without a course', () => {
    expect(standingOf(null, 'use', adult, lastUse)).toEqual({ is: 'open', until: null })
    expect(phaseOf(null, adult, lastUse).name).toBe('before')
  })

  // Rome, before and after the change of the clock.
  it.each([
    ['2006-10-31', Date.UTC(2024, 9, 31, 23)],
    ['2006-07-01', Date.UTC(2024, 6, 1, 22)],
    // The eighteenth year of whoever was born on a leap day has none: it is over with the last of February.
    ['2008-02-29', Date.UTC(2026, 1, 28, 23)],
  ])('goes on for a minor born on %s until the eighteenth birthday is over in Rome', (birthDate, grownUp) => {
    const untilDay = lastMinorDay(birthDate)
    const minor = { birthDate, granted: null }
    expect(standingOf(course, 'use', minor, grownUp - 1)).toEqual({
      is: 'exempt',
      since: lastUse,
      exemption: { kind: 'minor', untilDay },
    })
    expect(standingOf(course, 'use', minor, grownUp)).toEqual({ is: 'ended', since: lastUse })
    expect(standingOf({ ...course, exempt: [] }, 'use', minor, grownUp - 1).is).toBe('ended')
  })
})

it('an audience has its own course, and else that of all others', () => {
  const own = { ...course, audience: 'firms' }
  expect(courseOf([course, own], 'firms')).toBe(own)
  expect(courseOf([own, course], 'citizens')).toBe(course)
  expect(courseOf([own], 'citizens')).toBeNull()
})

describe('an office', () => {
  const kept: SunsetState = { status: 'kept', courses: [course], reminded: [], personal: null }
  const at = lastUse - 2 * 86_400_000
  const prolonged = { ...course, ends: { ...ends, use: lastUse + 92 * 86_400_000 } }
  const set = (given: SunsetCourse, now: number, reopens = false, state = kept) =>
    sunsetDecider.decide(state, { type: 'SetCourse', course: given, reopens, personal: reason }, { at: now, by })

  it('prolongs the last use two days before it, as INPS did', () => {
    expect(set(prolonged, at)).toEqual({ ok: true, value: [{ type: 'CourseSet', course: prolonged, personal: reason }] })
    expect(set(course, at)).toEqual({ ok: true, value: [] })
  })

  it('reopens what has ended only where it says so', () => {
    expect(set(prolonged, lastUse)).toEqual({
      ok: false,
      refusal: { code: 'sunset/reopens', act: 'password-replacement', endedAt: lastUse },
    })
    expect(set(prolonged, lastUse, true).ok).toBe(true)
    const drop = { type: 'DropCourse', audience: null, reopens: false, personal: reason } as const
    expect(sunsetDecider.decide(kept, drop, { at, by })).toMatchObject({
      ok: false,
      refusal: { code: 'sunset/reopens', act: 'issue' },
    })
    // A course of its own frees nobody of what has ended for all others.
    expect(set({ ...prolonged, audience: 'firms' }, lastUse)).toMatchObject({ ok: false, refusal: { code: 'sunset/reopens' } })
  })

  it('lets nothing end after the last use', () => {
    const late = { ...course, ends: { ...ends, 'pin-replacement': lastUse + 1 } }
    expect(set(late, at)).toEqual({ ok: false, refusal: { code: 'sunset/after-last-use', act: 'pin-replacement', lastUse } })
  })
})
