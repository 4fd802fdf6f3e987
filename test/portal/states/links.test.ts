/** What mailed links open, to each of their ends. That one waits for a receipt, or could not be delivered, needs a mailbox of PEC, which this portal has not. */
import { unwrap } from 'sportello'
import { fill, paste, press, sees } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import { emailAsked, mailedToken, pecAsked, recoveryAsked, someone, tokenOf } from '../support/subscribers.ts'
import type { Visit } from '../support/world.ts'

const hour = 3_600_000
const titles = {
  pec: { it: 'Conferma della nuova PEC', en: 'Confirmation of the new PEC' },
  email: { it: 'Conferma del nuovo indirizzo e-mail', en: 'Confirmation of the new e-mail address' },
  recovery: { it: 'Nuova password', en: 'New password' },
  suspend: { it: 'Sospensione delle credenziali', en: 'Suspension of the credentials' },
  pecDone: { it: 'La nuova PEC è in vigore', en: 'The new PEC is in force' },
  emailDone: { it: 'Il nuovo indirizzo è in vigore', en: 'The new address is in force' },
  recovered: { it: 'La password è stata sostituita', en: 'The password was replaced' },
  suspended: { it: 'Le credenziali sono sospese', en: 'The credentials are suspended' },
} as const

const state = (name: string, title: State['title'], reach: State['reach']): State => ({ name: `links/${name}`, title, reach })
const at = (path: string) => (visit: Visit) => visit.go(path)

/** A link of a change of PEC that something has happened to. */
const pec =
  (happened: (visit: Visit, asked: Awaited<ReturnType<typeof pecAsked>>) => Promise<unknown>) => async (visit: Visit) => {
    const asked = await pecAsked(visit.world, await someone(visit.world))
    await happened(visit, asked)
    await paste(visit, 'pec-change', asked.link)
  }
/** The same of a change of the e-mail address. */
const email =
  (happened: (visit: Visit, asked: Awaited<ReturnType<typeof emailAsked>>) => Promise<unknown>) => async (visit: Visit) => {
    const asked = await emailAsked(visit.world, await someone(visit.world))
    await happened(visit, asked)
    await paste(visit, 'email-change', asked.link)
  }
const nothing = async () => undefined

async function suspension(visit: Visit): Promise<string> {
  const person = await someone(visit.world)
  await pecAsked(visit.world, person)
  return mailedToken(visit.world, person.email, 'suspend')
}

