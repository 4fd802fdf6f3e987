/** What the refusals about authorisations say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { AuthorisationOwnRefusal } from './context.ts'
import type { AuthorisationRefusal } from './model.ts'

export const authorisationMessages: Messages<AuthorisationRefusal | AuthorisationOwnRefusal> = {
  'authorisation/form': formMessage,
  'authorisation/own-authorisation': {
    status: 403,
    it: () => 'Nessuno può autorizzare sé stesso.',
    en: () => 'Nobody can authorise themselves.',
  },
  'authorisation/not-found': {
    status: 404,
    it: () => "L'autorizzazione non esiste.",
    en: () => 'There is no such authorisation.',
  },
  'authorisation/over': {
    status: 409,
    it: () => "L'autorizzazione non vale già più.",
    en: () => 'The authorisation is over already.',
  },
  'authorisation/ends-before-start': {
    status: 422,
    it: () => "L'ultimo giorno viene prima del primo.",
    en: () => 'The last day comes before the first.',
  },
  'authorisation/in-the-past': {
    status: 422,
    it: () => "L'ultimo giorno è già passato.",
    en: () => 'The last day is past already.',
  },
  'authorisation/too-many': {
    status: 409,
    title: { it: 'Le autorizzazioni sono troppe.', en: 'There are too many authorisations.' },
    it: ({ grantsMax }) => `Una persona può avere al massimo ${grantsMax} autorizzazioni in vigore o future.`,
    en: ({ grantsMax }) => `A person can have at most ${grantsMax} authorisations that hold or will hold.`,
  },
}
