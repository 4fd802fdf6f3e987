/** The pure part alone: deciders of every machine, their pictures, what is available when. No package, no port. */

export {
  type Actor,
  availableCommands,
  type Decider,
  diagram,
  type Instant,
  type Result,
  replay,
  type Stamp,
} from './kernel/index.ts'
export type { CredentialEvent } from './procedures/account/credential/events.ts'
export { credentialDecider, expiryOf, obligations } from './procedures/account/credential/machine.ts'
export type {
  CredentialCommand,
  CredentialPolicy,
  CredentialRefusal,
  CredentialState,
} from './procedures/account/credential/model.ts'
export { exemptionDecider } from './procedures/account/exemption/machine.ts'
export type {
  ExemptionCommand,
  ExemptionEvent,
  ExemptionRefusal,
  ExemptionState,
} from './procedures/account/exemption/model.ts'
export { identificationDecider } from './procedures/account/identification/machine.ts'
export type {
  IdentificationCommand,
  IdentificationEvent,
  IdentificationPolicy,
  IdentificationRefusal,
  IdentificationState,
} from './procedures/account/identification/model.ts'
export { pinRenewalDecider } from './procedures/account/pin-renewal/machine.ts'
export type {
  PinRenewalCommand,
  PinRenewalEvent,
  PinRenewalPolicy,
  PinRenewalRefusal,
  PinRenewalState,
} from './procedures/account/pin-renewal/model.ts'
export { recoveryDecider } from './procedures/account/recovery/machine.ts'
export type {
  RecoveryCommand,
  RecoveryEvent,
  RecoveryPolicy,
  RecoveryRefusal,
  RecoveryState,
} from './procedures/account/recovery/model.ts'
export { sessionDecider } from './procedures/account/session/machine.ts'
export type {
  SessionCommand,
  SessionEvent,
  SessionPolicy,
  SessionRefusal,
  SessionState,
} from './procedures/account/session/model.ts'
export { throttleDecider } from './procedures/account/throttle/machine.ts'
export type {
  ThrottleCommand,
  ThrottleEvent,
  ThrottlePolicy,
  ThrottleRefusal,
  ThrottleState,
} from './procedures/account/throttle/model.ts'
export { addressesDecider } from './procedures/addresses/addresses/machine.ts'
export type {
  AddressesCommand,
  AddressesEvent,
  AddressesRefusal,
  AddressesState,
} from './procedures/addresses/addresses/model.ts'
export { emailChangeDecider, unconfirmedAt } from './procedures/addresses/email-change/machine.ts'
export type {
  EmailChangeCommand,
  EmailChangeEvent,
  EmailChangePolicy,
  EmailChangeRefusal,
  EmailChangeState,
} from './procedures/addresses/email-change/model.ts'
export { pecChangeDecider } from './procedures/addresses/pec-change/machine.ts'
export type {
  PecChangeCommand,
  PecChangeEvent,
  PecChangePolicy,
  PecChangeRefusal,
  PecChangeState,
} from './procedures/addresses/pec-change/model.ts'
export { pecClaimDecider } from './procedures/addresses/pec-claim/machine.ts'
export type { PecClaimCommand, PecClaimEvent, PecClaimRefusal, PecClaimState } from './procedures/addresses/pec-claim/model.ts'
export { assignmentDecider } from './procedures/assignment/machine.ts'
export type {
  AssignmentCommand,
  AssignmentEvent,
  AssignmentPolicy,
  AssignmentRefusal,
  AssignmentState,
} from './procedures/assignment/model.ts'
export { assistanceDecider } from './procedures/assistance/machine.ts'
export type { AssistanceCommand, AssistanceEvent, AssistanceRefusal, AssistanceState } from './procedures/assistance/model.ts'
export { seedTopics } from './procedures/assistance/seed-topics.ts'
export { outcomeOf, readTopics, topicAt } from './procedures/assistance/topics.ts'
export { bindingDecider } from './procedures/binding/machine.ts'
export type { BindingCommand, BindingEvent, BindingRefusal, BindingState } from './procedures/binding/model.ts'
export { approvalDecider } from './procedures/enrolment/approval/machine.ts'
export type { ApprovalCommand, ApprovalEvent, ApprovalRefusal, ApprovalState } from './procedures/enrolment/approval/model.ts'
export { registrationDecider } from './procedures/enrolment/registration/machine.ts'
export type {
  RegistrationCommand,
  RegistrationEvent,
  RegistrationPolicy,
  RegistrationRefusal,
  RegistrationState,
} from './procedures/enrolment/registration/model.ts'
export { federationDecider } from './procedures/federation/machine.ts'
export type {
  FederationCommand,
  FederationEvent,
  FederationPolicy,
  FederationRecordRefusal,
  FederationState,
} from './procedures/federation/model.ts'
export type { MailboxEvent } from './procedures/mailbox-migration/mailbox/events.ts'
export { mailboxDecider } from './procedures/mailbox-migration/mailbox/machine.ts'
export type {
  MailboxCommand,
  MailboxMigration,
  MailboxRefusal,
  MailboxState,
} from './procedures/mailbox-migration/mailbox/model.ts'
export { mailboxTallyDecider } from './procedures/mailbox-migration/mailbox-tally/machine.ts'
export type {
  MailboxTallyCommand,
  MailboxTallyEvent,
  MailboxTallyState,
} from './procedures/mailbox-migration/mailbox-tally/model.ts'
export { migrationDecider } from './procedures/mailbox-migration/migration/machine.ts'
export type {
  MigrationCommand,
  MigrationEvent,
  MigrationPlan,
  MigrationRefusal,
  MigrationState,
} from './procedures/mailbox-migration/migration/model.ts'
export {
  type MigrationAccess,
  type MigrationActivation,
  type MigrationCutOver,
  type MigrationFacts,
  passwordAt,
} from './procedures/mailbox-migration/migration/password-at.ts'
export { type MigrationPhase, phaseOf as migrationPhase } from './procedures/mailbox-migration/migration/phase.ts'
export { quotaDecider } from './procedures/quota/machine.ts'
export type { QuotaCommand, QuotaEvent, QuotaPolicy, QuotaRefusal, QuotaState } from './procedures/quota/model.ts'
export { authorisationDecider } from './procedures/services/authorisation/machine.ts'
export type {
  AuthorisationCommand,
  AuthorisationEvent,
  AuthorisationRefusal,
  AuthorisationState,
} from './procedures/services/authorisation/model.ts'
export { catalogueDecider } from './procedures/services/catalogue/machine.ts'
export type {
  CatalogueCommand,
  CatalogueEvent,
  CatalogueRefusal,
  CatalogueState,
} from './procedures/services/catalogue/model.ts'
export { delegationDecider } from './procedures/services/delegation/machine.ts'
export type {
  DelegationCommand,
  DelegationEvent,
  DelegationRefusal,
  DelegationState,
} from './procedures/services/delegation/model.ts'
