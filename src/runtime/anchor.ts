/**
 * Anchors: what the heads of all journals were at an instant, as lines of text under one seal, to be kept where whoever writes the
 * database cannot write. Against an anchor the storage of today shows which records are gone and which were set back.
 *
 * The first line names key, office, instant and the seal of the anchor before; then comes a line for each record; the last line has
 * their number and the seal, which is a keyed digest over all lines in their order.
 */
import { accept, type Instant, isInstant, type Result, refuse, SportelloError, type Status } from '../kernel/index.ts'
import type { Stored } from '../ports/index.ts'
import { erasureOrdered } from './erasure.ts'
import { readArgument } from './input.ts'
import type { JournalRing, JournalVerdict } from './journal.ts'
import { sequenceOf, verifyRow, verifyStored } from './journal-reader.ts'
import { rowsOf } from './paging.ts'
import type { ProcedureParts } from './procedure.ts'
import { keyOf, type RecordName, recordIn } from './record.ts'
import { journalPage, loadRows, type Runtime } from './runtime.ts'

/** What anchors work with: the storage, and what each procedure says of the end of its records. */
export type AnchorContext = { readonly runtime: Runtime; readonly procedures: readonly ProcedureParts<Status>[] }

/** Which anchor came before. Everything may be left out. */
export type JournalAnchorOptions = {
  /** The last line of the anchor before; left out for the first one. */
  readonly previous?: string
}

/** An anchor, as it is written. */
export type JournalAnchor = {
  /** When it was begun. */
  readonly at: Instant
  /**
   * Its lines without line ends, each of at most 600 printable ASCII characters. Read from the storage as they are iterated, once. An
   * anchor is whole when its last line is there, which begins with `end`.
   */
  readonly lines: AsyncIterable<string>
}

/** Why an anchor is not made, or proves nothing. */
export type JournalAnchorRefusal = {
  readonly code: 'journal/anchor-refused'
  /**
   * `form`: these are not the lines of a whole anchor. `office`: it is another office's. `key`: the ring has no key of its id. `seal`:
   * a line was changed, left out or put in. `previous`: it does not follow the anchor that was named, or that is the last line of none.
   */
  readonly fault: 'form' | 'office' | 'key' | 'seal' | 'previous'
}

/** Which anchor must have come before. Everything may be left out. */
export type JournalAnchorCheck = {
  /** The last line of the anchor before; null when this is the first one. Left out, any may have come before. */
  readonly previous?: string | null
}

/** One record that is not as an anchor says it was, or that does not continue it. */
export type JournalAnchorFinding = { readonly record: RecordName } & (
  | {
      /** The record is not there any more, though none of its kind and state is ever removed. */
      readonly found: 'missing'
    }
  | {
      /** The record, or its journal, is at an earlier point than it was. */
      readonly found: 'rolled-back'
    }
  | {
      /** Its journal is whole and has other entries than it had. */
      readonly found: 'forked'
    }
  | {
      /** It stands as erased, which takes it out of the next anchor, and its journal has no order for that. */
      readonly found: 'wiped'
    }
  | {
      /** Its journal is not whole: from which entry on, and how. */
      readonly found: 'broken'
      readonly sequence: number
      readonly reason: Extract<JournalVerdict, { readonly ok: false }>['reason']
    }
)

/** What the storage of today shows against an anchor. */
export type JournalAnchorReport = {
  /** When the anchor was begun. */
  readonly at: Instant
  /** Its last line: the `previous` of the anchor after it. */
  readonly end: string
  /** How many records it names; each was looked at, with its whole journal. */
  readonly records: number
  /** How many of them are not as they should be; 0 when all continue the anchor. */
  readonly failed: number
  /** The first thousand of them, in byte order of the key. */
  readonly findings: readonly JournalAnchorFinding[]
}

/** What a line says of a record. */
type Head = { readonly key: string; readonly version: number; readonly journalHead: string }

const findingsMax = 1000
const loadMax = 100

const refused = (fault: JournalAnchorRefusal['fault']): Result<never, JournalAnchorRefusal> =>
  refuse({ code: 'journal/anchor-refused', fault })

// The texts of a journal begin with a key, which is no single word: no entry is ever a line of an anchor, or the other way round.
function sealOf(ring: JournalRing, keyId: string, line: string, before = ''): string | null {
  return ring.digest('journal', keyId, `anchor\0${before}\0${line}`)
}

const sealPattern = /^end \d{1,15} ([a-z0-9-]{1,32}~[A-Za-z0-9_-]{43})$/

