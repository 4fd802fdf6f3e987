/** Refusals in words: one table per procedure, complete by its type, in every language, with the HTTP status that fits. */
import type { AnyRefusal, Locale } from '../kernel/index.ts'
import type { JournalAnchorRefusal } from './anchor-lines.ts'
import type { ChallengeRefusal } from './challenge.ts'
import type { FormRefusal } from './input.ts'
import type { JournalRefusal } from './journal-reader.ts'
import type { OutboxRefusal } from './parked-mail.ts'
import { fieldsInWords } from './problem-words.ts'
import type { RequestKeyRefusal } from './request.ts'

/** What is said of one refusal. Its data may be used; secrets are never in it. */
export type Message<R extends AnyRefusal> = {
  /** The HTTP status for hosts that speak HTTP, 400 to 499. */
  readonly status: number
  /** What is the same whatever the data say. Left out where the sentence is. */
  readonly title?: { readonly [L in Locale]: string }
} & { readonly [L in Locale]: (refusal: R) => string }

/** What is said of each code: a code without its message does not compile. */
export type Messages<R extends AnyRefusal> = { readonly [Code in R['code']]: Message<Extract<R, { readonly code: Code }>> }

/**
 * A table of messages whose codes are not told apart any more. The message of a code takes the refusal of that code, which the type of
 * the table held where it was written.
 */
export type MessageTable = { readonly [code: string]: Message<never> }

const more: { readonly [L in Locale]: (count: number) => string } = {
  it: (count) => (count === 1 ? "e un'altra correzione" : `e altre ${count} correzioni`),
  en: (count) => `and ${count} more`,
}

/** Which fields are wrong, in the words of the form. */
function fieldsOf({ problems, problemCount }: FormRefusal<string>, locale: Locale): string {
  const fields = fieldsInWords(problems, locale)
  return problemCount > problems.length ? `${fields} ${more[locale](problemCount - problems.length)}` : fields
}

/** Of a form that cannot be taken as it is: which fields are wrong. */
export const formMessage: Message<FormRefusal<string>> = {
  status: 422,
  title: { it: 'Dati mancanti o non validi.', en: 'Missing or malformed.' },
  it: (refusal) => `Dati mancanti o non validi: ${fieldsOf(refusal, 'it')}.`,
  en: (refusal) => `Missing or malformed: ${fieldsOf(refusal, 'en')}.`,
}

/** The same to an applicant, of the form that he has filled in. */
export const applicantFormMessage: Message<FormRefusal<string>> = {
  status: 422,
  title: { it: 'Alcuni campi non sono corretti.', en: 'Some fields are not right.' },
  it: (refusal) => `Alcuni campi non sono corretti: ${fieldsOf(refusal, 'it')}.`,
  en: (refusal) => `Some fields are not right: ${fieldsOf(refusal, 'en')}.`,
}

export const requestMessages: Messages<RequestKeyRefusal> = {
  'request/malformed-key': {
    status: 422,
    it: () => 'La chiave della richiesta non è valida.',
    en: () => 'The request key is not valid.',
  },
  'request/key-reused': {
    status: 409,
    it: () => "La chiave della richiesta è già stata usata per un'altra operazione.",
    en: () => 'The request key was used before for something else.',
  },
  'request/answer-expired': {
    status: 409,
    it: () => 'Operazione già eseguita: la risposta conteneva un segreto e non può più essere mostrata.',
    en: () => 'Already done: the answer held a secret and can no longer be shown.',
  },
}

export const challengeMessages: Messages<ChallengeRefusal> = {
  'challenge/failed': {
    status: 403,
    it: () => 'La verifica «non sono un robot» non è riuscita: la ripeta e riprovi.',
    en: () => 'The check that you are not a robot has failed: repeat it and try again.',
  },
  'challenge/unavailable': {
    status: 409,
    it: () => 'La verifica «non sono un robot» al momento non è disponibile: riprovi più tardi.',
    en: () => 'The check that you are not a robot is not available at the moment: try again later.',
  },
}

const anchorFaults: ReadonlyMap<string, { readonly [L in Locale]: string }> = new Map([
  ['form', { it: 'il testo non è completo', en: 'its text is not whole' }],
  ['office', { it: 'è di un altro ente', en: 'it is of another office' }],
  ['key', { it: 'la sua chiave non è disponibile', en: 'its key is not at hand' }],
  ['seal', { it: 'il testo è stato modificato', en: 'its text was changed' }],
  ['previous', { it: "non segue l'ancora indicata", en: 'it does not follow the anchor that was named' }],
])

function anchorFault({ fault }: JournalAnchorRefusal, locale: Locale): string {
  return anchorFaults.get(fault)?.[locale] ?? fault
}

export const journalMessages: Messages<JournalRefusal | JournalAnchorRefusal> = {
  'journal/anchor-refused': {
    status: 422,
    title: { it: "L'ancora dei registri non vale.", en: 'The anchor of the journals proves nothing.' },
    it: (refusal) => `L'ancora dei registri non vale: ${anchorFault(refusal, 'it')}.`,
    en: (refusal) => `The anchor of the journals proves nothing: ${anchorFault(refusal, 'en')}.`,
  },
  'journal/not-found': { status: 404, it: () => 'Il registro non esiste.', en: () => 'There is no such journal.' },
}

export const outboxMessages: Messages<OutboxRefusal> = {
  'outbox/form': formMessage,
  'outbox/not-parked': {
    status: 404,
    it: () => 'Il messaggio non è tra quelli fermi: non esiste, oppure è già stato rimesso in coda, spedito o eliminato.',
    en: () => 'The mail is not among the parked ones: there is none, or it was requeued, sent or cancelled already.',
  },
}
