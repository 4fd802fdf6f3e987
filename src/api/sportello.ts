/** The public interface of one office, and where every procedure gets the context that it works in. */

import type { Places } from '../ports/index.ts'
import { type CredentialApi, credentialApi } from '../procedures/account/credential/api.ts'
import { credentialMachine } from '../procedures/account/credential/schema.ts'
import { type ExemptionApi, exemptionApi } from '../procedures/account/exemption/api.ts'
import { exemptionMachine } from '../procedures/account/exemption/schema.ts'
import { type IdentificationApi, identificationApi } from '../procedures/account/identification/api.ts'
import { type PinRenewalApi, pinRenewalApi } from '../procedures/account/pin-renewal/api.ts'
import { pinRenewalTerms } from '../procedures/account/pin-renewal/procedure.ts'
import { pinRenewalMachine } from '../procedures/account/pin-renewal/schema.ts'
import { type RecoveryApi, recoveryApi } from '../procedures/account/recovery/api.ts'
import { recoveryMachine } from '../procedures/account/recovery/schema.ts'
import { type SessionApi, sessionApi } from '../procedures/account/session/api.ts'
import { sessionMachine } from '../procedures/account/session/schema.ts'
import { throttleMachine } from '../procedures/account/throttle/schema.ts'
import { type AddressesApi, addressesApi } from '../procedures/addresses/addresses/api.ts'
import { type EmailChangeApi, emailChangeApi } from '../procedures/addresses/email-change/api.ts'
import { emailChangeMachine } from '../procedures/addresses/email-change/schema.ts'
import { type PecChangeApi, pecChangeApi } from '../procedures/addresses/pec-change/api.ts'
import { pecChangeMachine } from '../procedures/addresses/pec-change/schema.ts'
import { type AssistanceApi, assistanceApi } from '../procedures/assistance/api.ts'
import { assistanceForm, assistanceMachine } from '../procedures/assistance/schema.ts'
import { seedTopics } from '../procedures/assistance/seed-topics.ts'
import { ownQuestionIds, readTopics } from '../procedures/assistance/topics.ts'
import { accountsOf } from '../procedures/binding/account-of.ts'
import { isOwnAccount } from '../procedures/binding/operator-account.ts'
import { createKeeper } from '../procedures/calendar/keeper.ts'
import { type MaintenanceApi, maintenanceApi } from '../procedures/calendar/maintenance/api.ts'
import { beforeMail } from '../procedures/calendar/maintenance/mail.ts'
import { sweepCalendar } from '../procedures/calendar/maintenance/sweep.ts'
import { type SunsetApi, sunsetApi } from '../procedures/calendar/sunset/api.ts'
import type { SunsetContext } from '../procedures/calendar/sunset/context.ts'
import { sweepSunset } from '../procedures/calendar/sunset/sweep.ts'
import { type ApprovalApi, approvalApi } from '../procedures/enrolment/approval/api.ts'
import { type RegistrationApi, registrationApi } from '../procedures/enrolment/registration/api.ts'
import { registrationFoundBy } from '../procedures/enrolment/registration/found-by.ts'
import { registrationMachine } from '../procedures/enrolment/registration/schema.ts'
import { type FederationApi, federationApi } from '../procedures/federation/api.ts'
import { federationMachine } from '../procedures/federation/schema.ts'
import { type ImportApi, importApi } from '../procedures/import/api.ts'
import { importMachine } from '../procedures/import/schema.ts'
import { type FeedApi, feedApi } from '../procedures/lifecycle/feed/api.ts'
import { type RetentionApi, retentionApi } from '../procedures/lifecycle/retention/api.ts'
import { type SubjectApi, subjectApi } from '../procedures/lifecycle/subject/api.ts'
import { type MigrationApi, migrationApi } from '../procedures/mailbox-migration/migration/api.ts'
import { type DeskApi, deskApi } from '../procedures/office/desk/api.ts'
import { type RebindingApi, rebindingApi } from '../procedures/office/rebinding/api.ts'
import { openingQuotas } from '../procedures/quota/openings.ts'
import { quotaMachine } from '../procedures/quota/schema.ts'
import { type AuthorisationsApi, authorisationsApi } from '../procedures/services/authorisation/api.ts'
import { authorisationMachine } from '../procedures/services/authorisation/schema.ts'
import { type ServicesApi, servicesApi } from '../procedures/services/catalogue/api.ts'
import { type DelegationsApi, delegationsApi } from '../procedures/services/delegation/api.ts'
import { delegationMachine } from '../procedures/services/delegation/schema.ts'
import { type JournalApi, journalApi, type OutboxApi, outboxApi } from '../runtime/api.ts'
import { bind } from '../runtime/bind.ts'
import type { MailEnd, SecurityEvent } from '../runtime/procedure.ts'
import { type RelayOptions, type RelayReport, relay } from '../runtime/relay.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { searchTags } from '../runtime/search-tags.ts'
import type { Unit } from '../runtime/transact.ts'
import { calendarOf, lanesOf, shownBy, subscribers } from './calendar.ts'
import { type Policy, procedures } from './procedures.ts'

/**
 * Everything that the library does for one office. Each call is one command: it answers with a value or a refusal, and throws a
 * SportelloError only when the world fails.
 */
