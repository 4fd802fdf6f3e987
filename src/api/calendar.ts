/** What the calendar of the office knows of the house: its features and procedures by name, and who their people are. */

import { readToken, tokenDigest } from '../crypto/index.ts'
import type { Status, Typed } from '../kernel/index.ts'
import { expiryOf } from '../procedures/account/credential/expiry.ts'
import { factsOf } from '../procedures/account/credential/person-facts.ts'
import type { CredentialMachine } from '../procedures/account/credential/schema.ts'
import type { SecurityContext } from '../procedures/account/credential/security-events.ts'
import { suspendUntilIdentified } from '../procedures/account/credential/suspension.ts'
import { type ReminderContext, remindSubscriber } from '../procedures/account/exemption/remind.ts'
import type { ExemptionMachine } from '../procedures/account/exemption/schema.ts'
import { grantedTo } from '../procedures/account/exemption/use-cases.ts'
import type { SessionMachine } from '../procedures/account/session/schema.ts'
import { addressesMachine } from '../procedures/addresses/addresses/schema.ts'
import type { CalendarKeeper, KeeperContext } from '../procedures/calendar/keeper.ts'
import type { MaintenanceContext, Shown } from '../procedures/calendar/maintenance/context.ts'
import type { FollowContext } from '../procedures/calendar/maintenance/follow.ts'
import { fates, type MaintenanceFate, type MaintenanceWords } from '../procedures/calendar/maintenance/model.ts'
import type { SunsetLane } from '../procedures/calendar/sunset/context.ts'
import { approvalMachine } from '../procedures/enrolment/approval/schema.ts'
import { factsOfWaiting, tellTooLate } from '../procedures/enrolment/approval/too-late.ts'
import type { RegistrationMachine } from '../procedures/enrolment/registration/schema.ts'
import { deskFeatures } from '../procedures/office/desk/features.ts'
import { rebindingFeatures } from '../procedures/office/rebinding/features.ts'
import { domainOf, factsOfNobody } from '../runtime/in-flight.ts'
import type { ProcedureParts } from '../runtime/procedure.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { type Policy, procedures } from './procedures.ts'

/** Operations of the library itself, and what is a right of the person: no window closes them. */
const ownOperations = [
  ...['calendar', 'sunset', 'lapse', 'erase', 'discard-documents', 'drop-earlier-address', 'announce-end'].map(
    (act) => `sweep/${act}`,
  ),
  ...['retention/release', 'outbox/note', 'subject/export', 'subject/erase'],
]

/** Everything that a window of this office can name. */
type CalendarNames = Pick<KeeperContext, 'names' | 'domains' | 'features' | 'always'> &
  Pick<MaintenanceContext, 'menu' | 'vocabulary'> &
  Pick<KeeperContext, 'acts' | 'audience'>

/** The names of the house and those of the host. */
export function calendarOf(policy: Policy, opened: readonly ProcedureParts<Status, Typed>[]): CalendarNames {
  const parts = [...procedures.map(({ features }) => features), deskFeatures, rebindingFeatures]
  const closable = parts.flatMap(({ closable: features }) => Object.entries(features))
  const always = new Set([...parts.flatMap(({ always: names }) => Object.keys(names)), ...ownOperations])
  const { features: own, procedures: ownProcedures, audiences } = policy.maintenance
  const inFlight = opened.flatMap(({ kind }) => Object.entries(kind.inFlight?.procedures ?? {}))
  const wordsOf = ({ it, en }: MaintenanceWords): MaintenanceWords => ({ it, en })
  const named = new Map<string, MaintenanceWords>([
    ...closable.map(([name, words]) => [name, wordsOf(words)] as const),
    ...Object.entries(own),
  ])
  const procedureNames = new Map<string, MaintenanceWords>([
    ...inFlight.map(([name, words]) => [name, wordsOf(words)] as const),
    ...Object.entries(ownProcedures),
  ])
  const menu = [
    ...closable.map(([feature, { of }]) => ({ feature, of })),
    ...Object.keys(own).map((feature) => ({ feature, of: 'host' as const })),
  ]
  const offered = new Map<string, readonly MaintenanceFate[]>([
    ...inFlight.map(([name, words]) => [name, words.fates] as const),
    ...Object.keys(ownProcedures).map((name) => [name, fates] as const),
  ])
  const domains = policy.emailChange.institutionalDomains
  return {
    names: { features: named, procedures: procedureNames, audiences },
    domains,
    features: new Map(closable.flatMap(([name, { operations }]) => operations.map((operation) => [operation, name] as const))),
    always,
    acts: new Map(parts.flatMap(({ acts = {} }) => Object.entries(acts))),
    audience: policy.sunset.audience,
    // The citizen's menu first, then the office's desk, then what the host has of its own.
    menu: [...menu].sort((one, other) => order(one.of) - order(other.of)),
    vocabulary: {
      features: [...named.keys()],
      procedures: offered,
      audiences: Object.keys(audiences),
      personal: new Set(
        menu.filter(({ feature, of }) => of !== 'office' && feature !== 'assistance').map(({ feature }) => feature),
      ),
      hasInstitutional: domains.length > 0,
    },
  }
}

