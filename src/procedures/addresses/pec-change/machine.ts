/**
 * The change of a PEC (seed 003). A link goes to the new address; it works until 24:00, Rome, of the day after its reception, which is
 * when the provider put it into the mailbox. Until a receipt says when that was, the sending counts instead: it can only be earlier,
 * so a receipt only ever lengthens the term. A better receipt takes the place of the one that is known (`isBetter`), and shortens nothing
 * that was promised. Only one that is `final` ends what a later one could still lengthen.
 *
 *   none --RequestChange--> awaiting-receipt --RecordDelivery--> awaiting-confirmation
 *   either --ConfirmChange--> confirmed
 *   either --RecordFailure of the last link that is left--> undeliverable
 *   either --KeepChange--> itself, under another security version
 *   either --CancelChange--> cancelled, --SupersedeChange--> superseded, --VoidChange--> void
 *
 * A click in the term is a confirmation. One that comes later, while a receipt could still show that the term runs on, waits for that
 * receipt, however late it is read. What has ended stays so.
 */

import { accept, type Decider, type Instant, instantMax, refuse } from '../../../kernel/index.ts'
import { confirmationDeadline } from '../../../rules/civil/index.ts'
import {
  decideOpen,
  endRefusal,
  expiryOf,
  type LinkRules,
  linkClicked,
  linkedExamples,
  overtaken,
} from '../linked-change/machine.ts'
import { evolvePecChange } from './evolve.ts'
import { endOfTerms, isClosed, isOpen, type Open } from './expiry.ts'
import type {
  PecChangeCommand,
  PecChangeEvent,
  PecChangePolicy,
  PecChangeRefusal,
  PecChangeState,
  PecChangeUndeliverable,
  PecLink,
  PecReceiptCommand,
} from './model.ts'
import { isBetter, isVerified, standingOf } from './standing.ts'

export type PecChangeDecider = Decider<PecChangeState, PecChangeCommand, PecChangeEvent, PecChangeRefusal>
type Decided = ReturnType<PecChangeDecider['decide']>

/**
 * The machine under a policy. Terms are computed when deciding and travel in the events.
 *
 * @example
 * const { initial, decide, evolve } = pecChangeDecider(defaultPolicy.pecChange)
 */
export function pecChangeDecider(policy: PecChangePolicy): PecChangeDecider {
  const rules = linkRules(policy)
  const decide: PecChangeDecider['decide'] = (state, command, { at }) => {
    if (state.status === 'none') {
      return command.type === 'RequestChange' ? decideRequest(rules, command, at) : refuse({ code: 'pec-change/not-found' })
    }
    return isOpen(state) ? decideUnderWay(policy, rules, state, command, at) : decideAtEnd(state, command)
  }
  const isTerminal = (state: PecChangeState) => state.status !== 'none' && !isOpen(state)
  const initial: PecChangeState = { status: 'none', personal: null }
  return { name: 'pec-change', initial, decide, evolve: evolvePecChange, isTerminal, exampleCommands }
}

type Ended = Exclude<PecChangeState, Open | { status: 'none' }>

/** What a change that is over says to each command. */
function decideAtEnd(state: Ended, command: PecChangeCommand): Decided {
  switch (command.type) {
    case 'RequestChange':
      return refuse({ code: 'pec-change/already-requested' })
    case 'RecordDelivery':
    case 'RecordFailure':
      return refuse({ code: 'pec-change/receipt-ignored', why: 'closed' })
    case 'ConfirmChange': {
      const clicked = linkClicked('pec-change', state.links, command)
      return clicked.ok ? refuse(endOf(state)) : clicked
    }
    case 'RecordDispatch':
    case 'KeepChange':
    case 'ResendLink':
    case 'CancelChange':
    case 'SupersedeChange':
    case 'VoidChange':
      return refuse(endOf(state))
  }
}

function endOf(state: Ended): PecChangeRefusal {
  return state.status === 'undeliverable'
    ? { code: 'pec-change/undeliverable', failure: state.failure }
    : endRefusal('pec-change', state)
}

