/**
 * The persons whose files are open at the desk. An address must not hold a codice fiscale, since browsers, proxies and logs keep addresses: it holds a
 * name drawn at random, by which this process alone knows the person. An office with several processes keeps them in its sessions.
 */
import { randomBytes } from 'node:crypto'
import type { AnyRefusal, Operator, Result, Sportello } from 'sportello'
import type { Answer, Exchange, PortalHandler, PortalRequest, Shown, View } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { around } from '../../web/around.ts'
import type { About } from '../../web/frame.ts'
import type { Floor } from '../../web/room.ts'
import { type Done, doneText, goingTo } from './office-done.ts'

/** How long a file stays open: as long as a sign-in at the desk. */
const openMs = 8 * 3_600_000

type File = { readonly operator: string; readonly codiceFiscale: string; readonly until: number }
// The pages of both languages open the same files.
const drawers = new WeakMap<Sportello, Map<string, File>>()

/** A person whose file is open. */
export type OpenPerson = {
  readonly operator: Operator
  readonly codiceFiscale: string
  /** The path of the file, without a slash at the end. */
  readonly path: string
}

type Seen<Value> = { readonly person: OpenPerson; readonly value: Value; readonly done: string | undefined }
type PersonPage<Value> = (shown: Shown<Value>, person: OpenPerson) => string

export type PeopleFiles = {
  /** Opens the file of a person for an operator; answers its path. */
  readonly open: (operator: Operator, codiceFiscale: string) => string
  /** From now on the file is about another codice fiscale of the same person. */
  readonly move: (path: string, codiceFiscale: string) => void
  /** Whose file the address names; refused where it is open for nobody, or for somebody else. */
  readonly personOf: (exchange: Exchange) => Result<OpenPerson, AnyRefusal>
  /** A page of a file. */
  readonly view: <Value>(
    look: (person: OpenPerson, exchange: Exchange) => Answer<Value>,
    page: PersonPage<Value>,
  ) => View<PortalRequest>
  /** A page of a file that shows nothing but a form. */
  readonly page: (page: PersonPage<null>) => View<PortalRequest>
  /** The handler of a form of such a page: calls, and goes back to the file. */
  readonly act: <Value>(
    view: View<PortalRequest>,
    call: (person: OpenPerson, exchange: Exchange) => Answer<Value>,
    done: Done | ((value: Value) => Done),
  ) => PortalHandler<PortalRequest>
  /** The handler of a form that another page follows, for what is shown once. */
  readonly showing: <Value>(
    view: View<PortalRequest>,
    call: (person: OpenPerson, exchange: Exchange) => Answer<Value>,
    page: PersonPage<Value>,
  ) => PortalHandler<PortalRequest>
  /** What every page of a file says of where it is. */
  readonly about: <Value>(shown: Shown<Value>, person: OpenPerson, more?: About) => About
}

export function peopleFiles({ portal, sportello, clock, kit: { t, page, button } }: Floor): PeopleFiles {
  const drawer = drawers.get(sportello) ?? new Map<string, File>()
  drawers.set(sportello, drawer)
  const prefix = '/desk/people/'

  function personOf({ operator, param }: Exchange): Result<OpenPerson, AnyRefusal> {
    const [worker, name] = [operator(), param('person')]
    const file = drawer.get(name)
    if (file === undefined || file.operator !== worker.id || file.until <= clock.now())
      return { ok: false, refusal: { code: 'credential/not-found' } }
    return { ok: true, value: { operator: worker, codiceFiscale: file.codiceFiscale, path: `${prefix}${name}` } }
  }
  async function on<Value>(exchange: Exchange, work: (person: OpenPerson) => Answer<Value>): Promise<Result<Value, AnyRefusal>> {
    const person = personOf(exchange)
    return person.ok ? work(person.value) : person
  }
  const seen =
    <Value>(call: (person: OpenPerson, exchange: Exchange) => Answer<Value>) =>
    (exchange: Exchange): Promise<Result<Seen<Value>, AnyRefusal>> =>
      on(exchange, async (person) => {
        const looked = await call(person, exchange)
        return looked.ok ? { ok: true, value: { person, value: looked.value, done: doneText(t) } } : looked
      })
  const showingOf =
    <Value>(made: PersonPage<Value>) =>
    ({ view: { person, value, done }, ...shown }: Shown<Seen<Value>>): string =>
      made({ ...shown, view: value, notice: done ?? shown.notice }, person)
  const shut = (): Part =>
    html`<p>${t('Per riservatezza una scheda resta aperta solo per chi l’ha cercata e per la durata del turno. Cerchi di nuovo la persona.', 'For privacy a file stays open only for whoever looked the person up, for as long as a shift. Look the person up again.')}</p>${button(prefix.slice(0, -1), t('Cerca una persona', 'Look a person up'))}`

  const view: PeopleFiles['view'] = (look, made) =>
    portal.view(seen(look), showingOf(made), () =>
      page(t('Scheda chiusa', 'File closed'), shut(), { crumbs: [[prefix.slice(0, -1), t('Persone', 'People')]] }),
    )
  return {
    open(operator, codiceFiscale) {
      const now = clock.now()
      for (const [name, { until }] of drawer) if (until <= now) drawer.delete(name)
      const name = randomBytes(12).toString('base64url')
      drawer.set(name, { operator: operator.id, codiceFiscale: codiceFiscale.trim().toUpperCase(), until: now + openMs })
      return `${prefix}${name}`
    },
    move(path, codiceFiscale) {
      const name = path.slice(prefix.length)
      const file = drawer.get(name)
      if (file !== undefined) drawer.set(name, { ...file, codiceFiscale: codiceFiscale.trim().toUpperCase() })
    },
    personOf,
    view,
    page: (made) => view(() => ({ ok: true, value: null }), made),
    act: (looking, call, done) =>
      looking.form(
        (exchange) => on(exchange, (person) => call(person, exchange)),
        goingTo(done, ({ param }) => `${prefix}${param('person')}`),
      ),
    showing: (looking, call, made) => looking.form(seen(call), showingOf(made)),
    about({ view: _, ...shown }, { codiceFiscale, path }, more = {}) {
      const isBelow = around().path.split('?')[0] !== path
      return {
        ...shown,
        crumbs: [[prefix.slice(0, -1), t('Persone', 'People')], ...(isBelow ? [[path, codiceFiscale] as const] : [])],
        back: isBelow ? [path, t('Torna alla scheda', 'Back to the file')] : undefined,
        ...more,
      }
    },
  }
}
