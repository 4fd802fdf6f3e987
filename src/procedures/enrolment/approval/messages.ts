/** What the refusals that the office gets about a case say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { ApprovalUseCaseRefusal } from './context.ts'
import type { ApprovalRefusal } from './model.ts'

export const approvalMessages: Messages<ApprovalRefusal | ApprovalUseCaseRefusal> = {
  'approval/form': formMessage,
  'approval/document-missing': {
    status: 409,
    title: { it: 'Il file di un documento non è disponibile.', en: 'The file of a document is not available.' },
    it: ({ document }) => `Il file del documento ${document} non è disponibile: la richiesta non può essere approvata.`,
    en: ({ document }) => `The file of document ${document} is not available: the request cannot be approved.`,
  },
  'approval/erased': {
    status: 409,
    it: () => 'I dati personali della richiesta sono stati cancellati: si può solo respingerla.',
    en: () => 'The personal data of the request were erased: it can only be rejected.',
  },
  'approval/rebound': {
    status: 409,
    it: () => 'Il codice fiscale della richiesta è stato nel frattempo collegato a un altro accesso: si può solo respingerla.',
    en: () => 'The codice fiscale of the request has been bound to other access meanwhile: it can only be rejected.',
  },
  'approval/letter-not-delivered': {
    status: 409,
    it: () => 'La lettera con le credenziali non è arrivata: si può autorizzare lo stesso, poi vanno emesse nuove credenziali.',
    en: () => 'The letter with the credentials did not arrive: you can approve all the same, and then issue new credentials.',
  },
  'approval/unknown-document': {
    status: 422,
    title: { it: 'Il documento non fa parte della richiesta.', en: 'The document is not part of the request.' },
    it: ({ document }) => `Il documento ${document} non fa parte della richiesta.`,
    en: ({ document }) => `Document ${document} is not part of the request.`,
  },
  'approval/nothing-to-correct': {
    status: 409,
    it: () => 'La richiesta non attende alcuna correzione: nessun link è da inviare di nuovo.',
    en: () => 'The request waits for no correction: there is no link to send again.',
  },
  'approval/not-approved': {
    status: 409,
    it: () => 'La richiesta non è stata autorizzata: non ci sono credenziali da emettere di nuovo.',
    en: () => 'The request was not approved: there are no credentials to issue anew.',
  },
  'approval/not-found': { status: 404, it: () => 'La richiesta non esiste.', en: () => 'There is no such request.' },
  'approval/already-submitted': {
    status: 409,
    it: () => 'La richiesta è già in esame.',
    en: () => 'The request is already being examined.',
  },
  'approval/already-decided': {
    status: 409,
    title: { it: 'La richiesta è già stata decisa.', en: 'The request was decided already.' },
    it: ({ outcome }) =>
      outcome === 'awaiting-correction'
        ? 'Al richiedente è stata chiesta una correzione, che deve ancora presentare.'
        : `La richiesta è già stata ${outcome === 'approved' ? 'approvata' : 'respinta'}.`,
    en: ({ outcome }) =>
      outcome === 'awaiting-correction'
        ? 'A correction was requested, which the applicant has yet to file.'
        : `The request was ${outcome === 'approved' ? 'approved' : 'rejected'} already.`,
  },
  'approval/void': {
    status: 409,
    it: () => "La richiesta non è più valida: è stata ritirata, o ne è stata approvata un'altra con lo stesso codice fiscale.",
    en: () => 'The request is void: it was withdrawn, or another one with the same codice fiscale was approved.',
  },
  'approval/dossier-changed': {
    status: 409,
    it: () => 'Il fascicolo è cambiato dopo che è stato aperto: va esaminato di nuovo.',
    en: () => 'The dossier has changed since it was opened: look again.',
  },
  'approval/own-request': {
    status: 403,
    it: () => 'Nessuno può decidere sulla propria richiesta.',
    en: () => 'Nobody can decide on their own request.',
  },
}
