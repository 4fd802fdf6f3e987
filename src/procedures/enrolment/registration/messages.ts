/** What the refusals of a registration say to people, in Italian and English. */

import type { UploadRefusal } from '../../../runtime/uploads.ts'
import type { Words } from '../../../runtime/messages.ts'
import type { FormRefusal } from './desk.ts'
import type { RegistrationRefusal } from './model.ts'

/** A size for people, rounded down to whole units, so that what is said to fit does. */
function size(bytes: number): string {
  return bytes >= 1_048_576 ? `${Math.floor(bytes / 1_048_576)} MB` : `${Math.floor(bytes / 1024)} kB`
}

const faults: ReadonlyMap<string, { readonly it: string; readonly en: string }> = new Map([
  ['type', { it: 'non è stato ricevuto per intero', en: 'it has not arrived in full' }],
  ['empty', { it: 'è vuoto', en: 'it is empty' }],
  ['not-pdf', { it: 'non è un PDF', en: 'it is no PDF' }],
  ['header-offset', { it: 'non è un PDF', en: 'it is no PDF' }],
  ['version', { it: 'la versione del PDF non è riconosciuta', en: 'its version of PDF is not known' }],
  ['too-large', { it: 'è troppo grande', en: 'it is too large' }],
  ['polyglot', { it: 'contiene un secondo file', en: 'it holds a second file' }],
  ['truncated', { it: 'è incompleto', en: 'it is cut off' }],
  ['encrypted', { it: 'è protetto da password', en: 'it is protected by a password' }],
  ['no-pages', { it: 'non ha pagine', en: 'it has no pages' }],
  ['suspicious', { it: 'ha contenuti attivi o allegati', en: 'it has active content or attachments' }],
])

/** What is wrong with a file; a reason of a later version is shown as it is. */
function faultOf(reason: string): { readonly it: string; readonly en: string } {
  return faults.get(reason) ?? { it: reason, en: reason }
}

export const registrationWords: Words<RegistrationRefusal | FormRefusal | UploadRefusal> = {
  'registration/form': {
    it: ({ problems }) => `Alcuni campi non sono corretti: ${problems.map(({ field }) => field).join(', ')}.`,
    en: ({ problems }) => `Some fields are not right: ${problems.map(({ field }) => field).join(', ')}.`,
  },
  'registration/not-found': { it: () => 'La richiesta non esiste.', en: () => 'There is no such request.' },
  'registration/already-open': { it: () => 'La richiesta è già aperta.', en: () => 'The request is already open.' },
  'registration/already-completed': {
    it: () => 'La richiesta è già stata completata.',
    en: () => 'The request is already complete.',
  },
  'registration/not-completed': {
    it: () => 'La richiesta non è ancora stata completata.',
    en: () => 'The request is not complete yet.',
  },
  'registration/closed': {
    it: () => 'La richiesta è chiusa: ne presenti una nuova.',
    en: () => 'The request is closed: please file a new one.',
  },
  'registration/lapsed': {
    it: () => 'Il termine per completare la richiesta è scaduto: ne presenti una nuova.',
    en: () => 'The time to complete the request is over: please file a new one.',
  },
  'registration/not-lapsed': { it: () => 'Il termine non è ancora scaduto.', en: () => 'The term is not over yet.' },
  'registration/no-document': { it: () => 'Occorre caricare almeno un documento.', en: () => 'At least one document is needed.' },
  'registration/too-many-documents': {
    it: ({ documentsMax }) =>
      documentsMax === 1 ? 'Si può caricare un solo documento.' : `Si possono caricare al massimo ${documentsMax} documenti.`,
    en: ({ documentsMax }) =>
      documentsMax === 1 ? 'Only one document can be uploaded.' : `At most ${documentsMax} documents can be uploaded.`,
  },
  'registration/documents-too-large': {
    it: ({ bytesMax }) => `I documenti superano complessivamente ${size(bytesMax)}.`,
    en: ({ bytesMax }) => `The documents together exceed ${size(bytesMax)}.`,
  },
  'registration/duplicate-document': {
    it: ({ id }) => `Lo stesso file è già stato caricato come documento ${id}.`,
    en: ({ id }) => `The same file is already there as document ${id}.`,
  },
  'registration/unknown-document': { it: () => 'Il documento non esiste.', en: () => 'There is no such document.' },
  'registration/pin-already-mailed': {
    it: () => 'La prima parte del PIN è già stata inviata: non può più essere cambiata qui.',
    en: () => 'The first half of the PIN has been mailed: it cannot be changed here any more.',
  },
  'registration/document-refused': {
    it: ({ reason }) => `Il file non è accettato (${faultOf(reason).it}): serve un PDF integro, senza contenuti attivi.`,
    en: ({ reason }) => `The file is not accepted (${faultOf(reason).en}): a sound PDF without active content is needed.`,
  },
}
