/** What can be wrong with what the demo was given, in words: files, fields of the form, documents. */
import type { Locale, Problem } from 'sportello'
import type { FileProblem } from './files.ts'
import { plain } from './ink.ts'
import { wordsFor } from './words.ts'

/** A file that is no JSON object. `line` counts from 1, where it is known. */
export type JsonProblem =
  | { readonly code: 'bom' | 'encoding' | 'empty' | 'shape' }
  | { readonly code: 'json'; readonly line: number | null }

type Table = { readonly [code: string]: string }

const files: { readonly [L in Locale]: { readonly [P in FileProblem]: string } } = {
  it: {
    missing: 'il file non esiste',
    directory: 'è una cartella, serve un file',
    'not-a-file': 'non è un file vero e proprio',
    denied: 'manca il permesso di leggerlo',
    unreadable: 'non si riesce a leggerlo',
    'too-large': 'è troppo grande',
    'not-a-directory': 'non è una cartella',
    'not-writable': 'manca il permesso di scriverci',
  },
  en: {
    missing: 'the file does not exist',
    directory: 'it is a directory, a file is needed',
    'not-a-file': 'it is not a regular file',
    denied: 'there is no permission to read it',
    unreadable: 'it cannot be read',
    'too-large': 'it is too large',
    'not-a-directory': 'it is not a directory',
    'not-writable': 'there is no permission to write there',
  },
}

const json: { readonly [L in Locale]: Table } = {
  it: {
    bom: 'comincia con un BOM: va salvato in UTF-8 senza BOM',
    encoding: 'non è testo UTF-8',
    empty: 'è vuoto',
    shape: 'serve un oggetto JSON con i campi del modulo, { "surname": … }',
    json: 'non è JSON valido',
  },
  en: {
    bom: 'it begins with a BOM: save it as UTF-8 without BOM',
    encoding: 'it is not UTF-8 text',
    empty: 'it is empty',
    shape: 'a JSON object with the fields of the form is needed, { "surname": … }',
    json: 'it is not valid JSON',
  },
}

const fields: { readonly [L in Locale]: Table } = {
  it: {
    surname: 'Cognome',
    name: 'Nome',
    codiceFiscale: 'Codice fiscale',
    sex: 'Sesso',
    birthDate: 'Data di nascita',
    italianCitizen: 'Cittadinanza italiana',
    birthNation: 'Nazione di nascita',
    birthProvince: 'Provincia di nascita',
    birthMunicipality: 'Comune di nascita',
    residenceProvince: 'Provincia di residenza',
    residenceCity: 'Città di residenza',
    residenceAddress: 'Indirizzo di residenza',
    postalCode: 'CAP',
    telephone: 'Telefono',
    email: 'Mail di recapito',
    body: 'Gestore',
    'body.name': 'Gestore, ragione sociale',
    'body.taxCode': 'Gestore, codice fiscale',
    consent: 'Consenso',
    noticeVersion: 'Versione dell’informativa',
  },
  en: {
    surname: 'Surname',
    name: 'Name',
    codiceFiscale: 'Codice fiscale',
    sex: 'Sex',
    birthDate: 'Date of birth',
    italianCitizen: 'Italian citizen',
    birthNation: 'Nation of birth',
    birthProvince: 'Province of birth',
    birthMunicipality: 'Municipality of birth',
    residenceProvince: 'Province of residence',
    residenceCity: 'City of residence',
    residenceAddress: 'Address of residence',
    postalCode: 'Postal code',
    telephone: 'Telephone',
    email: 'Mail address',
    body: 'Body',
    'body.name': 'Body, name',
    'body.taxCode': 'Body, tax code',
    consent: 'Consent',
    noticeVersion: 'Version of the privacy notice',
  },
}

