/**
 * Kills a writing process again and again, each time at another moment, and looks at what it leaves: whatever was acknowledged is
 * stored, every change has its mail and every mail its change, a mail is sent twice only with the same bytes, nothing stays locked,
 * and a command without an answer can be given again.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { fileDocuments } from 'sportello/files'
import { migrate, sqlStorage } from 'sportello/sql'
import { bundle } from '../../support/bundle.ts'
import { connect } from '../../support/connection.ts'
import { flawsOf, rowsOf } from '../../support/soundness.ts'
import { type Contents, contentsOf } from '../../support/tables.ts'
import { forNobodyIn } from '../load/judge.ts'
import { digestOf, give, type Line, openCounter, type Target, type Told } from './act.ts'

export type KillsReport = {
  readonly kills: number
  /** What is wrong, with the number of the kill. */
  readonly findings: readonly string[]
  readonly acknowledged: number
  /** How many of each type those were. */
  readonly acts: ReadonlyMap<string, number>
  /** Commands that were under way, and were given again. */
  readonly repeated: number
  /** How many of those had been done, and only their answer was lost. */
  readonly lost: number
  readonly mails: number
  /** Mails that were sent a second time, with the same id and the same bytes. */
  readonly duplicates: number
  readonly ms: number
}

/** The latest moment of a kill after the process has begun to work, ms. */
const killAtMax = 50

/** A process may have done so much before the moment is counted, so that every stage of a life is met. */
const acksBeforeMax = 40

const startingCount = 2

/** The steps of Park and Miller: the same moments for the same seed. */
function drawer(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

type Sent = { readonly id: string; readonly digest: string }

/** A line that the kill cut off was never said. */
const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1)

const sentIn = (path: string): readonly Sent[] =>
  existsSync(path) ? linesOf(readFileSync(path, 'utf8')).map((line) => JSON.parse(line) as Sent) : []

type Writer = {
  readonly child: ChildProcess
  readonly until: (said: Line['said']) => Promise<void>
  readonly lines: () => readonly Line[]
}

function startWriter(given: readonly string[]): Writer {
  const child = spawn(process.execPath, given, { stdio: ['pipe', 'pipe', 'inherit'] })
  let text = ''
  const lines = () => linesOf(text).map((line) => JSON.parse(line) as Line)
  let heard = () => {}
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    heard()
  })
  const until = (said: Line['said']) =>
    new Promise<void>((resolve, reject) => {
      const mark = `{"said":"${said}"`
      heard = () => {
        if (text.includes(mark)) resolve()
      }
      child.once('close', () => reject(new Error(`the writer has ended by itself:\n${text.slice(-2_000)}`)))
      heard()
    })
  return { child, until, lines }
}

/**
 * Kills as many processes as asked. `place` is the URL of a PostgreSQL, or the path of a file of SQLite. `torn` queues mail apart from
 * what it tells of, so that the campaign can be seen to find it.
 */
