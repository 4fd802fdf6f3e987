/** The desk of the office: dashboard, identities to decide on, calendar, end of the credentials, parked mail, journal. */
import { unwrap } from 'sportello'
import { fill, press } from '../support/forms.ts'
import { citizen, identityCase, parkedLetter, plannedWindow, reasoned } from '../support/office.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const atDesk =
  (path: string | ((visit: Visit) => Promise<string>), then?: (visit: Visit) => Promise<void>): State['reach'] =>
  async (visit) => {
    await visit.atDesk()
    await visit.go(typeof path === 'string' ? path : await path(visit))
    await then?.(visit)
  }
const calendar = { it: 'Calendario', en: 'Calendar' }
const plan = { it: 'Pianifica una finestra', en: 'Plan a window' }
const hit = { it: 'Chi è colpito', en: 'Whom it hits' }
const window = { it: 'Aggiornamento del servizio', en: 'Update of the service' }
const dates = { it: 'Stabilisci le date', en: 'Set the dates' }
const end = { it: 'Fine delle credenziali', en: 'End of the credentials' }
const mail = { it: 'Posta ferma', en: 'Parked mail' }
const journal = { it: 'Registro', en: 'Journal' }
const differs = {
  it: 'Data di nascita o sesso non coincidono con quelli registrati',
  en: 'Day of birth or sex are not those on record',
}

const looks = (visit: Visit) => press(visit, /^(Vedi chi è colpito|See whom it hits)$/)
const fillsPlan = (visit: Visit): Promise<void> =>
  fill(visit, {
    ...{ 'title.it': 'Aggiornamento del servizio', 'title.en': 'Update of the service' },
    ...{ from: '2099-05-10T20:00', to: '2099-05-11T06:00' },
    ...{ 'features.registration': 'closed', 'features.recovery': 'p1', 'procedures.registration': 'void', reason: 'Prot. 15.' },
  })
