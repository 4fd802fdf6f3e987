/** What the use cases of a mailbox work with, and why they may not be served. */
import type { Instant } from '../../../kernel/index.ts'
import type { Violation } from '../../../rules/password/index.ts'
import type { ChallengeRefusal } from '../../../runtime/challenge.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { ThrottleContext } from '../../account/throttle/doors.ts'
import type { MigrationOver } from '../migration/context.ts'
import type { MailboxRefusal } from './model.ts'
import type { MailboxPolicy } from './policy.ts'
import type { MailboxMachine } from './schema.ts'

/** What a form of the mailboxes can be refused with. */
export type MailboxFormRefusal = FormRefusal<'mailbox/form'>

/** Why the call of an owner is refused. */
export type MailboxOwnerRefusal =
  /**
   * The one answer to whoever has shown no right password of a mailbox of the migration. Attempts before `retryAt` are not judged; null: the next one is
   * judged at once.
   */
  | { readonly code: 'mailbox/invalid-credentials'; readonly retryAt: Instant | null }
  /** The leaving provider cannot tell whether the password is right, or not now. */
  | { readonly code: 'mailbox/provider-unavailable' }
  /** The password of today cannot stay, and no other was given: every rule that it breaks. With none the arriving provider has refused it. */
  | { readonly code: 'mailbox/new-password-needed'; readonly violations: readonly Violation[] }
  /** Every rule that the new password breaks. */
  | { readonly code: 'mailbox/new-password'; readonly violations: readonly Violation[] }
  /** The password of today conforms: it stays, and none is chosen. */
  | { readonly code: 'mailbox/password-kept' }
  /** Somebody else has activated the mailbox while this was asked. */
  | { readonly code: 'mailbox/superseded' }
  | { readonly code: 'mailbox/other-domain'; readonly domain: string }

/** Why a mailbox is not listed. */
export type MailboxLineRefusal =
  | MailboxFormRefusal
  | { readonly code: 'mailbox/other-domain'; readonly domain: string }
  | { readonly code: 'mailbox/already-listed' }
  | MigrationOver
  | CommandRefusal

/** Every refusal of a mailbox itself. */
export type MailboxCallRefusal = MailboxFormRefusal | MailboxRefusal | MailboxOwnerRefusal

/** Every refusal that the call of an owner can meet. */
export type MailboxOwnerApiRefusal =
  | ChallengeRefusal
  | MailboxFormRefusal
  | MailboxRefusal
  | MailboxOwnerRefusal
  | MigrationOver
  | CommandRefusal

/** Every refusal that the call of an operator can meet. */
export type MailboxOfficeRefusal =
  | MailboxFormRefusal
  | MailboxRefusal
  | { readonly code: 'mailbox/other-domain'; readonly domain: string }
  | MigrationOver
  | CommandRefusal

/** What every use case of the mailboxes works with. */
export type MailboxContext = ThrottleContext & {
  readonly runtime: Runtime
  readonly mailbox: MailboxMachine
  readonly mailboxPolicy: MailboxPolicy
  /** Which migration each domain was at when this process looked last, by the id of its record: so the mailbox is read together with it. */
  readonly numbers: Map<string, number>
}

/** The id of a mailbox in one migration. It names nobody. */
export function mailboxId({ ring }: Pick<Runtime, 'ring'>, migrationId: string, migration: number, address: string): string {
  return ring.pseudonym('mailbox', JSON.stringify([migrationId, migration, address]))
}
