/** What comes next for the applicant, by where the request stands. */
import { type Html, html, type Part } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'
import { inOrder } from './pieces.ts'
import type { Act, ShownRequest } from './status.ts'

/** What comes next, or null where the page itself is what is to be done. */
export function nextOf(kit: Kit, act: Act): (shown: ShownRequest) => Part {
  const { t, note, button } = kit
  const now = t('Che cosa succede ora', 'What happens now')
  const anew = html`<p class="portal-acts">${button('/registration', t('Presenti una nuova richiesta', 'Make a new request'))}${button('/assistance', t('Chieda assistenza', 'Ask for assistance'), 'outline-primary')}</p>`
  const reasonOf = ({ view: { decision } }: ShownRequest) =>
    decision?.reason && html`<p>${t('Motivo', 'Reason')}:</p><blockquote class="portal-reason">${decision.reason}</blockquote>`

  /** Half of a PIN that the office has drawn anew. */
  const half = (shown: ShownRequest): Html | false =>
    shown.view.pinHalfWaits &&
    note(
      t('C’è una nuova parte del PIN per Lei', 'There is a new part of the PIN for you'),
      [
        html`<p>${t('Si mostra una volta sola: tenga pronto di che scrivere.', 'It is shown once alone: have something to write at hand.')}</p>`,
        act(shown, '/registration/pin-half', t('Mostra la seconda parte del PIN', 'Show the second part of the PIN')),
      ],
      'warning',
    )

  function decided(shown: ShownRequest): Part {
    const { decision, pinHalfWaits } = shown.view
    if (decision?.outcome === 'approved') {
      return note(
        t('Può accedere', 'You can sign in'),
        html`${inOrder(
          t(
            'Nel messaggio ricevuto trova il nome utente, la password temporanea e le prime quattro cifre del PIN.',
            'The message that you got has the user name, the temporary password and the first four digits of the PIN.',
          ),
          pinHalfWaits
            ? t(
                'Le ultime cinque cifre del PIN si mostrano una volta, qui sopra.',
                'The last five digits of the PIN are shown once, above.',
              )
            : t(
                'Aggiunga al PIN le ultime cinque cifre, che ha annotato.',
                'Add the last five digits to the PIN, which you wrote down.',
              ),
          t('Al primo accesso sceglie la sua password.', 'At the first sign-in you choose your password.'),
        )}<p class="portal-acts">${button('/sign-in', t('Acceda con le sue credenziali', 'Sign in with your credentials'), pinHalfWaits ? 'outline-primary' : 'primary')}</p>`,
        'success',
      )
    }
    if (decision?.outcome === 'rejected')
      return note(t('La richiesta è respinta', 'The request is rejected'), [reasonOf(shown), anew], 'danger')
    return note(
      now,
      inOrder(
        t(
          'L’ente esamina i dati e i documenti. Non deve fare nulla.',
          'The office looks at the data and the documents. There is nothing to do for you.',
        ),
        t(
          'La decisione arriva per posta elettronica, e si legge anche qui.',
          'The decision comes by e-mail, and can be read here as well.',
        ),
        t(
          'Conservi il messaggio con le credenziali e le cifre del PIN: valgono dopo l’approvazione.',
          'Keep the message with the credentials and the digits of the PIN: they work after the approval.',
        ),
      ),
    )
  }

  return (shown) => {
    const { status, wanted, isCurrentTicket } = shown.view
    switch (status) {
      case 'completed':
        return [half(shown), decided(shown)]
      case 'drafting':
        if (wanted === null || isCurrentTicket) return null
        return note(
          t('Serve il link più recente', 'The newest link is needed'),
          [
            html`<p>${t('Con questo link la richiesta si vede soltanto. Per correggerla apra quello dell’ultimo messaggio dell’ente; se non lo trova, lo faccia spedire di nuovo alla sua casella.', 'With this link the request can only be looked at. To correct it, open the one of the last message of the office; if you cannot find it, have it sent to your mailbox again.')}</p>`,
            reasonOf(shown),
            act(shown, '/registration/link', t('Invia di nuovo il link', 'Send the link again')),
          ],
          'warning',
        )
      case 'void':
        return [
          html`<p>${t('Succede quando è approvata un’altra sua richiesta, o quando il servizio chiude: l’ultimo messaggio che ha ricevuto dice perché.', 'That happens when another request of yours is approved, or when the service closes: the last message that you got says why.')}</p>`,
          reasonOf(shown),
          anew,
        ]
      case 'withdrawn':
      case 'lapsed':
        return [reasonOf(shown), anew]
    }
  }
}
