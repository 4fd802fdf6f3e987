/**
 * A mailbox that moves to another provider (seed 004).
 *
 *   none --ListMailbox--> not-started --VerifyPassword--> verified --ActivateMailbox--> activated
 *   not-started --ActivateMailbox--> activated --ActivateMailbox--> activated
 *   not-started, verified --FollowMigration--> blocked --FollowMigration--> not-started, verified
 *   activated --FollowMigration, ConfirmPassword--> live --FollowMigration--> activated
 *   blocked --AllowLateActivation--> not-started, verified; activated --WithdrawActivation--> not-started
 *   activated --RefusePassword, FollowMigration--> blocked --FollowMigration, AllowLateActivation, ConfirmPassword--> activated
 *
 * The last line is of a password that the arriving provider has refused: once the cut-over has begun it is blocked like one that nobody has activated.
 *
 * Copying stands beside that: the messages after the activation, the archive after the cut-over. A copying that fails blocks nothing. What is heard of an
 * earlier password or copying than the last one changes nothing.
 */
import { accept, type Decider, type Instant, refuse } from '../../../kernel/index.ts'
import { isOrdered, type MailboxCopying, type MailboxCopyNews } from './copying.ts'
import type { MailboxEvent } from './events.ts'
import { evolveMailbox } from './evolve.ts'
import { exampleMailboxCommands } from './examples.ts'
import { followed, isRefused } from './follow.ts'
import type { MailboxLane } from './lanes.ts'
import type { MailboxCommand, MailboxMigration, MailboxRecord, MailboxRefusal, MailboxState } from './model.ts'

export type MailboxDecider = Decider<MailboxState, MailboxCommand, MailboxEvent, MailboxRefusal>
type Decided = ReturnType<MailboxDecider['decide']>
type Of<Type extends MailboxCommand['type']> = Extract<MailboxCommand, { type: Type }>

/** Whoever has activated as often is helped by the office. */
export const activationsMax = 20

/** After so long what was heard of a copying is noted although little has changed, ms. */
const heardMs = 60 * 60_000

/** Why the owner cannot activate the mailbox now; null while he can. */
export function closedTo(
  state: Pick<MailboxRecord, 'lateUntil' | 'status' | 'since'>,
  campaign: MailboxMigration,
  at: Instant,
): MailboxRefusal | null {
  const { lateUntil, status, since } = state
  const { from, until, startedAt } = campaign
  if (campaign.endedAt !== null) return { code: 'mailbox/activation-closed', closedAt: campaign.endedAt }
  const isMoved = status === 'live' || status === 'blocked'
  // What the office allows holds to the end of its day, also where the cut-over is rolled back meanwhile.
  if (!isMoved && lateUntil !== null && at < lateUntil) return null
  if (isMoved || startedAt !== null) {
    // A cut-over closes what is open: a window that was over before was closed by its last day.
    const closedAt = lateUntil ?? Math.min(until, startedAt ?? since)
    return { code: 'mailbox/activation-closed', closedAt }
  }
  if (at < from) return { code: 'mailbox/activation-not-open', from }
  return at < until ? null : { code: 'mailbox/activation-closed', closedAt: until }
}

function decideActivation(state: MailboxRecord, { campaign, password }: Of<'ActivateMailbox'>, at: Instant): Decided {
  const closed = closedTo(state, campaign, at)
  if (closed !== null) return refuse(closed)
  const { orders, messages, archive } = state
  if (messages.status === 'running') return refuse({ code: 'mailbox/copying', startedAt: messages.startedAt })
  if (orders >= activationsMax) return refuse({ code: 'mailbox/too-many-activations', activationsMax })
  const isArchiveUnderWay = archive.status === 'running' || archive.status === 'done'
  return accept([
    {
      type: 'MailboxActivated',
      number: orders + 1,
      activatedAt: at,
      password,
      messages: messages.status === 'done' ? null : messages.number + 1,
      archive: campaign.hasArchive && !isArchiveUnderWay ? archive.number + 1 : null,
    },
  ])
}

