/** The pages of applicants while the calendar of the office has them closed, and after their terms. */
import { unwrap } from 'sportello'
import { operator } from '../../../examples/portal/setting/people.ts'
import type { Town } from '../../../examples/portal/setting/town.ts'
import { draft, opensRequest, returned, somebody } from '../support/applicants.ts'
import { askForHelp, opensHelp } from '../support/assistance.ts'
import { fill, fillPerson, press, sees, unfold } from '../support/forms.ts'
import { describeStates } from '../support/states.ts'

const day = 86_400_000
const windows = new WeakMap<Town, string>()

async function open(town: Town): Promise<void> {
  const id = windows.get(town)
  windows.delete(town)
  if (id !== undefined) unwrap(await town.sportello.maintenance.close({ operator, id, reason: 'Prot. 2.' }))
}

/** Nobody registers and nobody asks for assistance until the end of the day after tomorrow. */
async function shut(town: Town, now: number): Promise<void> {
  await open(town)
  const planned = await town.sportello.maintenance.plan({
    ...{ operator, reason: 'Prot. 1.', from: 'now', to: `${new Date(now + 2 * day).toISOString().slice(0, 10)}T24:00` },
    title: { it: 'Aggiornamento del servizio', en: 'Update of the service' },
    features: { registration: 'closed', assistance: 'closed' },
  })
  windows.set(town, unwrap(planned).id)
}

const form = { it: 'Richiesta di credenziali', en: 'Request for credentials' }
const mine = { it: 'La mia richiesta', en: 'My request' }
const goOn = /^(Prosegui|Go on)$/

describeStates('applicants out of hours', [
  {
    name: 'closed/registration-while-typing',
    title: form,
    async reach(visit) {
      const { town, clock } = visit.world
      await open(town)
      await visit.go('/registration')
      await fill(visit, { surname: 'Verdi' })
      await fillPerson(visit, somebody())
      await shut(town, clock.now())
      await press(visit, goOn)
      await sees(visit, '#wrong')
    },
  },
  {
    name: 'closed/registration',
    title: form,
    async reach(visit) {
      await shut(visit.world.town, visit.world.clock.now())
      await visit.go('/registration')
    },
  },
  {
    name: 'closed/home',
    title: { it: 'Servizi in rete', en: 'Online services' },
    async reach(visit) {
      await shut(visit.world.town, visit.world.clock.now())
      await visit.go('/')
    },
  },
  {
    name: 'closed/menu-unfolded',
    title: { it: 'Servizi in rete', en: 'Online services' },
    async reach(visit) {
      await shut(visit.world.town, visit.world.clock.now())
      await visit.go('/')
      // On a phone alone there is anything to press.
      await visit.page.locator('header details').evaluate((menu) => menu.setAttribute('open', ''))
    },
  },
  {
    name: 'closed/draft-handed-in',
    title: mine,
    async reach(visit) {
      const { town, clock } = visit.world
      await open(town)
      await opensRequest(visit, await draft(town, somebody(), 1))
      await shut(town, clock.now())
      await press(visit, /^(Completa e trasmetti|Complete and hand in)$/)
      await sees(visit, '#wrong')
    },
  },
  {
    name: 'closed/draft',
    title: mine,
    async reach(visit) {
      const { town, clock } = visit.world
      await open(town)
      const request = await draft(town, somebody(), 1)
      await shut(town, clock.now())
      await opensRequest(visit, request)
    },
  },
  {
    name: 'closed/assistance',
    title: { it: 'Assistenza', en: 'Assistance' },
    async reach(visit) {
      await shut(visit.world.town, visit.world.clock.now())
      await visit.go('/assistance')
    },
  },
  {
    name: 'closed/assistance-filed-before',
    title: { it: 'La mia richiesta di assistenza', en: 'My request for assistance' },
    async reach(visit) {
      const { town, clock } = visit.world
      await open(town)
      const filed = await askForHelp(town)
      await shut(town, clock.now())
      await opensHelp(visit, filed)
    },
  },
  {
    name: 'late/pin-seen',
    title: mine,
    async reach(visit) {
      const { town, clock } = visit.world
      await open(town)
      await opensRequest(visit, await draft(town))
      await unfold(visit)
      await press(visit, /^(Chiedi un nuovo PIN|Ask for a new PIN)$/)
      await sees(visit, '#pin-half')
      clock.move(11 * 60_000)
      await visit.page.reload()
      // Nothing was done: it is no success.
      await sees(visit, '.alert-warning[role=status]')
    },
  },
  {
    name: 'late/draft-lapsed',
    title: mine,
    async reach(visit) {
      const { town, clock } = visit.world
      await open(town)
      const request = await draft(town, somebody(), 1)
      clock.move(8 * day)
      await opensRequest(visit, request)
    },
  },
  {
    name: 'late/correction-lapsed',
    title: mine,
    async reach(visit) {
      const { town, clock } = visit.world
      await open(town)
      const request = await returned(town, { documents: [1] })
      clock.move(31 * day)
      await town.sportello.retention.sweep()
      await opensRequest(visit, request)
    },
  },
])
