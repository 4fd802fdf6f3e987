/** What can be asked of a credential whose subscriber has lost the password or the PIN, and what happens to it. */
import type { Instant } from '../../../kernel/index.ts'

/** The address that was in force before the present one. Until then, exclusive, mail that replaces a secret goes there. */
export type EarlierAddress = { readonly email: string; readonly until: Instant }

/** The verifiers of the new secrets, the address that was given in person, and why. */
type Reenabled = { readonly pin: string; readonly password: string; readonly email: string | null; readonly reason: string }

export type LostSecretCommand =
  /** The password alone is shown, to begin something that the mailbox must finish. It counts like a sign-in and is none. */
  | {
      readonly type: 'ConfirmPassword'
      readonly door: 'stranger' | 'device' | 'session'
      readonly isDelayed: boolean
      readonly passwordMatches: boolean
    }
  /** A link and the PIN replace the password. `isAcceptable`: the new one may take its place. */
  | {
      readonly type: 'RecoverPassword'
      readonly isDelayed: boolean
      readonly pinMatches: boolean
      readonly isAcceptable: boolean
      readonly personal: { readonly password: string }
    }
  /** Both halves of a new PIN replace the old one. `isOpen`: one was begun and is not over; else `pinMatches` says nothing. */
  | {
      readonly type: 'RenewPin'
      readonly door: 'stranger' | 'device' | 'session'
      readonly isDelayed: boolean
      readonly isOpen: boolean
      readonly passwordMatches: boolean
      readonly pinMatches: boolean
      readonly personal: { readonly pin: string }
    }
  /** The time is over in which the earlier address was needed. */
  | { readonly type: 'DropEarlierAddress' }
  /** Somebody of the office has identified the person, who gets both secrets anew. `email`: the address that the person gave there; null for none. */
  | { readonly type: 'ReenableCredential'; readonly personal: Reenabled }

export type LostSecretEvent =
  | { readonly type: 'PasswordConfirmed' }
  /** The PIN was right, and the new password was not acceptable. It resets no count: nothing was done with it. */
  | { readonly type: 'PinConfirmed' }
  | {
      readonly type: 'PasswordRecovered'
      readonly changedAt: Instant
      /** What failed before was tried on another password. */
      readonly liftedAt: Instant
      readonly securityVersion: number
      readonly historyMax: number
      readonly personal: { readonly password: string }
    }
  | { readonly type: 'PinRenewed'; readonly securityVersion: number; readonly personal: { readonly pin: string } }
  | {
      readonly type: 'CredentialReenabled'
      /** The new password was made then: from now on the mailbox of the request replaces nothing. */
      readonly changedAt: Instant
      /** The links of notices from before go on while an address is told that was replaced in person before. */
      readonly linkVersion: number
      readonly securityVersion: number
      readonly temporaryUntil: Instant
      /** Its end by lack of use begins anew; null where there is none. */
      readonly disuseAt: Instant | null
      /** What failed before was tried on other secrets. */
      readonly liftedAt: Instant
      readonly historyMax: number
      readonly personal: Reenabled & { readonly replaced: EarlierAddress | null }
    }
  | {
      readonly type: 'EarlierAddressDropped'
      readonly personal: { readonly earlier: EarlierAddress | null; readonly replaced: EarlierAddress | null }
    }
