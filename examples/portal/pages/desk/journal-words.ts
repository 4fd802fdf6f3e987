/** What the journal at the desk calls what has happened, and who did it. The names it is written by stay in the record, where they are verified. */
import type {
  AddressesEvent,
  ApprovalEvent,
  AssistanceEvent,
  CredentialEvent,
  EmailChangeEvent,
  ExemptionEvent,
  FederationEvent,
  IdentificationEvent,
  PecChangeEvent,
  RegistrationEvent,
} from 'sportello/machines'
import type { Words } from '../../web/frame.ts'

/** What the machines of the records say of them. */
type Happened = (
  | AddressesEvent
  | ApprovalEvent
  | AssistanceEvent
  | CredentialEvent
  | EmailChangeEvent
  | ExemptionEvent
  | FederationEvent
  | IdentificationEvent
  | PecChangeEvent
  | RegistrationEvent
)['type']

type Told = readonly [italian: string, english: string]

const happened: { readonly [E in Happened]: Told } = {
  RegistrationOpened: ['Richiesta aperta', 'Request opened'],
  PinRenewed: ['PIN rinnovato', 'PIN renewed'],
  DocumentAdded: ['Documento aggiunto', 'Document added'],
  DocumentRemoved: ['Documento tolto', 'Document removed'],
  RegistrationCompleted: ['Richiesta completata e trasmessa', 'Request completed and handed in'],
  RegistrationReopened: ['Richiesta riaperta per la correzione', 'Request reopened to be corrected'],
  RegistrationCorrected: ['Dati corretti', 'Data corrected'],
  TicketRenewed: ['Nuovo link alla richiesta', 'New link to the request'],
  CredentialsRedrawn: ['Nuovi segreti preparati', 'New secrets prepared'],
  PinHalfTaken: ['Seconda parte del PIN mostrata', 'Second part of the PIN shown'],
  LetterQueued: ['Lettera pronta per l’invio', 'Letter ready to be sent'],
  LetterEnded: ['Esito della lettera', 'Fate of the letter'],
  RegistrationWithdrawn: ['Richiesta ritirata', 'Request withdrawn'],
  RegistrationLapsed: ['Richiesta scaduta', 'Request lapsed'],
  RegistrationVoided: ['Richiesta senza effetto', 'Request void'],
  DocumentsDiscarded: ['Documenti cancellati', 'Documents discarded'],

  ApprovalSubmitted: ['Richiesta arrivata all’ufficio', 'Request arrived at the office'],
  Approved: ['Richiesta approvata', 'Request approved'],
  Rejected: ['Richiesta respinta', 'Request rejected'],
  CorrectionRequested: ['Correzione chiesta', 'Correction asked for'],
  ApprovalVoided: ['Decisione non più possibile', 'No decision possible any more'],

  CredentialIssued: ['Credenziali rilasciate', 'Credential issued'],
  CredentialImported: ['Credenziali importate', 'Credential imported'],
  CredentialReissued: ['Credenziali emesse di nuovo', 'Credential issued anew'],
  CredentialReenabled: ['Credenziali riabilitate', 'Credential re-enabled'],
  CredentialSuspended: ['Credenziali sospese', 'Credential suspended'],
  CredentialReactivated: ['Credenziali riattivate', 'Credential reactivated'],
  CredentialRevoked: ['Credenziali revocate', 'Credential revoked'],
  CredentialRebound: ['Credenziali passate ad altri dati personali', 'Credential bound to other personal data'],
  AttemptFailed: ['Tentativo fallito', 'Attempt failed'],
  StrangersStopped: ['Tentativi di estranei fermati', 'Attempts of strangers stopped'],
  DelayLifted: ['Attesa tolta', 'Delay lifted'],
  SignedIn: ['Accesso', 'Signed in'],
  SessionsEnded: ['Sessioni chiuse', 'Sessions ended'],
  VerifiersRenewed: ['Segreti protetti con nuovi parametri', 'Secrets protected with new parameters'],
  Reauthenticated: ['Identità confermata con i segreti', 'Confirmed with the secrets'],
  PasswordConfirmed: ['Password confermata', 'Password confirmed'],
  PasswordChanged: ['Password cambiata', 'Password changed'],
  PasswordRecovered: ['Password recuperata', 'Password recovered'],
  PinConfirmed: ['PIN confermato', 'PIN confirmed'],
  EmailChanged: ['Indirizzo e-mail cambiato', 'E-mail address changed'],
  EarlierAddressDropped: ['Indirizzo precedente dimenticato', 'Earlier address forgotten'],
  EndAnnounced: ['Scadenza annunciata', 'End announced'],
  FederatedOpened: ['Aperto con identità digitale', 'Opened with a digital identity'],
  FederatedSignedIn: ['Accesso con identità digitale', 'Signed in with a digital identity'],
  SecretsRetired: ['PIN e password ritirati', 'PIN and password retired'],

  ChangeBegun: ['Cambio iniziato', 'Change begun'],
  ChangeEnded: ['Cambio finito', 'Change ended'],
  PecAdopted: ['PEC in uso', 'PEC in force'],
  PecGivenUp: ['PEC lasciata', 'PEC given up'],
  PecMarkedUnusable: ['PEC segnata come non utilizzabile', 'PEC marked as unusable'],
  PecMarkedUsable: ['PEC segnata come utilizzabile', 'PEC marked as usable'],

  ChangeRequested: ['Cambio chiesto', 'Change asked for'],
  ChangeConfirmed: ['Cambio confermato', 'Change confirmed'],
  ChangeCancelled: ['Cambio annullato', 'Change cancelled'],
  ChangeSuperseded: ['Cambio superato da un altro', 'Change superseded by another'],
  ChangeVoided: ['Cambio senza effetto', 'Change void'],
  ChangeKept: ['Cambio mantenuto', 'Change kept'],
  LinkResent: ['Link inviato di nuovo', 'Link sent again'],
  PecLinkDispatched: ['Link spedito alla PEC', 'Link dispatched to the PEC'],
  PecLinkDelivered: ['Link consegnato alla PEC', 'Link delivered to the PEC'],
  PecLinkFailed: ['Link non consegnato alla PEC', 'Link not delivered to the PEC'],
  PecUndeliverable: ['Nessun link consegnato: cambio finito', 'No link delivered: change ended'],
  PecConfirmationHeld: ['Conferma in attesa della ricevuta', 'Confirmation waits for the receipt'],

  IdentificationRecorded: ['Identificazione di persona registrata', 'Identification in person recorded'],
  HalfTaken: ['Parte del PIN mostrata', 'Part of the PIN shown'],
  HalfVoided: ['Parte del PIN senza effetto', 'Part of the PIN void'],

  IdentityLinked: ['Identità collegata', 'Identity linked'],
  IdentityJoined: ['Identità unita alla persona', 'Identity joined to the person'],
  IdentityUnlinked: ['Identità scollegata', 'Identity unlinked'],
  OfficeAsked: ['Caso sottoposto all’ufficio', 'Case put before the office'],
  LinkRejected: ['Collegamento respinto', 'Link rejected'],
  CaseLapsed: ['Caso scaduto', 'Case lapsed'],

  ExemptionGranted: ['Esenzione concessa', 'Exemption granted'],
  ExemptionRevoked: ['Esenzione revocata', 'Exemption revoked'],
  ExemptionTakenOver: ['Esenzione presa da un’altra posizione', 'Exemption taken over from another account'],
  ExemptionHandedOver: ['Esenzione passata a un’altra posizione', 'Exemption handed over to another account'],
  ReminderGiven: ['Promemoria inviato', 'Reminder given'],

  AssistanceOpened: ['Assistenza chiesta', 'Assistance asked for'],
  AssistanceApproved: ['Assistenza approvata', 'Assistance approved'],
  AssistanceRejected: ['Assistenza respinta', 'Assistance rejected'],
  AssistanceWithdrawn: ['Richiesta di assistenza ritirata', 'Request for assistance withdrawn'],
}

