/** What an office is told of a request and of its files, in Italian and English. */
import type { Locale } from './kernel/index.ts'
import type { AssistanceFinding } from './procedures/assistance/findings.ts'
import type { RegistrationFinding } from './procedures/enrolment/registration/findings.ts'
import type { DocumentFinding } from './runtime/uploads.ts'

/** Every code that the `findings` of a dossier, of its documents or of a refused file can hold. */
export type DossierFinding = RegistrationFinding | AssistanceFinding | DocumentFinding

type Said = { readonly [L in Locale]: string }

const words: { readonly [Finding in DossierFinding]: Said } = {
  'surname-mismatch': {
    it: 'Il cognome non corrisponde al codice fiscale.',
    en: 'The surname does not agree with the codice fiscale.',
  },
  'surname-undecidable': {
    it: 'Non è stato possibile confrontare il cognome con il codice fiscale.',
    en: 'The surname could not be compared with the codice fiscale.',
  },
  'name-mismatch': {
    it: 'Il nome non corrisponde al codice fiscale.',
    en: 'The name does not agree with the codice fiscale.',
  },
  'name-undecidable': {
    it: 'Non è stato possibile confrontare il nome con il codice fiscale.',
    en: 'The name could not be compared with the codice fiscale.',
  },
  'birthDate-mismatch': {
    it: 'La data di nascita non corrisponde al codice fiscale.',
    en: 'The date of birth does not agree with the codice fiscale.',
  },
  'birthDate-undecidable': {
    it: 'Non è stato possibile confrontare la data di nascita con il codice fiscale.',
    en: 'The date of birth could not be compared with the codice fiscale.',
  },
  'sex-mismatch': {
    it: 'Il sesso indicato non corrisponde al codice fiscale.',
    en: 'The sex does not agree with the codice fiscale.',
  },
  'sex-undecidable': {
    it: 'Il sesso non è stato indicato: non è confrontato con il codice fiscale.',
    en: 'The sex was not given: it is not compared with the codice fiscale.',
  },
  'place-mismatch': {
    it: 'Il luogo di nascita non corrisponde al codice fiscale.',
    en: 'The place of birth does not agree with the codice fiscale.',
  },
  'place-undecidable': {
    it: 'Non è stato possibile confrontare il luogo di nascita con il codice fiscale.',
    en: 'The place of birth could not be compared with the codice fiscale.',
  },
  'codice-fiscale/surname-impossible': {
    it: 'Le prime tre lettere del codice fiscale non derivano da alcun cognome.',
    en: 'The first three letters of the codice fiscale are those of no surname.',
  },
  'codice-fiscale/name-impossible': {
    it: 'Le lettere del codice fiscale dalla quarta alla sesta non derivano da alcun nome.',
    en: 'Letters four to six of the codice fiscale do not come from any name.',
  },
  'codice-fiscale/place-unknown': {
    it: 'Il luogo di nascita nel codice fiscale non è tra quelli noti.',
    en: 'The place of birth in the codice fiscale is not known.',
  },
  'under-age': {
    it: "Il richiedente non ha compiuto l'età prevista.",
    en: 'The applicant is younger than is asked.',
  },
  'surname-differs': {
    it: 'Il cognome è diverso da quello delle credenziali.',
    en: "The surname differs from the credential's.",
  },
  'name-differs': { it: 'Il nome è diverso da quello delle credenziali.', en: "The name differs from the credential's." },
  'old-pec-differs': {
    it: "La vecchia PEC indicata non è quella che risulta all'ente.",
    en: 'The old PEC is not the one that the office knows.',
  },
  'document-expired': {
    it: 'Il documento di riconoscimento è scaduto dopo la presentazione.',
    en: 'The identity document has expired since it was filed.',
  },
  'pdf/javascript': { it: 'Il file contiene programmi JavaScript.', en: 'The file holds JavaScript.' },
  'pdf/open-action': { it: "Il file esegue un'azione quando viene aperto.", en: 'The file does something when it is opened.' },
  'pdf/additional-actions': {
    it: 'Il file esegue azioni mentre viene consultato.',
    en: 'The file does something while it is looked at.',
  },
  'pdf/launch': { it: 'Il file può avviare un programma.', en: 'The file can start a program.' },
  'pdf/embedded-file': { it: 'Il file contiene allegati.', en: 'The file has attachments.' },
  'pdf/external-stream': {
    it: 'Una parte del file si trova altrove, in rete o in un altro file.',
    en: 'A part of the file is kept elsewhere, in the network or in another file.',
  },
  'pdf/rich-media': { it: 'Il file contiene audio, video o modelli 3D.', en: 'The file holds audio, video or 3D models.' },
  'pdf/xfa': { it: 'Il file contiene un modulo XFA.', en: 'The file holds an XFA form.' },
  'pdf/submit-form': { it: 'Il file può inviare dati in rete.', en: 'The file can send data over the network.' },
  'pdf/import-data': { it: 'Il file può leggere dati da altri file.', en: 'The file can read data from other files.' },
  'pdf/remote-go-to': { it: 'Il file può aprire altri file.', en: 'The file can open other files.' },
  'pdf/markup': { it: 'Il file contiene codice di una pagina web.', en: 'The file holds code of a web page.' },
  'pdf/trailing-data': { it: 'Dopo la fine del PDF ci sono altri dati.', en: 'There are more data after the end of the PDF.' },
  'pdf/uri': { it: 'Il file contiene collegamenti a siti.', en: 'The file holds links to sites.' },
  'pdf/not-fully-inspected': {
    it: 'Una parte del file non è stata esaminata: va controllato con un antivirus prima di aprirlo.',
    en: 'A part of the file was not inspected: have it scanned before it is opened.',
  },
  'pdf/leading-bytes': {
    it: 'Prima del PDF ci sono spazi o righe vuote.',
    en: 'There are blanks or empty lines before the PDF.',
  },
  'pdf/open-destination': { it: 'Il file si apre su una pagina stabilita.', en: 'The file opens at a given page.' },
  'scanner/unknown': {
    it: "L'antivirus non ha saputo giudicare il file: va ripetuto il controllo.",
    en: 'The scanner has not said what the file is: have it scanned again.',
  },
  'scanner/infected': { it: "L'antivirus ha trovato codice dannoso.", en: 'The scanner has found malware.' },
}

/** Every finding code of the library, in alphabetical order. */
export const findingCodes: readonly string[] = Object.keys(words).sort()

/**
 * The sentence for a finding, which the office reads. Undefined for a code or a language that the library does not have. Total over any
 * value.
 *
 * @example
 * const { findings } = unwrap(await sportello.approval.dossier({ operator, id }))
 * const shown = findings.map((finding) => findingText(finding, 'it'))
 */
export function findingText(finding: DossierFinding, locale: Locale): string | undefined {
  if (typeof finding !== 'string' || !Object.hasOwn(words, finding)) return undefined
  return locale === 'it' || locale === 'en' ? words[finding][locale] : undefined
}