describeStates('mailed links', [
  ...(['pec', 'email'] as const).map((kind) => state(`${kind}-opening`, titles[kind], at(`/${kind}-change`))),
  ...(['recovery', 'suspend'] as const).map((kind) => state(`${kind}-opening`, titles[kind], at(`/${kind}`))),
  ...(['pec', 'email'] as const).map((kind) =>
    state(`${kind}-not-found`, titles[kind], (visit) => paste(visit, `${kind}-change`, 'non-esiste')),
  ),
  ...(['recovery', 'suspend'] as const).map((kind) =>
    state(`${kind}-not-found`, titles[kind], (visit) => paste(visit, kind, 'non-esiste')),
  ),
  state('pec-open', titles.pec, pec(nothing)),
  {
    ...state('pec-by-link', titles.pec, async (visit) => {
      const { link } = await pecAsked(visit.world, await someone(visit.world))
      await visit.go(`/pec-change#token=${link}`)
      await sees(visit, 'main form[action="/pec-change"]')
    }),
    needsScript: true,
  },
  state('pec-confirmed', titles.pecDone, async (visit) => {
    await pec(nothing)(visit)
    await press(visit, '/pec-change')
  }),
  state(
    'pec-used',
    titles.pec,
    pec(({ world }, { link }) => world.town.sportello.pecChange.confirm(link)),
  ),
  state(
    'pec-expired',
    titles.pec,
    pec(async ({ world }) => world.clock.move(72 * hour)),
  ),
  state('pec-expired-meanwhile', titles.pec, async (visit) => {
    await pec(nothing)(visit)
    visit.world.clock.move(72 * hour)
    await press(visit, '/pec-change')
  }),
  state(
    'pec-cancelled',
    titles.pec,
    pec(({ world }, { token }) => world.town.sportello.pecChange.cancel({ token })),
  ),
  state(
    'pec-void',
    titles.pec,
    pec(({ world }, { token }) => world.town.sportello.credential.suspendOwn({ token, reason: 'Furto' })),
  ),
  state('pec-superseded', titles.pec, async (visit) => {
    const person = await someone(visit.world)
    const { link } = await pecAsked(visit.world, person)
    await pecAsked(visit.world, person)
    await paste(visit, 'pec-change', link)
  }),
  state('email-open', titles.email, email(nothing)),
  state('email-confirmed', titles.emailDone, async (visit) => {
    await email(nothing)(visit)
    await press(visit, '/email-change')
  }),
  state(
    'email-used',
    titles.email,
    email(({ world }, { link }) => world.town.sportello.emailChange.confirm(link)),
  ),
  state(
    'email-expired',
    titles.email,
    email(async ({ world }) => world.clock.move(72 * hour)),
  ),
  state(
    'email-cancelled',
    titles.email,
    email(({ world }, { token }) => world.town.sportello.emailChange.cancel({ token })),
  ),
  state(
    'email-void',
    titles.email,
    email(({ world }, { token }) => world.town.sportello.credential.suspendOwn({ token, reason: 'Furto' })),
  ),
  state('email-superseded', titles.email, async (visit) => {
    const person = await someone(visit.world)
    const { link } = await emailAsked(visit.world, person)
    await emailAsked(visit.world, person)
    await paste(visit, 'email-change', link)
  }),
  state('recovery-open', titles.recovery, async (visit) =>
    paste(visit, 'recovery', await recoveryAsked(visit.world, await someone(visit.world))),
  ),
  state('recovery-refused', titles.recovery, async (visit) => {
    await paste(visit, 'recovery', await recoveryAsked(visit.world, await someone(visit.world)))
    await fill(visit, { pin: '12', password: 'corta', confirmation: 'diversa' })
    await press(visit, '/recovery')
  }),
  state('recovered', titles.recovered, async (visit) => {
    const person = await someone(visit.world)
    await paste(visit, 'recovery', await recoveryAsked(visit.world, person))
    await fill(visit, { pin: person.pin, password: 'Castagne.dolci8', confirmation: 'Castagne.dolci8' })
    await press(visit, '/recovery')
  }),
  state('recovery-used', titles.recovery, async (visit) => {
    const person = await someone(visit.world)
    const token = await recoveryAsked(visit.world, person)
    const next = { password: 'Castagne.dolci8', confirmation: 'Castagne.dolci8' }
    unwrap(await visit.world.town.sportello.recovery.complete({ token, pin: person.pin, ...next }))
    await paste(visit, 'recovery', token)
  }),
  state('recovery-expired', titles.recovery, async (visit) => {
    const token = await recoveryAsked(visit.world, await someone(visit.world))
    visit.world.clock.move(2 * hour)
    await paste(visit, 'recovery', token)
  }),
  state('recovery-superseded', titles.recovery, async (visit) => {
    const person = await someone(visit.world)
    const token = await recoveryAsked(visit.world, person)
    await recoveryAsked(visit.world, person)
    await paste(visit, 'recovery', token)
  }),
  state('recovery-void', titles.recovery, async (visit) => {
    const person = await someone(visit.world)
    const token = await recoveryAsked(visit.world, person)
    const session = await tokenOf(visit.world, person)
    unwrap(await visit.world.town.sportello.credential.suspendOwn({ token: session, reason: 'Furto' }))
    await paste(visit, 'recovery', token)
  }),
  state('suspend-open', titles.suspend, async (visit) => paste(visit, 'suspend', await suspension(visit))),
  state('suspended', titles.suspended, async (visit) => {
    await paste(visit, 'suspend', await suspension(visit))
    await press(visit, '/suspend')
  }),
  state('suspended-before', titles.suspend, async (visit) => {
    const token = await suspension(visit)
    unwrap(await visit.world.town.sportello.credential.suspendByLink(token))
    await paste(visit, 'suspend', token)
  }),
])
