/** Where things stand, in Italian and English: the words for every status that a view shows. */
import type { Locale } from './kernel/index.ts'
import type { CredentialView } from './procedures/account/credential/inspection.ts'
import type { ExemptionView } from './procedures/account/exemption/use-cases.ts'
import type { IdentificationView } from './procedures/account/identification/use-cases.ts'
import type { RecoveryView } from './procedures/account/recovery/context.ts'
import type { SessionObligation } from './procedures/account/session/use-cases.ts'
import type { AddressesView } from './procedures/addresses/addresses/use-cases.ts'
import type { EmailChangeView } from './procedures/addresses/email-change/context.ts'
import type { PecChangeConfirmed, PecChangeView } from './procedures/addresses/pec-change/context.ts'
import type { AssistanceView } from './procedures/assistance/use-cases.ts'
import type { ApprovalDossier } from './procedures/enrolment/approval/dossier.ts'
import type { RegistrationLetterStatus } from './procedures/enrolment/registration/post.ts'
import type { RegistrationDecision, RegistrationView } from './procedures/enrolment/registration/view.ts'
import type { DeskState } from './procedures/office/desk/model.ts'
import type { RebindingView } from './procedures/office/rebinding/use-cases.ts'
import type { AuthorisationView } from './procedures/services/authorisation/use-cases.ts'
import type { DelegationView } from './procedures/services/delegation/looks.ts'
import { type Said, said, wordsOf } from './said.ts'

/** Every status of each kind that views and answers show. */
export type Statuses = {
  /** `registration.inspect`. */
  readonly registration: RegistrationView['status']
  /** `registration.inspect`: the `outcome` of its `decision`. */
  readonly decision: RegistrationDecision['outcome']
  /** `approval.dossier`. */
  readonly approval: ApprovalDossier['status']
  /** `approval.dossier`: the `status` of a letter. */
  readonly letter: RegistrationLetterStatus
  /** `desk.list`, `desk.search`: `state`. */
  readonly desk: DeskState
  /** `assistance.inspect` and `assistance.dossier`. */
  readonly assistance: AssistanceView['status']
  /** `credential.inspect`: `status`. */
  readonly credential: CredentialView['status']
  /** `credential.inspect`: `expired`. */
  readonly credentialExpiry: NonNullable<CredentialView['expired']>
  /** `identification.inspect`. */
  readonly identification: IdentificationView['status']
  /** `exemption.inspect`. */
  readonly exemption: ExemptionView['status']
  /** `rebinding.inspect`. */
  readonly rebinding: RebindingView['status']
  /** `session.signIn` and `session.check`: `obligations`. */
  readonly obligation: SessionObligation
  /** `addresses.inspect`: `pecStatus`. */
  readonly pec: AddressesView['pecStatus']
  /** `recovery.inspect`. */
  readonly recovery: RecoveryView['status']
  /** `pecChange.inspectOwn`, and what `pecChange.confirm` has done. */
  readonly pecChange: PecChangeView['status'] | PecChangeConfirmed['status']
  /** `pecChange.inspectByLink`: what the link is still good for. */
  readonly pecChangeLink: PecChangeView['status']
  /** `emailChange.inspectOwn`, and what `emailChange.confirm` has done. */
  readonly emailChange: EmailChangeView['status']
  /** `emailChange.inspectByLink`: what the link is still good for. */
  readonly emailChangeLink: EmailChangeView['status']
  /** `authorisations.inspect` and `authorisations.listOwn`: `force`. */
  readonly authorisation: AuthorisationView['force']
  /** `delegations.inspect` and `delegations.listOwn`: `status`. */
  readonly delegation: DelegationView['status']
  /** `delegations.inspect` and `delegations.listOwn`: `force`. */
  readonly delegationForce: NonNullable<DelegationView['force']>
}

/** The name of a kind of statuses. */
export type StatusKind = keyof Statuses

const expired = said('link scaduto', 'link expired')
const confirmed = said('confermato', 'confirmed')
const used = said('confermato: il link è già stato usato', 'confirmed: the link was used before')
const ended = {
  superseded: said('sostituito da una richiesta più recente', 'replaced by a newer request'),
  cancelled: said('annullato', 'cancelled'),
  void: said(
    'non più valido: le credenziali sono cambiate, o l’ufficio ha chiuso la richiesta',
    'void: the credential has changed, or the office has ended it',
  ),
} as const

const approved = said('approvata', 'approved')
const rejected = said('respinta', 'rejected')
const awaitingCorrection = said('in attesa di integrazione', 'awaiting a correction')
const toBeConfirmed = said('da confermare', 'to be confirmed')

const pecChange = {
  'awaiting-receipt': toBeConfirmed,
  'awaiting-confirmation': toBeConfirmed,
  waiting: said(
    'conferma ricevuta, in attesa della ricevuta di consegna',
    'confirmation received, awaiting the receipt of delivery',
  ),
  expired,
  confirmed,
  undeliverable: said('messaggio non consegnabile', 'message not deliverable'),
  ...ended,
} as const
const force = {
  'not-yet': said('non ancora in vigore', 'not in force yet'),
  'in-force': said('in vigore', 'in force'),
  'no-longer': said('non più in vigore', 'no longer in force'),
} as const
const emailChange = { 'awaiting-confirmation': toBeConfirmed, expired, confirmed, ...ended } as const

