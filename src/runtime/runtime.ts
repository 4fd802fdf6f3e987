/** What every use case works with: the office, the ports behind their guards, the keys. */
import type { KeyRing, Sealer, SecretHash } from '../crypto/index.ts'
import { type Instant, isInstant, isSportelloError, type Locale, SportelloError, type Status } from '../kernel/index.ts'
import type {
  ArrivingProvider,
  Challenge,
  Clock,
  Commit,
  Documents,
  EntriesPage,
  EntriesQuery,
  JournalEntry,
  Key,
  LeaseOrder,
  LeavingProvider,
  ListQuery,
  Mailer,
  OutboxMessage,
  ParkedQuery,
  Random,
  Registry,
  Scanner,
  Storage,
  Stored,
} from '../ports/index.ts'
import type { GateKeeper } from './gate.ts'
import type { HostLetters } from './host-letters.ts'
import type { KnownCodes } from './known-codes.ts'
import type { LinkTargets } from './links.ts'
import { keyOf, type RecordKind, readState } from './record.ts'
import type { Turns } from './turns.ts'

/** The public office that runs the portal. */
export type Office = {
  /** First part of every storage key: 1 to 63 characters of `a-z 0-9 -`, beginning with a letter or digit. Never change it. */
  readonly id: string
  readonly name: string
  /** Codice fiscale or partita IVA of the office: 11 digits. */
  readonly taxCode: string
  /** Language of mail for which the person has chosen none. */
  readonly locale: Locale
  /**
   * Base address of links in mail: https (http for a loopback host only), ending in a slash. Never taken from a request. `linkPaths` says
   * which pages below it they lead to.
   */
  readonly links: string
}

export type Runtime = {
  readonly office: Office
  /** Where each link in mail leads, up to its secret. */
  readonly links: LinkTargets
  /** What the host has said of letters. */
  readonly letters: HostLetters
  readonly ring: KeyRing
  readonly sealer: Sealer
  readonly secrets: SecretHash
  readonly storage: Storage
  readonly mailer: Mailer
  readonly documents: Documents
  /** Null where the host has none. */
  readonly scanner: Scanner | null
  readonly registry: Registry | null
  /** The provider that mailboxes leave in a migration, and the one that they go to. */
  readonly leavingProvider: LeavingProvider | null
  readonly arrivingProvider: ArrivingProvider | null
  /** Null where the host has none: then nobody is asked. */
  readonly challenge: Challenge | null
  readonly random: Random
  /** Who is next on a record on which commands have met. */
  readonly turns: Turns
  /** What this process remembers of where codes lead. */
  readonly codes: KnownCodes
  /** The office's calendar: asked before every command that it can close. */
  readonly gate: GateKeeper
  /** How long a request key is remembered, ms. */
  readonly requestKeyMs: number
  /** The present instant. Throws `clock/invalid` for anything that is not one. */
  readonly now: () => Instant
  /** ULID for the instant, from the random port; sorts by time. */
  readonly ulid: (at: Instant) => string
}

/** The clock port behind its guard. */
export function guardedClock(clock: Clock): () => Instant {
  return () => {
    let at: unknown
    try {
      at = clock.now()
    } catch (cause) {
      throw new SportelloError('clock/invalid', 'clock: the source failed', cause)
    }
    if (!isInstant(at)) throw new SportelloError('clock/invalid', 'clock: not a whole number of milliseconds since 1970')
    return at
  }
}

/** Awaits a call of the storage; whatever it throws comes out as `storage/failed` (or as it is, when it is already typed). */
export async function stored<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (isSportelloError(cause)) throw cause
    throw new SportelloError('storage/failed', 'storage: the call failed; its effect is unknown', cause)
  }
}

/** Rows of the keys, in their order. A storage that answers with anything else has failed. */
export async function loadRows({ storage }: Runtime, keys: readonly Key[]): Promise<readonly (Stored | null)[]> {
  const rows = await stored(() => storage.load(keys))
  const fits =
    Array.isArray(rows) && rows.length === keys.length && keys.every((key, i) => rows[i] === null || rows[i]?.key === key)
  if (!fits) throw new SportelloError('storage/failed', 'storage: load answers one row or null for each key, in their order')
  for (const row of rows) {
    if (row !== null && !isInstant(row.at)) throw new SportelloError('record/unreadable', 'record: the row has no instant')
  }
  return rows
}

/** The state of a record as it is stored now, outside of any unit of work; null where there is none. */
export async function loadState<S extends Status>(runtime: Runtime, kind: RecordKind<S>, id: string): Promise<S | null> {
  const [row] = await loadRows(runtime, [keyOf(runtime.office.id, kind.decider.name, id)])
  return row === undefined || row === null ? null : readState(kind, row)
}

