/** The waiting mail of the memory adapter: found by due time, by topic and by id, whatever else has been sent before. */
import { instantMax } from '../kernel/index.ts'
import type { Commit, Key, Outbox, OutboxMessage } from '../ports/index.ts'
import { misuse } from './argument-rules.ts'
import { type SortedSet, sortedSet } from './sorted-set.ts'

type Waiting = { -readonly [Field in keyof OutboxMessage]: OutboxMessage[Field] }
type Queue = { readonly due: SortedSet<Waiting>; readonly parked: SortedSet<Waiting> }

/** Stands for an id where a message is compared by it. */
const nobody: Waiting = { id: '', topic: '', sealed: '', at: 0, notBefore: 0, attempts: 0, parkedAt: null, reason: null }

const officeOf = (topic: Key): string => topic.slice(0, topic.indexOf('/'))

export type MemoryOutbox = Outbox & {
  /** Throws `storage/misuse` when one of the ids was ever used before. */
  readonly refuseUsedIds: (messages: Commit['outbox']) => void
  readonly queue: (messages: Commit['outbox']) => void
  readonly voidTopic: (topic: Key) => void
  /** Copies of all messages ever queued; the settled ones are empty. */
  readonly contents: () => OutboxMessage[]
}

/** For arguments that keep the rules of the port. */
export function memoryOutbox(): MemoryOutbox {
  // Settled messages stay, so that their ids are never taken again; only the unsettled ones are in `topics`, and in the queue of
  // their office: among those that are due, or among those that are parked.
  const messages = new Map<string, Waiting>()
  const queues = new Map<string, Queue>()
  const topics = new Map<Key, Set<Waiting>>()

  /** The queue of an office that mail has been queued for; asking after an office makes none. */
  function queueOf(topic: Key): Queue {
    const office = officeOf(topic)
    const known = queues.get(office)
    if (known !== undefined) return known
    const queue: Queue = {
      due: sortedSet((a, b) => a.notBefore < b.notBefore || (a.notBefore === b.notBefore && a.id < b.id)),
      parked: sortedSet((a, b) => a.id < b.id),
    }
    queues.set(office, queue)
    return queue
  }

  /** Changes what decides on the place of a message in its queue, and its place with it. */
  function move(message: Waiting, change: () => void): void {
    const { due, parked } = queueOf(message.topic)
    if (message.parkedAt === null) due.delete(message)
    else parked.delete(message)
    change()
    if (message.sealed === '') return
    if (message.parkedAt === null) due.add(message)
    else parked.add(message)
  }

  function finish(message: Waiting): void {
    move(message, () => {
      message.sealed = ''
      message.reason = null
    })
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
        const message: Waiting = { id, topic, sealed, at, notBefore: at, attempts: 0, parkedAt: null, reason: null }
        messages.set(id, message)
        queueOf(topic).due.add(message)
        const others = topics.get(topic)
        if (others === undefined) topics.set(topic, new Set([message]))
        else others.add(message)
      }
    },
    voidTopic(topic) {
      for (const message of [...(topics.get(topic) ?? [])]) finish(message)
    },
    contents: () => [...messages.values()].map((message) => ({ ...message })),
    async lease({ office, now, leaseMs, limit }) {
      const leased: Waiting[] = []
      for (const message of queues.get(office)?.due.after() ?? []) {
        if (message.notBefore > now || leased.length === limit) break
        leased.push(message)
      }
      return leased.map((message) => {
        move(message, () => {
          message.notBefore = Math.min(now + leaseMs, instantMax)
        })
        message.attempts += 1
        return { ...message }
      })
    },
    async settle(id, verdict) {
      const message = messages.get(id)
      if (message === undefined || message.sealed === '') return
      if (typeof verdict === 'string') finish(message)
      else if (message.parkedAt === null) {
        move(message, () => {
          if ('parkedAt' in verdict) message.parkedAt = verdict.parkedAt
          else {
            message.notBefore = verdict.retryAt
            if (verdict.afresh === true) message.attempts = 0
          }
          message.reason = verdict.reason ?? null
        })
      }
    },
    async isWaiting(id) {
      const message = messages.get(id)
      return message !== undefined && message.sealed !== '' && message.parkedAt === null
    },
    async parked({ office, after = '', limit }) {
      const found: OutboxMessage[] = []
      for (const message of queues.get(office)?.parked.after({ ...nobody, id: after }) ?? []) {
        if (found.length === limit) break
        found.push({ ...message })
      }
      return found
    },
    async requeue(id, at) {
      const message = messages.get(id)
      if (message === undefined || message.sealed === '' || message.parkedAt === null) return false
      move(message, () => {
        message.parkedAt = null
        message.notBefore = at
        message.attempts = 0
        message.reason = null
      })
      return true
    },
  }
}
