/** What the refusals of a change of PEC say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import { linkedMessages } from '../linked-change/messages.ts'
import type { PecChangeFormRefusal } from './context.ts'
import type { PecChangeRefusal, PecChangeUndeliverable } from './model.ts'

const failures: { readonly [F in PecChangeUndeliverable]: readonly [it: string, en: string] } = {
  'address-invalid': ["l'indirizzo non esiste", 'there is no such address'],
  'mailbox-full': ['la casella è piena', 'the mailbox is full'],
  'timed-out': ['il gestore non ha risposto', 'its provider did not answer'],
  virus: ['il gestore ha bloccato il messaggio', 'its provider has stopped the message'],
  other: ['il gestore ha respinto il messaggio', 'its provider has turned the message away'],
  'not-sent': ['non è stato possibile spedirlo in tempo', 'it could not be sent in time'],
}

export const pecChangeMessages: Messages<PecChangeRefusal | PecChangeFormRefusal> = {
  'pec-change/form': formMessage,
  'pec-change/not-found': linkedMessages.notFound,
  'pec-change/already-requested': linkedMessages.alreadyRequested,
  'pec-change/already-confirmed': {
    status: 409,
    title: { it: 'Il link è già stato usato.', en: 'The link was used before.' },
    it: ({ confirmedAt }) => `Il link è già stato usato ${onDay('il', romeText(confirmedAt, 'it'))}: la nuova PEC è confermata.`,
    en: ({ confirmedAt }) => `The link was used before, on ${romeText(confirmedAt, 'en')}: the new PEC is confirmed.`,
  },
  'pec-change/expired': {
    status: 410,
    it: () => 'Il link è scaduto: occorre ripetere la richiesta di cambio della PEC.',
    en: () => 'The link has expired: the change of PEC must be asked for again.',
  },
  'pec-change/reauthentication-required': {
    status: 403,
    it: () => "Il cambio della PEC è stato avviato dall'ente: per annullarlo occorre indicare di nuovo PIN e password.",
    en: () => 'The office began this change of PEC: give PIN and password again to cancel it.',
  },
  'pec-change/superseded': linkedMessages.superseded,
  'pec-change/cancelled': linkedMessages.cancelled,
  'pec-change/void': linkedMessages.void,
  'pec-change/undeliverable': {
    status: 409,
    title: {
      it: 'Il messaggio non può essere consegnato alla nuova PEC.',
      en: 'The message cannot be delivered to the new PEC.',
    },
    it: ({ failure }) =>
      `Il messaggio non può essere consegnato alla nuova PEC (${failures[failure][0]}): occorre ripetere la richiesta.`,
    en: ({ failure }) => `The message cannot be delivered to the new PEC (${failures[failure][1]}): ask again.`,
  },
  'pec-change/too-many-links': linkedMessages.tooManyLinks,
  'pec-change/receipt-ignored': {
    status: 409,
    it: () => 'La ricevuta non è attendibile.',
    en: () => 'The receipt is not plausible.',
  },
}
