/** What does not fit in attributes that are accepted all the same. */
import type { CodiceFiscaleFinding } from '../identity/index.ts'

/** An attribute by its name in SPID, whatever the gateway calls it; `personIdentifier` is that of eIDAS. */
export type FederationAttribute =
  | 'spidCode'
  | 'personIdentifier'
  | 'fiscalNumber'
  | 'familyName'
  | 'name'
  | 'gender'
  | 'dateOfBirth'
  | 'placeOfBirth'
  | 'countyOfBirth'
  | 'email'
  | 'digitalAddress'
  | 'companyName'
  | 'companyFiscalNumber'
  | 'ivaCode'
  | 'registeredOffice'

/**
 * `missing`: the protocol ought to give it. `unreadable`: nothing is made of what was given. `mismatch`, `undecidable`: held against the
 * codice fiscale. `prefix-missing`: without its `TINIT-` or `VATIT-`; `prefix-case`: with it in other letters. `form`: not in the form that the rules
 * prescribe, though it names somebody. The codes with a slash are those of the codice fiscale itself.
 */
export type FederationFindingCode =
  | 'missing'
  | 'unreadable'
  | 'mismatch'
  | 'undecidable'
  | 'prefix-missing'
  | 'prefix-case'
  | 'form'
  | CodiceFiscaleFinding

/**
 * One thing for people to look at. `stopsLinking`: with it no account is linked automatically, since birth date or sex do not fit the
 * codice fiscale; the office looks at the case. Everything else is told only: a surname may have changed lawfully.
 */
export type FederationFinding = {
  readonly code: FederationFindingCode
  readonly attribute: FederationAttribute
  readonly stopsLinking: boolean
}

/** The attributes that stop automatic linking when they do not fit. */
const linking: ReadonlySet<FederationAttribute> = /* @__PURE__ */ new Set<FederationAttribute>(['dateOfBirth', 'gender'])

export function finding(code: FederationFindingCode, attribute: FederationAttribute): FederationFinding {
  const stopsLinking = linking.has(attribute) && (code === 'mismatch' || code === 'unreadable')
  return { code, attribute, stopsLinking }
}
