/** A relay of its own: a counter in a process that takes mail to a mailer which needs five milliseconds for each. */
import { appendFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { keys, office } from '../../support/counter.ts'
import { serve } from '../../support/serve.ts'
import { noHash } from '../accounts.ts'
import { builtModules, openKysely } from './engine.ts'

const [address = '', log = ''] = process.argv.slice(2)
const latencyMs = 5
const pauseMs = 50

const modules = await builtModules()
const db = openKysely(modules, { engine: 'postgres', address })
const mailer = {
  async send({ id }: { readonly id: string }) {
    await setTimeout(latencyMs)
    // What is written is there when the process is killed in the next moment.
    if (log !== '') appendFileSync(log, `${id}\n`)
    return 'sent' as const
  },
}
const storage = modules.sqlStorage(db)
const { relay } = modules.createSportello({
  office,
  keys,
  storage,
  mailer,
  documents: modules.memoryDocuments(),
  passwordHash: noHash,
})

export type Draining = {
  readonly leaseMs: number
  /** Whether it waits for what others have leased. */
  readonly toTheEnd: boolean
  /** After how many mails the memory is looked at for the first time. */
  readonly warmUp: number
}

/** How many mails this process sent, and its resident memory in bytes after the warm-up and at the end, each after a collection. */
export type Drained = { readonly sent: number; readonly early: number; readonly late: number }

const isEmpty = async (): Promise<boolean> => {
  const { rows } = await sql`select id from sportello_outbox where sealed <> '' limit 1`.execute(db)
  return rows.length === 0
}

function collected(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}

async function drain({ leaseMs, toTheEnd, warmUp }: Draining): Promise<Drained> {
  let sent = 0
  let early = 0
  for (;;) {
    const report = await relay({ leaseMs })
    sent += report.sent.length
    if (early === 0 && sent >= warmUp) early = collected()
    if (report.sent.length > 0) continue
    if (!toTheEnd || (await isEmpty())) return { sent, early, late: collected() }
    await setTimeout(pauseMs)
  }
}

// Connections are opened before anything is measured.
await Promise.all(Array.from({ length: 8 }, () => sql`select pg_sleep(0.05)`.execute(db)))
serve(drain)
