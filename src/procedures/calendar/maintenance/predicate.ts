/** Whether a predicate holds for a person, and how it is said. */
import type { Locale } from '../../../kernel/index.ts'
import type { PersonFacts } from '../../../runtime/in-flight.ts'
import type { MaintenanceCredentialState, MaintenancePredicate, MaintenanceWords } from './model.ts'

/** Whether a predicate holds for a person, ready to be asked again and again: what it says is looked at once. `domains`: the institutional ones. */
export function testOf(predicate: MaintenancePredicate, domains: readonly string[]): (person: PersonFacts) => boolean {
  if ('has' in predicate) return ({ mailbox }) => isInstitutional(mailbox, domains)
  if ('registeredWith' in predicate) return ({ registeredWith }) => isInstitutional(registeredWith, domains)
  if ('audience' in predicate) return ({ audience }) => audience === predicate.audience
  if ('credentialKind' in predicate) return ({ credential }) => credential === predicate.credentialKind
  if ('state' in predicate) return ({ state }) => state === predicate.state
  if ('not' in predicate) {
    const test = testOf(predicate.not, domains)
    return (person) => !test(person)
  }
  const tests = ('all' in predicate ? predicate.all : predicate.any).map((part) => testOf(part, domains))
  return 'all' in predicate ? (person) => tests.every((test) => test(person)) : (person) => tests.some((test) => test(person))
}

/** True where the predicate holds. `domains`: the institutional ones. */
export function holds(predicate: MaintenancePredicate, person: PersonFacts, domains: readonly string[]): boolean {
  return testOf(predicate, domains)(person)
}

function isInstitutional(domain: string | null, domains: readonly string[]): boolean {
  return domain !== null && domains.includes(domain)
}

const states: { readonly [S in MaintenanceCredentialState]: MaintenanceWords } = {
  temporary: { it: 'ha credenziali non ancora attivate', en: 'has a credential that was not activated yet' },
  active: { it: 'ha credenziali attive', en: 'has an active credential' },
  federated: { it: "ha un accesso senza credenziali dell'ente", en: 'has access without a credential of the office' },
  suspended: { it: 'ha credenziali sospese', en: 'has a suspended credential' },
  revoked: { it: 'ha credenziali revocate', en: 'has a revoked credential' },
  expired: { it: 'ha credenziali scadute', en: 'has a credential that has expired' },
}

const simple = {
  has: { it: 'ha una casella e-mail istituzionale', en: 'has an institutional mailbox' },
  registeredWith: {
    it: 'si è registrato con una casella e-mail istituzionale',
    en: 'has registered with an institutional mailbox',
  },
  local: { it: "ha credenziali rilasciate dall'ente", en: 'has a credential issued by the office' },
  federated: { it: 'entra solo con SPID, CIE, CNS o eIDAS', en: 'signs in by SPID, CIE, CNS or eIDAS alone' },
} as const

/** Whom it holds for, behind "chi" or "whoever": *ha una casella e-mail istituzionale*. */
export function predicateText(
  predicate: MaintenancePredicate,
  locale: Locale,
  audiences: { readonly [audience: string]: MaintenanceWords },
): string {
  const said = (part: MaintenancePredicate) => predicateText(part, locale, audiences)
  if ('has' in predicate) return simple.has[locale]
  if ('registeredWith' in predicate) return simple.registeredWith[locale]
  if ('credentialKind' in predicate) return simple[predicate.credentialKind][locale]
  if ('state' in predicate) return states[predicate.state][locale]
  if ('audience' in predicate) {
    const name = audiences[predicate.audience]?.[locale] ?? predicate.audience
    return locale === 'it' ? `usa ${name}` : `uses ${name}`
  }
  if ('not' in predicate) return locale === 'it' ? `non (${said(predicate.not)})` : `not (${said(predicate.not)})`
  const [parts, word] = 'all' in predicate ? [predicate.all, { it: 'e', en: 'and' }] : [predicate.any, { it: 'o', en: 'or' }]
  return parts.map((part) => ('all' in part || 'any' in part ? `(${said(part)})` : said(part))).join(` ${word[locale]} `)
}
