/** One of the processes of the load: an app server with its own pool, whose relay, sweep and outbox work run beside its visitors. */
import { setTimeout } from 'node:timers/promises'
import { sqlStorage } from 'sportello/sql'
import { madeUpPeople } from '../../rules/identity/people.ts'
import { connectPostgres } from '../../support/connection.ts'
import { serve } from '../../support/serve.ts'
import { blindStorage } from '../races/blind.ts'
import { fastClock, leaseMs, openCity, prefix, sampleMs } from './city.ts'
import { drawer, openClerk, over } from './clerk.ts'
import { life } from './lives.ts'
import { decideOnAny, helpAny } from './office.ts'
import { operatorOf, type Ways } from './ways.ts'

/** What a process is told. */
export type Shift = {
  readonly url: string
  readonly seed: number
  readonly clients: number
  /** When the time of the load began, and for how long it goes on, ms. */
  readonly origin: number
  readonly lastsMs: number
  /** True for a storage on which the load must fail. */
  readonly blind: boolean
}

/** What it has to tell at the end. */
export type Tally = {
  readonly answers: readonly (readonly [said: string, count: number])[]
  readonly lives: number
  readonly faults: readonly string[]
  /** Resident memory every two seconds, each time after a collection, in bytes. */
  readonly resident: readonly number[]
}

const shift = JSON.parse(process.argv[2] ?? '') as Shift
const { db, pool } = connectPostgres(shift.url, { max: 16 })
const chances = drawer(shift.seed)
const storage = sqlStorage(db, { prefix })

const city = openCity({
  pool,
  storage: shift.blind ? blindStorage(storage) : storage,
  now: fastClock(shift.origin),
  answer(address) {
    if (address.startsWith('gone')) return 'rejected'
    return chances(100) < (address.startsWith('full') ? 92 : 2) ? 'retry' : 'sent'
  },
})

async function work(): Promise<Tally> {
  const until = performance.now() + shift.lastsMs
  const isOver = () => performance.now() >= until
  const clerk = openClerk(isOver)
  const resident: number[] = []
  const diary: { readonly at: number; readonly deed: () => Promise<unknown> }[] = []
  let lives = 0

  /** Repeats it until the load is over, come what may. */
  async function again(deed: () => Promise<unknown>): Promise<void> {
    while (!isOver()) {
      try {
        await deed()
      } catch (cause) {
        if (cause !== over) clerk.fault(cause instanceof Error ? String(cause.stack) : String(cause))
      }
    }
  }

  const waysOf = (n: number): Ways => {
    const draw = drawer(shift.seed + n)
    const people = madeUpPeople(Number.POSITIVE_INFINITY, shift.seed + n)
    return {
      city,
      clerk,
      draw,
      person: () => people.next().value ?? { surname: '', name: '', year: 0, month: 1, day: 1, sex: 'F', place: '' },
      later: (at, deed) => void diary.push({ at, deed }),
    }
  }

  async function client(n: number): Promise<void> {
    const ways = waysOf(n)
    await again(async () => {
      await life(ways)
      lives += 1
    })
  }

  const relay = () =>
    again(async () => {
      let sent = 0
      for (const counter of city.counters)
        sent += (await clerk.tell('relay', () => counter.relay({ leaseMs, limit: 50 }))).sent.length
      if (sent === 0) await setTimeout(20)
    })

  const retention = () =>
    again(async () => {
      for (const {
        retention: { sweep },
      } of city.counters) {
        const { failed, failures } = await clerk.tell('sweep', () => sweep({ limit: 500 }))
        if (failed > 0) clerk.fault(`sweep: ${JSON.stringify(failures)}`)
        await setTimeout(100)
      }
    })

  const office = () => {
    const ways = waysOf(-1)
    return again(async () => {
      for (const counter of city.counters) {
        const { outbox } = counter
        for (const { id } of (await clerk.ask('parked', () => outbox.parked())) ?? []) {
          const operator = operatorOf(ways)
          const act = ways.draw(3) === 0 ? outbox.discard : outbox.requeue
          await clerk.ask(act === outbox.discard ? 'discard' : 'requeue', () => act({ operator, id }), ['outbox/not-parked'])
        }
        // What is left in the queue by those who did not wait.
        await decideOnAny(ways, counter)
        await helpAny(ways, counter)
        await setTimeout(50)
      }
    })
  }

  const latecomers = () =>
    again(async () => {
      const next = diary.findIndex(({ at }) => at <= city.now())
      if (next < 0) await setTimeout(50)
      else await diary.splice(next, 1)[0]?.deed()
    })

  const watch = () =>
    again(async () => {
      // Without it the collector takes whatever room there is, and gives it back when it likes.
      globalThis.gc?.()
      resident.push(process.memoryUsage.rss())
      await setTimeout(sampleMs)
    })

  const clients = Array.from({ length: shift.clients }, (_, n) => client(n))
  await Promise.all([...clients, relay(), retention(), office(), latecomers(), watch()])
  return { answers: [...clerk.answers], lives, faults: clerk.faults, resident }
}

serve(work)
