/** The processes that race, and the one that lets them: it prepares trials, starts all clients at once and judges what is stored. */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { defaultPolicy } from 'sportello'
import { migrate, sqlStorage } from 'sportello/sql'
import { bundle } from '../../support/bundle.ts'
import { connectPostgres } from '../../support/connection.ts'
import { flawsOf } from '../../support/soundness.ts'
import { type Contents, contentsOf } from '../../support/tables.ts'
import { tally } from './findings.ts'
import { type Answer, clientsMax, openScene, type Race, type Sent } from './race.ts'
import { races } from './races.ts'

export type Trial = { readonly office: string; readonly cast: unknown }

export type Order =
  | { readonly type: 'choose'; readonly race: number; readonly prefix: string; readonly blind: boolean }
  | { readonly type: 'prepare'; readonly offices: readonly string[] }
  | { readonly type: 'ready'; readonly trials: readonly Trial[] }
  | { readonly type: 'go'; readonly of: number; readonly clients: number }

export type Reply = {
  readonly trials: readonly Trial[]
  readonly ran: {
    readonly trials: readonly {
      readonly office: string
      readonly answers: readonly { readonly n: number; readonly answer: Answer }[]
      readonly sent: readonly Sent[]
    }[]
    readonly conflicts: number
  }
}

export type Report = {
  readonly race: string
  readonly trials: number
  /** What is wrong, with the office of the trial. */
  readonly findings: readonly string[]
  /** How often each answer was given. */
  readonly answers: string
  /** Commits that met with a conflict: a race without any has proven nothing. */
  readonly conflicts: number
  readonly preparingMs: number
  readonly racingMs: number
  readonly judgingMs: number
}

/** So many trials are prepared, run and judged together, in tables of their own. */
const batchSize = 100

/** Trials that run at the same time, so that no processor waits. */
const trialsAtOnce = 2

export type Crew = {
  readonly run: (race: Race, trials: number, clients?: number) => Promise<Report>
  readonly close: () => Promise<void>
}

function ask(worker: ChildProcess, order: Order): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a process of the race has ended'))
    worker.once('exit', ended)
    worker.once('message', (reply: Reply & { readonly failed?: string }) => {
      worker.off('exit', ended)
      if (reply.failed === undefined) resolve(reply)
      else reject(new Error(reply.failed))
    })
    worker.send(order)
  })
}

export type CrewOptions = {
  readonly processes?: number
  /** True for a storage that is not to be trusted, so that the races can be seen to fail. */
  readonly blind?: boolean
}

