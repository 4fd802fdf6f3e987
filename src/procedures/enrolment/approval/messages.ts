/** What the refusals that the office gets about a case say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { ApprovalUseCaseRefusal } from './context.ts'
import type { ApprovalRefusal } from './model.ts'

export const approvalMessages: Messages<ApprovalRefusal | ApprovalUseCaseRefusal> = {
  'approval/form': formMessage,
  'approval/document-missing': {
    status: 409,
    title: { it: 'Il file di un documento non è disponibile.', en: 'The file of a document is not available.' },
    it: ({ document }) => `Il file del documento ${document} non è disponibile: non si può decidere.`,
    en: ({ document }) => `The file of document ${document} is not available: nothing can be decided.`,
  },
  'approval/erased': {
    status: 409,
    it: () => 'I dati personali della richiesta sono stati cancellati: si può solo respingerla.',
    en: () => 'The personal data of the request were erased: it can only be rejected.',
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
