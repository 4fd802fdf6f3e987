/** The end of the credentials of the office, as it is announced (docs/sunset.md): from one midnight on nothing is issued or renewed, from another on nothing opens. */
import { type Operator, type Sportello, type SunsetView, unwrap } from 'sportello'

/** Both as the clocks of Rome show them, such as `2027-03-01T00:00`. */
export type Dates = { readonly issue: string; readonly use: string }

export async function announce({ sunset }: Sportello, operator: Operator, { issue, use }: Dates): Promise<SunsetView> {
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
    exempt: ['minor'],
    means: ['spid', 'cie', 'cns'],
  } as const
  return unwrap(await sunset.set(course))
}
