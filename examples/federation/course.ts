/** The end of the credentials of the office, as it is announced (docs/sunset.md): from one midnight on nothing is issued or renewed, from another on nothing opens. */
import { type Operator, type Sportello, type SunsetSimulation, type SunsetView, unwrap } from 'sportello'

/** Both as the clocks of Rome show them, such as `2027-03-01T00:00`. */
export type Dates = { readonly issue: string; readonly use: string }

/** What was counted, and the course as it stands. */
export type Announced = { readonly hit: SunsetSimulation; readonly set: SunsetView }

export async function announce({ sunset }: Sportello, operator: Operator, { issue, use }: Dates): Promise<Announced> {
  const course = {
    operator,
    reason: 'Delibera n. 1.',
    title: { it: 'Regolamento dei servizi online', en: 'Rules of the online services' },
    ends: {
      issue,
      use,
      'password-replacement': issue,
      'pin-replacement': issue,
      'first-credentials': issue,
      restoration: issue,
    },
    exempt: ['minor', 'no-italian-document', 'guardianship'],
    means: ['spid', 'cie', 'cns'],
    remindDays: [60, 30, 7],
  } as const
  // Somebody looks at the counts before the course is set.
  const hit = unwrap(await sunset.simulate(course))
  return { hit, set: unwrap(await sunset.set(course)) }
}