export async function runKills(
  place: string,
  kills: number,
  seed: number,
  how: 'sound' | 'torn' = 'sound',
): Promise<KillsReport> {
  const start = performance.now()
  const draw = drawer(seed)
  const folder = await mkdtemp(join(tmpdir(), 'sportello-kills-'))
  const script = await bundle(new URL('writer.ts', import.meta.url))
  const { db, close } = connect(place)
  const storage = sqlStorage(db)
  const documents = fileDocuments({ directory: join(folder, 'documents') })
  const acts = new Map<string, number>()
  const counts = { acknowledged: 0, repeated: 0, lost: 0, mails: 0, duplicates: 0 }
  const findings: string[] = []
  const onServer = /^postgres(ql)?:/.test(place)
  await migrate(db)
  // Some start while another works: starting takes longer than working.
  const starting: Writer[] = []
  const startNext = () => starting.push(startWriter([script, place, join(folder, 'documents'), how]))
  for (let i = 0; i < Math.min(startingCount, kills); i += 1) startNext()
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const writer = starting.shift()
      if (writer === undefined) break
      await writer.until('ready')
      const office = `kill-${seed}-${kill}`
      const sent = join(folder, `sent-${kill}`)
      const acksBefore = Math.floor(draw() * acksBeforeMax)
      const killAt = draw() * killAtMax
      writer.child.stdin?.write(`${JSON.stringify({ office, sent, seed: Math.floor(draw() * 1_000_000), acksBefore })}\n`)
      await writer.until('working')
      await moment(killAt)
      const closed = once(writer.child, 'close')
      writer.child.kill('SIGKILL')
      await closed
      if (kill + startingCount < kills) startNext()
      const wrong = await look(office, writer.lines(), sent)
      findings.push(
        ...wrong.map(
          (finding) => `kill ${kill} of seed ${seed}, ${killAt.toFixed(2)} ms after ${acksBefore} answers: ${finding}`,
        ),
      )
    }
    findings.push(...(await integrity()))
  } finally {
    for (const { child } of starting) child.kill('SIGKILL')
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { kills, findings, acts, ...counts, ms: performance.now() - start }

  /** Everything that is wrong with what one process left. */
  async function look(office: string, lines: readonly Line[], sentPath: string): Promise<readonly string[]> {
    const found: string[] = [...(await locksIn(office))]
    const asked = lines.flatMap((line) => (line.said === 'asked' ? [line] : []))
    const answers = new Map(lines.flatMap((line) => (line.said === 'answered' ? [[line.n, line.told] as const] : [])))
    for (const [n, told] of answers) if (!('done' in told)) found.push(`command ${n}: ${JSON.stringify(told)}`)
    counts.acknowledged += answers.size
    for (const { n, act } of asked) if (answers.has(n)) acts.set(act.type, (acts.get(act.type) ?? 0) + 1)
    const before = await contentsOf(db, office)
    const done = effectsOf([...answers.values()])
    const left = storedEffects(before)
    found.push(...flawsOf(before).map((flaw) => `left behind: ${flaw}`))
    for (const [effect, count] of done) if ((left.get(effect) ?? 0) < count) found.push(`${effect}: acknowledged, and not stored`)

    // What has no answer is asked again with its key, as a caller would.
    const again = openCounter({ office, storage, documents }, () => {})
    const repeats: Told[] = []
    for (const { n, act } of asked.filter((line) => !answers.has(line.n))) {
      const { told } = await give(again, act)
      repeats.push(told)
      counts.repeated += 1
      if (!('done' in told)) found.push(`command ${n}, ${act.type}, given again: ${JSON.stringify(told)}`)
      else if ((left.get(nameOf(told.done)) ?? 0) > (done.get(nameOf(told.done)) ?? 0)) counts.lost += 1
    }
    const after = await contentsOf(db, office)
    const wanted = effectsOf([...answers.values(), ...repeats])
    found.push(...flawsOf(after).map((flaw) => `after the repeats: ${flaw}`))
    for (const [effect, count] of storedEffects(after)) {
      if (count !== wanted.get(effect)) found.push(`${effect}: ${count} times, asked for ${wanted.get(effect) ?? 0} times`)
    }
    found.push(...halfDecisions(after))
    found.push(...(await missingDocuments(after, office)))

    // An hour later the leases of the dead process are over.
    const resent: Sent[] = []
    const later = openCounter({ office, storage, documents, aheadMs: 3_600_000 }, (mail) => {
      resent.push({ id: mail.id, digest: digestOf(mail) })
    })
    while ((await later.relay()).sent.length > 0);
    found.push(...mailFlaws(await contentsOf(db, office), [...sentIn(sentPath), ...resent]))
    return found
  }

  /** All mail that still counts was sent, and what was sent twice was the same both times. */
  function mailFlaws(contents: Contents, sent: readonly Sent[]): readonly string[] {
    const found: string[] = []
    const digests = new Map<string, string>()
    for (const { id, digest } of sent) {
      const known = digests.get(id)
      if (known !== undefined) counts.duplicates += 1
      if (known !== undefined && known !== digest) found.push(`${id}: sent twice with other bytes`)
      digests.set(id, digest)
    }
    counts.mails += digests.size
    const over = new Set(
      rowsOf(contents)
        .filter(({ value }) => ['withdrawn', 'void'].includes(String(value['status'])))
        .map(({ key }) => key),
    )
    // What told of the request, and the link, count no more; what tells of the end does.
    const confirmed = new Set(
      rowsOf(contents)
        .filter(({ kind, value }) => kind === 'pec-change' && value['status'] === 'confirmed')
        .map(({ key }) => key),
    )
    const isOver = (id: string, topic: string) => over.has(topic) || (confirmed.has(topic) && !/\.confirmed(-pec)?$/.test(id))
    const isForNobody = forNobodyIn(contents)
    const queued = new Set(contents.outbox.map(({ id }) => id))
    for (const message of contents.outbox) {
      const { id, topic, sealed } = message
      if (sealed !== '') found.push(`${id}: still waiting`)
      if (!digests.has(id) && !isOver(id, topic) && !isForNobody(message)) found.push(`${id}: lost`)
    }
    for (const id of digests.keys()) if (!queued.has(id)) found.push(`${id}: sent without having been queued`)
    return found
  }

  async function missingDocuments(contents: Contents, office: string): Promise<readonly string[]> {
    const found: string[] = []
    for (const { kind, id, value } of rowsOf(contents)) {
      if ((kind !== 'registration' && kind !== 'assistance') || value['status'] === 'withdrawn') continue
      for (const { digest, size } of value['documents'] as readonly { readonly digest: string; readonly size: number }[]) {
        if ((await documents.get({ office, owner: id, digest, size })) === null)
          found.push(`${id}: the bytes of ${digest} are missing`)
      }
    }
    return found
  }

  /** Whether everything that the dead process was at can be written by others. */
  async function locksIn(office: string): Promise<readonly string[]> {
    const [from, to] = [`${office}/`, `${office}0`]
    const patience = performance.now() + 2_000
    for (;;) {
      try {
        await db.transaction().execute(async (transaction) => {
          if (!onServer) return
          await sql`select 1 from sportello_record where key > ${from} and key < ${to} for update nowait`.execute(transaction)
          await sql`select 1 from sportello_outbox where topic > ${from} and topic < ${to} for update nowait`.execute(transaction)
        })
        return []
      } catch (cause) {
        // A server hears of the end of a process a moment later than we do.
        if (performance.now() > patience) return [`locked: ${String(cause)}`]
        await pause(5)
      }
    }
  }

  async function integrity(): Promise<readonly string[]> {
    if (onServer) return []
    const { rows } = await sql<{ readonly integrity_check: string }>`pragma integrity_check`.execute(db)
    return rows.flatMap(({ integrity_check: said }) => (said === 'ok' ? [] : [`integrity: ${said}`]))
  }
}