/** What a change that still waits for something does with each command. */
function decideUnderWay(
  policy: PecChangePolicy,
  rules: LinkRules<PecLink>,
  state: Open,
  command: PecChangeCommand,
  at: Instant,
): Decided {
  switch (command.type) {
    case 'RequestChange':
      return refuse({ code: 'pec-change/already-requested' })
    case 'RecordDelivery':
    case 'RecordFailure':
      return decideReceipt(policy, state, command, at)
    case 'ConfirmChange':
      return decideConfirmation(state, command, at)
    case 'RecordDispatch': {
      const expired = expiryOf('pec-change', rules, state.links, at)
      return expired === null ? decideDispatch(policy, state, command.link, at) : refuse(expired)
    }
    case 'KeepChange': {
      const expired = expiryOf('pec-change', rules, state.links, at)
      return expired === null ? accept([{ type: 'ChangeKept', securityVersion: command.securityVersion }]) : refuse(expired)
    }
    case 'ResendLink':
    case 'CancelChange':
    case 'SupersedeChange':
    case 'VoidChange':
      return decideOpen('pec-change', rules, state.links, command, at)
  }
}

/** The term never ends after the last instant that there is. */
const deadlineOf = (at: Instant): Instant => confirmationDeadline(Math.min(at, instantMax))

function linkRules({ linksMax, receipts, receiptTimeoutMs }: PecChangePolicy): LinkRules<PecLink> {
  const sentOnly = { dispatchedAt: null, receivedAt: null, receipt: null, failure: null, heldAt: null }
  return {
    linksMax,
    linkOf(number, digest, sentAt) {
      const until = deadlineOf(sentAt)
      const closesAt = receipts === 'none' ? until : deadlineOf(sentAt + receiptTimeoutMs)
      return { number, digest, sentAt, until, closesAt, ...sentOnly }
    },
    isClosed,
    endOfTerms: (links) => endOfTerms({ links }),
  }
}

function decideRequest(
  { linkOf }: LinkRules<PecLink>,
  { accountId, securityVersion, origin, pecId, digest, personal }: Extract<PecChangeCommand, { type: 'RequestChange' }>,
  at: Instant,
): Decided {
  const link = linkOf(1, digest, at)
  return accept([{ type: 'ChangeRequested', accountId, securityVersion, origin, pecId, requestedAt: at, link, personal }])
}

/**
 * The term by the sending counts from when the mail really went out; a mail that goes out once more lengthens nothing. A receipt that came
 * before this was known is judged by it once more.
 */
function decideDispatch(policy: PecChangePolicy, { links }: Open, number: number, at: Instant): Decided {
  const link = links.find((candidate) => candidate.number === number)
  if (link === undefined) return refuse({ code: 'pec-change/not-found' })
  const { receivedAt } = link
  if (link.dispatchedAt !== null || at >= link.closesAt) return accept([])
  const receipt = receivedAt === null ? null : standingOf(policy, receivedAt, isVerified(link.receipt), at)
  if (receipt === 'final') return accept([])
  const until = Math.max(link.until, deadlineOf(at))
  const closesAt = policy.receipts === 'none' ? until : Math.max(link.closesAt, deadlineOf(at + policy.receiptTimeoutMs))
  return accept([{ type: 'PecLinkDispatched', link: number, dispatchedAt: at, until, closesAt, receipt }])
}

function decideReceipt(policy: PecChangePolicy, state: Open, command: PecReceiptCommand, at: Instant): Decided {
  const { skewMs } = policy
  const link = state.links.find(({ number }) => number === command.link)
  if (link === undefined) return refuse({ code: 'pec-change/not-found' })
  if (isClosed(link, at)) return refuse({ code: 'pec-change/receipt-ignored', why: 'closed' })
  const happenedAt = command.type === 'RecordFailure' ? command.failedAt : command.receivedAt
  if (happenedAt < link.sentAt - skewMs) return refuse({ code: 'pec-change/receipt-ignored', why: 'before-dispatch' })
  if (happenedAt > at + skewMs) return refuse({ code: 'pec-change/receipt-ignored', why: 'in-the-future' })
  if (command.type === 'RecordFailure') return decideFailure(state, link, command.failure, at)
  const { receivedAt, power, securityVersion } = command
  const receipt = standingOf(policy, receivedAt, power === 'bind', link.dispatchedAt)
  const deadline = deadlineOf(receivedAt)
  if (!isBetter(link, receipt, deadline)) return refuse({ code: 'pec-change/receipt-ignored', why: 'already-known' })
  if (securityVersion !== state.securityVersion) return accept([overtaken(at)])
  const until = Math.max(link.until, deadline)
  const closesAt = receipt === 'final' ? until : Math.max(link.closesAt, until)
  const delivered: PecChangeEvent = { type: 'PecLinkDelivered', link: link.number, receivedAt, receipt, until, closesAt }
  const { heldAt } = link
  const inTime = heldAt !== null && heldAt < until
  return accept(inTime ? [delivered, { type: 'ChangeConfirmed', confirmedAt: heldAt, endedAt: at }] : [delivered])
}