/** The seal in the last line of an anchor; null for any other value. */
function sealIn(line: unknown): string | null {
  return typeof line === 'string' && line.length <= 128 ? (sealPattern.exec(line)?.[1] ?? null) : null
}

/** True for a row that an anchor names: one that cannot be removed for good from the state that it is in. */
function stays({ retention }: ProcedureParts<Status>, row: Stored): boolean {
  if (retention.end !== 'swept' || retention.mayLeave === null) return true
  try {
    return !retention.mayLeave(row)
  } catch {
    // A row that cannot be read is no reason to forget it.
    return true
  }
}

function lineOf(office: string, { key, version, journalHead }: Stored): string {
  const isTold = Number.isSafeInteger(version) && typeof journalHead === 'string'
  const line = isTold ? `${key.slice(office.length + 1)} ${version} ${journalHead}` : ''
  if (headIn(office, line) === null) throw new SportelloError('record/unreadable', 'anchor: a row has no key, version or head')
  return line
}

/** The rows that an anchor names, in byte order of their keys. */
async function* lasting({ runtime, procedures }: AnchorContext): AsyncGenerator<Stored> {
  const { id: office } = runtime.office
  const kept = procedures
    .filter(({ retention }) => retention.end !== 'removed')
    .map((procedure) => ({ procedure, prefix: keyOf(office, procedure.kind.decider.name, '') }))
    .sort((a, b) => (a.prefix < b.prefix ? -1 : 1))
  for (const { procedure } of kept) {
    for await (const row of rowsOf(runtime, { office, kind: procedure.kind.decider.name })) {
      if (stays(procedure, row)) yield row
    }
  }
}

async function* linesOf(context: AnchorContext, at: Instant, previous: string | null): AsyncGenerator<string> {
  const { ring, office } = context.runtime
  const { current } = ring
  const first = `sportello-anchor 1 ${current} ${office.id} ${at} ${previous ?? '-'}`
  yield first
  let seal = sealOf(ring, current, first)
  let count = 0
  for await (const row of lasting(context)) {
    const line = lineOf(office.id, row)
    yield line
    seal = sealOf(ring, current, line, seal ?? '')
    count += 1
  }
  yield `end ${count} ${current}~${sealOf(ring, current, `end ${count}`, seal ?? '')}`
}

/** An anchor of all journals that outlast their records: version and head of each, under one seal that also names the anchor before. */
export async function makeAnchor(
  context: AnchorContext,
  options: JournalAnchorOptions = {},
): Promise<Result<JournalAnchor, JournalAnchorRefusal>> {
  const [given] = readArgument(() => [options.previous]) ?? [null]
  const previous = given === undefined ? null : sealIn(given)
  if (given !== undefined && previous === null) return refused('previous')
  const at = context.runtime.now()
  return accept({ at, lines: linesOf(context, at, previous) })
}

/** The lines of an anchor as the host hands them in; null, once and last, where there is no line to be read. */
async function* linesIn(given: unknown): AsyncGenerator<string | null> {
  try {
    for await (const line of given as AsyncIterable<unknown>) {
      if (typeof line !== 'string' || line.length > 600) break
      yield line
    }
  } catch {
    // What cannot be read to its end is no whole anchor.
  }
  yield null
}

type First = { readonly keyId: string; readonly office: string; readonly at: Instant; readonly previous: string | null }

const firstPattern = /^sportello-anchor 1 ([a-z0-9-]{1,32}) ([a-z0-9-]{1,63}) (\d{1,16}) (-|[a-z0-9-]{1,32}~[A-Za-z0-9_-]{43})$/

function firstIn(line: string): First | null {
  const [, keyId = '', office = '', at = '', previous = ''] = firstPattern.exec(line) ?? []
  return isInstant(Number(at)) && at !== ''
    ? { keyId, office, at: Number(at), previous: previous === '-' ? null : previous }
    : null
}

// As the port has keys and heads: whatever stands in a row can be named, and what cannot is refused when the anchor is made.
const headPattern = /^([!-.0-~]+\/[!-.0-~]+) (\d{1,15}) ([!-~]{0,255})$/

function headIn(office: string, line: string): Head | null {
  const [, name = '', version = '', journalHead = ''] = headPattern.exec(line) ?? []
  const key = `${office}/${name}`
  return name !== '' && key.length <= 255 ? { key, version: Number(version), journalHead } : null
}

