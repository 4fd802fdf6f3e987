export type { Check } from './check.ts'
export { documentsContract } from './documents-contract.ts'
export {
  type Fault,
  type FaultPlan,
  type FaultRates,
  type FaultyStorage,
  faulty,
  type PlannedFault,
  type StorageCall,
  type StorageOperation,
  type StruckFault,
  seededFaults,
} from './faulty-storage.ts'
export { type FixedClock, fixedClock } from './fixed-clock.ts'
export { type MailerHarness, mailerContract, type ReceivedMail } from './mailer-contract.ts'
export { passwordHashContract } from './password-hash-contract.ts'
export { plainPasswordHash } from './plain-password-hash.ts'
export { type MailScript, type RecordingMailer, recordingMailer, type ScriptedOutcome } from './recording-mailer.ts'
export { seededRandom } from './seeded-random.ts'
export { storageContract } from './storage-contract.ts'
