/** Where every procedure gets the context that it works in. */
import type { Places } from '../ports/index.ts'
import { credentialApi } from '../procedures/account/credential/api.ts'
import { credentialMachine } from '../procedures/account/credential/schema.ts'
import { exemptionApi } from '../procedures/account/exemption/api.ts'
import { exemptionMachine } from '../procedures/account/exemption/schema.ts'
import { identificationApi } from '../procedures/account/identification/api.ts'
import { pinRenewalApi } from '../procedures/account/pin-renewal/api.ts'
import { pinRenewalTerms } from '../procedures/account/pin-renewal/procedure.ts'
import { pinRenewalMachine } from '../procedures/account/pin-renewal/schema.ts'
import { recoveryApi } from '../procedures/account/recovery/api.ts'
import { recoveryMachine } from '../procedures/account/recovery/schema.ts'
import { sessionApi } from '../procedures/account/session/api.ts'
import { sessionMachine } from '../procedures/account/session/schema.ts'
import { throttleMachine } from '../procedures/account/throttle/schema.ts'
import { addressesApi } from '../procedures/addresses/addresses/api.ts'
import { emailChangeApi } from '../procedures/addresses/email-change/api.ts'
import { emailChangeMachine } from '../procedures/addresses/email-change/schema.ts'
import { pecChangeApi } from '../procedures/addresses/pec-change/api.ts'
import { pecChangeMachine } from '../procedures/addresses/pec-change/schema.ts'
import { assistanceApi } from '../procedures/assistance/api.ts'
import { assistanceForm, assistanceMachine } from '../procedures/assistance/schema.ts'
import { seedTopics } from '../procedures/assistance/seed-topics.ts'
import { type AssistanceTopicQuestion, ownQuestionIds, readTopics } from '../procedures/assistance/topics.ts'
import { accountsOf } from '../procedures/binding/account-of.ts'
import { isOwnAccount } from '../procedures/binding/operator-account.ts'
import { createKeeper } from '../procedures/calendar/keeper.ts'
import { maintenanceApi } from '../procedures/calendar/maintenance/api.ts'
import { beforeMail } from '../procedures/calendar/maintenance/mail.ts'
import { sweepCalendar } from '../procedures/calendar/maintenance/sweep.ts'
import { sunsetApi } from '../procedures/calendar/sunset/api.ts'
import type { SunsetContext } from '../procedures/calendar/sunset/context.ts'
import { sweepSunset } from '../procedures/calendar/sunset/sweep.ts'
import { approvalApi } from '../procedures/enrolment/approval/api.ts'
import { registrationApi } from '../procedures/enrolment/registration/api.ts'
import { registrationFoundBy } from '../procedures/enrolment/registration/found-by.ts'
import { registrationMachine } from '../procedures/enrolment/registration/schema.ts'
import { federationApi } from '../procedures/federation/api.ts'
import { federationMachine } from '../procedures/federation/schema.ts'
import { importApi } from '../procedures/import/api.ts'
import { importMachine } from '../procedures/import/schema.ts'
import { feedApi } from '../procedures/lifecycle/feed/api.ts'
import { retentionApi } from '../procedures/lifecycle/retention/api.ts'
import { subjectApi } from '../procedures/lifecycle/subject/api.ts'
import { mailboxesApi, migrationWorkApi } from '../procedures/mailbox-migration/mailbox/api.ts'
import { mailboxMachine } from '../procedures/mailbox-migration/mailbox/schema.ts'
import { sweepMailboxes } from '../procedures/mailbox-migration/mailbox/sweep.ts'
import { migrationApi } from '../procedures/mailbox-migration/migration/api.ts'
import { deskApi } from '../procedures/office/desk/api.ts'
import { rebindingApi } from '../procedures/office/rebinding/api.ts'
import { openingQuotas } from '../procedures/quota/openings.ts'
import { quotaMachine } from '../procedures/quota/schema.ts'
import { authorisationsApi } from '../procedures/services/authorisation/api.ts'
import { authorisationMachine } from '../procedures/services/authorisation/schema.ts'
import { servicesApi } from '../procedures/services/catalogue/api.ts'
import { delegationsApi } from '../procedures/services/delegation/api.ts'
import { delegationMachine } from '../procedures/services/delegation/schema.ts'
import type { AccountMove } from '../runtime/account-move.ts'
import { journalApi, outboxApi } from '../runtime/api.ts'
import { bind } from '../runtime/bind.ts'
import type { MailEnd, SecurityEvent } from '../runtime/procedure.ts'
import { relay } from '../runtime/relay.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { searchTags } from '../runtime/search-tags.ts'
import type { Unit } from '../runtime/transact.ts'
import { calendarOf, lanesOf, shownBy, subscribers } from './calendar.ts'
import { type Policy, procedures } from './procedures.ts'
import type { Sportello } from './sportello.ts'

