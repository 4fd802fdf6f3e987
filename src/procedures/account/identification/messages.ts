/** What the refusals about an identification say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { IdentificationOwnRefusal } from './context.ts'

export const identificationMessages: Messages<IdentificationOwnRefusal> = {
  'identification/form': formMessage,
  'identification/not-found': {
    status: 404,
    it: () => "L'identificazione non esiste, o il codice consegnato non è valido.",
    en: () => 'There is no such identification, or the code that was handed over is not valid.',
  },
  'identification/own-identification': {
    status: 403,
    it: () => 'Nessuno può identificare sé stesso.',
    en: () => 'Nobody can identify themselves.',
  },
  'identification/unknown-point': {
    status: 422,
    it: () => "L'ente non ha autorizzato questa sede all'identificazione.",
    en: () => 'The office has not authorised this place to identify people.',
  },
  'identification/in-the-future': {
    status: 422,
    it: () => "La data dell'identificazione è nel futuro.",
    en: () => 'The identification lies in the future.',
  },
  'identification/too-old': {
    status: 409,
    title: { it: "L'identificazione è troppo vecchia.", en: 'The identification is too old.' },
    it: ({ expiredAt }) =>
      `L'identificazione poteva essere registrata fino ${onDay('al', romeText(expiredAt, 'it'))}: va ripetuta.`,
    en: ({ expiredAt }) => `The identification could be recorded until ${romeText(expiredAt, 'en')}: it must be done again.`,
  },
  'identification/document-expired': {
    status: 422,
    it: () => "Il documento era scaduto il giorno dell'identificazione.",
    en: () => 'The document had expired on the day of the identification.',
  },
  'identification/already-recorded': {
    status: 409,
    it: () => "Questa identificazione, o una più recente, è già registrata: per nuove credenziali va ripetuta l'identificazione.",
    en: () => 'This identification, or a later one, is recorded already: new credentials take another identification.',
  },
  'identification/no-pin-half': {
    status: 409,
    it: () => "Le 5 cifre del PIN sono già state mostrate o non servono più: se le ha perse, si rivolga di nuovo all'ente.",
    en: () =>
      'The 5 digits of the PIN were shown before, or are of no use any more: if you have lost them, go to the office again.',
  },
}
