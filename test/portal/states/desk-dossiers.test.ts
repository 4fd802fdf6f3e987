/** A request for credentials on the desk: as it stands, beside its documents, after what was done, and after what was refused. */
import { unwrap } from 'sportello'
import { applicant, draft, filed, mailed, type Request, returned, somebody } from '../support/applicants.ts'
import { approved, correct, corrected, decisionOn, linkingPdf, lucia, mario, rejected } from '../support/desk.ts'
import { fill, press, sees, unfold } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const title = { it: 'Richiesta di credenziali', en: 'Request for credentials' }

/** The dossier of what was prepared, and what is done in it; `waits` is what there is afterwards. */
const dossier = (
  name: string,
  prepare: (visit: Visit) => Promise<Request>,
  act?: (visit: Visit, request: Request) => Promise<void>,
  more: Partial<State> = {},
): State => ({
  name: `desk-dossier/${name}`,
  title,
  async reach(visit) {
    const request = await prepare(visit)
    await visit.atDesk()
    await visit.go(`/desk/requests/${request.id}`)
    await act?.(visit, request)
  },
  ...more,
})

const fresh = ({ world: { town } }: Visit) => filed(town)
const told = (visit: Visit) => sees(visit, '.alert, .portal-wrong')
const does = (summary: RegExp, button: RegExp) => async (visit: Visit) => {
  await unfold(visit, summary)
  await press(visit, button)
  await told(visit)
}
const reject = [/^(Respingi|Reject)$/, /^(Respingi la richiesta|Reject the request)$/] as const
const approve = [/^(Approva|Approve)$/, /^(Approva la richiesta|Approve the request)$/] as const
const correction = [
  /^(Chiedi un’integrazione|Ask for a correction)$/,
  /^(Chiedi l’integrazione|Ask for the correction)$/,
] as const
const reissue = [/^(Emetti di nuovo|Issue the credentials)/, /^(Emetti nuove credenziali|Issue new credentials)$/] as const
const take = /^(Prendi in carico|Take in charge)/

/** The first reason that is ready is chosen. */
const ready = (visit: Visit, act: string) =>
  visit.page.locator(`form[action$="/${act}"] [name=template]`).selectOption({ index: 1 })

async function held(visit: Visit, by = lucia) {
  const request = await filed(visit.world.town)
  unwrap(await visit.world.town.sportello.desk.assign({ operator: by, id: request.id }))
  return request
}

/** The letter with the credentials is parked, as the relay does after its last attempt. */
async function undelivered({ world: { town, storage, clock } }: Visit): Promise<Request> {
  const request = await filed(town)
  const waiting = await storage.lease({ office: town.office.id, now: clock.now(), leaseMs: 1, limit: 1_000 })
  for (const { id } of waiting.filter((letter) => letter.id.includes(request.id)))
    await storage.settle(id, { parkedAt: clock.now() })
  return request
}

