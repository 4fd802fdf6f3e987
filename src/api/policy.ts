/** Every limit and lifetime of the library in one place, with the values that hold where the host gives none. */

import { SportelloError } from '../kernel/index.ts'
import type { CredentialPolicy } from '../procedures/account/credential/model.ts'
import type { SessionPolicy } from '../procedures/account/session/model.ts'
import type { ContactChangePolicy } from '../procedures/addresses/contact-change/model.ts'
import type { PecChangePolicy } from '../procedures/addresses/pec-change/model.ts'
import type { AssistancePolicy } from '../procedures/assistance/topics.ts'
import type { RegistrationRules } from '../procedures/enrolment/registration/desk.ts'
import type { RegistrationPolicy } from '../procedures/enrolment/registration/model.ts'
import type { RetentionPolicy } from '../procedures/lifecycle/retention/model.ts'
import type { QuotaPolicy } from '../procedures/quota/model.ts'
import { parseMailAddress } from '../rules/identity/index.ts'
import { italia, type PasswordPolicy } from '../rules/password/index.ts'

/** Every rule, limit and lifetime of a counter. */
export type Policy = {
  readonly password: PasswordPolicy
  readonly registration: RegistrationPolicy & RegistrationRules
  readonly credential: CredentialPolicy
  readonly session: SessionPolicy
  readonly pecChange: PecChangePolicy
  readonly contactChange: ContactChangePolicy
  readonly assistance: AssistancePolicy
  /** How many requests one mailbox, and one requester that the host names, may open. */
  readonly quota: QuotaPolicy
  /** How long what is over is kept before the sweep removes it. */
  readonly retention: RetentionPolicy
}

