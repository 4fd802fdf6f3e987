/** Who has signed in elsewhere, whichever provider and protocol told it: one shape for SPID, CIE, CNS and eIDAS. */
import type { Instant } from '../../kernel/index.ts'
import type { FederationFinding } from './finding.ts'

/** 1 to 3: those of SPID and CIE, and low, substantial and high of Reg. (EU) 910/2014 art. 8. */
export type FederationLevel = 1 | 2 | 3

/** How the attributes have come. CIE has both protocols; the attributes of eIDAS come as those of one more provider of SPID. */
export type FederationProtocolName = 'spid-saml' | 'spid-oidc' | 'cie-saml' | 'cie-oidc' | 'cns' | 'eidas'

/**
 * What a subject is named by. `spid-code`: the code that the provider of SPID has given the person. `oidc-sub`: the pairwise `sub`, which
 * is another one at each service. `codice-fiscale`: as assigned. `person-identifier`: that of eIDAS, such as `ES/IT/02635542Y`.
 */
export type FederatedSubjectScheme = 'spid-code' | 'oidc-sub' | 'codice-fiscale' | 'person-identifier'

/** Whom the provider means, the same at each sign-in. It names somebody only together with the provider (ASVS 6.8.1). */
export type FederatedSubject = { readonly scheme: FederatedSubjectScheme; readonly value: string }

/** Where somebody was born. `code` is the Belfiore code; `province` two letters. Null for what was not told. */
export type FederatedBirthPlace = {
  readonly code: string | null
  readonly name: string | null
  readonly province: string | null
}

/** The person as the provider describes it; null for what it does not tell, or tells in a way that cannot be read. */
export type FederatedPerson = {
  /** As assigned, upper case; the check letter is right. Null where the protocol has none, as eIDAS. */
  readonly codiceFiscale: string | null
  /** That of eIDAS; null elsewhere. */
  readonly personIdentifier: string | null
  readonly surname: string | null
  readonly givenName: string | null
  readonly sex: 'F' | 'M' | null
  /** `YYYY-MM-DD`, a day of the calendar that is not in the future. */
  readonly birthDate: string | null
  readonly birthPlace: FederatedBirthPlace | null
}

/** What is to be validated before anything relies on it: nobody is found by it, nothing is overwritten with it, nothing is sent to it. */
export type FederatedProposals = {
  readonly email: string | null
  readonly pec: string | null
  /** A codice fiscale that the protocol does not vouch for: of eIDAS, for the office that joins the account. */
  readonly codiceFiscale: string | null
}

/** The body for which the person acts, as the provider tells it. */
export type FederatedCompany = {
  readonly name: string | null
  /** 11 digits. */
  readonly vatNumber: string | null
  /** 11 digits, or 16 characters for a sole trader. */
  readonly taxCode: string | null
  readonly registeredOffice: string | null
}

/** A sign-in at a provider, read and checked. Whose account it opens is not decided here. */
export type FederatedIdentity = {
  /** The provider as it names itself: entity id, `iss`, or the issuer of the certificate. */
  readonly provider: string
  readonly protocol: FederationProtocolName
  readonly level: FederationLevel
  readonly subject: FederatedSubject
  /** When the person has signed in there. */
  readonly at: Instant
  readonly person: FederatedPerson
  readonly proposals: FederatedProposals
  /** Null when nothing is told of one. */
  readonly company: FederatedCompany | null
  /** In the order of the attributes; empty when everything fits. */
  readonly findings: readonly FederationFinding[]
}
