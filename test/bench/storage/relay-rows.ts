/** Relays: how much faster four are than one, and what becomes of a long queue when one of them is killed in the middle. */
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { execute } from '../../support/postgres.ts'
import type { Remote } from '../../support/remote.ts'
import { race, type Side } from '../race.ts'
import { perSecond, plain, type Row, ratioRow } from '../report.ts'
import { builtModules, openKysely } from './engine.ts'
import type { Extent } from './extent.ts'
import type { Ground } from './ground.ts'
import { openQueue, type Queue } from './queued-mail.ts'
import type { Drained, Draining } from './relay-child.ts'

const mebibyte = 2 ** 20
const inFlightMax = 8

/** Time of one mail, when the relays drain the whole queue together. */
function drainedBy(name: string, relays: readonly Remote[], queue: Queue, size: number): Side {
  return {
    name,
    async sample() {
      await queue.fill()
      const start = process.hrtime.bigint()
      const draining: Draining = { leaseMs: 60_000, toTheEnd: false, warmUp: size }
      const drained = await Promise.all(relays.map((relay) => relay.ask<Drained>(draining)))
      const took = Number(process.hrtime.bigint() - start)
      const sent = drained.reduce((sum, each) => sum + each.sent, 0)
      const left = (await queue.unsettled()).length
      if (sent !== size || left > 0) throw new Error(`${sent} mails of ${size} were sent, ${left} are left`)
      return took / size
    },
  }
}

async function scaleRow(ground: Ground, { rounds, mails }: Extent): Promise<Row> {
  const size = mails.drained
  const place = await ground.place('postgres')
  const modules = await builtModules()
  const db = openKysely(modules, place)
  const queue = await openQueue(modules, db, size)
  const relays = await Promise.all(Array.from({ length: 4 }, () => ground.start('relay-child.ts', place.address)))
  const sides = [drainedBy('one', relays.slice(0, 1), queue, size), drainedBy('four', relays, queue, size)]
  const result = await race(sides, rounds)
  for (const relay of relays) relay.kill()
  await db.destroy()
  const rates = [result.timeOf('four').median, result.timeOf('one').median].map(perSecond)
  return ratioRow(
    'relay on PostgreSQL, mailer of 5 ms, 8 mails at a time: one process ÷ four',
    result.ratio('one', 'four'),
    { least: 2.5 },
    rates.join(' against '),
  )
}

async function restartRow(ground: Ground, { mails, leaseMs }: Extent): Promise<Row> {
  const size = mails.killed
  const place = await ground.place('postgres')
  const modules = await builtModules()
  const db = openKysely(modules, place)
  const queue = await openQueue(modules, db, size)
  const logs = [ground.path('before'), ground.path('after')]
  const read = (path = ''): readonly string[] => readFileSync(path, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean)

  const address = new URL(place.address)
  address.searchParams.set('application_name', 'killed')
  const killed = await ground.start('relay-child.ts', address.href, logs[0] ?? '')
  const draining: Draining = { leaseMs, toTheEnd: true, warmUp: size / 10 }
  const ended = killed.ask<Drained>(draining).then(
    () => 'drained',
    () => 'killed',
  )
  while (read(logs[0]).length < size / 4) await setTimeout(5)
  killed.kill('SIGKILL')
  if ((await ended) !== 'killed') throw new Error('the relay was to be killed in the middle')

  const start = performance.now()
  // What the dead process has asked for is still done, until the server has heard of its end.
  while ((await execute(place.address, "select from pg_stat_activity where application_name = 'killed'")).length > 0);
  const unsettled = new Set(await queue.unsettled())
  const inFlight = read(logs[0]).filter((id) => unsettled.has(id))
  const relay = await ground.start('relay-child.ts', place.address, logs[1] ?? '')
  const { early, late } = await relay.ask<Drained>(draining)
  const seconds = (performance.now() - start) / 1_000
  relay.kill()
  await db.destroy()

  const [before = [], after = []] = logs.map(read)
  const sent = new Set([...before, ...after])
  const twice = before.length + after.length - sent.size
  const growth = late / early
  const figure = [
    `**${plain(seconds)} s** after SIGKILL, of which ${leaseMs / 1_000} s until the lease of the killed process is over`,
    `${sent.size.toLocaleString('en')} sent, ${twice} of them twice, ${inFlight.length} in flight when it was killed`,
    `resident memory ${plain(growth)}x, ${plain(late / mebibyte)} MiB`,
  ].join('; ')
  const kept = sent.size === size && twice === inFlight.length && twice <= inFlightMax
  const what = `${size.toLocaleString('en')} queued mails, the relay killed in the middle and started again`
  return {
    what,
    figure,
    goal: '≤ 60 s, each sent, twice only what was in flight, memory ≤ 1.2x',
    met: kept && seconds <= 60 && growth <= 1.2,
  }
}

export async function relayRows(ground: Ground, extent: Extent): Promise<readonly Row[]> {
  return [await scaleRow(ground, extent), await restartRow(ground, extent)]
}
