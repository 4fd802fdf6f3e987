/** What a page says of a mailed link that does nothing more, in whole sentences. */
import type { Locale } from '../kernel/index.ts'

type Said = { readonly [L in Locale]: string }

const said = (it: string, en: string): Said => ({ it, en })

const used = said(
  'Questo link è già stato usato: non occorre fare altro.',
  'This link was used already: there is nothing left to do.',
)

const words: { readonly [status: string]: Said } = {
  used,
  confirmed: used,
  expired: said('Questo link è scaduto.', 'This link has expired.'),
  superseded: said(
    'Questo link è stato sostituito da uno più recente: apra quello del messaggio più recente.',
    'This link was replaced by a newer one: open that of the newest message.',
  ),
  cancelled: said('Il cambio è stato annullato: questo link non vale più.', 'The change was cancelled: this link is void.'),
  void: said(
    'Questo link non vale più: nel frattempo le credenziali sono cambiate, oppure l’ufficio ha chiuso la richiesta.',
    'This link is void: the credential has changed meanwhile, or the office has ended the request.',
  ),
  waiting: said(
    'La conferma è stata ricevuta: vale quando la ricevuta di consegna mostra che era in tempo.',
    'The confirmation was received: it counts once the receipt of delivery shows that it was in time.',
  ),
  undeliverable: said(
    'Il messaggio con il link non è stato consegnato: il cambio non può essere confermato.',
    'The message with the link was not delivered: the change cannot be confirmed.',
  ),
}

/**
 * The sentence for where a mailed link stands: `status` as `inspectByLink` and `recovery.inspect` answer it. Undefined while it still works, and for any
 * other text.
 *
 * @example
 * linkText('used', 'en')  // 'This link was used already: there is nothing left to do.'
 */
export function linkText(status: string, locale: Locale): string | undefined {
  return Object.hasOwn(words, status) ? words[status]?.[locale] : undefined
}
