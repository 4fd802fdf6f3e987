/**
 * Where records live. One call commits everything or nothing; correctness leans on compare-and-set and insert-if-absent alone,
 * never on an isolation level. What an implementation promises is proven by `storageContract` of `sportello/testing`.
 *
 * A call that breaks a rule of this file is rejected with `storage/misuse` and changes nothing; the message names the rule and
 * quotes nothing. A rule that depends on what is stored (a chain that does not fit, a mail id used before) is looked at only when
 * no version has moved: whoever has lost a race is told so as a conflict.
 */
import type { Instant } from '../kernel/index.ts'

/**
 * `office/kind/id`: 5 to 255 printable ASCII characters (U+0021 to U+007E), compared byte by byte, with exactly two slashes and
 * no empty part. Data only: `__proto__`, quotes and wildcards have no meaning. An adapter refuses any other key.
 */
export type Key = string

/**
 * A record. `state` and `personal` are JSON texts without lone surrogates, kept to the byte; everything that names or describes a
 * person is in `personal`, so that erasing is one operation. Names, ids and hashes are 1 to 255 printable ASCII characters.
 */
export type Stored = {
  readonly key: Key
  /** 1 for the first write, then exactly one more for each; an erasure counts as a write. */
  readonly version: number
  /** Name of the machine that owns the record, and the version of its stored shape: a whole number from 1 to 2147483647. */
  readonly machine: string
  readonly schema: number
  readonly state: string
  readonly personal: string | null
  /** The one secondary index: up to 16 distinct printable ASCII texts of 1 to 128 characters, in the order they were given. */
  readonly tags: readonly string[]
  /** When the sweep should look at the record, or null. */
  readonly dueAt: Instant | null
  /** Instant of the last write. */
  readonly at: Instant
  /** Hash of the record's newest journal entry; empty while it has none. */
  readonly journalHead: string
  /** Not null on a tombstone. A write at the tombstone's version makes a living record of it again. */
  readonly erasedAt: Instant | null
}

/**
 * One event or attempt in a record's journal. Entries of a record form a chain: `previous` is the `hash` of the entry
 * before, the empty text for the first. A `hash` is keyed; a storage compares it and never computes one. `personal` is outside the hash but its salted digest is inside, so an erased journal
 * still verifies.
 */
export type JournalEntry = {
  readonly key: Key
  /** 1, 2, 3 … without gaps within the record. */
  readonly sequence: number
  readonly at: Instant
  /** `kind` or `kind:id` of the actor: 1 to 1024 characters without NUL. */
  readonly by: string
  readonly type: string
  /** JSON text of the event without its personal part. */
  readonly data: string
  /** JSON text `{"salt":…,"data":…}`, or null where nothing personal was said or it was erased. */
  readonly personal: string | null
  /** Salted digest of the personal part; empty where there was none. */
  readonly personalDigest: string
  readonly previous: string
  readonly hash: string
}

/** One record as it shall be stored, if it still is as it was read. */
export type Write = Omit<Stored, 'version' | 'erasedAt'> & {
  /** The version that was read; 0 = the record must not exist. */
  readonly expectedVersion: number
  /**
   * New journal entries of this record, in order, at most 1000; the first continues the stored `journalHead`, the last is the new one.
   * Without entries `journalHead` stays as it is.
   */
  readonly entries: readonly JournalEntry[]
}

/** A sealed mail waiting to be sent. */
export type OutboxMessage = {
  /** Unique for ever: the idempotency key of the mail and its Message-ID. 1 to 255 printable ASCII characters. */
  readonly id: string
  /** The record whose procedure the mail serves; voiding the record cancels its unsent mail. */
  readonly topic: Key
  /** Ciphertext; empty once the message is settled. */
  readonly sealed: string
  readonly at: Instant
  /** Not to be leased before this instant: `at` at first, then the end of the lease, or `retryAt` once it is settled so. */
  readonly notBefore: Instant
  /** How many times it has been leased since it was queued, requeued or settled afresh, this lease included. */
  readonly attempts: number
  /** Since when it waits for somebody to look at it, or null. A parked message is never leased. */
  readonly parkedAt: Instant | null
  /** Ciphertext that says why it was not taken the last time, or null. A requeueing, a final settlement and a voiding wipe it. */
  readonly reason: string | null
}

/** Each list has at most 1000 items, and a key is either expected, written or removed, once. */
export type Commit = {
  /**
   * Records that were read and not written: their versions (0 = absent) must not have moved. `shared`: most commits expect this one and few
   * write it, so an adapter lets those that only expect it pass each other; one that makes no difference is right, and slower.
   */
  readonly expects: readonly { readonly key: Key; readonly version: number; readonly shared?: true }[]
  readonly writes: readonly Write[]
  /**
   * Records that leave for good, with journal and tombstone, if they still are as they were read. A later write begins at version 1
   * again: remove only what nobody can still be working on.
   */
  readonly removes: readonly { readonly key: Key; readonly version: number }[]
  readonly outbox: readonly Pick<OutboxMessage, 'id' | 'topic' | 'sealed' | 'at'>[]
  /** Unsettled mail on these topics queued before this commit is abandoned and wiped. Mail of this same commit stays. */
  readonly cancelMail: readonly Key[]
}

