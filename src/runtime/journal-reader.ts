/** The journal as an auditor reads it: page by page, and verified from the first entry to the record's head. */
import { accept, type Instant, type Result, refuse, SportelloError } from '../kernel/index.ts'
import type { JournalEntry, Key, Stored } from '../ports/index.ts'
import { readArgument } from './input.ts'
import { atHead, type ChainEnd, chainStart, continueChain, type JournalVerdict } from './journal.ts'
import { asNumber } from './page-values.ts'
import { keyOf, type RecordName } from './record.ts'
import { journalPage, loadRows, type Runtime } from './runtime.ts'

/** Why a journal is not shown. */
export type JournalRefusal =
  /** Nothing is stored under this name. */
  { readonly code: 'journal/not-found' }

/** One entry of a journal, for people of the office. */
export type JournalLine = {
  /** 1, 2, 3 … within the record. */
  readonly sequence: number

  /** When that was. */
  readonly at: Instant
  /** `kind` or `kind:id` of the actor. */
  readonly by: string

  /** The kind of the document; `other` needs a description. */
  readonly type: string
  /** The event without its personal part. */
  readonly data: unknown
  /** The personal part, null where there was none or it was erased. */
  readonly personal: unknown

  /** The chained hash of the entry. */
  readonly hash: string
}

const pageSize = 200

function recordKey(runtime: Runtime, record: RecordName): string | null {
  const [kind, id] = readArgument(() => [record.kind, record.id]) ?? []
  const named =
    typeof kind === 'string' && /^[a-z-]{1,32}$/.test(kind) && typeof id === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(id)
  return named ? keyOf(runtime.office.id, kind, id) : null
}

/** The entry as people and hosts read it. Throws `record/unreadable` where it is not JSON. */
export function readJournalLine({ sequence, at, by, type, data, personal, hash }: JournalEntry): JournalLine {
  try {
    const said: { readonly data?: unknown } = personal === null ? {} : JSON.parse(personal)
    return { sequence, at, by, type, data: JSON.parse(data), personal: said.data ?? null, hash }
  } catch {
    // The cause quotes what could not be read, which may be personal.
    throw new SportelloError('record/unreadable', 'journal: a stored entry is not JSON')
  }
}

/** A whole number, also as a page sends it; null for what is none. */
function wholeOr(leftOut: number, given: unknown): number | null {
  const number = given === undefined || given === '' ? leftOut : asNumber(given)
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null
}

/** A page of a record's journal, oldest first. `after` is the last sequence of the page before. */
export async function readJournal(
  runtime: Runtime,
  record: RecordName,
  page: { readonly after?: number | string; readonly limit?: number | string } = {},
): Promise<Result<readonly JournalLine[], JournalRefusal>> {
  const key = recordKey(runtime, record)
  const [after, limit] = readArgument(() => [wholeOr(0, page.after), wholeOr(pageSize, page.limit)]) ?? [null, null]
  if (key === null || after === null || limit === null) return refuse({ code: 'journal/not-found' })
  const bounded = { after: Math.max(0, after), limit: Math.min(Math.max(1, limit), 1000) }
  const entries = await journalPage(runtime, key, bounded)
  return entries.length === 0 && bounded.after === 0
    ? refuse({ code: 'journal/not-found' })
    : accept(entries.map(readJournalLine))
}

/**
 * Checks the stored entries from `from` on, page by page, until there are no more or one does not hold; no further than the entry
 * `until`.
 */
export async function verifyStored(
  runtime: Runtime,
  key: Key,
  until: number,
  from: ChainEnd = chainStart,
): Promise<JournalVerdict> {
  let verdict: JournalVerdict = { ok: true, ...from }
  while (verdict.ok && verdict.entries < until) {
    const limit = Math.min(pageSize, until - verdict.entries)
    const page = await journalPage(runtime, key, { after: verdict.entries, limit })
    // A storage that does not count on is not whole, so it is not read for ever.
    verdict = continueChain(runtime.ring, verdict, page)
    if (page.length < limit) return verdict
  }
  return verdict
}

/** How many entries there were when the head was written: a hash begins with its sequence. */
export function sequenceOf(journalHead: string): number {
  // A storage may answer with anything.
  return typeof journalHead === 'string' ? Number.parseInt(journalHead, 10) || 0 : 0
}

/** Verifies the whole journal of a row that was read a moment ago, from `from` on, against the head that the row holds. */
export async function verifyRow(runtime: Runtime, row: Stored, from: ChainEnd = chainStart): Promise<JournalVerdict> {
  const { key, journalHead } = row
  const told = atHead(await verifyStored(runtime, key, sequenceOf(journalHead), from), journalHead)
  if (!told.ok) return told
  const whole = await verifyStored(runtime, key, Number.POSITIVE_INFINITY, told)
  if (!whole.ok || whole.entries === told.entries) return whole
  // Entries beyond it were written since, or belong to nobody.
  const [now] = await loadRows(runtime, [key])
  return now?.version === row.version ? atHead(whole, journalHead) : whole
}

/** Verifies a record's whole journal against the head that the record holds. */
export async function verifyRecord(runtime: Runtime, record: RecordName): Promise<Result<JournalVerdict, JournalRefusal>> {
  const key = recordKey(runtime, record)
  if (key === null) return refuse({ code: 'journal/not-found' })
  const [row] = await loadRows(runtime, [key])
  return row ? accept(await verifyRow(runtime, row)) : refuse({ code: 'journal/not-found' })
}
