/**
 * One piece of work on a mailbox: read, ask the provider, commit what it has said, expecting what was read. It may be done twice, by several at once, and die
 * at any await: the provider takes a repeat for what it is, and what is heard of an earlier order changes nothing.
 */
import { type AnyRefusal, accept, type Instant } from '../../../kernel/index.ts'
import type { ArrivingProvider, OutboxMessage } from '../../../ports/index.ts'
import { recordIn } from '../../../runtime/record.ts'
import { loadState } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { openWork } from '../../../runtime/work-queue.ts'
import { plannedEnd } from '../migration/phase.ts'
import { migrationMachine } from '../migration/schema.ts'
import { askCopying, type CopyAnswer, orderCopying, orderPassword } from './answers.ts'
import { changeMailbox, changeRecords } from './change.ts'
import type { MailboxContext } from './context.ts'
import type { MailboxCopied } from './copying.ts'
import { type ArchiveJob, type OrderJob, readArchive, readOrder, readWatch, type WatchJob } from './jobs.ts'
import type { MailboxLane, MailboxParkedCause } from './lanes.ts'
import { migrationFacts } from './migration-facts.ts'
import type { MailboxCommand, MailboxMigration, MailboxRecord } from './model.ts'
import type { Changing } from './told.ts'

/** What has become of a piece of work. `retry` without an instant: after a growing delay. `done` is wiped. */
export type WorkStep =
  | { readonly end: 'done'; readonly did: readonly WorkDeed[] }
  /** Its mailbox, or its order, is not what it was: nothing is to be done. */
  | { readonly end: 'dropped' }
  | { readonly end: 'waits'; readonly until: Instant; readonly did: readonly WorkDeed[] }
  /** `number`: that of the order or copying; null where it could not be read. */
  | {
      readonly end: 'failed'
      readonly cause: MailboxParkedCause
      readonly number: number | null
      readonly did: readonly WorkDeed[]
    }

/** What a worker has brought about. */
export type WorkDeed = 'set' | 'started' | 'copied' | 'failed'

const system = { kind: 'system' } as const
const dropped: WorkStep = { end: 'dropped' }

/** The mailbox of a piece of work, with its campaign; null where there is nothing to be done for it any more. */
type Subject = Changing & { readonly state: MailboxRecord; readonly address: string; readonly facts: MailboxMigration }

async function subjectOf({ runtime, mailbox }: MailboxContext, id: string): Promise<Subject | null> {
  const state = await loadState(runtime, mailbox, id)
  if (state === null || state.status === 'none' || state.personal === null || state.endedAt !== null) return null
  const campaign = await loadState(runtime, migrationMachine, state.migrationId)
  if (campaign === null || campaign.status === 'none') return null
  const facts = migrationFacts(campaign, state.migration)
  // Nothing of a campaign that has ended is done any more, also before a sweep has ended it for the mailbox.
  return facts === null || facts.endedAt !== null ? null : { id, campaign, state, address: state.personal.address, facts }
}

/** Commits what was heard, if the mailbox is still in its migration: what of it is superseded changes nothing. */
async function commitHeard(
  context: MailboxContext,
  { id, state: before }: Subject,
  commandsOf: (facts: MailboxMigration) => readonly MailboxCommand[],
  besides: (unit: Unit, state: MailboxRecord) => void = () => undefined,
): Promise<void> {
  const operation = { name: 'mailbox/work', by: system, journalsRefusals: false } as const
  await transact<null, AnyRefusal>(context.runtime, operation, async (unit) => {
    await unit.preload(changeRecords(id, before.migrationId, before.migration))
    const campaign = await unit.state(migrationMachine, before.migrationId)
    const facts = migrationFacts(campaign, before.migration)
    if (campaign.status === 'none' || facts === null || facts.endedAt !== null) return accept(null)
    await changeMailbox(context, unit, { id, campaign }, commandsOf(facts))
    const state = await unit.state(context.mailbox, id)
    if (state.status !== 'none') besides(unit, state)
    return accept(null)
  })
}

const noting = (part: MailboxCopied, number: number, news: Exclude<CopyAnswer, 'unknown' | null>): MailboxCommand => ({
  type: 'NoteCopying',
  part,
  number,
  news,
})

/** More than a mailbox is ever ordered in one campaign. */
const numbersMax = 1_000

/** The number under which the arriving provider is asked: those of a later campaign of the domain are higher than all that it may remember of an earlier one. */
function askedAs({ state }: Subject, number: number): number {
  return (state.migration - 1) * numbersMax + number
}

function deedOf(answer: CopyAnswer): readonly WorkDeed[] {
  if (answer === null || answer === 'unknown') return []
  return [({ running: 'started', done: 'copied', failed: 'failed' } as const)[answer.status]]
}

/** Queues that a copying is followed; what was followed of the part before is over. */
function watch(unit: Unit, id: string, job: WatchJob, notBefore: Instant): void {
  const topic = { kind: 'mailbox', id }
  unit.queue({ lane: 'watch', topic, purpose: `watch-${job.part}`, text: JSON.stringify(job), notBefore })
}

