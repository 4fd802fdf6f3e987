/** What the refusals about a mailbox say to people, in Italian and English. */
import { endOfDayText, onDay, romeText, romeTextFrom } from '../../../rules/civil/index.ts'
import { messages, type Violation } from '../../../rules/password/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { MailboxCallRefusal } from './context.ts'

/** Each rule that is broken, in quotation marks. */
const rulesIn = (violations: readonly Violation[], locale: keyof typeof messages): string =>
  violations.map((one) => `“${messages[locale](one)}”`).join(', ')

/** The same behind what is said; nothing where no rule is broken. */
const inBrackets = (violations: readonly Violation[], locale: keyof typeof messages): string =>
  violations.length === 0 ? '' : ` (${rulesIn(violations, locale)})`

export const mailboxMessages: Messages<MailboxCallRefusal> = {
  'mailbox/form': formMessage,
  'mailbox/not-found': {
    status: 404,
    it: () => 'La casella non è tra quelle della migrazione.',
    en: () => 'The mailbox is none of the migration.',
  },
  'mailbox/already-listed': {
    status: 409,
    it: () => 'La casella è già elencata, con altri dati.',
    en: () => 'The mailbox is listed already, with other data.',
  },
  'mailbox/other-domain': {
    status: 422,
    title: { it: 'La casella è di un altro dominio.', en: 'The mailbox is of another domain.' },
    it: ({ domain }) => `La casella non è del dominio ${domain}.`,
    en: ({ domain }) => `The mailbox is not at ${domain}.`,
  },
  'mailbox/activation-not-open': {
    status: 409,
    title: { it: "L'attivazione non è ancora aperta.", en: 'The activation is not open yet.' },
    it: ({ from }) => `La casella si può attivare ${onDay('dal', romeText(from, 'it'))}.`,
    en: ({ from }) => `The mailbox can be activated from ${romeText(from, 'en')}.`,
  },
  'mailbox/activation-closed': {
    status: 409,
    title: { it: "Il periodo per l'attivazione è chiuso.", en: 'The activation is closed.' },
    it: ({ closedAt }) => `Il periodo per l'attivazione è chiuso (${endOfDayText(closedAt, 'it')}): si rivolga all'ente.`,
    en: ({ closedAt }) => `The activation was closed at ${endOfDayText(closedAt, 'en')}: ask the office.`,
  },
  'mailbox/copying': {
    status: 409,
    title: { it: 'La copia dei messaggi è in corso.', en: 'The messages are being copied.' },
    it: ({ startedAt }) =>
      `La copia dei messaggi è in corso ${onDay('dal', romeText(startedAt, 'it'))}: finché non termina la password non si può cambiare.`,
    en: ({ startedAt }) =>
      `The messages have been copied since ${romeText(startedAt, 'en')}: the password cannot be changed until that is over.`,
  },
  'mailbox/too-many-activations': {
    status: 409,
    title: { it: 'La casella è già stata attivata troppe volte.', en: 'The mailbox was activated too often.' },
    it: ({ activationsMax }) => `La casella è già stata attivata ${activationsMax} volte: si rivolga all'ente.`,
    en: ({ activationsMax }) => `The mailbox was activated ${activationsMax} times already: ask the office.`,
  },
  'mailbox/ended': {
    status: 409,
    title: { it: 'La migrazione della casella è chiusa.', en: 'The migration of the mailbox has ended.' },
    it: ({ endedAt }) => `La migrazione della casella è stata chiusa ${onDay('il', romeText(endedAt, 'it'))}.`,
    en: ({ endedAt }) => `The migration of the mailbox was ended at ${romeText(endedAt, 'en')}.`,
  },
  'mailbox/not-activated': {
    status: 409,
    it: () => 'La casella non è attivata.',
    en: () => 'The mailbox is not activated.',
  },
  'mailbox/not-parked': {
    status: 409,
    it: () => 'Per questa casella non c’è alcuna lavorazione sospesa.',
    en: () => 'Nothing of this mailbox waits for the office.',
  },
  'mailbox/not-blocked': { status: 409, it: () => 'La casella non è bloccata.', en: () => 'The mailbox is not blocked.' },
  'mailbox/no-late-activation': {
    status: 409,
    it: () => 'La migrazione non prevede attivazioni dopo il passaggio per chi non ha attivato la casella.',
    en: () => 'The migration has no activation after the cut-over for whoever has not activated the mailbox.',
  },
  'mailbox/in-the-past': {
    status: 422,
    it: () => 'Il termine indicato è già passato.',
    en: () => 'The term is in the past.',
  },
  'mailbox/invalid-credentials': {
    status: 422,
    title: { it: 'Credenziali non valide.', en: 'Invalid credentials.' },
    it: ({ retryAt }) =>
      retryAt === null
        ? 'Credenziali non valide: controlli il nome della casella e la password.'
        : `Credenziali non valide. Può riprovare ${onDay('dal', romeTextFrom(retryAt, 'it'))}.`,
    en: ({ retryAt }) =>
      retryAt === null
        ? 'Invalid credentials: check the name of the mailbox and the password.'
        : `Invalid credentials. You can try again from ${romeTextFrom(retryAt, 'en')}.`,
  },
  'mailbox/provider-unavailable': {
    status: 409,
    it: () => 'Il gestore attuale non risponde: riprovi più tardi.',
    en: () => 'The current provider does not answer: try again later.',
  },
  'mailbox/new-password-needed': {
    status: 422,
    title: { it: 'Serve una nuova password.', en: 'A new password is needed.' },
    it: ({ violations }) =>
      `La password attuale non è ammessa dal nuovo gestore${inBrackets(violations, 'it')}: ne scelga una nuova e la scriva due volte.`,
    en: ({ violations }) =>
      `The new provider does not take the current password${inBrackets(violations, 'en')}: choose a new one and type it twice.`,
  },
  'mailbox/new-password': {
    status: 422,
    title: { it: 'La nuova password non è accettata.', en: 'The new password is not accepted.' },
    it: ({ violations }) => `La nuova password non è accettata: ${rulesIn(violations, 'it')}.`,
    en: ({ violations }) => `The new password is not accepted: ${rulesIn(violations, 'en')}.`,
  },
  'mailbox/password-kept': {
    status: 422,
    it: () => 'La password attuale è conforme e resta invariata: non va sostituita.',
    en: () => 'The current password conforms and stays the same: it is not replaced.',
  },
  'mailbox/superseded': {
    status: 409,
    it: () => 'Nel frattempo la casella è cambiata: riprovi.',
    en: () => 'The mailbox has changed meanwhile: try again.',
  },
}
