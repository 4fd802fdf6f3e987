/** What every field of every form is called, in Italian and English, and how it is written where that is not plain. */
import { date, type FieldWords, hint } from './field-hints.ts'
import { mailboxes } from './mailbox-field-words.ts'

const address = hint('Un indirizzo si scrive così: nome@esempio.it.', 'An address is written like this: name@example.it.')
const province = hint('La sigla della provincia ha due lettere, come TO.', 'The code of a province has two letters, such as TO.')
const code = hint(
  'Il codice fiscale ha 16 lettere e cifre, senza spazi, come RSSMRA70A01H501S.',
  'A codice fiscale has 16 letters and digits without blanks, such as RSSMRA70A01H501S.',
)
const codiceFiscale: FieldWords = { it: 'Codice fiscale', en: 'Codice fiscale', ...code }

const person: { readonly [field: string]: FieldWords } = {
  surname: { it: 'Cognome', en: 'Surname' },
  name: { it: 'Nome', en: 'Name' },
  codiceFiscale,
  sex: { it: 'Sesso', en: 'Sex' },
  birthDate: { it: 'Data di nascita', en: 'Date of birth', ...date },
  birthNation: {
    it: 'Stato di nascita',
    en: 'State of birth',
    ...hint('La sigla dello Stato ha due lettere, come IT.', 'The code of a state has two letters, such as IT.'),
  },
  birthProvince: { it: 'Provincia di nascita', en: 'Province of birth', ...province },
  birthMunicipality: { it: 'Comune di nascita', en: 'Municipality of birth' },
  place: { it: 'Luogo di nascita', en: 'Place of birth' },
  italianCitizen: { it: 'Cittadinanza italiana', en: 'Italian citizenship' },
  residenceProvince: { it: 'Provincia di residenza', en: 'Province of residence', ...province },
  residenceCity: { it: 'Comune di residenza', en: 'Municipality of residence' },
  residenceAddress: { it: 'Indirizzo di residenza', en: 'Street and number' },
  postalCode: { it: 'CAP', en: 'Postal code', ...hint('Il CAP ha cinque cifre.', 'A postal code has five digits.') },
  telephone: {
    it: 'Telefono',
    en: 'Telephone',
    ...hint(
      'Il numero si scrive in cifre, da 4 a 20, con o senza + davanti.',
      'A number is written in 4 to 20 digits, with or without + in front.',
    ),
  },
  email: { it: 'Indirizzo e-mail', en: 'E-mail address', ...address },
  body: { it: 'Ente richiedente', en: 'Requesting body' },
  'body.name': { it: "Denominazione dell'ente richiedente", en: 'Name of the requesting body' },
  'body.taxCode': {
    it: "Codice fiscale dell'ente richiedente",
    en: 'Tax code of the requesting body',
    ...hint('Il codice fiscale di un ente ha 11 cifre.', 'The tax code of a body has 11 digits.'),
  },
  consent: { it: 'Autorizzazione al trattamento dei dati', en: 'Consent to the processing of personal data' },
  noticeVersion: { it: "Versione dell'informativa", en: 'Version of the privacy notice' },
  locale: { it: 'Lingua', en: 'Language' },
}

const changes: { readonly [field: string]: FieldWords } = {
  token: { it: 'Codice di accesso o del link', en: 'Token of the session or of the link' },
  pin: { it: 'PIN', en: 'PIN' },
  password: { it: 'Password', en: 'Password' },
  current: { it: 'Password attuale', en: 'Current password' },
  next: { it: 'Nuova password', en: 'New password' },
  confirmation: { it: 'Conferma', en: 'Confirmation', ...address },
  pec: { it: 'Indirizzo PEC', en: 'PEC address', ...address },
  oldPec: { it: 'Vecchio indirizzo PEC', en: 'Old PEC address', ...address },
  path: { it: 'Argomento', en: 'Topic' },
  documentType: { it: 'Tipo di documento di riconoscimento', en: 'Kind of identity document' },
  documentNumber: { it: 'Numero del documento di riconoscimento', en: 'Number of the identity document' },
  documentIssuer: { it: 'Autorità che ha rilasciato il documento', en: 'Authority that issued the document' },
  documentExpiresOn: { it: 'Scadenza del documento', en: 'Expiry of the document', ...date },
  fileName: { it: 'Nome del file', en: 'Name of the file' },
  note: { it: 'Note', en: 'Note' },
  answers: { it: "Risposte alle domande dell'ente", en: "Answers to the office's questions" },
  type: { it: 'Tipo di documento', en: 'Kind of document' },
  description: { it: 'Descrizione del documento', en: 'Description of the document' },
}