/** Rows of a query. A storage that answers with anything else has failed. */
export async function listRows({ storage }: Runtime, query: ListQuery): Promise<readonly Stored[]> {
  const rows: readonly (Stored | null | undefined)[] = await stored(() => storage.list(query))
  if (Array.isArray(rows) && rows.every((row): row is Stored => typeof row?.key === 'string')) return rows
  throw new SportelloError('storage/failed', 'storage: list answers rows')
}

/** A page of a journal. A storage that answers with anything else has failed. */
export async function journalPage(
  { storage }: Runtime,
  key: Key,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly JournalEntry[]> {
  const entries: readonly (JournalEntry | null | undefined)[] = await stored(() => storage.journal(key, page))
  if (Array.isArray(entries) && entries.every((entry): entry is JournalEntry => entry?.key === key)) return entries
  throw new SportelloError('storage/failed', 'storage: journal answers entries of the record')
}

/** A page of the entries of the office, of all records. A storage that answers with anything else has failed. */
export async function entriesPage({ storage, office }: Runtime, query: Omit<EntriesQuery, 'office'>): Promise<EntriesPage> {
  const page = await stored(() => storage.entries({ office: office.id, ...query }))
  if (page?.ok === false) return page
  const isPlaced = (placed: EntriesAnswer | undefined): boolean =>
    isPosition(placed?.position) && typeof placed?.entry?.key === 'string' && placed.entry.key.startsWith(`${office.id}/`)
  const fits = page?.ok === true && Array.isArray(page.entries) && page.entries.length <= query.limit
  if (fits && isPosition(page.next) && page.entries.every(isPlaced)) return page
  throw new SportelloError('storage/failed', 'storage: entries answers entries of the office, and where the next page begins')
}

type EntriesAnswer = { readonly position?: unknown; readonly entry?: { readonly key?: unknown } }

function isPosition(value: unknown): boolean {
  return typeof value === 'string' && /^[!-~]{1,512}$/.test(value)
}

/** Commits; false for a conflict. */
export async function commitAll(runtime: Runtime, commit: Commit): Promise<boolean> {
  return (await conflictOf(runtime, commit)) === null
}

/** Commits, and answers the key that was in the way; null for none. */
export async function conflictOf({ storage }: Runtime, commit: Commit): Promise<Key | null> {
  const outcome = await stored(() => storage.commit(commit))
  if (outcome?.ok === true) return null
  if (outcome?.ok === false) return String(outcome.conflict)
  throw new SportelloError('storage/failed', 'storage: commit answers whether it is done; the effect is unknown')
}

function isMessage(office: string, message: Partial<OutboxMessage> | null | undefined): boolean {
  const { id, topic, sealed, at, attempts, reason } = message ?? {}
  const mine = typeof topic === 'string' && topic.startsWith(`${office}/`) && topic.split('/').length === 3
  return (
    mine &&
    typeof id === 'string' &&
    typeof sealed === 'string' &&
    isInstant(at) &&
    Number.isInteger(attempts) &&
    (reason === null || typeof reason === 'string')
  )
}

/** Leases due mail of the office. A storage that answers with anything else has failed. */
export async function leaseMail(
  { storage, office }: Runtime,
  order: Omit<LeaseOrder, 'office'>,
): Promise<readonly OutboxMessage[]> {
  const messages = await stored(() => storage.lease({ office: office.id, ...order }))
  if (Array.isArray(messages) && messages.every((message) => isMessage(office.id, message))) return messages
  throw new SportelloError('storage/failed', 'storage: lease answers messages of the office')
}

/** True while the message still waits to be handed over. A storage that answers with anything else has failed. */
export async function isStillWaiting({ storage }: Runtime, id: string): Promise<boolean> {
  const waits: unknown = await stored(() => storage.isWaiting(id))
  if (typeof waits === 'boolean') return waits
  throw new SportelloError('storage/failed', 'storage: isWaiting answers whether the message waits')
}

/** Parked mail of the office. A storage that answers with anything else has failed. */
export async function parkedMail(
  { storage, office }: Runtime,
  query: Omit<ParkedQuery, 'office'>,
): Promise<readonly (OutboxMessage & { readonly parkedAt: Instant })[]> {
  const messages: readonly (OutboxMessage | null | undefined)[] = await stored(() =>
    storage.parked({ office: office.id, ...query }),
  )
  const isParked = (message: OutboxMessage | null | undefined): message is OutboxMessage & { readonly parkedAt: Instant } =>
    isMessage(office.id, message) && isInstant(message?.parkedAt)
  if (Array.isArray(messages) && messages.every(isParked)) return messages
  throw new SportelloError('storage/failed', 'storage: parked answers parked messages of the office')
}
