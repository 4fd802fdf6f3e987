/** The rows about the office's calendar: asking it, what it costs a command, and the sweep of all that is under way. */
import type * as Memory from 'sportello/memory'
import { askingFor, closedFor, closingsOf } from '../../src/procedures/calendar/maintenance/availability.ts'
import type { MaintenanceWindow } from '../../src/procedures/calendar/maintenance/model.ts'
import { accepted, keys, morning, office, operator } from '../support/counter.ts'
import { codes, noHash, password, pin, store } from './accounts.ts'
import { builtUrl } from './built.ts'
import { inProcess, type Order, race, remoteSide, type Side, timed } from './race.ts'
import { duration, perSecond, plain, type Row, ratioRow } from './report.ts'
import type { Memory as Used } from './storage/child.ts'
import { builtModules, type Modules, openKysely } from './storage/engine.ts'
import { type Ground, openGround } from './storage/ground.ts'
import { sweptAtATime } from './storage/under-way.ts'

type Extent = { readonly rounds: number; readonly sampleMs: number; readonly signIns: number; readonly underWay: number }

const full: Extent = { rounds: 41, sampleMs: 25, signIns: 200, underWay: 100_000 }
const quick: Extent = { rounds: 15, sampleMs: 15, signIns: 60, underWay: 10_000 }
const tiny: Extent = { rounds: 1, sampleMs: 1, signIns: 4, underWay: 1_000 }

const day = 86_400_000
const title = { it: 'Aggiornamento', en: 'Update' }
const features = Array.from({ length: 20 }, (_, i) => `feature-${i}`)

/** Five windows that each close every feature: one after the other and across each other, two of them not for everybody. */
function fiveWindows(): readonly MaintenanceWindow[] {
  const unless = [null, { has: 'institutional-mailbox' }, null, { not: { state: 'active' } }, null] as const
  return unless.map((spared, i) => ({
    id: `window-${i}`,
    title,
    from: morning + 3 * i * day,
    to: morning + (3 * i + 4) * day,
    cutOff: morning,
    features: Object.fromEntries(features.map((feature) => [feature, { unless: spared }])),
    procedures: {},
    cancelledAt: null,
    swept: 'nothing',
  }))
}

/** Everything that a menu asks, for one person after the other, before, within and after the windows. */
function asking(sampleMs: number): Side {
  const closings = closingsOf(fiveWindows(), ['istruzione.it'])
  const people = ['istruzione.it', 'example.it'].flatMap((mailbox) =>
    (['active', 'suspended'] as const).map((state) => {
      const known = { mailbox, registeredWith: mailbox, birthDate: null, audience: null, accountId: null }
      return { ...known, credential: 'local', state } as const
    }),
  )
  const instants = [-1, 1, 5, 8, 12, 20].map((days) => morning + days * day)
  return inProcess('sportello', people.length * instants.length, sampleMs, () => {
    let closed = 0
    for (const at of instants) {
      for (const person of people) {
        const asking = askingFor(closings, person)
        for (const feature of features) if (closedFor(closings, feature, asking, at) !== null) closed += 1
      }
    }
    return closed
  })
}

async function askingRow({ rounds, sampleMs }: Extent): Promise<Row> {
  const { median, min, max } = (await race([asking(sampleMs)], rounds)).timeOf('sportello')
  return {
    what: '`availability` of 20 features for one person, 5 windows that each close all of them',
    figure: `**${duration(median)}** (${duration(min)}..${duration(max)}) for all twenty`,
    goal: '≤ 1 µs',
    met: median <= 1_000,
  }
}

type Sportello = ReturnType<Modules['createSportello']>

/** Four windows in force, of which one asks who signs in, and one to come. */
async function planFive({ maintenance }: Sportello): Promise<void> {
  const plan = { operator, reason: 'Prot. 1.', title, from: 'now' }
  const spared = { fate: 'suspend', unless: { state: 'active' } } as const
  const plans = [
    { features: { assistance: 'closed' } },
    { features: { recovery: { closedUnless: { state: 'active' } }, 'email-change': 'closed' } },
    { features: { 'sign-in': { closedUnless: { credentialKind: 'local' } } }, closesSignIn: true },
    { procedures: { registration: spared, 'pin-renewal': spared } },
    { from: '2099-01-01T00:00', features: { 'sign-in': 'closed' }, closesSignIn: true },
  ] as const
  for (const one of plans) accepted(await maintenance.plan({ ...plan, ...one }))
}

const accounts = 1_000
type Place = 'memory' | 'postgres' | 'sqlite'
type Opened = { readonly sportello: Sportello; readonly close: () => Promise<void> }

