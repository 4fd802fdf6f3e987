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
  | 'reactivated'

const said = (it: string, en: string): Said => ({ it, en })

const notices: { readonly [N in Notice]: Said } = {
  uploaded: said('Il documento è stato caricato.', 'The document was uploaded.'),
  removed: said('Il documento è stato tolto.', 'The document was removed.'),
  corrected: said('La correzione è stata registrata.', 'The correction was recorded.'),
  completed: said(
    'Invio riuscito: riceverà un messaggio di posta elettronica.',
    'It has been sent: you will get a message by e-mail.',
  ),
  withdrawn: said('Il ritiro è stato registrato.', 'The withdrawal was recorded.'),
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
  'signed-out': said("È uscito dall'area riservata.", 'You have signed out.'),
  approved: said('La richiesta è stata approvata.', 'The request was approved.'),
  rejected: said('La richiesta è stata respinta.', 'The request was rejected.'),
  reactivated: said('Le credenziali sono di nuovo attive.', 'The credential is active again.'),
  'correction-requested': said("L'integrazione è stata richiesta.", 'The correction was asked for.'),
}

/** The sentence of a notice; undefined for whatever else a cookie holds. */
export function noticeText(notice: string, locale: Locale): string | undefined {
  return Object.hasOwn(notices, notice) ? notices[notice as Notice][locale] : undefined
}

/** Whether it warns, and tells of nothing that was done. */
export const isWarning = (notice: string): boolean => notice === 'pin-seen'
