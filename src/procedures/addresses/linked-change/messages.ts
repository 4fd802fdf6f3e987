/** What the refusals say to people that every change has which a link confirms, in Italian and English. */
import type { AnyRefusal } from '../../../kernel/index.ts'
import type { Message } from '../../../runtime/messages.ts'

type Alike = 'notFound' | 'alreadyRequested' | 'superseded' | 'cancelled' | 'void'

/** One for each, under whatever code. */
export const linkedMessages: { readonly [Name in Alike]: Message<AnyRefusal> } & {
  readonly tooManyLinks: Message<AnyRefusal & { readonly linksMax: number }>
} = {
  notFound: { status: 404, it: () => 'Il link non è valido.', en: () => 'The link is not valid.' },
  alreadyRequested: { status: 409, it: () => 'La richiesta esiste già.', en: () => 'There is such a request already.' },
  superseded: {
    status: 410,
    it: () => 'Il link non vale più: è stata fatta una richiesta più recente.',
    en: () => 'The link no longer works: there is a newer request.',
  },
  cancelled: { status: 410, it: () => 'La richiesta è stata annullata.', en: () => 'The request was cancelled.' },
  void: {
    status: 410,
    it: () =>
      'La richiesta non vale più: nel frattempo le credenziali sono cambiate, oppure l’ufficio l’ha chiusa. Occorre ripeterla.',
    en: () => 'The request no longer stands: the credential has changed meanwhile, or the office has ended it. Make it again.',
  },
  tooManyLinks: {
    status: 409,
    title: { it: 'Il messaggio è già stato inviato troppe volte.', en: 'The message has been sent too many times.' },
    it: ({ linksMax }) => `Il messaggio è già stato inviato ${linksMax} volte: occorre una nuova richiesta.`,
    en: ({ linksMax }) => `The message has been sent ${linksMax} times already: make a new request.`,
  },
}
