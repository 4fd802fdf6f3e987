/** A process that moves mailboxes: it leases work, asks the providers, and notes what they answer. It may be killed at any moment. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Locale, parseKeys } from 'sportello'
import { openShelf, type StorageChoice } from '../shelf.ts'
import { dialProviders } from './line.ts'
import { deadlineMs, leaseMs, openOffice } from './setting.ts'

/** What a worker is told first: where the records are, under which keys, and how far ahead the clock of the story is. */
export type WorkerOrder = {
  readonly begin: {
    readonly storage: StorageChoice
    readonly path: string
    readonly locale: Locale
    readonly office: string
    readonly keyText: string
    readonly aheadMs: number
  }
}

/** What a worker is told later. */
export type WorkerNote = { readonly aheadMs: number } | { readonly stop: true }

/** What a worker says: what a round has done, that it knows the time, or that it ends. */
export type WorkerWord = { readonly done: number } | { readonly knows: number } | { readonly failed: string }

/** A worker without work looks for some so often. */
const idleMs = 250

const say = (word: WorkerWord): void => void process.send?.(word)

const isOrder = (message: unknown): message is WorkerOrder =>
  typeof message === 'object' && message !== null && 'begin' in message

const isNote = (message: unknown): message is WorkerNote =>
  typeof message === 'object' && message !== null && ('aheadMs' in message || 'stop' in message)

const ordered = (): Promise<WorkerOrder['begin']> =>
  new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (!isOrder(message)) return
      process.off('message', hear)
      resolve(message.begin)
    }
    process.on('message', hear)
    say({ knows: 0 })
  })

async function run(): Promise<void> {
  const { storage, path, locale, office, keyText, aheadMs } = await ordered()
  let [ahead, told, stopped] = [aheadMs, aheadMs, false]
  process.on('message', (message) => {
    if (!isNote(message)) return
    if ('stop' in message) stopped = true
    else told = message.aheadMs
  })
  const shelf = await openShelf(storage, path, true)
  const sportello = openOffice({
    ...{ locale, shelf, identity: { office, keys: parseKeys(keyText) }, providers: dialProviders(deadlineMs) },
    now: () => Date.now() + ahead,
  })
  say({ knows: ahead })
  while (!stopped) {
    // Between two rounds alone, so that no round sees the time jump.
    if (told !== ahead) {
      ahead = told
      say({ knows: ahead })
    }
    const { taken, set, copied, failed } = await sportello.migration.work({ limit: 40, leaseMs, parallel: 8 })
    if (taken > 0) say({ done: set + copied + failed })
    else await sleep(idleMs)
  }
  await shelf.close()
}

/** Works until it is told to stop, or until the process that has started it is gone. */
export async function beWorker(): Promise<void> {
  process.on('disconnect', () => process.exit(0))
  // An interruption of the terminal is for the process that has started it.
  process.on('SIGINT', () => {})
  try {
    await run()
    process.exit(0)
  } catch (cause) {
    say({ failed: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause) })
    process.exit(1)
  }
}
