/**
 * A storage that does what none may: it writes over what has moved meanwhile, and lets mail be taken by everybody. Races on it must
 * come out wrong, or they prove nothing on a sound one.
 */
import type { Commit, CommitOutcome, JournalEntry, Storage, Stored, Write } from 'sportello'
import { createKeyRing } from '../../../src/crypto/index.ts'
import { keys } from '../../support/counter.ts'

const ring = createKeyRing(keys)

function chained(entries: readonly JournalEntry[], head: string): readonly JournalEntry[] {
  let previous = head
  return entries.map((entry) => {
    const sequence = Number.parseInt(previous || '0', 10) + 1
    const { key, at, by, type, data, personalDigest } = entry
    const told = `${key}\0${sequence}\0${at}\0${by}\0${type}\0${data}\0${personalDigest}\0${previous}`
    const fresh = {
      ...entry,
      sequence,
      previous,
      hash: `${sequence}.${ring.current}~${ring.digest('journal', ring.current, told)}`,
    }
    previous = fresh.hash
    return fresh
  })
}

function rebasedWrite(write: Write, row: Stored | null): Write {
  const entries = chained(write.entries, row?.journalHead ?? '')
  return { ...write, expectedVersion: row?.version ?? 0, entries, journalHead: entries.at(-1)?.hash ?? row?.journalHead ?? '' }
}

export function blindStorage(storage: Storage): Storage {
  const at = async (keys: readonly string[]): Promise<(key: string) => Stored | null> => {
    const rows = keys.length === 0 ? [] : await storage.load(keys)
    return (key) => rows[keys.indexOf(key)] ?? null
  }

  async function rebased(commit: Commit): Promise<Commit> {
    const rowOf = await at(commit.writes.map(({ key }) => key))
    const versionOf = (key: string) => (rowOf(key)?.version ?? 0) + 1
    return {
      ...commit,
      expects: [],
      writes: commit.writes.map((write) => rebasedWrite(write, rowOf(write.key))),
      // The id of a mail names the version that it tells of.
      outbox: commit.outbox.map((mail) => ({
        ...mail,
        id: mail.id.replace(/\.\d+\.([a-z-]+)$/, `.${versionOf(mail.topic)}.$1`),
      })),
    }
  }

  return {
    ...storage,
    async commit(commit): Promise<CommitOutcome> {
      for (let left = 100; left > 0; left -= 1) {
        const outcome = await storage.commit(left === 100 ? { ...commit, expects: [] } : await rebased(commit))
        if (outcome.ok) return outcome
      }
      return storage.commit(commit)
    },
    async lease(order) {
      const leased = await storage.lease(order)
      for (const { id } of leased) await storage.settle(id, { retryAt: order.now })
      return leased
    },
  }
}
