/** What the use cases of a migration work with, and why they may not be served. */
import type { Instant, Locale } from '../../../kernel/index.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { MigrationPlan, MigrationRefusal } from './model.ts'
import type { MigrationCutOver } from './password-at.ts'
import type { MigrationPhase } from './phase.ts'

/** The form cannot be taken as it is. */
export type MigrationFormRefusal = FormRefusal<'migration/form'>

/** Every refusal that an operator can meet at a migration. */
export type MigrationApiRefusal = MigrationFormRefusal | MigrationRefusal | CommandRefusal

/** Every refusal of a text about a migration: an announcement of what has come about, or was given up, announces nothing. */
export type MigrationTextRefusal =
  | MigrationFormRefusal
  | Extract<
      MigrationRefusal,
      {
        code: 'migration/not-found' | 'migration/ended' | 'migration/cut-over-begun' | 'migration/cut-over-completed'
      }
    >

/** There is no such migration. */
export type MigrationUnknown = Extract<MigrationRefusal, { code: 'migration/not-found' }>

/** There is none, or it has ended. */
export type MigrationOver = Extract<MigrationRefusal, { code: 'migration/not-found' | 'migration/ended' }>

/** Every refusal of a look at one migration. */
export type MigrationLookRefusal = MigrationFormRefusal | { readonly code: 'migration/not-found' }

export type MigrationContext = { readonly runtime: Runtime }

/** The id of the one record of a domain: so a domain has one migration at a time. */
export function migrationId({ ring }: Pick<Runtime, 'ring'>, domain: string): string {
  return ring.pseudonym('migration', domain)
}

/** A text in both languages. */
export type MigrationText = { readonly [L in Locale]: string }

/** A migration as the office sees it. */
export type MigrationView = {
  /** The id of its record, for the journal. */
  readonly id: string
  /** The domain of the mailboxes. */
  readonly domain: string
  /** Which migration of the domain it is, from 1. */
  readonly number: number
  /** What was reported: no cut-over that lasts, its start, its completion; or an operator has ended it. */
  readonly status: 'planned' | 'cutting-over' | 'completed' | 'ended'
  /** Where it stands now, by the plan and by what was reported. */
  readonly phase: MigrationPhase
  /** Whether an owner can activate a mailbox now. */
  readonly isActivationOpen: boolean
  /** What is planned. */
  readonly plan: MigrationPlan
  /** The beginning of the activation, in a long Rome date. */
  readonly activationFromText: MigrationText
  /** The end of the activation in words, behind its beginning: until 24:00 of the last day. */
  readonly activationUntilText: MigrationText
  /** The planned beginning of the cut-over, in a long Rome date. */
  readonly cutOverText: MigrationText
  /** When the cut-over is over at the latest: from its reported start where there is one, else as it is planned. */
  readonly cutOverEndsAt: Instant
  /** Every cut-over that was reported, in their order. */
  readonly cutOvers: readonly MigrationCutOver[]
  /** When an operator has ended it; null while nobody has. */
  readonly endedAt: Instant | null
}
