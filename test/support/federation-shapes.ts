/** Every shape in which gateways are known to hand sign-ins over, and what is read from it. */
import type { Places } from 'sportello'
import type { FederatedIdentity, FederationOptions } from 'sportello/federation'
import { codeOf, omocodiaOf } from '../rules/identity/people.ts'
import {
  type Changes,
  cardIssuer,
  cie,
  cns,
  code,
  type Expected,
  eidas,
  findingOf,
  identifier,
  identityOf,
  now,
  oidc,
  type Reader,
  saml,
  spidCode,
} from './federation.ts'

export type DocumentedShape = {
  readonly name: string
  readonly reader: Reader
  readonly signIn: unknown
  readonly identity: FederatedIdentity
  readonly options?: FederationOptions
}

type Makers = { readonly [Name in Reader]: (first: Changes, second: Changes) => unknown }

const makers: Makers = { readSpidSaml: saml, readSpidOidc: oidc, readCie: cie, readCns: cns, readEidas: eidas }

/** A row: the reader, what it is, what of the usual sign-in is otherwise, and what of the usual identity. */
type Row = readonly [reader: Reader, name: string, changes: Changes, otherwise: Expected, members?: Changes]

const eid = (name: string) => `https://attributes.eid.gov.it/${name}`
const spid = (name: string) => `https://attributes.spid.gov.it/${name}`
const level = (digit: 1 | 2 | 3): string => `https://www.spid.gov.it/SpidL${digit}`
const loa = (name: string): string => `http://eidas.europa.eu/LoA/${name}`
const naturalPerson = (name: string): string => `http://eidas.europa.eu/attributes/naturalperson/${name}`

const anna = { surname: 'VERDI', name: 'ANNA', year: 1980, month: 1, day: 1, sex: 'F', place: 'L219' } as const
const omocodia = omocodiaOf(code, 1)
const deepOmocodia = omocodiaOf(code, 127)
const bornAbroad = codeOf({ ...anna, place: 'Z112' })
const leapling = codeOf({ ...anna, year: 2000, month: 2, day: 29 })
const marco = codeOf({ ...anna, name: 'MARCO', sex: 'M' })
const elderly = codeOf({ ...anna, year: 1910 })
const child = codeOf({ ...anna, year: 2020 })
const accented = codeOf({ ...anna, surname: 'NICOLO', name: 'NICOLO' })
const short = codeOf({ ...anna, surname: 'FO', name: 'AL' })
const impossible = (place: string) => codeOf({ ...anna, place })

const tin = (value: string) => `TINIT-${value}`
const withCode = (value: string): Expected => ({ person: { codiceFiscale: value } })
const place = (at: { readonly code?: string; readonly name?: string; readonly province?: string } | null): Expected => ({
  person: { birthPlace: at === null ? null : { code: null, name: null, province: null, ...at } },
})

const company = { name: null, vatNumber: null, taxCode: null, registeredOffice: null }
const mismatch = (attribute: 'familyName' | 'name' | 'gender' | 'dateOfBirth' | 'placeOfBirth'): Expected => ({
  findings: [findingOf('mismatch', attribute, attribute === 'gender' || attribute === 'dateOfBirth')],
})
const noFinding: Expected = {}

function swapped(): Expected {
  return {
    person: { surname: 'Anna', givenName: 'Verdi' },
    findings: [findingOf('mismatch', 'familyName'), findingOf('mismatch', 'name')],
  }
}

function proposing(email: string | null, pec: string | null = null): FederatedIdentity['proposals'] {
  return { email, pec, codiceFiscale: null }
}