function decideConfirmation(state: MailboxRecord, { number, campaign }: Of<'ConfirmPassword'>, at: Instant): Decided {
  const last = state.activations.at(-1)
  if (last === undefined || last.number !== number || last.setAt !== null) return accept([])
  const set: MailboxEvent = { type: 'MailboxPasswordSet', number, setAt: at }
  return accept([set, ...followed(evolveMailbox(state, set), campaign, at)])
}

function decideRefusal(state: MailboxRecord, { number, campaign }: Of<'RefusePassword'>, at: Instant): Decided {
  const last = state.activations.at(-1)
  if (last?.number !== number || last.setAt !== null || last.refusedAt !== null) return accept([])
  const refused: MailboxEvent = { type: 'MailboxPasswordRefused', number, refusedAt: at }
  return accept([refused, ...followed(evolveMailbox(state, refused), campaign, at)])
}

const tenth = (copied: number, total: number | null): number =>
  total === null || total === 0 ? 0 : Math.floor((10 * Math.min(copied, total)) / total)

/** Whether there is enough new in it to be noted: a journal entry for each tenth, and one an hour. */
function isNews(before: MailboxCopying, news: MailboxCopyNews, at: Instant): boolean {
  if (before.status !== 'running' || news.status !== 'running') return true
  const isFarther = tenth(news.copied, news.total) !== tenth(before.copied, before.total)
  return news.total !== before.total || isFarther || at - before.heardAt >= heardMs
}

function decideCopying(state: MailboxRecord, { part, number, news }: Of<'NoteCopying'>, at: Instant): Decided {
  const before = state[part]
  const isOver = before.status === 'done' || before.status === 'failed'
  // What the office has withdrawn is not copied any more, whatever is heard of it.
  const isWithdrawn = state.activations.length === 0
  if (number === 0 || isWithdrawn || before.number !== number || isOver || !isNews(before, news, at)) return accept([])
  switch (news.status) {
    case 'running': {
      const { copied, total } = news
      if (before.status === 'running') {
        return accept([{ type: 'CopyingProgressed', part, number, heardAt: at, copied, total }])
      }
      return accept([{ type: 'CopyingStarted', part, number, startedAt: at, copied, total }])
    }
    case 'done': {
      const startedAt = before.status === 'running' ? before.startedAt : at
      return accept([{ type: 'CopyingDone', part, number, startedAt, endedAt: at, copied: news.copied }])
    }
    case 'failed':
      return accept([{ type: 'CopyingFailed', part, number, endedAt: at, cause: news.cause }])
  }
}

/** Whether there is still something to be done for that order or copying; null: for any of the lane. */
function isWorkLeft(state: MailboxRecord, lane: MailboxLane, number: number | null): boolean {
  const { activations, messages, archive } = state
  const isOf = (one: number): boolean => number === null || number === one
  switch (lane) {
    case 'orders': {
      const last = activations.at(-1)
      return last !== undefined && isOf(last.number) && (last.setAt === null || isOrdered(state, 'messages'))
    }
    case 'archive':
      return isOf(archive.number) && isOrdered(state, 'archive')
    case 'watch':
      return [messages, archive].some((copying) => isOf(copying.number) && copying.status === 'running')
  }
}

function decideLate(state: MailboxRecord, { campaign, until, personal }: Of<'AllowLateActivation'>, at: Instant): Decided {
  // Whoever has activated the mailbox in time is let in whatever was planned for those who have not.
  if (!campaign.lateActivation && !isRefused(state)) return refuse({ code: 'mailbox/no-late-activation' })
  if (state.status !== 'blocked') return refuse({ code: 'mailbox/not-blocked' })
  if (until <= at) return refuse({ code: 'mailbox/in-the-past' })
  const before = state.verifiedAt === null ? 'not-started' : 'verified'
  const status = state.activations.length > 0 ? 'activated' : before
  return accept([{ type: 'LateActivationAllowed', until, allowedAt: at, status, personal }])
}

