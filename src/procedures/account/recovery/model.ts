/** What there is in the recovery of a password: the link that was mailed last, and those before it that still count. */
import type { Instant } from '../../../kernel/index.ts'

/** One mail with a link. */
export type RecoveryLink = { readonly digest: string; readonly sentAt: Instant }

/** What every status has. */
type Noted = {
  /** The links that were made within a day, the newest last: that one alone can do anything. */
  readonly links: readonly RecoveryLink[]
  /** The last time that anybody asked. */
  readonly notedAt: Instant
  readonly personal: null
}

/**
 * Where the recovery of a password stands. That its link is over is derived, never written. The record of somebody who has no credential is
 * the same: his link has gone to nobody.
 */
export type RecoveryState =
  | (Noted & { readonly status: 'none' })
  | (Noted & {
      readonly status: 'requested'
      /** The end of the newest link, exclusive. */
      readonly until: Instant
    })
  | (Noted & { readonly status: 'used' | 'void'; readonly endedAt: Instant })

/** What can be asked of the recovery of a password. */
export type RecoveryCommand =
  /** `digest`: of the link that is mailed, unless too many were within a day. */
  | { readonly type: 'RequestRecovery'; readonly digest: string }
  /** Somebody has asked while the office's calendar has closed it: what is there goes on. */
  | { readonly type: 'NoteRequest' }
  | { readonly type: 'UseLink' }
  | { readonly type: 'VoidRecovery'; readonly cause: string }

/** What has happened to the recovery of a password. */
export type RecoveryEvent =
  | {
      readonly type: 'RecoveryRequested'
      readonly links: readonly RecoveryLink[]
      readonly until: Instant
      readonly notedAt: Instant
      /** No other link is made before the end of this one: it works until another can be. */
      readonly isLast: boolean
    }
  /** Too many were asked for within a day, or it was closed: the last link goes on. */
  | { readonly type: 'RequestNoted'; readonly notedAt: Instant }
  | { readonly type: 'LinkUsed'; readonly endedAt: Instant }
  | { readonly type: 'RecoveryVoided'; readonly endedAt: Instant; readonly cause: string }

/** Why a link does nothing. Each is told only to whoever shows a link of that very recovery. */
export type RecoveryRefusal =
  /** No such link, or one from long ago: not told apart. */
  | { readonly code: 'recovery/not-found' }
  | { readonly code: 'recovery/expired'; readonly expiredAt: Instant }
  /** A newer link was mailed. */
  | { readonly code: 'recovery/superseded' }
  | { readonly code: 'recovery/already-used' }
  /** Something has happened to the credential or the address since, or the credential has ended. */
  | { readonly code: 'recovery/void' }

/** The term and the limit of recoveries. */
export type RecoveryPolicy = {
  /** How long a link works, ms; at most a day. The last one of a day works until another can be asked for. */
  readonly linkMs: number
  /** How many links one account has within 24 hours, whoever asks; at most 20. */
  readonly linksMax: number
}