const words: { readonly [Kind in StatusKind]: { readonly [Status in Statuses[Kind]]: Said } } = {
  registration: {
    drafting: said('da completare', 'to be completed'),
    completed: said("completata e trasmessa all'ente", 'completed and handed to the office'),
    withdrawn: said('ritirata', 'withdrawn'),
    lapsed: said('termine scaduto', 'not completed in time'),
    void: said('non più valida', 'void'),
  },
  decision: { approved, rejected, 'correction-requested': said('integrazione richiesta', 'correction requested') },
  approval: {
    pending: said('da decidere', 'to be decided'),
    'awaiting-correction': awaitingCorrection,
    approved,
    rejected,
    void: said('non più valida', 'void'),
  },
  letter: {
    waiting: said('in attesa di invio', 'waiting to be sent'),
    sent: said('inviata', 'sent'),
    rejected: said('rifiutata dal server di posta', 'refused by the mail server'),
    overdue: said('non inviata in tempo', 'not sent in time'),
    parked: said("non inviata: la posta è in sospeso presso l'ente", 'not sent: the mail waits for the office'),
    cancelled: said('annullata', 'cancelled'),
  },
  desk: {
    waiting: said('da decidere', 'to be decided'),
    'awaiting-correction': awaitingCorrection,
    approved,
    rejected,
    closed: said('chiusa senza decisione', 'closed without a decision'),
  },
  assistance: {
    open: said('in esame', 'being examined'),
    approved: said('accolta', 'approved'),
    rejected: said('respinta', 'rejected'),
    withdrawn: said('ritirata', 'withdrawn'),
  },
  credential: {
    temporary: said('con password temporanea', 'with a temporary password'),
    active: said('attive', 'active'),
    federated: said('assenti: si entra con SPID, CIE, CNS o eIDAS', 'none: one signs in with SPID, CIE, CNS or eIDAS'),
    suspended: said('sospese', 'suspended'),
    revoked: said('revocate', 'revoked'),
  },
  credentialExpiry: {
    'temporary-expired': said('password temporanea scaduta', 'temporary password expired'),
    expired: said('scadute', 'expired'),
    disused: said('scadute per mancato uso', 'expired for lack of use'),
  },
  identification: {
    recorded: said('registrata, PIN ancora da completare', 'recorded, the PIN still to be completed'),
    shown: said('registrata, PIN completato', 'recorded, the PIN completed'),
    void: said('superata da un evento successivo', 'overtaken by what happened afterwards'),
  },
  exemption: {
    granted: said('in vigore', 'in force'),
    over: said('terminata', 'over'),
    revoked: said("revocata dall'ente", 'taken back by the office'),
  },
  rebinding: {
    own: said('collegato al proprio accesso', 'bound to its own access'),
    bound: said('collegato a un accesso che aveva un altro codice', 'bound to access that had another code'),
    vacated: said('libero: il suo accesso ha un altro codice', 'free: its access has another code'),
  },
  obligation: {
    'change-temporary-password': said('cambiare la password temporanea', 'change the temporary password'),
    'change-old-password': said('cambiare la password scaduta', 'change the expired password'),
  },
  pec: {
    none: said('non comunicata', 'not given'),
    usable: said('in uso', 'in use'),
    inactive: said('non attiva', 'not active'),
    expired: said('scaduta', 'expired'),
    full: said('piena', 'full'),
  },
  recovery: {
    open: said('aperto: il link è valido', 'open: the link works'),
    used: said('concluso: il link è già stato usato', 'done: the link was used before'),
    expired,
    superseded: ended.superseded,
    void: ended.void,
  },
  pecChange,
  pecChangeLink: { ...pecChange, confirmed: used },
  emailChange,
  emailChangeLink: { ...emailChange, confirmed: used },
  authorisation: force,
  delegation: {
    requested: said("in attesa dell'ente", 'waiting for the office'),
    granted: said('concessa', 'granted'),
    rejected,
    withdrawn: said('ritirata', 'withdrawn'),
    revoked: said('revocata', 'revoked'),
  },
  delegationForce: force,
}

// The keys of a table are the statuses of its kind.
const namesOf = <Name extends string>(table: { readonly [N in Name]: Said }) =>
  Object.keys(table).filter((name): name is Name => Object.hasOwn(table, name))

/** Every status of each kind, in the order in which things go. */
export const statuses: { readonly [Kind in StatusKind]: readonly Statuses[Kind][] } = {
  registration: namesOf(words.registration),
  decision: namesOf(words.decision),
  approval: namesOf(words.approval),
  letter: namesOf(words.letter),
  desk: namesOf(words.desk),
  assistance: namesOf(words.assistance),
  credential: namesOf(words.credential),
  credentialExpiry: namesOf(words.credentialExpiry),
  identification: namesOf(words.identification),
  exemption: namesOf(words.exemption),
  rebinding: namesOf(words.rebinding),
  obligation: namesOf(words.obligation),
  pec: namesOf(words.pec),
  recovery: namesOf(words.recovery),
  pecChange: namesOf(words.pecChange),
  pecChangeLink: namesOf(words.pecChangeLink),
  emailChange: namesOf(words.emailChange),
  emailChangeLink: namesOf(words.emailChangeLink),
  authorisation: namesOf(words.authorisation),
  delegation: namesOf(words.delegation),
  delegationForce: namesOf(words.delegationForce),
}

/**
 * The words for a status, in lower case and without a full stop, such as `in attesa di integrazione`: `statusText('approval', status, 'it')`. In
 * Italian they agree with *richiesta*, *lettera*, *credenziali*, *PEC* and *cambio*. Undefined for a kind, a status or a language that the library does not have. Total
 * over any value.
 *
 * @example
 * statusText('letter', 'parked', 'en')  // 'not sent: the mail waits for the office'
 */
export function statusText<Kind extends StatusKind>(kind: Kind, status: Statuses[Kind], locale: Locale): string | undefined {
  return typeof kind === 'string' && Object.hasOwn(words, kind) ? wordsOf(words[kind], status, locale) : undefined
}
