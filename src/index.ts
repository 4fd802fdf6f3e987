/** The front door: the counter of one office, and what a host needs around it. */
import { platformRandom, portablePasswordHash, systemClock } from './adapters/portable.ts'
import { createSportello as assemble, type Configuration } from './api/create-sportello.ts'
import type { Sportello } from './api/sportello.ts'

type Defaulted = 'clock' | 'random' | 'passwordHash'

/** What the host hands in. Office, keys, storage, mailer and documents have no default. */
export type SportelloConfiguration = Omit<Configuration, Defaulted> & Partial<Pick<Configuration, Defaulted>>

/**
 * The counter of one office. Left out, the clock is the system's, chance the platform's, and passwords are hashed with portable
 * scrypt: on Node hand in `nodePasswordHash()` of `sportello/node`, which does not hold up the event loop. Throws a SportelloError
 * `config/invalid` for a missing or weak piece.
 *
 * @example
 * const sportello = createSportello({
 *   office: { id: 'comune-di-prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: 'https://example.it/' },
 *   keys: parseKeys(process.env['SPORTELLO_KEYS']),
 *   ...{ storage, documents, mailer }, // your adapters
 * })
 * const opened = await sportello.registration.open(sampleApplicant)
 */
export function createSportello(configuration: SportelloConfiguration): Sportello {
  return assemble({
    ...configuration,
    clock: configuration?.clock ?? systemClock(),
    random: configuration?.random ?? platformRandom(),
    passwordHash: configuration?.passwordHash ?? portablePasswordHash(),
  })
}

