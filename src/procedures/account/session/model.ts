/** What there is in a session: the right to act that a sign-in gave, for one account, with one scope, for a time. */
import type { Instant } from '../../../kernel/index.ts'

/** `password-change` opens the change of the password and nothing else; `full` opens the services. */
export type SessionScope = 'password-change' | 'full'

/** By what somebody has signed in: PIN and password of the office, or a provider that speaks that protocol. */
export type SessionMeans = 'local' | 'spid-saml' | 'spid-oidc' | 'cie-saml' | 'cie-oidc' | 'cns' | 'eidas'

/** The level of assurance that the provider has told: 1 to 3; 0 with the secrets of the office, which have none. */
export type SessionLevel = 0 | 1 | 2 | 3

/** By what a session was opened, and how surely. */
export type SessionProof = { readonly means: SessionMeans; readonly level: SessionLevel }

/** Whether a session is open. Its end by time is derived, never written. */
export type SessionState =
  | { readonly status: 'none'; readonly personal: null }
  | (SessionProof & {
      readonly status: 'active'
      readonly accountId: string
      readonly scope: SessionScope
      /** The credential's security version at sign-in: with a later one the session is over. */
      readonly securityVersion: number
      /** The how manieth sign-in of the account opened it: with `sessionsMax` later ones the session is over. */
      readonly signIn: number
      readonly openedAt: Instant
      readonly seenAt: Instant
      /** End by inactivity, exclusive. */
      readonly idleUntil: Instant
      /** Absolute end, exclusive. */
      readonly endsAt: Instant
      readonly personal: null
    })
  | { readonly status: 'ended'; readonly accountId: string; readonly endedAt: Instant; readonly personal: null }

/** What can be asked of a session. */
export type SessionCommand =
  | (SessionProof & {
      readonly type: 'OpenSession'
      readonly accountId: string
      readonly scope: SessionScope
      readonly securityVersion: number
      readonly signIn: number
    })
  /** `securityVersion` and `signIns` are those that the credential has now. */
  | { readonly type: 'TouchSession'; readonly securityVersion: number; readonly signIns: number }
  | { readonly type: 'EndSession' }

/** What has happened to a session. */
export type SessionEvent =
  | (SessionProof & {
      readonly type: 'SessionOpened'
      readonly accountId: string
      readonly scope: SessionScope
      readonly securityVersion: number
      readonly signIn: number
      readonly openedAt: Instant
      readonly idleUntil: Instant
      readonly endsAt: Instant
    })
  | { readonly type: 'SessionTouched'; readonly seenAt: Instant; readonly idleUntil: Instant }
  | { readonly type: 'SessionEnded'; readonly endedAt: Instant }

/** Why a command on a session is refused. */
export type SessionRefusal =
  /** Unknown, ended, timed out or overtaken by a security event: not told apart. */
  { readonly code: 'session/not-active' } | { readonly code: 'session/already-open' }

/** How long sessions last. */
export type SessionPolicy = {
  /** End by inactivity of a full session, ms. */
  readonly idleMs: number
  /** Absolute end of a full session, ms. */
  readonly lifetimeMs: number
  /** Absolute end of a session that only changes the password, ms. */
  readonly passwordChangeLifetimeMs: number
  /** A use is written down when the last one noted is older than this, ms; less than `idleMs`. */
  readonly touchMs: number
  /**
   * For so long after a sign-in at a provider, of level 2 at least, a session opens what else takes PIN and password once more, ms. Those who
   * have no secrets of the office have no other way.
   */
  readonly recentSignInMs: number
  /** Sessions of one account at once; one more ends the oldest. */
  readonly sessionsMax: number
}
