/** The pages of a subscriber while the calendar has closed them: each says why and until when, and none shows a form in vain. */
import { unwrap } from 'sportello'
import { expect } from 'vitest'
import { operator } from '../../../examples/portal/setting/people.ts'
import { describeStates, type State } from '../support/states.ts'
import { expectSaid, someone, tokenOf } from '../support/subscribers.ts'
import type { Visit, World } from '../support/world.ts'

const features = [
  'sign-in',
  'federated-sign-in',
  'password-change',
  'recovery',
  'pin-renewal',
  'pec-change',
  'email-change',
  'revocation',
]
const closed = new WeakMap<World, Promise<string>>()

/** Closes everything once, for a day: whoever was signed in before stays so. */
function closing(world: World): Promise<string> {
  const known = closed.get(world) ?? plan(world)
  closed.set(world, known)
  return known
}

async function plan(world: World): Promise<string> {
  const token = await tokenOf(world, await someone(world))
  const window: Parameters<typeof world.town.sportello.maintenance.plan>[0] = {
    ...{ operator, reason: 'Manutenzione del sistema.', title: { it: 'Manutenzione', en: 'Maintenance' } },
    ...{ from: 'now', to: null, closesSignIn: true },
    features: Object.fromEntries(features.map((name) => [name, 'closed' as const])),
  }
  unwrap(await world.town.sportello.maintenance.plan(window))
  return token
}

/** At a path, as somebody who was signed in before, or as nobody; the page says why, and has no form for it. */
const state = (path: string, title: State['title'], isSignedIn: boolean): State => ({
  name: `closed${path.replaceAll('/', '-')}`,
  title,
  async reach(visit: Visit) {
    const { context, world, go, page } = visit
    const token = await closing(world)
    if (isSignedIn) await context.addCookies([{ name: 'session', value: token, url: world.town.url, httpOnly: true }])
    await go(path)
    await expectSaid(visit, /sospes|suspended/i)
    expect(await page.locator(`main form[action="${path}"]`).count()).toBe(0)
  },
})

describeStates('what the calendar has closed', [
  state('/sign-in', { it: 'Accesso', en: 'Sign-in' }, false),
  state('/recovery/request', { it: 'Password dimenticata', en: 'Forgotten password' }, false),
  state('/pin/request', { it: 'PIN dimenticato', en: 'Forgotten PIN' }, false),
  state('/area', { it: 'Area riservata', en: 'Private area' }, true),
  state('/area/pec', { it: 'Cambio della PEC', en: 'Change of the PEC' }, true),
  state('/area/email', { it: 'Cambio dell’indirizzo e-mail', en: 'Change of the e-mail address' }, true),
  state('/area/revoke', { it: 'Revoca delle credenziali', en: 'Revocation of the credentials' }, true),
  state('/password', { it: 'Cambio della password', en: 'Change of the password' }, true),
])
