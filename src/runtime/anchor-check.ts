/** The storage of today compared with an anchor. */
import { equalText } from '../crypto/index.ts'
import { accept, type Instant, type Result } from '../kernel/index.ts'
import type { Stored } from '../ports/index.ts'
import { type AnchorContext, stays } from './anchor.ts'
import {
  type AnchorHead,
  type AnchorStart,
  anchorRefused,
  headIn,
  type JournalAnchorRefusal,
  sealIn,
  sealOf,
  startIn,
} from './anchor-lines.ts'
import { erasureOrdered } from './erasure.ts'
import { readArgument } from './input.ts'
import type { JournalVerdict } from './journal.ts'
import { sequenceOf, verifyRow, verifyStored } from './journal-reader.ts'
import { type RecordName, recordIn } from './record.ts'
import { journalPage, loadRows, type Runtime } from './runtime.ts'

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

const findingsMax = 1000
const loadMax = 100

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

/** What is not as the anchor says of a record; null for nothing. */
async function findingOf(
  { runtime, procedures }: AnchorContext,
  { key, version, journalHead }: AnchorHead,
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
  { keyId }: AnchorStart,
  lines: AsyncIterator<string | null>,
  seal: string,
): Promise<Result<Pick<JournalAnchorReport, 'end' | 'records' | 'failed' | 'findings'>, JournalAnchorRefusal>> {
  const { runtime } = context
  const { ring, office } = runtime
  const findings: JournalAnchorFinding[] = []
  let failed = 0
  let records = 0
  let before = ''
  let heads: AnchorHead[] = []
  let running: string | null = seal

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
    if (typeof line !== 'string') return anchorRefused('form')
    const end = sealIn(line)
    if (end !== null) {
      const sealed = sealOf(ring, keyId, `end ${records}`, running)
      if (!equalText(line, `end ${records} ${keyId}~${sealed}`)) return anchorRefused('seal')
      await compare()
      return accept({ end: line, records, failed, findings })
    }
    const head = headIn(office.id, line)
    if (head === null || head.key <= before) return anchorRefused('form')
    before = head.key
    running = sealOf(ring, keyId, line, running)
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
  if (expected !== undefined && expected !== null && previous === null) return anchorRefused('previous')
  const given = linesIn(lines)
  try {
    const { value: line } = await given.next()
    const first = typeof line === 'string' ? startIn(line) : null
    if (first === null || typeof line !== 'string') return anchorRefused('form')
    if (first.office !== office.id) return anchorRefused('office')
    const seal = sealOf(ring, first.keyId, line)
    if (seal === null) return anchorRefused('key')
    const compared = await compareAll(context, first, given, seal)
    if (!compared.ok) return compared
    if (expected !== undefined && first.previous !== previous) return anchorRefused('previous')
    return accept({ at: first.at, ...compared.value })
  } finally {
    // What the host has opened is closed, though its end was not read.
    await given.return(null).catch(() => null)
  }
}
