/** What all readers have alike: provider, level, subject and person of one sign-in. */
import { accept, type Instant, invariant, isInstant, type Result, refuse } from '../../kernel/index.ts'
import type { CodiceFiscale } from '../identity/index.ts'
import { type Attributes, attributesOf, textOf } from './attributes.ts'
import type { FederationAttribute } from './finding.ts'
import { type FederationFinding, finding } from './finding.ts'
import type {
  FederatedIdentity,
  FederatedSubject,
  FederatedSubjectScheme,
  FederationLevel,
  FederationProtocolName,
} from './identity.ts'
import { isLevel } from './level.ts'
import { readDescription } from './person.ts'
import { readCompany, readProposals } from './proposals.ts'
import {
  type FederationLevels,
  type FederationOptions,
  type FederationProtocol,
  type FederationProvider,
  protocolFor,
  providerFor,
} from './protocols.ts'
import type { FederationRefusal } from './refusal.ts'
import { readFiscalNumber } from './tax-code.ts'

/** A sign-in whose protocol is told; the attributes are still as they were handed over. */
export type SignIn = {
  readonly issuer: unknown
  readonly classRef: unknown
  readonly at: Result<Instant, FederationRefusal>
  readonly attributes: unknown
  /** The pairwise `sub` of OpenID Connect. */
  readonly sub?: string
}

/** The level of a class reference; undefined for a class that is not listed. */
function levelOf(classRef: unknown, levels: FederationLevels): FederationLevel | undefined {
  if (typeof levels === 'number') return isLevel(levels) ? levels : undefined
  const text = textOf(classRef)
  if (!text.ok || text.value === null || !Object.hasOwn(levels, text.value)) return undefined
  const level: unknown = levels[text.value]
  return isLevel(level) ? level : undefined
}

/** Nationality of the identifier, nation that it is for, and the identifier itself (eIDAS SAML attribute profile §2.2.3). */
const personIdentifier = /^[A-Z]{2}\/[A-Z]{2}\/[\x21-\x7E]{1,256}$/

function identifierOf(
  attributes: Attributes,
  attribute: 'spidCode' | 'personIdentifier',
  shape: RegExp,
): Result<string | null, FederationRefusal> {
  const given = attributes(attribute)
  if (!given.ok) return refuse({ code: 'federation/attribute-malformed', attribute, fault: given.refusal })
  if (given.value === null || shape.test(given.value)) return given
  return refuse({ code: 'federation/attribute-malformed', attribute, fault: 'shape' })
}

type Identifiers = {
  readonly codiceFiscale: CodiceFiscale | null
  readonly spidCode: string | null
  readonly personIdentifier: string | null
  readonly findings: readonly FederationFinding[]
}

function fiscalNumberOf(
  attributes: Attributes,
): Result<{ readonly codiceFiscale: CodiceFiscale; readonly findings: readonly FederationFinding[] }, FederationRefusal> {
  const attribute = 'fiscalNumber'
  const given = attributes(attribute)
  if (!given.ok) return refuse({ code: 'federation/attribute-malformed', attribute, fault: given.refusal })
  if (given.value === null) return refuse({ code: 'federation/attribute-missing', attribute })
  const read = readFiscalNumber(given.value)
  if (!read.ok) return read
  const { codiceFiscale, written } = read.value
  if (written === 'missing') return accept({ codiceFiscale, findings: [finding('prefix-missing', attribute)] })
  return accept({ codiceFiscale, findings: written === 'right' ? [] : [finding('prefix-case', attribute)] })
}

/** What names the person, whether it serves as subject or not: an identifier that cannot be read is never passed over. */
function identifiersOf(attributes: Attributes, protocol: FederationProtocol): Result<Identifiers, FederationRefusal> {
  const eidas = identifierOf(attributes, 'personIdentifier', personIdentifier)
  if (!eidas.ok) return eidas
  if (protocol.codiceFiscale === 'proposed') {
    return accept({ codiceFiscale: null, spidCode: null, personIdentifier: eidas.value, findings: [] })
  }
  const code = identifierOf(attributes, 'spidCode', /^[\x21-\x7E]{1,64}$/)
  if (!code.ok) return code
  if (code.value?.includes('/')) return refuse({ code: 'federation/protocol-differs', protocol: 'eidas' })
  const fiscal = fiscalNumberOf(attributes)
  if (!fiscal.ok) return fiscal
  const { codiceFiscale, findings } = fiscal.value
  // Four letters of the provider and ten characters of its own; codes that are otherwise identify people just as well.
  const isOdd = code.value !== null && !/^[A-Z]{4}[A-Z0-9]{10}$/.test(code.value)
  return accept({
    codiceFiscale,
    spidCode: code.value,
    personIdentifier: eidas.value,
    findings: isOdd ? [finding('form', 'spidCode'), ...findings] : findings,
  })
}

