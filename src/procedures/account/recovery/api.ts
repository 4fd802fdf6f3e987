/** The recovery of a password as the host calls it. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { RecoveryContext, RecoveryView } from './context.ts'
import type { RecoveryRefusal } from './model.ts'
import { type RecoveryRequestOptions, type RecoveryRequestRefusal, request } from './request.ts'
import { complete, inspect, type RecoveryCompleteRefusal } from './use-cases.ts'

/** Whose password is to be recovered. */
export type RecoveryRequestForm = {
  /** Of the subscriber. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/** Link, PIN and new password, in one act. */
export type RecoveryCompleteForm = {
  /** The token of the link. A secret: never log it. */
  readonly token: string
  /** The nine digits of the PIN. A secret of the subscriber. */
  readonly pin: string
  /** The new password, as typed. A secret of the subscriber. */
  readonly password: string
  /** The same once more, as typed. */
  readonly confirmation: string
}

/** No link of a recovery. */
export type RecoveryNotFoundRefusal = Extract<RecoveryRefusal, { readonly code: 'recovery/not-found' }>

/**
 * Replaces a forgotten password with a link to the validated address and the PIN. The mailbox alone opens nothing, and neither does the PIN.
 * Whoever has lost both password and PIN is identified in person. A security event on the account, and a change of the private address, make
 * a recovery under way void.
 */
export interface RecoveryApi {
  /**
   * Asks for a link. It works once, for `linkMs` (policy, ms); a newer one supersedes it. After a change of the private address the link goes to
   * the address before it for `credential.addressRestMs` (policy, ms). An account has `linksMax` (policy) links a day, and the last of them works until
   * there can be another.
   *
   * Called for anybody. The answer is the same whether the person is known or not, at the same cost. Give the `requester`. Refused with
   * `recovery/form`, or with `quota/exceeded` where the requester has asked too often, whoever it was about. A repeat under a request key mails nothing more.
   */
  request(form: RecoveryRequestForm, options?: RecoveryRequestOptions): Promise<Result<null, RecoveryRequestRefusal>>

  /**
   * What the page behind a link must show. Changes nothing, however often it is opened and by whatever.
   *
   * Called for whatever shows the token of a link. Refused with `recovery/not-found`.
   */
  inspect(token: string): Promise<Result<RecoveryView, RecoveryNotFoundRefusal | CommandRefusal>>

  /**
   * Puts the new password in force. Every session ends, known devices are forgotten, delays are lifted, and the subscriber is told.
   *
   * Called for whoever shows the link and gives the PIN. Refused with `credential/new-password` and the rules that are broken: what needs no secret
   * to be said comes first, and earlier passwords and what is known of the person only once the PIN was right. Refused with `recovery/wrong-pin`, which
   * leaves the link as it is; wrong PINs count with those of sign-in, and too many suspend the credential. Refused with `recovery/expired`,
   * `recovery/superseded`, `recovery/already-used`, `recovery/void`, `recovery/not-found` or `recovery/form`. A repeat under a request key answers as the
   * first call did.
   */
  complete(form: RecoveryCompleteForm, options?: CommandOptions): Promise<Result<null, RecoveryCompleteRefusal>>
}

/** Recoveries at work in a context. */
export function recoveryApi(context: RecoveryContext): RecoveryApi {
  return { request: bind(context, request), inspect: bind(context, inspect), complete: bind(context, complete) }
}
