/** What the refusals about somebody's own data say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { SubjectUseCaseRefusal } from './context.ts'

export const subjectMessages: Messages<SubjectUseCaseRefusal> = {
  'subject/form': formMessage,
  'subject/own-data': {
    status: 403,
    it: () => "Nessuno può agire per conto dell'ente sui propri dati.",
    en: () => 'Nobody can act for the office on their own data.',
  },
  'subject/not-found': {
    status: 404,
    it: () => "L'ente non ha dati relativi a questo codice fiscale.",
    en: () => 'The office has no data about this codice fiscale.',
  },
  'subject/credential-in-force': {
    status: 409,
    it: () => 'La persona ha credenziali ancora valide: vanno prima revocate.',
    en: () => 'The person has a credential that still works: revoke it first.',
  },
  'subject/open-request': {
    status: 409,
    title: { it: 'Una richiesta non è ancora conclusa.', en: 'A request is still open.' },
    it: ({ id }) => `La richiesta ${id} non è ancora conclusa: va prima respinta.`,
    en: ({ id }) => `Request ${id} is still open: reject it first.`,
  },
}
