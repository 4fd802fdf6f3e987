/**
 * What there is in the record of one identity: somebody as one provider names him, and the account that he opens here. Its id is the keyed digest
 * of provider and subject.
 */
import type { Instant } from '../../kernel/index.ts'

/** The protocols by which attributes come. */
export const linkProtocols = ['spid-saml', 'spid-oidc', 'cie-saml', 'cie-oidc', 'cns', 'eidas'] as const

/** How the attributes have come. */
export type LinkProtocol = (typeof linkProtocols)[number]

/** What a subject can be named by. */
export const linkSchemes = ['spid-code', 'oidc-sub', 'codice-fiscale', 'person-identifier'] as const

/** What the subject is named by. */
export type LinkScheme = (typeof linkSchemes)[number]

/** Who it is, as the provider names him. */
export type LinkNamed = { readonly provider: string; readonly scheme: LinkScheme; readonly subject: string }

/** One thing that the reader has found. */
export type LinkFinding = { readonly code: string; readonly attribute: string; readonly stopsLinking: boolean }

/** What the provider tells of the person, as the office compares it. Personal data. */
export type LinkGiven = {
  readonly codiceFiscale: string | null
  readonly personIdentifier: string | null
  readonly surname: string | null
  readonly givenName: string | null
  readonly sex: 'F' | 'M' | null
  readonly birthDate: string | null
  /** The language of what is written to the person. */
  readonly locale: 'it' | 'en'
  readonly findings: readonly LinkFinding[]
}

/**
 * Why the office must decide. `data-differ`: birth date or sex are not those of the account, or of the codice fiscale. `new-person`: the office
 * lets in nobody new without looking. `account-revoked`: the account that there was has been revoked. `other-code`: the identity is linked, and
 * comes with a codice fiscale that does not lead to its account. `ended-before`: it was unlinked or rejected before.
 */
export const linkQuestions = ['data-differ', 'new-person', 'account-revoked', 'other-code', 'ended-before'] as const

/** Why the office must decide. */
export type LinkQuestion = (typeof linkQuestions)[number]

/** What the office is asked. */
export type LinkCase = {
  readonly question: LinkQuestion
  readonly askedAt: Instant
  /** The account that it would open. */
  readonly accountId: string
  /** Keyed digest of the codice fiscale that it came with; null for none. */
  readonly code: string | null
  /** Keyed digest of what the provider tells: the same again is the same case. */
  readonly fingerprint: string
}

type Named = LinkNamed & {
  /** What the provider tells, while the office has to look at it. */
  readonly given: LinkGiven | null
  /** Why the office has rejected it; null where it has not. */
  readonly reason: string | null
}

type Linked = {
  readonly protocol: LinkProtocol
  /** The account that it opens, or would. */
  readonly accountId: string
  /** Keyed digest of the codice fiscale that it was linked with; null for none. */
  readonly code: string | null
  /** Digest of what was rejected last: the same again is refused at once. */
  readonly rejected: string | null
  /** Null once erased. */
  readonly personal: Named | null
}

/** Where an identity stands. */
export type FederationState =
  | { readonly status: 'none'; readonly personal: null }
  /** It opens nothing until the office has decided. */
  | (Linked & { readonly status: 'waiting'; readonly openCase: LinkCase })
  | (Linked & {
      readonly status: 'linked'
      readonly linkedAt: Instant
      /** True where the office has accepted it with a codice fiscale that does not lead to the account. */
      readonly isExempt: boolean
      /** What the office is asked about it; null for nothing. */
      readonly openCase: LinkCase | null
    })
  | (Linked & { readonly status: 'rejected'; readonly endedAt: Instant })
  | (Linked & { readonly status: 'unlinked'; readonly endedAt: Instant; readonly by: 'subscriber' | 'office' })

/** What can be asked of it. */
export type FederationCommand =
  /** The person has signed in there for the first time, and is who the account belongs to. */
  | {
      readonly type: 'LinkIdentity'
      readonly protocol: LinkProtocol
      readonly accountId: string
      readonly code: string | null
      readonly personal: LinkNamed
    }
  /** Something stands against it: the office decides. */
  | {
      readonly type: 'AskOffice'
      readonly protocol: LinkProtocol
      readonly question: LinkQuestion
      readonly accountId: string
      readonly code: string | null
      readonly fingerprint: string
      readonly personal: LinkNamed & { readonly given: LinkGiven }
    }
  /** The office has compared, and it is this person. `isExempt`: although its codice fiscale does not lead to the account. */
  | { readonly type: 'ApproveLink'; readonly isExempt: boolean }
  | { readonly type: 'RejectLink'; readonly personal: { readonly reason: string } }
  | {
      readonly type: 'UnlinkIdentity'
      readonly by: 'subscriber' | 'office'
      readonly personal: { readonly reason: string } | null
    }
  /** The sweep finds that nobody has decided in time on what is linked: what the provider told goes. */
  | { readonly type: 'LapseCase' }
  /** The person has a codice fiscale here: the identity opens the account of that. */
  | { readonly type: 'JoinIdentity'; readonly accountId: string; readonly personal: { readonly reason: string } }

/** What has happened to it. */
export type FederationEvent =
  | {
      readonly type: 'IdentityLinked'
      readonly protocol: LinkProtocol
      readonly accountId: string
      readonly code: string | null
      readonly isExempt: boolean
      readonly linkedAt: Instant
      readonly personal: LinkNamed
    }
  | ({
      readonly type: 'OfficeAsked'
      readonly protocol: LinkProtocol
      readonly personal: LinkNamed & { readonly given: LinkGiven }
    } & LinkCase)
  | {
      readonly type: 'LinkRejected'
      readonly rejectedAt: Instant
      readonly fingerprint: string
      readonly personal: { readonly reason: string }
    }
  | {
      readonly type: 'IdentityUnlinked'
      readonly unlinkedAt: Instant
      readonly by: 'subscriber' | 'office'
      readonly personal: { readonly reason: string } | null
    }
  | { readonly type: 'CaseLapsed' }
  | { readonly type: 'IdentityJoined'; readonly accountId: string; readonly personal: { readonly reason: string } }

/** Why a command on an identity is refused. */
export type FederationRecordRefusal =
  /** There is no such identity, or it was erased. */
  | { readonly code: 'federation/not-found' }
  /** The office is asked nothing about it, or has decided. */
  | { readonly code: 'federation/not-waiting' }
  | { readonly code: 'federation/not-linked' }
  | { readonly code: 'federation/already-linked' }

/** Who is let in, and how surely. */
export type FederationPolicy = {
  /** Somebody who has no account: gets one at once, once the office has approved, or never. */
  readonly newPersons: 'at-once' | 'after-approval' | 'never'
  /** The least level at which an identity is linked or an account opened, and of a sign-in where the host says nothing: 1 to 3. */
  readonly leastLevel: number
  /** How old a sign-in at the provider may be, ms. */
  readonly signInAgeMs: number
}
