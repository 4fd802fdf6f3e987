/** The requests on the desk: the list, the search, dossiers with what is decided on them. */

import { type DeskListForm, pageReply } from 'sportello'
import type { Exchange } from 'sportello/express'
import type { Floor, Room } from '../../web/room.ts'
import { assistanceRoutes } from './assistance.ts'
import { doneBefore } from './done.ts'
import { dossierRoutes } from './dossier.ts'
import { type Filters, type Found, type Listed, listPages } from './requests-list.ts'

const linesOfPage = 20

/** What the address asks for. Without anything it is what waits for a decision. */
function filtersOf({ query }: Exchange): Filters {
  const asked = (name: string): string => {
    const value = query(name) ?? ''
    return value === 'all' && name !== 'state' ? '' : value
  }
  const [charge, from, until] = [asked('charge'), asked('from'), asked('until')]
  const isPlain = charge === '' && from === '' && until === ''
  // The day is that of the submission unless the address says otherwise.
  const by = asked('by') === 'decided' ? 'decided' : ''
  return { state: asked('state') || (isPlain ? 'waiting' : ''), of: asked('of'), charge, by, from, until, after: asked('after') }
}

function listRoutes({ router, read, portal, sportello: { desk }, workers, clock, kit }: Floor): void {
  const pages = listPages(kit, workers)
  const list = portal.view<Listed>(async (exchange) => {
    const operator = exchange.operator()
    const filters = filtersOf(exchange)
    const { state, of, charge: assignedTo, by, from, until, after } = filters
    const states = state === 'all' ? '' : state
    const asked = { ...{ operator, of, states, assignedTo, by, from, until, after }, limit: linesOfPage }
    const counts = await desk.counts({ operator })
    if (!counts.ok) return counts
    const listed = await desk.list(asked as DeskListForm)
    const common = { filters, counts: counts.value, done: doneBefore(kit.t), now: clock.now() }
    const value: Listed = listed.ok
      ? { ...common, page: listed.value, wrong: undefined }
      : { ...common, page: null, wrong: pageReply(listed.refusal, kit.locale) }
    return { ok: true, value }
  }, pages.list)
  const search = portal.view<Found>(({ operator }) => {
    operator()
    return { ok: true, value: { page: null, now: clock.now() } }
  }, pages.search)
  router.get('/desk/requests', list)
  router.get('/desk/requests/search', search)
  router.post(
    '/desk/requests/search',
    read,
    search.form(async ({ form, operator }) => {
      const found = await desk.search(form({ operator: operator() }))
      return found.ok ? { ok: true, value: { page: found.value, now: clock.now() } } : found
    }, pages.search),
  )
}

export const deskRequests: Room = {
  routes: (floor) => {
    listRoutes(floor)
    assistanceRoutes(floor)
    dossierRoutes(floor)
    // The pages of the library for the same: this desk has its own.
    floor.router.use('/office', (_request, response) => response.redirect(303, '/desk/requests'))
  },
}
