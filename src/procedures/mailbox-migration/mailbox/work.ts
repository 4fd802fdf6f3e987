/** The workers of a migration: they lease work on mailboxes as relays lease mail, in as many processes as there are. */
import { type Instant, instantMax, isSportelloError, SportelloError } from '../../../kernel/index.ts'
import { readArgument } from '../../../runtime/input.ts'
import { endWork, parkWork, retryWork, waitForWork } from '../../../runtime/work-queue.ts'
import { providersOf } from './answers.ts'
import type { MailboxContext } from './context.ts'
import { type Leased, leaseInTurns, type WorkRate } from './turns.ts'
import { parkMailbox, type WorkDeed, type WorkStep, workStep } from './work-step.ts'

/** How much one round of a worker takes on. */
export type MigrationWorkOptions = {
  /** How many pieces of work to take of each kind at the most: 1 to 1000. Default 100. */
  readonly limit?: number
  /** After how long work that was not settled is offered again, ms, 1 to 86400000: longer than the slowest answer of the provider. Default 5 minutes. */
  readonly leaseMs?: number
  /** How many questions to the arriving provider are under way at once, of this process: 1 to 64. Default 8. */
  readonly parallel?: number
  /** How many pieces of work this process begins in a second at the most: 1 to 10000. Left out, as many as there are. */
  readonly perSecond?: number
}

/** What one round of a worker has done: how many. */
export type MigrationWorkReport = {
  /** Pieces of work that were taken. */
  readonly taken: number
  /** Passwords that the arriving provider has by now. */
  readonly set: number
  /** Copyings that have begun. */
  readonly started: number
  /** Copyings that are done. */
  readonly copied: number
  /** Copyings that have failed. */
  readonly failed: number
  /** Pieces of work that are looked at again later: a copying that runs, an archive before the cut-over. */
  readonly waiting: number
  /** Pieces of work to which the provider gave no answer: they are tried again after a growing delay. */
  readonly retried: number
  /** Pieces of work that wait for the office from now on. */
  readonly parked: number
  /** Pieces of work that were superseded, or whose mailbox is no longer in a migration. */
  readonly dropped: number
  /** Pieces of work that this process left, since its rate or its lease was over: they come back. */
  readonly left: number
}

type Counts = { -readonly [Field in keyof MigrationWorkReport]: number }

const isWhole = (value: unknown, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most

function readOptions(options: MigrationWorkOptions) {
  const {
    limit = 100,
    leaseMs = 5 * 60_000,
    parallel = 8,
    perSecond = null,
  } = readArgument(() => ({ ...options })) ?? { limit: Number.NaN }
  const isGood = isWhole(limit, 1000) && isWhole(leaseMs, 86_400_000) && isWhole(parallel, 64)
  if (isGood && (perSecond === null || isWhole(perSecond, 10_000))) return { limit, leaseMs, parallel, perSecond }
  throw new SportelloError(
    'config/invalid',
    'migration.work: limit is 1 to 1000, leaseMs 1 to 86400000, parallel 1 to 64, perSecond 1 to 10000',
  )
}

export type WorkContext = MailboxContext & { readonly rate: WorkRate }

/** When work that has failed for the nth time is tried again: between half of the delay and all of it, by chance. */
function retryAt({ runtime, mailboxPolicy }: MailboxContext, attempts: number, now: Instant): Instant {
  const delayMs = Math.min(mailboxPolicy.delayMs * 2 ** Math.min(attempts - 1, 30), mailboxPolicy.delayMaxMs)
  const [drawn = 255] = readArgument(() => runtime.random.bytes(1)) ?? []
  return Math.min(now + Math.round((delayMs * (1 + drawn / 255)) / 2), instantMax)
}

/** Settles what a step has come to. */
async function settle(context: MailboxContext, { lane, message }: Leased, step: WorkStep, counts: Counts): Promise<void> {
  const { runtime, mailboxPolicy } = context
  const { id, attempts } = message
  const now = runtime.now()
  switch (step.end) {
    case 'done':
      await endWork(runtime, id)
      return
    case 'dropped':
      counts.dropped += 1
      await endWork(runtime, id)
      return
    case 'waits':
      counts.waiting += 1
      await waitForWork(runtime, id, Math.min(step.until, instantMax))
      return
    case 'failed': {
      const isSpent = step.cause !== 'unavailable' || attempts >= mailboxPolicy.attemptsMax
      if (!isSpent) {
        counts.retried += 1
        await retryWork(runtime, id, retryAt(context, attempts, now))
        return
      }
      counts.parked += 1
      // The note comes first: a crash may write it twice.
      await parkMailbox(context, lane, message, step).catch(passOver)
      await parkWork(runtime, id, now)
      return
    }
  }
}

/** What cannot be noted waits all the same. */
function passOver(cause: unknown): void {
  if (!isSportelloError(cause) || !ownTrouble.has(cause.code)) throw cause
}

function count(counts: Counts, did: readonly WorkDeed[]): void {
  for (const deed of did) counts[deed] += 1
}

/**
 * Takes due work, asks the arriving provider, and commits what it says. Call it from a timer or a worker, in as many processes as you like. A crash at any
 * moment leads to the same question once more, under the same number.
 */
export async function work(context: WorkContext, options: MigrationWorkOptions = {}): Promise<MigrationWorkReport> {
  const { runtime, rate } = context
  const { limit, leaseMs, parallel, perSecond } = readOptions(options)
  const { arriving } = providersOf(runtime)
  const counts: Counts = {
    ...{ taken: 0, set: 0, started: 0, copied: 0, failed: 0, waiting: 0, retried: 0, parked: 0, dropped: 0, left: 0 },
  }
  const now = runtime.now()
  const until = now + leaseMs
  const queue = [...(await leaseInTurns(runtime, rate, { now, leaseMs, limit, perSecond }))]
  counts.taken = queue.length

  async function goOn(): Promise<void> {
    for (let leased = queue.shift(); leased !== undefined; leased = queue.shift()) {
      // Its lease is over: another process may have it by now.
      if (runtime.now() >= until) {
        counts.left += 1
        continue
      }
      const step = await stepOrFail(context, leased, arriving)
      if ('did' in step) count(counts, step.did)
      await settle(context, leased, step, counts)
    }
  }

  /** Where the storage fails, the others finish what they have in hand, and no more. */
  const stop = (cause: unknown): never => {
    counts.left += queue.length
    queue.length = 0
    throw cause
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(parallel, queue.length) }, () => goOn().catch(stop)))
  const ended = ends.find((end) => end.status === 'rejected')
  if (ended !== undefined) throw ended.reason
  return counts
}

/** Trouble of one mailbox alone: others are at work on it, a key is missing for a time, or its record cannot be read. */
const ownTrouble: ReadonlySet<string> = new Set(['busy', 'seal/failed', 'record/unreadable'])

/** Such a mailbox is tried again, and waits for the office in the end: it holds up none of the others. */
async function stepOrFail(
  context: MailboxContext,
  { lane, message }: Leased,
  arriving: ReturnType<typeof providersOf>['arriving'],
): Promise<WorkStep> {
  try {
    return await workStep(context, arriving, lane, message)
  } catch (cause) {
    if (!isSportelloError(cause) || !ownTrouble.has(cause.code)) throw cause
    return { end: 'failed', cause: 'unavailable', number: null, did: [] }
  }
}
