/** The end of the local credentials of an office, as the host calls it (seed 002). */

import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { SunsetAct } from './acts.ts'
import type { SunsetApiRefusal, SunsetContext, SunsetFormRefusal, SunsetPhaseView, SunsetView } from './context.ts'
import type { SunsetExemption, SunsetMeans, SunsetWords } from './model.ts'
import { type SunsetSimulation, simulate } from './simulate.ts'
import { type SunsetSweepOptions, type SunsetSweepReport, sweepSunset } from './sweep.ts'
import { dropCourse, listCourses, phase, type SunsetAsked, type SunsetDropped, setCourse } from './use-cases.ts'

/** A look at the sunset by the office. */
export type SunsetLookForm = {
  /** The office worker who looks. */
  readonly operator: Operator
}

type Act = SunsetLookForm & {
  /** Why. One line of 1 to 2000 characters; it goes into the journal and is published nowhere. */
  readonly reason: string
  /** The service or profile, by a name of `maintenance.audiences`; left out, blank or null: every one that has no course of its own. */
  readonly audience?: string | null
  /** Must be said where something that has ended would be possible again. */
  readonly reopens?: true | 'true' | 'on' | '' | null
}

/** The course of an audience as it is set. Times are those that the clocks of Rome show. */
export type SunsetCourseForm = Act & {
  /** By what rule, in both languages, up to 200 characters each. It is shown. */
  readonly title: SunsetWords
  /**
   * `YYYY-MM-DDTHH:MM` in Rome: from then on the act is not possible any more. What is left out, blank or null ends with `use`. None comes after
   * `use`.
   */
  readonly ends: { readonly [A in SunsetAct]?: string | null }
  /** For whom it goes on. */
  readonly exempt?: readonly SunsetExemption[] | null
  /** By what people get in afterwards, which they are told. */
  readonly means?: readonly SunsetMeans[] | null
  /**
   * How many days before the last one on which the credential opens whoever has one is reminded of it, as `[60, 30, 7]`: up to 10 numbers from 1 to 366.
   * Left out, blank or null: never.
   */
  readonly remindDays?: readonly (number | string)[] | null
}

/** The course of an audience that is taken back. */
export type SunsetDropForm = Act

/**
 * The end of the local credentials. Every command meets it inside its commit: what has ended is refused with `calendar/ended` on every way, by the office's
 * own acts too, and nothing of it is done.
 */
export interface SunsetApi {
  /**
   * Sets the course of an audience, or another one in its place: up to the last hour, and after it where the form says `reopens`. Dates may be past.
   *
   * Called for an operator. Refused with `sunset/form`, `sunset/after-last-use`, `sunset/reopens` and `sunset/too-many-courses`.
   */
  set(form: SunsetCourseForm, options?: CommandOptions): Promise<Result<SunsetView, SunsetApiRefusal>>

  /**
   * Takes the course of an audience back: for it holds what holds for all others.
   *
   * Called for an operator. Refused with `sunset/form`, `sunset/not-found` and `sunset/reopens`.
   */
  drop(form: SunsetDropForm, options?: CommandOptions): Promise<Result<SunsetDropped, SunsetApiRefusal>>

  /**
   * The courses that are set, that of all others last.
   *
   * Called for an operator. Refused with `sunset/form`.
   */
  list(form: SunsetLookForm): Promise<Result<readonly SunsetView[], SunsetFormRefusal>>

  /**
   * What a person of an audience can still do now, until when, and what comes next, in both languages. With the token of a session or a ticket the
   * answer is for its person; without one it is for whoever is exempted from nothing.
   *
   * Called for anybody. Nothing is refused.
   */
  phase(asked?: SunsetAsked): Promise<SunsetPhaseView>

  /**
   * Counts whom a course would hit as things are now, by where each credential stands and by procedure, before it is set. It reads each record and changes
   * nothing.
   *
   * Called for an operator. Refused with `sunset/form`.
   */
  simulate(form: SunsetCourseForm): Promise<Result<SunsetSimulation, SunsetApiRefusal>>

  /**
   * Reminds subscribers of the last use on the days of the course, and tells applicants whose request has come too late, each once. `retention.sweep` begins
   * with it; a host that has many subscribers can call it by itself, page by page, kill it and begin anew.
   *
   * Called by the host itself, from a timer, in as many processes as you like. Nothing is refused. Throws `config/invalid` for options that are none,
   * and `storage/failed`.
   */
  sweep(options?: SunsetSweepOptions): Promise<SunsetSweepReport>
}

/** The sunset at work in a context. */
export function sunsetApi(context: SunsetContext): SunsetApi {
  return {
    set: bind(context, setCourse),
    drop: bind(context, dropCourse),
    list: bind(context, listCourses),
    phase: bind(context, phase),
    simulate: bind(context, simulate),
    sweep: bind(context, sweepSunset),
  }
}
