/** What the refusals of a sunset say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import type { CalendarEndedRefusal } from '../../../runtime/in-flight.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { SunsetFormRefusal } from './context.ts'
import type { SunsetRefusal } from './model.ts'

export const sunsetMessages: Messages<SunsetRefusal | SunsetFormRefusal | CalendarEndedRefusal> = {
  'sunset/form': formMessage,
  'calendar/ended': {
    status: 410,
    title: { it: "Non più possibile con le credenziali dell'ente.", en: 'Not possible any more with credentials of the office.' },
    it: ({ text }) => text.it,
    en: ({ text }) => text.en,
  },
  'sunset/not-found': {
    status: 404,
    it: () => 'Per questi utenti non è impostato alcun calendario.',
    en: () => 'There is no course for this audience.',
  },
  'sunset/after-last-use': {
    status: 422,
    title: { it: "Una data viene dopo l'ultimo uso.", en: 'A date comes after the last use.' },
    it: ({ act, lastUse }) =>
      `La data «${act}» viene dopo l'ultimo uso (${romeText(lastUse, 'it')}): allora non serve più a nulla.`,
    en: ({ act, lastUse }) => `The date “${act}” comes after the last use (${romeText(lastUse, 'en')}): nothing is of use then.`,
  },
  'sunset/reopens': {
    status: 409,
    title: { it: 'Riaprirebbe ciò che è già finito.', en: 'It would reopen what has ended.' },
    it: ({ act, endedAt }) =>
      `Ciò che è finito ${onDay('il', romeText(endedAt, 'it'))} («${act}») sarebbe di nuovo possibile: occorre confermarlo.`,
    en: ({ act, endedAt }) =>
      `What ended at ${romeText(endedAt, 'en')} (“${act}”) would be possible again: this must be confirmed.`,
  },
  'sunset/too-many-courses': {
    status: 409,
    title: { it: 'I calendari sono troppi.', en: 'There are too many courses.' },
    it: ({ coursesMax }) => `Si possono impostare al massimo ${coursesMax} calendari.`,
    en: ({ coursesMax }) => `At most ${coursesMax} courses can be set.`,
  },
}
