/** A request for assistance on the desk. */
import { unwrap } from 'sportello'
import { somebody } from '../support/applicants.ts'
import { approved, asked, lucia, mario } from '../support/desk.ts'
import { press, sees, unfold } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const title = { it: 'Richiesta di assistenza', en: 'Request for assistance' }
const approve = [/^(Accogli|Approve)$/, /^(Accogli la richiesta|Approve the request)$/] as const
const reject = [/^(Respingi|Reject)$/, /^(Respingi la richiesta|Reject the request)$/] as const

/** Of a subscriber, whose name differs where it is said. */
async function ofSubscriber({ world: { town } }: Visit, surname?: string) {
  const { form } = await approved(town)
  return asked(town, { ...form, ...(surname === undefined ? {} : { surname }) })
}

const dossier = (
  name: string,
  prepare: (visit: Visit) => Promise<{ readonly id: string }>,
  act?: (visit: Visit, id: string) => Promise<void>,
  more: Partial<State> = {},
): State => ({
  name: `desk-assistance/${name}`,
  title,
  async reach(visit) {
    const { id } = await prepare(visit)
    await visit.atDesk()
    await visit.go(`/desk/requests/assistance/${id}`)
    await act?.(visit, id)
  },
  ...more,
})

const does =
  (summary: RegExp, button: RegExp, isReasoned = false) =>
  async (visit: Visit) => {
    await unfold(visit, summary)
    if (isReasoned) await visit.page.locator('[name=template]').selectOption({ index: 1 })
    await press(visit, button)
    await sees(visit, '.alert, .portal-wrong')
  }

describeStates('a request for assistance on the desk', [
  dossier('fresh', ofSubscriber),
  dossier('findings', (visit) => ofSubscriber(visit, 'Bianchi')),
  dossier('no-account', ({ world: { town } }) => asked(town, somebody())),
  dossier('document', ofSubscriber, ({ page }) => page.getByRole('link', { name: /^(Mostra qui|Show here)/ }).click(), {
    hasViewer: true,
  }),
  dossier('taken-meanwhile', ofSubscriber, async (visit, id) => {
    unwrap(await visit.world.town.sportello.desk.assign({ operator: lucia, id }))
    await press(visit, /^(Prendi in carico|Take in charge)/)
    await sees(visit, '.alert')
  }),
  dossier('approved', ofSubscriber, does(...approve)),
  dossier('reject-refused', ofSubscriber, does(...reject)),
  dossier('rejected', ofSubscriber, does(...reject, true)),
  dossier('decided-meanwhile', ofSubscriber, async (visit, id) => {
    const { assistance } = visit.world.town.sportello
    const { digest } = unwrap(await assistance.dossier({ operator: lucia, id }))
    unwrap(await assistance.reject({ operator: lucia, id, dossierDigest: digest, reason: 'Il documento è scaduto.' }))
    await does(...approve)(visit)
  }),
  dossier('withdrawn', async (visit) => {
    const request = await ofSubscriber(visit)
    unwrap(await visit.world.town.sportello.assistance.withdraw(request.ticket))
    return request
  }),
  dossier('suspended', async (visit) => {
    const request = await ofSubscriber(visit)
    const words = { it: 'Aggiornamento', en: 'Update' }
    const features = { 'desk-assistance': 'closed' } as const
    const { maintenance } = visit.world.town.sportello
    unwrap(await maintenance.plan({ operator: mario, reason: 'Prova', title: words, from: 'now', to: null, features }))
    return request
  }),
])