const decide: MailboxDecider['decide'] = (state, command, { at }) => {
  if (command.type === 'ListMailbox') {
    const { migrationId, migration, isListed, personal } = command
    if (state.status !== 'none') {
      // Its owner came first, and the office says now what only it knows.
      const isCompleted = isListed && !state.isListed && state.endedAt === null
      if (!isCompleted) return refuse({ code: 'mailbox/already-listed' })
      return accept([{ type: 'MailboxListingCompleted', completedAt: at, personal }])
    }
    return accept([{ type: 'MailboxListed', migrationId, migration, isListed, listedAt: at, personal }])
  }
  if (state.status === 'none') return refuse({ code: 'mailbox/not-found' })
  if (state.endedAt !== null) return refuse({ code: 'mailbox/ended', endedAt: state.endedAt })
  switch (command.type) {
    case 'VerifyPassword': {
      const closed = closedTo(state, command.campaign, at)
      return closed === null
        ? accept([{ type: 'PasswordVerified', verifiedAt: state.verifiedAt ?? at, proof: command.proof }])
        : refuse(closed)
    }
    case 'ActivateMailbox':
      return decideActivation(state, command, at)
    case 'ConfirmPassword':
      return decideConfirmation(state, command, at)
    case 'RefusePassword':
      return decideRefusal(state, command, at)
    case 'NoteCopying':
      return decideCopying(state, command, at)
    case 'ReportPasswordChange': {
      const { messages } = state
      // The archive that waits would be copied by the old password. Told before the cut-over, its owner can still activate the mailbox once more.
      const isArchiveWaiting = state.status === 'activated' && isOrdered(state, 'archive')
      const isCopying = messages.status === 'running' || isOrdered(state, 'messages')
      const part = isCopying ? 'messages' : isArchiveWaiting ? 'archive' : null
      if (part === null) return accept([])
      return accept([{ type: 'CopyingFailed', part, number: state[part].number, endedAt: at, cause: 'password' }])
    }
    case 'ParkMailbox': {
      const { lane, number, cause } = command
      return accept(isWorkLeft(state, lane, number) ? [{ type: 'MailboxParked', lane, parkedAt: at, cause }] : [])
    }
    case 'RequeueMailbox':
      return state.parked?.lane === command.lane
        ? accept([{ type: 'MailboxRequeued', lane: command.lane }])
        : refuse({ code: 'mailbox/not-parked' })
    case 'RemindOwner': {
      const { reminder } = command
      const isDue = state.status === 'not-started' || state.status === 'verified'
      return accept(isDue && state.remindedAt < reminder ? [{ type: 'OwnerReminded', reminder }] : [])
    }
    case 'FollowMigration':
      return accept(followed(state, command.campaign, at))
    case 'LeaveMigration':
      return accept([{ type: 'MailboxMigrationEnded', endedAt: command.endedAt }])
    case 'WithdrawActivation': {
      const { campaign, personal } = command
      if (state.status !== 'activated') return refuse({ code: 'mailbox/not-activated' })
      // Whatever has come about by the cut-over is not undone.
      const { startedAt } = campaign
      if (startedAt !== null) return refuse({ code: 'mailbox/activation-closed', closedAt: startedAt })
      return accept([{ type: 'ActivationWithdrawn', withdrawnAt: at, personal }])
    }
    case 'AllowLateActivation':
      return decideLate(state, command, at)
  }
}

/** The machine. */
export const mailboxDecider: MailboxDecider = {
  name: 'mailbox',
  initial: { status: 'none', personal: null },
  decide,
  evolve: evolveMailbox,
  isTerminal: (state) => state.status !== 'none' && state.endedAt !== null,
  exampleCommands: exampleMailboxCommands,
}
