/** The renewal of a PIN as the host calls it (seed 001, by halves). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { SessionTokenForm } from '../session/context.ts'
import type { PinRenewalContext, PinRenewalStarted } from './context.ts'
import { conclude, type PinRenewalAnyRefusal, type PinRenewalOptions, start } from './use-cases.ts'

/** Who renews a PIN without being signed in. */
export type PinRenewalOutsideForm = {
  /** Of the subscriber. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/** Who begins: by a session or by codice fiscale, with the password in both cases. */
export type PinRenewalStartForm = (SessionTokenForm | PinRenewalOutsideForm) & {
  /** The password, as typed. A secret of the subscriber. */
  readonly password: string
}

/** Who concludes: by a session, or by codice fiscale and password. */
export type PinRenewalConcludeForm = (
  | SessionTokenForm
  | (PinRenewalOutsideForm & {
      /** The password, as typed. A secret of the subscriber. */
      readonly password: string
    })
) & {
  /** All nine digits of the new PIN: the four of the mail, then the five that were shown. A secret of the subscriber. */
  readonly pin: string
}

/**
 * Replaces a PIN by a new one whose halves go two ways: five digits on the screen, four by mail. Whoever has the mailbox alone, or the
 * password alone, has not both. Whoever has lost password and PIN is identified in person. A security event on the account, and a change of
 * the private address, make a renewal under way void.
 */
export interface PinRenewalApi {
  /**
   * Begins a renewal and shows its five digits, once. The four go to the validated address, or for `credential.addressRestMs` (policy, ms) after a
   * change of it to the one before. The old PIN stays in force. One that was begun before is void with both its halves. `until` is `openMs`
   * (policy, ms) from now.
   *
   * Called for a subscriber with a session of scope `full`, who gives the password again; refused there with `pin-renewal/wrong-password`
   * (counted for this session), `pin-renewal/too-many` or `session/not-active`. Or called for anybody with a codice fiscale: then the answer is five digits
   * in any case, right or wrong, and the mail comes with the right password alone, at most `startsMax` (policy) times a day. Give the `requester` and the
   * `device` then. Refused with `pin-renewal/form`. Under a request key a repeat within ten minutes shows the same digits.
   */
  start(form: PinRenewalStartForm, options?: PinRenewalOptions): Promise<Result<PinRenewalStarted, PinRenewalAnyRefusal>>

  /**
   * Puts the new PIN in force, given whole. The old one works no more, every session ends, and the subscriber is told.
   *
   * Called for a subscriber with a session of scope `full`; refused there with `pin-renewal/not-open`, `pin-renewal/wrong-pin` or
   * `session/not-active`. Or called for anybody with codice fiscale and password: then every failure is `pin-renewal/refused`, at the same cost. Wrong PINs
   * count with those of sign-in, and too many suspend the credential. Refused with `pin-renewal/form`. A repeat under a request key answers as the first
   * call did.
   */
  conclude(form: PinRenewalConcludeForm, options?: PinRenewalOptions): Promise<Result<null, PinRenewalAnyRefusal>>
}

/** Renewals at work in a context. */
export function pinRenewalApi(context: PinRenewalContext): PinRenewalApi {
  return { start: bind(context, start), conclude: bind(context, conclude) }
}
