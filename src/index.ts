/** The front door: the counter of one office, and what a host needs around it. */
import { platformRandom, portablePasswordHash, systemClock } from './adapters/portable.ts'
import type { Sportello } from './api/counter.ts'
import { createSportello as assemble, type Configuration } from './api/create-sportello.ts'

type Defaulted = 'clock' | 'random' | 'passwordHash'

/** What the host hands in. Office, keys, storage, mailer and documents have no default. */
export type SportelloConfiguration = Omit<Configuration, Defaulted> & Partial<Pick<Configuration, Defaulted>>

/**
 * The counter of one office. Left out, the clock is the system's, chance the platform's, and passwords are hashed with portable
 * scrypt: on Node hand in `nodePasswordHash()` of `sportello/node`, which does not hold up the event loop. Throws a SportelloError
 * `config/invalid` for a missing or weak piece.
 */
export function createSportello(configuration: SportelloConfiguration): Sportello {
  return assemble({
    ...configuration,
    clock: configuration?.clock ?? systemClock(),
    random: configuration?.random ?? platformRandom(),
    passwordHash: configuration?.passwordHash ?? portablePasswordHash(),
  })
}

export type { Sportello } from './api/counter.ts'
export { defaultPolicy, type PolicyChoice } from './api/policy.ts'
export type { Policy, RetentionPolicy } from './api/procedures.ts'
export type { Keys } from './crypto/index.ts'
export {
  type Accepted,
  type Actor,
  type AnyRefusal,
  type Instant,
  InvariantError,
  isSportelloError,
  type Locale,
  type Refused,
  type Result,
  SportelloError,
  type SportelloErrorCode,
  unwrap,
} from './kernel/index.ts'
export { type ProblemDetails, problemDetails, refusalCodes, refusalText } from './messages.ts'
export type {
  Clock,
  Commit,
  CommitOutcome,
  DocumentName,
  DocumentQuery,
  DocumentRef,
  Documents,
  JournalEntry,
  Key,
  LeaseOrder,
  ListQuery,
  Mail,
  Mailer,
  MailOutcome,
  Outbox,
  OutboxMessage,
  ParkedQuery,
  PasswordHash,
  Places,
  Random,
  Settlement,
  Storage,
  Stored,
  StoredDocument,
  Write,
} from './ports/index.ts'
export type { AccountRefusal, ChangePassword, CredentialView, OfficeAct } from './procedures/account/credential/use-cases.ts'
export type { NotActive } from './procedures/account/session/desk.ts'
export type { NotConfirmed } from './procedures/account/session/fresh.ts'
export type { SessionScope } from './procedures/account/session/model.ts'
export type { Credentials, Obligation, SessionView, SignedIn, SignInRefusal } from './procedures/account/session/use-cases.ts'
export type { FindingSource, OpenChanges, UnfitReason } from './procedures/addresses/addresses/model.ts'
export type { AddressesAct, AddressesAnswer, AddressesView } from './procedures/addresses/addresses/use-cases.ts'
export type { ContactChangeRequested } from './procedures/addresses/contact-change/desk.ts'
export type { ContactChangeView, ContactConfirmed, ContactLinkRefusal } from './procedures/addresses/contact-change/link.ts'
export type { ContactChangeAnswer, ContactChangeForm } from './procedures/addresses/contact-change/use-cases.ts'
export type { BeginRefusal } from './procedures/addresses/pec-change/desk.ts'
export type { LinkRefusal, PecChangeView, PecConfirmed } from './procedures/addresses/pec-change/link.ts'
export type { PecChangePolicy, ReceiptFault, ReceiptPower, Undeliverable } from './procedures/addresses/pec-change/model.ts'
export type { Received, ReceiveRefusal } from './procedures/addresses/pec-change/receipts.ts'
export type {
  PecChangeAct,
  PecChangeAnswer,
  PecChangeForm,
  PecChangeRequested,
} from './procedures/addresses/pec-change/use-cases.ts'
export type { AssistanceAnswer } from './procedures/assistance/desk.ts'
export type { AssistanceDossier, AssistancePage, PendingAssistance } from './procedures/assistance/dossier.ts'
export type {
  AssistanceOpened,
  AssistanceOpenRefusal,
  AssistanceOptions,
  AssistanceUploadRefusal,
} from './procedures/assistance/filing.ts'
export type { AssistanceFinding, Holding } from './procedures/assistance/findings.ts'
export type { IdentityDocumentType } from './procedures/assistance/model.ts'
export type { AssistanceForm } from './procedures/assistance/questionnaire.ts'
export type {
  AssistancePolicy,
  QuestionnaireItem,
  Topic,
  TopicAdvice,
  TopicOption,
  TopicQuestion,
  TopicQuestionnaire,
  TopicText,
} from './procedures/assistance/topics.ts'
export type { AcceptAssistance, AssistanceAccepted, AssistanceView, RefuseAssistance } from './procedures/assistance/use-cases.ts'
export type { DeskRefusal } from './procedures/enrolment/approval/desk.ts'
export type { Dossier, Pending, PendingPage } from './procedures/enrolment/approval/dossier.ts'
export type { Identification } from './procedures/enrolment/approval/model.ts'
export type { Approve, Reasoned } from './procedures/enrolment/approval/use-cases.ts'
export type { FormRefusal } from './procedures/enrolment/registration/desk.ts'
export type { DocumentForm, UploadRefusal } from './procedures/enrolment/registration/documents.ts'
export type { DocumentType } from './procedures/enrolment/registration/model.ts'
export type { ApplicantPerson, RegistrationForm } from './procedures/enrolment/registration/person.ts'
export type { Opened, OpenOptions, OpenRefusal, RegistrationView } from './procedures/enrolment/registration/use-cases.ts'
export type { Chores, SweepFailure, SweepOptions, SweepReport } from './procedures/lifecycle/retention/model.ts'
export type { SubjectRefusal } from './procedures/lifecycle/subject/desk.ts'
export type { Erased } from './procedures/lifecycle/subject/erasure.ts'
export type { SubjectAct, SubjectData, SubjectItem } from './procedures/lifecycle/subject/export.ts'
export type { DeliveryFailure, Receipt, ReceiptKind, ReceiptTrust } from './rules/pec/index.ts'
export type { CommandOptions, Problem } from './runtime/input.ts'
export { type JournalVerdict, verifyJournal } from './runtime/journal.ts'
export type { JournalLine, JournalRefusal } from './runtime/journal-reader.ts'
export type { OutboxAct, OutboxRefusal, ParkedMail } from './runtime/parked-mail.ts'
export type { RecordName } from './runtime/record.ts'
export type { RelayOptions, RelayReport } from './runtime/relay.ts'
export type { RequestKeyRefusal } from './runtime/request.ts'
export type { Office } from './runtime/runtime.ts'
export type { Operator } from './runtime/schema.ts'
