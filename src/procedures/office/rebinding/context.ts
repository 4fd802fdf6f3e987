/** What the use cases of a rebinding work with, and why they may not be served. */
import type { Places } from '../../../ports/index.ts'
import type { Carry } from '../../../runtime/account-move.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { CredentialRefusal } from '../../account/credential/model.ts'
import type { AccountContext } from '../../account/session/context.ts'

export type RebindingContext = AccountContext & { readonly places: Places | undefined; readonly carry: Carry }

/** Every refusal about a rebinding itself. */
export type RebindingOwnRefusal =
  | FormRefusal<'rebinding/form'>
  /** These are the data that are recorded already. */
  | { readonly code: 'rebinding/nothing-changed' }
  /** Code, surname, name and day of birth are all other ones: that is somebody else, who registers. */
  | { readonly code: 'rebinding/another-person' }
  /** Somebody has access with the new code, or can have it back. */
  | { readonly code: 'rebinding/code-taken' }
  /** No account is or was bound to this code. */
  | { readonly code: 'rebinding/not-found' }

/** Every refusal that an operator can meet who records other personal data or looks where a code leads. */
export type RebindingApiRefusal = RebindingOwnRefusal | CredentialRefusal | CommandRefusal