const subjectAttributes: { readonly [Scheme in FederatedSubjectScheme]: FederationAttribute } = {
  'spid-code': 'spidCode',
  'oidc-sub': 'spidCode',
  'codice-fiscale': 'fiscalNumber',
  'person-identifier': 'personIdentifier',
}

/** The first identifier of those that are stable at this provider. */
function subjectOf(
  schemes: readonly FederatedSubjectScheme[],
  { codiceFiscale, spidCode, personIdentifier }: Identifiers,
  sub: string | undefined,
): Result<FederatedSubject, FederationRefusal> {
  const values: { readonly [Scheme in FederatedSubjectScheme]: string | null } = {
    'spid-code': spidCode,
    'oidc-sub': sub ?? null,
    'codice-fiscale': codiceFiscale?.code ?? null,
    'person-identifier': personIdentifier,
  }
  for (const scheme of schemes) {
    const value = Object.hasOwn(values, scheme) ? values[scheme] : null
    if (value !== null) return accept({ scheme, value })
  }
  const [first = 'codice-fiscale'] = schemes
  return refuse({ code: 'federation/attribute-missing', attribute: subjectAttributes[first] })
}

/** The provider that the sign-in names, if the host accepts it. */
function acceptedProvider(
  given: unknown,
  options: FederationOptions,
): Result<{ readonly issuer: string; readonly provider: FederationProvider }, FederationRefusal> {
  const issuer = textOf(given)
  if (!issuer.ok || issuer.value === null) return refuse({ code: 'federation/provider-malformed' })
  const provider = providerFor(issuer.value, options)
  return provider === null ? refuse({ code: 'federation/provider-unknown' }) : accept({ issuer: issuer.value, provider })
}

/** Reads one sign-in. `isAccepted`: what the reader asks of the provider besides. */
export function readSignIn(
  name: FederationProtocolName,
  { issuer, classRef, at, attributes: given, sub }: SignIn,
  options: FederationOptions,
  isAccepted: (provider: FederationProvider) => boolean = () => true,
): Result<FederatedIdentity, FederationRefusal> {
  invariant(isInstant(options?.at), 'federation: `at` is the instant of the reading, in milliseconds')
  const accepted = acceptedProvider(issuer, options)
  if (!accepted.ok) return accepted
  const { provider } = accepted.value
  if (!isAccepted(provider)) return refuse({ code: 'federation/provider-unknown' })
  const protocol = protocolFor(name, options, provider)
  const level = levelOf(classRef, protocol.levels)
  if (level === undefined) return refuse({ code: 'federation/level-unknown' })
  if (!at.ok) return at
  const attributes = attributesOf(given, protocol)
  const identifiers = identifiersOf(attributes, protocol)
  if (!identifiers.ok) return identifiers
  const subject = subjectOf(protocol.subject, identifiers.value, sub)
  if (!subject.ok) return subject
  const { codiceFiscale, personIdentifier: identifier, findings } = identifiers.value
  const { description, findings: ofPerson } = readDescription(attributes, codiceFiscale, protocol, options)
  const proposals = readProposals(attributes, protocol.codiceFiscale)
  const company = readCompany(attributes)
  return accept({
    provider: accepted.value.issuer,
    protocol: name,
    level,
    subject: subject.value,
    at: at.value,
    person: { codiceFiscale: codiceFiscale?.code ?? null, personIdentifier: identifier, ...description },
    proposals: proposals.value,
    company: company.value,
    findings: [...findings, ...ofPerson, ...proposals.findings, ...company.findings],
  })
}
