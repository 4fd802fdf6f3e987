/** D.L. 76/2020 as a course, and a counter that is under it in December 2020. */
import type { SunsetCourseForm } from 'sportello'
import { accepted, type Counter, openCounter, operator } from '../../../support/counter.ts'

export const day = 86_400_000
/** 00:00 of 28 February 2021 in Rome. */
export const lastIssue: number = Date.UTC(2021, 1, 27, 23)
/** 00:00 of 1 October 2021 in Rome. */
export const lastUse: number = Date.UTC(2021, 8, 30, 22)
export const december: number = Date.UTC(2020, 11, 1, 9)

export const law: SunsetCourseForm = {
  operator,
  reason: 'D.L. 76/2020, art. 24, c. 4.',
  title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' },
  ends: {
    issue: '2021-02-28T00:00',
    'password-replacement': '2021-02-28T00:00',
    'pin-replacement': '2021-02-28T00:00',
    'first-credentials': '2021-02-28T00:00',
    restoration: '2021-02-28T00:00',
    use: '2021-10-01T00:00',
  },
  means: ['spid', 'cie', 'cns'],
}

export const policy = {
  credential: { temporaryLifetimeMs: 400 * day },
  session: { idleMs: 400 * day, lifetimeMs: 400 * day },
  registration: { draftLifetimeMs: 300 * day },
  quota: { usesMax: 1000 },
} as const

export async function counterUnder(given: SunsetCourseForm = law): Promise<Counter> {
  const counter = openCounter({ policy })
  counter.clock.set(december)
  accepted(await counter.sportello.sunset.set(given))
  return counter
}
