/** What was done, and what to do next. */
import { type Done, linkText, type PortalPages } from 'sportello/express'
import type { Kit } from '../../web/kit.ts'

type Onward = Parameters<Kit['links']>[0]

export function donePage(kit: Kit): PortalPages['done'] {
  const { t, page, links, locale } = kit
  const home = ['/', t('Torna ai servizi', 'Back to the services')] as const
  const signIn = ['/sign-in', t('Accedi', 'Sign in')] as const
  const area = ['/area', t('Vai all’area riservata', 'Go to the private area')] as const
  const help = ['/assistance', t('Chiedi assistenza', 'Ask for assistance')] as const
  const said: { readonly [What in Done]: readonly [title: string, told: string, onward: Onward] } = {
    'recovery-asked': [
      t('Guardi nella sua casella', 'Look into your mailbox'),
      t(
        'Se i dati sono di un utente, il link è stato spedito alla sua casella. Apra il messaggio e tenga pronto il PIN. Se non arriva, guardi nella posta indesiderata; se ha cambiato indirizzo negli ultimi giorni, nella casella di prima; poi chieda di nuovo.',
        'If the data are those of a user, the link was sent to the mailbox. Open the message and have the PIN at hand. If it does not come, look among unwanted mail, and in your former mailbox if you have changed the address in the last days; then ask again.',
      ),
      [['/recovery/request', t('Chiedi di nuovo', 'Ask again')], home],
    ],
    recovered: [
      t('La password è stata sostituita', 'The password was replaced'),
      t(
        'Ora accede con quella nuova e con il PIN che ha. Le altre sessioni sono finite.',
        'Now you sign in with the new one and the PIN that you have. All other sessions have ended.',
      ),
      [signIn, home],
    ],
    'pin-renewed': [
      t('Il nuovo PIN è in vigore', 'The new PIN is in force'),
      t(
        'Il precedente non vale più e tutte le sessioni sono finite: acceda di nuovo.',
        'The former one works no more and every session has ended: sign in again.',
      ),
      [signIn, home],
    ],
    'pec-confirmed': [
      t('La nuova PEC è in vigore', 'The new PEC is in force'),
      t(
        'Da ora l’ente le scrive lì. La sua casella ne riceve notizia, e la PEC precedente se ne aveva una.',
        'From now on the office writes to you there. Your mailbox is told, and the former PEC if you had one.',
      ),
      [area, home],
    ],
    'pec-waiting': [t('La conferma è in attesa', 'The confirmation waits'), linkText('waiting', locale) ?? '', [area, home]],
    'email-confirmed': [
      t('Il nuovo indirizzo è in vigore', 'The new address is in force'),
      t(
        'Da ora le lettere arrivano lì. I link di una password dimenticata e le cifre di un nuovo PIN arrivano ancora per qualche giorno all’indirizzo precedente, se ne aveva uno: così chi si è impossessato di un’utenza non la tiene. Il messaggio spedito lì dice fino a quando.',
        'From now on letters come there. The link for a forgotten password and the digits of a new PIN still go to the address before for some days, if you had one: so nobody who has taken an account over keeps it. The message that went there says until when.',
      ),
      [area, home],
    ],
    suspended: [
      t('Le credenziali sono sospese', 'The credentials are suspended'),
      t(
        'Nessuno può entrare. Per riattivarle si rivolga all’ente con un documento.',
        'Nobody can sign in. To have them reactivated, come to the office with a document.',
      ),
      [help, home],
    ],
    revoked: [
      t('Le credenziali sono revocate', 'The credentials are revoked'),
      t(
        'Non aprono più nulla. Le richieste già presentate proseguono. Per accedere di nuovo occorre un’altra registrazione.',
        'They open nothing any more. Requests that were filed go on. To have access again takes another registration.',
      ),
      [['/registration', t('Richiesta di credenziali', 'Ask for credentials')], home],
    ],
  }
  return ({ view }) => {
    const [title, told, onward] = said[view]
    const isUnderWay = view === 'pec-waiting' || view === 'recovery-asked'
    const isSignedOut = ['recovered', 'pin-renewed', 'suspended', 'revoked'].includes(view)
    return page(title, links(onward), { ...(isUnderWay ? { lead: told } : { notice: told }), isSignedOut })
  }
}
