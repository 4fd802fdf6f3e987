/** What people are told of the calendar: which features are open, what becomes of what they have under way, and the notice to all. */
import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { readArgument, readAudience } from '../../../runtime/input.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import {
  type Asking,
  askingFor,
  type Closings,
  closedFor,
  closedInGeneral,
  closingsOf,
  fateOf,
  type General,
} from './availability.ts'
import { closedText, fateText, nameOf } from './calendar-words.ts'
import type {
  MaintenanceApiRefusal,
  MaintenanceAvailability,
  MaintenanceContext,
  MaintenanceFateView,
  MaintenanceText,
  Shown,
} from './context.ts'
import { concludingFeatures, personOf } from './follow.ts'
import { isSignIn, noticeForm } from './form-schema.ts'
import type { MaintenanceWindow } from './model.ts'
import { noticeText } from './notice.ts'
import { unreadableRefusal } from './page.ts'
import { inBoth } from './view.ts'
import { openEnd } from './window.ts'

/** What a menu asks with. */
export type MaintenanceAsked = {
  /** The token of a session: then the answer is for its subscriber. Left out, or of no live session, it is the same for everybody. */
  readonly token?: unknown
  /** The service or profile that is used. */
  readonly audience?: string | undefined
}

const look = { name: 'maintenance/look', by: { kind: 'anonymous' }, journalsRefusals: false } as const

/** Runs a look with the calendar as it is stored now. */
async function looking<V>(
  { runtime, keeper }: MaintenanceContext,
  work: (unit: Unit, windows: readonly MaintenanceWindow[] | null) => Promise<V>,
): Promise<V> {
  const gate = await keeper.read()
  const done = await transact(runtime, look, async (unit) => accept(await work(unit, gate.windows)))
  invariant(done.ok, 'maintenance: a look is never refused')
  return done.value
}

/** How every feature stands, for everybody or for the subscriber of a session. */
export function availability(
  context: MaintenanceContext,
  asked: MaintenanceAsked = {},
): Promise<readonly MaintenanceAvailability[]> {
  const token = readArgument(() => asked.token)
  const audience = readAudience(asked as { readonly audience?: string })
  return looking(context, async (unit, windows) => {
    const shown = token === undefined || token === null ? null : await context.shownBy(unit, token)
    const person = shown === null ? null : { ...shown.facts, audience }
    const closings = windows === null ? null : closingsOf(windows, context.follow.domains)
    const asking = closings === null || person === null ? null : askingFor(closings, person)
    return context.menu.map((entry) => standing(context, entry, closings, asking, unit.now()))
  })
}

/** How one feature stands. */
function standing(
  { follow: { names } }: MaintenanceContext,
  { feature, of }: MaintenanceContext['menu'][number],
  closings: Closings | null,
  asking: Asking | null,
  at: number,
): MaintenanceAvailability {
  const called = { feature, of, name: inBoth((locale) => nameOf(names.features, feature, locale)) }
  if (closings === null) {
    if (isSignIn(feature)) return { ...called, state: 'open', until: null, text: null }
    return { ...called, state: 'closed', until: null, text: unreadableRefusal(names, feature).text }
  }
  const closed = asking === null ? null : closedFor(closings, feature, asking, at)
  const general: General =
    asking === null
      ? closedInGeneral(closings, feature, at)
      : closed === null
        ? { is: 'open' }
        : { is: 'closed', until: closed.until, windows: closed.windows }
  if (general.is === 'open') return { ...called, state: 'open', until: null, text: null }
  return {
    ...called,
    state: general.is,
    until: general.until,
    text: inBoth((locale) => closedText(names, feature, general, locale)),
  }
}

/** What becomes of each procedure that whoever shows the token has under way; empty for anybody else. */
export function fate(context: MaintenanceContext, token: unknown): Promise<readonly MaintenanceFateView[]> {
  return looking(context, async (unit, windows) => {
    const shown = await context.shownBy(unit, token)
    if (shown === null || windows === null) return []
    const views: MaintenanceFateView[] = []
    for (const { kind, underWay } of context.procedures) {
      const { inFlight } = kind
      if (inFlight === undefined) continue
      const ids = await idsOf(kind.decider.name, underWay, unit, shown)
      for (const id of ids) {
        const state = await unit.state(kind, id)
        const found = inFlight.underWay(state, id)
        if (found === null) continue
        const { procedure, begunAt } = found
        const { facts } = await personOf(context.follow, unit, found)
        const concluding = concludingFeatures(context.follow, inFlight)
        const met = fateOf(windows, { procedure, begunAt, concluding }, facts, context.follow.domains)
        views.push(viewOfFate(context, procedure, begunAt, met, unit.now()))
      }
    }
    return views
  })
}

/** The records of a kind that whoever shows the token may have under way. */
async function idsOf(
  kind: string,
  underWay: MaintenanceContext['procedures'][number]['underWay'],
  unit: Unit,
  { accountId, request }: Shown,
): Promise<readonly string[]> {
  if (request !== null) return request.kind === kind ? [request.id] : []
  return accountId === null || underWay === null ? [] : underWay(unit, accountId)
}

function viewOfFate(
  { follow: { names } }: MaintenanceContext,
  procedure: string,
  begunAt: number,
  { ends, held }: ReturnType<typeof fateOf>,
  at: number,
): MaintenanceFateView {
  const hold = held.find(({ to }) => at < to) ?? null
  const called = { procedure, name: inBoth((locale) => nameOf(names.procedures, procedure, locale)), begunAt }
  if (ends !== null && (hold === null || ends.at <= hold.from)) {
    const said = { fate: ends.fate, from: ends.at, until: null }
    return { ...called, ...said, text: inBoth((locale) => fateText(names, procedure, said, [ends.window], locale)) }
  }
  const until = hold === null || hold.to >= openEnd ? null : hold.to
  const said = { fate: hold === null ? ('none' as const) : ('held' as const), from: hold?.from ?? null, until }
  return { ...called, ...said, text: inBoth((locale) => fateText(names, procedure, said, hold?.windows ?? [], locale)) }
}

/** The notice of a window, for the office to publish. */
export async function notice(
  context: MaintenanceContext,
  input: unknown,
): Promise<Result<MaintenanceText, MaintenanceApiRefusal>> {
  const read = readForm(noticeForm, input, 'maintenance/form')
  if (!read.ok) return read
  const windows = (await context.keeper.read()).windows ?? []
  const window = windows.find(({ id }) => id === read.value.id)
  if (window === undefined) return refuse({ code: 'maintenance/not-found' })
  const { names } = context.follow
  return accept(inBoth((locale) => noticeText(context.runtime.office, names, window, context.menu, locale)))
}
