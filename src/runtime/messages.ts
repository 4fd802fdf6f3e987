/** Refusals in words: one table per capability, complete by its type, in every language. */
import type { AnyRefusal, Locale } from '../kernel/index.ts'
import type { JournalRefusal } from './journal-reader.ts'
import type { OutboxRefusal } from './parked-mail.ts'
import type { RequestKeyRefusal } from './request.ts'

/** For each code and language, the sentence for a person. The data of the refusal may be used; secrets are never in it. */
export type Words<R extends AnyRefusal> = {
  readonly [Code in R['code']]: { readonly [L in Locale]: (refusal: Extract<R, { readonly code: Code }>) => string }
}

export const requestWords: Words<RequestKeyRefusal> = {
  'request/malformed-key': { it: () => 'La chiave della richiesta non è valida.', en: () => 'The request key is not valid.' },
  'request/key-reused': {
    it: () => "La chiave della richiesta è già stata usata per un'altra operazione.",
    en: () => 'The request key was used before for something else.',
  },
  'request/answer-expired': {
    it: () => 'Operazione già eseguita: la risposta conteneva un segreto e non può più essere mostrata.',
    en: () => 'Already done: the answer held a secret and can no longer be shown.',
  },
}

export const journalWords: Words<JournalRefusal> = {
  'journal/not-found': { it: () => 'Il registro non esiste.', en: () => 'There is no such journal.' },
}

export const outboxWords: Words<OutboxRefusal> = {
  'outbox/form': {
    it: ({ problems }) => `Dati mancanti o non validi: ${problems.map(({ field }) => field).join(', ')}.`,
    en: ({ problems }) => `Missing or malformed: ${problems.map(({ field }) => field).join(', ')}.`,
  },
  'outbox/not-parked': {
    it: () => 'Il messaggio non è tra quelli fermi: non esiste, oppure è già stato rimesso in coda, spedito o eliminato.',
    en: () => 'The mail is not among the parked ones: there is none, or it was requeued, sent or cancelled already.',
  },
}
