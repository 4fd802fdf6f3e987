/** What the refusals of a registration say to people, in Italian and English. */

import { applicantFormMessage, type Messages } from '../../../runtime/messages.ts'
import { uploadFaultMessage } from '../../../runtime/upload-faults.ts'
import type { RegistrationFormRefusal } from './context.ts'
import type { RegistrationUploadRefusal } from './documents.ts'
import type { RegistrationRefusal } from './model.ts'

/** A size for people, rounded down to whole units, so that what is said to fit does. */
function size(bytes: number): string {
  return bytes >= 1_048_576 ? `${Math.floor(bytes / 1_048_576)} MB` : `${Math.floor(bytes / 1024)} kB`
}

export const registrationMessages: Messages<RegistrationRefusal | RegistrationFormRefusal | RegistrationUploadRefusal> = {
  'registration/form': applicantFormMessage,
  'registration/not-found': { status: 404, it: () => 'La richiesta non esiste.', en: () => 'There is no such request.' },
  'registration/already-open': { status: 409, it: () => 'La richiesta è già aperta.', en: () => 'The request is already open.' },
  'registration/already-completed': {
    status: 409,
    it: () => 'La richiesta è già stata completata.',
    en: () => 'The request is already complete.',
  },
  'registration/not-completed': {
    status: 409,
    it: () => 'La richiesta non è ancora stata completata.',
    en: () => 'The request is not complete yet.',
  },
  'registration/closed': {
    status: 409,
    it: () => 'La richiesta è chiusa: ne presenti una nuova.',
    en: () => 'The request is closed: please file a new one.',
  },
  'registration/lapsed': {
    status: 409,
    it: () => 'Il termine per completare la richiesta è scaduto: ne presenti una nuova.',
    en: () => 'The time to complete the request is over: please file a new one.',
  },
  'registration/not-lapsed': { status: 409, it: () => 'Il termine non è ancora scaduto.', en: () => 'The term is not over yet.' },
  'registration/no-document': {
    status: 409,
    it: () => 'Occorre caricare almeno un documento.',
    en: () => 'At least one document is needed.',
  },
  'registration/too-many-documents': {
    status: 409,
    title: { it: 'Ci sono troppi documenti.', en: 'There are too many documents.' },
    it: ({ documentsMax }) =>
      documentsMax === 1 ? 'Si può caricare un solo documento.' : `Si possono caricare al massimo ${documentsMax} documenti.`,
    en: ({ documentsMax }) =>
      documentsMax === 1 ? 'Only one document can be uploaded.' : `At most ${documentsMax} documents can be uploaded.`,
  },
  'registration/documents-too-large': {
    status: 409,
    title: { it: 'I documenti sono troppo grandi.', en: 'The documents are too large.' },
    it: ({ bytesMax }) => `I documenti superano complessivamente ${size(bytesMax)}.`,
    en: ({ bytesMax }) => `The documents together exceed ${size(bytesMax)}.`,
  },
  'registration/duplicate-document': {
    status: 409,
    title: { it: 'Lo stesso file è già stato caricato.', en: 'The same file is already there.' },
    it: ({ id }) => `Lo stesso file è già stato caricato come documento ${id}.`,
    en: ({ id }) => `The same file is already there as document ${id}.`,
  },
  'registration/unknown-document': { status: 404, it: () => 'Il documento non esiste.', en: () => 'There is no such document.' },
  'registration/pin-already-mailed': {
    status: 409,
    it: () => 'La prima parte del PIN è già stata inviata: non può più essere cambiata qui.',
    en: () => 'The first half of the PIN has been mailed: it cannot be changed here any more.',
  },
  'registration/not-wanted': {
    status: 422,
    it: () => "L'ente non ha chiesto di correggere questi dati.",
    en: () => 'The office has not asked to correct these fields.',
  },
  'registration/nothing-to-correct': {
    status: 409,
    it: () => "L'ente non ha chiesto alcuna correzione.",
    en: () => 'The office has not asked for a correction.',
  },
  'registration/too-many-links': {
    status: 429,
    it: () => 'Il link è già stato inviato più volte: riprovi domani.',
    en: () => 'The link has been sent several times already: please try again tomorrow.',
  },
  'registration/no-pin-half': {
    status: 409,
    it: () => 'Nessuna parte del PIN è da mostrare: è già stata mostrata, o non ne è stata generata una nuova.',
    en: () => 'No half of a PIN is to be shown: it was shown already, or none was drawn anew.',
  },
  'registration/unknown-letter': {
    status: 409,
    it: () => "Nessuna lettera con questo identificativo attende l'esito.",
    en: () => 'No letter with this id waits for its outcome.',
  },
  'registration/document-refused': {
    status: 422,
    title: { it: 'Il file non è accettato.', en: 'The file is not accepted.' },
    it: (refusal) => uploadFaultMessage(refusal, 'it'),
    en: (refusal) => uploadFaultMessage(refusal, 'en'),
  },
}