function decideFailure(state: Open, link: PecLink, failure: PecChangeUndeliverable, at: Instant): Decided {
  // What was delivered was, and who clicks has read it: a notice of the opposite is late or false. A delivery that nobody has verified
  // does not stand against a failure, which is verified.
  if (isVerified(link.receipt) || link.failure !== null || link.heldAt !== null) {
    return refuse({ code: 'pec-change/receipt-ignored', why: 'already-known' })
  }
  const failed: PecChangeEvent = { type: 'PecLinkFailed', link: link.number, failure }
  const isLast = state.links.every((other) => other === link || other.failure !== null || isClosed(other, at))
  return accept(isLast ? [failed, { type: 'PecUndeliverable', failure, endedAt: at }] : [failed])
}

function decideConfirmation(state: Open, command: Extract<PecChangeCommand, { type: 'ConfirmChange' }>, at: Instant): Decided {
  const clicked = linkClicked('pec-change', state.links, command)
  if (!clicked.ok) return clicked
  const link = clicked.value
  if (isClosed(link, at)) return refuse({ code: 'pec-change/expired', expiredAt: link.until })
  if (command.securityVersion !== state.securityVersion) return accept([overtaken(at)])
  if (at < link.until) return accept([{ type: 'ChangeConfirmed', confirmedAt: at, endedAt: at }])
  // The first click on a link is the earliest: one more changes nothing.
  if (link.heldAt !== null) return accept([])
  return accept([{ type: 'PecConfirmationHeld', link: link.number, heldAt: at }])
}

/** What can be done with one link, also after a security event, and with a receipt that takes as long as providers have. */
function exampleCommandsOf({ number, digest, sentAt }: Pick<PecLink, 'number' | 'digest' | 'sentAt'>, securityVersion: number) {
  const later = sentAt + 86_400_000
  return [
    { type: 'ConfirmChange', digest, securityVersion },
    { type: 'ConfirmChange', digest, securityVersion: securityVersion + 1 },
    { type: 'RecordDispatch', link: number },
    { type: 'RecordDelivery', link: number, receivedAt: sentAt, power: 'lengthen', securityVersion },
    { type: 'RecordDelivery', link: number, receivedAt: sentAt, power: 'bind', securityVersion },
    { type: 'RecordDelivery', link: number, receivedAt: sentAt, power: 'bind', securityVersion: securityVersion + 1 },
    { type: 'RecordDelivery', link: number, receivedAt: later, power: 'bind', securityVersion },
    { type: 'RecordFailure', link: number, failure: 'mailbox-full', failedAt: sentAt },
  ] as const satisfies readonly PecChangeCommand[]
}

function exampleCommands(state: PecChangeState): readonly PecChangeCommand[] {
  const { links, securityVersion } = state.status === 'none' ? { links: [], securityVersion: 1 } : state
  const personal = { pec: 'anna@pec.example.it' }
  return [
    {
      type: 'RequestChange',
      accountId: 'account',
      securityVersion,
      origin: 'subscriber',
      pecId: 'pec',
      digest: 'digest-1',
      personal,
    },
    { type: 'KeepChange', securityVersion },
    ...linkedExamples(`digest-${links.length + 1}`),
    ...(links.length === 0 ? [{ number: 1, digest: 'digest-1', sentAt: 0 }] : links).flatMap((link) =>
      exampleCommandsOf(link, securityVersion),
    ),
  ]
}
