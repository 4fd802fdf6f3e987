/** The courses of an office as plain dates, and what is possible by them: worked out from the pages alone, without any rule of the library. */
import { clocksOfRome, midnight } from '../rules/civil/clocks-of-rome.ts'

export const acts = ['issue', 'password-replacement', 'pin-replacement', 'first-credentials', 'restoration', 'use'] as const
export type Act = (typeof acts)[number]

export type Kind = 'minor' | 'no-italian-document' | 'guardianship'

export type Course = {
  readonly ends: { readonly [A in Act]: number | null }
  readonly exempt: readonly Kind[]
}

/** Somebody: the day of birth as three numbers, and what the office has granted last; `until`: the first instant without it. */
export type Person = {
  readonly born: readonly [year: number, month: number, day: number]
  granted: { readonly kind: Kind; readonly until: number } | null
}

export const never: number = Number.MAX_SAFE_INTEGER

/** The first instant of the day after the eighteenth birthday in Rome; of a leap day that there is not, after the last of February. */
function grownUpAt([year, month, day]: Person['born']): number {
  const isLeapDay = month === 2 && day === 29
  return midnight(year + 18, month, isLeapDay ? 29 : day + 1)
}

/** The first instant of the day after this one in Rome, and its name. */
export function dayAfter(at: number): { readonly until: number; readonly day: string } {
  const { year, month, day } = clocksOfRome(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return { until: midnight(year, month, day + 1), day: `${year}-${two(month)}-${two(day)}` }
}

export class SunsetPlan {
  /** By audience; the empty name is that of all others. */
  readonly courses = new Map<string, Course>()

  courseOf(audience: string): Course | undefined {
    return this.courses.get(audience) ?? this.courses.get('')
  }

  /** When an act ends for everybody who is not exempted. */
  endOf(act: Act, audience: string): number {
    const course = this.courseOf(audience)
    return course?.ends[act] ?? course?.ends.use ?? never
  }

  isExempt({ born, granted }: Person, audience: string, at: number): boolean {
    const exempt = this.courseOf(audience)?.exempt ?? []
    if (exempt.includes('minor') && at < grownUpAt(born)) return true
    return granted !== null && exempt.includes(granted.kind) && at < granted.until
  }

  /** Whether the act is over for the person. */
  isOver(act: Act, person: Person, audience: string, at: number): boolean {
    return at >= this.endOf(act, audience) && !this.isExempt(person, audience, at)
  }

  /** Whether another course would make possible again what has ended. */
  reopens(audience: string, next: Course | undefined, at: number): boolean {
    const after = (act: Act): number => next?.ends[act] ?? next?.ends.use ?? never
    return acts.some((act) => this.endOf(act, audience) <= at && after(act) > at)
  }
}

/** What each event on a credential is an act of. */
export const actOf: { readonly [event: string]: Act } = {
  CredentialIssued: 'issue',
  CredentialReissued: 'first-credentials',
  PasswordRecovered: 'password-replacement',
  PinRenewed: 'pin-replacement',
  SignedIn: 'use',
}
