/**
 * What each protocol gives, as data: which identifier is stable, what a class means, by which names the attributes come. A host overrides
 * whatever its gateway does otherwise.
 */
import type { Instant } from '../../kernel/index.ts'
import type { Places } from '../../ports/index.ts'
import { property } from '../identity/untrusted.ts'
import type { FederationAttribute } from './finding.ts'
import type { FederatedSubjectScheme, FederationLevel, FederationProtocolName } from './identity.ts'
import { eidasLevels, spidLevels } from './level.ts'

/** The levels by class reference, or the one level that the protocol has. */
export type FederationLevels = { readonly [classRef: string]: FederationLevel } | FederationLevel

/** What is known of a protocol. */
export type FederationProtocol = {
  readonly levels: FederationLevels
  /** What identifies the person, the first that is given. Never the NameID, which is another one at each sign-in. */
  readonly subject: readonly FederatedSubjectScheme[]
  /** `required`: nobody is read without it. `proposed`: the protocol does not vouch for it, and the person has none of it. */
  readonly codiceFiscale: 'required' | 'proposed'
  /** Attributes whose absence is a finding. */
  readonly expected: readonly FederationAttribute[]
  /**
   * The names that an attribute comes by; `claim#member` is a member of a claim that is an object. Each is found in lower case too, as HTTP headers
   * are. Values that differ are a conflict.
   */
  readonly attributes: { readonly [Attribute in FederationAttribute]?: readonly string[] }
}

/** The protocols by name. */
export type FederationProtocols = { readonly [Name in FederationProtocolName]: FederationProtocol }

/** What is known of one provider, in place of what its protocol says. Left out: as the protocol. */
export type FederationProvider = {
  readonly levels?: FederationLevels
  readonly subject?: readonly FederatedSubjectScheme[]
  /** Of a CNS: the certificate must be issued by one of these policies (object identifiers). */
  readonly policies?: readonly string[]
}

/** What a reader is given besides the sign-in. */
export type FederationOptions = {
  /** Now, by the clock of the host. */
  readonly at: Instant
  /** The providers that are accepted, by the name that they give themselves. Left out: all, except for a CNS, which is then refused. */
  readonly providers?: { readonly [issuer: string]: FederationProvider }
  /** What is otherwise than in `federationProtocols`. */
  readonly protocols?: { readonly [Name in FederationProtocolName]?: Partial<FederationProtocol> }
  /** Checks the place of birth; without it only its code is compared. */
  readonly places?: Places
}

type Names = FederationProtocol['attributes']

const spidSamlNames: Names = {
  spidCode: ['spidCode'],
  fiscalNumber: ['fiscalNumber'],
  familyName: ['familyName'],
  name: ['name'],
  gender: ['gender'],
  dateOfBirth: ['dateOfBirth'],
  placeOfBirth: ['placeOfBirth'],
  countyOfBirth: ['countyOfBirth'],
  email: ['email'],
  digitalAddress: ['digitalAddress'],
  companyName: ['companyName'],
  companyFiscalNumber: ['companyFiscalNumber'],
  ivaCode: ['ivaCode'],
  registeredOffice: ['registeredOffice'],
}

// The two name spaces of SPID over OpenID Connect: that of the joint rules with CIE, and the former one.
const eid = (name: string): string => `https://attributes.eid.gov.it/${name}`
const spid = (name: string): string => `https://attributes.spid.gov.it/${name}`

