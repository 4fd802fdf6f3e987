/** Applicants go through the counter at 32 clients, with mail, while the server that they are on dies, freezes or is cut off, again and again. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { memoryDocuments } from 'sportello/memory'
import { migrate, sqlStorage } from 'sportello/sql'
import { codeOf, madeUpPeople } from '../../rules/identity/people.ts'
import { connectPostgres } from '../../support/connection.ts'
import { flawsOf } from '../../support/soundness.ts'
import { contentsOf } from '../../support/tables.ts'
import { type Act, digestOf, give, openCounter, type Target } from '../kills/act.ts'
import { type Mode, startCluster } from './cluster.ts'
import { lossesIn, type Sent } from './judge.ts'
import { openSwitch } from './switch.ts'

export type Trouble = 'killed' | 'frozen' | 'cut'

export type FailoverReport = {
  readonly findings: readonly string[]
  readonly acknowledged: number
  readonly mails: number
  /** Answers that told of a failure, after which the same was asked again. */
  readonly failures: number
  /** From each trouble to the first answer to a command that was given after it, ms. */
  readonly gaps: ReadonlyMap<Trouble, readonly number[]>
  readonly ms: number
}

const clientsCount = 32
/** How long the log is held back before a kill: what the primary acknowledges meanwhile is on no other node. */
const behindMs = 400
const cutMs = 3_000

export async function runFailover(mode: Mode, troubles: readonly Trouble[], firstPort: number): Promise<FailoverReport> {
  const start = performance.now()
  const cluster = await startCluster(mode, firstPort)
  const office = `failover-${mode}`
  const acknowledged: Target[] = []
  const wrong: string[] = []
  const sent: Sent[] = []
  const gaps = new Map<Trouble, number[]>()
  let failures = 0
  let isOver = false
  let heardSince: ((askedAt: number) => void) | null = null
  const way = await openSwitch(cluster.ports[0] ?? 0)
  try {
    await cluster.settled()
    // A server that is frozen answers nothing: the pool gives up by itself.
    const { db, close } = connectPostgres(`postgres://postgres@127.0.0.1:${way.port}/postgres`, {
      max: clientsCount,
      connectionTimeoutMillis: 3_000,
      query_timeout: 3_000,
    })
    const storage = sqlStorage(db)
    const documents = memoryDocuments()
    await migrate(db)
    const note = (mail: Parameters<typeof digestOf>[0]) => void sent.push({ id: mail.id, digest: digestOf(mail) })
    const counter = openCounter({ office, storage, documents }, note)
    const people = madeUpPeople(1_000_000, 5)

    /** Gives the command until it is done, under the one key. */
    async function insist(act: Act): Promise<unknown> {
      for (const patience = Date.now() + 300_000; Date.now() < patience; await pause(50 + Math.random() * 100)) {
        const askedAt = performance.now()
        const { told, value } = await give(counter, act)
        if ('done' in told) {
          heardSince?.(askedAt)
          acknowledged.push(told.done)
          return value
        }
        if ('refused' in told) {
          if (wrong.length > 1_000) throw new Error(`too much is refused: ${told.refused}`)
          wrong.push(`${act.type}: ${told.refused}`)
          return null
        }
        if (!['storage/failed', 'busy'].includes(told.failed)) wrong.push(`${act.type}: ${told.failed}`)
        failures += 1
      }
      wrong.push(`${act.type}: no answer within five minutes`)
      return null
    }

    async function client(number: number): Promise<void> {
      for (let life = 0; !isOver; life += 1) {
        const person = people.next()
        if (person.done === true) return
        const requestKey = () => randomUUID()
        const codiceFiscale = codeOf(person.value)
        const opened = await insist({
          type: 'open',
          email: `a${number}.${life}@example.it`,
          codiceFiscale,
          requestKey: requestKey(),
        })
        if (opened === null) continue
        const { id, ticket } = opened as { readonly id: string; readonly ticket: string }
        if ((await insist({ type: 'add', id, ticket, paper: number * 10_000 + life, requestKey: requestKey() })) === null)
          continue
        await insist({ type: life % 5 === 4 ? 'withdraw' : 'complete', id, ticket, requestKey: requestKey() })
      }
    }
    async function relays(): Promise<void> {
      while (!isOver) {
        await counter.relay({ limit: 100 }).catch(() => {})
        await pause(100)
      }
    }
    async function leads(): Promise<void> {
      while (!isOver) {
        const port = await cluster.primary().catch(() => null)
        if (port !== null) way.leadTo(port)
        await pause(100)
      }
    }
    const working = [...Array.from({ length: clientsCount }, (_, number) => client(number)), relays(), leads()]
    for (const trouble of troubles) {
      await cluster.settled()
      await pause(1_500)
      const port = (await cluster.primary()) ?? 0
      if (trouble === 'killed') {
        await cluster.holdBack(port)
        await pause(behindMs)
      }
      const at = performance.now()
      const back = new Promise<number>((resolve) => {
        heardSince = (askedAt) => {
          if (askedAt > at) resolve(performance.now() - at)
        }
      })
      if (trouble === 'killed') cluster.signal(port, 'SIGKILL')
      if (trouble === 'frozen') cluster.signal(port, 'SIGSTOP')
      if (trouble === 'cut') {
        way.cut(true)
        await pause(cutMs)
        way.cut(false)
      }
      const gap = await Promise.race([back, pause(180_000).then(() => Number.NaN)])
      if (Number.isNaN(gap)) wrong.push(`${trouble}: no service within three minutes`)
      gaps.set(trouble, [...(gaps.get(trouble) ?? []), gap])
      process.stderr.write(`${mode}, ${trouble}: back after ${(gap / 1_000).toFixed(1)} s, ${acknowledged.length} answers\n`)
      if (trouble === 'killed') cluster.restart(port)
      if (trouble === 'frozen') cluster.signal(port, 'SIGCONT')
    }
    await cluster.settled()
    isOver = true
    await Promise.all(working)
    await close()
    // An hour later no lease is left, and nobody is in a hurry.
    const patient = connectPostgres(`postgres://postgres@127.0.0.1:${way.port}/postgres`)
    const later = openCounter({ office, storage: sqlStorage(patient.db), documents, aheadMs: 3_600_000 }, note)
    while ((await later.relay({ limit: 1_000 })).sent.length > 0);
    const contents = await contentsOf(patient.db, office)
    const findings = [...lossesIn({ acknowledged, wrong, sent }, contents), ...flawsOf(contents)]
    await patient.close()
    return {
      findings,
      acknowledged: acknowledged.length,
      mails: new Set(sent.map(({ id }) => id)).size,
      failures,
      gaps,
      ms: performance.now() - start,
    }
  } finally {
    isOver = true
    await way.close()
    cluster.stop()
  }
}
