/**
 * How many mailboxes of a migration are in which state, of one part of them: the commit that changes a mailbox counts it anew, so a report costs the same
 * whatever there is.
 *
 *   kept --CountMailbox--> kept
 */
import { accept, type Decider, type Instant } from '../../../kernel/index.ts'
import type {
  MailboxFacets,
  MailboxTallyCommand,
  MailboxTallyEvent,
  MailboxTallyRefusal,
  MailboxTallyState,
  TallyStretch,
} from './model.ts'

export type MailboxTallyDecider = Decider<MailboxTallyState, MailboxTallyCommand, MailboxTallyEvent, MailboxTallyRefusal>

/** How long a stretch is, ms: throughput is told by stretches of five minutes. */
export const stretchMs: number = 5 * 60_000

/** How many stretches are remembered: one hour, and the one that runs. */
export const stretchesMax = 13

const seconds = (at: Instant): number => Math.floor(at / 1000)

/** The counts that are other ones afterwards. */
function recounted(
  counts: { readonly [name: string]: number },
  before: readonly string[],
  after: readonly string[],
): { readonly [name: string]: number } {
  const gone = before.filter((name) => !after.includes(name)).map((name) => [name, (counts[name] ?? 0) - 1] as const)
  const come = after.filter((name) => !before.includes(name)).map((name) => [name, (counts[name] ?? 0) + 1] as const)
  return Object.fromEntries([...gone, ...come])
}

/** The sums that are other ones afterwards. */
function summed(
  sums: { readonly [status: string]: number },
  before: MailboxFacets | null,
  after: MailboxFacets,
): { readonly [status: string]: number } {
  if (before !== null && before.status === after.status && before.since === after.since) return {}
  const next: { [status: string]: number } = {}
  if (before !== null) next[before.status] = (sums[before.status] ?? 0) - seconds(before.since)
  next[after.status] = (next[after.status] ?? sums[after.status] ?? 0) + seconds(after.since)
  return next
}

/** The stretches with one more copying that was done then. What came long before the last one is told by the counts alone. */
function withDone(done: readonly TallyStretch[], at: Instant): readonly TallyStretch[] | null {
  const stretch = Math.floor(at / stretchMs)
  const last = Math.max(stretch, done.at(-1)?.stretch ?? 0)
  if (stretch <= last - stretchesMax) return null
  const known = done.find((one) => one.stretch === stretch)?.done ?? 0
  return [...done.filter((one) => one.stretch !== stretch), { stretch, done: known + 1 }]
    .filter((one) => one.stretch > last - stretchesMax)
    .sort((one, other) => one.stretch - other.stretch)
}

/** The machine. */
export const mailboxTallyDecider: MailboxTallyDecider = {
  name: 'mailbox-tally',
  initial: { status: 'kept', counts: {}, since: {}, done: [], personal: null },
  decide({ counts, since, done }, { before, after }) {
    const event: MailboxTallyEvent = {
      type: 'MailboxCounted',
      counts: recounted(counts, before?.names ?? [], after.names),
      since: summed(since, before, after),
      done: after.copiedAt === null || before?.copiedAt === after.copiedAt ? null : withDone(done, after.copiedAt),
    }
    const isSame = Object.keys(event.counts).length === 0 && Object.keys(event.since).length === 0 && event.done === null
    return accept(isSame ? [] : [event])
  },
  evolve: (state, { counts, since, done }) => ({
    ...state,
    counts: { ...state.counts, ...counts },
    since: { ...state.since, ...since },
    done: done ?? state.done,
  }),
  isTerminal: () => false,
  exampleCommands: () => [
    {
      type: 'CountMailbox',
      before: null,
      after: { names: ['status.live'], status: 'status.live', since: 1_000_000_000_000, copiedAt: 1_000_000_000_000 },
    },
  ],
}
