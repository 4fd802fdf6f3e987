/** The waiting mail of the memory adapter: found by due time, by topic and by id, whatever else has been sent before. */
import { type Instant, instantMax } from '../kernel/index.ts'
import type { Commit, Key, Outbox, OutboxMessage } from '../ports/index.ts'
import { sortedSet } from './sorted-set.ts'
import { misuse, readLease, readSettlement } from './storage-rules.ts'

type Waiting = { -readonly [Field in keyof OutboxMessage]: OutboxMessage[Field] }

export type MemoryOutbox = Outbox & {
  /** Throws `storage/misuse` when one of the ids was ever used before. */
  readonly refuseUsedIds: (messages: Commit['outbox']) => void
  readonly queue: (messages: Commit['outbox']) => void
  readonly voidTopic: (topic: Key) => void
  /** Copies of all messages ever queued; the settled ones are empty. */
  readonly contents: () => OutboxMessage[]
}

export function memoryOutbox(): MemoryOutbox {
  // Settled messages stay, so that their ids are never taken again; only the unsettled ones are in `due` and `topics`.
  const messages = new Map<string, Waiting>()
  const due = sortedSet<Waiting>((a, b) => a.notBefore < b.notBefore || (a.notBefore === b.notBefore && a.id < b.id))
  const topics = new Map<Key, Set<Waiting>>()

  function wait(message: Waiting, until: Instant): void {
    due.delete(message)
    message.notBefore = until
    due.add(message)
  }

  function finish(message: Waiting): void {
    due.delete(message)
    message.sealed = ''
    const others = topics.get(message.topic)
    others?.delete(message)
    if (others?.size === 0) topics.delete(message.topic)
  }

  return {
    refuseUsedIds(added) {
      for (const { id } of added) if (messages.has(id)) misuse('the id of a mail is unique for ever')
    },
    queue(added) {
      for (const { id, topic, sealed, at } of added) {
        const message = { id, topic, sealed, at, notBefore: at, attempts: 0 }
        messages.set(id, message)
        due.add(message)
        const others = topics.get(topic)
        if (others === undefined) topics.set(topic, new Set([message]))
        else others.add(message)
      }
    },
    voidTopic(topic) {
      for (const message of [...(topics.get(topic) ?? [])]) finish(message)
    },
    contents: () => [...messages.values()].map((message) => ({ ...message })),
    async lease(order) {
      const { now, leaseMs, limit } = readLease(order)
      const leased: Waiting[] = []
      for (const message of due.after()) {
        if (message.notBefore > now || leased.length === limit) break
        leased.push(message)
      }
      return leased.map((message) => {
        wait(message, Math.min(now + leaseMs, instantMax))
        message.attempts += 1
        return { ...message }
      })
    },
    async settle(id, settlement) {
      const settled = readSettlement(id, settlement)
      const message = messages.get(settled.id)
      if (message === undefined || message.sealed === '') return
      if (typeof settled.settlement === 'string') finish(message)
      else wait(message, settled.settlement.retryAt)
    },
  }
}
