/**
 * The text of an anchor: what the heads of all journals were at an instant, as lines under one seal. The first line names key, office,
 * instant and the seal of the anchor before; then comes a line for each record; the last line has their number and the seal, which is
 * a keyed digest over all lines in their order.
 */
import { type Instant, isInstant, type Result, refuse, SportelloError } from '../kernel/index.ts'
import type { Stored } from '../ports/index.ts'
import type { JournalRing } from './journal.ts'

/** Why an anchor is not made, or proves nothing. */
export type JournalAnchorRefusal = {
  readonly code: 'journal/anchor-refused'
  /**
   * `form`: these are not the lines of a whole anchor. `office`: it is another office's. `key`: the ring has no key of its id. `seal`:
   * a line was changed, left out or put in. `previous`: it does not follow the anchor that was named, or that is the last line of none.
   */
  readonly fault: 'form' | 'office' | 'key' | 'seal' | 'previous'
}

/** The refusal of an anchor. */
export const anchorRefused = (fault: JournalAnchorRefusal['fault']): Result<never, JournalAnchorRefusal> =>
  refuse({ code: 'journal/anchor-refused', fault })

/**
 * The seal of a line after the lines before it; null when the ring has no such key, whatever came before. The texts of a journal begin with a key, which is no
 * single word: no entry is ever a line of an anchor, or the other way round.
 */
export function sealOf(ring: JournalRing, keyId: string, line: string, before: string | null = ''): string | null {
  return ring.digest('journal', keyId, `anchor\0${before}\0${line}`)
}

const sealPattern = /^end \d{1,15} ([a-z0-9-]{1,32}~[A-Za-z0-9_-]{43})$/

/** The seal in the last line of an anchor; null for any other value. */
export function sealIn(line: unknown): string | null {
  return typeof line === 'string' && line.length <= 128 ? (sealPattern.exec(line)?.[1] ?? null) : null
}

/** What the first line of an anchor says; `previous` is null in the first one of a row. */
export type AnchorStart = {
  readonly keyId: string
  readonly office: string
  readonly at: Instant
  readonly previous: string | null
}

const firstPattern = /^sportello-anchor 1 ([a-z0-9-]{1,32}) ([a-z0-9-]{1,63}) (\d{1,16}) (-|[a-z0-9-]{1,32}~[A-Za-z0-9_-]{43})$/

/** What a first line says; null for any other. */
export function startIn(line: string): AnchorStart | null {
  const [, keyId = '', office = '', at = '', previous = ''] = firstPattern.exec(line) ?? []
  return isInstant(Number(at)) && at !== ''
    ? { keyId, office, at: Number(at), previous: previous === '-' ? null : previous }
    : null
}

// As the port has keys and heads: whatever stands in a row can be named, and what cannot is refused when the anchor is made.
const headPattern = /^([!-.0-~]+\/[!-.0-~]+) (\d{1,15}) ([!-~]{0,255})$/

/** What the line of a record says; null for any other. */
export function headIn(office: string, line: string): AnchorHead | null {
  const [, name = '', version = '', journalHead = ''] = headPattern.exec(line) ?? []
  const key = `${office}/${name}`
  return name !== '' && key.length <= 255 ? { key, version: Number(version), journalHead } : null
}

/** What a line says of a record. */
export type AnchorHead = { readonly key: string; readonly version: number; readonly journalHead: string }

/** The line of a row. Throws `record/unreadable` for one that no line can name. */
export function lineOf(office: string, { key, version, journalHead }: Stored): string {
  const isTold = Number.isSafeInteger(version) && typeof journalHead === 'string'
  const line = isTold ? `${key.slice(office.length + 1)} ${version} ${journalHead}` : ''
  if (headIn(office, line) === null) throw new SportelloError('record/unreadable', 'anchor: a row has no key, version or head')
  return line
}
