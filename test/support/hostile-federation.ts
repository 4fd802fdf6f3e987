/** Sign-ins that nobody is read from, and values that are dropped, as a broken or hostile gateway may hand them over. */
import type { FederatedIdentity, FederationOptions, FederationRefusal } from 'sportello/federation'
import { codeOf, withCheckLetter } from '../rules/identity/people.ts'
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
  provider,
  type Reader,
  saml,
  spidCode,
} from './federation.ts'

export type HostileSignIn = {
  readonly name: string
  readonly reader: Reader
  readonly signIn: unknown
  readonly answer: FederationRefusal | FederatedIdentity
  readonly options?: FederationOptions
}

const mebibyte = 2 ** 20
const long = 'A'.repeat(mebibyte)
const tin = (value: string) => `TINIT-${value}`
const throwing = (): never => {
  throw new Error('a getter that throws')
}
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const closed = new Proxy({}, { get: throwing, has: throwing, getOwnPropertyDescriptor: throwing, ownKeys: throwing })

/** An object whose member is inherited. */
const inheriting = (members: Changes): object => Object.create(members)
/** An object that has its member by a getter. */
const withGetter = (members: object, name: string, get: () => unknown): object =>
  Object.defineProperty({ ...members }, name, { get, enumerable: true, configurable: true })
const parsed = (text: string): unknown => JSON.parse(text)

const malformedInput: FederationRefusal = { code: 'federation/input-malformed' }
const noProvider: FederationRefusal = { code: 'federation/provider-malformed' }
const unknownProvider: FederationRefusal = { code: 'federation/provider-unknown' }
const unknownLevel: FederationRefusal = { code: 'federation/level-unknown' }
const noInstant: FederationRefusal = { code: 'federation/instant-malformed' }
const future: FederationRefusal = { code: 'federation/instant-in-future' }
const noSubject: FederationRefusal = { code: 'federation/subject-malformed' }
const otherSubject: FederationRefusal = { code: 'federation/subject-differs' }
const noCard: FederationRefusal = { code: 'federation/card-malformed' }
const provisional: FederationRefusal = { code: 'federation/codice-fiscale-provisional' }
const isEidas: FederationRefusal = { code: 'federation/protocol-differs', protocol: 'eidas' }

type Attribute = Extract<FederationRefusal, { code: 'federation/attribute-malformed' }>['attribute']
type Fault = Extract<FederationRefusal, { code: 'federation/attribute-malformed' }>['fault']
type Reason = Extract<FederationRefusal, { code: 'federation/codice-fiscale-invalid' }>['reason']
const missing = (attribute: Attribute): FederationRefusal => ({ code: 'federation/attribute-missing', attribute })
const malformed = (attribute: Attribute, fault: Fault): FederationRefusal => ({
  code: 'federation/attribute-malformed',
  attribute,
  fault,
})
const invalid = (reason: Reason): FederationRefusal => ({ code: 'federation/codice-fiscale-invalid', reason })

type Refused = readonly [name: string, signIn: unknown, refusal: FederationRefusal]

