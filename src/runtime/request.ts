/**
 * Request keys: the same key gives the same answer and no second effect, also after "committed, but the answer was lost". The
 * answer lies sealed under the key and the input themselves, so it opens only for whoever repeats both. A refusal does not use the key up: a
 * form that is sent again with another input is a new call.
 */
import { sha256Text } from '../crypto/index.ts'
import { type AnyRefusal, type Instant, isSportelloError, type Result, refuse, SportelloError } from '../kernel/index.ts'
import type { Stored, Write } from '../ports/index.ts'
import type { CalendarRefusal } from './in-flight.ts'
import { journalEntry } from './journal.ts'
import { day, type Figures, whole } from './policy.ts'
import { keyOf } from './record.ts'
import { commitAll, loadRows, type Runtime } from './runtime.ts'

/** Why a command with a request key is not answered as asked. */
export type RequestKeyRefusal =
  /** Not 16 to 128 characters of `A-Z a-z 0-9 . _ ~ -`. */
  | { readonly code: 'request/malformed-key' }
  /** Something was done under the key with another input, or is under way; or another operation or actor has used it. */
  | { readonly code: 'request/key-reused' }
  /** Done before; the answer held a secret and can no longer be shown. Ask for a re-issue. */
  | { readonly code: 'request/answer-expired' }

/** Why a command is not done, whatever it is: its request key, or the office's calendar. */
export type CommandRefusal = RequestKeyRefusal | CalendarRefusal

/** How long request keys are remembered. */
export type RequestRetention = {
  /** A request key, after its command; at least a day. Used again later, it is a new one. */
  readonly requestKeyMs: number
}

// What is removed for good nobody may still be working on.
export const requestFigures: Figures<RequestRetention> = { requestKeyMs: whole(7 * day, { least: day }) }

/** How long an answer that held a secret can be repeated, and how long a refusal is remembered. */
const secretAnswerMs = 10 * 60_000

export type Request = {
  readonly key: string
  /** Operation and actor as one text. */
  readonly operation: string
  /** Operation, actor and input as one text: what must be the same again. Never stored. */
  readonly input: string
  /** True when the answer holds something that is shown once. */
  readonly secret: boolean
  /** The row in whose place the answer is written: the claim of this request, or the refusal that its key was answered before. */
  readonly row?: Claim
}

/** The row of a request key: one that keeps it for one input until there is an answer, or one that may be replaced. */
export type Claim = Pick<Stored, 'key' | 'journalHead' | 'version' | 'at'>

export type Answered<V, R> = { readonly answer: Result<V, R | RequestKeyRefusal> }

const keyPattern = /^[A-Za-z0-9._~-]{16,128}$/

export function isRequestKey(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 128 && keyPattern.test(value)
}

const recordId = (runtime: Runtime, request: Request): string => runtime.ring.pseudonym('request', request.key)
// What outlives the answer tells operation and actor only: of the input it would let guesses be tried.
const operationId = ({ ring }: Runtime, { key, operation }: Request): string =>
  ring.pseudonym('request-operation', `${key} ${operation}`)
const extra = (request: Request): string => sha256Text(JSON.stringify([request.key, request.input]))

// What a claim holds in place of an answer: it opens for the same input alone, as an answer does.
const underWay = JSON.stringify('under way')

/** What is known of a request's key: its answer; a claim of the same request, under way or cut off; a refusal that a new call replaces. */
type Known<V, R> = Answered<V, R> | { readonly claim: Claim } | { readonly refused: Claim }

/** What the key was answered before; null when the key is new or there is none. */
export async function answeredBefore<V, R extends AnyRefusal>(
  runtime: Runtime,
  request: Request | undefined,
): Promise<Known<V, R> | null> {
  if (request === undefined) return null
  const key = keyOf(runtime.office.id, 'request', recordId(runtime, request))
  const [row] = await loadRows(runtime, [key])
  if (!row) return null
  const state = readRow(row)
  const { sealed, until, operation, refused } = state
  if (operation !== operationId(runtime, request)) return { answer: refuse({ code: 'request/key-reused' }) }
  if (until !== null && Math.max(runtime.now(), row.at) >= until) {
    if (refused) return { refused: row }
    if (wipeAt(state) !== null) await wipe(runtime, row, state)
    return { answer: refuse({ code: 'request/answer-expired' }) }
  }
  try {
    // Sealed by `requestWrite` from an answer of the same operation: name and actor are part of the sealing key.
    const said = await runtime.sealer.open('request', key, sealed, extra(request))
    return said === underWay ? { claim: row } : { answer: JSON.parse(said) as Result<V, R> }
  } catch (cause) {
    if (!isSportelloError(cause) || cause.code !== 'seal/failed') throw cause
    return refused ? { refused: row } : { answer: refuse({ code: 'request/key-reused' }) }
  }
}

type Row = {
  readonly sealed: string
  readonly until: Instant | null
  readonly operation: string
  /** True where the answer is a refusal. Rows of earlier versions do not say it, and count as a success. */
  readonly refused: boolean
}

