/** What it is that other personal data of a subscriber are recorded: the office has them from a document. */

/** Who the subscriber is from now on, from which document, and why. */
type Rebound = {
  readonly codiceFiscale: string
  readonly surname: string
  readonly name: string
  readonly birthDate: string
  readonly documentKind: string
  /** A keyed digest of the number: it tells that two are equal, and no more. */
  readonly documentNumber: string
  readonly documentIssuedOn: string
  readonly reason: string
}

/** The account stays: PIN, password, mailbox and known devices. */
export type RebindingCommand = { readonly type: 'RebindCredential'; readonly personal: Rebound }

export type RebindingEvent = {
  readonly type: 'CredentialRebound'
  readonly securityVersion: number
  /** With the codice fiscale of before, by which the older journal is found; null where there was none. */
  readonly personal: Rebound & { readonly formerCodiceFiscale: string | null }
}