/** What a sign-in of any kind may be instead of an object. */
const noSignIns: readonly (readonly [name: string, signIn: unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', long],
  ['a number', Number.NaN],
  ['a list', [saml()]],
  ['a function', () => saml()],
  ['a symbol', Symbol('saml')],
  ['a proxy that tells nothing', closed],
  ['a proxy that was revoked', revoked()],
  ['members that are inherited', inheriting({ ...saml(), ...oidc() })],
]

const spidSaml: readonly Refused[] = [
  ['no attributes', saml({}, { attributes: null }), malformedInput],
  ['attributes as a text', saml({}, { attributes: long }), malformedInput],
  ['attributes behind a getter that throws', withGetter(saml(), 'attributes', throwing), malformedInput],
  ['attributes that are inherited', saml({}, { attributes: inheriting({ fiscalNumber: tin(code) }) }), missing('fiscalNumber')],
  ['attributes of a proxy that tells nothing', saml({}, { attributes: closed }), missing('fiscalNumber')],
  ['attributes of a proxy that was revoked', saml({}, { attributes: revoked() }), missing('fiscalNumber')],
  [
    'attributes in __proto__',
    saml({}, { attributes: parsed(`{"__proto__":{"fiscalNumber":"${tin(code)}"}}`) }),
    missing('fiscalNumber'),
  ],
  ['attributes as a list of pairs', saml({}, { attributes: [['fiscalNumber', tin(code)]] }), missing('fiscalNumber')],
  ['attributes as a Map', saml({}, { attributes: new Map([['fiscalNumber', tin(code)]]) }), missing('fiscalNumber')],
  ['no issuer', saml({}, { issuer: null }), noProvider],
  ['an empty issuer', saml({}, { issuer: ' \n' }), noProvider],
  ['an issuer as a list', saml({}, { issuer: [provider] }), noProvider],
  ['an issuer that is inherited', saml({}, { issuer: inheriting({ _: provider }) }), noProvider],
  ['an issuer of a mebibyte', saml({}, { issuer: long }), noProvider],
  ['an issuer with a zero character', saml({}, { issuer: `${provider}\0` }), noProvider],
  ['an issuer with a lone surrogate', saml({}, { issuer: `${provider}\uD800` }), noProvider],
  ['no class', saml({}, { authnContextClassRef: null }), unknownLevel],
  ['an empty class', saml({}, { authnContextClassRef: '' }), unknownLevel],
  ['a class in lower case', saml({}, { authnContextClassRef: 'https://www.spid.gov.it/spidl3' }), unknownLevel],
  ['a class of a fourth level', saml({}, { authnContextClassRef: 'https://www.spid.gov.it/SpidL4' }), unknownLevel],
  ['a class with more after it', saml({}, { authnContextClassRef: 'https://www.spid.gov.it/SpidL33' }), unknownLevel],
  ['a class with more before it', saml({}, { authnContextClassRef: 'x https://www.spid.gov.it/SpidL3' }), unknownLevel],
  ['a class of another site', saml({}, { authnContextClassRef: 'https://www.spid.gov.it.example.it/SpidL3' }), unknownLevel],
  ['a class without its site', saml({}, { authnContextClassRef: 'SpidL3' }), unknownLevel],
  ['a level instead of a class', saml({}, { authnContextClassRef: 3 }), unknownLevel],
  [
    'two classes',
    saml({}, { authnContextClassRef: ['https://www.spid.gov.it/SpidL1', 'https://www.spid.gov.it/SpidL3'] }),
    unknownLevel,
  ],
  ['the class __proto__', saml({}, { authnContextClassRef: '__proto__' }), unknownLevel],
  ['the class constructor', saml({}, { authnContextClassRef: 'constructor' }), unknownLevel],
  ['the class toString', saml({}, { authnContextClassRef: 'toString' }), unknownLevel],
  ['a class of a password', saml({}, { authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' }), unknownLevel],
  ['a level of eIDAS in SPID', saml({}, { authnContextClassRef: 'http://eidas.europa.eu/LoA/high' }), unknownLevel],
  ['a class of a mebibyte', saml({}, { authnContextClassRef: long }), unknownLevel],
  ['an instant that is not on the calendar', saml({}, { authnInstant: '2026-02-30T10:00:00Z' }), noInstant],
  ['an instant without a zone', saml({}, { authnInstant: '2026-11-29T09:59:00' }), noInstant],
  ['an instant without a time', saml({}, { authnInstant: '2026-11-29' }), noInstant],
  ['an instant as people write it', saml({}, { authnInstant: 'Nov 29, 2026 10:00' }), noInstant],
  ['an instant of a mebibyte', saml({}, { authnInstant: '2'.repeat(mebibyte) }), noInstant],
  ['an instant that is no number', saml({}, { authnInstant: Number.NaN }), noInstant],
  ['an endless instant', saml({}, { authnInstant: Number.POSITIVE_INFINITY }), noInstant],
  ['an instant before 1970', saml({}, { authnInstant: -1 }), noInstant],
  ['half a millisecond', saml({}, { authnInstant: 0.5 }), noInstant],
  ['an instant as a Date', saml({}, { authnInstant: new Date(now) }), noInstant],
  ['an object that behaves like a Date', saml({}, { authnInstant: { getTime: () => now } }), noInstant],
  ['a heap of digits', saml({}, { authnInstant: BigInt(now) }), noInstant],
  ['an instant more than five minutes ahead', saml({}, { authnInstant: now + 300_001 }), future],
  ['an instant of the year 9999', saml({}, { authnInstant: '9999-12-31T00:00:00Z' }), future],
  ['no fiscalNumber', saml({ fiscalNumber: null }), missing('fiscalNumber')],
  ['an empty fiscalNumber', saml({ fiscalNumber: ' \n\t' }), missing('fiscalNumber')],
  [
    'fiscalNumber behind a getter that throws',
    saml({}, { attributes: withGetter({ spidCode }, 'fiscalNumber', throwing) }),
    missing('fiscalNumber'),
  ],
  ['fiscalNumber as a number', saml({ fiscalNumber: 743110157 }), malformed('fiscalNumber', 'type')],
  ['fiscalNumber as true', saml({ fiscalNumber: true }), malformed('fiscalNumber', 'type')],
  ['fiscalNumber as an object', saml({ fiscalNumber: { value: tin(code) } }), malformed('fiscalNumber', 'type')],
  [
    'fiscalNumber as an object that turns into a text',
    saml({ fiscalNumber: { toString: () => tin(code) } }),
    malformed('fiscalNumber', 'type'),
  ],
  ['fiscalNumber as a String object', saml({ fiscalNumber: new String(tin(code)) }), malformed('fiscalNumber', 'type')],
  ['fiscalNumber within a list within a list', saml({ fiscalNumber: [[tin(code)]] }), malformed('fiscalNumber', 'type')],
  [
    'fiscalNumber as a list without end',
    saml({ fiscalNumber: Array(mebibyte).fill(tin(code)) }),
    malformed('fiscalNumber', 'type'),
  ],
  ['fiscalNumber as bytes', saml({ fiscalNumber: new Uint8Array(16) }), malformed('fiscalNumber', 'type')],
  ['fiscalNumber as a list with a number', saml({ fiscalNumber: [tin(code), 1] }), malformed('fiscalNumber', 'type')],
  ['fiscalNumber of a proxy that was revoked', saml({ fiscalNumber: revoked() }), malformed('fiscalNumber', 'type')],
  ['two people in a list', saml({ fiscalNumber: [tin(code), tin(codeOf(marco()))] }), malformed('fiscalNumber', 'conflict')],
  ['two people by two spellings of a name', saml({ fiscalnumber: tin(codeOf(marco())) }), malformed('fiscalNumber', 'conflict')],
  ['fiscalNumber of a mebibyte', saml({ fiscalNumber: tin(long) }), malformed('fiscalNumber', 'length')],
  ['fiscalNumber of a mebibyte of blanks', saml({ fiscalNumber: ' '.repeat(mebibyte) }), malformed('fiscalNumber', 'length')],
  ['fiscalNumber with a zero character', saml({ fiscalNumber: `${tin(code)}\0` }), malformed('fiscalNumber', 'characters')],
  ['fiscalNumber with a lone surrogate', saml({ fiscalNumber: `${tin(code)}\uDC00` }), malformed('fiscalNumber', 'characters')],
  ['fiscalNumber with a zero-width blank', saml({ fiscalNumber: `\u200B${tin(code)}` }), malformed('fiscalNumber', 'characters')],
  ['fiscalNumber with a byte order mark', saml({ fiscalNumber: `\uFEFF${tin(code)}` }), malformed('fiscalNumber', 'characters')],
  [
    'fiscalNumber written from right to left',
    saml({ fiscalNumber: `\u202E${tin(code)}` }),
    malformed('fiscalNumber', 'characters'),
  ],
  ['the prefix twice', saml({ fiscalNumber: tin(tin(code)) }), malformed('fiscalNumber', 'prefix')],
  ['the prefix twice in two cases', saml({ fiscalNumber: `tinit-${tin(code)}` }), malformed('fiscalNumber', 'prefix')],
  ['the prefix three times', saml({ fiscalNumber: tin(tin(tin(code))) }), malformed('fiscalNumber', 'prefix')],
  ['the prefix alone', saml({ fiscalNumber: 'TINIT-' }), invalid('codice-fiscale/length')],
  ['the prefix of a VAT number', saml({ fiscalNumber: `VATIT-${code}` }), invalid('codice-fiscale/characters')],
  ['the prefix of another nation', saml({ fiscalNumber: `TINDE-${code}` }), invalid('codice-fiscale/characters')],
  [
    'two codes with a comma, as headers are joined',
    saml({ fiscalNumber: `${tin(code)}, ${tin(code)}` }),
    invalid('codice-fiscale/characters'),
  ],
  ['two codes with a semicolon', saml({ fiscalNumber: `${tin(code)};${tin(code)}` }), invalid('codice-fiscale/characters')],
  [
    'the check letter of another code',
    saml({ fiscalNumber: tin(`${code.slice(0, 15)}A`) }),
    invalid('codice-fiscale/check-letter'),
  ],
  [
    'a day that the month does not have',
    saml({ fiscalNumber: tin(withCheckLetter('VRDNNA80B70L219')) }),
    invalid('codice-fiscale/date'),
  ],
  ['the placeholder of the documents', saml({ fiscalNumber: 'TINIT-ABCDEF12A12A123A' }), invalid('codice-fiscale/check-letter')],
  ['wide letters', saml({ fiscalNumber: tin(code.replace('V', 'Ｖ')) }), invalid('codice-fiscale/characters')],
  ['letters that look alike', saml({ fiscalNumber: tin(code.replace('A', 'А')) }), invalid('codice-fiscale/characters')],
  [
    'a code with a line feed within',
    saml({ fiscalNumber: tin(`${code.slice(0, 6)}\n${code.slice(6)}`) }),
    invalid('codice-fiscale/characters'),
  ],
  ['eleven digits that are provisional', saml({ fiscalNumber: tin('00743110157') }), provisional],
  ['eleven digits with a wrong check digit', saml({ fiscalNumber: tin('12345678901') }), invalid('codice-fiscale/length')],
  ['a spidCode of eIDAS', saml({ spidCode: identifier }), isEidas],
  ['two spidCodes', saml({ spidCode: [spidCode, 'ABCD123456789B'] }), malformed('spidCode', 'conflict')],
  ['a spidCode with a blank', saml({ spidCode: 'ABCD 123456789' }), malformed('spidCode', 'shape')],
  ['a spidCode of other letters', saml({ spidCode: 'ÀBCD123456789A' }), malformed('spidCode', 'shape')],
  ['a spidCode of a mebibyte', saml({ spidCode: long }), malformed('spidCode', 'length')],
  ['a spidCode of 65 characters', saml({ spidCode: 'A'.repeat(65) }), malformed('spidCode', 'shape')],
  ['a spidCode as a number', saml({ spidCode: 1 }), malformed('spidCode', 'type')],
]

function marco() {
  return { surname: 'BIANCHI', name: 'MARCO', year: 1970, month: 5, day: 3, sex: 'M', place: 'H501' } as const
}

const spidOidc: readonly Refused[] = [
  ['no token', oidc({}, {}, { idToken: null }), malformedInput],
  ['a token that is not decoded', oidc({}, {}, { idToken: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }), malformedInput],
  ['a user info that is not decoded', oidc({}, {}, { userInfo: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }), malformedInput],
  ['no sub', oidc({}, { sub: null }), noSubject],
  ['an empty sub', oidc({ sub: '' }, { sub: '' }), noSubject],
  ['a sub as a number', oidc({ sub: 1 }, { sub: 1 }), noSubject],
  ['a sub as a list', oidc({ sub: ['a'] }, { sub: ['a'] }), noSubject],
  ['a sub with a blank', oidc({ sub: 'a b' }, { sub: 'a b' }), noSubject],
  ['a sub with a line feed after it', oidc({ sub: 'a\n' }, { sub: 'a\n' }), noSubject],
  ['a sub of 256 characters', oidc({ sub: 'a'.repeat(256) }, { sub: 'a'.repeat(256) }), noSubject],
  ['a sub of other letters', oidc({ sub: 'à' }, { sub: 'à' }), noSubject],
  ['the user info of somebody else', oidc({ sub: 'pairwise-0002' }), otherSubject],
  ['a user info without sub', oidc({ sub: null }), otherSubject],
  ['a user info that inherits its sub', oidc({}, {}, { userInfo: inheriting({ sub: 'pairwise-0001' }) }), otherSubject],
  ['no acr', oidc({}, { acr: null }), unknownLevel],
  ['acr as a list', oidc({}, { acr: ['https://www.spid.gov.it/SpidL3'] }), unknownLevel],
  ['acr as a number', oidc({}, { acr: 3 }), unknownLevel],
  ['no iss', oidc({}, { iss: null }), noProvider],
  ['iat in milliseconds', oidc({}, { iat: now }), noInstant],
  ['an iat more than five minutes ahead', oidc({}, { iat: now / 1_000 + 301 }), future],
  ['iat as a text', oidc({}, { iat: '1764410340' }), noInstant],
  ['half a second', oidc({}, { iat: 1_764_410_340.5 }), noInstant],
  ['an endless iat', oidc({}, { iat: Number.POSITIVE_INFINITY }), noInstant],
  ['no fiscal number', oidc({ 'https://attributes.eid.gov.it/fiscal_number': null }), missing('fiscalNumber')],
  [
    'two people in two name spaces',
    oidc({ 'https://attributes.spid.gov.it/fiscalNumber': tin(codeOf(marco())) }),
    malformed('fiscalNumber', 'conflict'),
  ],
  [
    'a fiscal number as an object',
    oidc({ 'https://attributes.eid.gov.it/fiscal_number': { value: tin(code) } }),
    malformed('fiscalNumber', 'type'),
  ],
  [
    'a claim within the object of another one',
    oidc({ 'https://attributes.eid.gov.it/fiscal_number': null, place_of_birth: { fiscal_number: tin(code) } }),
    missing('fiscalNumber'),
  ],
]

const cieRefused: readonly Refused[] = [
  [
    'the class of another means',
    cie({}, { authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard' }),
    unknownLevel,
  ],
  ['no fiscalNumber', cie({ fiscalNumber: null }), missing('fiscalNumber')],
  ['both a token and attributes, the token malformed', { ...cie(), idToken: 1 }, malformedInput],
]

const eidasRefused: readonly Refused[] = [
  ['no PersonIdentifier', eidas({ spidCode: null }), missing('personIdentifier')],
  ['a spidCode of SPID', eidas({ spidCode }), malformed('personIdentifier', 'shape')],
  ['nations in lower case', eidas({ spidCode: 'es/it/02635542Y' }), malformed('personIdentifier', 'shape')],
  ['a nation of three letters', eidas({ spidCode: 'ESP/IT/02635542Y' }), malformed('personIdentifier', 'shape')],
  ['an identifier without a nation that it is for', eidas({ spidCode: 'ES//02635542Y' }), malformed('personIdentifier', 'shape')],
  ['an empty identifier', eidas({ spidCode: 'ES/IT/' }), malformed('personIdentifier', 'shape')],
  ['an identifier with a blank', eidas({ spidCode: 'ES/IT/0263 5542Y' }), malformed('personIdentifier', 'shape')],
  ['two identifiers', eidas({ PersonIdentifier: 'ES/IT/1' }), malformed('personIdentifier', 'conflict')],
  ['an identifier of a mebibyte', eidas({ spidCode: `ES/IT/${long}` }), malformed('personIdentifier', 'length')],
  [
    'a level that is not notified',
    eidas({}, { authnContextClassRef: 'http://eidas.europa.eu/LoA/NotNotified/low' }),
    unknownLevel,
  ],
]

const cnsRefused: readonly Refused[] = [
  ['no common name', cns({ commonName: null }), noCard],
  ['a common name without a slash', cns({ commonName: code }), noCard],
  ['a common name with nothing after the slash', cns({ commonName: `${code}/` }), noCard],
  ['the common name of an old signature', cns({ commonName: `VERDI ANNA/${code}/1.a=` }), noCard],
  ['the common name of a workstation', cns({ commonName: 'postazione-12.example.it' }), noCard],
  ['fifteen characters before the slash', cns({ commonName: `${code.slice(0, 15)}/1.a=` }), noCard],
  ['seventeen characters before the slash', cns({ commonName: `${code}X/1.a=` }), noCard],
  ['a code that more follows without a slash', cns({ commonName: `${code}JUNK/1.a=` }), noCard],
  ['a common name in lower case', cns({ commonName: `${code.toLowerCase()}/1.a=` }), noCard],
  ['the prefix of SPID', cns({ commonName: `TINIT-${code}/1.a=` }), noCard],
  ['sixteen characters that are no code', cns({ commonName: 'ABCDEF12A12A123A/1.a=' }), invalid('codice-fiscale/check-letter')],
  ['a common name of a mebibyte', cns({ commonName: `${code}/${long}` }), noCard],
  ['a common name with a zero character', cns({ commonName: `${code}/1.a=\0.example.it` }), noCard],
  ['a common name as a list', cns({ commonName: [`${code}/1.a=`] }), noCard],
  ['no issuer', cns({ issuer: null }), noProvider],
  ['an issuer that is not in the list', cns({ issuer: 'CN=CA di carte simili' }), unknownProvider],
  ['an issuer that begins like one in the list', cns({ issuer: `${cardIssuer},C=IT` }), unknownProvider],
  ['an issuer in lower case', cns({ issuer: cardIssuer.toLowerCase() }), unknownProvider],
  ['the issuer __proto__', cns({ issuer: '__proto__' }), unknownProvider],
  ['the issuer constructor', cns({ issuer: 'constructor' }), unknownProvider],
]

const rows: readonly (readonly [Reader, readonly Refused[]])[] = [
  ['readSpidSaml', spidSaml],
  ['readSpidOidc', spidOidc],
  ['readCie', cieRefused],
  ['readEidas', eidasRefused],
  ['readCns', cnsRefused],
]

const listed = (reader: Reader, signIn: unknown, options: Omit<FederationOptions, 'at'>, name: string): HostileSignIn => ({
  ...{ reader, signIn, name },
  answer: reader === 'readSpidSaml' && options.protocols !== undefined ? unknownLevel : unknownProvider,
  options: { at: now, ...options },
})

const byOptions: readonly HostileSignIn[] = [
  listed('readSpidSaml', saml(), { providers: { 'https://other.example.it': {} } }, 'a provider that is not in the list'),
  listed('readSpidSaml', saml({}, { issuer: 'constructor' }), { providers: {} }, 'the provider constructor'),
  listed('readSpidSaml', saml({}, { issuer: '__proto__' }), { providers: {} }, 'the provider __proto__'),
  listed('readCns', cns(), {}, 'a card without a list of issuers'),
  listed(
    'readCns',
    cns(),
    { providers: { [cardIssuer]: { policies: ['1.2.3'] } } },
    'a card without policies where one is asked for',
  ),
  listed(
    'readCns',
    cns({ policies: ['1.3.76.47.4'] }),
    { providers: { [cardIssuer]: { policies: ['1.2.3'] } } },
    'a card of another policy',
  ),
  listed('readCns', cns({ policies: '1.2.3' }), { providers: { [cardIssuer]: { policies: ['1.2.3'] } } }, 'a policy as a text'),
  listed(
    'readCns',
    cns({ policies: revoked() }),
    { providers: { [cardIssuer]: { policies: ['1.2.3'] } } },
    'policies of a proxy that was revoked',
  ),
  listed('readSpidSaml', saml(), { protocols: { 'spid-saml': { levels: {} } } }, 'a protocol without any class'),
]

/** Values that name nobody are dropped, each with a finding. */
type Dropped = readonly [reader: Reader, name: string, changes: Changes, otherwise: Expected]

const unreadable = (attribute: Attribute, stopsLinking = false): Expected => ({
  findings: [findingOf('unreadable', attribute, stopsLinking)],
})
const noName: Expected = { person: { givenName: null }, ...unreadable('name') }
const noSurname: Expected = { person: { surname: null }, ...unreadable('familyName') }
const noDate: Expected = { person: { birthDate: null }, ...unreadable('dateOfBirth', true) }
const noSex: Expected = { person: { sex: null }, ...unreadable('gender', true) }
const noPlace: Expected = { person: { birthPlace: { code: null, name: null, province: 'TO' } }, ...unreadable('placeOfBirth') }

const spidDropped: readonly (readonly [name: string, changes: Changes, otherwise: Expected])[] = [
  ['a name of a mebibyte', { name: long }, noName],
  ['a name with a zero character', { name: 'An\0na' }, noName],
  ['a name with an escape', { name: 'Anna\u001B[31m' }, noName],
  ['a name with a lone surrogate', { name: 'Anna\uD800' }, noName],
  ['a name with a tag of a page', { name: '<b>Anna</b>' }, noName],
  ['a name written from right to left', { name: 'Anna\u202E' }, noName],
  ['a name with digits', { name: 'Anna2' }, noName],
  ['a name that is a link', { name: 'anna.example.it' }, noName],
  ['a name as a number', { name: 1 }, noName],
  ['a name as an object', { name: {} }, noName],
  ['two names', { name: ['Anna', 'Maria'] }, noName],
  ['a surname that was lost in another encoding', { familyName: 'Verd\uFFFD' }, noSurname],
  ['a surname read in another encoding', { familyName: 'VerdÃ¬' }, noSurname],
  ['a surname in Cyrillic letters', { familyName: 'Верди' }, noSurname],
  ['a surname of marks', { familyName: 'V\u0301\u0301\u0301\u0301erdi' }, noSurname],
  ['30 February', { dateOfBirth: '1980-02-30' }, noDate],
  ['29 February of a common year', { dateOfBirth: '1981-02-29' }, noDate],
  ['month 13', { dateOfBirth: '1980-13-01' }, noDate],
  ['day 0', { dateOfBirth: '1980-01-00' }, noDate],
  ['zeros with a year', { dateOfBirth: '1980-00-00' }, noDate],
  ['a birth tomorrow', { dateOfBirth: '2026-11-30' }, noDate],
  ['a birth date as people write it', { dateOfBirth: '01/01/1980' }, noDate],
  ['a birth date with a time', { dateOfBirth: '1980-01-01T00:00:00Z' }, noDate],
  ['a year of five digits', { dateOfBirth: '11980-01-01' }, noDate],
  ['a year before zero', { dateOfBirth: '-1980-01-01' }, noDate],
  ['a birth date of other digits', { dateOfBirth: '１９８０-01-01' }, noDate],
  ['a birth date as a number', { dateOfBirth: 19_800_101 }, noDate],
  ['a birth date as a Date', { dateOfBirth: new Date(0) }, noDate],
  ['two birth dates', { dateOfBirth: ['1980-01-01', '1980-01-02'] }, noDate],
  ['a birth date of a mebibyte', { dateOfBirth: '1'.repeat(mebibyte) }, noDate],
  ['another sex than two', { gender: 'X' }, noSex],
  ['a sex as a number', { gender: 2 }, noSex],
  ['the sex toString', { gender: 'toString' }, noSex],
  ['the sex __proto__', { gender: '__proto__' }, noSex],
  ['two sexes', { gender: ['F', 'M'] }, noSex],
  ['a place of a mebibyte', { placeOfBirth: long }, noPlace],
  ['a place with a control character', { placeOfBirth: 'Tori\u0007no' }, noPlace],
  ['a place with digits', { placeOfBirth: 'L2190' }, noPlace],
  ['a province of a mebibyte', { countyOfBirth: long }, { person: { birthPlace: { code: 'L219', name: null, province: null } } }],
  [
    'a province of a digit and a sign',
    { countyOfBirth: '1!' },
    { person: { birthPlace: { code: 'L219', name: null, province: null } } },
  ],
  ['a VAT number with neither prefix nor check digit', { ivaCode: '12345678901' }, unreadable('ivaCode')],
  ['a mail address with a line feed within', { email: 'anna@example.it\nBcc: x@example.it' }, unreadable('email')],
  ['a mail address of a mebibyte', { email: `${long}@example.it` }, unreadable('email')],
  ['two mail addresses', { email: ['a@example.it', 'b@example.it'] }, unreadable('email')],
  ['a mail address with a name', { email: 'Anna <anna@example.it>' }, unreadable('email')],
  ['a mail address as an object', { email: { address: 'anna@example.it' } }, unreadable('email')],
  ['a PEC address of other letters', { digitalAddress: 'anna@pèc.example.it' }, unreadable('digitalAddress')],
  ['the prefix of a VAT number twice', { ivaCode: 'VATIT-VATIT-00743110157' }, unreadable('ivaCode')],
  ['a VAT number with a wrong check digit', { ivaCode: 'VATIT-00743110158' }, unreadable('ivaCode')],
  ['the prefix of a body twice', { companyFiscalNumber: 'TINIT-TINIT-00743110157' }, unreadable('companyFiscalNumber')],
  ['the name of a body with a zero character', { companyName: 'Prova\0' }, unreadable('companyName')],
  ['the office of a body as a list of numbers', { registeredOffice: [1, 2] }, unreadable('registeredOffice')],
]

const dropped: readonly Dropped[] = [
  ...spidDropped.map((row): Dropped => ['readSpidSaml', ...row]),
  ['readSpidOidc', 'a name as an object', { given_name: { first: 'Anna' } }, noName],
  [
    'readSpidOidc',
    'a place of birth as a list',
    { place_of_birth: [{ locality: 'L219' }] },
    { person: { birthPlace: null }, ...unreadable('placeOfBirth') },
  ],
  [
    'readSpidOidc',
    'a place within a place',
    { place_of_birth: { locality: { locality: 'L219' } } },
    { person: { birthPlace: null }, ...unreadable('placeOfBirth') },
  ],
  ['readCie', 'a birth date that is none', { dateOfBirth: '1980-02-31' }, noDate],
  ['readEidas', 'a codice fiscale with its prefix twice', { fiscalNumber: tin(tin(code)) }, unreadable('fiscalNumber')],
  ['readEidas', 'a codice fiscale of eleven digits', { fiscalNumber: tin('00743110157') }, unreadable('fiscalNumber')],
  [
    'readCns',
    'a surname with a control character',
    { surname: 'VERDI\u0000' },
    { person: { surname: null }, ...unreadable('familyName') },
  ],
]

const makers: { readonly [Name in Reader]: (changes: Changes) => unknown } = {
  ...{ readSpidSaml: saml, readSpidOidc: oidc, readCie: cie, readCns: cns, readEidas: eidas },
}

const emptyAnswers: { readonly [Name in Reader]: FederationRefusal } = {
  readSpidSaml: malformedInput,
  readSpidOidc: malformedInput,
  readCie: malformedInput,
  readEidas: malformedInput,
  readCns: malformedInput,
}

const nothings: readonly HostileSignIn[] = (Object.keys(emptyAnswers) as readonly Reader[]).flatMap((reader) =>
  noSignIns.map(([name, signIn]): HostileSignIn => {
    const isObject = typeof signIn === 'object' && signIn !== null
    return { reader, name, signIn, answer: reader === 'readCns' && isObject ? noCard : emptyAnswers[reader] }
  }),
)

/** All of them; their names are unique for a reader. */
export const hostileSignIns: readonly HostileSignIn[] = [
  ...nothings,
  ...rows.flatMap(([reader, refused]) =>
    refused.map(([name, signIn, answer]): HostileSignIn => ({ reader, name, signIn, answer })),
  ),
  ...byOptions,
  ...dropped.map(([reader, name, changes, otherwise]): HostileSignIn => {
    return { reader, name, signIn: makers[reader](changes), answer: identityOf(reader, otherwise) }
  }),
]