const office: { readonly [field: string]: FieldWords } = {
  operator: { it: 'Operatore', en: 'Operator' },
  'operator.id': { it: "Identificativo dell'operatore", en: 'Id of the operator' },
  'operator.codiceFiscale': { it: "Codice fiscale dell'operatore", en: 'Codice fiscale of the operator', ...code },
  id: { it: 'Identificativo', en: 'Id' },
  accountId: { it: "Identificativo dell'account", en: 'Id of the account' },
  document: { it: 'Documento', en: 'Document' },
  dossierDigest: { it: 'Impronta del fascicolo', en: 'Digest of the dossier' },
  identifiedAt: { it: "Momento dell'identificazione", en: 'Moment of the identification' },
  point: { it: "Sede dell'identificazione", en: 'Place of the identification' },
  identifiedBy: { it: 'Chi ha identificato la persona', en: 'Who identified the person' },
  'identifiedBy.id': { it: 'Identificativo di chi ha identificato la persona', en: 'Id of who identified the person' },
  'identifiedBy.codiceFiscale': {
    it: 'Codice fiscale di chi ha identificato la persona',
    en: 'Codice fiscale of who identified the person',
    ...code,
  },
  'document.kind': { it: 'Tipo di documento di riconoscimento', en: 'Kind of identity document' },
  'document.number': { it: 'Numero del documento di riconoscimento', en: 'Number of the identity document' },
  'document.issuedOn': { it: 'Data di rilascio del documento', en: 'Day of issue of the document', ...date },
  newCodiceFiscale: { it: 'Nuovo codice fiscale', en: 'New codice fiscale', ...code },
  despiteMismatch: {
    it: 'Anche se i dati non concordano con il codice fiscale',
    en: 'Although the data disagree with the codice fiscale',
  },
  'document.expiresOn': { it: 'Scadenza del documento', en: 'Expiry of the document', ...date },
  identification: { it: 'Modo di identificazione', en: 'Way of identification' },
  audience: { it: 'Servizio o profilo', en: 'Service or profile' },
  ends: { it: 'Date di fine', en: 'Dates of the end' },
  'ends.issue': { it: 'Fine del rilascio', en: 'End of the issue' },
  'ends.password-replacement': { it: 'Fine della sostituzione della password', en: 'End of the replacement of passwords' },
  'ends.pin-replacement': { it: 'Fine della sostituzione del PIN', en: 'End of the replacement of PINs' },
  'ends.first-credentials': { it: 'Fine delle nuove prime credenziali', en: 'End of first credentials anew' },
  'ends.restoration': { it: 'Fine del ripristino', en: 'End of the restoration' },
  'ends.use': { it: "Fine dell'uso", en: 'End of the use' },
  exempt: { it: 'Chi è esentato', en: 'Who is exempted' },
  means: { it: 'Accessi disponibili in seguito', en: 'Ways to sign in afterwards' },
  remindDays: { it: "Giorni di preavviso prima della fine dell'uso", en: 'Days of notice before the end of the use' },
  untilDay: { it: "Ultimo giorno dell'esenzione", en: 'Last day of the exemption', ...date },
  reopens: { it: 'Riapertura di ciò che è già finito', en: 'Reopening of what has ended' },
  closesSignIn: { it: "Chiusura dell'accesso", en: 'Closing of the sign-in' },
  cutOffDay: { it: 'Ultimo giorno per concludere le procedure', en: 'Last day to conclude procedures' },
  fromWhich: { it: 'Quale delle due ore di inizio', en: 'Which of the two times of the beginning' },
  title: { it: 'Titolo', en: 'Title' },
  'title.it': { it: 'Titolo in italiano', en: 'Title in Italian' },
  'title.en': { it: 'Titolo in inglese', en: 'Title in English' },
  to: { it: 'Fine', en: 'End' },
  toWhich: { it: 'Quale delle due ore di fine', en: 'Which of the two times of the end' },
  features: { it: 'Funzioni da chiudere', en: 'Features to be closed' },
  procedures: { it: 'Procedure in corso', en: 'Procedures under way' },
  reason: { it: 'Motivo', en: 'Reason' },
  fields: { it: 'Dati da correggere', en: 'Fields to correct' },
  documents: { it: 'Documenti da presentare', en: 'Documents to file' },
  despiteUndelivered: { it: 'Anche senza consegna delle credenziali', en: 'Although the credentials did not arrive' },
  inPerson: { it: 'Consegna allo sportello', en: 'Handed over at the counter' },
  cause: { it: 'Causa', en: 'Cause' },
  finding: { it: "Stato dell'indirizzo PEC", en: 'State of the PEC address' },
  after: { it: 'Inizio della pagina', en: 'Start of the page' },
  limit: { it: 'Lunghezza della pagina', en: 'Length of the page' },
  filedBefore: { it: 'Presentate prima di', en: 'Filed before' },
  of: { it: 'Procedimento', en: 'Procedure' },
  states: { it: 'Stati', en: 'States' },
  by: { it: 'Data a cui si riferisce il periodo', en: 'Which day the period is about' },
  from: { it: 'Dal giorno', en: 'From the day', ...date },
  until: { it: 'Al giorno', en: 'To the day', ...date },
  assignedTo: { it: 'In carico a', en: 'In charge of' },
  text: { it: 'Annotazione', en: 'Note' },
  submittedBefore: { it: 'Presentate prima di', en: 'Filed before' },
}