const spidSaml: readonly Row[] = [
  ['readSpidSaml', 'all attributes as the rules have them', {}, noFinding],
  [
    'readSpidSaml',
    'lists of one text, as Python libraries give them',
    { spidCode: [spidCode], familyName: ['Verdi'] },
    noFinding,
  ],
  ['readSpidSaml', 'the same text twice in a list', { fiscalNumber: [tin(code), tin(code)] }, noFinding],
  ['readSpidSaml', 'an empty text beside the value in a list', { familyName: ['', 'Verdi'] }, noFinding],
  ['readSpidSaml', 'objects of a parser of XML', { name: { _: 'Anna', $: { 'xsi:type': 'xs:string' } } }, noFinding],
  ['readSpidSaml', 'values wrapped in line feeds', { name: '\n      Anna\n    ', fiscalNumber: `\n${tin(code)}\n` }, noFinding],
  ['readSpidSaml', 'values wrapped in tabs and carriage returns', { familyName: '\t\r\nVerdi\r\n' }, noFinding],
  [
    'readSpidSaml',
    'doubled blanks within a name',
    { name: 'Anna  Maria' },
    { person: { givenName: 'Anna Maria' }, ...mismatch('name') },
  ],
  [
    'readSpidSaml',
    'names in lower case, as HTTP headers have them',
    { spidCode: null, fiscalNumber: null, spidcode: spidCode, fiscalnumber: tin(code), familyName: null, familyname: 'Verdi' },
    noFinding,
  ],
  [
    'readSpidSaml',
    'dates and places under names in lower case',
    { dateOfBirth: null, dateofbirth: '1980-01-01', placeOfBirth: null, placeofbirth: 'L219' },
    noFinding,
  ],
  [
    'readSpidSaml',
    'attributes among those of a profile',
    { nameID: '_b1', sessionIndex: '_c2', getAssertionXml: () => '' },
    noFinding,
  ],
  [
    'readSpidSaml',
    'no spidCode, since it was not requested',
    { spidCode: null },
    { subject: { scheme: 'codice-fiscale', value: code } },
  ],
  ['readSpidSaml', 'an empty spidCode', { spidCode: '' }, { subject: { scheme: 'codice-fiscale', value: code } }],
  [
    'readSpidSaml',
    'the spidCode of a test provider',
    { spidCode: 'AGID-001' },
    { subject: { scheme: 'spid-code', value: 'AGID-001' }, findings: [findingOf('form', 'spidCode')] },
  ],
  [
    'readSpidSaml',
    'a spidCode of a name and a number',
    { spidCode: 'SPID-000-1234' },
    { subject: { scheme: 'spid-code', value: 'SPID-000-1234' }, findings: [findingOf('form', 'spidCode')] },
  ],
  [
    'readSpidSaml',
    'fiscalNumber without its prefix',
    { fiscalNumber: code },
    { findings: [findingOf('prefix-missing', 'fiscalNumber')] },
  ],
  [
    'readSpidSaml',
    'the prefix in lower case',
    { fiscalNumber: `tinit-${code}` },
    { findings: [findingOf('prefix-case', 'fiscalNumber')] },
  ],
  [
    'readSpidSaml',
    'the prefix in mixed case',
    { fiscalNumber: `Tinit-${code}` },
    { findings: [findingOf('prefix-case', 'fiscalNumber')] },
  ],
  ['readSpidSaml', 'a codice fiscale in lower case', { fiscalNumber: tin(code.toLowerCase()) }, noFinding],
  [
    'readSpidSaml',
    'all of fiscalNumber in lower case',
    { fiscalNumber: tin(code).toLowerCase() },
    { findings: [findingOf('prefix-case', 'fiscalNumber')] },
  ],
  ['readSpidSaml', 'an omocodia', { fiscalNumber: tin(omocodia) }, withCode(omocodia)],
  ['readSpidSaml', 'an omocodia in all seven digits', { fiscalNumber: tin(deepOmocodia) }, withCode(deepOmocodia)],
  [
    'readSpidSaml',
    'somebody born abroad',
    { fiscalNumber: tin(bornAbroad), placeOfBirth: 'Z112', countyOfBirth: 'EE' },
    { person: { codiceFiscale: bornAbroad, birthPlace: { code: 'Z112', name: null, province: 'EE' } } },
  ],
  [
    'readSpidSaml',
    'somebody born on 29 February',
    { fiscalNumber: tin(leapling), dateOfBirth: '2000-02-29' },
    { person: { codiceFiscale: leapling, birthDate: '2000-02-29' } },
  ],
  [
    'readSpidSaml',
    'a man',
    { fiscalNumber: tin(marco), name: 'Marco', gender: 'M' },
    { person: { codiceFiscale: marco, givenName: 'Marco', sex: 'M' } },
  ],
  [
    'readSpidSaml',
    'somebody of 116 years',
    { fiscalNumber: tin(elderly), dateOfBirth: '1910-01-01' },
    { person: { codiceFiscale: elderly, birthDate: '1910-01-01' } },
  ],
  [
    'readSpidSaml',
    'a child',
    { fiscalNumber: tin(child), dateOfBirth: '2020-01-01' },
    { person: { codiceFiscale: child, birthDate: '2020-01-01' } },
  ],
  [
    'readSpidSaml',
    'accents',
    { fiscalNumber: tin(accented), familyName: 'Nicolò', name: 'Nicolò' },
    { person: { codiceFiscale: accented, surname: 'Nicolò', givenName: 'Nicolò' } },
  ],
  [
    'readSpidSaml',
    'an apostrophe for a final accent, and letters that are composed of two',
    { fiscalNumber: tin(accented), familyName: "Nicolo'", name: 'Nicolo\u0300' },
    { person: { codiceFiscale: accented, surname: "Nicolo'", givenName: 'Nicolò' } },
  ],
  [
    'readSpidSaml',
    'names of two letters',
    { fiscalNumber: tin(short), familyName: 'Fo', name: 'Al' },
    { person: { codiceFiscale: short, surname: 'Fo', givenName: 'Al' } },
  ],
  [
    'readSpidSaml',
    'a letter of which no rule says what it gives',
    { familyName: 'Verdł' },
    { person: { surname: 'Verdł' }, findings: [findingOf('undecidable', 'familyName')] },
  ],
  [
    'readSpidSaml',
    'a second given name that the code does not know',
    { name: 'Anna Rita' },
    { person: { givenName: 'Anna Rita' }, ...mismatch('name') },
  ],
  ['readSpidSaml', 'a changed surname', { familyName: 'Bianchi' }, { person: { surname: 'Bianchi' }, ...mismatch('familyName') }],
  ['readSpidSaml', 'names that were swapped', { familyName: 'Anna', name: 'Verdi' }, swapped()],
  [
    'readSpidSaml',
    'another birth date',
    { dateOfBirth: '1980-01-02' },
    { person: { birthDate: '1980-01-02' }, ...mismatch('dateOfBirth') },
  ],
  [
    'readSpidSaml',
    'the birth date of a century before',
    { dateOfBirth: '1880-01-01' },
    { person: { birthDate: '1880-01-01' }, ...mismatch('dateOfBirth') },
  ],
  ['readSpidSaml', 'another sex', { gender: 'M' }, { person: { sex: 'M' }, ...mismatch('gender') }],
  ['readSpidSaml', 'a birth date with Z', { dateOfBirth: '1980-01-01Z' }, noFinding],
  ['readSpidSaml', 'a birth date with an offset', { dateOfBirth: '1980-01-01+01:00' }, noFinding],
  [
    'readSpidSaml',
    'zeros for a birth date that the provider does not have',
    { dateOfBirth: '0000-00-00' },
    { person: { birthDate: null }, findings: [findingOf('missing', 'dateOfBirth')] },
  ],
  [
    'readSpidSaml',
    'an empty birth date',
    { dateOfBirth: '' },
    { person: { birthDate: null }, findings: [findingOf('missing', 'dateOfBirth')] },
  ],
  ['readSpidSaml', 'no gender', { gender: null }, { person: { sex: null } }],
  ['readSpidSaml', 'an empty gender', { gender: '' }, { person: { sex: null } }],
  ['readSpidSaml', 'gender in lower case', { gender: 'f' }, noFinding],
  ['readSpidSaml', 'gender in a word', { gender: 'Female' }, noFinding],
  [
    'readSpidSaml',
    'the name of the place instead of its code',
    { placeOfBirth: 'Torino' },
    { ...place({ name: 'Torino', province: 'TO' }), findings: [findingOf('undecidable', 'placeOfBirth')] },
  ],
  ['readSpidSaml', 'the code of the place in lower case', { placeOfBirth: 'l219' }, noFinding],
  [
    'readSpidSaml',
    'another place',
    { placeOfBirth: 'H501', countyOfBirth: 'RM' },
    { ...place({ code: 'H501', province: 'RM' }), ...mismatch('placeOfBirth') },
  ],
  ['readSpidSaml', 'a province without a place', { placeOfBirth: null }, place({ province: 'TO' })],
  ['readSpidSaml', 'a province in lower case', { countyOfBirth: 'to' }, noFinding],
  ['readSpidSaml', 'the name of a province', { countyOfBirth: 'Torino' }, place({ code: 'L219' })],
  ['readSpidSaml', 'neither place nor province', { placeOfBirth: null, countyOfBirth: null }, place(null)],
  [
    'readSpidSaml',
    'a place of birth in the code that no list can have',
    { fiscalNumber: tin(impossible('N123')), placeOfBirth: null, countyOfBirth: null },
    {
      person: { codiceFiscale: impossible('N123'), birthPlace: null },
      findings: [findingOf('codice-fiscale/place-unknown', 'fiscalNumber')],
    },
  ],
  ['readSpidSaml', 'a mail address', { email: 'Anna.Verdi@Example.IT' }, { proposals: proposing('Anna.Verdi@example.it') }],
  [
    'readSpidSaml',
    'a PEC address',
    { digitalAddress: 'anna@pec.example.it' },
    { proposals: proposing(null, 'anna@pec.example.it') },
  ],
  ['readSpidSaml', 'empty addresses', { email: '', digitalAddress: ' ' }, noFinding],
  [
    'readSpidSaml',
    'a mail address that is none',
    { email: 'anna(at)example.it' },
    { findings: [findingOf('unreadable', 'email')] },
  ],
  [
    'readSpidSaml',
    'a PEC address that is a dash',
    { digitalAddress: '-' },
    { findings: [findingOf('unreadable', 'digitalAddress')] },
  ],
  [
    'readSpidSaml',
    'company attributes that are all empty',
    { companyName: '', companyFiscalNumber: '', ivaCode: '', registeredOffice: '' },
    noFinding,
  ],
  [
    'readSpidSaml',
    'a company with all its attributes',
    {
      ...{ companyName: 'Prova S.r.l.', companyFiscalNumber: tin('00743110157'), ivaCode: 'VATIT-00743110157' },
      registeredOffice: 'via di Prova 1 10100 Torino TO',
    },
    {
      company: {
        ...{ name: 'Prova S.r.l.', vatNumber: '00743110157', taxCode: '00743110157' },
        registeredOffice: 'via di Prova 1 10100 Torino TO',
      },
    },
  ],
  [
    'readSpidSaml',
    'ivaCode without its prefix',
    { ivaCode: '00743110157' },
    { company: { ...company, vatNumber: '00743110157' }, findings: [findingOf('prefix-missing', 'ivaCode')] },
  ],
  [
    'readSpidSaml',
    'ivaCode with its prefix in lower case',
    { ivaCode: 'vatit-00743110157' },
    { company: { ...company, vatNumber: '00743110157' }, findings: [findingOf('prefix-case', 'ivaCode')] },
  ],
  [
    'readSpidSaml',
    'the ivaCode of the documents, which is none',
    { ivaCode: 'VATIT-12345678901' },
    { findings: [findingOf('unreadable', 'ivaCode')] },
  ],
  ['readSpidSaml', 'a sole trader', { companyFiscalNumber: tin(code) }, { company: { ...company, taxCode: code } }],
  [
    'readSpidSaml',
    'a company of which only the name is told',
    { companyName: 'Prova' },
    { company: { ...company, name: 'Prova' } },
  ],
  ['readSpidSaml', 'the first level', {}, { level: 1 }, { authnContextClassRef: level(1) }],
  ['readSpidSaml', 'the third level', {}, { level: 3 }, { authnContextClassRef: level(3) }],
  ['readSpidSaml', 'a class wrapped in line feeds', {}, noFinding, { authnContextClassRef: `\n  ${level(2)}\n` }],
  ['readSpidSaml', 'a class as an object of a parser of XML', {}, noFinding, { authnContextClassRef: { _: level(2) } }],
  [
    'readSpidSaml',
    'an issuer as an object of a parser of XML',
    {},
    noFinding,
    { issuer: { _: 'https://idp.example.it', $: {} } },
  ],
  ['readSpidSaml', 'an instant with milliseconds', {}, { at: now - 500 }, { authnInstant: '2026-11-29T09:59:59.500Z' }],
  ['readSpidSaml', 'an instant with an offset', {}, { at: now - 60_000 }, { authnInstant: '2026-11-29T10:59:00+01:00' }],
  ['readSpidSaml', 'an instant as epoch milliseconds', {}, { at: now - 1 }, { authnInstant: now - 1 }],
  ['readSpidSaml', 'no instant', {}, { at: now }, { authnInstant: null }],
  ['readSpidSaml', 'a clock that is five minutes ahead', {}, { at: now }, { authnInstant: now + 300_000 }],
]

