export { type ChallengeHarness, challengeContract } from './challenge-contract.ts'
export { documentsContract } from './documents-contract.ts'
export type { Check } from './fakes/check.ts'
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
} from './fakes/faulty-storage.ts'
export { type FixedClock, fixedClock } from './fakes/fixed-clock.ts'
export { type MemoryChallenge, memoryChallenge } from './fakes/memory-challenge.ts'
export { type MemoryMailbox, type MemoryProviders, memoryProviders } from './fakes/memory-providers.ts'
export { plainPasswordHash } from './fakes/plain-password-hash.ts'
export { type MailScript, type RecordingMailer, recordingMailer, type ScriptedOutcome } from './fakes/recording-mailer.ts'
export { sampleApplicant, samplePdf } from './fakes/sample-applicant.ts'
export { seededRandom } from './fakes/seeded-random.ts'
export { type MailerHarness, mailerContract, type ReceivedMail } from './mailer-contract.ts'
export { passwordHashContract } from './password-hash-contract.ts'
export { type ProviderHarness, providerContract } from './provider-contract.ts'
export { scannerContract } from './scanner-contract.ts'
export { storageContract } from './storage-contract.ts'
