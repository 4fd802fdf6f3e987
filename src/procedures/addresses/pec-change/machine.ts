/**
 * The change of a PEC (seed 003). A link goes to the new address; it works until 24:00, Rome, of the day after its reception, which is
 * when the provider put it into the mailbox. Until a receipt says when that was, the sending counts instead: it can only be earlier,
 * so a receipt only ever lengthens the term, and does so once.
 *
 *   none --RequestPecChange--> awaiting-receipt --RecordDelivery--> awaiting-confirmation
 *   either --ConfirmPecChange--> confirmed
 *   either --RecordFailure of the last link that is left--> undeliverable
 *   either --CancelPecChange--> cancelled, --SupersedePecChange--> superseded, --VoidPecChange--> void
 *
 * A click in the term is a confirmation. One that comes later, while a receipt could still show that the term runs on, waits for that
 * receipt, however late it is read. What has ended stays so.
 */

import { accept, type Decider, type Instant, instantMax, refuse } from '../../../kernel/index.ts'
import { confirmationDeadline } from '../../../rules/civil/index.ts'
import { evolvePecChange } from './evolve.ts'
import { endOfTerms, isClosed, type Open, waits } from './expiry.ts'
import type {
  PecChangeCommand,
  PecChangeEvent,
  PecChangePolicy,
  PecChangeRefusal,
  PecChangeState,
  PecChangeUndeliverable,
  PecLink,
} from './model.ts'

export type PecChangeDecider = Decider<PecChangeState, PecChangeCommand, PecChangeEvent, PecChangeRefusal>
type Decided = ReturnType<PecChangeDecider['decide']>

/** The machine under a policy. Terms are computed when deciding and travel in the events. */
export function pecChangeDecider(policy: PecChangePolicy): PecChangeDecider {
  const decide: PecChangeDecider['decide'] = (state, command, { at }) => {
    if (state.status === 'none') {
      return command.type === 'RequestPecChange' ? decideRequest(policy, command, at) : refuse({ code: 'pec-change/not-found' })
    }
    if (command.type === 'RequestPecChange') return refuse({ code: 'pec-change/already-requested' })
    if (command.type === 'RecordDelivery' || command.type === 'RecordFailure') {
      return isOpen(state)
        ? decideReceipt(policy, state, command, at)
        : refuse({ code: 'pec-change/receipt-ignored', why: 'closed' })
    }
    if (command.type === 'ConfirmPecChange') return decideConfirmation(state, command, at)
    if (!isOpen(state)) return refuse(endOf(state))
    // What has expired stays so, whatever would end it otherwise.
    if (state.links.every((link) => isClosed(link, at))) {
      return refuse({ code: 'pec-change/expired', expiredAt: endOfTerms(state) })
    }
    switch (command.type) {
      case 'RecordDispatch':
        return decideDispatch(policy, state, command.link, at)
      case 'SupersedePecChange':
        return accept([{ type: 'PecChangeSuperseded', endedAt: at }])
      case 'CancelPecChange':
        return accept([{ type: 'PecChangeCancelled', endedAt: at }])
      case 'VoidPecChange':
        return accept([{ type: 'PecChangeVoided', endedAt: at, cause: command.cause }])
      case 'ResendPecLink': {
        const { linksMax } = policy
        if (state.links.length >= linksMax) return refuse({ code: 'pec-change/too-many-links', linksMax })
        return accept([{ type: 'PecLinkResent', link: linkOf(policy, state.links.length + 1, command.digest, at) }])
      }
    }
  }
  const isTerminal = (state: PecChangeState) => state.status !== 'none' && !isOpen(state)
  const initial: PecChangeState = { status: 'none', personal: null }
  return { name: 'pec-change', initial, decide, evolve: evolvePecChange, isTerminal, exampleCommands }
}

type Ended = Exclude<PecChangeState, Open | { status: 'none' }>

function isOpen(state: Open | Ended): state is Open {
  return state.status === 'awaiting-receipt' || state.status === 'awaiting-confirmation'
}

/** What the end of a change says to who wants something of it. */
function endOf(state: Ended): PecChangeRefusal {
  switch (state.status) {
    case 'confirmed':
      return { code: 'pec-change/already-confirmed', confirmedAt: state.confirmedAt }
    case 'undeliverable':
      return { code: 'pec-change/undeliverable', failure: state.failure }
    case 'superseded':
      return { code: 'pec-change/superseded' }
    case 'cancelled':
      return { code: 'pec-change/cancelled' }
    case 'void':
      return { code: 'pec-change/void' }
  }
}

/** The term never ends after the last instant that there is. */
const deadlineOf = (at: Instant): Instant => confirmationDeadline(Math.min(at, instantMax))

function linkOf({ receipts, receiptTimeoutMs }: PecChangePolicy, number: number, digest: string, sentAt: Instant): PecLink {
  const until = deadlineOf(sentAt)
  const closesAt = receipts === 'none' ? until : deadlineOf(sentAt + receiptTimeoutMs)
  return { number, digest, sentAt, dispatchedAt: null, receivedAt: null, until, closesAt, failure: null, heldAt: null }
}

function decideRequest(
  policy: PecChangePolicy,
  { accountId, securityVersion, origin, pecId, digest, personal }: Extract<PecChangeCommand, { type: 'RequestPecChange' }>,
  at: Instant,
): Decided {
  const link = linkOf(policy, 1, digest, at)
  return accept([{ type: 'PecChangeRequested', accountId, securityVersion, origin, pecId, requestedAt: at, link, personal }])
}