const spidOidc: readonly Row[] = [
  ['readSpidOidc', 'claims as the joint rules with CIE have them', {}, noFinding],
  ['readSpidOidc', 'gender as F', { gender: 'F' }, noFinding],
  [
    'readSpidOidc',
    'claims in the former name space',
    {
      ...{ [eid('fiscal_number')]: null, [eid('spid_code')]: null, family_name: null, given_name: null, birthdate: null },
      ...{ gender: null, place_of_birth: null, [spid('fiscalNumber')]: tin(code), [spid('familyName')]: 'Verdi' },
      ...{ [spid('name')]: 'Anna', [spid('dateOfBirth')]: '1980-01-01', [spid('gender')]: 'F' },
      ...{ [spid('placeOfBirth')]: 'L219', [spid('countyOfBirth')]: 'TO' },
    },
    noFinding,
  ],
  ['readSpidOidc', 'both name spaces that say the same', { [spid('fiscalNumber')]: tin(code) }, noFinding],
  ['readSpidOidc', 'fiscal_number without a name space', { [eid('fiscal_number')]: null, fiscal_number: tin(code) }, noFinding],
  ['readSpidOidc', 'no spid_code', { [eid('spid_code')]: null }, noFinding],
  ['readSpidOidc', 'a name that is the whole name', { name: 'Anna Verdi' }, noFinding],
  ['readSpidOidc', 'place_of_birth without a region', { place_of_birth: { locality: 'L219' } }, place({ code: 'L219' })],
  ['readSpidOidc', 'place_of_birth without a locality', { place_of_birth: { region: 'TO' } }, place({ province: 'TO' })],
  ['readSpidOidc', 'an empty place_of_birth', { place_of_birth: {} }, place(null)],
  ['readSpidOidc', 'place_of_birth as a text', { place_of_birth: 'L219' }, place({ code: 'L219' })],
  [
    'readSpidOidc',
    'place_of_birth with the name of the place',
    { place_of_birth: { locality: 'Torino', region: 'TO' } },
    { ...place({ name: 'Torino', province: 'TO' }), findings: [findingOf('undecidable', 'placeOfBirth')] },
  ],
  [
    'readSpidOidc',
    'a mail address that the provider has verified',
    { email: 'anna@example.it', email_verified: true },
    { proposals: proposing('anna@example.it') },
  ],
  [
    'readSpidOidc',
    'a digital domicile',
    { [eid('e_delivery_service')]: 'anna@pec.example.it' },
    { proposals: proposing(null, 'anna@pec.example.it') },
  ],
  [
    'readSpidOidc',
    'a company',
    {
      [eid('company_name')]: 'Prova S.r.l.',
      [eid('vat_number')]: 'VATIT-00743110157',
      [eid('company_fiscal_number')]: tin('00743110157'),
      [eid('registered_office')]: { formatted: 'via di Prova 1 Torino' },
    },
    {
      company: {
        ...{ name: 'Prova S.r.l.', vatNumber: '00743110157', taxCode: '00743110157' },
        registeredOffice: 'via di Prova 1 Torino',
      },
    },
  ],
  [
    'readSpidOidc',
    'the spellings of the same rules in another place',
    { [eid('ivacode')]: 'VATIT-00743110157', [eid('company_fiscalNumber')]: tin('00743110157') },
    { company: { ...company, vatNumber: '00743110157', taxCode: '00743110157' } },
  ],
  [
    'readSpidOidc',
    'no claim but the necessary ones',
    { family_name: null, given_name: null, gender: null, birthdate: null, place_of_birth: null },
    bare(),
  ],
]