/** Every procedure of the office at work. */
export function assemble(base: Omit<Runtime, 'gate'>, policy: Policy, places: Places | undefined): Sportello {
  const { retention } = policy
  // The keeper works with the procedures, and they work with what it lets through.
  const runtime: Runtime = {
    ...base,
    gate: {
      meaningOf: (operation) => keeper.meaningOf(operation),
      isOwn: (operation) => keeper.isOwn(operation),
      current: () => keeper.current(),
      reread: () => keeper.reread(),
      exemptionOf: (unit, accountId) => follow.exemptionOf(unit, accountId),
    },
  }
  const opened = procedures.map(({ open }) => open(runtime, policy))

  async function securityEvent(unit: Unit, event: SecurityEvent): Promise<void> {
    for (const { securityEvent: response } of opened) {
      if (response.does === 'void') await response.void(unit, event)
      if (response.does === 'tell') await response.tell(unit, event)
    }
  }
  async function carry(unit: Unit, move: AccountMove): Promise<number> {
    let carried = 0
    for (const procedure of opened) carried += (await procedure.carry?.(unit, move)) ?? 0
    return carried
  }
  async function mailEnded(mailId: string, end: MailEnd, reason: string | null): Promise<void> {
    for (const { mailEnded: hear } of opened) await hear?.(mailId, end, reason)
  }
  const assignmentRequired = policy.assignment.required
  const registration = registrationMachine(policy.registration, retention.closedMs, registrationFoundBy(runtime.ring))
  const credential = credentialMachine(policy.credential, retention)
  const pecChange = pecChangeMachine(policy.pecChange, retention.closedMs)
  const emailChange = emailChangeMachine(policy.emailChange, retention.closedMs)
  const recovery = recoveryMachine(policy.recovery, retention.unknownAccountMs)
  const pinRenewal = pinRenewalMachine(pinRenewalTerms(policy), retention.unknownAccountMs)
  const session = sessionMachine(policy.session, retention.sessionMs)
  const quota = quotaMachine(policy.quota)
  const openings = openingQuotas(policy.quota)
  const throttle = throttleMachine(policy.throttle)
  const assistance = assistanceMachine(retention, searchTags(runtime.ring))
  const passwordPolicy = policy.password
  const rules = policy.registration
  const rulesOfAccount = {
    ...{ credentialPolicy: policy.credential, sessionPolicy: policy.session, throttlePolicy: policy.throttle },
    passwordPolicy,
  }
  const account = { runtime, credential, session, throttle, securityEvent, ...rulesOfAccount }
  const { pecChange: pecRules, emailChange: emailRules } = policy
  const addresses = { ...account, quota, pecChange, emailChange, pecRules, emailRules }
  const calendar = calendarOf(policy, opened)
  const exemption = exemptionMachine(retention.exemptionMs)
  const follow = { office: runtime.office, ...calendar, ...subscribers({ credential, exemption, securityEvent }) }
  const keeper = createKeeper(runtime, follow)
  const maintenance = {
    ...{ runtime, keeper, follow, procedures: opened, vocabulary: calendar.vocabulary, menu: calendar.menu },
    accountKind: credential.decider.name,
    shownBy: shownBy({ runtime, session, credential, registration }),
  }
  const access = {
    ...{ ...account, keeper, audience: calendar.audience, exemptionOf: follow.exemptionOf },
    authorisation: authorisationMachine(retention.authorisationMs),
    delegation: delegationMachine(retention),
  }
  const { audiences, features } = policy.maintenance
  const sunset: SunsetContext = {
    ...{ runtime, keeper, audience: calendar.audience, audiences: Object.keys(audiences), procedures: opened },
    ...{ subscriberOf: follow.subscriberOf, exemptionOf: follow.exemptionOf },
    lanes: lanesOf({ runtime, keeper, audiences, credential, exemption, registration }),
    async shownBy(unit, token) {
      const { facts } = (await maintenance.shownBy(unit, token)) ?? {}
      if (facts === undefined) return null
      const { birthDate, accountId } = facts
      return { birthDate, granted: accountId === null ? null : await follow.exemptionOf(unit, accountId) }
    },
  }
  const cases = { runtime, federation: federationMachine(retention), federationCaseMs: retention.federationCaseMs }
  const mailboxes = {
    ...{ runtime, throttle, throttlePolicy: policy.throttle },
    ...{ mailbox: mailboxMachine(retention.mailboxMs), mailboxPolicy: policy.mailbox, numbers: new Map<string, number>() },
  }
  const { topics, form } = asked(policy.assistance.topics)
  return {
    registration: registrationApi({ runtime, registration, credential, openings, passwordPolicy, rules, places }),
    approval: approvalApi({ ...account, registration, assignmentRequired }),
    session: sessionApi(account),
    credential: credentialApi(account),
    recovery: recoveryApi({ ...account, recovery, quota }),
    pinRenewal: pinRenewalApi({ ...account, pinRenewal, pinRenewalPolicy: policy.pinRenewal }),
    identification: identificationApi({ ...account, identificationPolicy: policy.identification }),
    rebinding: rebindingApi({ ...account, carry, places }),
    federation: federationApi({ ...addresses, ...cases, carry, federationPolicy: policy.federation }),
    addresses: addressesApi(addresses),
    pecChange: pecChangeApi(addresses),
    emailChange: emailChangeApi(addresses),
    assistance: assistanceApi({ ...addresses, assistance, topics, form, rules, openings, assignmentRequired }),
    imports: importApi({ ...addresses, imports: importMachine(retention.importMs), places }),
    desk: deskApi({ ...cases, registration, assistance }),
    journal: journalApi({ runtime, procedures: opened }),
    maintenance: maintenanceApi(maintenance),
    sunset: sunsetApi(sunset),
    exemption: exemptionApi({ runtime, credential, exemption }),
    services: servicesApi({ ...access, audiences: Object.keys(audiences), features: Object.keys(features) }),
    authorisations: authorisationsApi(access),
    delegations: delegationsApi({ ...access, delegationPolicy: policy.delegation }),
    migration: { ...migrationApi({ runtime }), ...migrationWorkApi(mailboxes) },
    mailboxes: mailboxesApi(mailboxes),
    retention: retentionApi({
      ...{ runtime, procedures: opened, orphanMs: retention.orphanMs },
      // What is due by a term that has stood still is not due.
      async followCalendar() {
        await sweepCalendar(maintenance)
        await sweepSunset(sunset)
        await sweepMailboxes(mailboxes)
      },
    }),
    subject: subjectApi({
      runtime,
      procedures: opened,
      accountsOf: (unit, codiceFiscale) => accountsOf(runtime.ring, unit, codiceFiscale),
      isOwnAccount: (unit, operator, person) => isOwnAccount(runtime.ring, unit, operator, person),
    }),
    feed: feedApi({ runtime, procedures: opened }),
    outbox: outboxApi(runtime),
    relay: bind({ runtime, settled: mailEnded, beforeMail: () => beforeMail(maintenance) }, relay),
  }
}

const withForm = (topics: AssistanceTopicQuestion) => ({ topics, form: assistanceForm(ownQuestionIds(topics)) })
let seeded: ReturnType<typeof withForm> | null = null

/** The topics of the office, or those of the seed, which are read once for all counters: to read them takes a third of opening one. */
function asked(own: AssistanceTopicQuestion | null): ReturnType<typeof withForm> {
  if (own !== null) return withForm(own)
  seeded ??= withForm(readTopics(seedTopics))
  return seeded
}