// What machines do not say: the calendars, and what any record is told. A test holds that nothing is left out.
const besides = {
  CalendarKept: ['Calendario aperto', 'Calendar begun'],
  WindowPlanned: ['Finestra pianificata', 'Window planned'],
  WindowOpened: ['Finestra aperta', 'Window opened'],
  WindowProlonged: ['Fine della finestra cambiata', 'End of the window changed'],
  WindowClosed: ['Finestra chiusa', 'Window closed'],
  WindowCancelled: ['Finestra annullata', 'Window cancelled'],
  WindowSwept: ['Finestra applicata alle pratiche', 'Window applied to the records'],
  WindowForgotten: ['Finestra tolta dal calendario', 'Window dropped from the calendar'],
  SunsetKept: ['Calendario della fine aperto', 'Calendar of the end begun'],
  CourseSet: ['Date della fine fissate', 'Dates of the end set'],
  CourseDropped: ['Date della fine tolte', 'Dates of the end taken back'],
  RemindersGiven: ['Promemoria inviati', 'Reminders given'],

  Refused: ['Rifiutato', 'Refused'],
  ErasureOrdered: ['Cancellazione dei dati personali', 'Erasure of the personal data'],
  SubjectExported: ['Dati consegnati alla persona', 'Data handed out to the person'],
  OfficeActed: ['Atto dell’ufficio', 'Act of the office'],
  RequestFound: ['Trovato con la ricerca', 'Found by a search'],
  MailRequeued: ['Lettera rimessa in partenza', 'Letter put into the queue again'],
  MailDiscarded: ['Lettera abbandonata', 'Letter given up'],
  MailRejected: ['Lettera rifiutata dal server', 'Letter rejected by the server'],
  MailOverdue: ['Lettera non spedita: scaduta', 'Letter not sent: overdue'],
  DocumentViewed: ['Documento guardato', 'Document looked at'],
  DossierViewed: ['Fascicolo guardato', 'Dossier looked at'],
  CredentialViewed: ['Scheda guardata', 'File looked at'],
  AddressesViewed: ['Recapiti guardati', 'Addresses looked at'],
  IdentificationViewed: ['Identificazione guardata', 'Identification looked at'],
  IdentitiesViewed: ['Identità guardate', 'Identities looked at'],
  ExemptionViewed: ['Esenzione guardata', 'Exemption looked at'],
  AuthorisationsViewed: ['Autorizzazioni guardate', 'Authorisations looked at'],
  DelegationViewed: ['Delega guardata', 'Delegation looked at'],
  DelegationAsked: ['Delega chiesta', 'Delegation asked for'],
  ActedFor: ['Atto per un’altra persona', 'Acted for another person'],
  LinkApproved: ['Collegamento approvato', 'Link approved'],
  LinkSentAgain: ['Link inviato di nuovo', 'Link sent again'],
  PecRecorded: ['PEC registrata dall’ufficio', 'PEC recorded by the office'],
  PecReported: ['Stato della PEC comunicato', 'Standing of the PEC reported'],
  ReceiptNoted: ['Ricevuta di PEC annotata', 'Receipt of PEC noted'],
  ReceiptIgnored: ['Ricevuta di PEC ignorata', 'Receipt of PEC ignored'],
} as const satisfies { readonly [event: string]: Told }

/** Every event that the desk has words for. */
export type WordedEvent = Happened | keyof typeof besides

export const eventWords: { readonly [E in WordedEvent]: Told } = { ...happened, ...besides }

const actors: { readonly [kind: string]: Told } = {
  subscriber: ['la persona', 'the person'],
  anonymous: ['chi aveva il link o i segreti', 'whoever had the link or the secrets'],
  applicant: ['il richiedente', 'the applicant'],
  system: ['il sistema', 'the system'],
}

/** What has happened, as the reader says it; an event that is of no record of the desk keeps its name. */
export function eventText(type: string, t: Words): string {
  const told = Object.entries(eventWords).find(([event]) => event === type)?.[1]
  return told === undefined ? type : t(...told)
}

/** Who did it; an operator by name where the portal knows one. */
export function actorText(by: string, t: Words, nameOf: (operator: string) => string | null): string {
  const [kind = '', ...rest] = by.split(':')
  const id = rest.join(':')
  if (kind === 'operator' && id !== '') return nameOf(id) ?? id
  const told = actors[kind]
  return told === undefined ? by : t(...told)
}
