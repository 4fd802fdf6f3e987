/** The relay: takes mail from the outbox to the mailer, at least once, in as many processes as there are, and parks what stays. */
import { type Instant, instantMax, isSportelloError, SportelloError } from '../kernel/index.ts'
import type { Key, OutboxMessage } from '../ports/index.ts'
import { readArgument } from './input.ts'
import { noteMail } from './mail-note.ts'
import { type MailVerdict, readVerdict, sealReason } from './mail-verdict.ts'
import { messageIdLeft } from './message-id.ts'
import type { SealedMail } from './outbox.ts'
import type { MailEnd } from './procedure.ts'
import { isStillWaiting, leaseMail, type Runtime, stored } from './runtime.ts'

/** How much one round of the relay takes on. */
export type RelayOptions = {
  /** How many messages to take at the most; 1 to 1000. Default 100. */
  readonly limit?: number
  /**
   * After how long an unsettled message is offered again, ms, 1 to 86400000. Longer than the slowest send; what the round does not
   * get to in this time is left to the next. Default 5 minutes.
   */
  readonly leaseMs?: number
}

/** What one round of the relay did, by message id. */
export type RelayReport = {
  /** Handed to the next hop. */
  readonly sent: readonly string[]
  /** To be tried again: the next hop did not take it now, or what was refused or overdue could not be noted. */
  readonly retried: readonly string[]
  /** Refused for good by the next hop, as the record's journal says too: somebody must be told in another way. */
  readonly rejected: readonly string[]
  /** Not sent, since what it would say is no longer so, such as a link whose term is over. The record's journal says it too. */
  readonly overdue: readonly string[]
  /** Not sent, since it was cancelled, or settled otherwise, after it had been leased, or since it was for nobody. */
  readonly cancelled: readonly string[]
  /** Not taken in sixteen attempts, an attempt that a crash ended included: kept until the office requeues or discards it. */
  readonly parked: readonly string[]
  /**
   * Why mail of this round was retried, rejected or parked, as far as the mailer said so: one line of at most 300 characters, in the words
   * of the next hop, without mail addresses and without the name of the recipient. Order of the round.
   */
  readonly reasons: readonly { readonly id: string; readonly reason: string }[]
}

type RelayEnd = Exclude<keyof RelayReport, 'reasons'>

/** What the relay works with. */
export type RelayContext = {
  readonly runtime: Runtime
  /** Hears of every mail that has come to its end, before it is settled; of one that is sent twice, twice. */
  readonly settled: (mailId: string, end: MailEnd, reason: string | null) => Promise<void>
  /**
   * Asked once for a round that has mail: what brings the record of a letter up to the office's calendar, which cancels what is not to be sent any more;
   * null where the calendar has nothing to say.
   */
  readonly beforeMail: () => Promise<BringUp | null>
}

type BringUp = (topic: Key) => Promise<void>

const attemptsMax = 16
const firstDelayMs = 60_000
const longestDelayMs = 6 * 60 * 60_000

const leaseMsMax = 86_400_000

/** How many messages are handed to the mailer at a time. */
const parallel = 8

/**
 * When a message that failed for the nth time is tried again. The whole delay is one minute, doubling, at most six hours; `chance`
 * chooses between half of it, at 0, and all of it, at 1, so that what failed together does not come back together.
 */
function retryAt(attempts: number, now: Instant, chance: number): Instant {
  const delayMs = Math.min(firstDelayMs * 2 ** Math.min(attempts - 1, 30), longestDelayMs)
  return Math.min(now + Math.round((delayMs * (1 + chance)) / 2), instantMax)
}

/** For each mail one from 0 to 1. Mail is not held up by a source of chance that fails: it waits the whole delay then. */
function drawChances({ random }: Runtime, count: number): readonly number[] {
  try {
    const drawn = new DataView(random.bytes(2 * count).buffer)
    return Array.from({ length: count }, (_, i) => drawn.getUint16(2 * i) / 65_535)
  } catch {
    return []
  }
}

