/** What the refusals of a change of the private address say to people, in Italian and English. */
import { romeText } from '../../../rules/civil/index.ts'
import type { Messages } from '../../../runtime/messages.ts'
import type { EmailChangeFormRefusal, EmailChangeSameAddressRefusal } from './context.ts'
import type { EmailChangeRefusal } from './model.ts'

export const emailChangeMessages: Messages<EmailChangeRefusal | EmailChangeFormRefusal | EmailChangeSameAddressRefusal> = {
  'email-change/form': {
    status: 422,
    it: ({ problems }) => `Dati mancanti o non validi: ${problems.map(({ field }) => field).join(', ')}.`,
    en: ({ problems }) => `Missing or malformed: ${problems.map(({ field }) => field).join(', ')}.`,
  },
  'email-change/same-address': {
    status: 409,
    it: () => "L'indirizzo e-mail privato è già quello in uso.",
    en: () => 'That private e-mail address is in force already.',
  },
  'email-change/not-found': { status: 404, it: () => 'Il link non è valido.', en: () => 'The link is not valid.' },
  'email-change/already-requested': {
    status: 409,
    it: () => 'La richiesta esiste già.',
    en: () => 'There is such a request already.',
  },
  'email-change/already-validated': {
    status: 409,
    it: ({ validatedAt }) => `Il link è già stato usato il ${romeText(validatedAt, 'it')}: il nuovo indirizzo è convalidato.`,
    en: ({ validatedAt }) => `The link was used before, on ${romeText(validatedAt, 'en')}: the new address is validated.`,
  },
  'email-change/expired': {
    status: 410,
    it: () => "Il link è scaduto: occorre ripetere la richiesta di variazione dell'indirizzo e-mail.",
    en: () => 'The link has expired: the change of e-mail address must be asked for again.',
  },
  'email-change/superseded': {
    status: 410,
    it: () => 'Il link non vale più: è stata fatta una richiesta più recente.',
    en: () => 'The link no longer works: there is a newer request.',
  },
  'email-change/cancelled': {
    status: 410,
    it: () => 'La richiesta è stata annullata.',
    en: () => 'The request was cancelled.',
  },
  'email-change/void': {
    status: 410,
    it: () => 'La richiesta non vale più, perché nel frattempo le credenziali sono cambiate: occorre ripeterla.',
    en: () => 'The request no longer stands, since the credential has changed meanwhile: make it again.',
  },
  'email-change/too-many-links': {
    status: 409,
    it: ({ linksMax }) => `Il messaggio è già stato inviato ${linksMax} volte: occorre una nuova richiesta.`,
    en: ({ linksMax }) => `The message has been sent ${linksMax} times already: make a new request.`,
  },
}
