/** The journal of a record: who, what, when; a hash chain that survives the erasure of what was personal. */
import { base64url, sha256Text } from '../crypto/index.ts'
import { type Actor, type Instant, isInstant } from '../kernel/index.ts'
import type { JournalEntry, Key, Random } from '../ports/index.ts'
import { splitPersonal } from './record.ts'

export function actorText(actor: Actor): string {
  return 'id' in actor ? `${actor.kind}:${actor.id}` : actor.kind
}

// The sequence stands before the digest, so that a record's head alone tells how its chain goes on. No field holds a NUL: a
// rule of the port for texts and names, and JSON writes it as an escape.
function hashOf(entry: Omit<JournalEntry, 'hash' | 'personal'>): string {
  const { key, sequence, at, by, type, data, personalDigest, previous } = entry
  return `${sequence}.${sha256Text(`${key}\0${sequence}\0${at}\0${by}\0${type}\0${data}\0${personalDigest}\0${previous}`)}`
}

/** The next entry of a record's chain. `fact.personal` goes beside the chain; a fresh salt keeps its digest unguessable. */
export function journalEntry(
  chain: { readonly key: Key; readonly journalHead: string },
  fact: { readonly type: string },
  stamp: { readonly at: Instant; readonly by: Actor },
  random: Random,
): JournalEntry {
  const { key, journalHead: previous } = chain
  const { rest: data, personal: said } = splitPersonal(fact)
  const personal = said === null ? null : `{"salt":"${base64url(random.bytes(16))}","data":${said}}`
  const personalDigest = personal === null ? '' : sha256Text(personal)
  const sequence = Number.parseInt(previous || '0', 10) + 1
  const { at } = stamp
  const by = actorText(stamp.by)
  const { type } = fact
  const hash = hashOf({ key, sequence, at, by, type, data, personalDigest, previous })
  return { key, sequence, at, by, type, data, personal, personalDigest, previous, hash }
}

/** Whether a journal is whole. If not, `sequence` is the first entry that does not hold and `reason` says how. */
export type JournalVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly sequence: number; readonly reason: 'gap' | 'chain' | 'hash' | 'personal' | 'head' | 'shape' }

/** True when the hash says what each field is: all are of their kind, and none holds the NUL that stands between them. */
function isTold({ key, at, by, type, data, personal, personalDigest }: JournalEntry): boolean {
  const texts: readonly unknown[] = [key, by, type, data, personal ?? '', personalDigest]
  return isInstant(at) && texts.every((text) => typeof text === 'string' && !text.includes('\0'))
}

/**
 * Checks a record's entries from the first on: no gap, each hash right, each chained to the one before, personal parts as their
 * digests say (or erased). With `journalHead`, the stored record's own, also that nothing was cut off at the end. Total over any value.
 */
export function verifyJournal(entries: readonly JournalEntry[], journalHead?: string): JournalVerdict {
  let previous = ''
  let sequence = 0
  try {
    for (const given of entries) {
      // Each field is read once: what was hashed is what is compared.
      const entry = { ...given }
      sequence += 1
      if (entry.sequence !== sequence) return { ok: false, sequence, reason: 'gap' }
      if (entry.previous !== previous) return { ok: false, sequence, reason: 'chain' }
      if (hashOf(entry) !== entry.hash) return { ok: false, sequence, reason: 'hash' }
      if (entry.personal !== null && sha256Text(entry.personal) !== entry.personalDigest) {
        return { ok: false, sequence, reason: 'personal' }
      }
      if (!isTold(entry)) return { ok: false, sequence, reason: 'shape' }
      previous = entry.hash
    }
  } catch {
    return { ok: false, sequence, reason: 'shape' }
  }
  return journalHead !== undefined && journalHead !== previous
    ? { ok: false, sequence: sequence + 1, reason: 'head' }
    : { ok: true, entries: sequence, head: previous }
}
