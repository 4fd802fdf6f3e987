/** What the runtime itself offers to a host: journals, parked mail, and the relay. */
import type { Result } from '../kernel/index.ts'
import { type AnchorContext, type JournalAnchor, type JournalAnchorOptions, makeAnchor } from './anchor.ts'
import { type JournalAnchorCheck, type JournalAnchorReport, verifyAnchor } from './anchor-check.ts'
import type { JournalAnchorRefusal } from './anchor-lines.ts'
import { bind } from './bind.ts'
import type { JournalVerdict } from './journal.ts'
import { type JournalLine, type JournalRefusal, readJournal, verifyRecord } from './journal-reader.ts'
import { discardMail, type OutboxAct, type OutboxParkedMail, type OutboxRefusal, parked, requeueMail } from './parked-mail.ts'
import type { RecordName } from './record.ts'
import type { Runtime } from './runtime.ts'

/** A page of a journal. Everything may be left out. */
export type JournalPage = {
  /** The last sequence of the page before; 0 when left out. */
  readonly after?: number | string
  /** How many entries, 1 to 1000; 200 when left out. */
  readonly limit?: number | string
}

/** A page of parked mail. Everything may be left out. */
export type OutboxPage = {
  /** The last id of the page before. */
  readonly after?: string
  /** How many mails, 1 to 200; 50 when left out. */
  readonly limit?: number | string
}

/** The journals of the records, for auditors. */
export interface JournalApi {
  /**
   * A page of a record's journal, oldest entry first. Personal data, where they were not erased. Changes nothing, and notes nothing: the
   * host says which people may read.
   *
   * Called for an auditor. Refused with `journal/not-found` for an unknown record and for a page that is none.
   */
  read(record: RecordName, page?: JournalPage): Promise<Result<readonly JournalLine[], JournalRefusal>>

  /**
   * Verifies a record's whole journal against the head that the record holds: that nothing was changed, left out or put in by somebody
   * without the keys. A journal whose end was cut off together with the head, or that is gone with its record, only an anchor shows.
   * Works on erased records too. Changes nothing.
   *
   * Called for an auditor, or from a timer. Refused with `journal/not-found`. A journal that is not whole is a verdict, not a refusal.
   */
  verify(record: RecordName): Promise<Result<JournalVerdict, JournalRefusal>>

  /**
   * An anchor: version and head of every record that is never removed, as lines of text under one seal. Write them where whoever writes
   * the database cannot, and hand the last line to the next anchor. Left out are erased records, which earlier anchors name, and
   * sessions, quotas, request keys, claims of a PEC and attempts on nobody, which are removed by the sweep. Names no person. Changes
   * nothing; commits that come meanwhile do no harm.
   *
   * Called by the host itself, from a timer. Refused with `journal/anchor-refused` for a `previous` that is the last line of no anchor.
   * Iterating throws a SportelloError when the storage fails, and `record/unreadable` for a row that no line can name.
   */
  anchor(options?: JournalAnchorOptions): Promise<Result<JournalAnchor, JournalAnchorRefusal>>

  /**
   * Compares the storage of today with an anchor, whose lines are read once and up to its end: names records that are gone, that are
   * at an earlier point, or whose journals are not whole or not the same. Reads every journal that the anchor names. Changes nothing.
   *
   * Called for an auditor, or from a timer. Refused with `journal/anchor-refused` for an anchor that proves nothing; `fault` says why.
   */
  verifyAnchor(
    lines: AsyncIterable<string> | Iterable<string>,
    check?: JournalAnchorCheck,
  ): Promise<Result<JournalAnchorReport, JournalAnchorRefusal>>
}

/** Mail that failed every time and waits for the office. What it says stays sealed. */
export interface OutboxApi {
  /**
   * Parked mail in byte order of its id, page by page. Changes nothing and names no person.
   *
   * Called for the office. Refused with `outbox/form` for a page that is none.
   */
  parked(page?: OutboxPage): Promise<Result<readonly OutboxParkedMail[], OutboxRefusal>>

  /**
   * Lets a parked mail be tried again, with no attempts counted and with the same id and bytes. The journal of its record says by whom.
   *
   * Called for an operator. Refused with `outbox/form` or `outbox/not-parked`. Safe to repeat without a request key.
   */
  requeue(form: OutboxAct): Promise<Result<null, OutboxRefusal>>

  /**
   * Gives a parked mail up and wipes what it says: its person must be told in another way. The journal of its record says by whom.
   *
   * Called for an operator. Refused with `outbox/form` or `outbox/not-parked`. Safe to repeat without a request key.
   */
  discard(form: OutboxAct): Promise<Result<null, OutboxRefusal>>
}

/** Journals at work. */
export function journalApi(context: AnchorContext): JournalApi {
  const { runtime } = context
  return {
    read: bind(runtime, readJournal),
    verify: bind(runtime, verifyRecord),
    anchor: bind(context, makeAnchor),
    verifyAnchor: bind(context, verifyAnchor),
  }
}

/** Parked mail at work. */
export function outboxApi(runtime: Runtime): OutboxApi {
  return { parked: bind(runtime, parked), requeue: bind(runtime, requeueMail), discard: bind(runtime, discardMail) }
}
