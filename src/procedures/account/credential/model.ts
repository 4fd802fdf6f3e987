/** What there is in a credential: codice fiscale, PIN and password of one person at one office, and what guards them. */
import type { Instant, Locale } from '../../../kernel/index.ts'
import type { FederatedCommand } from './federated-model.ts'
import type { EarlierAddress, LostSecretCommand } from './lost-secrets-model.ts'
import type { RebindingCommand } from './rebinding-model.ts'

export type CredentialPersonal = {
  /** Null for a person of another state who signs in elsewhere and was not joined to one. */
  readonly codiceFiscale: string | null
  readonly surname: string
  readonly name: string
  readonly birthDate: string
  /** Where notices go; null while its subscriber has validated no address. */
  readonly email: string | null
  /** The domain of the address that it was issued to; null where there was none. */
  readonly registeredWith: string | null
  readonly locale: Locale
  /** Verifiers, never the secrets; empty where there is no secret. */
  readonly pin: string
  readonly password: string
  /** Verifiers of earlier passwords, newest first. */
  readonly history: readonly string[]
  /** Where lost secrets are replaced from for a while after a change of `email`; null once that time is over. */
  readonly earlier: EarlierAddress | null
  /** The address that another one has replaced in person: until then it hears of what follows, however often that happens. Null where there is none. */
  readonly replaced: EarlierAddress | null
}

/** What a new credential says of its subscriber. */
export type IssuedPersonal = Omit<
  CredentialPersonal,
  'codiceFiscale' | 'email' | 'history' | 'earlier' | 'replaced' | 'registeredWith'
> & {
  readonly codiceFiscale: string
  readonly email: string
}

/** Failed attempts since the last right one. Kept for accounts that do not exist too, so that both look and cost the same. */
export type Attempts = {
  readonly failures: number
  /** Wrong PINs given with the right password, at whatever door. */
  readonly pinFailures: number
  /** Until when what strangers have failed is made up for: each failure of theirs adds its share. Never far ahead: see `strangersJudgedMax`. */
  readonly spentUntil: Instant
  /** When the subscriber was last told that strangers have no attempt left; 0 where never. */
  readonly toldAt: Instant
}

/** Whence a credential came that another system had issued. */
export type CredentialOrigin = {
  /** The name of the import. */
  readonly batch: string
  /** Keyed digest of the line: the same line again changes nothing. */
  readonly digest: string
}

type Terms = {
  /** One more at each security event: sessions of an earlier security version are over. */
  readonly securityVersion: number
  /** The security version of the issue, or of the last reactivation: links of notices from before it suspend nothing. */
  readonly linkVersion: number
  readonly issuedAt: Instant
  /** The registration that it was issued on; null where it was imported. */
  readonly registrationId: string | null
  /** Which import it came by, and the keyed digest of what was imported; null where it was issued here. */
  readonly imported: CredentialOrigin | null
  /** Natural end of the credential, exclusive, or null. */
  readonly expiresAt: Instant | null
  /** End by disuse, exclusive, or null; each full sign-in moves it. */
  readonly disuseAt: Instant | null
  readonly lastUsedAt: Instant | null
  readonly passwordChangedAt: Instant | null
  /** What failed before this instant delays nobody: the credential was issued then, or the office lifted the delays. */
  readonly liftedAt: Instant
  /** How many sessions were opened: a session that is older than the newest so many is over. */
  readonly signIns: number
  /** The digests of the devices that are known, the newest first. */
  readonly devices: readonly string[]
  /** What the subscriber was told of the end of the temporary password. */
  readonly told: 'nothing' | 'ending' | 'ended'
  readonly attempts: Attempts
  readonly personal: CredentialPersonal | null
}

/** Why a credential is suspended. `identification-due`: a maintenance window asks that its subscriber be identified in person. */
export type SuspensionCause = 'wrong-pins' | 'theft-suspected' | 'office' | 'identification-due'

/** Who has suspended it: `link`, whoever had the link of a notice; `system`, too many wrong PINs. */
export type SuspendedBy = 'subscriber' | 'link' | 'office' | 'system'

/** Where a credential stands; `none` too remembers the attempts. */
export type CredentialState =
  | {
      readonly status: 'none'
      readonly attempts: Attempts
      /** Makes the row as long as that of a subscriber, so that time does not tell which it is. */
      readonly filler: string
      readonly personal: null
    }
  /** Issued with a temporary password, which opens nothing but its change. */
  | (Terms & { readonly status: 'temporary'; readonly temporaryUntil: Instant })
  | (Terms & { readonly status: 'active' })
  /** An account without secrets: its person signs in elsewhere. It ends neither by time nor by disuse. */
  | (Terms & { readonly status: 'federated' })
  /** It opens nothing until the office reactivates it. */
  | (Terms & {
      readonly status: 'suspended'
      /** Since when. */
      readonly suspendedAt: Instant
      readonly cause: SuspensionCause
      readonly by: SuspendedBy
      readonly temporaryUntil: Instant | null
      /** False where the account has no secrets, and a reactivation gives none. */
      readonly hasSecrets: boolean
    })
  | (Terms & { readonly status: 'revoked'; readonly revokedAt: Instant })

/** What was found of the secrets given. */
export type Guess = { readonly passwordMatches: boolean; readonly pinMatches: boolean }

/** Whose attempt it is: of somebody unknown, of a device that has signed in before, within a live session, or with a mailed link. */
export type Door = 'stranger' | 'device' | 'session' | 'link'