const isWhole = (value: unknown, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max

type Unsent = { readonly outcome: 'overdue' | 'cancelled' | 'nobody'; readonly reason: null }

const unsent = (outcome: Unsent['outcome']): Unsent => ({ outcome, reason: null })

/** Not now, and nobody has said why. */
const untold: MailVerdict = { outcome: 'retry', reason: null }

/**
 * Hands a message over, after one more look: what was cancelled since it was leased is not sent, nor what is overdue by now. What is
 * cancelled after that look is on its way, and no look can help. What cannot be brought up to the calendar waits: its link may be dead.
 */
async function send(runtime: Runtime, message: OutboxMessage, bringUp: BringUp | null): Promise<MailVerdict | Unsent> {
  if (bringUp !== null) {
    try {
      await bringUp(message.topic)
    } catch {
      return untold
    }
  }
  if (!(await isStillWaiting(runtime, message.id))) return unsent('cancelled')
  try {
    // Sealed by `sealLetters` under this very id; before there was more than one channel, all mail was ordinary.
    const sealed = JSON.parse(await runtime.sealer.open('seal', message.id, message.sealed)) as SealedMail
    const { until, channel = 'ordinary', to, ...mail } = sealed
    if (to === null) return unsent('nobody')
    if (until !== undefined && runtime.now() >= until) return unsent('overdue')
    return readVerdict(await runtime.mailer.send({ ...mail, to, messageIdLeft: messageIdLeft(mail.id), channel }), to)
  } catch {
    // The key may be missing for the time of a faulty deployment: the mail must not be lost for that, nor hold up the others.
    return untold
  }
}

/** Notes the end of a mail before the mail is settled; a crash may note it twice. False where it could not be noted. */
async function isNoted(
  { runtime, settled }: RelayContext,
  message: OutboxMessage,
  end: MailEnd,
  reason: string | null,
): Promise<boolean> {
  const note = end === 'sent' ? null : end === 'rejected' ? 'MailRejected' : 'MailOverdue'
  try {
    if (note !== null) await whenFree(() => noteMail(runtime, { kind: 'system' }, note, message, reason))
    await whenFree(() => settled(message.id, end, reason))
    return true
  } catch {
    return false
  }
}

/** Does it again while others are at work on the same record, as the other sends of this round may be. */
async function whenFree(act: () => Promise<void>): Promise<void> {
  for (let turn = 1; turn < parallel; turn += 1) {
    try {
      return await act()
    } catch (cause) {
      if (!isSportelloError(cause) || cause.code !== 'busy') throw cause
    }
  }
  return act()
}

type Dispatched = { readonly end: RelayEnd; readonly reason: string | null }
type Leased = {
  readonly message: OutboxMessage
  readonly chance: number
  readonly until: Instant
  readonly bringUp: BringUp | null
}

/** Brings one message as far as it goes now. */
async function dispatch(context: RelayContext, leased: Leased): Promise<Dispatched> {
  const { runtime } = context
  const { message, chance, until, bringUp } = leased
  const { id, attempts } = message
  // The last attempt parks it. One that is offered once more has crashed its senders: it is parked unsent.
  const isSpent = attempts > attemptsMax
  const { outcome, reason } = isSpent ? untold : await send(runtime, message, bringUp)
  // Whoever cancelled it has wiped it.
  if (outcome === 'cancelled') return { end: outcome, reason }
  if (outcome === 'nobody') {
    await stored(() => runtime.storage.settle(id, 'abandoned'))
    return { end: 'cancelled', reason }
  }
  // What was sent is over, noted or not: it must not go out twice. What did not arrive is over once it is noted: else the office would
  // believe that it did, so it is tried again. Whatever else a mailer answers is no end.
  const isEnd = outcome === 'sent' || outcome === 'rejected' || outcome === 'overdue'
  if (isEnd && ((await isNoted(context, message, outcome, reason)) || outcome === 'sent')) {
    await stored(() => runtime.storage.settle(id, outcome === 'overdue' ? 'abandoned' : outcome))
    return { end: outcome, reason }
  }
  const now = runtime.now()
  // Whoever has it by now says when it comes back; until then nobody else must get it.
  if (now >= until) return { end: 'retried', reason }
  // What was said at an earlier attempt stays where this one was none.
  const kept = isSpent ? message.reason : await sealReason(runtime, id, reason)
  if (attempts >= attemptsMax) {
    await stored(() => runtime.storage.settle(id, { parkedAt: now, reason: kept }))
    return { end: 'parked', reason }
  }
  const settlement = { retryAt: retryAt(attempts, now, chance), reason: kept }
  await stored(() => runtime.storage.settle(id, settlement))
  return { end: 'retried', reason }
}

/**
 * Takes due mail from the outbox, hands it to the mailer and settles it. Call it from a timer or a worker, in as many processes as
 * you like. A crash between sending and settling leads to a second sending with the same id and the same bytes.
 */
export async function relay(context: RelayContext, options: RelayOptions = {}): Promise<RelayReport> {
  const { runtime } = context
  const [limit = 100, leaseMs = 5 * 60_000] = readArgument(() => [options.limit, options.leaseMs]) ?? [Number.NaN]
  if (!isWhole(limit, 1000) || !isWhole(leaseMs, leaseMsMax)) {
    throw new SportelloError('config/invalid', `relay: limit is 1 to 1000, leaseMs is 1 to ${leaseMsMax}`)
  }
  const none = (): string[] => []
  const ids = { sent: none(), retried: none(), rejected: none(), overdue: none(), cancelled: none(), parked: none() }
  const reasons: { readonly id: string; readonly reason: string }[] = []
  const now = runtime.now()
  const until = now + leaseMs
  const messages = await leaseMail(runtime, { now, leaseMs, limit })
  // Drawn in the order of the mail, since its outcomes come in any.
  const chances = messages.length === 0 ? [] : drawChances(runtime, messages.length)
  const bringUp = messages.length === 0 ? null : await context.beforeMail()
  const queue = messages.map((message, i): Leased => ({ message, chance: chances[i] ?? 1, until, bringUp }))

  async function work(): Promise<void> {
    for (let leased = queue.shift(); leased !== undefined; leased = queue.shift()) {
      // Its lease is over: another process may have it by now.
      if (runtime.now() >= until) return
      const { id } = leased.message
      const { end, reason } = await dispatch(context, leased)
      ids[end].push(id)
      if (reason !== null) reasons.push({ id, reason })
    }
  }

  /** Where nothing can be settled, what is sent is sent again: the others finish what they have in hand, and no more. */
  const stop = (cause: unknown): never => {
    queue.length = 0
    throw cause
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(parallel, queue.length) }, () => work().catch(stop)))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return { ...ids, reasons }
}
