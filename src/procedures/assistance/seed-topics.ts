/** The questions and the questionnaire of seed 003 §2.2: what holds where an office has none of its own. */
import type {
  AssistanceQuestionnaireItem,
  AssistanceTopic,
  AssistanceTopicOption,
  AssistanceTopicQuestion,
  AssistanceTopicText,
} from './topics.ts'

const said = (it: string, en: string): AssistanceTopicText => ({ it, en })

const option = (id: string, label: AssistanceTopicText, next: AssistanceTopic): AssistanceTopicOption => ({ id, label, next })

const item = (id: string, label: AssistanceTopicText, isRequired = true): AssistanceQuestionnaireItem => ({
  id,
  label,
  isRequired,
})

const technicalService: AssistanceTopic = {
  kind: 'advice',
  text: said("Scriva al servizio tecnico dell'ente.", 'Write to the technical service of the office.'),
}

const ownPages: AssistanceTopic = {
  kind: 'advice',
  text: said(
    'Cambi la PEC da sé: nella sua area privata, alla voce «Modifica dati di registrazione».',
    'Change the PEC yourself, in your own pages, under "Modifica dati di registrazione".',
  ),
}

const questionnaire: AssistanceTopic = {
  kind: 'questionnaire',
  items: [
    item('surname', said('Cognome', 'Surname')),
    item('name', said('Nome', 'Name')),
    item('codiceFiscale', said('Codice fiscale', 'Codice fiscale')),
    item('oldPec', said('Vecchia PEC', 'Old PEC'), false),
    item('pec', said('Nuova PEC', 'New PEC')),
    item('confirmation', said('Conferma nuova PEC', 'New PEC, once more')),
    item('email', said('E-mail per la risposta', 'E-mail for the answer')),
    item('telephone', said('Telefono', 'Telephone'), false),
    item('documentType', said('Documento di riconoscimento', 'Identity document')),
    item('documentNumber', said('Numero del documento', 'Number of the document')),
    item('documentIssuer', said('Rilasciato da', 'Issued by'), false),
    item('documentExpiresOn', said('Scadenza del documento', 'Expiry of the document')),
    item('note', said('Note', 'Notes'), false),
  ],
}

const signsIn: AssistanceTopicQuestion = {
  kind: 'question',
  text: said("Accedi all'Area privata?", 'Can you sign in to your own pages?'),
  options: [option('yes', said('Sì', 'Yes'), ownPages), option('no', said('No', 'No'), questionnaire)],
}

/** Whatever the type of the problem: the seed does not tell which question follows which answer. */
const information: AssistanceTopicQuestion = {
  kind: 'question',
  text: said('Quali informazioni desideri in particolare?', 'Which information do you want in particular?'),
  options: [
    option('unavailable-services', said('Servizi non disponibili', 'Services not available'), technicalService),
    option('locked-account', said('Account bloccato', 'Account locked'), technicalService),
    option('pec-change', said('Cambio PEC', 'Change of PEC'), signsIn),
    option('software-problem', said('Problema software', 'Software problem'), technicalService),
  ],
}

/**
 * The tree of the seed. It shows three lists of answers and does not say which list follows which answer: here the second question
 * follows every type of problem, the third only "Cambio PEC", and of its answers only "No" leads to the questionnaire, as told there.
 */
export const seedTopics: AssistanceTopicQuestion = {
  kind: 'question',
  text: said('Seleziona la tipologia di problema tecnico', 'Choose the kind of technical problem'),
  options: [
    option('registration', said('Registrazione', 'Registration'), information),
    option('private-area', said('Area privata', 'Own pages'), information),
    option('proceedings', said('Procedimenti', 'Proceedings'), information),
    option('personal-data', said('Modifica anagrafica', 'Change of personal data'), information),
    option('exams', said('Esami e prova valutativa', 'Exams and assessment'), information),
    option('registers', said('Elenchi/Registri', 'Lists and registers'), information),
    option('other', said('Altro', 'Other'), information),
  ],
}
