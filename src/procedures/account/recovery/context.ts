/** What the use cases of a recovery work with, and what they answer. */
import type { Instant, Locale } from '../../../kernel/index.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { QuotaMachine } from '../../quota/schema.ts'
import type { AccountContext } from '../session/context.ts'
import type { RecoveryRefusal } from './model.ts'
import type { RecoveryMachine } from './schema.ts'

export type RecoveryContext = AccountContext & { readonly recovery: RecoveryMachine; readonly quota: QuotaMachine }

/** The form cannot be read. */
export type RecoveryFormRefusal = FormRefusal<'recovery/form'>

/** The PIN is not that of the subscriber, or came too early. Counted for the credential; attempts before `retryAt` are not judged. */
export type RecoveryWrongPinRefusal = { readonly code: 'recovery/wrong-pin'; readonly retryAt: Instant }

/** Every refusal that whoever holds a link can meet, but those of the new password. */
export type RecoveryOwnRefusal = RecoveryFormRefusal | RecoveryRefusal | RecoveryWrongPinRefusal

/** How a recovery stands by its link, for the page that asks for PIN and password. It tells nothing of the person. */
export type RecoveryView = {
  /** Where it stands. */
  readonly status: 'open' | 'expired' | 'superseded' | 'used' | 'void'
  /** The end of the link, exclusive; null once it does nothing any more. */
  readonly until: Instant | null
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string } | null
}
