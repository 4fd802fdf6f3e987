/** One of the processes of a race: it has a pool and a counter of its own, and shares with the others nothing but the database. */
import { sql } from 'kysely'
import type { Storage } from 'sportello'
import { sqlStorage } from 'sportello/sql'
import { connectPostgres } from '../../support/connection.ts'
import { blindStorage } from './blind.ts'
import type { Order, Reply, Trial } from './crew.ts'
import { answerOf, digestOf, openScene, type Race, type Scene } from './race.ts'
import { races } from './races.ts'

const [url = '', given = ''] = process.argv.slice(2)
const place = Number(given)
const connections = 8
const { db } = connectPostgres(url, { max: connections })

/** Preparations of one process at a time: more would only stand in a queue. */
const atOnce = 8

/** Opens every connection of the pool before the first race. */
await Promise.all(Array.from({ length: connections }, () => sql`select pg_sleep(0.02)`.execute(db)))

let conflicts = 0

function counting(storage: Storage): Storage {
  return {
    ...storage,
    async commit(commit) {
      const outcome = await storage.commit(commit)
      if (!outcome.ok) conflicts += 1
      return outcome
    },
  }
}

let race: Race | undefined
let storage: Storage | undefined
let waiting: readonly { readonly trial: Trial; readonly scene: Scene }[] = []

function sceneOf(office: string, when: 'today' | 'race'): { readonly race: Race; readonly scene: Scene } {
  if (race === undefined || storage === undefined) throw new Error('a race is chosen first')
  return { race, scene: openScene(office, storage, race, when === 'race' ? (race.aheadMs?.(place) ?? 0) : 0) }
}

async function prepare(offices: readonly string[]): Promise<readonly Trial[]> {
  const queue = [...offices]
  const trials: Trial[] = []
  const inTurn = async () => {
    for (let office = queue.shift(); office !== undefined; office = queue.shift()) {
      const opened = sceneOf(office, 'today')
      trials.push({ office, cast: await opened.race.prepare(opened.scene) })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, inTurn))
  return trials
}

async function start(clients: readonly number[]): Promise<Reply['ran']> {
  conflicts = 0
  const ran = await Promise.all(
    waiting.map(async ({ trial: { office, cast }, scene }) => {
      const { client } = sceneOf(office, 'race').race
      const answers = await Promise.all(clients.map(async (n) => ({ n, answer: await answerOf(client(scene, cast, n)) })))
      return { office, answers, sent: scene.sent.map(digestOf) }
    }),
  )
  return { trials: ran, conflicts }
}

async function obey(order: Order): Promise<Partial<Reply>> {
  switch (order.type) {
    case 'choose':
      race = races[order.race]
      storage = counting(sqlStorage(db, { prefix: order.prefix }))
      if (order.blind) storage = blindStorage(storage)
      return {}
    case 'prepare':
      return { trials: await prepare(order.offices) }
    case 'ready':
      waiting = order.trials.map((trial) => ({ trial, scene: sceneOf(trial.office, 'race').scene }))
      return {}
    case 'go': {
      const clients = Array.from({ length: order.clients }, (_, n) => n).filter((n) => n % order.of === place)
      return { ran: await start(clients) }
    }
  }
}

process.on('message', async (order: Order) => {
  try {
    process.send?.(await obey(order))
  } catch (cause) {
    process.send?.({ failed: cause instanceof Error ? String(cause.stack) : String(cause) })
  }
})
process.on('disconnect', () => process.exit())
process.send?.({})
