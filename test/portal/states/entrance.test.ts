/** The way in: sign-in, the change of the password, forgotten secrets. */
import { unwrap } from 'sportello'
import { fill, press, sees, signInByPage } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import { newcomer, signedIn, someone } from '../support/subscribers.ts'
import type { Visit } from '../support/world.ts'

const titles = {
  signIn: { it: 'Accesso', en: 'Sign-in' },
  password: { it: 'Cambio della password', en: 'Change of the password' },
  recovery: { it: 'Password dimenticata', en: 'Forgotten password' },
  pin: { it: 'PIN dimenticato', en: 'Forgotten PIN' },
  half: { it: 'Nuovo PIN', en: 'New PIN' },
  conclusion: { it: 'Conferma del nuovo PIN', en: 'Confirmation of the new PIN' },
  asked: { it: 'Guardi nella sua casella', en: 'Look into your mailbox' },
} as const

const state = (name: string, title: State['title'], reach: State['reach']): State => ({ name: `entrance/${name}`, title, reach })
const at = (path: string) => (visit: Visit) => visit.go(path)

describeStates('the way in', [
  state('sign-in', titles.signIn, at('/sign-in')),
  state('sign-in-refused', titles.signIn, async (visit) =>
    signInByPage(visit, { ...(await someone(visit.world)), password: 'Altro.1234' }),
  ),
  // After many wrong attempts the right password is refused as well: the same sentence says that one has to wait.
  state('sign-in-delayed', titles.signIn, async (visit) => {
    const person = await someone(visit.world)
    const { codiceFiscale, pin } = person
    const { session } = visit.world.town.sportello
    const { device } = unwrap(await session.signIn({ codiceFiscale, pin, password: person.password }))
    for (let failures = 1; failures <= 12; failures += 1) {
      await session.signIn({ codiceFiscale, pin, password: 'Altro.1234' }, { device })
      // From the fourth on each costs a delay that doubles; the last is not waited for.
      if (failures > 3 && failures < 12) visit.world.clock.move(1_000 * 2 ** (failures - 4))
    }
    await visit.context.addCookies([{ name: 'device', value: device, url: visit.world.town.url, httpOnly: true }])
    await signInByPage(visit, person)
    await sees(visit, 'main [role=alert]')
  }),
  state('sign-in-needed', titles.signIn, at('/area')),
  state('session-over', titles.signIn, async ({ context, world, go }) => {
    await context.addCookies([{ name: 'session', value: 'over', url: world.town.url, httpOnly: true }])
    await go('/area')
  }),
  state('signed-out', titles.signIn, async (visit) => {
    await signedIn(visit)
    await visit.go('/area')
    await visit.page.locator('header form[action="/sign-out"] button').click()
  }),
  state('password-forced', titles.password, async (visit) => signInByPage(visit, await newcomer(visit.world))),
  state('password-forced-refused', titles.password, async (visit) => {
    await signInByPage(visit, await newcomer(visit.world))
    await fill(visit, { current: 'sbagliata', next: 'corta', confirmation: 'diversa' })
    await press(visit, '/password')
  }),
  state('password', titles.password, async (visit) => {
    await signedIn(visit)
    await visit.go('/password')
  }),
  state('password-wrong', titles.password, async (visit) => {
    await signedIn(visit)
    await visit.go('/password')
    await fill(visit, { current: 'sbagliata', next: 'Castagne.dolci8', confirmation: 'Castagne.dolci8' })
    await press(visit, '/password')
  }),
  state('password-changed', titles.signIn, async (visit) => {
    const { password } = await signedIn(visit)
    await visit.go('/password')
    await fill(visit, { current: password, next: 'Castagne.dolci8', confirmation: 'Castagne.dolci8' })
    await press(visit, '/password')
  }),
  state('recovery', titles.recovery, at('/recovery/request')),
  state('recovery-refused', titles.recovery, async (visit) => {
    await visit.go('/recovery/request')
    await press(visit, '/recovery/request')
  }),
  state('recovery-asked', titles.asked, async (visit) => {
    const { codiceFiscale } = await someone(visit.world)
    await visit.go('/recovery/request')
    await fill(visit, { codiceFiscale })
    await press(visit, '/recovery/request')
  }),
  state('pin', titles.pin, at('/pin/request')),
  state('pin-refused', titles.pin, async (visit) => {
    await visit.go('/pin/request')
    await press(visit, '/pin/request')
  }),
  state('pin-half', titles.half, async (visit) => {
    const { codiceFiscale, password } = await someone(visit.world)
    await visit.go('/pin/request')
    await fill(visit, { codiceFiscale, password })
    await press(visit, '/pin/request')
  }),
  state('pin-conclusion', titles.conclusion, at('/pin/conclude')),
  state('pin-conclusion-refused', titles.conclusion, async (visit) => {
    const { codiceFiscale, password } = await someone(visit.world)
    await visit.go('/pin/conclude')
    await fill(visit, { pin: '123456789', codiceFiscale, password })
    await press(visit, '/pin/conclude')
  }),
])