export interface Sportello {
  /** Requests for credentials, as their applicants make them (seed 001). */
  readonly registration: RegistrationApi
  /** What the office does with the requests that were completed. */
  readonly approval: ApprovalApi
  /** Signing in, checking a token at every request of the host, signing out. */
  readonly session: SessionApi
  /** What a subscriber does with a credential, and what the office may. */
  readonly credential: CredentialApi
  /** A forgotten password, replaced with a link to the mailbox and the PIN. */
  readonly recovery: RecoveryApi
  /** A lost PIN, replaced by halves with the password and the mailbox. */
  readonly pinRenewal: PinRenewalApi
  /** The way back for a person who was identified face to face (seed 000). */
  readonly identification: IdentificationApi
  /** Another codice fiscale, surname, name or day of birth of a subscriber, from a document. */
  readonly rebinding: RebindingApi
  /** Sign-ins with SPID, CIE, CNS and eIDAS: whose account they open, and what the office decides (seed 002). */
  readonly federation: FederationApi
  /** Which addresses are in force for a subscriber, and whether the PEC is usable. */
  readonly addresses: AddressesApi
  /** Changes of a PEC by link, and the receipts that lengthen their terms (seed 003). */
  readonly pecChange: PecChangeApi
  /** Changes of the private e-mail address by link (seed 000). */
  readonly emailChange: EmailChangeApi
  /** Changes of PEC for people who cannot sign in, on which the office decides (seed 003 §2.2). */
  readonly assistance: AssistanceApi
  /** Accounts of another system, taken over in bulk. */
  readonly imports: ImportApi
  /** The office's desk: all requests by state, person and day; who has which in charge; notes; figures for a dashboard. */
  readonly desk: DeskApi
  /** The journals of the records, to be read and verified. */
  readonly journal: JournalApi
  /** Maintenance windows: what is closed when and for whom, and what becomes of what is under way (seed 000). */
  readonly maintenance: MaintenanceApi
  /** The end of the local credentials in favour of SPID, CIE and CNS: what is not possible any more, since when and for whom (seed 002). */
  readonly sunset: SunsetApi
  /** The services of the office, what each asks, and whether somebody may use one now (seed 002). */
  readonly services: ServicesApi
  /** What people may do for authorised bodies. */
  readonly authorisations: AuthorisationsApi
  /** Who acts for whom: a guardian, a parent, a relative. */
  readonly delegations: DelegationsApi
  /** The persons whom the office exempts from that end: without an Italian document, or under guardianship. */
  readonly exemption: ExemptionApi
  /** The migration of the mailboxes of a domain to another provider (seed 004). */
  readonly migration: MigrationApi
  /** Deletes and erases what is over, from a timer. */
  readonly retention: RetentionApi
  /** Export and erasure of what is stored about one person. */
  readonly subject: SubjectApi
  /** What has happened, for rows of the host that follow it. */
  readonly feed: FeedApi
  /** Mail that failed every time and waits for the office. */
  readonly outbox: OutboxApi

  /**
   * Takes due mail from the outbox, hands it to the mailer and settles it. A crash between sending and settling leads to a second
   * sending with the same id and the same bytes.
   *
   * Called by the host itself, from a timer or a worker, in as many processes as you like. Nothing is refused. Throws a SportelloError
   * `config/invalid` for options that are none, and `storage/failed` where mail can be neither leased nor settled.
   */
  relay(options?: RelayOptions): Promise<RelayReport>
}

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
    delegation: delegationMachine(retention.delegationMs),
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
  const topics = policy.assistance.topics ?? readTopics(seedTopics)
  const form = assistanceForm(ownQuestionIds(topics))
  return {
    registration: registrationApi({ runtime, registration, credential, openings, passwordPolicy, rules, places }),
    approval: approvalApi({ runtime, registration, credential, passwordPolicy, securityEvent, assignmentRequired }),
    session: sessionApi(account),
    credential: credentialApi(account),
    recovery: recoveryApi({ ...account, recovery, quota }),
    pinRenewal: pinRenewalApi({ ...account, pinRenewal, pinRenewalPolicy: policy.pinRenewal }),
    identification: identificationApi({ ...account, identificationPolicy: policy.identification }),
    rebinding: rebindingApi({ ...account, places }),
    federation: federationApi({ ...addresses, federation: federationMachine(retention), federationPolicy: policy.federation }),
    addresses: addressesApi(addresses),
    pecChange: pecChangeApi(addresses),
    emailChange: emailChangeApi(addresses),
    assistance: assistanceApi({ ...addresses, assistance, topics, form, rules, openings, assignmentRequired }),
    imports: importApi({ ...addresses, imports: importMachine(retention.importMs), places }),
    desk: deskApi({ runtime, registration, assistance }),
    journal: journalApi({ runtime, procedures: opened }),
    maintenance: maintenanceApi(maintenance),
    sunset: sunsetApi(sunset),
    exemption: exemptionApi({ runtime, credential, exemption }),
    services: servicesApi({ ...access, audiences: Object.keys(audiences), features: Object.keys(features) }),
    authorisations: authorisationsApi(access),
    delegations: delegationsApi({ ...access, delegationPolicy: policy.delegation }),
    migration: migrationApi({ runtime }),
    retention: retentionApi({
      ...{ runtime, procedures: opened, orphanMs: retention.orphanMs },
      // What is due by a term that has stood still is not due.
      async followCalendar() {
        await sweepCalendar(maintenance)
        await sweepSunset(sunset)
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
