/**
 * Work that waits for whoever leases it, as mail waits for a relay: sealed, committed with the record that it is about, and wiped once it is done. It lies
 * in the storage's outbox under the name of a lane, which no office can have: no relay is given it, and no lane is given mail.
 */
import { type Instant, isInstant, SportelloError } from '../kernel/index.ts'
import type { Commit, Key, OutboxMessage } from '../ports/index.ts'
import { mailIdOf } from './outbox.ts'
import { keyOf, type RecordName } from './record.ts'
import { type Runtime, stored } from './runtime.ts'

/** Work as a unit queues it. */
export type QueuedWork = {
  /** Names the queue: lower-case letters. */
  readonly lane: string
  /** The record that it is about; it must be written in the same commit. */
  readonly topic: RecordName
  /** Names it within its command, such as `order`. */
  readonly purpose: string
  /** What is to be done. It may hold a secret: it is stored sealed alone. */
  readonly text: string
  /** Not to be leased before this instant; left out: from now on. */
  readonly notBefore?: Instant
}

/** The queue of a lane, in place of an office: `~` is in the name of none. */
const queueOf = (office: string, lane: string): string => `${office}~${lane}`

/** The topic of the work on a record, in a lane. */
export function workTopic(office: string, lane: string, { kind, id }: RecordName): Key {
  return keyOf(queueOf(office, lane), kind, id)
}

/** The messages of a commit. `versionOf` gives the stored version of a record before the commit. */
export function sealWork(
  runtime: Runtime,
  works: readonly QueuedWork[],
  at: Instant,
  versionOf: (key: Key) => number,
): Promise<Commit['outbox']> {
  const office = runtime.office.id
  return Promise.all(
    works.map(async ({ lane, topic, purpose, text, notBefore }) => {
      const id = mailIdOf(office, { topic, purpose }, versionOf(keyOf(office, topic.kind, topic.id)))
      const sealed = await runtime.sealer.seal('seal', id, text)
      return { id, topic: workTopic(office, lane, topic), sealed, at: Math.max(at, notBefore ?? 0) }
    }),
  )
}

function isWork(queue: string, message: Partial<OutboxMessage> | null | undefined): boolean {
  const { id, topic, sealed, attempts } = message ?? {}
  const isOurs = typeof topic === 'string' && topic.startsWith(`${queue}/`) && topic.split('/').length === 3
  return isOurs && typeof id === 'string' && typeof sealed === 'string' && Number.isInteger(attempts)
}

/** Leases due work of a lane. A storage that answers with anything else has failed. */
export async function leaseWork(
  { storage, office }: Runtime,
  lane: string,
  order: { readonly now: Instant; readonly leaseMs: number; readonly limit: number },
): Promise<readonly OutboxMessage[]> {
  const queue = queueOf(office.id, lane)
  const works = await stored(() => storage.lease({ office: queue, ...order }))
  if (Array.isArray(works) && works.every((work) => isWork(queue, work))) return works
  throw new SportelloError('storage/failed', 'storage: lease answers messages of the lane')
}

/** Parked work of a lane. A storage that answers with anything else has failed. */
export async function parkedWork(
  { storage, office }: Runtime,
  lane: string,
  page: { readonly after?: string; readonly limit: number },
): Promise<readonly (OutboxMessage & { readonly parkedAt: Instant })[]> {
  const queue = queueOf(office.id, lane)
  const works: readonly (OutboxMessage | null)[] = await stored(() => storage.parked({ office: queue, ...page }))
  const isParked = (work: OutboxMessage | null): work is OutboxMessage & { readonly parkedAt: Instant } =>
    isWork(queue, work) && isInstant(work?.parkedAt)
  if (Array.isArray(works) && works.every(isParked)) return works
  throw new SportelloError('storage/failed', 'storage: parked answers parked messages of the lane')
}

/** What was sealed with the work. Throws where it cannot be opened: the key may be missing for the time of a faulty deployment. */
export function openWork({ sealer }: Runtime, { id, sealed }: OutboxMessage): Promise<string> {
  return sealer.open('seal', id, sealed)
}

/** The work is over, and what was sealed is wiped. */
export async function endWork({ storage }: Runtime, id: string): Promise<void> {
  await stored(() => storage.settle(id, 'sent'))
}

/** It has come to nothing, and is done again from then on. */
export async function retryWork({ storage }: Runtime, id: string, retryAt: Instant): Promise<void> {
  await stored(() => storage.settle(id, { retryAt }))
}

/** It is not over, and nothing has failed: it goes on from then on, and what failed before counts no more. */
export async function waitForWork({ storage }: Runtime, id: string, retryAt: Instant): Promise<void> {
  await stored(() => storage.settle(id, { retryAt, afresh: true }))
}

/** It waits for the office. What was sealed stays. */
export async function parkWork({ storage }: Runtime, id: string, parkedAt: Instant): Promise<void> {
  await stored(() => storage.settle(id, { parkedAt }))
}

/** Parked work is due again. False where it is none. */
export async function requeueWork({ storage }: Runtime, id: string, at: Instant): Promise<boolean> {
  const requeued: unknown = await stored(() => storage.requeue(id, at))
  if (typeof requeued === 'boolean') return requeued
  throw new SportelloError('storage/failed', 'storage: requeue answers whether it is done')
}
