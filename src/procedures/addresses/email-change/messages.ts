/** What the refusals of a change of the private address say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import { linkedMessages } from '../linked-change/messages.ts'
import type { EmailChangeFormRefusal, EmailChangeSameAddressRefusal } from './context.ts'
import type { EmailChangeRefusal } from './model.ts'

export const emailChangeMessages: Messages<EmailChangeRefusal | EmailChangeFormRefusal | EmailChangeSameAddressRefusal> = {
  'email-change/form': formMessage,
  'email-change/same-address': {
    status: 409,
    it: () => "L'indirizzo e-mail privato è già quello in uso.",
    en: () => 'That private e-mail address is in force already.',
  },
  'email-change/not-found': linkedMessages.notFound,
  'email-change/already-requested': linkedMessages.alreadyRequested,
  'email-change/already-confirmed': {
    status: 409,
    title: { it: 'Il link è già stato usato.', en: 'The link was used before.' },
    it: ({ confirmedAt }) =>
      `Il link è già stato usato ${onDay('il', romeText(confirmedAt, 'it'))}: il nuovo indirizzo è convalidato.`,
    en: ({ confirmedAt }) => `The link was used before, on ${romeText(confirmedAt, 'en')}: the new address is validated.`,
  },
  'email-change/expired': {
    status: 410,
    it: () => "Il link è scaduto: occorre ripetere la richiesta di variazione dell'indirizzo e-mail.",
    en: () => 'The link has expired: the change of e-mail address must be asked for again.',
  },
  'email-change/superseded': linkedMessages.superseded,
  'email-change/cancelled': linkedMessages.cancelled,
  'email-change/void': linkedMessages.void,
  'email-change/too-many-links': linkedMessages.tooManyLinks,
}
