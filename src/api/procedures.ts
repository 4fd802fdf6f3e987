/** Every procedure of the office, and what a host may say of them. */
import type { CredentialPolicy } from '../procedures/account/credential/model.ts'
import { credentialProcedure } from '../procedures/account/credential/procedure.ts'
import type { CredentialRetention } from '../procedures/account/credential/retention.ts'
import type { ExemptionRetention } from '../procedures/account/exemption/model.ts'
import { exemptionProcedure } from '../procedures/account/exemption/procedure.ts'
import type { IdentificationPolicy } from '../procedures/account/identification/model.ts'
import { identificationProcedure } from '../procedures/account/identification/procedure.ts'
import type { PinRenewalPolicy } from '../procedures/account/pin-renewal/model.ts'
import { pinRenewalProcedure } from '../procedures/account/pin-renewal/procedure.ts'
import type { RecoveryPolicy } from '../procedures/account/recovery/model.ts'
import { recoveryProcedure } from '../procedures/account/recovery/procedure.ts'
import type { SessionPolicy } from '../procedures/account/session/model.ts'
import { type SessionRetention, sessionProcedure } from '../procedures/account/session/procedure.ts'
import type { ThrottlePolicy } from '../procedures/account/throttle/model.ts'
import { throttleProcedure } from '../procedures/account/throttle/procedure.ts'
import type { AddressesPolicy } from '../procedures/addresses/addresses/model.ts'
import { addressesProcedure } from '../procedures/addresses/addresses/procedure.ts'
import type { EmailChangePolicy } from '../procedures/addresses/email-change/model.ts'
import { emailChangeProcedure } from '../procedures/addresses/email-change/procedure.ts'
import type { PecChangePolicy } from '../procedures/addresses/pec-change/model.ts'
import { pecChangeProcedure } from '../procedures/addresses/pec-change/procedure.ts'
import { pecClaimProcedure } from '../procedures/addresses/pec-claim/procedure.ts'
import type { AssignmentPolicy } from '../procedures/assignment/model.ts'
import { assignmentProcedure } from '../procedures/assignment/procedure.ts'
import { assistanceProcedure } from '../procedures/assistance/procedure.ts'
import type { AssistancePolicy } from '../procedures/assistance/topics.ts'
import { bindingProcedure } from '../procedures/binding/procedure.ts'
import type { MaintenancePolicy } from '../procedures/calendar/maintenance/model.ts'
import { maintenanceProcedure } from '../procedures/calendar/maintenance/procedure.ts'
import type { SunsetPolicy } from '../procedures/calendar/sunset/model.ts'
import { sunsetProcedure } from '../procedures/calendar/sunset/procedure.ts'
import { approvalProcedure } from '../procedures/enrolment/approval/procedure.ts'
import type { ApprovalRetention } from '../procedures/enrolment/approval/retention.ts'
import { type RegistrationSlice, registrationProcedure } from '../procedures/enrolment/registration/procedure.ts'
import type { RegistrationRetention } from '../procedures/enrolment/registration/retention.ts'
import type { FederationPolicy } from '../procedures/federation/model.ts'
import { federationProcedure } from '../procedures/federation/procedure.ts'
import type { FederationRetention } from '../procedures/federation/retention.ts'
import { type ImportRetention, importProcedure } from '../procedures/import/procedure.ts'
import type { OrphanRetention } from '../procedures/lifecycle/retention/model.ts'
import type { MailboxPolicy, MailboxRetention } from '../procedures/mailbox-migration/mailbox/policy.ts'
import { mailboxProcedure } from '../procedures/mailbox-migration/mailbox/procedure.ts'
import { mailboxTallyProcedure } from '../procedures/mailbox-migration/mailbox-tally/procedure.ts'
import { migrationProcedure } from '../procedures/mailbox-migration/migration/procedure.ts'
import type { QuotaPolicy } from '../procedures/quota/model.ts'
import { quotaProcedure } from '../procedures/quota/procedure.ts'
import { type AuthorisationRetention, authorisationProcedure } from '../procedures/services/authorisation/procedure.ts'
import { catalogueProcedure } from '../procedures/services/catalogue/procedure.ts'
import type { DelegationPolicy } from '../procedures/services/delegation/model.ts'
import { delegationProcedure } from '../procedures/services/delegation/procedure.ts'
import type { DelegationRetention } from '../procedures/services/delegation/retention.ts'
import type { PasswordPolicy } from '../rules/password/index.ts'
import type { ChallengePolicy } from '../runtime/challenge.ts'
import type { Procedure } from '../runtime/procedure.ts'
import type { RequestRetention } from '../runtime/request.ts'