const order = (of: 'citizen' | 'office' | 'host'): number => ['citizen', 'office', 'host'].indexOf(of)

/** Who the subscribers are, and how one is kept out until he was identified. */
export function subscribers(
  context: SecurityContext & { readonly credential: CredentialMachine; readonly exemption: ExemptionMachine },
): Pick<FollowContext, 'subscriberOf' | 'exemptionOf' | 'requireIdentification'> {
  const { credential, exemption } = context
  return {
    exemptionOf: (unit, accountId) => grantedTo(exemption, unit, accountId),
    async subscriberOf(unit, accountId) {
      const account = await unit.state(credential, accountId)
      return { facts: factsOf(accountId, account, unit.now()), person: account.personal }
    },
    async requireIdentification(unit, accountId, { kind, id }) {
      const slot = kind === 'email-change' ? 'email' : kind === 'pec-change' ? 'pec' : null
      // A change that was given up for another one says nothing of the address in force.
      if (slot !== null && (await unit.state(addressesMachine, accountId)).changes[slot] !== id) return null
      const isSuspended = await suspendUntilIdentified(context, unit, accountId)
      return isSuspended ? { kind: credential.decider.name, id: accountId } : null
    },
  }
}

/** Whom a sunset concerns: whoever has a credential, and whoever waits for one. */
export function lanesOf({
  keeper,
  audiences,
  ...context
}: Omit<ReminderContext, 'courses'> & {
  readonly registration: RegistrationMachine
  readonly keeper: CalendarKeeper
}): readonly SunsetLane[] {
  const { credential, exemption } = context
  const reminding = { ...context, audiences, courses: async () => (await keeper.current()).courses ?? [] }
  return [
    {
      ...{ tells: 'tooLate', kind: approvalMachine, reads: context.registration.decider.name },
      tags: ['status:pending', 'status:awaiting-correction'],
      factsOf: (unit, id) => factsOfWaiting(context, unit, id),
      tell: (unit, id) => tellTooLate(context, unit, id),
    },
    {
      ...{ tells: 'reminded', kind: credential, reads: exemption.decider.name },
      tags: ['status:active', 'status:suspended', 'status:temporary'],
      factsOf: async (unit, id) => factsOf(id, await unit.state(credential, id), unit.now()),
      tell: (unit, id) => remindSubscriber(reminding, unit, id),
    },
  ]
}

/** Whose session or ticket it is. */
export function shownBy({
  runtime,
  session,
  credential,
  registration,
}: {
  readonly runtime: Runtime
  readonly session: SessionMachine
  readonly credential: CredentialMachine
  readonly registration: RegistrationMachine
}): (unit: Parameters<FollowContext['subscriberOf']>[0], token: unknown) => Promise<Shown | null> {
  return async (unit, given) => {
    const token = readToken(given)
    const digest = token === null ? null : tokenDigest(runtime.ring, 'session', token)
    const ticket = token === null ? null : tokenDigest(runtime.ring, 'registration', token)
    if (token === null || digest === null || ticket === null) return null
    const { subject } = token
    await unit.preload([
      { kind: 'session', id: digest },
      { kind: 'credential', id: subject },
      { kind: 'registration', id: subject },
    ])
    const open = await unit.state(session, digest)
    const account = await unit.state(credential, subject)
    const at = unit.now()
    const isLive =
      open.status === 'active' &&
      open.accountId === subject &&
      account.status !== 'none' &&
      (open.means !== 'local' || expiryOf(account, at) === null) &&
      session.decider.decide(
        open,
        { type: 'TouchSession', securityVersion: account.securityVersion, signIns: account.signIns },
        { at, by: { kind: 'subscriber', id: subject } },
      ).ok
    if (isLive) return { facts: factsOf(subject, account, at), accountId: subject, request: null }
    const request = await unit.state(registration, subject)
    if (request.status === 'none' || request.personal === null) return null
    if (![request.ticket, ...request.earlier].includes(ticket)) return null
    const { email, birthDate } = request.personal.person
    const facts = factsOfNobody(domainOf(email), { birthDate, accountId: request.accountId, audience: request.audience })
    return { facts, accountId: null, request: { kind: 'registration', id: subject } }
  }
}