/** A counter with accounts to sign in to. */
async function opened(modules: Modules, ground: Ground, place: Place, windows: 'none' | 'five'): Promise<Opened> {
  const { memoryStorage } = (await import(builtUrl('memory'))) as typeof Memory
  const db = place === 'memory' ? null : openKysely(modules, await ground.place(place))
  if (db !== null) await modules.migrate(db)
  const storage = db === null ? memoryStorage() : modules.sqlStorage(db)
  await store(storage, noHash, codes(accounts))
  const mailer = { send: async () => 'sent' as const }
  const documents = modules.memoryDocuments()
  const sportello = modules.createSportello({ office, keys, storage, mailer, documents, passwordHash: noHash })
  if (windows === 'five') await planFive(sportello)
  return { sportello, close: async () => void (await db?.destroy()) }
}

async function commandRow(ground: Ground, place: Place, { rounds, signIns }: Extent): Promise<Row> {
  const modules = await builtModules()
  const codici = codes(accounts)
  const counters = { none: await opened(modules, ground, place, 'none'), five: await opened(modules, ground, place, 'five') }
  const order: Order = { operations: place === 'memory' ? 10 * signIns : signIns, atOnce: 1 }
  const sides = (['none', 'five'] as const).map((name): Side => {
    const { session } = counters[name].sportello
    const timer = timed(async (turn) =>
      accepted(await session.signIn({ codiceFiscale: codici[turn % accounts] ?? '', pin, password })),
    )
    return { name, sample: () => timer(order) }
  })
  const result = await race(sides, rounds)
  for (const { close } of [counters.none, counters.five]) await close()
  const times = (['five', 'none'] as const).map((name) => duration(result.timeOf(name).median)).join(' against ')
  const where = place === 'memory' ? 'in memory' : `on ${ground.names[place]}`
  return ratioRow(`sign-in ${where}: 5 windows ÷ none`, result.ratio('five', 'none'), { most: 1.1 }, times)
}

async function menuRow(ground: Ground, { rounds, signIns }: Extent): Promise<Row> {
  const { sportello } = await opened(await builtModules(), ground, 'memory', 'five')
  const { length } = await sportello.maintenance.availability()
  const timer = timed(() => sportello.maintenance.availability())
  const { timeOf } = await race([{ name: 'menu', sample: () => timer({ operations: signIns, atOnce: 1 }) }], rounds)
  const figure = `**${duration(timeOf('menu').median)}** for all ${length}, with the calendar read anew and every sentence in both languages`
  return { what: '`maintenance.availability()` in memory, 5 windows', figure, goal: '', met: null }
}

const mebibyte = 2 ** 20

type Swept = { readonly side: 'sweep' | 'remind'; readonly what: string; readonly each: string }

/** The sweep page by page, and as many plain commits at once as it makes, in turn. */
export async function sweepRows(ground: Ground, count: number, { side, what: of, each }: Swept): Promise<readonly Row[]> {
  const swept = await ground.open(side, 'postgres', count)
  const commits = await ground.open('adapter', 'postgres')
  const used: number[] = []
  const page = remoteSide('sweep', swept, { what: 'sweep', order: { operations: 1, atOnce: 1 } })
  const sides: readonly Side[] = [
    {
      name: 'sweep',
      async sample() {
        const time = (await page.sample()) / sweptAtATime
        used.push((await swept.ask<Used>('memory')).inUse)
        return time
      },
    },
    remoteSide('commit', commits, { what: 'commit', order: { operations: sweptAtATime, atOnce: 8 } }),
  ]
  const result = await race(sides, count / sweptAtATime - 1)
  for (const remote of [swept, commits]) remote.kill()
  const [first = Number.NaN, ...later] = used
  const peak = Math.max(...later)
  const rates = [result.timeOf('sweep').median, result.timeOf('commit').median].map(perSecond).join(' against ')
  const what = `sweep of ${count.toLocaleString('en')} ${of} on ${ground.names.postgres}`
  return [
    ratioRow(
      `${what}, each ${each}: its rate ÷ that of plain commits, 8 at once`,
      result.ratio('commit', 'sweep'),
      { least: 0.5 },
      rates,
    ),
    {
      what: `${what}: memory in use, its peak ÷ that after the first ${sweptAtATime}`,
      figure: `**${plain(peak / first)}x**; ${plain(first / mebibyte)} MiB, at most ${plain(peak / mebibyte)} MiB, at the end ${plain((used.at(-1) ?? Number.NaN) / mebibyte)} MiB`,
      goal: '≤ 1.2x',
      met: peak / first <= 1.2,
    },
  ]
}

const flights = { side: 'sweep', what: 'procedures under way', each: 'voided and told' } as const

export async function maintenanceRows(size: 'full' | 'quick' | 'tiny'): Promise<readonly Row[]> {
  const extent = { full, quick, tiny }[size]
  const ground = await openGround()
  try {
    const rows = [await askingRow(extent), await menuRow(ground, extent)]
    for (const place of ['memory', 'postgres', 'sqlite'] as const) rows.push(await commandRow(ground, place, extent))
    return [...rows, ...(await sweepRows(ground, extent.underWay, flights))]
  } finally {
    await ground.close()
  }
}
