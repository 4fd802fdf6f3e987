/**
 * What there is in the sunset of an office: for each audience the course by which its local credentials come to their end, in favour of SPID, CIE and
 * CNS (seed 002; D.L. 76/2020, art. 24, c. 4).
 */
import type { Instant, Locale } from '../../../kernel/index.ts'
import type { SunsetAct } from './acts.ts'

/** For whom it goes on. A minor is one until the end of the eighteenth birthday. */
export const sunsetExemptions = ['minor'] as const
/** One of them. */
export type SunsetExemption = (typeof sunsetExemptions)[number]

/** By what people get in afterwards. */
export const sunsetMeans = ['spid', 'cie', 'cns', 'eidas'] as const
/** One of them. */
export type SunsetMeans = (typeof sunsetMeans)[number]

/** A text of the office in both languages. */
export type SunsetWords = { readonly [L in Locale]: string }

/** The course of one audience. */
export type SunsetCourse = {
  /** The service or profile used, by its name in the policy; null for every one that has no course of its own, and for whoever names none. */
  readonly audience: string | null
  /** By what rule, in both languages. It is shown. */
  readonly title: SunsetWords
  /** From when on each act is not possible any more; null while nothing ends it. */
  readonly ends: { readonly [A in SunsetAct]: Instant | null }
  readonly exempt: readonly SunsetExemption[]
  readonly means: readonly SunsetMeans[]
}

/** Only `kept` once it exists: whether something has ended is derived, and needs nothing to run. */
export type SunsetState = {
  readonly status: 'none' | 'kept'
  readonly courses: readonly SunsetCourse[]
  readonly personal: null
}

type Reasoned = { readonly reason: string }

/** What can be asked of a sunset. */
export type SunsetCommand =
  | { readonly type: 'KeepSunset' }
  /** `reopens`: what has ended by the course before may go on. */
  | { readonly type: 'SetCourse'; readonly course: SunsetCourse; readonly reopens: boolean; readonly personal: Reasoned }
  | {
      readonly type: 'DropCourse'
      readonly audience: string | null
      readonly reopens: boolean
      readonly personal: Reasoned
    }

/** What has happened to a sunset. */
export type SunsetEvent =
  | { readonly type: 'SunsetKept' }
  | { readonly type: 'CourseSet'; readonly course: SunsetCourse; readonly personal: Reasoned }
  | { readonly type: 'CourseDropped'; readonly audience: string | null; readonly personal: Reasoned }

/** Why a command on a sunset is refused. */
export type SunsetRefusal =
  | { readonly code: 'sunset/not-found' }
  /** Nothing can be done with a credential that opens nothing: no act ends after the last use. */
  | { readonly code: 'sunset/after-last-use'; readonly act: SunsetAct; readonly lastUse: Instant }
  /** The act has ended already, and would be possible again: whoever means it says so. */
  | { readonly code: 'sunset/reopens'; readonly act: SunsetAct; readonly endedAt: Instant }
  | { readonly code: 'sunset/too-many-courses'; readonly coursesMax: number }

/** What an office says of its sunset, beside its courses. */
export type SunsetPolicy = {
  /** The service or profile of every command that names none, by a name of `maintenance.audiences`; null for none in particular. */
  readonly audience: string | null
}
