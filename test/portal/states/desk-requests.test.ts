/** The list of requests on the desk, and the search. */
import { unwrap } from 'sportello'
import { filed, somebody } from '../support/applicants.ts'
import { asked, lucia, mario, rejected } from '../support/desk.ts'
import { press, sees } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const title = { it: 'Richieste', en: 'Requests' }
const search = { it: 'Cerca le richieste di una persona', en: 'Search the requests of a person' }

let isFilled = false
/** Requests of different ages, states and procedures. */
async function filled({ world: { town, clock } }: Visit): Promise<void> {
  if (isFilled) return
  isFilled = true
  const { desk } = town.sportello
  await filed(town)
  clock.move(12 * 86_400_000)
  unwrap(await desk.assign({ operator: lucia, id: (await filed(town)).id }))
  clock.move(21 * 86_400_000)
  unwrap(await desk.assign({ operator: mario, id: (await filed(town)).id }))
  await asked(town)
  await rejected(town)
}

const list = (name: string, path: string, more: Partial<State> = {}): State => ({
  name: `desk-requests/${name}`,
  title,
  async reach(visit) {
    await filled(visit)
    await visit.atDesk()
    await visit.go(`/desk/requests${path}`)
  },
  ...more,
})

const sought = (name: string, fill: (visit: Visit) => Promise<void>): State => ({
  name: `desk-requests/search-${name}`,
  title: search,
  async reach(visit) {
    await visit.atDesk()
    await visit.go('/desk/requests/search')
    await fill(visit)
    await press(visit, /^(Cerca|Search)$/)
    await sees(visit, 'h2, .portal-wrong')
  },
})

describeStates('the requests on the desk', [
  {
    name: 'desk-requests/empty',
    title,
    async reach({ atDesk, go }) {
      await atDesk()
      await go('/desk/requests')
    },
  },
  list('waiting', ''),
  list('all', '?state=all'),
  list('mine', '?charge=m.rossi'),
  list('filtered', '?state=all&of=assistance&charge=all&by=submitted&from=2026-01-01&until=2026-12-31'),
  list('filter-wrong', '?state=all&from=2026-01-01'),
  {
    name: 'desk-requests/search',
    title: search,
    async reach({ atDesk, go }) {
      await atDesk()
      await go('/desk/requests/search')
    },
  },
  sought('surname-alone', ({ page }) => page.locator('[name=surname]').fill('Verdi')),
  sought('nothing', ({ page }) => page.locator('[name=email]').fill('nessuno@example.it')),
  sought('found', async ({ page, world: { town } }) => {
    const person = somebody()
    await filed(town, person)
    await page.locator('[name=codiceFiscale]').fill(person.codiceFiscale)
  }),
  list('next-page', '', {
    async reach(visit) {
      for (let at = 0; at < 8; at += 1) await filed(visit.world.town)
      await filled(visit)
      for (let at = 0; at < 12; at += 1) await filed(visit.world.town)
      await visit.atDesk()
      await visit.go('/desk/requests')
      await visit.page.getByRole('link', { name: /^(Pagina successiva|Next page)$/ }).click()
    },
  }),
])
