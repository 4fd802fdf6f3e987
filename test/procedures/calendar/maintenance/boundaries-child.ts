/** A counter in a process of some zone, a millisecond before, at and after each instant of a window, on the days on which Rome has 23 and 25 hours. */
import { accepted, anna, drafted, openCounter, operator, refusedCode } from '../../../support/counter.ts'

export type Boundaries = {
  /** The difference of this process' zone from UTC in winter, in minutes. */
  readonly zoneOffset: number
  /** What the window of each day says of its instants, then `registration` around them. */
  readonly days: readonly DayBoundaries[]
}

/** What is found around one instant, from a millisecond before to one after. */
type Around = readonly [before: string, at: string, after: string]

export type DayBoundaries = {
  readonly name: string
  readonly from: number
  readonly to: number | null
  readonly cutOff: number
  readonly fromText: string
  readonly toText: string
  readonly menuAtStart: Around
  readonly commandAtStart: Around
  readonly menuAtEnd: Around
  readonly commandAtEnd: Around
  /** The fate of a registration that is begun around the cut-off, by its ticket and by the sweep. */
  readonly fateAtCutOff: Around
  readonly sweptAtCutOff: Around
}

const hour = 3_600_000
const day = 24 * hour
const title = { it: 'Aggiornamento', en: 'Update' }
const policy = { registration: { draftLifetimeMs: 60 * day }, quota: { usesMax: 1000 } }

type Wall = {
  readonly name: string
  readonly from: string
  readonly fromWhich?: 'earlier' | 'later'
  readonly to: string
  readonly toWhich?: 'earlier' | 'later'
  readonly cutOffDay: string
  /** An instant well before all of them. */
  readonly earlier: number
}

/** Both days from midnight to midnight, and in them the hours at which the clocks change. */
const walls: readonly Wall[] = [
  {
    name: '25 hours, midnight to midnight',
    ...{ from: '2026-10-25T00:00', to: '2026-10-25T24:00', cutOffDay: '2026-10-24', earlier: Date.UTC(2026, 9, 20) },
  },
  {
    name: '25 hours, the hour that comes twice',
    ...{ from: '2026-10-25T02:30', fromWhich: 'earlier', to: '2026-10-25T02:30', toWhich: 'later' },
    ...{ cutOffDay: '2026-10-24', earlier: Date.UTC(2026, 9, 20) },
  },
  {
    name: '25 hours, as the day of the cut-off',
    ...{ from: '2026-10-26T11:00', to: '2026-10-27T24:00', cutOffDay: '2026-10-25', earlier: Date.UTC(2026, 9, 20) },
  },
  {
    name: '23 hours, midnight to midnight',
    ...{ from: '2026-03-29T00:00', to: '2026-03-29T24:00', cutOffDay: '2026-03-28', earlier: Date.UTC(2026, 2, 20) },
  },
  {
    name: '23 hours, around the hour that there is not',
    ...{ from: '2026-03-29T01:59', to: '2026-03-29T03:00', cutOffDay: '2026-03-28', earlier: Date.UTC(2026, 2, 20) },
  },
  {
    name: '23 hours, as the day of the cut-off',
    ...{ from: '2026-03-30T11:00', to: '2026-03-31T24:00', cutOffDay: '2026-03-29', earlier: Date.UTC(2026, 2, 20) },
  },
]

/** A counter in whose calendar the window is. */
async function withWindow({ name: _, earlier, ...wall }: Wall) {
  const counter = openCounter({ policy })
  counter.clock.set(earlier)
  const plan = { operator, reason: 'Prot. 1.', title, ...wall }
  const form = { ...plan, features: { registration: 'closed' }, procedures: { registration: 'void' } } as const
  return { counter, view: accepted(await counter.sportello.maintenance.plan(form)) }
}

async function around(find: (offset: number) => Promise<string>): Promise<Around> {
  return [await find(-1), await find(0), await find(1)]
}

async function boundariesOf(wall: Wall): Promise<DayBoundaries> {
  const { view } = await withWindow(wall)
  const { from, to, cutOff } = view
  const menuAt = (instant: number) =>
    around(async (offset) => {
      const { counter } = await withWindow(wall)
      counter.clock.set(instant + offset)
      const menu = await counter.sportello.maintenance.availability()
      return menu.find(({ feature }) => feature === 'registration')?.state ?? 'none'
    })
  const commandAt = (instant: number) =>
    around(async (offset) => {
      const { counter } = await withWindow(wall)
      counter.clock.set(instant + offset)
      const opened = await counter.sportello.registration.open(anna)
      return opened.ok ? 'open' : refusedCode(opened)
    })
  const begunAtCutOff = async (offset: number) => {
    const { counter } = await withWindow(wall)
    counter.clock.set(cutOff + offset)
    // From the beginning on nothing can be begun: the next test of it is the one of the command.
    if (cutOff + offset >= from) return null
    return { ...counter, ticket: (await drafted(counter.sportello)).ticket }
  }
  const fateAtCutOff = await around(async (offset) => {
    const begun = await begunAtCutOff(offset)
    if (begun === null) return 'cannot begin'
    const { sportello, ticket } = begun
    const [met] = await sportello.maintenance.fate(ticket)
    return met?.fate ?? 'nothing'
  })
  const sweptAtCutOff = await around(async (offset) => {
    const begun = await begunAtCutOff(offset)
    if (begun === null) return 'cannot begin'
    const { sportello, clock } = begun
    clock.set(from + 1)
    const { held, voided } = await sportello.maintenance.sweep()
    return held + voided === 1 ? (held === 1 ? 'held' : 'void') : 'nothing'
  })
  return {
    ...{ name: wall.name, from, to, cutOff, fromText: view.fromText.it, toText: view.toText.it },
    ...{ menuAtStart: await menuAt(from), commandAtStart: await commandAt(from) },
    ...{ menuAtEnd: await menuAt(to ?? 0), commandAtEnd: await commandAt(to ?? 0), fateAtCutOff, sweptAtCutOff },
  }
}

const days: DayBoundaries[] = []
for (const wall of walls) days.push(await boundariesOf(wall))
const found: Boundaries = { zoneOffset: -new Date(2026, 0, 15).getTimezoneOffset(), days }
process.stdout.write(JSON.stringify(found))