/** Secrets drawn anew, as verifiers, and why. */
export type Redrawn = { readonly pin: string; readonly password: string; readonly reason: string }

/** What can be asked of a credential. Secrets come as verifiers and as findings, never as they are. */
export type CredentialCommand =
  | { readonly type: 'IssueCredential'; readonly registrationId: string; readonly personal: IssuedPersonal }
  /**
   * Another system has issued it, with a password and without a PIN of ours: until its subscriber has one it opens nothing. `status`: as it was
   * there.
   */
  | {
      readonly type: 'ImportCredential'
      readonly imported: CredentialOrigin
      readonly status: 'active' | 'suspended' | 'revoked'
      readonly personal: IssuedPersonal
    }
  /** `isDelayed`: the door's throttle lets nothing be judged yet. `device`: the digest of the device that is known from now on. */
  | ({
      readonly type: 'AttemptSignIn'
      readonly door: Exclude<Door, 'session' | 'link'>
      readonly isDelayed: boolean
      readonly device: string
    } & Guess)
  /** The subscriber of a session shows once more that it is he (ASVS 7.5.1). It counts like a sign-in and is none. */
  | ({ readonly type: 'Reauthenticate'; readonly isDelayed: boolean } & Guess)
  /** The secrets were right, and at least one verifier was outdated: these were made by today's recipe and pepper. */
  | { readonly type: 'RenewVerifiers'; readonly personal: { readonly pin: string; readonly password: string } }
  /** Notices go to another mailbox from now on, which its subscriber has validated. */
  | { readonly type: 'ChangeEmail'; readonly personal: { readonly email: string } }
  | {
      readonly type: 'ChangePassword'
      readonly isDelayed: boolean
      readonly passwordMatches: boolean
      readonly personal: { readonly password: string }
    }
  | LostSecretCommand
  | RebindingCommand
  | FederatedCommand
  | { readonly type: 'EndSessions' }
  /** The office lets the subscriber try again at once. */
  | { readonly type: 'LiftDelay'; readonly personal: { readonly reason: string } }
  /** New secrets for a credential that was never activated; the registration must be the one that it was issued on. */
  | { readonly type: 'ReissueCredential'; readonly registrationId: string; readonly personal: Redrawn }
  /** The sweep finds that the subscriber is to be told of the end of the temporary password. */
  | { readonly type: 'AnnounceEnd' }
  /** A suspicion of theft also takes the place of another cause: what its subscriber fears, the office must learn. */
  | {
      readonly type: 'SuspendCredential'
      readonly cause: Exclude<SuspensionCause, 'wrong-pins'>
      readonly by: SuspendedBy
      readonly personal: { readonly reason: string } | null
    }
  | { readonly type: 'ReactivateCredential'; readonly personal: { readonly reason: string } }
  | { readonly type: 'RevokeCredential'; readonly by: 'subscriber' | 'office'; readonly personal: { readonly reason: string } }

/** Why a command on a credential is refused. A wrong secret is no refusal but an event, so that it counts. */
export type CredentialRefusal =
  | { readonly code: 'credential/not-found' }
  /** The person has a credential of this office that still works. */
  | { readonly code: 'credential/already-issued' }
  | { readonly code: 'credential/not-suspended' }
  /** Its subscriber must be identified in person: the office alone does not let him in again. */
  | { readonly code: 'credential/identification-due' }
  /** The subscriber has chosen a password: what is lost now is recovered, not issued anew. */
  | { readonly code: 'credential/activated' }
  /** The subscriber knows of the end, or need not yet. */
  | { readonly code: 'credential/nothing-to-tell' }
  | { readonly code: 'credential/suspended' }
  | { readonly code: 'credential/revoked' }
  | { readonly code: 'credential/expired' }
  /** There is a credential of this person already: imported before with other data, or issued here. */
  | { readonly code: 'credential/not-importable' }
  /** The account has no secrets of the office: its person signs in elsewhere. */
  | { readonly code: 'credential/no-secrets' }
  /** The operator and the subscriber are one person. */
  | { readonly code: 'credential/own-credential' }

/** The terms and limits of credentials. */
export type CredentialPolicy = {
  /** How long the temporary password works after the approval, ms. */
  readonly temporaryLifetimeMs: number
  /** How long before its end the subscriber is reminded of a temporary password that was not used, ms; 0: not at all. */
  readonly temporaryReminderMs: number
  /** Natural life of a credential from its issue, ms, or null. */
  readonly lifetimeMs: number | null
  /** A credential unused for so long expires, ms, or null. */
  readonly disuseMs: number | null
  /** After how long a password must be changed, ms, or null (the recommendation of NIST SP 800-63B). */
  readonly passwordLifetimeMs: number | null
  /** How long the link of a notice can suspend the credential, ms. */
  readonly suspendLinkMs: number
  /** Wrong PINs with the right password until the credential is suspended; at most 100. */
  readonly pinFailuresMax: number
  /**
   * Failed attempts of strangers that are judged within any 24 hours, all requesters together; half of them at once. Known devices and live
   * sessions have attempts of their own.
   */
  readonly strangersJudgedMax: number
  /** Devices that are known, the newest ones; at most 20. */
  readonly devicesMax: number
  /** How many earlier passwords a new one may not repeat, besides the present one; at most 24. */
  readonly historyMax: number
  /**
   * For so long after a change of the private address lost secrets are replaced from the address that was in force before, ms; 0: from the
   * new one at once.
   */
  readonly addressRestMs: number
}