/** A request for assistance that was accepted without its change, or a change without the request. */
function halfDecisions(contents: Contents): readonly string[] {
  const rows = rowsOf(contents)
  const accepted = rows.flatMap(({ kind, value }) => (kind === 'assistance' ? (value['changeId'] ?? []) : []))
  const begun = rows.flatMap(({ kind, id, value }) => (kind === 'pec-change' && value['origin'] === 'assistance' ? id : []))
  const alone = [...accepted, ...begun].filter((id) => !accepted.includes(id) || !begun.some((other) => other === id))
  return alone.map((id) => `${id}: half of a decision on assistance`)
}

const nameOf = ({ kind, id, event }: Target): string => `${kind}/${id} ${event}`

/** How often each change was asked for and answered as done. */
function effectsOf(told: readonly Told[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of told) {
    if ('done' in one) counts.set(nameOf(one.done), (counts.get(nameOf(one.done)) ?? 0) + 1)
  }
  return counts
}

/** The changes that a command can be for; the others follow from these. */
const changes: ReadonlySet<string> = new Set([
  'RegistrationOpened',
  'DocumentAdded',
  'RegistrationCompleted',
  'RegistrationWithdrawn',
  'Approved',
  'Rejected',
  'CorrectionRequested',
  'SignedIn',
  'PasswordChanged',
  'ChangeRequested',
  'PecLinkDelivered',
  'ChangeConfirmed',
  'AssistanceOpened',
  'AssistanceRejected',
])

/** How often each change is in the journals. */
function storedEffects({ journal }: Contents): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { key, type } of journal) {
    if (!changes.has(type)) continue
    const [, kind = '', id = ''] = key.split('/')
    const name = nameOf({ kind, id, event: type })
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** Waits for a moment between two ticks of the timer, which counts in whole milliseconds: the rest is waited for awake. */
async function moment(ms: number): Promise<void> {
  const at = performance.now() + ms
  if (ms > 2) await pause(Math.floor(ms) - 1)
  while (performance.now() < at);
}
