/** Which reminders of the last use are due, by Rome day. */
import type { SunsetCourse } from 'sportello'
import { describe, expect, it } from 'vitest'
import { exemptionAt, type SunsetPerson } from '../../../../src/procedures/calendar/sunset/course.ts'
import { remindDay, remindersDue, remindersFor } from '../../../../src/procedures/calendar/sunset/reminders.ts'

/** 00:00 of 1 October 2021 in Rome. */
const endsAt = Date.UTC(2021, 8, 30, 22)
const course: SunsetCourse = {
  audience: null,
  title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' },
  ends: {
    issue: null,
    'password-replacement': null,
    'pin-replacement': null,
    'first-credentials': null,
    restoration: null,
    use: endsAt,
  },
  exempt: ['minor', 'guardianship'],
  means: ['spid'],
  remindDays: [60, 30, 7],
}
const dueAt = (at: number, courses = [course]) => remindersDue(courses, at).map(({ daysBefore }) => daysBefore)

describe('a reminder is due', () => {
  it.each([
    [60, '2021-08-01', Date.UTC(2021, 6, 31, 22)],
    [30, '2021-08-31', Date.UTC(2021, 7, 30, 22)],
    [7, '2021-09-23', Date.UTC(2021, 8, 22, 22)],
    // The clocks are changed between it and the last day.
    [200, '2021-03-14', Date.UTC(2021, 2, 13, 23)],
  ])('%i days before the last one, from the first millisecond of %s in Rome', (daysBefore, day, from) => {
    expect(remindDay({ endsAt, daysBefore })).toBe(day)
    const one = [{ ...course, remindDays: [daysBefore] }]
    expect(dueAt(from - 1, one)).toEqual([])
    expect(dueAt(from, one)).toEqual([daysBefore])
  })

  it('up to the last use, the latest alone where several days have passed', () => {
    expect(dueAt(Date.UTC(2021, 8, 10))).toEqual([30])
    expect(dueAt(endsAt - 1)).toEqual([7])
    expect(dueAt(endsAt)).toEqual([])
  })

  it('once where two courses end alike', () => {
    const twin = { ...course, audience: 'firms' }
    const later = { ...course, audience: 'consulates', ends: { ...course.ends, use: endsAt + 86_400_000 } }
    expect(remindersDue([course, twin, later], endsAt - 1).map((due) => [due.course.audience, due.endsAt])).toEqual([
      [null, endsAt],
      ['consulates', endsAt + 86_400_000],
    ])
  })
})

describe('whoever is exempted', () => {
  const due = remindersDue([course], endsAt - 1)
  const gets = (person: SunsetPerson) => remindersFor(due, person).length

  it('on the first day without the credential gets none, and whoever is so no more on that day gets one', () => {
    // The eighteenth birthday is the last day of the exemption.
    expect(gets({ birthDate: '2003-10-01', granted: null })).toBe(0)
    expect(gets({ birthDate: '2003-09-30', granted: null })).toBe(1)
    expect(gets({ birthDate: '1950-01-01', granted: { kind: 'guardianship', untilDay: null } })).toBe(0)
    expect(gets({ birthDate: '1950-01-01', granted: { kind: 'guardianship', untilDay: '2021-10-01' } })).toBe(0)
    expect(gets({ birthDate: '1950-01-01', granted: { kind: 'guardianship', untilDay: '2021-09-30' } })).toBe(1)
  })

  it('by what the course does not list is not exempted', () => {
    expect(gets({ birthDate: '1950-01-01', granted: { kind: 'no-italian-document', untilDay: null } })).toBe(1)
  })

  it('twice is so as long as either holds', () => {
    const both = { birthDate: '2003-10-01', granted: { kind: 'guardianship', untilDay: '2021-10-05' } } as const
    expect(exemptionAt(course, both, endsAt)?.kind).toBe('guardianship')
    const longer = { birthDate: '2005-10-01', granted: { kind: 'guardianship', untilDay: '2021-10-05' } } as const
    expect(exemptionAt(course, longer, endsAt)).toEqual({ kind: 'minor', untilDay: '2023-10-01' })
    expect(exemptionAt(course, { ...both, birthDate: null }, Date.UTC(2021, 9, 5, 22))).toBeNull()
  })
})
