/** Sign-ins as the documents of SPID, CIE, CNS and eIDAS describe them, and the identity that is read from each. */
import {
  type CnsSignIn,
  type FederatedIdentity,
  type FederationAttribute,
  type FederationFinding,
  type FederationFindingCode,
  type FederationOptions,
  type OidcSignIn,
  readCie,
  readCns,
  readEidas,
  readSpidOidc,
  readSpidSaml,
  type SamlSignIn,
} from 'sportello/federation'

/** 2026-11-29T10:00:00Z. */
export const now = Date.UTC(2026, 10, 29, 10)

export const readers = { readSpidSaml, readSpidOidc, readCie, readCns, readEidas } as const
export type Reader = keyof typeof readers

/** Reads anything, past the types. */
export function read(reader: Reader, signIn: unknown, options: FederationOptions = optionsOf(reader)) {
  return readers[reader](signIn as SamlSignIn & OidcSignIn & CnsSignIn, options)
}

export const provider = 'https://idp.example.it'
export const cieProvider = 'https://idserver.servizicie.interno.gov.it/idp/profile/SAML2/POST/SSO'
export const cardIssuer = 'CN=CA Carta Nazionale dei Servizi,O=Ente di prova,C=IT'

export function optionsOf(reader: Reader): FederationOptions {
  return reader === 'readCns' ? { at: now, providers: { [cardIssuer]: {} } } : { at: now }
}

const level = (digit: 1 | 2 | 3): string => `https://www.spid.gov.it/SpidL${digit}`
export const code = 'VRDNNA80A41L219Z'
export const spidCode = 'ABCD123456789A'

/** A value of the table; null takes the member away. */
export type Changes = { readonly [name: string]: unknown }

function changed(whole: Changes, changes: Changes): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries({ ...whole, ...changes }).filter(([, value]) => value !== null))
}

const spidAttributes: Changes = {
  spidCode,
  fiscalNumber: `TINIT-${code}`,
  familyName: 'Verdi',
  name: 'Anna',
  gender: 'F',
  dateOfBirth: '1980-01-01',
  placeOfBirth: 'L219',
  countyOfBirth: 'TO',
}

/** A sign-in over SAML with other attributes, or other members beside them. */
export function saml(attributes: Changes = {}, members: Changes = {}): SamlSignIn {
  const whole = { issuer: provider, authnContextClassRef: level(2), authnInstant: '2026-11-29T09:59:00Z' }
  return changed({ attributes: changed(spidAttributes, attributes), ...whole }, members) as SamlSignIn
}

const eid = (name: string) => `https://attributes.eid.gov.it/${name}`
const sub = 'pairwise-0001'

export function oidc(claims: Changes = {}, token: Changes = {}, members: Changes = {}): OidcSignIn {
  const idToken = { iss: provider, sub, acr: level(2), iat: now / 1_000 - 60, exp: now / 1_000 + 240 }
  const userInfo = {
    sub,
    [eid('fiscal_number')]: `TINIT-${code}`,
    [eid('spid_code')]: spidCode,
    family_name: 'Verdi',
    given_name: 'Anna',
    gender: 'female',
    birthdate: '1980-01-01',
    place_of_birth: { locality: 'L219', region: 'TO' },
  }
  return changed({ idToken: changed(idToken, token), userInfo: changed(userInfo, claims) }, members) as OidcSignIn
}

/** CIE over SAML gives four attributes, the names in capitals. */
export function cie(attributes: Changes = {}, members: Changes = {}): SamlSignIn {
  const four = { spidCode: null, gender: null, placeOfBirth: null, countyOfBirth: null, familyName: 'VERDI', name: 'ANNA' }
  const issuer = { issuer: cieProvider, authnContextClassRef: level(3) }
  return saml({ ...four, ...attributes }, { ...issuer, ...members })
}

export const identifier = 'ES/IT/02635542Y'

export function eidas(attributes: Changes = {}, members: Changes = {}): SamlSignIn {
  const foreign = { spidCode: identifier, fiscalNumber: null, placeOfBirth: 'Duesseldorf', countyOfBirth: null }
  return saml({ ...foreign, ...attributes }, members)
}

export function cns(members: Changes = {}): CnsSignIn {
  return changed({ commonName: `${code}/6090010000000001.aGFzaA==`, issuer: cardIssuer }, members) as CnsSignIn
}

/** An identity, with other members of the person besides. */
export type Expected = Partial<Omit<FederatedIdentity, 'person'>> & { readonly person?: Partial<FederatedIdentity['person']> }

const anna: FederatedIdentity['person'] = {
  codiceFiscale: code,
  personIdentifier: null,
  surname: 'Verdi',
  givenName: 'Anna',
  sex: 'F',
  birthDate: '1980-01-01',
  birthPlace: { code: 'L219', name: null, province: 'TO' },
}

const whole: FederatedIdentity = {
  provider,
  protocol: 'spid-saml',
  level: 2,
  subject: { scheme: 'spid-code', value: spidCode },
  at: now - 60_000,
  person: anna,
  proposals: { email: null, pec: null, codiceFiscale: null },
  company: null,
  findings: [],
}

const byCode = { scheme: 'codice-fiscale', value: code } as const
const nowhere = { birthPlace: null, sex: null }

const usual: { readonly [Name in Reader]: Expected } = {
  readSpidSaml: {},
  readSpidOidc: { protocol: 'spid-oidc', subject: { scheme: 'oidc-sub', value: sub } },
  readCie: {
    ...{ protocol: 'cie-saml', provider: cieProvider, level: 3, subject: byCode },
    person: { surname: 'VERDI', givenName: 'ANNA', ...nowhere },
  },
  readCns: {
    ...{ protocol: 'cns', provider: cardIssuer, level: 3, subject: byCode, at: now },
    person: { surname: null, givenName: null, birthDate: null, ...nowhere },
  },
  readEidas: {
    ...{ protocol: 'eidas', subject: { scheme: 'person-identifier', value: identifier } },
    person: {
      ...{ codiceFiscale: null, personIdentifier: identifier },
      birthPlace: { code: null, name: 'Duesseldorf', province: null },
    },
  },
}

/** What the reader makes of its usual sign-in, with what is otherwise. */
export function identityOf(reader: Reader, otherwise: Expected = {}): FederatedIdentity {
  const { person, ...members } = usual[reader]
  return { ...whole, ...members, ...otherwise, person: { ...anna, ...person, ...otherwise.person } }
}

export function findingOf(
  codeOf: FederationFindingCode,
  attribute: FederationAttribute,
  stopsLinking = false,
): FederationFinding {
  return { code: codeOf, attribute, stopsLinking }
}
