/** What the use cases of a sunset work with, and why they may not be served. */

import type { Instant, Locale, Status, Typed } from '../../../kernel/index.ts'
import type { PersonFacts } from '../../../runtime/in-flight.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { ProcedureParts } from '../../../runtime/procedure.ts'
import type { RecordKind } from '../../../runtime/record.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CalendarKeeper } from '../keeper.ts'
import type { FollowContext } from '../maintenance/follow.ts'
import type { SunsetAct } from './acts.ts'
import type { SunsetActStatus, SunsetPerson, SunsetPhase } from './course.ts'
import type { SunsetCourse, SunsetRefusal } from './model.ts'

/** The form cannot be taken as it is. */
export type SunsetFormRefusal = FormRefusal<'sunset/form'>

/** Every refusal that an operator can meet at the sunset. */
export type SunsetApiRefusal = SunsetFormRefusal | SunsetRefusal | CommandRefusal

/** People whom a sunset concerns, by the records that they are found by. */
export type SunsetLane = {
  /** What they are told: that the last use comes near, or that their request has come too late. */
  readonly tells: 'reminded' | 'tooLate'
  readonly kind: RecordKind<Status>
  readonly tags: readonly string[]
  /** The kind of the record of the same id that is read besides. */
  readonly reads: string
  /** What the calendar can tell of the person. */
  readonly factsOf: (unit: Unit, id: string) => Promise<PersonFacts>
  /** Tells the person what is due. Answers whether anything was. */
  readonly tell: (unit: Unit, id: string) => Promise<boolean>
}

export type SunsetContext = Pick<FollowContext, 'subscriberOf' | 'exemptionOf'> & {
  readonly runtime: Runtime
  readonly keeper: CalendarKeeper
  /** The names that an audience can have. */
  readonly audiences: readonly string[]
  /** The audience of whoever names none. */
  readonly audience: string | null
  /** Who shows a token: the subscriber of a live session, or the applicant of a ticket; null for anything else. */
  readonly shownBy: (unit: Unit, token: unknown) => Promise<SunsetPerson | null>
  readonly lanes: readonly SunsetLane[]
  readonly procedures: readonly ProcedureParts<Status, Typed>[]
}

/** A text in both languages. */
export type SunsetText = { readonly [L in Locale]: string }

/** A course as the office sees it. */
export type SunsetView = SunsetCourse & {
  /** When each act ends, in a long Rome date; null for one that does not. */
  readonly endTexts: { readonly [A in SunsetAct]: SunsetText | null }
  /** Where it stands for whoever is exempted from nothing. */
  readonly phase: SunsetPhase['name']
}

/** What a person can still do, and until when. */
export type SunsetPhaseView = {
  /** The audience asked for. */
  readonly audience: string | null
  /** `ending`: something is not possible any more and the credential still opens. `exempt`: for this person alone it goes on. */
  readonly phase: SunsetPhase['name']
  /** Each act: open until then, ended since then, or still possible for this person by an exemption. */
  readonly acts: { readonly [A in SunsetAct]: SunsetActStatus }
  /** Until when the credential opens, exclusive; null where nothing ends it, it is over, or an exemption outlasts it. */
  readonly until: Instant | null
  /** Until when new credentials are issued, exclusive; null where nothing ends that or it is over. */
  readonly issueUntil: Instant | null
  /** By what one gets in afterwards. */
  readonly means: SunsetCourse['means']
  /** The same in a sentence or two. To whoever will be exempted from the last use it says so before that, too. */
  readonly text: SunsetText
}
