/** A window of the calendar that leaves a feature open to some people: its page stays open, for nobody knows yet who reads it. */
import { unwrap } from 'sportello'
import { describe, expect, it } from 'vitest'
import { operator, subscribe } from '../../../examples/portal/setting/people.ts'
import { somebody } from '../support/applicants.ts'
import { expectSaid, fill, mailedToken, password, pecAsked, press, signInByPage, someone } from '../support/subscribers.ts'
import { type World, withWorld } from '../support/world.ts'

type Plan = Parameters<World['town']['sportello']['maintenance']['plan']>[0]

describe('what is open to some people alone', () => {
  let world: World
  withWorld((opened) => {
    world = opened
  })

  /** Does something while the window is open. */
  async function during(features: NonNullable<Plan['features']>, act: () => Promise<void>): Promise<void> {
    const { maintenance } = world.town.sportello
    const title = { it: 'Manutenzione', en: 'Maintenance' }
    const { id } = unwrap(
      await maintenance.plan({ operator, reason: 'Prot. 7.', title, from: 'now', to: null, closesSignIn: true, features }),
    )
    try {
      await act()
    } finally {
      unwrap(await maintenance.close({ operator, id, reason: 'Prot. 8.' }))
    }
  }

  it('is done by those whom the window spares, and refused to others once they have asked', async () => {
    const form = { ...somebody(), email: 'maestra@scuola-di-prova.example' }
    const spared = await subscribe(world.town, form, password)
    const other = await someone(world)
    const schools = { closedUnless: { registeredWith: 'institutional-mailbox' } } as const
    await during({ 'sign-in': schools, recovery: schools }, async () => {
      const visit = await world.browser('it')
      await visit.go('/')
      await expectSaid(visit, /solo per chi si è registrato con una casella e-mail istituzionale/)
      await visit.page.getByRole('main').getByRole('link', { name: 'Password dimenticata' }).click()
      await expectSaid(visit, /Limitato Recupero delle credenziali: disponibile/)
      await fill(visit, { codiceFiscale: spared.codiceFiscale })
      await press(visit, '/recovery/request')
      await expectSaid(visit, /Guardi nella sua casella/)
      expect(await mailedToken(world, form.email, 'recovery')).not.toBe('')

      await signInByPage(visit, other)
      await expectSaid(visit, /Accesso: disponibile .* solo per chi/)
      expect(new URL(visit.page.url()).pathname).toBe('/sign-in')
      await signInByPage(visit, spared)
      expect(new URL(visit.page.url()).pathname).toBe('/area')
      expect(visit.complaints).toEqual([])
    })
  })

  it('is not offered by a link whose confirmation is closed to everybody, nor told to be done in the own area', async () => {
    const person = await someone(world)
    const { link } = await pecAsked(world, person)
    const visit = await world.browser('en')
    await visit.signedIn(person)
    const open = async () => {
      await visit.go(`/pec-change#token=${link}`)
      await visit.page.getByText('New address').first().waitFor()
    }
    await during({ 'pec-change': 'closed', 'pec-validation': 'closed' }, async () => {
      await open()
      await expectSaid(visit, /Validation of the PEC: not available .* Open the link of the message again afterwards/)
      expect(await visit.page.locator('main form[action="/pec-change"]').count()).toBe(0)
      await visit.go('/area')
      await expectSaid(visit, /Validation of the PEC: not available/)
      expect(await visit.page.locator('main form[action="/area/pec/resend"]').count()).toBe(0)
    })
    await open()
    await press(visit, '/pec-change')
    await expectSaid(visit, /The new PEC is in force/)
    expect(visit.complaints).toEqual([])
  })
})