function bare(): Expected {
  return {
    person: { surname: null, givenName: null, sex: null, birthDate: null, birthPlace: null },
    findings: [findingOf('missing', 'familyName'), findingOf('missing', 'name'), findingOf('missing', 'dateOfBirth')],
  }
}

const tokens: readonly DocumentedShape[] = [
  { name: 'the first level', token: { acr: level(1) }, otherwise: { level: 1 } as const },
  { name: 'the third level', token: { acr: level(3) }, otherwise: { level: 3 } as const },
  { name: 'auth_time', token: { auth_time: now / 1_000 - 90 }, otherwise: { at: now - 90_000 } },
  { name: 'neither auth_time nor iat', token: { iat: null }, otherwise: { at: now } },
  { name: 'a sub as long as can be', token: { sub: 'a'.repeat(255) }, claims: { sub: 'a'.repeat(255) }, otherwise: {} },
].map(({ name, token, claims, otherwise }) => {
  const subject = { scheme: 'oidc-sub', value: 'a'.repeat(255) } as const
  const identity = identityOf('readSpidOidc', claims === undefined ? otherwise : { subject })
  return { reader: 'readSpidOidc', name, signIn: oidc(claims, token), identity }
})

const merged = oidc()

const cieShapes: readonly Row[] = [
  ['readCie', 'the four attributes of CIE over SAML, names in capitals', {}, noFinding],
  ['readCie', 'the first level', {}, { level: 1 }, { authnContextClassRef: level(1) }],
  ['readCie', 'the second level', {}, { level: 2 }, { authnContextClassRef: level(2) }],
  [
    'readCie',
    'names with capitals only',
    { familyName: 'Verdi', name: 'Anna' },
    { person: { surname: 'Verdi', givenName: 'Anna' } },
  ],
  ['readCie', 'names in lower case, as HTTP headers have them', { fiscalNumber: null, fiscalnumber: tin(code) }, noFinding],
  [
    'readCie',
    'a doubled surname in capitals',
    { familyName: 'DE VERDI' },
    { person: { surname: 'DE VERDI' }, ...mismatch('familyName') },
  ],
  [
    'readCie',
    'no birth date',
    { dateOfBirth: null },
    { person: { birthDate: null }, findings: [findingOf('missing', 'dateOfBirth')] },
  ],
  [
    'readCie',
    'fiscalNumber without its prefix',
    { fiscalNumber: code },
    { findings: [findingOf('prefix-missing', 'fiscalNumber')] },
  ],
]