describeStates('a request for credentials on the desk', [
  dossier('fresh', fresh),
  dossier('document', fresh, ({ page }) => page.getByRole('link', { name: /^(Mostra qui|Show here)/ }).click(), {
    hasViewer: true,
  }),
  dossier('document-with-links', async ({ world: { town } }) => {
    const request = await draft(town)
    const { registration } = town.sportello
    unwrap(
      await registration.addDocument(
        request.ticket,
        { type: 'other', name: 'allegato.pdf', description: 'Delega' },
        linkingPdf(),
      ),
    )
    unwrap(await registration.complete(request.ticket))
    return request
  }),
  dossier('taken', fresh, async (visit) => {
    await press(visit, take)
    await told(visit)
  }),
  dossier('mine', (visit) => held(visit, mario)),
  dossier('of-a-colleague', held),
  dossier('taken-meanwhile', fresh, async (visit, { id }) => {
    unwrap(await visit.world.town.sportello.desk.assign({ operator: lucia, id }))
    await press(visit, take)
    await told(visit)
  }),
  dossier('take-over-refused', held, does(/^(Prendi il suo posto|Take it over)$/, take)),
  dossier('noted', fresh, async (visit) => {
    await unfold(visit, /^(Aggiungi un’annotazione|Add a note)$/)
    await fill(visit, { text: 'Ha telefonato: manda una copia migliore.' })
    await press(visit, /^(Aggiungi|Add)$/)
    await told(visit)
  }),
  dossier('note-refused', fresh, does(/^(Aggiungi un’annotazione|Add a note)$/, /^(Aggiungi|Add)$/)),
  dossier('own', async ({ world: { town } }) => {
    const own = { codiceFiscale: mario.codiceFiscale, sex: 'M', birthDate: '1970-01-01', birthProvince: 'RM' } as const
    return filed(town, { ...applicant(9000), ...own, surname: 'Rossi', name: 'Mario', birthMunicipality: 'Roma' })
  }),
  dossier('competing', async ({ world: { town } }) => {
    const person = somebody()
    await filed(town, person)
    return filed(town, person)
  }),
  dossier('holds-a-credential', async ({ world: { town } }) => filed(town, (await approved(town)).form)),
  dossier('approve-unfolded', fresh, (visit) => unfold(visit, approve[0])),
  dossier('correction-unfolded', fresh, (visit) => unfold(visit, correction[0])),
  dossier('correction-refused', fresh, does(...correction)),
  dossier('reject-refused', fresh, does(...reject)),
  dossier('approved', fresh, does(...approve)),
  dossier('undelivered', undelivered, does(...approve)),
  dossier('approved-undelivered', undelivered, async (visit) => {
    await unfold(visit, approve[0])
    await visit.page.locator('label[for$="despiteUndelivered"]').click()
    await press(visit, approve[1])
    await told(visit)
  }),
  dossier('rejected', fresh, async (visit) => {
    await unfold(visit, reject[0])
    await ready(visit, 'reject')
    await press(visit, reject[1])
    await told(visit)
  }),
  dossier('correction-asked', fresh, async (visit) => {
    await unfold(visit, correction[0])
    await ready(visit, 'correction')
    await visit.page.locator('label[for="correction-documents-0"]').click()
    await press(visit, correction[1])
    await told(visit)
  }),
  dossier(
    'sent-again',
    ({ world: { town } }) => returned(town, { documents: [1] }),
    does(/^(Invia di nuovo|Send the link again)/, /^(Invia il link|Send the link)$/),
  ),
  dossier('corrected', ({ world: { town } }) => corrected(town)),
  dossier('changed-meanwhile', fresh, async (visit, { id, form }) => {
    const { town } = visit.world
    const decision = await decisionOn(town, id)
    const wanted = { fields: ['residenceAddress'], documents: [1] } as const
    unwrap(await town.sportello.approval.requestCorrection({ ...decision, ...wanted, reason: 'Manca il retro.' }))
    const ticket = await mailed(town, form, /registration#ticket=([\w~-]+)/)
    await correct(town, { id, form, ticket })
    await does(...approve)(visit)
  }),
  dossier('decided-meanwhile', fresh, async (visit, { id }) => {
    const { town } = visit.world
    unwrap(await town.sportello.approval.approve(await decisionOn(town, id)))
    await does(...approve)(visit)
  }),
  dossier('was-rejected', ({ world: { town } }) => rejected(town)),
  dossier('withdrawn', async ({ world: { town } }) => {
    const request = await returned(town)
    unwrap(await town.sportello.registration.withdraw(request.ticket))
    return request
  }),
  dossier('void', async ({ world: { town } }) => {
    const request = await filed(town)
    await approved(town, request.form)
    return request
  }),
  dossier('erased', async ({ world: { town } }) => {
    const request = await rejected(town)
    const { codiceFiscale } = request.form
    unwrap(await town.sportello.subject.erase({ operator: lucia, codiceFiscale: String(codiceFiscale), reason: 'Prot. 14.' }))
    return request
  }),
  dossier('reissue-refused', ({ world: { town } }) => approved(town), does(...reissue)),
  ...[false, true].map((isInPerson) =>
    dossier(
      isInPerson ? 'reissued-in-person' : 'reissued',
      ({ world: { town } }) => approved(town),
      async (visit) => {
        await unfold(visit, reissue[0])
        await fill(visit, { reason: 'La lettera non è arrivata.' })
        if (isInPerson) await visit.page.locator('label[for="reissue-inPerson"]').click()
        await press(visit, reissue[1])
        await visit.page.getByText(/Torna al fascicolo|Back to the dossier/).waitFor()
      },
      { title: { it: 'Credenziali emesse di nuovo', en: 'Credentials issued anew' } },
    ),
  ),
  {
    name: 'desk-dossier/not-found',
    title: { it: 'Avviso', en: 'Notice' },
    async reach({ atDesk, go }) {
      await atDesk()
      await go('/desk/requests/01ARZ3NDEKTSV4RRFFQ69G5FAV')
    },
  },
  dossier('suspended', async (visit) => {
    const { town } = visit.world
    const request = await filed(town)
    const { maintenance } = town.sportello
    const title = { it: 'Aggiornamento', en: 'Update' }
    const features = { 'desk-approval': 'closed' } as const
    unwrap(await maintenance.plan({ operator: lucia, reason: 'Prova', title, from: 'now', to: null, features }))
    return request
  }),
])
