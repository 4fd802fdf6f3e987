/** What the fields of a migration of mailboxes are called, in Italian and English. */
import { date, type FieldWords, hint } from './field-hints.ts'

const wallTime = hint(
  'Data e ora si scrivono anno-mese-giorno, T, ora:minuti, come 2022-11-23T14:00.',
  'Date and time are written year-month-day, T, hour:minutes, such as 2022-11-23T14:00.',
)
const minutes = hint('Si scrive in minuti, da 1 a 10080.', 'It is a number of minutes, from 1 to 10080.')
const gigabytes = hint('Si scrive in gigabyte interi.', 'It is a whole number of gigabytes.')
const link = hint(
  'Un link comincia con https:// e non contiene né utente né porta.',
  'A link begins with https:// and names neither a user nor a port.',
)

/** The fields of a migration of mailboxes. */
export const mailboxes: { readonly [field: string]: FieldWords } = {
  domain: {
    it: 'Dominio delle caselle',
    en: 'Domain of the mailboxes',
    ...hint('Un dominio si scrive così: pec.esempio.it.', 'A domain is written like this: pec.example.it.'),
  },
  leaving: { it: 'Gestore uscente', en: 'Leaving provider' },
  arriving: { it: 'Gestore entrante', en: 'Arriving provider' },
  activation: { it: 'Periodo di attivazione', en: 'Activation' },
  'activation.firstDay': { it: "Primo giorno per l'attivazione", en: 'First day of the activation', ...date },
  'activation.lastDay': { it: "Ultimo giorno per l'attivazione", en: 'Last day of the activation', ...date },
  lastDay: { it: "Ultimo giorno per l'attivazione", en: 'Last day of the activation', ...date },
  cutOver: { it: 'Passaggio al nuovo gestore', en: 'Cut-over' },
  'cutOver.from': { it: 'Inizio del passaggio', en: 'Beginning of the cut-over', ...wallTime },
  'cutOver.fromWhich': { it: 'Quale delle due ore di inizio', en: 'Which of the two times of the beginning' },
  'cutOver.longestMinutes': { it: "Durata massima dell'interruzione", en: 'Longest interruption', ...minutes },
  longestMinutes: { it: "Durata massima dell'interruzione", en: 'Longest interruption', ...minutes },
  contents: { it: 'Contenuti della casella', en: 'What is in a mailbox' },
  'contents.atOnce': { it: 'Contenuti copiati subito', en: 'What is copied at once' },
  capacity: { it: 'Capienza della casella', en: 'Capacity of a mailbox' },
  'capacity.beforeGb': { it: 'Capienza attuale', en: 'Capacity before', ...gigabytes },
  'capacity.afterGb': { it: 'Nuova capienza', en: 'Capacity afterwards', ...gigabytes },
  benefits: { it: 'Altre novità', en: 'What else is new' },
  clients: { it: 'Parametri per i programmi di posta', en: 'Settings of mail programs' },
  links: { it: 'Link', en: 'Links' },
  'links.host': {
    it: "Sito dell'attivazione",
    en: 'Site of the activation',
    ...hint('Si scrive il nome del sito, come esempio.it.', 'It is the name of a site, such as example.it.'),
  },
  'links.activation': { it: "Link per l'attivazione", en: 'Link of the activation', ...link },
  'links.webmail': { it: 'Link della webmail', en: 'Link of the webmail', ...link },
  'links.manuals': { it: 'Link alle guide', en: 'Link to the manuals', ...link },
  'links.check': { it: "Verifica dell'autenticità", en: 'How the site is checked' },
  'links.check.it': { it: "Verifica dell'autenticità in italiano", en: 'How the site is checked, in Italian' },
  'links.check.en': { it: "Verifica dell'autenticità in inglese", en: 'How the site is checked, in English' },
  reminders: { it: 'Promemoria', en: 'Reminders', ...wallTime },
  lateActivation: { it: 'Attivazione dopo il passaggio', en: 'Activation after the cut-over' },
  mailbox: {
    it: 'Casella',
    en: 'Mailbox',
    ...hint("Si scrive l'indirizzo o la parte prima della @.", 'It is the address, or what stands before the @.'),
  },
  state: { it: 'Stato della casella', en: 'State of the mailbox' },
  unlistedActivation: { it: 'Attivazione di caselle non elencate', en: 'Activation of mailboxes that are not listed' },
  since: { it: 'Da quando', en: 'Since when', ...wallTime },
  sinceWhich: { it: 'Quale delle due ore', en: 'Which of the two times' },
}