const cieOidc: Expected = {
  protocol: 'cie-oidc',
  level: 3,
  provider: 'https://idp.example.it',
  subject: { scheme: 'oidc-sub', value: 'pairwise-0001' },
}

const cieTokens: readonly DocumentedShape[] = [
  {
    reader: 'readCie',
    name: 'claims of CIE over OpenID Connect',
    signIn: oidc({ [eid('spid_code')]: null }, { acr: level(3) }),
    identity: { ...identityOf('readSpidOidc', cieOidc) },
  },
  {
    reader: 'readCie',
    name: 'claims of CIE over OpenID Connect, names in capitals',
    signIn: oidc({ [eid('spid_code')]: null, family_name: 'VERDI', given_name: 'ANNA' }, { acr: level(3) }),
    identity: identityOf('readSpidOidc', { ...cieOidc, person: { surname: 'VERDI', givenName: 'ANNA' } }),
  },
  {
    reader: 'readSpidOidc',
    name: 'all claims in the token, without a user info',
    signIn: { idToken: { ...merged.userInfo, ...merged.idToken } },
    identity: identityOf('readSpidOidc'),
  },
]

const german = 'DE/IT/12345678-90ab'

const eidasShapes: readonly Row[] = [
  ['readEidas', 'the PersonIdentifier in spidCode, as the node hands it over', {}, noFinding],
  [
    'readEidas',
    'an identifier for another nation, as in the documents',
    { spidCode: 'ES/AT/02635542Y' },
    { subject: { scheme: 'person-identifier', value: 'ES/AT/02635542Y' }, person: { personIdentifier: 'ES/AT/02635542Y' } },
  ],
  [
    'readEidas',
    'an identifier with letters in lower case',
    { spidCode: german },
    { subject: { scheme: 'person-identifier', value: german }, person: { personIdentifier: german } },
  ],
  ['readEidas', 'PersonIdentifier by its own name', { spidCode: null, PersonIdentifier: identifier }, noFinding],
  [
    'readEidas',
    'the attributes of the European profile',
    {
      ...{ spidCode: null, familyName: null, name: null, gender: null, dateOfBirth: null, placeOfBirth: null },
      [naturalPerson('PersonIdentifier')]: identifier,
      [naturalPerson('CurrentFamilyName')]: 'Verdi',
      [naturalPerson('CurrentGivenName')]: 'Anna',
      [naturalPerson('DateOfBirth')]: '1980-01-01',
      [naturalPerson('Gender')]: 'Female',
      [naturalPerson('PlaceOfBirth')]: 'Duesseldorf',
    },
    noFinding,
  ],
  ['readEidas', 'a gender that is not said', { gender: 'Unspecified' }, { person: { sex: null } }],
  ['readEidas', 'the level low', {}, { level: 1 }, { authnContextClassRef: loa('low') }],
  ['readEidas', 'the level substantial', {}, { level: 2 }, { authnContextClassRef: loa('substantial') }],
  ['readEidas', 'the level high', {}, { level: 3 }, { authnContextClassRef: loa('high') }],
  ['readEidas', 'an empty codice fiscale', { fiscalNumber: '' }, noFinding],
  [
    'readEidas',
    'a codice fiscale that is one',
    { fiscalNumber: tin(code) },
    { proposals: { email: null, pec: null, codiceFiscale: code } },
  ],
  [
    'readEidas',
    'a codice fiscale that is one without its prefix',
    { fiscalNumber: code },
    { proposals: { email: null, pec: null, codiceFiscale: code }, findings: [findingOf('prefix-missing', 'fiscalNumber')] },
  ],
  [
    'readEidas',
    'the codice fiscale of the demonstration node, which is none',
    { fiscalNumber: 'TINIT-SMTJNS99C01XXXXK' },
    { findings: [findingOf('unreadable', 'fiscalNumber')] },
  ],
  [
    'readEidas',
    'letters of other alphabets with Latin ones',
    { familyName: 'Müller', name: 'Zoë' },
    { person: { surname: 'Müller', givenName: 'Zoë' } },
  ],
  [
    'readEidas',
    'a name in Greek letters',
    { familyName: 'Ωνάσης' },
    { person: { surname: null }, findings: [findingOf('unreadable', 'familyName')] },
  ],
  ['readEidas', 'no place of birth', { placeOfBirth: null }, place(null)],
]