/**
 * How long what is over is kept, in ms. No law gives these figures: an office takes them from its own plan of what to discard (the
 * *massimario di scarto*) and writes them into its records of processing (GDPR art. 5(1)(e), 30). They hold from the next sweep on.
 */
export type RetentionPolicy = RegistrationRetention &
  ApprovalRetention &
  CredentialRetention &
  SessionRetention &
  RequestRetention &
  ImportRetention &
  FederationRetention &
  AuthorisationRetention &
  DelegationRetention &
  ExemptionRetention &
  MailboxRetention &
  OrphanRetention

/** Every rule, limit and lifetime of a counter. */
export type Policy = {
  readonly password: PasswordPolicy
  readonly registration: RegistrationSlice['registration']
  readonly credential: CredentialPolicy
  readonly session: SessionPolicy & ChallengePolicy
  /** How long a link works that recovers a password, and how many there are. */
  readonly recovery: RecoveryPolicy
  /** How long the halves of a new PIN can be put together, and how often that can begin. */
  readonly pinRenewal: PinRenewalPolicy
  /** Where people are identified in person, and for how long that can be recorded. */
  readonly identification: IdentificationPolicy
  /** Whom SPID, CIE, CNS and eIDAS let in, and how surely. */
  readonly federation: FederationPolicy
  /** How failed attempts to sign in delay the next one. */
  readonly throttle: ThrottlePolicy
  readonly addresses: AddressesPolicy
  readonly pecChange: PecChangePolicy
  readonly emailChange: EmailChangePolicy
  readonly assistance: AssistancePolicy
  /** Who decides on a request that somebody has in charge. */
  readonly assignment: AssignmentPolicy
  /** What of the host the calendar of the office can close, and whom it can tell apart. */
  readonly maintenance: MaintenancePolicy
  readonly sunset: SunsetPolicy
  /** How many requests to act for others one person may have waiting. */
  readonly delegation: DelegationPolicy
  /** How many requests one requester may open, and how many may be opened with one mailbox. */
  readonly quota: QuotaPolicy
  /** How the work on the mailboxes of a migration goes on where a provider fails. */
  readonly mailbox: MailboxPolicy
  /** How long what is over is kept before the sweep removes it. */
  readonly retention: RetentionPolicy
}

/** In the order in which an export hands out their records, and a sweep goes through them. */
export const procedures: readonly Procedure<Policy>[] = [
  credentialProcedure,
  addressesProcedure,
  pecChangeProcedure,
  emailChangeProcedure,
  pecClaimProcedure,
  registrationProcedure,
  approvalProcedure,
  assistanceProcedure,
  importProcedure,
  authorisationProcedure,
  delegationProcedure,
  assignmentProcedure,
  recoveryProcedure,
  pinRenewalProcedure,
  identificationProcedure,
  federationProcedure,
  exemptionProcedure,
  bindingProcedure,
  sessionProcedure,
  throttleProcedure,
  quotaProcedure,
  maintenanceProcedure,
  sunsetProcedure,
  catalogueProcedure,
  migrationProcedure,
  mailboxProcedure,
  mailboxTallyProcedure,
]