/** Starts the processes on a database. */
export async function openCrew(url: string, { processes = 4, blind = false }: CrewOptions = {}): Promise<Crew> {
  const script = await bundle(new URL('worker.ts', import.meta.url))
  const workers = Array.from({ length: processes }, (_, n) =>
    fork(script, [url, String(n)], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const { db, close } = connectPostgres(url)
  const everybody = (order: (n: number) => Order) => Promise.all(workers.map((worker, n) => ask(worker, order(n))))
  // Several crews may work on one database.
  const mark = randomBytes(4).toString('hex')
  let batches = 0

  async function runBatch(
    race: Race,
    size: number,
    clients: number,
  ): Promise<Omit<Report, 'race' | 'trials' | 'answers'> & { answers: Answer[] }> {
    const prefix = `race_${mark}_${batches}_`
    batches += 1
    const begun = performance.now()
    await migrate(db, { prefix })
    await everybody(() => ({ type: 'choose', race: races.indexOf(race), prefix, blind }))
    const offices = Array.from({ length: size }, (_, i) => `office-${i}`)
    const prepared = await everybody((n) => ({ type: 'prepare', offices: offices.filter((_, i) => i % processes === n) }))
    const trials = prepared.flatMap((reply) => reply.trials)

    const started = performance.now()
    const outcomes = new Map<string, { answers: Answer[]; sent: Sent[] }>()
    let conflicts = 0
    for (let i = 0; i < trials.length; i += trialsAtOnce) {
      const wave = trials.slice(i, i + trialsAtOnce)
      await everybody(() => ({ type: 'ready', trials: wave }))
      for (const { ran } of await everybody(() => ({ type: 'go', of: processes, clients }))) {
        conflicts += ran.conflicts
        for (const { office, answers, sent } of ran.trials) {
          const outcome = outcomes.get(office) ?? { answers: [], sent: [] }
          for (const { n, answer } of answers) outcome.answers[n] = answer
          outcome.sent.push(...sent)
          outcomes.set(office, outcome)
        }
      }
    }

    const ended = performance.now()
    const stored = byOffice(await contentsOf(db, undefined, prefix))
    const storage = sqlStorage(db, { prefix })
    const findings: string[] = []
    const answers: Answer[] = []
    for (const { office, cast } of trials) {
      const outcome = outcomes.get(office) ?? { answers: [], sent: [] }
      const contents = stored.get(office) ?? { records: [], journal: [], outbox: [] }
      if (outcome.answers.filter((answer) => answer !== undefined).length !== clients)
        findings.push(`${office}: a client is missing`)
      answers.push(...outcome.answers)
      const after = openScene(office, storage, race, race.aheadMs?.(0) ?? 0)
      const wrong = [
        ...flawsOf(contents, policyOf(race)),
        ...(await judged(() => race.judge({ cast, ...outcome, contents, after }))),
      ]
      findings.push(...wrong.map((finding) => `${office}: ${finding}`))
    }
    const figures = { preparingMs: started - begun, racingMs: ended - started, judgingMs: performance.now() - ended }
    return { findings, answers, conflicts, ...figures }
  }

  return {
    async run(race, count, clients = clientsMax) {
      const report = { findings: [] as string[], conflicts: 0, preparingMs: 0, racingMs: 0, judgingMs: 0 }
      const answers: Answer[] = []
      for (let left = count; left > 0; left -= batchSize) {
        const batch = await runBatch(race, Math.min(left, batchSize), clients)
        report.findings.push(...batch.findings)
        answers.push(...batch.answers)
        for (const figure of ['conflicts', 'preparingMs', 'racingMs', 'judgingMs'] as const) report[figure] += batch[figure]
      }
      return { race: race.name, trials: count, ...report, answers: tally(answers) }
    },
    async close() {
      for (const worker of workers) worker.disconnect()
      await Promise.all([close(), ...workers.map((worker) => (worker.exitCode === null ? once(worker, 'exit') : null))])
    },
  }
}

/** A judge who cannot read what there is has found something. */
async function judged(judge: () => ReturnType<Race['judge']>): Promise<readonly string[]> {
  try {
    return await judge()
  } catch (cause) {
    return [`the judge failed: ${String(cause)}`]
  }
}

function policyOf({ policy = {} }: Race): typeof defaultPolicy {
  return {
    ...defaultPolicy,
    credential: { ...defaultPolicy.credential, ...policy.credential },
    quota: { ...defaultPolicy.quota, ...policy.quota },
    pecChange: { ...defaultPolicy.pecChange, ...policy.pecChange },
  }
}

function byOffice({ records, journal, outbox }: Contents): ReadonlyMap<string, Contents> {
  type Growing = { readonly [Part in keyof Contents]: Contents[Part][number][] }
  const found = new Map<string, Growing>()
  const of = (key: string): Growing => {
    const office = key.slice(0, key.indexOf('/'))
    const known = found.get(office)
    if (known !== undefined) return known
    const fresh: Growing = { records: [], journal: [], outbox: [] }
    found.set(office, fresh)
    return fresh
  }
  for (const record of records) of(record.key).records.push(record)
  for (const entry of journal) of(entry.key).journal.push(entry)
  for (const message of outbox) of(message.topic).outbox.push(message)
  return found
}
