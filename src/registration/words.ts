/** What the refusals of a registration say to people, in Italian and English. */

import type { UploadRefusal } from '../shell/documents.ts'
import type { Words } from '../shell/words.ts'
import type { FormRefusal } from './desk.ts'
import type { RegistrationRefusal } from './model.ts'

export const registrationWords: Words<RegistrationRefusal | FormRefusal | UploadRefusal> = {
  'registration/form': {
    it: ({ problems }) => `Alcuni campi non vanno bene: ${problems.map(({ field }) => field).join(', ')}.`,
    en: ({ problems }) => `Some fields are not right: ${problems.map(({ field }) => field).join(', ')}.`,
  },
  'registration/not-found': { it: () => 'La richiesta non esiste.', en: () => 'There is no such request.' },
  'registration/already-open': { it: () => 'La richiesta è già aperta.', en: () => 'The request is already open.' },
  'registration/already-completed': { it: () => 'La richiesta è già completa.', en: () => 'The request is already complete.' },
  'registration/not-completed': { it: () => 'La richiesta non è ancora completa.', en: () => 'The request is not complete yet.' },
  'registration/closed': {
    it: () => 'La richiesta è chiusa: ne presenti una nuova.',
    en: () => 'The request is closed: please file a new one.',
  },
  'registration/lapsed': {
    it: () => 'Il termine per completare la richiesta è passato: ne presenti una nuova.',
    en: () => 'The time to complete the request is over: please file a new one.',
  },
  'registration/not-lapsed': { it: () => 'Il termine non è ancora passato.', en: () => 'The term is not over yet.' },
  'registration/no-document': { it: () => 'Manca almeno un documento.', en: () => 'At least one document is needed.' },
  'registration/too-many-documents': {
    it: ({ documentsMax }) => `Si possono caricare al massimo ${documentsMax} documenti.`,
    en: ({ documentsMax }) => `At most ${documentsMax} documents can be uploaded.`,
  },
  'registration/documents-too-large': {
    it: ({ bytesMax }) => `I documenti insieme superano ${Math.floor(bytesMax / 1_048_576)} MB.`,
    en: ({ bytesMax }) => `The documents together exceed ${Math.floor(bytesMax / 1_048_576)} MB.`,
  },
  'registration/duplicate-document': {
    it: ({ id }) => `Lo stesso file è già caricato come documento ${id}.`,
    en: ({ id }) => `The same file is already there as document ${id}.`,
  },
  'registration/unknown-document': { it: () => 'Il documento non esiste.', en: () => 'There is no such document.' },
  'registration/pin-already-mailed': {
    it: () => 'La prima parte del PIN è già stata inviata: non può più essere cambiata qui.',
    en: () => 'The first half of the PIN has been mailed: it cannot be changed here any more.',
  },
  'registration/document-refused': {
    it: ({ reason }) => `Il file non è accettato (${reason}): serve un PDF integro, senza contenuti attivi.`,
    en: ({ reason }) => `The file is not accepted (${reason}): a sound PDF without active content is needed.`,
  },
}
