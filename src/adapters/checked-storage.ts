/** The rules that an argument alone can break, around a storage that has none of its own. */
import type { Key, Storage, Stored } from '../ports/index.ts'
import {
  readCommit,
  readEntriesQuery,
  readErasure,
  readKeys,
  readLease,
  readMessageId,
  readPage,
  readParked,
  readQuery,
  readRequeue,
  readSettlement,
} from './storage-rules.ts'

/**
 * The storage, called only with arguments that keep the rules: copies that nobody else holds. `storedAt` gives what is held under a key
 * now, where that is known without waiting: what is written as it is stored is then compared, and not checked anew.
 */
export function keepingRules(inner: Storage, storedAt: (key: Key) => Stored | undefined = () => undefined): Storage {
  return {
    async load(keys) {
      return inner.load(readKeys(keys))
    },
    async list(query) {
      return inner.list(readQuery(query))
    },
    async commit(commit) {
      return inner.commit(readCommit(commit, storedAt))
    },
    async journal(key, page) {
      const { key: record, ...read } = readPage(key, page)
      return inner.journal(record, read)
    },
    async entries(query) {
      return inner.entries(readEntriesQuery(query))
    },
    async erase(key, at, version) {
      const erasure = readErasure(key, at, version)
      return erasure.version === null
        ? inner.erase(erasure.key, erasure.at)
        : inner.erase(erasure.key, erasure.at, erasure.version)
    },
    async lease(order) {
      return inner.lease(readLease(order))
    },
    async settle(id, settlement) {
      const read = readSettlement(id, settlement)
      return inner.settle(read.id, read.settlement)
    },
    async isWaiting(id) {
      return inner.isWaiting(readMessageId(id))
    },
    async parked(query) {
      return inner.parked(readParked(query))
    },
    async requeue(id, at) {
      const read = readRequeue(id, at)
      return inner.requeue(read.id, read.at)
    },
  }
}
