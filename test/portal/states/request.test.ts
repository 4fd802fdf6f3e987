/** The page of a request once the office has it: waiting, returned, decided, over. */
import { unwrap } from 'sportello'
import { operator } from '../../../examples/portal/setting/people.ts'
import type { Town } from '../../../examples/portal/setting/town.ts'
import { draft, filed, opensRequest, type Request, returned } from '../support/applicants.ts'
import { decisionOn } from '../support/desk.ts'
import { fill, press, sees } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const mine = { it: 'La mia richiesta', en: 'My request' }
const correct = /^(Registra la correzione|Record the correction)$/

/** A request that the browser is at, after something has happened to it. */
const at = (
  name: string,
  prepared: (town: Town) => Promise<Pick<Request, 'ticket'>>,
  then?: (visit: Visit) => Promise<void>,
): State => ({
  name: `request/${name}`,
  title: mine,
  async reach(visit) {
    await opensRequest(visit, await prepared(visit.world.town))
    await then?.(visit)
  },
})

async function decided(town: Town, decision: 'approve' | 'reject'): Promise<Request> {
  const request = await filed(town)
  const { approval } = town.sportello
  const { digest } = unwrap(await approval.dossier({ operator, id: request.id }))
  const on = { operator, id: request.id, dossierDigest: digest }
  if (decision === 'approve') unwrap(await approval.approve(on))
  else unwrap(await approval.reject({ ...on, reason: 'Il documento caricato non è di chi chiede le credenziali.' }))
  return request
}

/** Approved, and its credentials issued anew: half of the PIN waits for the applicant. */
async function reissued(town: Town): Promise<Request> {
  const request = await decided(town, 'approve')
  await town.sportello.relay()
  unwrap(await town.sportello.approval.reissue({ operator, id: request.id, reason: 'La lettera non è arrivata.' }))
  return request
}

/** Another request of the same person was approved meanwhile. */
async function outrun(town: Town): Promise<Request> {
  const request = await filed(town)
  const { id } = await filed(town, request.form)
  unwrap(await town.sportello.approval.approve(await decisionOn(town, id)))
  return request
}

async function erased(town: Town): Promise<Request> {
  const request = await decided(town, 'reject')
  const { codiceFiscale } = request.form
  unwrap(await town.sportello.subject.erase({ operator, codiceFiscale: String(codiceFiscale), reason: 'Prot. 14.' }))
  return request
}

const both = { fields: ['surname', 'birthProvince', 'residenceAddress', 'body'], documents: [1, 'driving-licence'] } as const
const notice = async ({ page }: Visit) => page.getByRole('status').waitFor()

describeStates('a request', [
  at('waiting', filed),
  at('returned', (town) => returned(town, both)),
  at('returned-for-fields', (town) => returned(town, { fields: ['residenceAddress'] })),
  at('returned-for-reason-alone', (town) => returned(town)),
  at(
    'returned-document-removed',
    (town) => returned(town, { documents: [1] }),
    async (visit) => {
      await press(visit, /^(Togli|Remove)/)
      await notice(visit)
    },
  ),
  at(
    'correction-refused',
    (town) => returned(town, both),
    async (visit) => {
      await fill(visit, { surname: 'Verdi 2' })
      await fill(visit, { 'body.name': 'Ente di Prova' })
      await press(visit, correct)
      await sees(visit, '#field-surname-wrong')
    },
  ),
  at(
    'corrected',
    (town) => returned(town, both),
    async (visit) => {
      await fill(visit, { residenceAddress: 'Via delle Prove 2' })
      await press(visit, correct)
      await notice(visit)
    },
  ),
  at(
    'handed-in-again',
    (town) => returned(town),
    async (visit) => {
      await press(visit, /^(Completa e trasmetti|Complete and hand in)$/)
      await notice(visit)
    },
  ),
  at('former-ticket', async (town) => {
    const { first } = await returned(town, { documents: [1] })
    return { ticket: first }
  }),
  at(
    'link-sent-again',
    async (town) => ({ ticket: (await returned(town)).first }),
    async (visit) => {
      await press(visit, /^(Invia di nuovo il link|Send the link again)$/)
      await notice(visit)
    },
  ),
  at(
    'link-sent-too-often',
    async (town) => {
      const { first } = await returned(town)
      for (let times = 0; times < 3; times += 1) unwrap(await town.sportello.registration.sendLinkAgain(first))
      return { ticket: first }
    },
    async (visit) => {
      await press(visit, /^(Invia di nuovo il link|Send the link again)$/)
      await sees(visit, '#wrong')
    },
  ),
  at('approved', (town) => decided(town, 'approve')),
  at('approved-half-waits', reissued),
  {
    name: 'request/half-shown',
    title: { it: 'Seconda parte del PIN', en: 'Second part of the PIN' },
    async reach(visit) {
      await opensRequest(visit, await reissued(visit.world.town))
      await press(visit, /^(Mostra la seconda parte|Show the second part)/)
      await sees(visit, '#pin-half')
    },
  },
  at('rejected', (town) => decided(town, 'reject')),
  at('void', outrun),
  at('erased', erased),
  at('withdrawn', async (town) => {
    const request = await draft(town)
    unwrap(await town.sportello.registration.withdraw(request.ticket))
    return request
  }),
  {
    name: 'request/withdraw-returned',
    title: { it: 'Ritiro della richiesta', en: 'Withdrawal of the request' },
    async reach(visit) {
      await opensRequest(visit, await returned(visit.world.town))
      await visit.go('/registration/withdraw')
    },
  },
  {
    name: 'request/withdraw-impossible',
    title: { it: 'Ritiro della richiesta', en: 'Withdrawal of the request' },
    async reach(visit) {
      await opensRequest(visit, await filed(visit.world.town))
      await visit.go('/registration/withdraw')
    },
  },
  {
    name: 'request/by-link-of-the-letter',
    title: mine,
    needsScript: true,
    async reach({ page, world: { town } }) {
      const { ticket } = await returned(town)
      await page.goto(`${town.url}registration#ticket=${ticket}`)
      await page.waitForURL(/status$/)
    },
  },
  at('returned-and-withdrawn', async (town) => {
    const request = await returned(town, { documents: [1] })
    unwrap(await town.sportello.registration.withdraw(request.ticket))
    return request
  }),
  at(
    'twice-complete',
    async (town) => {
      const request = await returned(town)
      return request
    },
    async (visit) => {
      // Another tab has handed it in meanwhile.
      const [ticket] = (await visit.context.cookies()).filter(({ name }) => name === 'ticket')
      unwrap(await visit.world.town.sportello.registration.complete(ticket?.value ?? ''))
      await press(visit, /^(Completa e trasmetti|Complete and hand in)$/)
      await sees(visit, '#wrong')
    },
  ),
])
