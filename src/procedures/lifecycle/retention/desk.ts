/** What housekeeping works with, and the errand that one sweep is on. */

import type { Instant } from '../../../kernel/index.ts'
import type { Shell } from '../../../runtime/runtime.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'
import type { SessionMachine } from '../../account/session/schema.ts'
import type { ContactChangeMachine } from '../../addresses/contact-change/schema.ts'
import type { PecChangeMachine } from '../../addresses/pec-change/schema.ts'
import type { AssistanceMachine } from '../../assistance/schema.ts'
import type { RegistrationMachine } from '../../enrolment/registration/schema.ts'
import type { QuotaMachine } from '../../quota/schema.ts'
import type { Chores, RetentionPolicy } from './model.ts'

export type HousekeepingDesk = {
  readonly shell: Shell
  readonly registration: RegistrationMachine
  readonly credential: CredentialMachine
  readonly session: SessionMachine
  readonly pecChange: PecChangeMachine
  readonly contactChange: ContactChangeMachine
  readonly quota: QuotaMachine
  readonly assistance: AssistanceMachine
  readonly retention: RetentionPolicy
}

/** One sweep under way. */
export type Errand = {
  readonly desk: HousekeepingDesk
  /** The instant of its beginning: what becomes due meanwhile is left to the next. */
  readonly now: Instant
  readonly did: (chore: keyof Chores, times?: number) => void
}