const access: { readonly [field: string]: FieldWords } = {
  names: { it: 'Denominazione del servizio', en: 'Name of the service' },
  'names.it': { it: 'Denominazione in italiano', en: 'Name in Italian' },
  'names.en': { it: 'Denominazione in inglese', en: 'Name in English' },
  access: { it: 'A chi è rivolto il servizio', en: 'Whom the service is for' },
  accepts: { it: 'Accessi accettati', en: 'Ways to sign in that are accepted' },
  level: { it: 'Livello minimo di sicurezza', en: 'Least level of assurance' },
  localLevel: { it: "Livello delle credenziali dell'ente", en: 'Level of the credentials of the office' },
  ageMin: { it: 'Età minima', en: 'Least age' },
  feature: { it: 'Funzione che può essere chiusa', en: 'Feature that can be closed' },
  services: { it: 'Servizi', en: 'Services' },
  bodyName: { it: "Denominazione dell'ente autorizzato", en: 'Name of the authorised body' },
  bodyTaxCode: {
    it: "Codice fiscale dell'ente autorizzato",
    en: 'Tax code of the authorised body',
    ...hint('Il codice fiscale di un ente ha 11 cifre.', 'The tax code of a body has 11 digits.'),
  },
  fromDay: { it: 'Primo giorno', en: 'First day', ...date },
  untilDay: { it: 'Ultimo giorno', en: 'Last day', ...date },
  capacity: { it: 'In qualità di', en: 'Capacity' },
  person: { it: 'Persona per conto della quale si agisce', en: 'Person who is acted for' },
  'person.codiceFiscale': { it: 'Codice fiscale della persona', en: 'Codice fiscale of the person', ...code },
  'person.surname': { it: 'Cognome della persona', en: 'Surname of the person' },
  'person.name': { it: 'Nome della persona', en: 'Name of the person' },
  'person.birthDate': { it: 'Data di nascita della persona', en: 'Date of birth of the person', ...date },
  delegate: { it: 'Persona delegata', en: 'Delegate' },
  'delegate.codiceFiscale': { it: 'Codice fiscale del delegato', en: 'Codice fiscale of the delegate', ...code },
  'delegate.surname': { it: 'Cognome del delegato', en: 'Surname of the delegate' },
  'delegate.name': { it: 'Nome del delegato', en: 'Name of the delegate' },
  evidence: { it: 'Documento che prova la delega', en: 'Document that proves the delegation' },
  'evidence.kind': { it: 'Tipo di documento', en: 'Kind of document' },
  'evidence.number': { it: 'Numero del documento', en: 'Number of the document' },
  'evidence.expiresOn': { it: 'Scadenza del documento', en: 'Expiry of the document', ...date },
}

const imports: { readonly [field: string]: FieldWords } = {
  batch: { it: "Nome dell'importazione", en: 'Name of the import' },
  tells: { it: 'Avviso alle persone importate', en: 'Notice to whoever is imported' },
  parallel: { it: 'Righe lavorate insieme', en: 'Lines dealt with at once' },
  externalId: { it: "Identificativo nell'altro sistema", en: 'Id in the other system' },
  status: { it: 'Stato delle credenziali', en: 'State of the credential' },
}

const receipt: { readonly [field: string]: FieldWords } = {
  kind: { it: 'Tipo', en: 'Kind' },
  at: { it: 'Data e ora della ricevuta', en: 'Date and time of the receipt' },
  recipient: { it: 'Destinatario', en: 'Recipient' },
  reference: { it: 'Messaggio a cui si riferisce', en: 'Message that it refers to' },
  provider: { it: 'Gestore', en: 'Provider' },
  failure: { it: 'Causa della mancata consegna', en: 'Cause of the failure' },
  detail: { it: 'Dettaglio', en: 'Detail' },
  trust: { it: 'Affidabilità della ricevuta', en: 'Trust in the receipt' },
}

const federation: { readonly [field: string]: FieldWords } = {
  identity: { it: 'Dati comunicati dal gestore', en: 'What the provider tells' },
  leastLevel: { it: 'Livello minimo', en: 'Least level' },
  leastAge: { it: 'Età minima', en: 'Least age' },
}

const whole: { readonly [field: string]: FieldWords } = { '': { it: 'Modulo', en: 'Form' } }

/** Every path that has a label, `''` for the whole form. The test over all schemas finds a field that has none. */
export const labelledFields: ReadonlyMap<string, FieldWords> = new Map(
  [whole, person, changes, office, access, mailboxes, imports, receipt, federation].flatMap((table) => Object.entries(table)),
)

const lists: ReadonlySet<string> = new Set([
  'states',
  'path',
  'answers',
  'fields',
  'documents',
  'features',
  'procedures',
  'exempt',
  'remindDays',
  'means',
  'accepts',
  'services',
  'ends',
  'identity',
  'contents',
  'benefits',
  'clients',
  'reminders',
])

/** The words of a field by its path. An element of a list, and an answer to one of the office's own questions, is called like the whole. */
export function fieldWords(field: string): FieldWords | undefined {
  const [first = ''] = field.split('.', 1)
  return labelledFields.get(field) ?? (lists.has(first) ? labelledFields.get(first) : undefined)
}