/** What a host may say of a policy; the rest is `defaultPolicy`. */
export type PolicyChoice = {
  readonly password?: PasswordPolicy
  readonly registration?: Partial<Policy['registration']>
  readonly credential?: Partial<CredentialPolicy>
  readonly session?: Partial<SessionPolicy>
  readonly pecChange?: Partial<PecChangePolicy>
  readonly contactChange?: Partial<ContactChangePolicy>
  readonly assistance?: Partial<AssistancePolicy>
  readonly quota?: Partial<QuotaPolicy>
  readonly retention?: Partial<RetentionPolicy>
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const tenYears = 3_653 * day
const mebibyte = 1_048_576

/** What holds where the host says nothing. */
export const defaultPolicy: Policy = {
  password: italia,
  registration: {
    draftLifetimeMs: 7 * day,
    documentsMax: 10,
    documentsBytesMax: 30 * mebibyte,
    bytesMax: 10 * mebibyte,
    suspicious: 'refuse',
    contradictions: 'flag',
  },
  credential: {
    temporaryLifetimeMs: 7 * day,
    lifetimeMs: null,
    disuseMs: null,
    passwordLifetimeMs: null,
    pinFailuresMax: 5,
    freeFailures: 3,
    delayMs: 1_000,
    delayMaxMs: 15 * minute,
    historyMax: 5,
  },
  session: { idleMs: 30 * minute, lifetimeMs: 12 * hour, passwordChangeLifetimeMs: 15 * minute, touchMs: minute },
  pecChange: {
    linksMax: 5,
    receipts: 'expected',
    unchecked: 'lengthen',
    untrusted: 'note',
    silenceMs: day,
    skewMs: 5 * minute,
    shared: 'refuse',
  },
  contactChange: { linkLifetimeMs: day, linksMax: 5, institutionalDomains: [] },
  assistance: { topics: null },
  quota: { usesMax: 10, windowMs: day },
  retention: {
    documentsMs: 0,
    closedMs: 30 * day,
    rejectedMs: 180 * day,
    approvedMs: tenYears,
    credentialMs: 365 * day,
    strayMs: 30 * day,
    sessionMs: 7 * day,
    requestKeyMs: 7 * day,
    orphanMs: day,
  },
}

/**
 * The host's choice over the defaults. Throws `config/invalid` for a name that is none, for a figure that is no whole number from 1
 * to ten years in ms, and for figures that do not go together.
 */
export function choosePolicy(choice?: PolicyChoice): Policy {
  const {
    password = defaultPolicy.password,
    registration,
    credential,
    session,
    pecChange,
    contactChange,
    assistance,
    quota,
    retention,
  } = choice ?? {}
  const contact = { ...defaultPolicy.contactChange, ...contactChange }
  const merged: Policy = {
    password,
    registration: { ...defaultPolicy.registration, ...registration },
    credential: { ...defaultPolicy.credential, ...credential },
    session: { ...defaultPolicy.session, ...session },
    pecChange: { ...defaultPolicy.pecChange, ...pecChange },
    contactChange: { ...contact, institutionalDomains: domainsOf(contact.institutionalDomains) },
    assistance: { ...defaultPolicy.assistance, ...assistance },
    quota: { ...defaultPolicy.quota, ...quota },
    retention: { ...defaultPolicy.retention, ...retention },
  }
  const { password: _, ...figures } = merged
  for (const [capability, part] of Object.entries(figures)) {
    for (const [name, value] of Object.entries(part)) checkFigure(`${capability}.${name}`, value)
  }
  if (!Array.isArray(password?.rules) || !Object.isFrozen(password)) {
    throw new SportelloError('config/invalid', 'policy: password is made by definePolicy of sportello/password')
  }
  // Uses are noted so much later than they happen: a session in use must not end by inactivity before.
  if (merged.session.touchMs >= merged.session.idleMs) {
    throw new SportelloError('config/invalid', 'policy: session.touchMs must be less than session.idleMs')
  }
  return merged
}

const nullable: ReadonlySet<string> = new Set([
  'credential.lifetimeMs',
  'credential.disuseMs',
  'credential.passwordLifetimeMs',
  'retention.approvedMs',
])
const fromZero: ReadonlySet<string> = new Set([
  'credential.freeFailures',
  'credential.historyMax',
  'credential.delayMs',
  'session.touchMs',
  'pecChange.silenceMs',
  'pecChange.skewMs',
  'retention.documentsMs',
])
const leastOf: ReadonlyMap<string, number> = new Map([
  // What is removed for good nobody may still be working on.
  ['retention.strayMs', day],
  ['retention.requestKeyMs', day],
  // No upload goes on for so long.
  ['retention.orphanMs', hour],
])
const mostOf: ReadonlyMap<string, number> = new Map([
  // More guesses than this nobody may have (NIST SP 800-63B-4 §3.2.2).
  ['credential.pinFailuresMax', 100],
  // Each one is a slow hash at every change.
  ['credential.historyMax', 24],
  // Each use is written down with all others of its window.
  ['quota.usesMax', 1_000],
  // Each one is looked through at every click and receipt.
  ['pecChange.linksMax', 20],
  ['contactChange.linksMax', 20],
])
const known: ReadonlySet<string> = new Set(
  (['registration', 'credential', 'session', 'pecChange', 'contactChange', 'assistance', 'quota', 'retention'] as const).flatMap(
    (part) => Object.keys(defaultPolicy[part]).map((name) => `${part}.${name}`),
  ),
)
const powers = ['note', 'lengthen', 'bind']
const choices: ReadonlyMap<string, readonly string[]> = new Map([
  ['registration.suspicious', ['refuse', 'flag']],
  ['registration.contradictions', ['refuse', 'flag']],
  ['pecChange.receipts', ['expected', 'none']],
  ['pecChange.unchecked', powers],
  ['pecChange.untrusted', powers],
  ['pecChange.shared', ['refuse', 'allow']],
])

const domainsMax = 100

/** A copy of the list. A domain in another spelling than addresses are compared in would be none that anybody has. */
function domainsOf(given: unknown): readonly string[] {
  const domains: readonly unknown[] | null = Array.isArray(given) && given.length <= domainsMax ? [...given] : null
  const isDomain = (domain: unknown): domain is string => {
    const parsed = typeof domain === 'string' ? parseMailAddress(`anybody@${domain}`) : null
    return parsed?.ok === true && parsed.value.domain === domain
  }
  if (domains?.every(isDomain) === true) return Object.freeze(domains)
  throw new SportelloError(
    'config/invalid',
    `policy: contactChange.institutionalDomains is a list of at most ${domainsMax} domains in lower-case ASCII`,
  )
}

function checkFigure(name: string, value: unknown): void {
  // No figures: each is read on its own.
  if (name === 'contactChange.institutionalDomains' || name === 'assistance.topics') return
  if (!known.has(name)) throw new SportelloError('config/invalid', `policy: there is no ${name}`)
  const offered = choices.get(name)
  if (offered !== undefined) {
    if (offered.some((choice) => choice === value)) return
    throw new SportelloError('config/invalid', `policy: ${name} is ${offered.map((choice) => `'${choice}'`).join(' or ')}`)
  }
  if (value === null && nullable.has(name)) return
  const least = leastOf.get(name) ?? (fromZero.has(name) ? 0 : 1)
  const most = mostOf.get(name) ?? tenYears
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return
  const bound = most === tenYears ? 'ten years in milliseconds' : most
  throw new SportelloError('config/invalid', `policy: ${name} must be a whole number from ${least} to ${bound}`)
}
