/** The pure part alone: deciders of every machine, their pictures, what is available when. No package, no port. */
export { approvalDecider } from './approval/machine.ts'
export type { ApprovalCommand, ApprovalEvent, ApprovalRefusal, ApprovalState } from './approval/model.ts'
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