function readRow(row: Stored): Row {
  try {
    const value: unknown = JSON.parse(row.state)
    if (row.machine === 'request' && row.schema === 1 && typeof value === 'object' && value !== null) {
      const { sealed, until, operation, refused } = value as { readonly [Field in keyof Row]?: unknown }
      const dated = until === null || typeof until === 'number'
      if (typeof sealed === 'string' && typeof operation === 'string' && dated) {
        return { sealed, until, operation, refused: refused === true }
      }
    }
  } catch (cause) {
    throw new SportelloError('record/unreadable', 'record: the stored request is not JSON', cause)
  }
  throw new SportelloError('record/unreadable', 'record: the stored request has another shape')
}

/** The write that remembers the answer, to be part of the same commit as the effect. */
export function requestWrite(
  runtime: Runtime,
  request: Request,
  answer: Result<unknown, AnyRefusal>,
  at: Instant,
): Promise<Write> {
  return sealedWrite(runtime, request, { said: JSON.stringify(answer), at, type: 'RequestAnswered', refused: !answer.ok })
}

async function sealedWrite(
  runtime: Runtime,
  request: Request,
  answer: { readonly said: string; readonly at: Instant; readonly type: string; readonly refused: boolean },
): Promise<Write> {
  const { said, at: now, type, refused } = answer
  const key = keyOf(runtime.office.id, 'request', recordId(runtime, request))
  const row = request.row ?? { key, journalHead: '', version: 0, at: now }
  const at = Math.max(now, row.at)
  const sealed = await runtime.sealer.seal('request', key, said, extra(request))
  const until = request.secret || refused ? at + secretAnswerMs : null
  const state = { sealed, until, operation: operationId(runtime, request), refused }
  return write(runtime, row, state, at, type)
}

/**
 * Keeps the key for this request before a secret is judged: else many guesses at once under one key would be judged, and one of them counted.
 * Null when another request was first.
 */
export async function claimKey(runtime: Runtime, request: Request): Promise<Claim | null> {
  const said = { said: underWay, at: runtime.now(), type: 'RequestClaimed', refused: false }
  const claim = await sealedWrite(runtime, request, said)
  const { key, journalHead, at, expectedVersion } = claim
  const isMine = await commitAll(runtime, { expects: [], writes: [claim], removes: [], outbox: [], cancelMail: [] })
  return isMine ? { key, journalHead, version: expectedVersion + 1, at } : null
}

/** Gives the key back where the request came to nothing that is remembered. One that has an answer by then stays. */
export async function releaseKey(runtime: Runtime, { key, version }: Claim): Promise<void> {
  await commitAll(runtime, { expects: [], writes: [], removes: [{ key, version }], outbox: [], cancelMail: [] })
}

/** Wipes the sealed answer. False when somebody else changed the record first, for one by wiping it. */
function wipe(runtime: Runtime, row: Stored, state: Row): Promise<boolean> {
  const at = Math.max(runtime.now(), row.at)
  const gone = write(runtime, row, { ...state, sealed: '' }, at, 'RequestAnswerWiped')
  return commitAll(runtime, { expects: [], writes: [gone], removes: [], outbox: [], cancelMail: [] })
}

/** When the command was answered. A wipe moves `changedAt`, the instant of the row, but leaves the end of the secret as it was. */
function answeredAt({ until }: Row, changedAt: Instant): Instant {
  return until === null ? changedAt : until - secretAnswerMs
}

/** When the key of a stored answer may be forgotten. */
function forgetAt({ requestKeyMs }: Runtime, state: Row, changedAt: Instant): Instant {
  return answeredAt(state, changedAt) + requestKeyMs
}

/** When the answer must be wiped; null when it holds no secret, or was wiped. */
function wipeAt({ sealed, until }: Row): Instant | null {
  return sealed === '' ? null : until
}

/**
 * What the sweep does about a stored answer: wipes the secret that can no longer be had, `wiped` when this call did it. `dueAt` is
 * when to look again; from the end of the key's time on the record may be removed.
 */
export async function tendAnswer(
  runtime: Runtime,
  row: Stored,
  now: Instant,
): Promise<{ readonly wiped: boolean; readonly dueAt: Instant }> {
  const state = readRow(row)
  const forgottenAt = forgetAt(runtime, state, row.at)
  const wipedAt = wipeAt(state)
  if (forgottenAt <= now || wipedAt === null) return { wiped: false, dueAt: forgottenAt }
  if (wipedAt > now) return { wiped: false, dueAt: wipedAt }
  return { wiped: await wipe(runtime, row, state), dueAt: forgottenAt }
}

function write(
  runtime: Runtime,
  row: Pick<Stored, 'key' | 'journalHead' | 'version'>,
  state: Row,
  at: Instant,
  type: string,
): Write {
  const entry = journalEntry(row, { type }, { at, by: { kind: 'system' } }, runtime)
  return {
    key: row.key,
    expectedVersion: row.version,
    machine: 'request',
    schema: 1,
    state: JSON.stringify(state),
    personal: null,
    tags: [],
    dueAt: wipeAt(state) ?? forgetAt(runtime, state, at),
    at,
    journalHead: entry.hash,
    entries: [entry],
  }
}
