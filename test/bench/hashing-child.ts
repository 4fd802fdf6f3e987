/**
 * A process of its own for row 5. `delay`: how long the event loop is held at the longest while 64 secrets are hashed. `memory`: how
 * much a thousand sign-ins at once add to the resident memory.
 */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import * as argon2 from '@node-rs/argon2'
import { keys, office } from '../support/counter.ts'
import { codes, password, pin, store } from './accounts.ts'
import { builtUrl } from './built.ts'

const [task = '', algorithm = '', amount = '64'] = process.argv.slice(2)

const { nodePasswordHash } = (await import(builtUrl('node'))) as typeof import('sportello/node')
// Two secrets for each sign-in: all of them must find a place in the queue.
const queueMax = 2 * Number(amount)
const passwordHash = nodePasswordHash(algorithm === 'argon2id' ? { argon2, queueMax, slots: 2 } : { queueMax, slots: 2 })

/** The longest delay in milliseconds, beyond the resolution of the measurement. */
async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 })
  histogram.enable()
  await work()
  histogram.disable()
  return Math.max(0, histogram.max / 1e6 - 1)
}

async function delay(): Promise<{ readonly idle: number; readonly busy: number }> {
  await passwordHash.hash('warm')
  const inFlight = Array.from({ length: Number(amount) }, (_, index) => `secret-${index}`)
  const start = performance.now()
  const busy = await longestDelay(() => Promise.all(inFlight.map((secret) => passwordHash.hash(secret))))
  // As long again without work: what the machine itself holds up.
  const idle = await longestDelay(() => setTimeout(Math.min(performance.now() - start, 5_000)))
  return { idle, busy }
}

async function memory(): Promise<{ readonly before: number; readonly peak: number; readonly signedIn: number }> {
  const { createSportello } = (await import(builtUrl('index'))) as typeof import('sportello')
  const { memoryDocuments, memoryStorage } = (await import(builtUrl('memory'))) as typeof import('sportello/memory')
  const storage = memoryStorage()
  const mailer = { send: async () => 'sent' as const }
  const { session } = createSportello({ office, keys, storage, mailer, documents: memoryDocuments(), passwordHash })
  const codici = codes(Number(amount))
  await store(storage, passwordHash, codici)
  const signIn = (codiceFiscale: string) => session.signIn({ codiceFiscale, pin, password })
  for (const code of codici.slice(0, 8)) await signIn(code)
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 5)
  const answers = await Promise.all(codici.map(signIn))
  clearInterval(watch)
  return { before, peak: Math.max(peak, process.memoryUsage.rss()), signedIn: answers.filter(({ ok }) => ok).length }
}

process.stdout.write(JSON.stringify(await (task === 'delay' ? delay() : memory())))
