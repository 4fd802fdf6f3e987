/** What is said of a file that was not taken, in Italian and English: the same wherever one is uploaded. */
import type { Locale } from '../kernel/index.ts'
import type { UploadFault } from './uploads.ts'

type Said = { readonly [L in Locale]: string }

const faults: ReadonlyMap<string, Said> = new Map([
  ['type', { it: 'non è stato ricevuto per intero', en: 'it did not arrive in full' }],
  ['empty', { it: 'è vuoto', en: 'it is empty' }],
  ['not-pdf', { it: 'non è un PDF', en: 'it is not a PDF' }],
  ['header-offset', { it: 'ha altri dati prima del PDF', en: 'it has other data before the PDF' }],
  ['version', { it: 'la versione del PDF non è riconosciuta', en: 'its PDF version is not known' }],
  ['too-large', { it: 'è troppo grande', en: 'it is too large' }],
  ['polyglot', { it: 'contiene un secondo file', en: 'it contains a second file' }],
  ['truncated', { it: 'è incompleto', en: 'it is incomplete' }],
  ['encrypted', { it: 'si apre solo con una password', en: 'it needs a password to be opened' }],
  ['restricted', { it: 'è protetto da modifiche o copie', en: 'it is protected from changes or copies' }],
  ['no-pages', { it: 'non ha pagine', en: 'it has no pages' }],
  ['suspicious', { it: 'contiene allegati o codice che può eseguirsi', en: 'it has active content or attachments' }],
  ['infected', { it: 'contiene un virus o altro codice dannoso', en: 'it contains a virus or other malware' }],
])

const notChosen: Said = { it: 'Non è stato scelto alcun file.', en: 'No file was chosen.' }

/** A field of a page in which no file was chosen sends one of no bytes and no name: that is told apart from a file that is empty. */
export function notChosenOr(fault: UploadFault, name: string, content: unknown): UploadFault {
  const isNothing = content === undefined || content === null || fault.reason === 'empty'
  return name === '' && isNothing ? { reason: 'not-chosen', findings: [] } : fault
}

/** The sentence for a fault; a reason of a later version is shown as it is. */
export function uploadFaultMessage({ reason }: UploadFault, locale: Locale): string {
  if (reason === 'not-chosen') return notChosen[locale]
  const fault = faults.get(reason)?.[locale] ?? reason
  return locale === 'it'
    ? `Il file non è accettato: ${fault}. Serve un PDF integro, senza contenuti attivi.`
    : `The file is not accepted: ${fault}. Please upload a complete PDF without active content.`
}
