/** What the refusals about a request for assistance say to people, in Italian and English. */
import { applicantFormMessage, type Messages } from '../../runtime/messages.ts'
import { uploadFaultMessage } from '../../runtime/upload-faults.ts'
import type { AssistanceUseCaseRefusal } from './context.ts'
import type { AssistanceUploadRefusal } from './filing.ts'
import type { AssistanceRefusal } from './model.ts'

export const assistanceMessages: Messages<AssistanceRefusal | AssistanceUseCaseRefusal | AssistanceUploadRefusal> = {
  'assistance/document-refused': {
    status: 422,
    title: { it: 'Il file non è accettato.', en: 'The file is not accepted.' },
    it: (refusal) => uploadFaultMessage(refusal, 'it'),
    en: (refusal) => uploadFaultMessage(refusal, 'en'),
  },
  'assistance/form': applicantFormMessage,
  'assistance/not-found': { status: 404, it: () => 'La richiesta non esiste.', en: () => 'There is no such request.' },
  'assistance/already-open': { status: 409, it: () => 'La richiesta è già aperta.', en: () => 'The request is already open.' },
  'assistance/document-expired': {
    status: 422,
    it: () => 'Il documento di riconoscimento è scaduto: ne serve uno in corso di validità.',
    en: () => 'The identity document has expired: a valid one is needed.',
  },
  'assistance/already-decided': {
    status: 409,
    title: { it: 'La richiesta è già stata decisa.', en: 'The request was decided already.' },
    it: ({ outcome }) => `La richiesta è già stata ${outcome === 'approved' ? 'accolta' : 'respinta'}.`,
    en: ({ outcome }) => `The request was ${outcome === 'approved' ? 'approved' : 'rejected'} already.`,
  },
  'assistance/withdrawn': { status: 409, it: () => 'La richiesta è stata ritirata.', en: () => 'The request was withdrawn.' },
  'assistance/not-decided': {
    status: 409,
    it: () => 'Sulla richiesta non è ancora stata presa una decisione.',
    en: () => 'The request has not been decided yet.',
  },
  'assistance/no-document': {
    status: 409,
    it: () => 'La richiesta non ha più il suo documento.',
    en: () => 'The request no longer has its document.',
  },
  'assistance/dossier-changed': {
    status: 409,
    it: () => 'Il fascicolo è cambiato dopo che è stato aperto: va esaminato di nuovo.',
    en: () => 'The dossier has changed since it was opened: look again.',
  },
  'assistance/own-request': {
    status: 403,
    it: () => 'Nessuno può decidere sulla propria richiesta.',
    en: () => 'Nobody can decide on their own request.',
  },
  'assistance/rebound': {
    status: 409,
    it: () =>
      'La persona ha un codice fiscale diverso da quello della richiesta: si può solo respingerla, e va ripresentata con quello di ora.',
    en: () =>
      'The person has another codice fiscale than the request says: it can only be rejected, and is to be made again with the present one.',
  },
  'assistance/no-account': {
    status: 409,
    it: () => "L'ente non ha rilasciato credenziali alla persona: non c'è una PEC da cambiare.",
    en: () => 'The office has issued no credential to the person: there is no PEC to be changed.',
  },
  'assistance/document-missing': {
    status: 409,
    title: { it: 'Il file di un documento non è disponibile.', en: 'The file of a document is not available.' },
    it: ({ document }) => `Il file del documento ${document} non è disponibile: la richiesta non può essere accolta.`,
    en: ({ document }) => `The file of document ${document} is not available: the request cannot be approved.`,
  },
  'assistance/erased': {
    status: 409,
    it: () => 'I dati personali della richiesta sono stati cancellati: si può solo respingerla.',
    en: () => 'The personal data of the request were erased: it can only be rejected.',
  },
}
