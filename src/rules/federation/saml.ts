/** SPID, CIE and eIDAS over SAML: the attributes of an assertion that the host's library has verified. */
import { type Result, refuse } from '../../kernel/index.ts'
import { isObject, ownProperty } from './attributes.ts'
import type { FederatedIdentity, FederationProtocolName } from './identity.ts'
import { readInstant } from './instant.ts'
import type { FederationOptions } from './protocols.ts'
import type { FederationRefusal } from './refusal.ts'
import { readSignIn } from './sign-in.ts'

/**
 * A verified assertion, as libraries and gateways hand it over. A value is a text, a list of texts, or `{ _: text }` as parsers of XML
 * give it. The NameID is not wanted: it is transient, and names nobody at the next sign-in.
 */
export type SamlSignIn = {
  /** The attributes by name, as written or in lower case, as HTTP headers are. A profile that has them among other things is fine. */
  readonly attributes: { readonly [name: string]: unknown }
  /** The entity id of the provider. */
  readonly issuer: string | { readonly _: string }
  /** The AuthnContextClassRef of the answer, never that of the request: it alone tells what the person has done. */
  readonly authnContextClassRef: string
  /** xs:dateTime with its zone, or epoch milliseconds. Left out: now. */
  readonly authnInstant?: string | number
}

/** Reads an assertion as the protocol of that name has it. */
export function readSaml(
  name: FederationProtocolName,
  signIn: SamlSignIn,
  options: FederationOptions,
): Result<FederatedIdentity, FederationRefusal> {
  const attributes = ownProperty(signIn, 'attributes')
  if (!isObject(attributes)) return refuse({ code: 'federation/input-malformed' })
  const issuer = ownProperty(signIn, 'issuer')
  const classRef = ownProperty(signIn, 'authnContextClassRef')
  const at = readInstant(ownProperty(signIn, 'authnInstant'), options.at)
  return readSignIn(name, { issuer, classRef, at, attributes }, options)
}

/**
 * A sign-in with SPID over SAML. The subject is the `spidCode` where the service requests it, else the codice fiscale. Attributes of eIDAS are
 * refused as `federation/protocol-differs`: `readEidas` reads them. Total over any sign-in; throws an InvariantError for an `at` that is no instant.
 *
 * @example
 * const read = readSpidSaml(
 *   {
 *     attributes: { spidCode: 'TEST0000000001', fiscalNumber: 'TINIT-VRDNNA80A41L219Z', familyName: 'Verdi', name: 'Anna' },
 *     issuer: 'https://idp.example.it',
 *     authnContextClassRef: 'https://www.spid.gov.it/SpidL2',
 *     authnInstant: '2026-11-29T09:59:00Z',
 *   },
 *   { at: clock.now() },
 * )
 */
export function readSpidSaml(signIn: SamlSignIn, options: FederationOptions): Result<FederatedIdentity, FederationRefusal> {
  return readSaml('spid-saml', signIn, options)
}

/**
 * A sign-in with the means of another member state (Reg. (EU) 910/2014), which the Italian node hands over as one more provider of SPID: the
 * PersonIdentifier stands in `spidCode`. The subject is the PersonIdentifier. A codice fiscale among the attributes is a proposal to the
 * office. Total over any sign-in; throws an InvariantError for an `at` that is no instant.
 *
 * @example
 * const read = readEidas(spidAnswer, { at: clock.now() })
 * if (!read.ok) console.log(federationText(read.refusal, 'it'))
 */
export function readEidas(signIn: SamlSignIn, options: FederationOptions): Result<FederatedIdentity, FederationRefusal> {
  return readSaml('eidas', signIn, options)
}
