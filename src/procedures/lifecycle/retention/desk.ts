/** What housekeeping works with, and the errand that one sweep is on. */
import type { AssistanceMachine } from '../assistance/schema.ts'
import type { ContactChangeMachine } from '../contact-change/schema.ts'
import type { CredentialMachine } from '../credential/schema.ts'
import type { Instant } from '../kernel/index.ts'
import type { PecChangeMachine } from '../pec-change/schema.ts'
import type { QuotaMachine } from '../quota/schema.ts'
import type { RegistrationMachine } from '../registration/schema.ts'
import type { SessionMachine } from '../session/schema.ts'
import type { Shell } from '../shell/shell.ts'
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
