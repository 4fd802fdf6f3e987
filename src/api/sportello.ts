/** The public interface of one office. */
import type { CredentialApi } from '../procedures/account/credential/api.ts'
import type { ExemptionApi } from '../procedures/account/exemption/api.ts'
import type { IdentificationApi } from '../procedures/account/identification/api.ts'
import type { PinRenewalApi } from '../procedures/account/pin-renewal/api.ts'
import type { RecoveryApi } from '../procedures/account/recovery/api.ts'
import type { SessionApi } from '../procedures/account/session/api.ts'
import type { AddressesApi } from '../procedures/addresses/addresses/api.ts'
import type { EmailChangeApi } from '../procedures/addresses/email-change/api.ts'
import type { PecChangeApi } from '../procedures/addresses/pec-change/api.ts'
import type { AssistanceApi } from '../procedures/assistance/api.ts'
import type { MaintenanceApi } from '../procedures/calendar/maintenance/api.ts'
import type { SunsetApi } from '../procedures/calendar/sunset/api.ts'
import type { ApprovalApi } from '../procedures/enrolment/approval/api.ts'
import type { RegistrationApi } from '../procedures/enrolment/registration/api.ts'
import type { FederationApi } from '../procedures/federation/api.ts'
import type { ImportApi } from '../procedures/import/api.ts'
import type { FeedApi } from '../procedures/lifecycle/feed/api.ts'
import type { RetentionApi } from '../procedures/lifecycle/retention/api.ts'
import type { SubjectApi } from '../procedures/lifecycle/subject/api.ts'
import type { MailboxesApi, MigrationWorkApi } from '../procedures/mailbox-migration/mailbox/api.ts'
import type { MigrationApi } from '../procedures/mailbox-migration/migration/api.ts'
import type { DeskApi } from '../procedures/office/desk/api.ts'
import type { RebindingApi } from '../procedures/office/rebinding/api.ts'
import type { AuthorisationsApi } from '../procedures/services/authorisation/api.ts'
import type { ServicesApi } from '../procedures/services/catalogue/api.ts'
import type { DelegationsApi } from '../procedures/services/delegation/api.ts'
import type { JournalApi, OutboxApi } from '../runtime/api.ts'
import type { RelayOptions, RelayReport } from '../runtime/relay.ts'

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
  readonly migration: MigrationApi & MigrationWorkApi
  /** Its mailboxes: listed by the office, activated by their owners. */
  readonly mailboxes: MailboxesApi
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