const otherCode = codeOf({ ...anna, name: 'BEATRICE' })
const cnsShapes: readonly Row[] = [
  ['readCns', 'the common name of a CNS', {}, noFinding],
  ['readCns', 'a slash within the hash', { commonName: `${code}/6090010000000001.aG/zaA/=` }, noFinding],
  ['readCns', 'the codice fiscale of somebody else within the hash', { commonName: `${code}/1.${otherCode}/x=` }, noFinding],
  [
    'readCns',
    'an omocodia',
    { commonName: `${omocodia}/1.a=` },
    { subject: { scheme: 'codice-fiscale', value: omocodia }, ...withCode(omocodia) },
  ],
  [
    'readCns',
    'the names of the subject',
    { surname: 'VERDI', givenName: 'ANNA' },
    { person: { surname: 'VERDI', givenName: 'ANNA' } },
  ],
  ['readCns', 'names that do not fit', { surname: 'BIANCHI' }, { person: { surname: 'BIANCHI' }, ...mismatch('familyName') }],
]

const cnsPolicies: readonly DocumentedShape[] = [
  {
    reader: 'readCns',
    name: 'a policy that the host asks for',
    signIn: cns({ policies: ['1.2.3', '1.3.76.16.2.1'] }),
    identity: identityOf('readCns'),
    options: { at: now, providers: { [cardIssuer]: { policies: ['1.3.76.16.2.1'] } } },
  },
  {
    reader: 'readCns',
    name: 'a card of another issuer that the host accepts',
    signIn: cns({ issuer: 'CN=CA di carte simili', policies: ['1.3.76.47.4'] }),
    identity: identityOf('readCns', { provider: 'CN=CA di carte simili' }),
    options: { at: now, providers: { 'CN=CA di carte simili': { policies: ['1.3.76.47.4'] } } },
  },
]

