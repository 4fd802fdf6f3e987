/** What is said of a file that was not taken, in Italian and English: the same wherever one is uploaded. */
import type { Locale } from '../kernel/index.ts'
import type { UploadFault } from './uploads.ts'

type Said = { readonly [L in Locale]: string }

const faults: ReadonlyMap<string, Said> = new Map([
  ['type', { it: 'non è stato ricevuto per intero', en: 'it has not arrived in full' }],
  ['empty', { it: 'è vuoto', en: 'it is empty' }],
  ['not-pdf', { it: 'non è un PDF', en: 'it is no PDF' }],
  ['header-offset', { it: 'ha altri dati prima del PDF', en: 'it has other data before the PDF' }],
  ['version', { it: 'la versione del PDF non è riconosciuta', en: 'its version of PDF is not known' }],
  ['too-large', { it: 'è troppo grande', en: 'it is too large' }],
  ['polyglot', { it: 'contiene un secondo file', en: 'it holds a second file' }],
  ['truncated', { it: 'è incompleto', en: 'it is cut off' }],
  ['encrypted', { it: 'si apre solo con una password', en: 'it opens with a password only' }],
  ['restricted', { it: 'è protetto da modifiche o copie', en: 'it is protected from changes or copies' }],
  ['no-pages', { it: 'non ha pagine', en: 'it has no pages' }],
  ['suspicious', { it: 'ha contenuti attivi o allegati', en: 'it has active content or attachments' }],
  ['infected', { it: 'contiene un virus o altro codice dannoso', en: 'it has a virus or other malware in it' }],
])

/** The sentence for a fault; a reason of a later version is shown as it is. */
export function uploadFaultMessage({ reason }: UploadFault, locale: Locale): string {
  const fault = faults.get(reason)?.[locale] ?? reason
  return locale === 'it'
    ? `Il file non è accettato (${fault}): serve un PDF integro, senza contenuti attivi.`
    : `The file is not accepted (${fault}): a sound PDF without active content is needed.`
}