export type {
  AnyMailedLetter,
  LetterChoice,
  LetterData,
  LetterName,
  LetterWrapper,
  MailedLetter,
} from './api/letters.ts'
export { linkPaths } from './api/links.ts'
export { defaultPolicy, type PolicyChoice } from './api/policy.ts'
export type { Policy, RetentionPolicy } from './api/procedures.ts'
export type { Sportello } from './api/sportello.ts'
export { type Keys, parseKeys } from './crypto/index.ts'
export { assistanceDocumentTypes, documentTypeLabel, registrationDocumentTypes } from './document-words.ts'
export { type DossierFinding, findingCodes, findingText } from './findings.ts'
export { type HttpReply, type HttpReplyOptions, httpReply } from './http-reply.ts'
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
export { generateKeys, rotateKeys } from './new-keys.ts'
export { isFormRefusal, isPasswordRefusal, type PageReply, pageReply } from './page-reply.ts'
export { passwordFacts } from './password-facts.ts'
export { fieldValueText, type PersonRow, personRows } from './person-rows.ts'
export type {
  ArrivingProvider,
  Challenge,
  ChallengeVerdict,
  Clock,
  Commit,
  CommitOutcome,
  DocumentName,
  DocumentQuery,
  DocumentRef,
  Documents,
  EntriesPage,
  EntriesQuery,
  JournalEntry,
  Key,
  LeaseOrder,
  LeavingProvider,
  LegacyVerifier,
  ListQuery,
  Mail,
  MailboxCopyName,
  MailboxCopyOrder,
  MailboxCopyState,
  MailboxPart,
  MailboxPasswordOrder,
  MailboxPasswordOutcome,
  MailboxPasswordVerdict,
  Mailer,
  MailOutcome,
  Outbox,
  OutboxMessage,
  ParkedQuery,
  PasswordHash,
  PlacedEntry,
  Places,
  Random,
  Registry,
  RegistryPerson,
  RegistryVerdict,
  Scanner,
  ScanVerdict,
  Settlement,
  Storage,
  Stored,
  StoredDocument,
  Telemetry,
  TelemetryAttributes,
  TelemetryMeter,
  TelemetryObserver,
  TelemetrySpan,
  TelemetryTracer,
  Write,
} from './ports/index.ts'
export type { CredentialApi, CredentialLookForm } from './procedures/account/credential/api.ts'
export type {
  CredentialAct,
  CredentialPasswordForm,
  CredentialRevokeForm,
  CredentialSuspendForm,
  CredentialSuspendOwnForm,
  CredentialSuspension,
} from './procedures/account/credential/forms.ts'
export type { CredentialView } from './procedures/account/credential/inspection.ts'
export { revocationText, suspensionText } from './procedures/account/credential/meanings.ts'
export type { CredentialLinkRefusal, CredentialLinkView } from './procedures/account/credential/suspension.ts'
export type { CredentialApiRefusal } from './procedures/account/credential/use-cases.ts'
export type {
  ExemptionApi,
  ExemptionDocument,
  ExemptionGrantForm,
  ExemptionLookForm,
  ExemptionRevokeForm,
} from './procedures/account/exemption/api.ts'
export type { ExemptionApiRefusal, ExemptionOwnRefusal } from './procedures/account/exemption/context.ts'
export type { ExemptionKind, ExemptionRefusal } from './procedures/account/exemption/model.ts'
export type { ExemptionDone, ExemptionView } from './procedures/account/exemption/use-cases.ts'
export type {
  IdentificationApi,
  IdentificationDocument,
  IdentificationLookForm,
  IdentificationRecordForm,
} from './procedures/account/identification/api.ts'
export type {
  IdentificationApiRefusal,
  IdentificationNotFoundRefusal,
  IdentificationOwnRefusal,
} from './procedures/account/identification/context.ts'
export type { IdentificationDocumentKind } from './procedures/account/identification/model.ts'
export type {
  IdentificationHalf,
  IdentificationHalfRefusal,
  IdentificationRecorded,
  IdentificationView,
} from './procedures/account/identification/use-cases.ts'
export type {
  PinRenewalApi,
  PinRenewalConcludeForm,
  PinRenewalOutsideForm,
  PinRenewalStartForm,
} from './procedures/account/pin-renewal/api.ts'
export type { PinRenewalApiRefusal, PinRenewalStarted } from './procedures/account/pin-renewal/context.ts'
export type { PinRenewalAnyRefusal, PinRenewalOptions } from './procedures/account/pin-renewal/use-cases.ts'
export type {
  RecoveryApi,
  RecoveryCompleteForm,
  RecoveryNotFoundRefusal,
  RecoveryRequestForm,
} from './procedures/account/recovery/api.ts'
export type {
  RecoveryFormRefusal,
  RecoveryOwnRefusal,
  RecoveryView,
  RecoveryWrongPinRefusal,
} from './procedures/account/recovery/context.ts'
export type { RecoveryRequestOptions, RecoveryRequestRefusal } from './procedures/account/recovery/request.ts'
export type { RecoveryCompleteRefusal } from './procedures/account/recovery/use-cases.ts'
export type { SessionApi } from './procedures/account/session/api.ts'
export type {
  SessionNotActiveRefusal,
  SessionPasswordChangeRefusal,
  SessionScopeRefusal,
  SessionTokenForm,
} from './procedures/account/session/context.ts'
export type { SessionLocalCredential } from './procedures/account/session/local-credential.ts'
export type { SessionLevel, SessionMeans, SessionScope } from './procedures/account/session/model.ts'
export type {
  SessionReauthenticationForm,
  SessionReauthenticationRefusal,
} from './procedures/account/session/reauthentication.ts'
export type {
  SessionCredentials,
  SessionObligation,
  SessionSignedIn,
  SessionSignInRefusal,
  SessionView,
} from './procedures/account/session/use-cases.ts'
export type { AddressesApi, AddressesPecStatusForm, AddressesSetPecForm } from './procedures/addresses/addresses/api.ts'
export type {
  AddressesFindingSource,
  AddressesOpenChanges,
  AddressesPolicy,
  AddressesUnusableReason,
} from './procedures/addresses/addresses/model.ts'
export type { AddressesAct, AddressesApiRefusal, AddressesView } from './procedures/addresses/addresses/use-cases.ts'
export type {
  EmailChangeApi,
  EmailChangeApiRefusal,
  EmailChangeForm,
  EmailChangeInspectOwnRefusal,
  EmailChangeLinkRefusal,
} from './procedures/addresses/email-change/api.ts'
export type {
  EmailChangeConfirmed,
  EmailChangeNotFoundRefusal,
  EmailChangeRequested,
  EmailChangeView,
} from './procedures/addresses/email-change/context.ts'
export type {
  PecChangeApi,
  PecChangeCancelForm,
  PecChangeForm,
  PecChangeInspectOwnRefusal,
  PecChangeLinkRefusal,
} from './procedures/addresses/pec-change/api.ts'
export type {
  PecChangeBeginRefusal,
  PecChangeConfirmed,
  PecChangeNotFoundRefusal,
  PecChangeRequested,
  PecChangeView,
} from './procedures/addresses/pec-change/context.ts'
export type {
  PecChangePolicy,
  PecChangeReceiptFault,
  PecChangeReceiptPower,
  PecChangeUndeliverable,
} from './procedures/addresses/pec-change/model.ts'
export type { PecChangeReceived, PecChangeReceiveRefusal } from './procedures/addresses/pec-change/receipts.ts'
export type {
  PecChangeAct,
  PecChangeApiRefusal,
} from './procedures/addresses/pec-change/use-cases.ts'
export type { AssignmentHolder } from './procedures/assignment/charge.ts'
export type { AssignmentNote, AssignmentPolicy, AssignmentRefusal } from './procedures/assignment/model.ts'
export type {
  AssistanceApi,
  AssistanceDocumentContent,
  AssistanceDocumentForm,
  AssistanceDossierForm,
  AssistanceTicketRefusal,
} from './procedures/assistance/api.ts'
export type { AssistanceApiRefusal } from './procedures/assistance/context.ts'
export type { AssistanceDossier, AssistancePage, AssistancePending } from './procedures/assistance/dossier.ts'
export type {
  AssistanceOpened,
  AssistanceOpenOptions,
  AssistanceOpenRefusal,
  AssistanceUploadRefusal,
} from './procedures/assistance/filing.ts'
export type { AssistanceFinding, AssistanceHolding } from './procedures/assistance/findings.ts'
export type { AssistanceDocumentType } from './procedures/assistance/model.ts'
export type { AssistanceForm } from './procedures/assistance/questionnaire.ts'
export type {
  AssistancePolicy,
  AssistanceQuestionnaireItem,
  AssistanceTopic,
  AssistanceTopicAdvice,
  AssistanceTopicOption,
  AssistanceTopicQuestion,
  AssistanceTopicQuestionnaire,
  AssistanceTopicText,
} from './procedures/assistance/topics.ts'
export type {
  AssistanceApproved,
  AssistanceApproveForm,
  AssistanceRejectForm,
  AssistanceView,
} from './procedures/assistance/use-cases.ts'
export type {
  MaintenanceActForm,
  MaintenanceApi,
  MaintenanceLookForm,
  MaintenanceNoticeForm,
  MaintenancePlanForm,
  MaintenanceProlongForm,
} from './procedures/calendar/maintenance/api.ts'
export type {
  MaintenanceApiRefusal,
  MaintenanceAvailability,
  MaintenanceFateView,
  MaintenanceFormRefusal,
  MaintenanceText,
  MaintenanceView,
} from './procedures/calendar/maintenance/context.ts'
export type { MaintenanceAsked } from './procedures/calendar/maintenance/looks.ts'
export type {
  MaintenanceClosure,
  MaintenanceCredentialKind,
  MaintenanceCredentialState,
  MaintenanceDisposition,
  MaintenanceFate,
  MaintenancePolicy,
  MaintenancePredicate,
  MaintenanceRefusal,
  MaintenanceWindow,
  MaintenanceWords,
} from './procedures/calendar/maintenance/model.ts'
export type { MaintenanceCounts, MaintenanceSimulation } from './procedures/calendar/maintenance/simulate.ts'
export type { MaintenanceSweepOptions, MaintenanceSweepReport } from './procedures/calendar/maintenance/sweep.ts'
export type { MaintenanceVocabulary } from './procedures/calendar/maintenance/vocabulary.ts'
export type { SunsetAct } from './procedures/calendar/sunset/acts.ts'
export type { SunsetApi, SunsetCourseForm, SunsetDropForm, SunsetLookForm } from './procedures/calendar/sunset/api.ts'
export type {
  SunsetApiRefusal,
  SunsetFormRefusal,
  SunsetPhaseView,
  SunsetText,
  SunsetView,
} from './procedures/calendar/sunset/context.ts'
export type { SunsetActStatus, SunsetHeldExemption, SunsetPhase } from './procedures/calendar/sunset/course.ts'
export type {
  SunsetCourse,
  SunsetExemption,
  SunsetMeans,
  SunsetPolicy,
  SunsetRefusal,
  SunsetReminder,
  SunsetWords,
} from './procedures/calendar/sunset/model.ts'
export type { SunsetCounts, SunsetCredentialCounts, SunsetSimulation } from './procedures/calendar/sunset/simulate.ts'
export type { SunsetSweepOptions, SunsetSweepReport } from './procedures/calendar/sunset/sweep.ts'
export type { SunsetAsked, SunsetDropped } from './procedures/calendar/sunset/use-cases.ts'
export type {
  ApprovalApi,
  ApprovalApproved,
  ApprovalCorrectionRequested,
  ApprovalDocumentContent,
  ApprovalDocumentForm,
  ApprovalDossierForm,
} from './procedures/enrolment/approval/api.ts'
export type { ApprovalApiRefusal } from './procedures/enrolment/approval/context.ts'
export type { ApprovalCorrectionForm } from './procedures/enrolment/approval/correction.ts'
export type {
  ApprovalCorrections,
  ApprovalDossier,
  ApprovalFormerDocument,
  ApprovalWanted,
} from './procedures/enrolment/approval/dossier.ts'
export type { ApprovalIdentification } from './procedures/enrolment/approval/model.ts'
export type { ApprovalPage, ApprovalPending } from './procedures/enrolment/approval/pending.ts'
export type { ApprovalReissued, ApprovalReissueForm } from './procedures/enrolment/approval/reissue.ts'
export type { ApprovalApproveForm, ApprovalReasonedForm } from './procedures/enrolment/approval/use-cases.ts'
export type {
  RegistrationApi,
  RegistrationApiRefusal,
  RegistrationCompleted,
  RegistrationCorrected,
  RegistrationCorrectionForm,
  RegistrationDocumentAdded,
  RegistrationDocumentRefusal,
  RegistrationLinkSent,
  RegistrationPinRenewed,
} from './procedures/enrolment/registration/api.ts'
export type { RegistrationFormRefusal, RegistrationNotFoundRefusal } from './procedures/enrolment/registration/context.ts'
export type { RegistrationDocumentForm, RegistrationUploadRefusal } from './procedures/enrolment/registration/documents.ts'
export type { RegistrationFieldChange, RegistrationFieldValue } from './procedures/enrolment/registration/fields.ts'
export type { RegistrationFinding } from './procedures/enrolment/registration/findings.ts'
export type { RegistrationForm, RegistrationPerson } from './procedures/enrolment/registration/person.ts'
export type { RegistrationLetter, RegistrationLetterStatus } from './procedures/enrolment/registration/post.ts'
export type {
  RegistrationOpened,
  RegistrationOpenOptions,
  RegistrationOpenRefusal,
} from './procedures/enrolment/registration/use-cases.ts'
export type { RegistrationDecision, RegistrationView, RegistrationWanted } from './procedures/enrolment/registration/view.ts'
export {
  correctableFields as registrationCorrectableFields,
  type RegistrationCorrectableField,
  type RegistrationDocumentType,
  type RegistrationWantedDocument,
} from './procedures/enrolment/wanted.ts'
export type { FederationApi } from './procedures/federation/api.ts'
export type { FederationCase, FederationPage } from './procedures/federation/cases.ts'
export type { ComparedField as FederationComparedField } from './procedures/federation/compare.ts'
export type {
  FederationApiRefusal,
  FederationOwnRefusal,
  FederationSignInOwnRefusal,
  FederationSignInRefusal,
} from './procedures/federation/context.ts'
export type {
  FederationDecisionForm,
  FederationDossier,
} from './procedures/federation/desk.ts'
export type { FederationDocumentKind } from './procedures/federation/form-schema.ts'
export type { FederationDocument, FederationJoined, FederationJoinForm } from './procedures/federation/join.ts'
export type { FederationRecordRefusal, LinkQuestion as FederationQuestion } from './procedures/federation/model.ts'
export type { FederationSignedIn, FederationSignInOptions } from './procedures/federation/sign-in.ts'
export type {
  FederationAct,
  FederationIdentityView,
  FederationOwnForm,
} from './procedures/federation/use-cases.ts'
export type {
  ImportAccount,
  ImportAccountForm,
  ImportApiRefusal,
  ImportBatch,
  ImportDifference,
  ImportedAccount,
  ImportFinding,
} from './procedures/import/account.ts'
export type { ImportApi, ImportLookForm } from './procedures/import/api.ts'
export type { ImportLine, ImportRunForm, ImportRunRefusal, ImportRunReport, ImportView } from './procedures/import/use-cases.ts'
export type { FeedApi } from './procedures/lifecycle/feed/api.ts'
export type { FeedRefusal } from './procedures/lifecycle/feed/context.ts'
export type { FeedEvent, FeedValue } from './procedures/lifecycle/feed/events.ts'
export type { FeedPage, FeedQuery } from './procedures/lifecycle/feed/use-cases.ts'
export type { RetentionApi } from './procedures/lifecycle/retention/api.ts'
export type {
  RetentionSweepCounts,
  RetentionSweepFailure,
  RetentionSweepOptions,
  RetentionSweepReport,
} from './procedures/lifecycle/retention/model.ts'
export type { SubjectApi, SubjectEraseForm } from './procedures/lifecycle/subject/api.ts'
export type { SubjectRefusal } from './procedures/lifecycle/subject/context.ts'
export type { SubjectErased } from './procedures/lifecycle/subject/erasure.ts'
export type { SubjectAct, SubjectData, SubjectItem } from './procedures/lifecycle/subject/export.ts'
export type { MailboxAddCounts, MailboxAddLine } from './procedures/mailbox-migration/mailbox/add.ts'
export type { MailboxesApi, MigrationWorkApi } from './procedures/mailbox-migration/mailbox/api.ts'
export type {
  MailboxFormRefusal,
  MailboxLineRefusal,
  MailboxOfficeRefusal,
  MailboxOwnerApiRefusal,
  MailboxOwnerRefusal,
} from './procedures/mailbox-migration/mailbox/context.ts'
export type { MailboxCopied, MailboxCopyFailure, MailboxCopying } from './procedures/mailbox-migration/mailbox/copying.ts'
export type { MigrationExpectedEnd, MigrationThroughput } from './procedures/mailbox-migration/mailbox/expected-end.ts'
export type {
  MailboxActivateForm,
  MailboxActivateOptions,
  MailboxAddForm,
  MailboxesForm,
  MailboxFindForm,
  MailboxLateForm,
  MailboxLine,
  MailboxLookForm,
  MailboxOwnerForm,
  MailboxOwnerOptions,
  MailboxPlace,
  MailboxReasonForm,
} from './procedures/mailbox-migration/mailbox/forms.ts'
export type { MailboxLane, MailboxParked, MailboxParkedCause } from './procedures/mailbox-migration/mailbox/lanes.ts'
export type { MailboxActivated, MailboxRefusal, MailboxStatus } from './procedures/mailbox-migration/mailbox/model.ts'
export type { MailboxPage, MailboxView } from './procedures/mailbox-migration/mailbox/office.ts'
export type { MailboxActivationDone, MailboxVerified } from './procedures/mailbox-migration/mailbox/owner.ts'
export type { MailboxPolicy, MailboxRetention } from './procedures/mailbox-migration/mailbox/policy.ts'
export type {
  MigrationCopyCounts,
  MigrationReport,
  MigrationReportRefusal,
  MigrationStatusCount,
} from './procedures/mailbox-migration/mailbox/report.ts'
export type { MigrationWorkOptions, MigrationWorkReport } from './procedures/mailbox-migration/mailbox/work.ts'
export type {
  MigrationClient,
  MigrationLinkName,
  MigrationLinks,
  MigrationProtocol,
} from './procedures/mailbox-migration/migration/access.ts'
export type { MigrationApi } from './procedures/mailbox-migration/migration/api.ts'
export type {
  MigrationApiRefusal,
  MigrationFormRefusal,
  MigrationLookRefusal,
  MigrationOver,
  MigrationText,
  MigrationTextRefusal,
  MigrationUnknown,
  MigrationView,
} from './procedures/mailbox-migration/migration/context.ts'
export type {
  MigrationActForm,
  MigrationBringForwardForm,
  MigrationClientForm,
  MigrationCutOverForm,
  MigrationLeftBehindForm,
  MigrationListForm,
  MigrationLookForm,
  MigrationPlanForm,
  MigrationPostponeForm,
  MigrationProlongCutOverForm,
  MigrationProlongForm,
  MigrationReportForm,
} from './procedures/mailbox-migration/migration/forms.ts'
export type {
  MigrationCapacity,
  MigrationContents,
  MigrationCutOverPlan,
  MigrationLeftBehind,
  MigrationPlan,
  MigrationRefusal,
  MigrationWindow,
  MigrationWords,
} from './procedures/mailbox-migration/migration/model.ts'
export {
  type MigrationAccess,
  type MigrationActivation,
  type MigrationCutOver,
  type MigrationFacts,
  passwordAt,
} from './procedures/mailbox-migration/migration/password-at.ts'
export type { MigrationPhase } from './procedures/mailbox-migration/migration/phase.ts'
export type { DeskAct, DeskNoteForm, DeskTakenOver, DeskTakeOverForm } from './procedures/office/desk/acts.ts'
export type { DeskApi } from './procedures/office/desk/api.ts'
export type { DeskApiRefusal } from './procedures/office/desk/context.ts'
export type { DeskCount, DeskCounts, DeskCountsForm } from './procedures/office/desk/counts.ts'
export type { DeskLine } from './procedures/office/desk/lines.ts'
export type { DeskListForm } from './procedures/office/desk/list.ts'
export type { DeskBy, DeskCase, DeskState } from './procedures/office/desk/model.ts'
export type { DeskSearchForm } from './procedures/office/desk/search.ts'
export type { DeskPage } from './procedures/office/desk/walk.ts'
export type { RebindingApi, RebindingDocument, RebindingForm, RebindingLookForm } from './procedures/office/rebinding/api.ts'
export type { RebindingApiRefusal, RebindingOwnRefusal } from './procedures/office/rebinding/context.ts'
export type { RebindingDocumentKind } from './procedures/office/rebinding/schema.ts'
export type { RebindingRecorded, RebindingView } from './procedures/office/rebinding/use-cases.ts'
export type {
  AuthorisationGrantForm,
  AuthorisationLookForm,
  AuthorisationRevokeForm,
  AuthorisationsApi,
} from './procedures/services/authorisation/api.ts'
export type { AuthorisationApiRefusal, AuthorisationOwnRefusal } from './procedures/services/authorisation/context.ts'
export type { AuthorisationBody, AuthorisationGrant } from './procedures/services/authorisation/model.ts'
export type { AuthorisationGranted, AuthorisationView } from './procedures/services/authorisation/use-cases.ts'
export type { ServicesQuestion, ServicesVerdict } from './procedures/services/catalogue/access.ts'
export type { CatalogueRemoveForm, CatalogueServiceForm, ServicesApi } from './procedures/services/catalogue/api.ts'
export type { CatalogueApiRefusal, CatalogueFormRefusal } from './procedures/services/catalogue/context.ts'
export {
  mayUse,
  type ServicesAnswer,
  type ServicesPerson,
  type ServicesReason,
  type ServicesService,
  type ServicesSession,
} from './procedures/services/catalogue/may-use.ts'
export { type ServicesText, type ServicesWords, servicesWords } from './procedures/services/catalogue/may-use-words.ts'
export type { CatalogueAccess, CatalogueService, CatalogueWords } from './procedures/services/catalogue/model.ts'
export type { CatalogueRemoved } from './procedures/services/catalogue/use-cases.ts'
export type { Term as ServicesTerm } from './procedures/services/days-in-force.ts'
export type {
  DelegationDecideForm,
  DelegationEndForm,
  DelegationLookForm,
  DelegationNamed,
  DelegationRecordForm,
  DelegationRequestForm,
  DelegationsApi,
  DelegationWanted,
} from './procedures/services/delegation/api.ts'
export type { DelegationApiRefusal, DelegationOwnRefusal } from './procedures/services/delegation/context.ts'
export type { DelegationDossier, DelegationOwnView, DelegationView } from './procedures/services/delegation/looks.ts'
export type {
  DelegationCapacity,
  DelegationDelegate,
  DelegationEndedBy,
  DelegationEvidenceKind,
  DelegationPerson,
  DelegationPolicy,
  DelegationTerm,
} from './procedures/services/delegation/model.ts'
export type { DelegationRequested } from './procedures/services/delegation/request.ts'
export type { DelegationPage, DelegationPending } from './procedures/services/delegation/use-cases.ts'
export type { ServiceLevel, ServiceMeans, ServiceMeansGroup } from './procedures/services/means.ts'
export {
  letterName,
  type RegistrationLetterName,
  type RegistrationShown,
  registrationText,
} from './request-words.ts'
export { requesterOf } from './requester.ts'
export { untilPhrase } from './rules/civil/index.ts'
export {
  ageAt,
  type CnsSignIn,
  decodeGatewayHeader,
  type FederatedBirthPlace,
  type FederatedCompany,
  type FederatedIdentity,
  type FederatedPerson,
  type FederatedProposals,
  type FederatedSubject,
  type FederatedSubjectScheme,
  type FederationAttribute,
  type FederationAttributeRefusal,
  type FederationFault,
  type FederationFinding,
  type FederationFindingCode,
  type FederationLevel,
  type FederationLevels,
  type FederationOptions,
  type FederationProtocol,
  type FederationProtocolName,
  type FederationProtocols,
  type FederationProvider,
  type FederationProviderRefusal,
  type FederationRefusal,
  federationFindingText,
  federationProtocols,
  type OidcSignIn,
  readCie,
  readCns,
  readEidas,
  readProviderError,
  readSpidOidc,
  readSpidSaml,
  type SamlSignIn,
  satisfiesAge,
  satisfiesLevel,
} from './rules/federation/index.ts'
export type { PecDeliveryFailure, PecReceipt, PecReceiptKind, PecReceiptTrust } from './rules/pec/index.ts'
export type { JournalAnchor, JournalAnchorOptions } from './runtime/anchor.ts'
export type { JournalAnchorCheck, JournalAnchorFinding, JournalAnchorReport } from './runtime/anchor-check.ts'
export type { JournalAnchorRefusal } from './runtime/anchor-lines.ts'
export type { JournalApi, JournalPage, OutboxApi, OutboxPage } from './runtime/api.ts'
export type { ChallengeOptions, ChallengePolicy, ChallengeRefusal } from './runtime/challenge.ts'
export type { LetterFault } from './runtime/host-letters.ts'
export type { CalendarAct, CalendarEndedRefusal, CalendarRefusal, MaintenanceClosedRefusal } from './runtime/in-flight.ts'
export { type CommandOptions, type FormRefusal, type Problem, type ProblemCode, problemCodes } from './runtime/input.ts'
export { type JournalVerdict, verifyJournal } from './runtime/journal.ts'
export type { JournalLine, JournalRefusal } from './runtime/journal-reader.ts'
export { type LetterHtml, type LetterHtmlValue, letterHtml } from './runtime/letter-html.ts'
export type { LetterRendering } from './runtime/letter-layout.ts'
export type { LinkName, LinkPath, LinkPathChoice, LinkTable } from './runtime/links.ts'
export type { OutboxAct, OutboxParkedMail, OutboxRefusal } from './runtime/parked-mail.ts'
export { fieldLabel, problemText } from './runtime/problem-words.ts'
export type { RecordName } from './runtime/record.ts'
export type { RelayOptions, RelayReport } from './runtime/relay.ts'
export type { RequestKeyRefusal } from './runtime/request.ts'
export type { Office } from './runtime/runtime.ts'
export type { Operator } from './runtime/schema.ts'
export type { DocumentFinding } from './runtime/uploads.ts'
export {
  type Statuses,
  type StatusKind,
  statuses,
  statusText,
} from './statuses.ts'