async function fillsCourse(visit: Visit): Promise<void> {
  await fill(visit, {
    ...{ 'title.it': 'D.L. 76/2020', 'title.en': 'Decree-Law 76/2020', reason: 'Prot. 16.' },
    ...{ 'ends.issue': '2099-02-28T00:00', 'ends.use': '2099-10-01T00:00' },
  })
  await visit.page.locator('[name="exempt[]"][value=minor] + label').click()
}
/** One window each: the states of a page share a world, and what was done stays done. */
const begun = async ({ world }: Visit): Promise<string> => {
  const id = await plannedWindow(world, { from: 'now', features: { delegation: 'closed' }, procedures: {} })
  return `/desk/calendar/${id}`
}
const course = async ({ world }: Visit): Promise<string> => {
  const ends = { issue: '2020-02-28T00:00', use: '2099-10-01T00:00' }
  const title = { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' }
  unwrap(
    await world.town.sportello.sunset.set({
      ...reasoned,
      title,
      ends,
      exempt: ['minor'],
      means: ['spid', 'cie'],
      remindDays: [30],
    }),
  )
  return '/desk/sunset'
}

describeStates('the office at the desk', [
  { name: 'desk/dashboard-quiet', title: { it: 'Cruscotto', en: 'Dashboard' }, reach: atDesk('/desk') },
  {
    name: 'desk/federation-empty',
    title: { it: 'Identità da decidere', en: 'Identities to decide' },
    reach: atDesk('/desk/federation'),
  },
  { name: 'desk/mail-empty', title: mail, reach: atDesk('/desk/mail') },
  { name: 'desk/calendar-empty', title: calendar, reach: atDesk('/desk/calendar') },
  { name: 'desk/sunset-empty', title: end, reach: atDesk('/desk/sunset') },
  { name: 'desk/journal', title: journal, reach: atDesk('/desk/journal') },
  { name: 'desk/journal-nothing', title: journal, reach: atDesk('/desk/journal?kind=credential&id=nobody') },
  {
    name: 'desk/journal-read',
    title: journal,
    reach: atDesk(async ({ world }) => {
      const { codiceFiscale } = await citizen(world, 20)
      const { accountId } = unwrap(await world.town.sportello.rebinding.inspect({ ...reasoned, codiceFiscale }))
      return `/desk/journal?kind=credential&id=${accountId}`
    }),
  },
  {
    name: 'desk/journal-broken',
    title: journal,
    reach: atDesk(async ({ world }) => {
      const { codiceFiscale } = await citizen(world, 21)
      const { accountId } = unwrap(await world.town.sportello.rebinding.inspect({ ...reasoned, codiceFiscale }))
      world.tamper({ kind: 'credential', id: accountId })
      return `/desk/journal?kind=credential&id=${accountId}`
    }),
  },
  {
    name: 'desk/federation',
    title: { it: 'Identità da decidere', en: 'Identities to decide' },
    reach: atDesk(async ({ world }) => {
      await identityCase(world, 22)
      return '/desk/federation'
    }),
  },
  {
    name: 'desk/federation-case',
    title: differs,
    reach: atDesk(async ({ world }) => `/desk/federation/${await identityCase(world, 22)}`),
  },
  {
    name: 'desk/federation-refused',
    title: differs,
    reach: atDesk(
      async ({ world }) => `/desk/federation/${await identityCase(world, 22)}`,
      (visit) => press(visit, /^(Approva|Approve)$/),
    ),
  },
  {
    name: 'desk/mail',
    title: mail,
    reach: atDesk(async ({ world }) => {
      await parkedLetter(world, 23)
      return '/desk/mail'
    }),
  },
  {
    name: 'desk/mail-discard',
    title: { it: 'Eliminare la lettera?', en: 'Give the letter up?' },
    reach: atDesk(async ({ world }) => `/desk/mail/${await parkedLetter(world, 23)}/discard`),
  },
  {
    name: 'desk/mail-requeued',
    title: mail,
    reach: atDesk(
      async ({ world }) => {
        await parkedLetter(world, 23)
        return '/desk/mail'
      },
      (visit) => press(visit, /^(Rispedisci|Send again)$/),
    ),
  },
  {
    name: 'desk/mail-gone',
    title: { it: 'Eliminare la lettera?', en: 'Give the letter up?' },
    reach: atDesk('/desk/mail/nothing/discard', (visit) => press(visit, /^(Elimina la lettera|Give the letter up)$/)),
  },
  { name: 'desk/calendar-plan', title: plan, reach: atDesk('/desk/calendar/plan') },
  { name: 'desk/calendar-plan-refused', title: plan, reach: atDesk('/desk/calendar/plan', looks) },
  {
    name: 'desk/calendar-plan-sign-in',
    title: plan,
    reach: atDesk('/desk/calendar/plan', async (visit) => {
      await fillsPlan(visit)
      await visit.page.locator('[name="features.sign-in"]').selectOption('closed')
      await looks(visit)
    }),
  },
  {
    name: 'desk/calendar-hit',
    title: hit,
    reach: atDesk('/desk/calendar/plan', async (visit) => {
      await fillsPlan(visit)
      await looks(visit)
    }),
  },
  {
    name: 'desk/calendar-edit',
    title: plan,
    reach: atDesk('/desk/calendar/plan', async (visit) => {
      await fillsPlan(visit)
      await looks(visit)
      await press(visit, /^(Torna a modificare|Go back and change it)$/)
    }),
  },
  {
    name: 'desk/calendar-planned',
    title: window,
    reach: atDesk('/desk/calendar/plan', async (visit) => {
      await fillsPlan(visit)
      await looks(visit)
      await press(visit, /^(Pianifica la finestra|Plan the window)$/)
    }),
  },
  {
    name: 'desk/calendar-prolong-refused',
    title: window,
    reach: atDesk(
      async ({ world }) => `/desk/calendar/${await plannedWindow(world)}`,
      async (visit) => {
        await fill(visit, { to: '2020-01-01T00:00' })
        await press(visit, /^(Cambia la fine|Change the end)$/)
      },
    ),
  },
  {
    name: 'desk/calendar-cancelled',
    title: window,
    reach: atDesk(async ({ world }) => {
      const id = await plannedWindow(world)
      unwrap(await world.town.sportello.maintenance.cancel({ ...reasoned, id }))
      return `/desk/calendar/${id}`
    }),
  },
  { name: 'desk/sunset-set', title: dates, reach: atDesk('/desk/sunset/set') },
  { name: 'desk/sunset-set-refused', title: dates, reach: atDesk('/desk/sunset/set', looks) },
  {
    name: 'desk/sunset-hit',
    title: hit,
    reach: atDesk('/desk/sunset/set', async (visit) => {
      await fillsCourse(visit)
      await looks(visit)
    }),
  },
  {
    name: 'desk/sunset-edit',
    title: dates,
    reach: atDesk('/desk/sunset/set', async (visit) => {
      await fillsCourse(visit)
      await looks(visit)
      await press(visit, /^(Torna a modificare|Go back and change them)$/)
    }),
  },
  // From here on windows are open and credentials have an end.
  { name: 'desk/calendar-open', title: window, reach: atDesk(begun) },
  {
    name: 'desk/calendar-closed',
    title: window,
    reach: atDesk(async (visit) => {
      const path = await begun(visit)
      visit.world.clock.move(1_000)
      unwrap(await visit.world.town.sportello.maintenance.close({ ...reasoned, id: path.split('/').at(-1) ?? '' }))
      return path
    }),
  },
  {
    name: 'desk/dashboard',
    title: { it: 'Cruscotto', en: 'Dashboard' },
    reach: atDesk(async (visit) => {
      await identityCase(visit.world, 22)
      await parkedLetter(visit.world, 23)
      await plannedWindow(visit.world, {
        from: 'now',
        features: { 'desk-approval': 'closed', 'desk-federation': 'closed', assistance: 'closed' },
        procedures: {},
      })
      return '/desk'
    }),
  },
  {
    name: 'desk/federation-closed',
    title: differs,
    reach: atDesk(async ({ world }) => `/desk/federation/${await identityCase(world, 22)}`),
  },
  { name: 'desk/calendar', title: calendar, reach: atDesk('/desk/calendar') },
  { name: 'desk/sunset', title: end, reach: atDesk(course) },
  {
    name: 'desk/sunset-drop-refused',
    title: end,
    reach: atDesk(course, (visit) => press(visit, /^(Togli le date|Take the dates back)$/)),
  },
])