async function order(context: MailboxContext, provider: ArrivingProvider, subject: Subject, job: OrderJob): Promise<WorkStep> {
  const { id, state, address: mailbox } = subject
  const last = state.activations.at(-1)
  if (last?.number !== job.order) return dropped
  const isSetBefore = last.setAt !== null
  const number = job.order
  const outcome = isSetBefore
    ? 'set'
    : await orderPassword(provider, { mailbox, number: askedAs(subject, number), password: job.chosen })
  const { messages } = state
  const isCopyDue = job.copying !== null && messages.number === job.copying && messages.status === 'not-begun'
  const copying: CopyAnswer = isCopyDue
    ? await orderCopying(provider, {
        ...{ mailbox, part: 'messages', password: job.current },
        number: askedAs(subject, messages.number),
      })
    : null
  const isHeard = copying !== null && copying !== 'unknown'
  const isOver = outcome === 'set' && (!isCopyDue || isHeard)
  const did: WorkDeed[] = [...(outcome === 'set' && !isSetBefore ? (['set'] as const) : []), ...deedOf(copying)]
  if (did.length > 0) {
    await commitHeard(
      context,
      subject,
      (campaign) => [
        ...(outcome === 'set' ? [{ type: 'ConfirmPassword', number, campaign } as const] : []),
        ...(isHeard ? [noting('messages', messages.number, copying)] : []),
      ],
      (unit, after) => {
        // Whatever was ordered since lies in the same lane, and is not for this one to wipe.
        if (after.activations.at(-1)?.number !== number) return
        const next = unit.now() + context.mailboxPolicy.watchMs
        if (after.messages.status === 'running' && isHeard) watch(unit, id, { part: 'messages', copying: messages.number }, next)
        // The passwords are wiped in the very commit that says that the provider has them.
        if (isOver) unit.cancelWork('orders', 'mailbox', id)
      },
    )
  }
  if (isOver) return { end: 'done', did }
  return { end: 'failed', cause: outcome === 'refused' ? 'refused' : 'unavailable', number, did }
}

async function archive(
  context: MailboxContext,
  provider: ArrivingProvider,
  subject: Subject,
  job: ArchiveJob,
): Promise<WorkStep> {
  const { id, state, address: mailbox, facts, campaign } = subject
  const { number, status } = state.archive
  if (number !== job.copying || status !== 'not-begun') return dropped
  const now = context.runtime.now()
  // Nothing of it is copied before the cut-over is reported to be complete.
  if (facts.completedAt === null) {
    return { end: 'waits', until: Math.max(plannedEnd(campaign), now + 15 * context.mailboxPolicy.watchMs), did: [] }
  }
  const asked = { mailbox, part: 'archive', number: askedAs(subject, number), password: job.current } as const
  const copying = await orderCopying(provider, asked)
  if (copying === null || copying === 'unknown') return { end: 'failed', cause: 'unavailable', number, did: [] }
  await commitHeard(
    context,
    subject,
    () => [noting('archive', number, copying)],
    (unit, after) => {
      if (after.archive.number !== number) return
      const next = unit.now() + context.mailboxPolicy.watchMs
      if (after.archive.status === 'running') watch(unit, id, { part: 'archive', copying: number }, next)
      unit.cancelWork('archive', 'mailbox', id)
    },
  )
  return { end: 'done', did: deedOf(copying) }
}

async function follow(
  context: MailboxContext,
  provider: ArrivingProvider,
  subject: Subject,
  { part, copying: number }: WatchJob,
): Promise<WorkStep> {
  const { state, address: mailbox } = subject
  const before = state[part]
  if (before.number !== number || before.status !== 'running') return dropped
  const answer = await askCopying(provider, { mailbox, part, number: askedAs(subject, number) })
  const now = context.runtime.now()
  const { watchMs, watchTimeoutMs } = context.mailboxPolicy
  if (answer === null) {
    if (now - before.heardAt >= watchTimeoutMs) return { end: 'failed', cause: 'silent', number, did: [] }
    return { end: 'waits', until: now + Math.max(watchMs, Math.floor((now - before.heardAt) / 4)), did: [] }
  }
  // The provider has lost the order, and the password that it was given with it.
  const news = answer === 'unknown' ? ({ status: 'failed', cause: 'interrupted' } as const) : answer
  await commitHeard(context, subject, () => [noting(part, number, news)])
  if (news.status === 'running') return { end: 'waits', until: now + watchMs, did: [] }
  return { end: 'done', did: deedOf(news) }
}

/** Does one piece of work, as far as it goes now. Throws where it cannot be opened, or the storage fails. */
export async function workStep(
  context: MailboxContext,
  provider: ArrivingProvider,
  lane: MailboxLane,
  message: OutboxMessage,
): Promise<WorkStep> {
  const { id } = recordIn(message.topic)
  const text = await openWork(context.runtime, message)
  const subject = await subjectOf(context, id)
  if (subject === null) return dropped
  switch (lane) {
    case 'orders': {
      const job = readOrder(text)
      return job === null ? dropped : order(context, provider, subject, job)
    }
    case 'archive': {
      const job = readArchive(text)
      return job === null ? dropped : archive(context, provider, subject, job)
    }
    case 'watch': {
      const job = readWatch(text)
      return job === null ? dropped : follow(context, provider, subject, job)
    }
  }
}

/** Notes in the mailbox that work on it was given up. */
export async function parkMailbox(
  context: MailboxContext,
  lane: MailboxLane,
  message: OutboxMessage,
  { number, cause }: Pick<Extract<WorkStep, { end: 'failed' }>, 'number' | 'cause'>,
): Promise<void> {
  const subject = await subjectOf(context, recordIn(message.topic).id)
  if (subject === null) return
  const parking: MailboxCommand = { type: 'ParkMailbox', lane, number, cause }
  await commitHeard(context, subject, (campaign) =>
    // What the provider refuses for good is for the owner to choose anew, whatever the office does.
    cause === 'refused' && number !== null ? [{ type: 'RefusePassword', number, campaign }, parking] : [parking],
  )
}
