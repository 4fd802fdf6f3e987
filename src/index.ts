/** The front door: the counter of one office, and what a host needs around it. */
import { platformRandom, portablePasswordHash, systemClock } from './adapters/portable.ts'
import type { Sportello } from './shell/counter.ts'
import { createSportello as assemble, type Configuration } from './shell/create-sportello.ts'

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

export type { FindingSource, OpenChanges, UnfitReason } from './addresses/model.ts'
export type { AddressesAct, AddressesAnswer, AddressesView } from './addresses/use-cases.ts'
export type { DeskRefusal } from './approval/desk.ts'
export type { Dossier, Pending, PendingPage } from './approval/dossier.ts'
export type { Identification } from './approval/model.ts'
export type { Approve, Reasoned } from './approval/use-cases.ts'
export type { AssistanceAnswer } from './assistance/desk.ts'
export type { AssistanceDossier, AssistancePage, PendingAssistance } from './assistance/dossier.ts'
export type { AssistanceOpened, AssistanceOpenRefusal, AssistanceOptions } from './assistance/filing.ts'
export type { AssistanceFinding, Holding } from './assistance/findings.ts'
export type { IdentityDocumentType } from './assistance/model.ts'
export type { AssistanceForm } from './assistance/questionnaire.ts'
export type {
  AssistancePolicy,
  QuestionnaireItem,
  Topic,
  TopicAdvice,
  TopicOption,
  TopicQuestion,
  TopicQuestionnaire,
  TopicText,
} from './assistance/topics.ts'
export type { AcceptAssistance, AssistanceAccepted, AssistanceView, RefuseAssistance } from './assistance/use-cases.ts'
export type { ContactChangeRequested } from './contact-change/desk.ts'
export type { ContactChangeView, ContactConfirmed, ContactLinkRefusal } from './contact-change/link.ts'
export type { ContactChangeAnswer, ContactChangeForm } from './contact-change/use-cases.ts'
export type { AccountRefusal, ChangePassword, CredentialView, OfficeAct } from './credential/use-cases.ts'
export type { Keys } from './crypto/index.ts'
export type { Chores, RetentionPolicy, SweepFailure, SweepOptions, SweepReport } from './housekeeping/model.ts'
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
export type { DeliveryFailure, Receipt, ReceiptKind, ReceiptTrust } from './pec/index.ts'
export type { BeginRefusal } from './pec-change/desk.ts'
export type { LinkRefusal, PecChangeView, PecConfirmed } from './pec-change/link.ts'
export type { PecChangePolicy, ReceiptFault, ReceiptPower, Undeliverable } from './pec-change/model.ts'
export type { Received, ReceiveRefusal } from './pec-change/receipts.ts'
export type { PecChangeAct, PecChangeAnswer, PecChangeForm, PecChangeRequested } from './pec-change/use-cases.ts'
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
export type { FormRefusal } from './registration/desk.ts'
export type { DocumentForm } from './registration/documents.ts'
export type { DocumentType } from './registration/model.ts'
export type { ApplicantPerson, RegistrationForm } from './registration/person.ts'
export type { Opened, OpenOptions, OpenRefusal, RegistrationView } from './registration/use-cases.ts'
export type { NotActive } from './session/desk.ts'
export type { NotConfirmed } from './session/fresh.ts'
export type { SessionScope } from './session/model.ts'
export type { Credentials, Obligation, SessionView, SignedIn, SignInRefusal } from './session/use-cases.ts'
export type { Sportello } from './shell/counter.ts'
export type { UploadRefusal } from './shell/documents.ts'
export type { CommandOptions, Problem } from './shell/input.ts'
export { type JournalVerdict, verifyJournal } from './shell/journal.ts'
export type { JournalLine, JournalRefusal, RecordName } from './shell/journal-reader.ts'
export type { OutboxAct, OutboxRefusal, ParkedMail } from './shell/parked-mail.ts'
export { defaultPolicy, type Policy, type PolicyChoice } from './shell/policy.ts'
export type { RelayOptions, RelayReport } from './shell/relay.ts'
export type { RequestKeyRefusal } from './shell/request.ts'
export type { Operator } from './shell/schema.ts'
export type { Office } from './shell/shell.ts'
export type { SubjectRefusal } from './subject/desk.ts'
export type { Erased } from './subject/erasure.ts'
export type { SubjectAct, SubjectData, SubjectItem } from './subject/export.ts'
