/** What the refusals about delegations say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { DelegationOwnRefusal } from './context.ts'
import type { DelegationRefusal } from './model.ts'

export const delegationMessages: Messages<DelegationRefusal | DelegationOwnRefusal> = {
  'delegation/form': formMessage,
  'delegation/not-found': { status: 404, it: () => 'La delega non esiste.', en: () => 'There is no such delegation.' },
  'delegation/own-person': {
    status: 422,
    it: () => 'Nessuno può essere delegato da sé stesso.',
    en: () => 'Nobody can act for themselves by delegation.',
  },
  'delegation/own-request': {
    status: 403,
    it: () => 'Nessuno può decidere su una delega che lo riguarda.',
    en: () => 'Nobody can decide on a delegation of their own.',
  },
  'delegation/minor-delegate': {
    status: 409,
    it: () => 'Chi agisce per un altro deve essere maggiorenne.',
    en: () => 'Whoever acts for somebody else must be of age.',
  },
  'delegation/too-many-requests': {
    status: 429,
    title: { it: 'Le richieste in attesa sono troppe.', en: 'Too many requests wait.' },
    it: ({ requestsMax }) => `Possono essere in attesa al massimo ${requestsMax} richieste: attenda la decisione dell'ente.`,
    en: ({ requestsMax }) => `At most ${requestsMax} requests can wait: wait for the office to decide.`,
  },
  'delegation/already-requested': {
    status: 409,
    it: () => "Una richiesta per questa persona è già in attesa dell'ente.",
    en: () => 'A request for this person waits for the office already.',
  },
  'delegation/already-granted': {
    status: 409,
    it: () => 'Una delega per questa persona è già in vigore o sta per esserlo: va prima revocata.',
    en: () => 'A delegation for this person holds or will hold already: it is to be revoked first.',
  },
  'delegation/not-requested': {
    status: 409,
    it: () => 'Su questa delega non c’è nulla da decidere.',
    en: () => 'There is nothing to be decided on this delegation.',
  },
  'delegation/over': {
    status: 409,
    it: () => 'La delega non vale già più.',
    en: () => 'The delegation is over already.',
  },
  'delegation/ends-before-start': {
    status: 422,
    it: () => "L'ultimo giorno viene prima del primo.",
    en: () => 'The last day comes before the first.',
  },
  'delegation/in-the-past': {
    status: 422,
    it: () => "L'ultimo giorno è già passato.",
    en: () => 'The last day is past already.',
  },
  'delegation/of-age': {
    status: 409,
    it: () => 'La persona è maggiorenne: come genitore non si può più agire per lei. Serve una delega firmata da lei.',
    en: () => 'The person is of age: nobody acts for them as a parent any more. It takes a delegation that they sign.',
  },
  'delegation/evidence-expired': {
    status: 422,
    it: () => 'Il documento che prova la delega è scaduto.',
    en: () => 'The document that proves the delegation has expired.',
  },
  'delegation/erased': {
    status: 409,
    it: () => 'I dati personali della richiesta sono stati cancellati: si può solo respingerla.',
    en: () => 'The personal data of the request were erased: it can only be rejected.',
  },
}
