/** Sign-in with SPID and CIE: each way in which it ends. */
import { expect } from 'vitest'
import { anna, paolo } from '../../../examples/portal/setting/people.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const stopped = { it: 'Accesso non riuscito', en: 'You are not signed in' }
const state = (name: string, title: State['title'], reach: State['reach']): State => ({ name: `enter/${name}`, title, reach })

/** To the provider by the button of the page, and back with this outcome. */
const through =
  (gate: 'SPID' | 'CIE', outcome: string, person = 'anna', level?: string) =>
  async (visit: Visit) => {
    const { page, go, world, locale } = visit
    await world.resident(anna)
    await go('/sign-in')
    await page.getByRole('link', { name: new RegExp(`${gate}$`) }).click()
    await page.locator(`[value=${person}]`).check()
    // The provider of the example speaks the language of whoever comes.
    expect(await page.locator('html').getAttribute('lang')).toBe(locale)
    if (level !== undefined) await page.locator('[name=level]').selectOption(level)
    await page.locator(`[name=outcome][value=${outcome}]`).click()
    await page.waitForURL(new RegExp(`^${world.town.url}`))
  }

describeStates('sign-in with a digital identity', [
  state('spid', { it: 'Area riservata', en: 'Private area' }, through('SPID', 'in')),
  state('cie', { it: 'Area riservata', en: 'Private area' }, through('CIE', 'in')),
  state('opened', { it: 'Area riservata', en: 'Private area' }, through('SPID', 'in', 'giulia')),
  state('mismatch', { it: 'I suoi dati non corrispondono', en: 'Your data do not match' }, async (visit) => {
    await visit.world.resident(paolo)
    await through('SPID', 'in', 'paolo')(visit)
  }),
  state('level-too-low', stopped, through('SPID', 'in', 'anna', '1')),
  ...['nr19', 'nr20', 'nr21', 'nr22', 'nr23', 'nr25', 'nr30'].map((code) => state(code, stopped, through('CIE', code))),
  state('nobody-began', stopped, ({ go }) => go('/enter/spid/callback?code=abc&state=def')),
])
