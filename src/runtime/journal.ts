/** The journal of a record: who, what, when; a chain under the keys of the ring that survives the erasure of what was personal. */
import { base64url, createKeyRing, equalText, type KeyRing, type Keys, sha256Text } from '../crypto/index.ts'
import { type Actor, type Instant, invariant, isInstant } from '../kernel/index.ts'
import type { JournalEntry, Key, Random } from '../ports/index.ts'
import { splitPersonal } from './record.ts'

export function actorText(actor: Actor): string {
  return 'id' in actor ? `${actor.kind}:${actor.id}` : actor.kind
}

/** What makes and checks chains: the ring's digests, under keys that no storage holds. */
export type JournalRing = Pick<KeyRing, 'current' | 'digest'>

// The sequence stands before the digest, so that a record's head alone tells how its chain goes on; then the id of the key, so
// that a ring with new keys still reads old chains. No field holds a NUL: a rule of the port for texts and names, and JSON writes
// it as an escape. Null when the ring has no such key.
function hashOf(ring: JournalRing, keyId: string, entry: Omit<JournalEntry, 'hash' | 'personal'>): string | null {
  const { key, sequence, at, by, type, data, personalDigest, previous } = entry
  const told = `${key}\0${sequence}\0${at}\0${by}\0${type}\0${data}\0${personalDigest}\0${previous}`
  const digest = ring.digest('journal', keyId, told)
  return digest === null ? null : `${sequence}.${keyId}~${digest}`
}

/** The next entry of a record's chain. `fact.personal` goes beside the chain; a fresh salt keeps its digest unguessable. */
export function journalEntry(
  chain: { readonly key: Key; readonly journalHead: string },
  fact: { readonly type: string },
  stamp: { readonly at: Instant; readonly by: Actor },
  { ring, random }: { readonly ring: JournalRing; readonly random: Random },
): JournalEntry {
  const { key, journalHead: previous } = chain
  const { rest: data, personal: said } = splitPersonal(fact)
  const personal = said === null ? null : `{"salt":"${base64url(random.bytes(16))}","data":${said}}`
  const personalDigest = personal === null ? '' : sha256Text(personal)
  const sequence = Number.parseInt(previous || '0', 10) + 1
  const { at } = stamp
  const by = actorText(stamp.by)
  const { type } = fact
  const hash = hashOf(ring, ring.current, { key, sequence, at, by, type, data, personalDigest, previous })
  invariant(hash !== null, 'journal: the ring has the key that it names as its current one')
  return { key, sequence, at, by, type, data, personal, personalDigest, previous, hash }
}

/**
 * Whether a journal is whole. If not, `sequence` is the first entry that does not hold and `reason` says how. `key`: the ring has no
 * key of the id that the entry names, so that nobody can tell whether it is right.
 */
export type JournalVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | {
      readonly ok: false
      readonly sequence: number
      readonly reason: 'gap' | 'chain' | 'hash' | 'key' | 'personal' | 'head' | 'shape'
    }

/** What of an entry does not hold. */
type EntryFault = Exclude<Extract<JournalVerdict, { readonly ok: false }>['reason'], 'head'>

/** True when the hash says what each field is: all are of their kind, and none holds the NUL that stands between them. */
function isTold({ key, at, by, type, data, personal, personalDigest }: JournalEntry): boolean {
  const texts: readonly unknown[] = [key, by, type, data, personal ?? '', personalDigest]
  return isInstant(at) && texts.every((text) => typeof text === 'string' && !text.includes('\0'))
}

/** The id of the key that a hash says it was made with. */
function keyIdIn(hash: unknown): string | null {
  if (typeof hash !== 'string' || hash.length > 255) return null
  return /^\d+\.([a-z0-9-]{1,32})~/.exec(hash)?.[1] ?? null
}

/** What is wrong with the entry that should come after `end`; null for nothing. Throws for what cannot be read. */
function faultOf(ring: JournalRing, end: ChainEnd, entry: JournalEntry): EntryFault | null {
  if (entry.sequence !== end.entries + 1) return 'gap'
  if (entry.previous !== end.head) return 'chain'
  const keyId = keyIdIn(entry.hash)
  if (keyId === null) return 'hash'
  const hash = hashOf(ring, keyId, entry)
  if (hash === null) return 'key'
  if (!equalText(hash, entry.hash)) return 'hash'
  if (entry.personal !== null && !equalText(sha256Text(entry.personal), entry.personalDigest)) return 'personal'
  return isTold(entry) ? null : 'shape'
}

/** Where a chain ends that was checked so far. */
export type ChainEnd = { readonly entries: number; readonly head: string }

/** The end of a chain that has no entry yet. */
export const chainStart: ChainEnd = { entries: 0, head: '' }

/** Checks the entries that come after `end`, as many as there are. Total over any value. */
export function continueChain(ring: JournalRing, end: ChainEnd, given: readonly JournalEntry[]): JournalVerdict {
  let { entries, head } = end
  try {
    for (const value of given) {
      // Each field is read once: what was hashed is what is compared.
      const entry = { ...value }
      const reason = faultOf(ring, { entries, head }, entry)
      if (reason !== null) return { ok: false, sequence: entries + 1, reason }
      entries += 1
      head = entry.hash
    }
  } catch {
    return { ok: false, sequence: entries + 1, reason: 'shape' }
  }
  return { ok: true, entries, head }
}

/** The verdict on a chain that was checked to its end, against the head that its record holds. */
export function atHead(verdict: JournalVerdict, journalHead: string): JournalVerdict {
  return verdict.ok && verdict.head !== journalHead ? { ok: false, sequence: verdict.entries + 1, reason: 'head' } : verdict
}

/**
 * Checks a record's entries from the first on: no gap, each hash right under the key that it names, each chained to the one before,
 * personal parts as their digests say (or erased). With `journalHead`, the stored record's own, also that nothing was cut off at the
 * end: unless whoever cut it set the head back as well, which only an anchor shows. Total over any entries; throws `config/invalid`
 * for keys that `createSportello` would not take.
 *
 * @example
 * const entries = await storage.journal(`${office.id}/registration/${id}`, { after: 0, limit: 1000 })
 * const verdict = verifyJournal(parseKeys(process.env['SPORTELLO_KEYS']), entries)
 */
export function verifyJournal(keys: Keys, entries: readonly JournalEntry[], journalHead?: string): JournalVerdict {
  const verdict = continueChain(createKeyRing(keys), chainStart, entries)
  return journalHead === undefined ? verdict : atHead(verdict, journalHead)
}
