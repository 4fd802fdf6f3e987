/** What an office knows of a subscriber's addresses: the PEC in force, whether it can be reached, and which changes are under way. */
import type { Instant } from '../../../kernel/index.ts'

/** The changes of address that can be under way, at most one of each kind. */
export type ChangeKind = 'pec' | 'email'

/** Ids of the changes begun last; null where none is under way. */
export type AddressesOpenChanges = { readonly [Kind in ChangeKind]: string | null }

/**
 * Why a PEC is not what seed 003 asks for, active and not full. `inactive`: its provider knows no such mailbox; `expired`: its term is
 * over; `full`: nothing can be put in.
 */
export type AddressesUnusableReason = 'inactive' | 'expired' | 'full'

/** Who found it: a receipt of the mail system, or the office. */
export type AddressesFindingSource = 'receipt' | 'office'

/** What is told to the addresses in force. */
export type AddressesPolicy = {
  /**
   * Who hears that the password was changed, or the credential suspended, reactivated or revoked: the private mailbox alone, or the PEC in
   * force as well.
   */
  readonly securityNotices: 'email' | 'email-and-pec'
}

type Known = {
  readonly changes: AddressesOpenChanges
  /** Keyed digest of the PEC in force. */
  readonly pecId: string
  /** Since when it is in force. */
  readonly since: Instant
  /** When was last found how it is. */
  readonly foundAt: Instant
  /** The PEC; null once erased. */
  readonly personal: { readonly pec: string } | null
}

/** What is known of somebody's PEC. */
export type AddressesState =
  | { readonly status: 'none'; readonly changes: AddressesOpenChanges; readonly personal: null }
  /** Nothing speaks against it. */
  | (Known & { readonly status: 'usable' })
  | (Known & { readonly status: 'unusable'; readonly reason: AddressesUnusableReason; readonly source: AddressesFindingSource })

/** What can be asked of the addresses. */
export type AddressesCommand =
  | { readonly type: 'BeginChange'; readonly kind: ChangeKind; readonly id: string }
  /** Of no effect where another one was begun since. */
  | { readonly type: 'EndChange'; readonly kind: ChangeKind; readonly id: string }
  | { readonly type: 'AdoptPec'; readonly pecId: string; readonly personal: { readonly pec: string } }
  | {
      readonly type: 'MarkPecUnusable'
      readonly reason: AddressesUnusableReason
      readonly source: AddressesFindingSource
      /** When it was so: not before the PEC came into force, and not before what is known. */
      readonly foundAt: Instant
    }
  | { readonly type: 'MarkPecUsable'; readonly source: AddressesFindingSource; readonly foundAt: Instant }
  /** The credential was revoked: the PEC is its owner's, who may bring it to another account. */
  | { readonly type: 'GiveUpPec' }

/** What has happened to the addresses. */
export type AddressesEvent =
  | { readonly type: 'ChangeBegun'; readonly kind: ChangeKind; readonly id: string }
  | { readonly type: 'ChangeEnded'; readonly kind: ChangeKind; readonly id: string }
  | { readonly type: 'PecAdopted'; readonly pecId: string; readonly since: Instant; readonly personal: { readonly pec: string } }
  | {
      readonly type: 'PecMarkedUnusable'
      readonly reason: AddressesUnusableReason
      readonly source: AddressesFindingSource
      readonly foundAt: Instant
    }
  | { readonly type: 'PecMarkedUsable'; readonly source: AddressesFindingSource; readonly foundAt: Instant }
  | { readonly type: 'PecGivenUp'; readonly pecId: string }

/** Why a command on the addresses is refused. */
export type AddressesRefusal =
  /** The person has given no PEC. */
  | { readonly code: 'addresses/no-pec' }
  /** It is in force already. */
  | { readonly code: 'addresses/same-pec' }
  /** That change is not the one under way. */
  | { readonly code: 'addresses/no-such-change' }
  /** Something newer is known, or this PEC was not in force then. */
  | { readonly code: 'addresses/outdated-finding'; readonly knownSince: Instant }
  /** Nothing that was not known. */
  | { readonly code: 'addresses/nothing-new' }