/** What is not as the anchor says of a record; null for nothing. */
async function findingOf(
  { runtime, procedures }: AnchorContext,
  { key, version, journalHead }: Head,
  row: Stored | null,
): Promise<JournalAnchorFinding | null> {
  const record = recordIn(key)
  if (row === null) return { record, found: 'missing' }
  const sequence = sequenceOf(journalHead)
  const procedure = procedures.find(({ kind }) => kind.decider.name === record.kind)
  // From where an anchor names it no record comes back to where it may be removed: it would vanish from the next anchor.
  const isBack = procedure !== undefined && !stays(procedure, row)
  if (isBack || row.version < version || sequenceOf(row.journalHead) < sequence) return { record, found: 'rolled-back' }
  const told = await verifyStored(runtime, key, sequence)
  const whole = told.ok && told.entries === sequence ? await verifyRow(runtime, row, told) : told
  if (!whole.ok) return { record, found: 'broken', sequence: whole.sequence, reason: whole.reason }
  if (told.ok && told.entries < sequence) return { record, found: 'broken', sequence: told.entries + 1, reason: 'head' }
  if (told.ok && told.head !== journalHead) return { record, found: 'forked' }
  return row.erasedAt !== null && !(await wasOrdered(runtime, row)) ? { record, found: 'wiped' } : null
}

/** True when the journal has the order for the erasure, which comes right before it: at most what was in hand came between. */
async function wasOrdered(runtime: Runtime, { key, journalHead }: Stored): Promise<boolean> {
  const entries = await journalPage(runtime, key, { after: Math.max(0, sequenceOf(journalHead) - 200), limit: 200 })
  return entries.some(({ type }) => type === erasureOrdered)
}

/** Reads the heads of an anchor and compares them with the storage, some at a time. */
async function compareAll(
  context: AnchorContext,
  { keyId }: First,
  lines: AsyncIterator<string | null>,
  seal: string,
): Promise<Result<Pick<JournalAnchorReport, 'end' | 'records' | 'failed' | 'findings'>, JournalAnchorRefusal>> {
  const { runtime } = context
  const { ring, office } = runtime
  const findings: JournalAnchorFinding[] = []
  let failed = 0
  let records = 0
  let before = ''
  let heads: Head[] = []
  let running = seal

  async function compare(): Promise<void> {
    const rows =
      heads.length === 0
        ? []
        : await loadRows(
            runtime,
            heads.map(({ key }) => key),
          )
    for (const [i, head] of heads.entries()) {
      const finding = await findingOf(context, head, rows[i] ?? null)
      if (finding === null) continue
      failed += 1
      if (findings.length < findingsMax) findings.push(finding)
    }
    heads = []
  }

  for (;;) {
    const { value: line } = await lines.next()
    if (typeof line !== 'string') return refused('form')
    const end = sealIn(line)
    if (end !== null) {
      const sealed = sealOf(ring, keyId, `end ${records}`, running)
      if (line !== `end ${records} ${keyId}~${sealed}`) return refused('seal')
      await compare()
      return accept({ end: line, records, failed, findings })
    }
    const head = headIn(office.id, line)
    if (head === null || head.key <= before) return refused('form')
    before = head.key
    running = sealOf(ring, keyId, line, running) ?? ''
    records += 1
    heads.push(head)
    if (heads.length === loadMax) await compare()
  }
}

/** Compares the storage of today with an anchor: every record that it names, each with its whole journal. */
export async function verifyAnchor(
  context: AnchorContext,
  lines: AsyncIterable<string> | Iterable<string>,
  check: JournalAnchorCheck = {},
): Promise<Result<JournalAnchorReport, JournalAnchorRefusal>> {
  const { ring, office } = context.runtime
  const [expected] = readArgument(() => [check.previous]) ?? ['']
  const previous = expected === undefined || expected === null ? null : sealIn(expected)
  if (expected !== undefined && expected !== null && previous === null) return refused('previous')
  const given = linesIn(lines)
  try {
    const { value: line } = await given.next()
    const first = typeof line === 'string' ? firstIn(line) : null
    if (first === null || typeof line !== 'string') return refused('form')
    if (first.office !== office.id) return refused('office')
    const seal = sealOf(ring, first.keyId, line)
    if (seal === null) return refused('key')
    const compared = await compareAll(context, first, given, seal)
    if (!compared.ok) return compared
    if (expected !== undefined && first.previous !== previous) return refused('previous')
    return accept({ at: first.at, ...compared.value })
  } finally {
    // What the host has opened is closed, though its end was not read.
    await given.return(null).catch(() => null)
  }
}
