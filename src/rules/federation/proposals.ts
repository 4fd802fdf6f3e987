/** What a provider tells besides the person: addresses that nobody has validated here, and the body that he acts for. */
import { parseCodiceFiscale, parseMailAddress, parsePartitaIva } from '../identity/index.ts'
import type { Attributes } from './attributes.ts'
import { type FederationAttribute, type FederationFinding, finding } from './finding.ts'
import type { FederatedCompany, FederatedProposals } from './identity.ts'
import { stripPrefix } from './tax-code.ts'

type Told<Value> = { readonly value: Value; readonly findings: readonly FederationFinding[] }

/** The text of an attribute as `parse` reads it; null, with a finding, for one of which it makes nothing. */
function told(
  attributes: Attributes,
  attribute: FederationAttribute,
  parse: (text: string) => string | null,
): Told<string | null> {
  const given = attributes(attribute)
  if (given.ok && given.value === null) return { value: null, findings: [] }
  const value = given.ok && given.value !== null ? parse(given.value) : null
  return { value, findings: value === null ? [finding('unreadable', attribute)] : [] }
}

const addressIn = (text: string): string | null => {
  const parsed = parseMailAddress(text)
  return parsed.ok ? parsed.value.address : null
}

const personalIn = (text: string): string | null => {
  const parsed = parseCodiceFiscale(text)
  return parsed.ok ? parsed.value.code : null
}

const vatNumberIn = (text: string): string | null => {
  const parsed = parsePartitaIva(text)
  return parsed.ok ? parsed.value.code : null
}

/** A tax code whose prefix should be there exactly once. */
function prefixed(
  attributes: Attributes,
  attribute: FederationAttribute,
  prefix: 'TINIT-' | 'VATIT-',
  parse: (text: string) => string | null,
): Told<string | null> {
  const odd: FederationFinding[] = []
  const { value, findings } = told(attributes, attribute, (text) => {
    const { code, written } = stripPrefix(text, prefix)
    if (written === 'missing') odd.push(finding('prefix-missing', attribute))
    if (written === 'other-case') odd.push(finding('prefix-case', attribute))
    return parse(code)
  })
  return { value, findings: value === null ? findings : odd }
}

/** Addresses to be validated by the procedures for them. `codiceFiscale`: read only where the protocol does not vouch for it. */
export function readProposals(attributes: Attributes, codiceFiscale: 'required' | 'proposed'): Told<FederatedProposals> {
  const email = told(attributes, 'email', addressIn)
  const pec = told(attributes, 'digitalAddress', addressIn)
  const none: Told<string | null> = { value: null, findings: [] }
  const code = codiceFiscale === 'proposed' ? prefixed(attributes, 'fiscalNumber', 'TINIT-', personalIn) : none
  return {
    value: { email: email.value, pec: pec.value, codiceFiscale: code.value },
    findings: [...email.findings, ...pec.findings, ...code.findings],
  }
}

/** The body, or null where every attribute of one is absent or empty. */
export function readCompany(attributes: Attributes): Told<FederatedCompany | null> {
  const name = told(attributes, 'companyName', (text) => text)
  const taxCode = prefixed(attributes, 'companyFiscalNumber', 'TINIT-', (text) => vatNumberIn(text) ?? personalIn(text))
  const vatNumber = prefixed(attributes, 'ivaCode', 'VATIT-', vatNumberIn)
  const registeredOffice = told(attributes, 'registeredOffice', (text) => text)
  const parts = [name, taxCode, vatNumber, registeredOffice]
  const findings = parts.flatMap((part) => part.findings)
  if (parts.every(({ value }) => value === null)) return { value: null, findings }
  return {
    value: {
      name: name.value,
      vatNumber: vatNumber.value,
      taxCode: taxCode.value,
      registeredOffice: registeredOffice.value,
    },
    findings,
  }
}