const oidcNames: Names = {
  spidCode: [eid('spid_code'), spid('spidCode'), 'spid_code'],
  fiscalNumber: [eid('fiscal_number'), spid('fiscalNumber'), 'fiscal_number'],
  familyName: ['family_name', spid('familyName')],
  name: ['given_name', spid('name')],
  gender: ['gender', spid('gender')],
  dateOfBirth: ['birthdate', spid('dateOfBirth')],
  placeOfBirth: ['place_of_birth#locality', 'place_of_birth', spid('placeOfBirth')],
  countyOfBirth: ['place_of_birth#region', spid('countyOfBirth')],
  email: ['email', spid('email')],
  digitalAddress: [eid('e_delivery_service'), spid('digitalAddress')],
  companyName: [eid('company_name'), spid('companyName')],
  companyFiscalNumber: [eid('company_fiscal_number'), eid('company_fiscalNumber'), spid('companyFiscalNumber')],
  ivaCode: [eid('vat_number'), eid('ivacode'), spid('ivaCode')],
  registeredOffice: [eid('registered_office#formatted'), eid('registered_office'), spid('registeredOffice')],
}

const eidasName = (name: string): string => `http://eidas.europa.eu/attributes/naturalperson/${name}`

const eidasNames: Names = {
  ...spidSamlNames,
  personIdentifier: ['spidCode', 'PersonIdentifier', eidasName('PersonIdentifier')],
  familyName: ['familyName', 'CurrentFamilyName', eidasName('CurrentFamilyName')],
  name: ['name', 'CurrentGivenName', eidasName('CurrentGivenName')],
  gender: ['gender', eidasName('Gender')],
  dateOfBirth: ['dateOfBirth', eidasName('DateOfBirth')],
  placeOfBirth: ['placeOfBirth', eidasName('PlaceOfBirth')],
}

const described: readonly FederationAttribute[] = ['familyName', 'name', 'dateOfBirth']

/**
 * The protocols as their rules have them. CIE has the class references of SPID; its documentation says in one place that the class is always
 * the third, in another that the first and the second can be required too: a host that knows better overrides `levels`. A CNS is a card with a PIN,
 * and has one level. Sources: SPID technical rules, OpenID Connect rules of SPID and CIE, CIE SAML rules, eIDAS SAML attribute profile.
 */
export const federationProtocols: FederationProtocols = {
  'spid-saml': {
    levels: spidLevels,
    subject: ['spid-code', 'codice-fiscale'],
    codiceFiscale: 'required',
    expected: described,
    attributes: spidSamlNames,
  },
  'spid-oidc': {
    levels: spidLevels,
    subject: ['oidc-sub'],
    codiceFiscale: 'required',
    expected: described,
    attributes: oidcNames,
  },
  'cie-saml': {
    levels: spidLevels,
    subject: ['codice-fiscale'],
    codiceFiscale: 'required',
    expected: described,
    attributes: spidSamlNames,
  },
  'cie-oidc': {
    levels: spidLevels,
    subject: ['oidc-sub'],
    codiceFiscale: 'required',
    expected: described,
    attributes: oidcNames,
  },
  cns: {
    levels: 3,
    subject: ['codice-fiscale'],
    codiceFiscale: 'required',
    expected: [],
    attributes: { fiscalNumber: ['fiscalNumber'], familyName: ['surname'], name: ['givenName'] },
  },
  eidas: {
    levels: eidasLevels,
    subject: ['person-identifier'],
    codiceFiscale: 'proposed',
    expected: described,
    attributes: eidasNames,
  },
}

/** The protocol with what the host and the provider say otherwise. */
export function protocolFor(
  name: FederationProtocolName,
  { protocols }: FederationOptions,
  provider: FederationProvider,
): FederationProtocol {
  const own = federationProtocols[name]
  const other = protocols?.[name]
  const { levels = other?.levels ?? own.levels, subject = other?.subject ?? own.subject } = provider
  return { ...own, ...other, levels, subject, attributes: { ...own.attributes, ...other?.attributes } }
}

/** What the host says of a provider; null where it lists others only. */
export function providerFor(issuer: string, { providers }: FederationOptions): FederationProvider | null {
  if (providers === undefined) return {}
  if (!Object.hasOwn(providers, issuer)) return null
  const listed = property(providers, issuer)
  return typeof listed === 'object' && listed !== null ? listed : null
}