/** `conflict` is the key of one record that has moved; nothing was written then. */
export type CommitOutcome = { readonly ok: true } | { readonly ok: false; readonly conflict: Key }

/** Which records of one office and kind, and how many of them. */
export type ListQuery = {
  readonly office: string
  readonly kind: string
  readonly tag?: string
  /** Only records whose `dueAt` is not null and not after this instant. */
  readonly dueBefore?: Instant
  /** Only keys greater than this one, by byte order. */
  readonly after?: Key
  /** 1 to 1000. */
  readonly limit: number
}

/**
 * `sent`, `rejected` and `abandoned` are final and wipe the sealed payload. `retryAt` makes the message leasable again at that instant;
 * `parkedAt` keeps it, payload included, until it is requeued, settled for good or voided. A parked message stays parked, since its
 * first instant and for its first reason, whatever a slower dispatcher says of a retry. `reason` has 1 to 4096 characters without NUL; left
 * out it is null, and takes the place of an earlier one. `afresh`: it has not failed and only waits, so that its attempts are counted from none
 * again; left out they go on.
 */
export type Settlement =
  | 'sent'
  | 'rejected'
  | 'abandoned'
  | { readonly retryAt: Instant; readonly reason?: string | null; readonly afresh?: boolean }
  | { readonly parkedAt: Instant; readonly reason?: string | null }

/** Which messages of one office a dispatcher takes, and for how long. */
export type LeaseOrder = {
  readonly office: string
  readonly now: Instant
  /** 1 to 86400000. */
  readonly leaseMs: number
  /** 1 to 1000. */
  readonly limit: number
}

/** Which parked messages of one office. */
export type ParkedQuery = {
  readonly office: string
  /** Only ids greater than this one, by byte order. */
  readonly after?: string
  /** 1 to 1000. */
  readonly limit: number
}

/** Which journal entries of one office, of all its records together. */
export type EntriesQuery = {
  readonly office: string
  /** Only entries that come after this position, which this very storage has given: 1 to 512 printable ASCII characters. */
  readonly after?: string
  /** 1 to 1000. */
  readonly limit: number
}

/** An entry and where it stands among all others. A position is opaque: only the storage that gave it can read it. */
export type PlacedEntry = { readonly position: string; readonly entry: JournalEntry }

/**
 * `next`: where the next page begins; without entries the position that was given, or that of the beginning. Not ok: the position is none of
 * this storage, or the storage was set back to a time before it.
 */
export type EntriesPage =
  | {
      /** The position was known, or none was given. */
      readonly ok: true
      /** At most as many as were asked for. */
      readonly entries: readonly PlacedEntry[]
      /** The position to read on from. */
      readonly next: string
    }
  | {
      /** The position is not known. */
      readonly ok: false
    }

/** Mail waiting to be sent: at least once, an unsettled lease comes back. */
export interface Outbox {
  /**
   * Messages on topics of the office that are due at `now`, leased by nobody and not parked, in ascending order of `notBefore`, then
   * byte order of the id. Each comes back as it is after the lease: counted in `attempts`, hidden until `now + leaseMs`.
   */
  lease(order: LeaseOrder): Promise<readonly OutboxMessage[]>
  /**
   * Final settlements are absorbing: settling again, or settling an unknown id, changes nothing. Whoever settles first wins, also
   * when the lease has run out meanwhile.
   */
  settle(id: string, settlement: Settlement): Promise<void>
  /** True while the message is neither settled, nor voided, nor parked: looked at once more right before it is handed over. */
  isWaiting(id: string): Promise<boolean>
  /** Parked messages of the office in ascending byte order of the id. */
  parked(query: ParkedQuery): Promise<readonly OutboxMessage[]>
  /** Makes a parked message due at `at`, with no attempts. False, and nothing happens, for any other. */
  requeue(id: string, at: Instant): Promise<boolean>
}

/** Every returned value is a snapshot: later changes on either side are not seen by the other. */
export interface Storage extends Outbox {
  /** The records in the order of the keys; null where there is none. 1 to 100 keys. */
  load(keys: readonly Key[]): Promise<readonly (Stored | null)[]>
  /** In ascending byte order of the key. Erased records are left out. */
  list(query: ListQuery): Promise<readonly Stored[]>
  /** All writes with their entries and all messages, or nothing at all. A conflict is a value, since it is expected. */
  commit(commit: Commit): Promise<CommitOutcome>
  /** The record's entries in ascending sequence, after `after` (0 = from the start). `limit` is 1 to 1000. */
  journal(key: Key, page: { readonly after: number; readonly limit: number }): Promise<readonly JournalEntry[]>
  /**
   * Entries of all records of the office, each once, in an order that never changes: entries of one record by their sequence. Only entries
   * behind which none can appear any more: what is still being committed holds back whatever comes after it. Entries of a removed record
   * are gone, and a position is never given twice.
   */
  entries(query: EntriesQuery): Promise<EntriesPage>
  /**
   * Personal data gone from state and journal, tombstone kept, version one higher, `at` and `erasedAt` the given instant, `tags`
   * empty, `dueAt` null. `state`, `journalHead` and everything that is hashed stay. Unknown or already erased: nothing happens; with
   * `version`, neither when the record is at another one by now. Mail of the record is not touched: void it before.
   */
  erase(key: Key, at: Instant, version?: number): Promise<void>
}
