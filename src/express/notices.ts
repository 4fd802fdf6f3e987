/** What has just been done, in one sentence for the page that is shown next. */
import type { Locale } from '../kernel/index.ts'

type Said = { readonly [L in Locale]: string }

/** What was done. */
export type Notice =
  | 'uploaded'
  | 'removed'
  | 'corrected'
  | 'completed'
  | 'withdrawn'
  | 'link-sent'
  | 'left'
  | 'pin-seen'
  | 'pec-requested'
  | 'email-requested'
  | 'cancelled'
  | 'signed-out'
  | 'approved'
  | 'rejected'
  | 'correction-requested'

const said = (it: string, en: string): Said => ({ it, en })

const notices: { readonly [N in Notice]: Said } = {
  uploaded: said('Il documento è stato caricato.', 'The document was uploaded.'),
  removed: said('Il documento è stato tolto.', 'The document was removed.'),
  corrected: said('La correzione è stata registrata.', 'The correction was recorded.'),
  completed: said("La richiesta è stata trasmessa all'ente.", 'The request was handed to the office.'),
  withdrawn: said('La richiesta è stata ritirata.', 'The request was withdrawn.'),
  'link-sent': said('Il link è stato spedito di nuovo.', 'The link was sent again.'),
  left: said('La richiesta non è più aperta in questo browser.', 'The request is no longer open in this browser.'),
  'pin-seen': said(
    'Il PIN è già stato mostrato e non può esserlo di nuovo: se non è stato annotato, ne chieda uno nuovo.',
    'The PIN was shown before and cannot be shown again: if it was not written down, ask for a new one.',
  ),
  'pec-requested': said(
    'Il cambio è stato richiesto: apra il link spedito alla nuova PEC.',
    'The change was asked for: open the link that was sent to the new PEC.',
  ),
  'email-requested': said(
    'Il cambio è stato richiesto: apra il link spedito al nuovo indirizzo.',
    'The change was asked for: open the link that was sent to the new address.',
  ),
  cancelled: said('Il cambio è stato annullato.', 'The change was cancelled.'),
  'signed-out': said("L'uscita è avvenuta.", 'You have signed out.'),
  approved: said('La richiesta è stata approvata.', 'The request was approved.'),
  rejected: said('La richiesta è stata respinta.', 'The request was rejected.'),
  'correction-requested': said("L'integrazione è stata richiesta.", 'The correction was asked for.'),
}

/** The sentence of a notice; undefined for whatever else a cookie holds. */
export function noticeText(notice: string, locale: Locale): string | undefined {
  return Object.hasOwn(notices, notice) ? notices[notice as Notice][locale] : undefined
}
