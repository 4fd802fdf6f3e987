/** The pure part alone: deciders of every machine, their pictures, what is available when. No package, no port. */
export { addressesDecider } from './addresses/machine.ts'
export type { AddressesCommand, AddressesEvent, AddressesRefusal, AddressesState } from './addresses/model.ts'
export { approvalDecider } from './approval/machine.ts'
export type { ApprovalCommand, ApprovalEvent, ApprovalRefusal, ApprovalState } from './approval/model.ts'
export { assistanceDecider } from './assistance/machine.ts'
export type { AssistanceCommand, AssistanceEvent, AssistanceRefusal, AssistanceState } from './assistance/model.ts'
export { seedTopics } from './assistance/seed-topics.ts'
export { outcomeOf, readTopics, topicAt } from './assistance/topics.ts'
export { contactChangeDecider, unvalidatedAt } from './contact-change/machine.ts'
export type {
  ContactChangeCommand,
  ContactChangeEvent,
  ContactChangePolicy,
  ContactChangeRefusal,
  ContactChangeState,
} from './contact-change/model.ts'
export { credentialDecider, expiryOf, obligations } from './credential/machine.ts'
export type {
  CredentialCommand,
  CredentialEvent,
  CredentialPolicy,
  CredentialRefusal,
  CredentialState,
} from './credential/model.ts'
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
export { pecChangeDecider } from './pec-change/machine.ts'
export type {
  PecChangeCommand,
  PecChangeEvent,
  PecChangePolicy,
  PecChangeRefusal,
  PecChangeState,
} from './pec-change/model.ts'
export { pecClaimDecider } from './pec-claim/machine.ts'
export type { PecClaimCommand, PecClaimEvent, PecClaimRefusal, PecClaimState } from './pec-claim/model.ts'
export { quotaDecider } from './quota/machine.ts'
export type { QuotaCommand, QuotaEvent, QuotaPolicy, QuotaRefusal, QuotaState } from './quota/model.ts'
export { registrationDecider } from './registration/machine.ts'
export type {
  RegistrationCommand,
  RegistrationEvent,
  RegistrationPolicy,
  RegistrationRefusal,
  RegistrationState,
} from './registration/model.ts'
export { sessionDecider } from './session/machine.ts'
export type { SessionCommand, SessionEvent, SessionPolicy, SessionRefusal, SessionState } from './session/model.ts'
