/** How the queues of the mailboxes share what a process may begin: in turns, so that none of them starves while another is long. */
import type { Instant } from '../../../kernel/index.ts'
import type { OutboxMessage } from '../../../ports/index.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { leaseWork } from '../../../runtime/work-queue.ts'
import { type MailboxLane, mailboxLanes } from './lanes.ts'

/** What a process may begin in a second: it remembers how much of that is left, and which queue is asked first. */
export type WorkRate = { second: number; used: number; first: number }

/** A piece of work, from its queue. */
export type Leased = { readonly lane: MailboxLane; readonly message: OutboxMessage }

/** How many pieces of work may begin now. */
function freeOf(rate: WorkRate, perSecond: number | null, now: Instant): number {
  if (perSecond === null) return Number.POSITIVE_INFINITY
  const second = Math.floor(now / 1000)
  if (second !== rate.second) {
    rate.second = second
    rate.used = 0
  }
  return perSecond - rate.used
}

/** One of each queue after the other. */
function alternating(queues: readonly (readonly Leased[])[]): readonly Leased[] {
  const longest = Math.max(...queues.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => queues.flatMap((queue) => queue[i] ?? [])).flat()
}

/**
 * Leases due work of every queue, up to `limit` of each. Where less may begin than there is, the queues get equal parts of it, to one or two, and what one of
 * them leaves goes to the others; another one is the first each time, so that a part of less than one comes round to each. The work of the queues alternates: a lease
 * that ends before everything is done cuts off a part of each.
 */
export async function leaseInTurns(
  runtime: Runtime,
  rate: WorkRate,
  order: { readonly now: Instant; readonly leaseMs: number; readonly limit: number; readonly perSecond: number | null },
): Promise<readonly Leased[]> {
  const { now, leaseMs, limit, perSecond } = order
  const free = (): number => freeOf(rate, perSecond, now)
  if (free() < 1) return []
  const turns = [...mailboxLanes.slice(rate.first), ...mailboxLanes.slice(0, rate.first)]
  rate.first = (rate.first + 1) % mailboxLanes.length
  const queues = turns.map((lane) => ({ lane, leased: [] as Leased[] }))
  const leaseOf = async ({ lane, leased }: (typeof queues)[number], part: number): Promise<boolean> => {
    const wanted = Math.min(part, limit - leased.length)
    if (wanted < 1) return false
    const messages = await leaseWork(runtime, lane, { now, leaseMs, limit: wanted })
    rate.used += messages.length
    leased.push(...messages.map((message) => ({ lane, message })))
    return messages.length === wanted
  }
  for (let asking = queues; asking.length > 0 && free() >= 1; ) {
    const unspent: typeof queues = []
    for (const [i, queue] of asking.entries()) {
      if (await leaseOf(queue, Math.ceil(free() / (asking.length - i)))) unspent.push(queue)
    }
    asking = unspent
  }
  return alternating(queues.map(({ leased }) => leased))
}
