/** The routes that the dossiers of both procedures have alike: a look, the documents, and who has the request in charge. */
import type { AnyRefusal, DeskCase, Result } from 'sportello'
import type { Exchange, Page, Then, View } from 'sportello/express'
import type { Floor } from '../../web/room.ts'
import { documentView } from './document-view.ts'
import { type Done, doneBefore, leadingTo } from './done.ts'
import type { Beside } from './dossier-parts.ts'
import { dossierPath } from './requests-words.ts'
import { reasonOf } from './templates.ts'

type Looked<Value> = Promise<Result<Value, AnyRefusal>>

/** A dossier, and what its page shows besides. */
export type Opened<Dossier> = Beside & { readonly dossier: Dossier }

export type Looks<Dossier> = {
  readonly dossier: (exchange: Exchange) => Looked<Dossier>
  readonly file: (exchange: Exchange) => Looked<{ readonly name: string; readonly content: Uint8Array }>
}

export type DossierDesk = {
  readonly view: View<Exchange['request']>
  /** Adds a form of the dossier; `then` is where it leads when it has done something else than the dossier says. */
  readonly act: <Value>(name: string, call: (exchange: Exchange) => Looked<Value>, then: Done | Then<Value>) => void
}

/** What a call of the desk names: the operator and the request. */
export const named = ({ operator, param }: Exchange) => ({ operator: operator(), id: param('id') })

/** The same with what was sent, and with the reason that was typed or chosen. */
export const reasoned = (exchange: Exchange) => ({ ...named(exchange), reason: reasonOf(exchange) })

/** Registers them; whatever else a procedure has it adds with `act`. */
export function dossierDesk<Dossier>(
  { router, read, portal, kit, clock, sportello: { desk } }: Floor,
  of: DeskCase,
  looks: Looks<Dossier>,
  page: Page<Opened<Dossier>>,
): DossierDesk {
  const base = of === 'assistance' ? '/desk/requests/assistance/:id' : '/desk/requests/:id'
  const view = portal.view<Opened<Dossier>>(async (exchange) => {
    const looked = await looks.dossier(exchange)
    if (!looked.ok) return looked
    const viewed = exchange.query('document') ?? exchange.text('viewed')
    return { ok: true, value: { dossier: looked.value, viewed, done: doneBefore(kit.t), now: clock.now() } }
  }, page)
  const act: DossierDesk['act'] = (name, call, then) => {
    const after = typeof then === 'string' ? leadingTo(then as Done, ({ param }) => dossierPath(of, param('id'))) : then
    router.post(`${base}/${name}`, read, view.form(call, after))
    // Whoever comes to the address of a form, such as by the choice of another language, is led to the dossier.
    router.get(`${base}/${name}`, (request, response) => response.redirect(303, dossierPath(of, request.params['id'] ?? '')))
  }

  router.get(base, view)
  router.get(`${base}/documents/:document`, portal.document(looks.file))
  router.get(`${base}/documents/:document/view`, documentView(portal, kit.locale, looks.file))
  act('assign', (exchange) => desk.assign(named(exchange), exchange.options), 'assigned')
  act('release', (exchange) => desk.release(named(exchange), exchange.options), 'released')
  act(
    'take-over',
    (exchange) => desk.takeOver({ ...named(exchange), reason: exchange.text('reason') }, exchange.options),
    'taken-over',
  )
  act('note', (exchange) => desk.note({ ...named(exchange), text: exchange.text('text') }, exchange.options), 'noted')
  return { view, act }
}
