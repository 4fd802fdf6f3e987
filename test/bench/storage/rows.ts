/** The rows about storage, each side in a process and on a database of its own. */
import type { Engine } from 'sportello/sql'
import { race, remoteSide } from '../race.ts'
import { duration, perSecond, plain, type Row, ratioRow } from '../report.ts'
import type { Memory, Question } from './child.ts'
import type { Extent } from './extent.ts'
import { type Ground, openGround } from './ground.ts'
import { relayRows } from './relay-rows.ts'

const engines: readonly Engine[] = ['postgres', 'sqlite']
const mebibyte = 2 ** 20

const time = (what: string, operations: number, atOnce: number): Question => ({ what, order: { operations, atOnce } })
const whole = (count: number): string => count.toLocaleString('en')

async function signInRow(ground: Ground, engine: Engine, extent: Extent): Promise<Row> {
  const ours = await ground.open('sportello', engine, extent.accounts)
  const peer = await ground.open('better-auth', engine, extent.accounts)
  const sides = [
    remoteSide('ours', ours, time('sign-in', extent.signIns.ours, 16)),
    remoteSide('better-auth', peer, time('sign-in', extent.signIns.peer, 16)),
  ]
  const result = await race(sides, extent.rounds)
  const statements = [await ours.ask<number>('statements'), await peer.ask<number>('statements')].map(plain)
  for (const remote of [ours, peer]) remote.kill()
  const rates = [result.timeOf('ours').median, result.timeOf('better-auth').median].map(perSecond)
  return ratioRow(
    `sign-in on ${ground.names[engine]}, ${whole(extent.accounts)} accounts, 16 at once, better-auth ÷ ours`,
    result.ratio('better-auth', 'ours'),
    { least: 2.5 },
    `${rates.join(' against ')}; ${statements.join(' statements against ')} each`,
  )
}

async function commitRows(ground: Ground, engine: Engine, extent: Extent): Promise<readonly Row[]> {
  const ours = await ground.open('adapter', engine)
  const hand = await ground.open('by hand', engine)
  const rows: Row[] = []
  for (const atOnce of [1, 16]) {
    const order = time('commit', extent.commits, atOnce)
    const result = await race([remoteSide('ours', ours, order), remoteSide('by hand', hand, order)], extent.rounds)
    const took = [result.timeOf('ours').median, result.timeOf('by hand').median].map(duration)
    rows.push(
      ratioRow(
        `commit of a state, two journal entries and one mail on ${ground.names[engine]}, ${atOnce} at once, by hand ÷ ours`,
        result.ratio('by hand', 'ours'),
        { least: 0.8 },
        took.join(' against '),
      ),
    )
  }
  for (const remote of [ours, hand]) remote.kill()
  return rows
}

async function growthRows(ground: Ground, extent: Extent): Promise<readonly Row[]> {
  const { sizes, crowded } = extent
  const crowds: { readonly size: number; readonly remote: Awaited<ReturnType<Ground['open']>> }[] = []
  for (const size of sizes) crowds.push({ size, remote: await ground.open('crowd', 'postgres', size) })
  const [least = '', most = ''] = [sizes[0], sizes.at(-1)].map(String)
  const range = `${whole(Number(most))} ÷ ${whole(Number(least))}`

  async function row(what: string, said: string, operations: number): Promise<Row> {
    const sides = crowds.map(({ size, remote }) => remoteSide(String(size), remote, time(what, operations, 16)))
    const result = await race(sides, extent.rounds)
    const times = sizes.map((size) => duration(result.timeOf(String(size)).median)).join(', ')
    return ratioRow(`${said}, ${range}`, result.ratio(most, least), { most: 1.3 }, times)
  }

  const rows = [
    await row('sign-in', 'sign-in on PostgreSQL, 16 at once: accounts and requests', crowded.signIns),
    await row('page', 'page of 50 requests that wait: accounts and requests', crowded.pages),
  ]
  const memory: Memory[] = []
  for (const { remote } of crowds) {
    memory.push(await remote.ask<Memory>('memory'))
    remote.kill()
  }
  const of = (which: keyof Memory) => memory.map((each) => plain(each[which] / mebibyte)).join(', ')
  const ratio = (memory.at(-1)?.inUse ?? Number.NaN) / (memory[0]?.inUse ?? Number.NaN)
  const figure = `**${plain(ratio)}x**; ${of('inUse')} MiB, resident ${of('resident')} MiB`
  const what = `memory in use of the process that did both: accounts and requests, ${range}`
  return [...rows, { what, figure, goal: '≤ 1.2x', met: ratio <= 1.2 }]
}

export async function storageRows(extent: Extent): Promise<readonly Row[]> {
  const ground = await openGround()
  try {
    const rows: Row[] = []
    for (const engine of engines) rows.push(await signInRow(ground, engine, extent))
    for (const engine of engines) rows.push(...(await commitRows(ground, engine, extent)))
    rows.push(...(await growthRows(ground, extent)))
    rows.push(...(await relayRows(ground, extent)))
    return rows
  } finally {
    await ground.close()
  }
}