const values: { readonly [L in Locale]: Table } = {
  it: {
    required: 'manca',
    type: 'il valore non è del tipo giusto',
    'too-long': 'è troppo lungo',
    malformed: 'non è scritto come si deve',
    empty: 'non contiene lettere',
    length: 'deve avere 16 caratteri',
    characters: 'contiene un carattere che non può esserci',
    shape: 'un carattere non è al suo posto',
    script: 'contiene una lettera di un alfabeto diverso da quello latino',
    marks: 'contiene troppi segni su una lettera',
    'check-letter': 'la lettera di controllo (l’ultima) non torna',
    date: 'la data di nascita che contiene non esiste',
    'in-future': 'è una data futura',
    'not-authorised': 'senza l’autorizzazione al trattamento dei dati la richiesta non può essere aperta',
  },
  en: {
    required: 'it is missing',
    type: 'the value has the wrong type',
    'too-long': 'it is too long',
    malformed: 'it is not written as it should be',
    empty: 'it has no letter',
    length: 'it must have 16 characters',
    characters: 'it has a character that cannot be there',
    shape: 'a character is not in its place',
    script: 'it has a letter of an alphabet that is not the Latin one',
    marks: 'it has too many marks on one letter',
    'check-letter': 'the check letter (the last one) is wrong',
    date: 'the date of birth in it does not exist',
    'in-future': 'the date is in the future',
    'not-authorised': 'without consent to the use of the data no request can be opened',
  },
}

/** How a field is written; told with a malformed value. */
const examples: Table = {
  sex: '"F", "M"',
  birthDate: '"1980-01-31"',
  italianCitizen: 'true, false',
  birthNation: '"IT", "FR"',
  birthProvince: '"TO"',
  residenceProvince: '"TO"',
  postalCode: '"10100"',
  telephone: '"+39 011 0000000"',
  email: '"anna.verdi@example.it"',
  'body.taxCode': '"12345678903"',
  consent: '"authorised", "not-authorised"',
}

const documents: { readonly [L in Locale]: Table } = {
  it: {
    empty: 'è vuoto',
    'not-pdf': 'non è un PDF, qualunque sia il suo nome',
    'header-offset': 'non comincia come un PDF',
    version: 'è un PDF di una versione sconosciuta',
    'too-large': 'supera il limite di 10 MiB',
    polyglot: 'è un PDF e insieme un file di altro tipo',
    truncated: 'è un PDF incompleto',
    encrypted: 'è un PDF protetto da password: non si può esaminare',
    restricted: 'è un PDF cifrato, protetto da modifiche o copie: non si può esaminare',
    'no-pages': 'è un PDF senza pagine',
    suspicious: 'è un PDF con contenuti attivi o estranei',
  },
  en: {
    empty: 'it is empty',
    'not-pdf': 'it is not a PDF, whatever its name',
    'header-offset': 'it does not begin as a PDF does',
    version: 'it is a PDF of an unknown version',
    'too-large': 'it exceeds the limit of 10 MiB',
    polyglot: 'it is a PDF and a file of another kind at once',
    truncated: 'it is an incomplete PDF',
    encrypted: 'it is a PDF under a password: it cannot be examined',
    restricted: 'it is an encrypted PDF, protected from changes or copies: it cannot be examined',
    'no-pages': 'it is a PDF without pages',
    suspicious: 'it is a PDF with active or foreign content',
  },
}

export function fileProblem(path: string, problem: FileProblem, locale: Locale): string {
  return `${plain(path)}: ${files[locale][problem]}`
}

export function jsonProblem(path: string, problem: JsonProblem, locale: Locale): string {
  const line = problem.code === 'json' && problem.line !== null ? ` (${locale === 'it' ? 'riga' : 'line'} ${problem.line})` : ''
  return `${plain(path)}: ${wordsFor(json[locale], problem.code)}${line}`
}

// The sentences of these are about a codice fiscale: of an address all of them say that it is none.
const ofAddress: ReadonlySet<string> = new Set(['shape', 'length', 'local-part', 'domain'])

/** The name of the field, its key in the file, what is wrong, and how it is written. */
export function formProblem(path: string, { field, code: given, position }: Problem, locale: Locale): string {
  const code = field === 'email' && ofAddress.has(given) ? 'malformed' : given
  const example =
    code === 'malformed' && Object.hasOwn(examples, field)
      ? `; ${locale === 'it' ? 'per esempio' : 'for example'} ${examples[field]}`
      : ''
  const place = position === undefined ? '' : ` (${locale === 'it' ? 'carattere' : 'character'} ${position})`
  const known = Object.hasOwn(fields[locale], field)
  const name = known ? `${wordsFor(fields[locale], field)} (${field})` : plain(field)
  return `${plain(path)}: ${name}: ${wordsFor(values[locale], code)}${place}${example}`
}

export function documentProblem(path: string, reason: string, findings: readonly string[], locale: Locale): string {
  const named = findings.length === 0 ? '' : ` (${findings.join(', ')})`
  return `${plain(path)}: ${wordsFor(documents[locale], reason)}${named}`
}