const register: Places = {
  municipality: (name, province) => (name === 'Torino' && province === 'TO' ? ['L219'] : name === 'Roma' ? ['H501'] : null),
  nation: () => null,
  describe: (belfiore) => (['L219', 'H501'].includes(belfiore) ? { name: belfiore, province: null } : null),
}
const withRegister: FederationOptions = { at: now, places: register }

const placed: readonly DocumentedShape[] = [
  {
    reader: 'readSpidSaml',
    name: 'the name of the place, which a register knows',
    signIn: saml({ placeOfBirth: 'Torino' }),
    identity: identityOf('readSpidSaml', place({ name: 'Torino', province: 'TO' })),
    options: withRegister,
  },
  {
    reader: 'readSpidSaml',
    name: 'the name of another place, which a register knows',
    signIn: saml({ placeOfBirth: 'Roma', countyOfBirth: 'RM' }),
    identity: identityOf('readSpidSaml', { ...place({ name: 'Roma', province: 'RM' }), ...mismatch('placeOfBirth') }),
    options: withRegister,
  },
  {
    reader: 'readSpidSaml',
    name: 'the name of a place without its province',
    signIn: saml({ placeOfBirth: 'Roma', countyOfBirth: null }),
    identity: identityOf('readSpidSaml', { ...place({ name: 'Roma' }), findings: [findingOf('undecidable', 'placeOfBirth')] }),
    options: withRegister,
  },
  {
    reader: 'readSpidSaml',
    name: 'the name of a place abroad',
    signIn: saml({ fiscalNumber: tin(bornAbroad), placeOfBirth: 'Berlino', countyOfBirth: 'EE' }),
    identity: identityOf('readSpidSaml', {
      person: { codiceFiscale: bornAbroad, birthPlace: { code: null, name: 'Berlino', province: 'EE' } },
      findings: [findingOf('undecidable', 'placeOfBirth'), findingOf('codice-fiscale/place-unknown', 'fiscalNumber')],
    }),
    options: withRegister,
  },
]

const rows = [...spidSaml, ...spidOidc, ...cieShapes, ...eidasShapes, ...cnsShapes]

/** All shapes; their names are unique for a reader. */
export const documentedShapes: readonly DocumentedShape[] = [
  ...rows.map(([reader, name, changes, otherwise, members]): DocumentedShape => {
    const identity = identityOf(reader, otherwise)
    const { codiceFiscale } = identity.person
    const byCode = identity.subject.scheme === 'codice-fiscale' && codiceFiscale !== null
    const subject = byCode ? { scheme: 'codice-fiscale' as const, value: codiceFiscale } : identity.subject
    return { reader, name, signIn: makers[reader](changes, members ?? {}), identity: { ...identity, subject } }
  }),
  ...[...tokens, ...cieTokens, ...cnsPolicies, ...placed],
]
