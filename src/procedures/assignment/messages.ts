/** What the refusals of an assignment say to people, in Italian and English. */
import { onDay, romeText } from '../../rules/civil/index.ts'
import type { Messages } from '../../runtime/messages.ts'
import type { AssignmentRefusal } from './model.ts'

export const assignmentMessages: Messages<AssignmentRefusal> = {
  'assignment/taken': {
    status: 409,
    title: { it: 'La richiesta è in carico a un altro operatore.', en: 'The request is in charge of another operator.' },
    it: ({ operator, since }) => `La richiesta è in carico a ${operator} ${onDay('dal', romeText(since, 'it'))}.`,
    en: ({ operator, since }) => `The request has been in charge of ${operator} since ${romeText(since, 'en')}.`,
  },
  'assignment/not-assigned': {
    status: 409,
    it: () => 'La richiesta non è in carico a nessuno.',
    en: () => 'The request is in charge of nobody.',
  },
  'assignment/too-many-notes': {
    status: 409,
    title: { it: 'Ci sono troppe annotazioni.', en: 'There are too many notes.' },
    it: ({ notesMax }) => `Una richiesta può avere al massimo ${notesMax} annotazioni.`,
    en: ({ notesMax }) => `A request can have at most ${notesMax} notes.`,
  },
  'assignment/erased': {
    status: 409,
    it: () => 'I dati personali della richiesta sono stati cancellati: non si può più annotare nulla.',
    en: () => 'The personal data of the request were erased: nothing can be noted any more.',
  },
  'assignment/required': {
    status: 409,
    it: () => 'Può decidere solo chi ha in carico la richiesta: la prenda prima in carico.',
    en: () => 'Only whoever has the request in charge can decide on it: take it in charge first.',
  },
}