/** The term by the sending counts from when the mail really went out; a mail that goes out once more lengthens nothing. */
function decideDispatch({ receipts, receiptTimeoutMs }: PecChangePolicy, { links }: Open, number: number, at: Instant): Decided {
  const link = links.find((candidate) => candidate.number === number)
  if (link === undefined) return refuse({ code: 'pec-change/not-found' })
  if (link.dispatchedAt !== null || link.receivedAt !== null || at >= link.closesAt) return accept([])
  const until = Math.max(link.until, deadlineOf(at))
  const closesAt = receipts === 'none' ? until : Math.max(link.closesAt, deadlineOf(at + receiptTimeoutMs))
  return accept([{ type: 'PecLinkDispatched', link: number, dispatchedAt: at, until, closesAt }])
}

function decideReceipt(
  { skewMs }: PecChangePolicy,
  state: Open,
  command: Extract<PecChangeCommand, { type: 'RecordDelivery' | 'RecordFailure' }>,
  at: Instant,
): Decided {
  const link = state.links.find(({ number }) => number === command.link)
  if (link === undefined) return refuse({ code: 'pec-change/not-found' })
  if (isClosed(link, at)) return refuse({ code: 'pec-change/receipt-ignored', why: 'closed' })
  const happenedAt = command.type === 'RecordFailure' ? command.failedAt : command.receivedAt
  if (happenedAt < link.sentAt - skewMs) return refuse({ code: 'pec-change/receipt-ignored', why: 'before-dispatch' })
  if (happenedAt > at + skewMs) return refuse({ code: 'pec-change/receipt-ignored', why: 'in-the-future' })
  if (command.type === 'RecordFailure') return decideFailure(state, link, command.failure, at)
  if (link.receivedAt !== null) return refuse({ code: 'pec-change/receipt-ignored', why: 'already-known' })
  const { receivedAt, securityVersion } = command
  if (securityVersion !== state.securityVersion)
    return accept([{ type: 'PecChangeVoided', endedAt: at, cause: 'securityVersion' }])
  const until = Math.max(link.until, deadlineOf(receivedAt))
  const delivered: PecChangeEvent = { type: 'PecLinkDelivered', link: link.number, receivedAt, until }
  const { heldAt } = link
  const inTime = heldAt !== null && heldAt < until
  return accept(inTime ? [delivered, { type: 'PecChangeConfirmed', confirmedAt: heldAt, endedAt: at }] : [delivered])
}

function decideFailure(state: Open, link: PecLink, failure: PecChangeUndeliverable, at: Instant): Decided {
  // What was delivered was, and who clicks has read it: a notice of the opposite is late or false.
  if (link.receivedAt !== null || link.failure !== null || waits(link)) {
    return refuse({ code: 'pec-change/receipt-ignored', why: 'already-known' })
  }
  const failed: PecChangeEvent = { type: 'PecLinkFailed', link: link.number, failure }
  const isLast = state.links.every((other) => other === link || other.failure !== null || isClosed(other, at))
  return accept(isLast ? [failed, { type: 'PecUndeliverable', failure, endedAt: at }] : [failed])
}

function decideConfirmation(
  state: Open | Ended,
  { digest, securityVersion }: Extract<PecChangeCommand, { type: 'ConfirmPecChange' }>,
  at: Instant,
): Decided {
  const link = state.links.find((candidate) => candidate.digest === digest)
  if (link === undefined) return refuse({ code: 'pec-change/not-found' })
  if (!isOpen(state)) return refuse(endOf(state))
  if (isClosed(link, at)) return refuse({ code: 'pec-change/expired', expiredAt: link.until })
  if (securityVersion !== state.securityVersion)
    return accept([{ type: 'PecChangeVoided', endedAt: at, cause: 'securityVersion' }])
  if (at < link.until) return accept([{ type: 'PecChangeConfirmed', confirmedAt: at, endedAt: at }])
  // The first click on a link is the earliest: one more changes nothing.
  if (waits(link)) return accept([])
  return accept([{ type: 'PecConfirmationHeld', link: link.number, heldAt: at }])
}

/** What can be done with one link, also after a security event, and with a receipt that takes as long as providers have. */
function exampleCommandsOf({ number, digest, sentAt }: Pick<PecLink, 'number' | 'digest' | 'sentAt'>, securityVersion: number) {
  const later = sentAt + 86_400_000
  return [
    { type: 'ConfirmPecChange', digest, securityVersion },
    { type: 'ConfirmPecChange', digest, securityVersion: securityVersion + 1 },
    { type: 'RecordDispatch', link: number },
    { type: 'RecordDelivery', link: number, receivedAt: sentAt, securityVersion },
    { type: 'RecordDelivery', link: number, receivedAt: sentAt, securityVersion: securityVersion + 1 },
    { type: 'RecordDelivery', link: number, receivedAt: later, securityVersion },
    { type: 'RecordFailure', link: number, failure: 'mailbox-full', failedAt: sentAt },
  ] as const satisfies readonly PecChangeCommand[]
}

function exampleCommands(state: PecChangeState): readonly PecChangeCommand[] {
  const { links, securityVersion } = state.status === 'none' ? { links: [], securityVersion: 1 } : state
  const personal = { pec: 'anna@pec.example.it' }
  return [
    {
      type: 'RequestPecChange',
      accountId: 'account',
      securityVersion,
      origin: 'holder',
      pecId: 'pec',
      digest: 'digest-1',
      personal,
    },
    { type: 'ResendPecLink', digest: `digest-${links.length + 1}` },
    { type: 'CancelPecChange' },
    { type: 'SupersedePecChange' },
    { type: 'VoidPecChange', cause: 'PasswordChanged' },
    ...(links.length === 0 ? [{ number: 1, digest: 'digest-1', sentAt: 0 }] : links).flatMap((link) =>
      exampleCommandsOf(link, securityVersion),
    ),
  ]
}
