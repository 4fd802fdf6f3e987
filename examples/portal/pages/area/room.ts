/** The room of whoever is signed in. */
import { html } from '../../../html.ts'
import type { Room } from '../../web/room.ts'
import { passwordPage } from '../entrance/password.ts'
import { signInPage } from '../entrance/sign-in.ts'
import { actPages } from './acts.ts'
import { dataPage, ownData } from './data.ts'
import { identitiesPage } from './identities.ts'
import { areaPage } from './overview.ts'

/** Instants as dates that its reader understands. */
const dated = (name: string, value: unknown): unknown =>
  typeof value === 'number' && /(At|Until)$|^(since|until)$/.test(name) ? new Date(value).toISOString() : value

export const area: Room = {
  pages: (kit, ground) => ({ area: areaPage(kit, ground), ...actPages(kit) }),
  routes: ({ router, read, portal, kit, ...ground }) => {
    const { sportello, clock } = ground
    const { t, page, links, office } = kit
    const { guard } = portal.subscribers({ signIn: signInPage(kit, ground), changePassword: passwordPage(kit) })
    router.use(['/area/identities', '/area/data'], guard)

    const own = ownData(portal, sportello)
    router.get('/area/data', portal.view(own, dataPage(kit)))
    router.get('/area/data/file', (request, response, next) => {
      const exchange = portal.exchange(request, response)
      own(exchange)
        .then((answer): void => {
          if (!answer.ok) {
            portal.send(response, answer.refusal)
            return
          }
          const { accountId, means, level, person } = exchange.session()
          response.attachment(t('i-miei-dati.json', 'my-data.json'))
          response.set({ 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' })
          const about = {
            office: office.name,
            at: new Date(clock.now()).toISOString(),
            account: { id: accountId, person },
            session: { means, level },
          }
          response.send(`${JSON.stringify({ ...about, ...answer.value }, dated, 2)}\n`)
        })
        .catch(next)
    })

    const identities = portal.view(({ token }) => sportello.federation.inspectOwn({ token }), identitiesPage(kit, ground))
    router.get('/area/identities', identities)
    router.post(
      '/area/identities/unlink',
      read,
      identities.form(
        ({ form, token, options }) => sportello.federation.unlinkOwn(form({ token }), options),
        portal.signingOut((shown) =>
          page(
            t('Identità scollegata', 'Identity unlinked'),
            html`<p>${t('D’ora in poi non apre più la sua utenza. Tutte le sessioni sono finite e le abbiamo scritto.', 'It opens your account no more. Every session has ended, and we have written to you.')}</p>${links(
              [
                ['/sign-in', t('Accedi di nuovo', 'Sign in again')],
                ['/', t('Torna ai servizi', 'Back to the services')],
              ],
            )}`,
            { ...shown, isSignedOut: true },
          ),
        ),
      ),
    )
  },
}
