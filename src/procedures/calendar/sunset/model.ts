/**
 * What there is in the sunset of an office: for each audience the course by which its local credentials come to their end, in favour of SPID, CIE and
 * CNS (seed 002; D.L. 76/2020, art. 24, c. 4).
 */
import type { Instant, Locale } from '../../../kernel/index.ts'
import type { SunsetAct } from './acts.ts'

/**
 * For whom it goes on. `minor`: until the end of the eighteenth birthday, by the day of birth alone. `no-italian-document`, `guardianship`: for whom the
 * office has granted it.
 */
export const sunsetExemptions = ['minor', 'no-italian-document', 'guardianship'] as const
/** One of them. */
export type SunsetExemption = (typeof sunsetExemptions)[number]

/** How many days before the last use people can be reminded of it, at most, and how often. */
export const remindDayMost = 366
export const remindDaysMax = 10

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
  /** How many Rome days before the last use whoever has a credential is reminded of it, the most first; empty for never. */
  readonly remindDays: readonly number[]
}

/** A reminder of a last use: of which, and how many days before. */
export type SunsetReminder = {
  /** The last use, exclusive. */
  readonly endsAt: Instant
  /** How many Rome days before the last one on which the credential opens. */
  readonly daysBefore: number
}

/** Only `kept` once it exists: whether something has ended is derived, and needs nothing to run. */
export type SunsetState = {
  readonly status: 'none' | 'kept'
  readonly courses: readonly SunsetCourse[]
  /** The reminders that everybody concerned has had. */
  readonly reminded: readonly SunsetReminder[]
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
  /** The sweep has come to the end of those who were to have these reminders. */
  | { readonly type: 'NoteReminded'; readonly reminders: readonly SunsetReminder[] }

/** What has happened to a sunset. */
export type SunsetEvent =
  | { readonly type: 'SunsetKept' }
  | { readonly type: 'CourseSet'; readonly course: SunsetCourse; readonly personal: Reasoned }
  | { readonly type: 'CourseDropped'; readonly audience: string | null; readonly personal: Reasoned }
  | { readonly type: 'RemindersGiven'; readonly reminded: readonly SunsetReminder[] }

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
