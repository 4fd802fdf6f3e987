import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantMax } from '../../../../src/kernel/index.ts'
import { endOfTerms, isClosed, waits } from '../../../../src/procedures/addresses/pec-change/expiry.ts'
import { pecChangeDecider } from '../../../../src/procedures/addresses/pec-change/machine.ts'
import type {
  PecChangeCommand,
  PecChangeEvent,
  PecChangePolicy,
  PecChangeReceiptFault,
  PecChangeRefusal,
  PecChangeState,
  PecChangeUndeliverable,
  PecLink,
} from '../../../../src/procedures/addresses/pec-change/model.ts'
import { pecChangeMachine } from '../../../../src/procedures/addresses/pec-change/schema.ts'
import { day, deadlineByHand, edges, hour } from '../../../rules/civil/clocks-of-rome.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<PecChangeState, PecChangeEvent, PecChangeRefusal>
type Of<Status extends PecChangeState['status']> = Extract<PecChangeState, { status: Status }>
type Open = Of<'awaiting-receipt' | 'awaiting-confirmation'>
type Row = { readonly [names: string]: Here }

const minute = 60_000
const policy: PecChangePolicy = {
  linksMax: 2,
  receipts: 'expected',
  unverifiedReceipts: 'note',
  invalidReceipts: 'note',
  receiptTimeoutMs: day,
  skewMs: 5 * minute,
  sharedPec: 'refuse',
}
const decider = pecChangeDecider(policy)
const by = { kind: 'anonymous' } as const

/** Tuesday 2026-03-10, 10:00 in Rome. */
const sentAt = Date.UTC(2026, 2, 10, 9)
/** 24:00 of Wednesday, where Tuesday is the day that counts. */
const until = Date.UTC(2026, 2, 11, 23)
/** 24:00 of Thursday: a receipt of Wednesday can still come. */
const closesAt = Date.UTC(2026, 2, 12, 23)
const sameDay = sentAt + 2_000
const dispatchedAt = sentAt + 1_000
/** Wednesday, 08:00 in Rome. */
const nextDay = Date.UTC(2026, 2, 11, 7)
/** Wednesday, 10:00 in Rome: the second link has until Thursday, and a receipt of Thursday can still come on Friday. */
const resentAt = sentAt + day
const secondUntil = Date.UTC(2026, 2, 12, 23)
const secondClosesAt = Date.UTC(2026, 2, 13, 23)
/** 24:00 of Saturday. */
const thirdClosesAt = Date.UTC(2026, 2, 14, 23)
const afternoon = resentAt + 4 * hour
/** A month later: no receipt is too late for a click that waits for it. */
const monthLater = sentAt + 30 * day

const personal = { pec: 'anna@pec.example.it' }
const request = {
  accountId: 'account-1',
  securityVersion: 4,
  origin: 'subscriber',
  pecId: 'pec-1',
  requestedAt: sentAt,
  personal,
} as const
const first: PecLink = {
  number: 1,
  digest: 'digest-1',
  sentAt,
  dispatchedAt: null,
  receivedAt: null,
  receipt: null,
  until,
  closesAt,
  failure: null,
  heldAt: null,
}
const second: PecLink = {
  ...first,
  number: 2,
  digest: 'digest-2',
  sentAt: resentAt,
  until: secondUntil,
  closesAt: secondClosesAt,
}
const received = (link: PecLink, receivedAt: number, end: number): PecLink => ({
  ...link,
  receivedAt,
  receipt: 'final',
  until: end,
  closesAt: end,
})
const waitingFor = (...links: PecLink[]): Of<'awaiting-receipt'> & Open => ({ status: 'awaiting-receipt', ...request, links })
const heardOf = (...links: PecLink[]): Open => ({ status: 'awaiting-confirmation', ...request, links })

const none: Of<'none'> = { status: 'none', personal: null }
const asked = waitingFor(first)
const arrived = heardOf(received(first, sameDay, until))
const arrivedLater = heardOf(received(first, nextDay, closesAt))
const clicked = waitingFor({ ...first, heldAt: until })
/** In the outbox until Wednesday, which is the day that counts: until Thursday, and a receipt of Thursday can still come on Friday. */
const heldUp: PecLink = { ...first, dispatchedAt: nextDay, until: secondUntil, closesAt: secondClosesAt }
const dispatched = waitingFor({ ...first, dispatchedAt })
const dispatchedLate = waitingFor(heldUp)
const clickedLate = waitingFor({ ...heldUp, heldAt: secondUntil })
/** The mail system took the mail in the term, and said so only after a click. */
const clickedBefore = waitingFor({
  ...first,
  heldAt: until,
  dispatchedAt: until + hour,
  until: secondClosesAt,
  closesAt: thirdClosesAt,
})
const tooLate = heardOf({ ...received(first, sameDay, until), heldAt: until })
const both = waitingFor(first, second)
const firstClicked = waitingFor({ ...first, heldAt: until }, second)
const secondClicked = waitingFor(first, { ...second, heldAt: secondUntil })
const failedThenClicked = waitingFor({ ...first, failure: 'mailbox-full', heldAt: until }, second)
const firstFailed = waitingFor({ ...first, failure: 'mailbox-full' }, second)
const firstArrived = heardOf(received(first, sameDay, until), second)
const secondArrived = heardOf(first, received(second, resentAt + 2_000, secondUntil))
const oneOfEach = heardOf({ ...first, failure: 'mailbox-full' }, received(second, resentAt + 2_000, secondUntil))

const endedAt = sentAt + 3 * hour
const ended = { ...request, links: [first, second], endedAt }
const confirmed: Of<'confirmed'> = { status: 'confirmed', ...ended, confirmedAt: endedAt - 1 }
const undeliverable: Of<'undeliverable'> = { status: 'undeliverable', ...ended, failure: 'address-invalid' }
const superseded: PecChangeState = { status: 'superseded', ...ended }
const cancelled: PecChangeState = { status: 'cancelled', ...ended }
const voided: PecChangeState = { status: 'void', ...ended }

const situations = {
  'before anything': { state: none as PecChangeState, at: sentAt },
  'just asked for': { state: asked, at: sentAt },
  'without a receipt, in its last millisecond by the sending': { state: asked, at: until - 1 },
  'without a receipt, its term by the sending over': { state: asked, at: until },
  'without a receipt, in the last millisecond in which one can come': { state: asked, at: closesAt - 1 },
  'without a receipt, when none can come any more': { state: asked, at: closesAt },
  'sent at once, in its last millisecond by the sending': { state: dispatched, at: until - 1 },
  'sent at once, its term by the sending over': { state: dispatched, at: until },
  'sent at once, in the last millisecond in which a receipt can come': { state: dispatched, at: closesAt - 1 },
  'sent at once, when no receipt can come any more': { state: dispatched, at: closesAt },
  'sent the next day, when it would be over by the queueing': { state: dispatchedLate, at: until },
  'sent the next day, in its last millisecond by the sending': { state: dispatchedLate, at: secondUntil - 1 },
  'sent the next day, its term by the sending over': { state: dispatchedLate, at: secondUntil },
  'sent the next day, in the last millisecond in which a receipt can come': { state: dispatchedLate, at: secondClosesAt - 1 },
  'sent the next day, when no receipt can come any more': { state: dispatchedLate, at: secondClosesAt },
  'received the same day': { state: arrived, at: sentAt + hour },
  'received the same day, in its last millisecond': { state: arrived, at: until - 1 },
  'received the same day, over': { state: arrived, at: until },
  'received the next day, when it would be over by the sending': { state: arrivedLater, at: until },
  'received the next day, in its last millisecond': { state: arrivedLater, at: closesAt - 1 },
  'received the next day, over': { state: arrivedLater, at: closesAt },
  'clicked at the end of its term by the sending': { state: clicked, at: until + hour },
  'clicked, in the last millisecond in which a receipt can come': { state: clicked, at: closesAt - 1 },
  'clicked, its term over, its receipt not read yet': { state: clicked, at: closesAt },
  'clicked, its receipt not read for a month': { state: clicked, at: monthLater },
  'sent the next day and clicked, its term over, its receipt not read yet': { state: clickedLate, at: secondClosesAt },
  'clicked, and known only then to have been sent': { state: clickedBefore, at: secondClosesAt - 1 },
  'clicked, and known only then to have been sent, its term by the sending over': { state: clickedBefore, at: secondClosesAt },
  'clicked, and a receipt has shown that it was too late': { state: tooLate, at: until + hour },
  'sent twice': { state: both, at: afternoon },
  'sent twice, the first failed': { state: firstFailed, at: afternoon },
  'sent twice, the first received and over': { state: firstArrived, at: until },
  'sent twice, the second received and the first over by its sending': { state: secondArrived, at: until },
  'sent twice, the first failed and the second received': { state: oneOfEach, at: afternoon },
  'sent twice, the first over': { state: both, at: closesAt },
  'sent twice, the first clicked, the second over': { state: firstClicked, at: secondClosesAt },
  'sent twice, the first over, the second clicked': { state: secondClicked, at: secondClosesAt },
  'sent twice, the first failed and then clicked, the second over': { state: failedThenClicked, at: secondClosesAt },
  'sent twice, all over': { state: both, at: secondClosesAt },
  confirmed: { state: confirmed, at: afternoon },
  undeliverable: { state: undeliverable, at: afternoon },
  superseded: { state: superseded, at: afternoon },
  cancelled: { state: cancelled, at: afternoon },
  void: { state: voided, at: afternoon },
} as const satisfies { readonly [name: string]: { readonly state: PecChangeState; readonly at: number } }

const { requestedAt: _, ...form } = request
const future = Date.UTC(2027, 0, 1)
const commands = {
  request: { type: 'RequestChange', ...form, digest: 'digest-1' },
  resend: { type: 'ResendLink', digest: 'digest-2' },
  dispatch: { type: 'RecordDispatch', link: 1 },
  'dispatch of the second link': { type: 'RecordDispatch', link: 2 },
  'dispatch of no link': { type: 'RecordDispatch', link: 3 },
  'receipt of the same day': { type: 'RecordDelivery', link: 1, receivedAt: sameDay, power: 'bind', securityVersion: 4 },
  'receipt of the next day': { type: 'RecordDelivery', link: 1, receivedAt: nextDay, power: 'bind', securityVersion: 4 },
  'receipt after a security event': { type: 'RecordDelivery', link: 1, receivedAt: sameDay, power: 'bind', securityVersion: 5 },
  'receipt from before the dispatch': {
    type: 'RecordDelivery',
    link: 1,
    receivedAt: sentAt - 5 * minute - 1,
    power: 'bind',
    securityVersion: 4,
  },
  'receipt from the future': { type: 'RecordDelivery', link: 1, receivedAt: future, power: 'bind', securityVersion: 4 },
  'receipt of the second link': {
    type: 'RecordDelivery',
    link: 2,
    receivedAt: resentAt + 2_000,
    power: 'bind',
    securityVersion: 4,
  },
  'receipt of no link': { type: 'RecordDelivery', link: 3, receivedAt: sameDay, power: 'bind', securityVersion: 4 },
  failure: { type: 'RecordFailure', link: 1, failure: 'mailbox-full', failedAt: sameDay },
  'failure from before the dispatch': {
    type: 'RecordFailure',
    link: 1,
    failure: 'mailbox-full',
    failedAt: sentAt - 5 * minute - 1,
  },
  'failure from the future': { type: 'RecordFailure', link: 1, failure: 'mailbox-full', failedAt: future },
  'failure of the second link': { type: 'RecordFailure', link: 2, failure: 'timed-out', failedAt: resentAt + 2_000 },
  'failure of no link': { type: 'RecordFailure', link: 0, failure: 'virus', failedAt: sameDay },
  confirm: { type: 'ConfirmChange', digest: 'digest-1', securityVersion: 4 },
  'confirm with the second link': { type: 'ConfirmChange', digest: 'digest-2', securityVersion: 4 },
  'confirm with a link of another change': { type: 'ConfirmChange', digest: 'digest-9', securityVersion: 4 },
  'confirm after a security event': { type: 'ConfirmChange', digest: 'digest-1', securityVersion: 5 },
  'confirm without a credential': { type: 'ConfirmChange', digest: 'digest-1', securityVersion: 0 },
  cancel: { type: 'CancelChange' },
  supersede: { type: 'SupersedeChange' },
  void: { type: 'VoidChange', cause: 'PasswordChanged' },
  keep: { type: 'KeepChange', securityVersion: 5 },
} as const satisfies { readonly [name: string]: Fitting<PecChangeState, PecChangeCommand> }

const refused = (refusal: PecChangeRefusal): Here => ({ refusal })
const notFound = refused({ code: 'pec-change/not-found' })
const expired = (expiredAt: number) => refused({ code: 'pec-change/expired', expiredAt })
const ignored = (why: PecChangeReceiptFault) => refused({ code: 'pec-change/receipt-ignored', why })
const tooMany = refused({ code: 'pec-change/too-many-links', linksMax: 2 })

const changed = (state: Open, number: number, change: Partial<PecLink>): Open => ({
  ...state,
  links: state.links.map((link) => (link.number === number ? { ...link, ...change } : link)),
})
const delivered = (state: Open, number: number, receivedAt: number, end: number) => {
  const link = state.links.find((candidate) => candidate.number === number)
  const isEarly = typeof link?.dispatchedAt === 'number' && receivedAt < link.dispatchedAt - 5 * minute
  const receipt = isEarly ? 'early' : 'final'
  // What a better one may correct closes nothing.
  const closes = isEarly ? Math.max(end, link.closesAt) : end
  const event: PecChangeEvent = { type: 'PecLinkDelivered', link: number, receivedAt, receipt, until: end, closesAt: closes }
  const links = changed(state, number, { receivedAt, receipt, until: end, closesAt: closes, failure: null })
  return { event, next: { ...links, status: 'awaiting-confirmation' } as const }
}
const delivers = (state: Open, number: number, receivedAt: number, end: number): Here => {
  const { event, next } = delivered(state, number, receivedAt, end)
  return { events: [event], next }
}
const confirms = (state: Open, at: number): Here => ({
  events: [{ type: 'ChangeConfirmed', confirmedAt: at, endedAt: at }],
  next: { ...state, status: 'confirmed', confirmedAt: at, endedAt: at },
})
/** The click that waited counts from when it was made, and takes effect with the receipt. */
const deliversAndConfirms = (state: Open, confirmedAt: number, at: number, receivedAt = nextDay, end = closesAt): Here => {
  const { event, next } = delivered(state, 1, receivedAt, end)
  return {
    events: [event, { type: 'ChangeConfirmed', confirmedAt, endedAt: at }],
    next: { ...next, status: 'confirmed', confirmedAt, endedAt: at },
  }
}
const dispatches = (
  state: Open,
  number: number,
  at: number,
  end: number,
  closes: number,
  receipt: PecLink['receipt'] = null,
): Here => ({
  events: [{ type: 'PecLinkDispatched', link: number, dispatchedAt: at, until: end, closesAt: closes, receipt }],
  next: changed(state, number, { dispatchedAt: at, until: end, closesAt: closes, receipt }),
})
/** Accepted, and nothing comes of it. */
const leaves = (state: Open): Here => ({ events: [], next: state })
const holds = (state: Open, heldAt: number, number = 1): Here => ({
  events: [{ type: 'PecConfirmationHeld', link: number, heldAt }],
  next: changed(state, number, { heldAt }),
})
const fails = (state: Open, number: number, failure: PecChangeUndeliverable): Here => ({
  events: [{ type: 'PecLinkFailed', link: number, failure }],
  next: changed(state, number, { failure }),
})
const failsAtLast = (state: Open, number: number, failure: PecChangeUndeliverable, at: number): Here => ({
  events: [
    { type: 'PecLinkFailed', link: number, failure },
    { type: 'PecUndeliverable', failure, endedAt: at },
  ],
  next: { ...changed(state, number, { failure }), status: 'undeliverable', failure, endedAt: at },
})
const resends = (state: Open, at: number): Here => {
  const link: PecLink = {
    ...second,
    sentAt: at,
    until: deadlineByHand(at).deadline,
    closesAt: deadlineByHand(at + day).deadline,
  }
  return { events: [{ type: 'LinkResent', link }], next: { ...state, links: [...state.links, link] } }
}
const voids = (state: Open, at: number, cause = 'securityVersion'): Here => ({
  events: [{ type: 'ChangeVoided', endedAt: at, cause }],
  next: { ...state, status: 'void', endedAt: at },
})

/** What no term has a say in. */
const always: Row = {
  request: refused({ code: 'pec-change/already-requested' }),
  'receipt of no link | failure of no link | confirm with a link of another change': notFound,
}
const overtaken = 'confirm after a security event | confirm without a credential'
const live = (state: Open, at: number): Row => ({
  ...always,
  'dispatch of no link': notFound,
  resend: state.links.length < 2 ? resends(state, at) : tooMany,
  cancel: { events: [{ type: 'ChangeCancelled', endedAt: at }], next: { ...state, status: 'cancelled', endedAt: at } },
  [overtaken]: voids(state, at),
  void: voids(state, at, 'PasswordChanged'),
  keep: { events: [{ type: 'ChangeKept', securityVersion: 5 }], next: { ...state, securityVersion: 5 } },
  supersede: {
    events: [{ type: 'ChangeSuperseded', endedAt: at }],
    next: { ...state, status: 'superseded', endedAt: at },
  },
})
/** What has expired stays so, whatever would end it otherwise (INV-13). */
const over = (expiredAt: number, firstAt: number = expiredAt): Row => ({
  ...always,
  'resend | cancel | supersede | void | keep | dispatch | dispatch of the second link | dispatch of no link': expired(expiredAt),
  [overtaken]: expired(firstAt),
})
const ofTheSecond = 'receipt of the second link | failure of the second link | confirm with the second link'
const oneLink: Row = { [`${ofTheSecond} | dispatch of the second link`]: notFound }
/** Where the term of all is over that is not of this change either. */
const oneLinkOver: Row = { [ofTheSecond]: notFound }
const implausible: Row = {
  'receipt from before the dispatch | failure from before the dispatch': ignored('before-dispatch'),
  'receipt from the future | failure from the future': ignored('in-the-future'),
}
const receipts = 'receipt of the same day | receipt of the next day'
const unheard = (state: Open, at: number, end: number = until): Row => ({
  ...implausible,
  'receipt of the same day': delivers(state, 1, sameDay, end),
  'receipt of the next day': delivers(state, 1, nextDay, closesAt),
  'receipt after a security event': voids(state, at),
})
/** The receipt of the first link is there: no other one counts any more. */
const heard: Row = {
  ...implausible,
  [`${receipts} | receipt after a security event | failure`]: ignored('already-known'),
}
const everyReceipt = `${receipts} | receipt after a security event | receipt from before the dispatch | receipt from the future | failure | failure from before the dispatch | failure from the future`
/** Nothing can be heard of the first link any more. */
const closed: Row = { [everyReceipt]: ignored('closed') }
const closedSecond: Row = { 'receipt of the second link | failure of the second link': ignored('closed') }
const gone = (refusal: PecChangeRefusal): Row => ({
  request: refused({ code: 'pec-change/already-requested' }),
  [`${everyReceipt} | receipt of the second link | receipt of no link | failure of the second link | failure of no link`]:
    ignored('closed'),
  'confirm with a link of another change': notFound,
  'resend | dispatch | dispatch of the second link | dispatch of no link | confirm | confirm with the second link | confirm after a security event | confirm without a credential | cancel | supersede | void | keep':
    refused(refusal),
})

const cells: { readonly [S in keyof typeof situations]: Row } = {
  'before anything': {
    request: { events: [{ type: 'ChangeRequested', ...request, link: first }], next: asked },
    [Object.keys(commands)
      .filter((name) => name !== 'request')
      .join(' | ')]: notFound,
  },
  'just asked for': {
    ...live(asked, sentAt),
    ...oneLink,
    ...unheard(asked, sentAt),
    'receipt of the next day': ignored('in-the-future'),
    failure: failsAtLast(asked, 1, 'mailbox-full', sentAt),
    confirm: confirms(asked, sentAt),
    dispatch: dispatches(asked, 1, sentAt, until, closesAt),
  },
  'without a receipt, in its last millisecond by the sending': {
    ...live(asked, until - 1),
    ...oneLink,
    ...unheard(asked, until - 1),
    failure: failsAtLast(asked, 1, 'mailbox-full', until - 1),
    confirm: confirms(asked, until - 1),
    dispatch: dispatches(asked, 1, until - 1, secondUntil, secondClosesAt),
  },
  'without a receipt, its term by the sending over': {
    ...live(asked, until),
    ...oneLink,
    ...unheard(asked, until),
    failure: failsAtLast(asked, 1, 'mailbox-full', until),
    confirm: holds(asked, until),
    dispatch: dispatches(asked, 1, until, secondClosesAt, thirdClosesAt),
  },
  'without a receipt, in the last millisecond in which one can come': {
    ...live(asked, closesAt - 1),
    ...oneLink,
    ...unheard(asked, closesAt - 1),
    failure: failsAtLast(asked, 1, 'mailbox-full', closesAt - 1),
    confirm: holds(asked, closesAt - 1),
    dispatch: dispatches(asked, 1, closesAt - 1, secondClosesAt, thirdClosesAt),
  },
  'without a receipt, when none can come any more': {
    ...over(closesAt, until),
    ...oneLinkOver,
    ...closed,
    confirm: expired(until),
  },
  'sent at once, in its last millisecond by the sending': {
    ...live(dispatched, until - 1),
    ...oneLink,
    ...unheard(dispatched, until - 1),
    dispatch: leaves(dispatched),
    failure: failsAtLast(dispatched, 1, 'mailbox-full', until - 1),
    confirm: confirms(dispatched, until - 1),
  },
  'sent at once, its term by the sending over': {
    ...live(dispatched, until),
    ...oneLink,
    ...unheard(dispatched, until),
    dispatch: leaves(dispatched),
    failure: failsAtLast(dispatched, 1, 'mailbox-full', until),
    confirm: holds(dispatched, until),
  },
  'sent at once, in the last millisecond in which a receipt can come': {
    ...live(dispatched, closesAt - 1),
    ...oneLink,
    ...unheard(dispatched, closesAt - 1),
    dispatch: leaves(dispatched),
    failure: failsAtLast(dispatched, 1, 'mailbox-full', closesAt - 1),
    confirm: holds(dispatched, closesAt - 1),
  },
  'sent at once, when no receipt can come any more': {
    ...over(closesAt, until),
    ...oneLinkOver,
    ...closed,
    confirm: expired(until),
  },
  'sent the next day, when it would be over by the queueing': {
    ...live(dispatchedLate, until),
    ...oneLink,
    ...unheard(dispatchedLate, until, secondUntil),
    dispatch: leaves(dispatchedLate),
    failure: failsAtLast(dispatchedLate, 1, 'mailbox-full', until),
    confirm: confirms(dispatchedLate, until),
  },
  'sent the next day, in its last millisecond by the sending': {
    ...live(dispatchedLate, secondUntil - 1),
    ...oneLink,
    ...unheard(dispatchedLate, secondUntil - 1, secondUntil),
    dispatch: leaves(dispatchedLate),
    failure: failsAtLast(dispatchedLate, 1, 'mailbox-full', secondUntil - 1),
    confirm: confirms(dispatchedLate, secondUntil - 1),
  },
  'sent the next day, its term by the sending over': {
    ...live(dispatchedLate, secondUntil),
    ...oneLink,
    ...unheard(dispatchedLate, secondUntil, secondUntil),
    dispatch: leaves(dispatchedLate),
    failure: failsAtLast(dispatchedLate, 1, 'mailbox-full', secondUntil),
    confirm: holds(dispatchedLate, secondUntil),
  },
  'sent the next day, in the last millisecond in which a receipt can come': {
    ...live(dispatchedLate, secondClosesAt - 1),
    ...oneLink,
    ...unheard(dispatchedLate, secondClosesAt - 1, secondUntil),
    dispatch: leaves(dispatchedLate),
    failure: failsAtLast(dispatchedLate, 1, 'mailbox-full', secondClosesAt - 1),
    confirm: holds(dispatchedLate, secondClosesAt - 1),
  },
  'sent the next day, when no receipt can come any more': {
    ...over(secondClosesAt, secondUntil),
    ...oneLinkOver,
    ...closed,
    confirm: expired(secondUntil),
  },
  'received the same day': {
    ...live(arrived, sentAt + hour),
    ...oneLink,
    ...implausible,
    // What cannot be true is not weighed against what is known.
    'receipt of the next day': ignored('in-the-future'),
    'receipt of the same day | receipt after a security event | failure': ignored('already-known'),
    confirm: confirms(arrived, sentAt + hour),
    // It went out once more after a crash, or the provider's clock is slow: the term counts from what is known of the sending, too.
    dispatch: dispatches(arrived, 1, sentAt + hour, until, closesAt, 'early'),
  },
  'received the same day, in its last millisecond': {
    ...live(arrived, until - 1),
    ...oneLink,
    ...heard,
    confirm: confirms(arrived, until - 1),
    dispatch: dispatches(arrived, 1, until - 1, secondUntil, secondClosesAt, 'early'),
  },
  'received the same day, over': { ...over(until), ...oneLinkOver, ...closed, confirm: expired(until) },
  'received the next day, when it would be over by the sending': {
    ...live(arrivedLater, until),
    ...oneLink,
    ...heard,
    confirm: confirms(arrivedLater, until),
    dispatch: dispatches(arrivedLater, 1, until, secondClosesAt, thirdClosesAt, 'early'),
  },
  'received the next day, in its last millisecond': {
    ...live(arrivedLater, closesAt - 1),
    ...oneLink,
    ...heard,
    confirm: confirms(arrivedLater, closesAt - 1),
    dispatch: dispatches(arrivedLater, 1, closesAt - 1, secondClosesAt, thirdClosesAt, 'early'),
  },
  'received the next day, over': {
    ...over(closesAt),
    ...oneLinkOver,
    ...closed,
    confirm: expired(closesAt),
  },
  'clicked at the end of its term by the sending': {
    ...live(clicked, until + hour),
    ...oneLink,
    ...unheard(clicked, until + hour),
    'receipt of the next day': deliversAndConfirms(clicked, until, until + hour),
    failure: ignored('already-known'),
    confirm: leaves(clicked),
    dispatch: dispatches(clicked, 1, until + hour, secondClosesAt, thirdClosesAt),
  },
  'clicked, in the last millisecond in which a receipt can come': {
    ...live(clicked, closesAt - 1),
    ...oneLink,
    ...unheard(clicked, closesAt - 1),
    'receipt of the next day': deliversAndConfirms(clicked, until, closesAt - 1),
    failure: ignored('already-known'),
    confirm: leaves(clicked),
    dispatch: dispatches(clicked, 1, closesAt - 1, secondClosesAt, thirdClosesAt),
  },
  'clicked, its term over, its receipt not read yet': {
    ...live(clicked, closesAt),
    ...oneLink,
    ...unheard(clicked, closesAt),
    'receipt of the next day': deliversAndConfirms(clicked, until, closesAt),
    dispatch: leaves(clicked),
    failure: ignored('already-known'),
    confirm: leaves(clicked),
  },
  'clicked, its receipt not read for a month': {
    ...live(clicked, monthLater),
    ...oneLink,
    ...unheard(clicked, monthLater),
    'receipt of the next day': deliversAndConfirms(clicked, until, monthLater),
    dispatch: leaves(clicked),
    failure: ignored('already-known'),
    confirm: leaves(clicked),
  },
  'sent the next day and clicked, its term over, its receipt not read yet': {
    ...live(clickedLate, secondClosesAt),
    ...oneLink,
    ...unheard(clickedLate, secondClosesAt, secondUntil),
    dispatch: leaves(clickedLate),
    failure: ignored('already-known'),
    confirm: leaves(clickedLate),
  },
  'clicked, and known only then to have been sent': {
    ...live(clickedBefore, secondClosesAt - 1),
    ...oneLink,
    ...unheard(clickedBefore, secondClosesAt - 1),
    'receipt of the same day': deliversAndConfirms(clickedBefore, until, secondClosesAt - 1, sameDay, secondClosesAt),
    'receipt of the next day': deliversAndConfirms(clickedBefore, until, secondClosesAt - 1, nextDay, secondClosesAt),
    dispatch: leaves(clickedBefore),
    failure: ignored('already-known'),
    confirm: confirms(clickedBefore, secondClosesAt - 1),
  },
  'clicked, and known only then to have been sent, its term by the sending over': {
    ...live(clickedBefore, secondClosesAt),
    ...oneLink,
    ...unheard(clickedBefore, secondClosesAt),
    'receipt of the same day': deliversAndConfirms(clickedBefore, until, secondClosesAt, sameDay, secondClosesAt),
    'receipt of the next day': deliversAndConfirms(clickedBefore, until, secondClosesAt, nextDay, secondClosesAt),
    dispatch: leaves(clickedBefore),
    failure: ignored('already-known'),
    confirm: leaves(clickedBefore),
  },
  'clicked, and a receipt has shown that it was too late': {
    ...over(until),
    ...oneLinkOver,
    ...closed,
    confirm: expired(until),
  },
  'sent twice': {
    ...live(both, afternoon),
    ...unheard(both, afternoon),
    'receipt of the second link': delivers(both, 2, resentAt + 2_000, secondUntil),
    failure: fails(both, 1, 'mailbox-full'),
    'failure of the second link': fails(both, 2, 'timed-out'),
    'confirm | confirm with the second link': confirms(both, afternoon),
    dispatch: dispatches(both, 1, afternoon, closesAt, secondClosesAt),
    'dispatch of the second link': dispatches(both, 2, afternoon, secondUntil, secondClosesAt),
  },
  'sent twice, the first failed': {
    ...live(firstFailed, afternoon),
    ...unheard(firstFailed, afternoon),
    'receipt of the second link': delivers(firstFailed, 2, resentAt + 2_000, secondUntil),
    failure: ignored('already-known'),
    'failure of the second link': failsAtLast(firstFailed, 2, 'timed-out', afternoon),
    'confirm | confirm with the second link': confirms(firstFailed, afternoon),
    dispatch: dispatches(firstFailed, 1, afternoon, closesAt, secondClosesAt),
    'dispatch of the second link': dispatches(firstFailed, 2, afternoon, secondUntil, secondClosesAt),
  },
  'sent twice, the first received and over': {
    ...live(firstArrived, until),
    [overtaken]: expired(until),
    ...closed,
    'receipt of the second link': delivers(firstArrived, 2, resentAt + 2_000, secondUntil),
    'failure of the second link': failsAtLast(firstArrived, 2, 'timed-out', until),
    confirm: expired(until),
    'confirm with the second link': confirms(firstArrived, until),
    dispatch: leaves(firstArrived),
    'dispatch of the second link': dispatches(firstArrived, 2, until, secondClosesAt, thirdClosesAt),
  },
  'sent twice, the second received and the first over by its sending': {
    ...live(secondArrived, until),
    ...unheard(secondArrived, until),
    'receipt of the second link | failure of the second link': ignored('already-known'),
    failure: fails(secondArrived, 1, 'mailbox-full'),
    confirm: holds(secondArrived, until),
    'confirm with the second link': confirms(secondArrived, until),
    dispatch: dispatches(secondArrived, 1, until, secondClosesAt, thirdClosesAt),
    'dispatch of the second link': dispatches(secondArrived, 2, until, secondClosesAt, thirdClosesAt, 'early'),
  },
  'sent twice, the first failed and the second received': {
    ...live(oneOfEach, afternoon),
    ...unheard(oneOfEach, afternoon),
    'failure | receipt of the second link | failure of the second link': ignored('already-known'),
    'confirm | confirm with the second link': confirms(oneOfEach, afternoon),
    dispatch: dispatches(oneOfEach, 1, afternoon, closesAt, secondClosesAt),
    'dispatch of the second link': dispatches(oneOfEach, 2, afternoon, secondUntil, secondClosesAt, 'early'),
  },
  'sent twice, the first over': {
    ...live(both, closesAt),
    [overtaken]: expired(until),
    ...closed,
    'receipt of the second link': delivers(both, 2, resentAt + 2_000, secondUntil),
    'failure of the second link': failsAtLast(both, 2, 'timed-out', closesAt),
    dispatch: leaves(both),
    'dispatch of the second link': dispatches(both, 2, closesAt, thirdClosesAt, Date.UTC(2026, 2, 15, 23)),
    confirm: expired(until),
    'confirm with the second link': holds(both, closesAt, 2),
  },
  'sent twice, the first clicked, the second over': {
    ...live(firstClicked, secondClosesAt),
    ...unheard(firstClicked, secondClosesAt),
    ...closedSecond,
    'receipt of the next day': deliversAndConfirms(firstClicked, until, secondClosesAt),
    failure: ignored('already-known'),
    'dispatch | dispatch of the second link | confirm': leaves(firstClicked),
    'confirm with the second link': expired(secondUntil),
  },
  'sent twice, the first over, the second clicked': {
    ...live(secondClicked, secondClosesAt),
    [overtaken]: expired(until),
    ...closed,
    'receipt of the second link': delivers(secondClicked, 2, resentAt + 2_000, secondUntil),
    'failure of the second link': ignored('already-known'),
    'dispatch | dispatch of the second link | confirm with the second link': leaves(secondClicked),
    confirm: expired(until),
  },
  'sent twice, the first failed and then clicked, the second over': {
    ...live(failedThenClicked, secondClosesAt),
    ...unheard(failedThenClicked, secondClosesAt),
    ...closedSecond,
    'receipt of the next day': deliversAndConfirms(failedThenClicked, until, secondClosesAt),
    failure: ignored('already-known'),
    'dispatch | dispatch of the second link | confirm': leaves(failedThenClicked),
    'confirm with the second link': expired(secondUntil),
  },
  'sent twice, all over': {
    ...over(secondClosesAt, until),
    ...closed,
    ...closedSecond,
    confirm: expired(until),
    'confirm with the second link': expired(secondUntil),
  },
  confirmed: gone({ code: 'pec-change/already-confirmed', confirmedAt: endedAt - 1 }),
  undeliverable: gone({ code: 'pec-change/undeliverable', failure: 'address-invalid' }),
  superseded: gone({ code: 'pec-change/superseded' }),
  cancelled: gone({ code: 'pec-change/cancelled' }),
  void: gone({ code: 'pec-change/void' }),
}
const matrix = { decider, by, situations, commands, cells } as const

describe('every state of a change of PEC meets every command', () => {
  describeMatrix<PecChangeState, PecChangeCommand, PecChangeEvent, PecChangeRefusal>(matrix)
})

describe('which of two receipts of delivery counts', () => {
  /** It went out on Wednesday at 08:00, after ten hours in the queue; Wednesday counts. */
  const known = { ...first, dispatchedAt: nextDay, until: secondUntil, closesAt: secondClosesAt }
  const evening = nextDay + 15 * hour
  const at = { early: sameDay, plausible: nextDay + minute } as const
  type Said = readonly ['lengthen' | 'bind', keyof typeof at]
  const said = { unlikely: ['lengthen', 'early'], unverified: ['lengthen', 'plausible'] } as const satisfies Record<string, Said>
  const all = { ...said, early: ['bind', 'early'], final: ['bind', 'plausible'] } as const satisfies Record<string, Said>
  type Name = keyof typeof all
  const order = Object.keys(all) as readonly Name[]
  const tell = (state: PecChangeState, name: Name, now = evening) => {
    const [power, when] = all[name]
    const told = decider.decide(
      state,
      { type: 'RecordDelivery', link: 1, receivedAt: at[when], power, securityVersion: 4 },
      { at: now, by },
    )
    return { told, next: told.ok ? told.value.reduce(decider.evolve, state) : state }
  }
  const linkIn = (state: PecChangeState) => (state.status === 'none' ? undefined : state.links[0])

  it.each(order.flatMap((before) => order.map((after) => [before, after] as const)))(
    'C4: %s and then %s: the better one, and a second one that is no better changes nothing',
    (before, after) => {
      const heardFirst = tell(waitingFor(known), before).next
      expect(linkIn(heardFirst)?.receipt).toBe(before)
      const { told, next } = tell(heardFirst, after)
      const better = order.indexOf(after) > order.indexOf(before)
      expect(told.ok).toBe(better)
      if (!told.ok) expect(told.refusal).toEqual({ code: 'pec-change/receipt-ignored', why: 'already-known' })
      expect(linkIn(next)?.receipt).toBe(better ? after : before)
      expect(linkIn(next)?.receivedAt).toBe(at[all[better ? after : before][1]])
    },
  )

  it.each(order)('C4: %s: only the final one closes the link at the end of its term', (name) => {
    const link = linkIn(tell(waitingFor(known), name).next)
    expect(link?.closesAt).toBe(name === 'final' ? link?.until : secondClosesAt)
  })

  it('C4: a better one never shortens what was promised', () => {
    const lengthened = tell(waitingFor(first), 'unverified', evening).next
    expect(linkIn(lengthened)).toMatchObject({ receipt: 'unlikely', until: closesAt })
    const { next } = tell(lengthened, 'early', evening)
    expect(linkIn(next)).toMatchObject({ receipt: 'final', receivedAt: sameDay, until: closesAt, closesAt })
  })

  it('C4: of two that nobody has verified the later one lengthens, within what is open, and no further', () => {
    const delivery = (receivedAt: number) =>
      ({ type: 'RecordDelivery', link: 1, receivedAt, power: 'lengthen', securityVersion: 4 }) as const
    const thursday = nextDay + day
    const once = tell(waitingFor(known), 'unverified').next
    const twice = decider.decide(once, delivery(thursday), { at: thursday, by })
    expect(twice.ok && twice.value).toMatchObject([{ type: 'PecLinkDelivered', until: secondClosesAt, closesAt: secondClosesAt }])
    const later = twice.ok ? twice.value.reduce(decider.evolve, once) : once
    const friday = thursday + day
    expect(decider.decide(later, delivery(friday), { at: friday, by })).toEqual({
      ok: false,
      refusal: { code: 'pec-change/receipt-ignored', why: 'already-known' },
    })
  })

  it('C4: a receipt that comes before its hand-over is known is judged once more when it is', () => {
    const early = tell(waitingFor(first), 'unlikely', evening).next
    expect(linkIn(early)?.receipt).toBe('unlikely')
    const sent = (state: PecChangeState, now: number) => {
      const done = decider.decide(state, { type: 'RecordDispatch', link: 1 }, { at: now, by })
      return done.ok ? done.value.reduce(decider.evolve, state) : state
    }
    expect(linkIn(sent(early, sameDay + minute))).toMatchObject({ receipt: 'unverified', dispatchedAt: sameDay + minute })
    expect(linkIn(sent(early, nextDay))).toMatchObject({ receipt: 'unlikely', until: secondUntil, closesAt: secondClosesAt })
  })

  it('C4: a failure that is verified stands against a delivery that nobody has verified, and not against a verified one', () => {
    const failure = { type: 'RecordFailure', link: 1, failure: 'mailbox-full', failedAt: nextDay + hour } as const
    const failed = order.map((name) => decider.decide(tell(waitingFor(known), name).next, failure, { at: evening, by }).ok)
    expect(failed).toEqual([true, true, false, false])
  })

  it('INV-12: a click waits for a better receipt, and under one that nobody has verified no longer than the link is open', () => {
    const held = waitingFor({ ...known, heldAt: secondUntil })
    const open = order.map((name) => {
      const link = linkIn(tell(held, name, secondUntil + hour).next)
      return link === undefined ? null : [secondClosesAt - 1, secondClosesAt].map((now) => !isClosed(link, now))
    })
    expect(open).toEqual([
      [true, true],
      [true, false],
      [true, true],
      [false, false],
    ])
  })
})

describe('the events of a change of PEC', () => {
  const events = {
    ChangeRequested: { type: 'ChangeRequested', ...request, link: first },
    LinkResent: { type: 'LinkResent', link: { ...second, number: 3, digest: 'digest-3' } },
    PecLinkDispatched: {
      type: 'PecLinkDispatched',
      link: 2,
      dispatchedAt: resentAt + 1,
      until: secondUntil,
      closesAt: secondClosesAt,
      receipt: null,
    },
    PecLinkDelivered: {
      type: 'PecLinkDelivered',
      link: 2,
      receivedAt: resentAt + 1,
      receipt: 'final',
      until: secondUntil,
      closesAt: secondUntil,
    },
    PecLinkFailed: { type: 'PecLinkFailed', link: 2, failure: 'other' },
    PecUndeliverable: { type: 'PecUndeliverable', failure: 'other', endedAt },
    PecConfirmationHeld: { type: 'PecConfirmationHeld', link: 2, heldAt: secondUntil },
    ChangeKept: { type: 'ChangeKept', securityVersion: 5 },
    ChangeConfirmed: { type: 'ChangeConfirmed', confirmedAt: endedAt, endedAt },
    ChangeCancelled: { type: 'ChangeCancelled', endedAt },
    ChangeSuperseded: { type: 'ChangeSuperseded', endedAt },
    ChangeVoided: { type: 'ChangeVoided', endedAt, cause: 'PasswordChanged' },
  } as const satisfies { readonly [T in PecChangeEvent['type']]: Extract<PecChangeEvent, { type: T }> }
  const { ChangeRequested: _asked, ...later } = events
  const possible = Object.values(later).map(({ type }) => type)
  const { 'before anything': begin, 'sent twice, the first received and over': twice, ...rest } = situations
  const some = {
    'before anything': begin,
    'just asked for': rest['just asked for'],
    'without a receipt, its term by the sending over': rest['without a receipt, its term by the sending over'],
    'sent twice, the first received and over': twice,
    // For its instant: the second link is over by its sending, and a receipt can still come.
    'without a receipt, when none can come any more': rest['without a receipt, when none can come any more'],
    confirmed: rest.confirmed,
    undeliverable: rest.undeliverable,
    superseded: rest.superseded,
    cancelled: rest.cancelled,
    void: rest.void,
  }
  describeEvolve<PecChangeState, PecChangeCommand, PecChangeEvent, PecChangeRefusal>(
    { decider, by, situations: some, commands },
    events,
    {
      'before anything': ['ChangeRequested'],
      'just asked for': possible,
      'without a receipt, its term by the sending over': possible,
      'sent twice, the first received and over': possible,
      'without a receipt, when none can come any more': possible,
      confirmed: [],
      undeliverable: [],
      superseded: [],
      cancelled: [],
      void: [],
    },
    [pecChangeDecider({ ...policy, linksMax: 3 })],
  )

  it('keep the terms that were decided under another policy', () => {
    const other = pecChangeDecider({ ...policy, linksMax: 1, receipts: 'none', receiptTimeoutMs: 0, skewMs: 0 })
    const longer = {
      type: 'PecLinkDispatched',
      link: 1,
      dispatchedAt: nextDay,
      until: closesAt,
      closesAt: secondClosesAt,
      receipt: null,
    } as const
    const journal = [
      events.ChangeRequested,
      { type: 'LinkResent', link: second } as const,
      longer,
      events.PecLinkDispatched,
      events.PecLinkDelivered,
    ]
    const state = journal.reduce(decider.evolve, decider.initial)
    expect(journal.reduce(other.evolve, other.initial)).toStrictEqual(state)
    const sent = { ...second, dispatchedAt: resentAt + 1 }
    expect(state).toStrictEqual(heardOf(heldUp, received(sent, resentAt + 1, secondUntil)))
  })
})

/** What the machine says to the command at that instant: the events by name, or why not. */
function answer(machine: typeof decider, state: PecChangeState, command: PecChangeCommand, at: number): string {
  const decided = machine.decide(state, command, { at, by })
  if (decided.ok) return decided.value.map(({ type }) => type).join(' and ') || 'nothing'
  return decided.refusal.code === 'pec-change/receipt-ignored' ? decided.refusal.why : decided.refusal.code
}

function become(machine: typeof decider, state: PecChangeState, command: PecChangeCommand, at: number): PecChangeState {
  const decided = machine.decide(state, command, { at, by })
  if (!decided.ok) throw new Error(decided.refusal.code)
  return decided.value.reduce(machine.evolve, state)
}

const askedAt = (at: number, machine = decider): PecChangeState => become(machine, none, commands.request, at)
const deliveredAt = (receivedAt: number): Extract<PecChangeCommand, { type: 'RecordDelivery' }> => ({
  type: 'RecordDelivery',
  link: 1,
  receivedAt,
  power: 'bind',
  securityVersion: 4,
})
const failedAt = (at: number): PecChangeCommand => ({ type: 'RecordFailure', link: 1, failure: 'other', failedAt: at })
const linksOf = (state: PecChangeState): readonly PecLink[] => (state.status === 'none' ? [] : state.links)

const withoutReceipts = pecChangeDecider({ ...policy, receipts: 'none' })

describe('the term of a link', () => {
  const clocks: readonly (readonly [name: string, sent: number, end: number])[] = [
    ['an ordinary day', sentAt, until],
    ['the last minute of a day', Date.UTC(2026, 2, 10, 22, 59), until],
    ['the first instant of a day', Date.UTC(2026, 2, 10, 23), Date.UTC(2026, 2, 12, 23)],
    ['the eve of the short day of March', Date.UTC(2026, 2, 28, 9), Date.UTC(2026, 2, 29, 22)],
    ['the short day of March', Date.UTC(2026, 2, 29, 9), Date.UTC(2026, 2, 30, 22)],
    ['the second day before the short one', Date.UTC(2026, 2, 27, 9), Date.UTC(2026, 2, 28, 23)],
    ['the eve of the long day of October', Date.UTC(2026, 9, 24, 9), Date.UTC(2026, 9, 25, 23)],
    ['the long day of October', Date.UTC(2026, 9, 25, 9), Date.UTC(2026, 9, 26, 23)],
    ['the second day before the long one', Date.UTC(2026, 9, 23, 9), Date.UTC(2026, 9, 24, 22)],
    ['the eve of a leap day', Date.UTC(2028, 1, 28, 9), Date.UTC(2028, 1, 29, 23)],
    ['the end of the year', Date.UTC(2026, 11, 31, 9), Date.UTC(2027, 0, 1, 23)],
  ]

  it.each(clocks)('C2, C3, INV-12: sent on %s, it works until 24:00 of the day after, to the millisecond', (_day, sent, end) => {
    const state = askedAt(sent, withoutReceipts)
    expect(answer(withoutReceipts, state, commands.confirm, end - 1)).toBe('ChangeConfirmed')
    expect(answer(withoutReceipts, state, commands.confirm, end)).toBe('pec-change/expired')
    expect(answer(decider, askedAt(sent), commands.confirm, end - 1)).toBe('ChangeConfirmed')
    expect(answer(decider, askedAt(sent), commands.confirm, end)).toBe('PecConfirmationHeld')
  })

  it.each(clocks)(
    'C2, C3, INV-12: received on %s, it works until 24:00 of the day after, to the millisecond',
    (_day, at, end) => {
      const state = become(decider, askedAt(at - hour), deliveredAt(at), at)
      expect(answer(decider, state, commands.confirm, end - 1)).toBe('ChangeConfirmed')
      expect(answer(decider, state, commands.confirm, end)).toBe('pec-change/expired')
    },
  )

  it('C2, INV-12: it ends right whenever in five years it was sent or received, at the edges of every day', () => {
    const wrong: number[] = []
    let count = 0
    for (const at of edges()) {
      if (at < Date.UTC(2026, 0, 2) || at > Date.UTC(2030, 11, 31)) continue
      count += 1
      const { deadline } = deadlineByHand(at)
      const sent = linksOf(askedAt(at))[0]
      const got = linksOf(become(decider, askedAt(at - hour), deliveredAt(at), at))[0]
      if (sent?.until !== deadline || sent.closesAt !== deadlineByHand(at + day).deadline) wrong.push(at)
      // Sent an hour before, which may be the day before: what was received counts.
      if (got?.until !== deadline || got.closesAt !== deadline) wrong.push(at)
    }
    expect([wrong, count > 5_000]).toEqual([[], true])
  })

  it('never ends after the last instant that there is', () => {
    const state = askedAt(instantMax - 2)
    expect(linksOf(state)).toMatchObject([{ until: instantMax, closesAt: instantMax }])
    expect(answer(decider, state, commands.confirm, instantMax - 1)).toBe('ChangeConfirmed')
    expect(answer(decider, state, commands.confirm, instantMax)).toBe('pec-change/expired')
  })

  it('counts from the sending alone in an office that gets no receipts, though one that comes lengthens it', () => {
    const state = askedAt(sentAt, withoutReceipts)
    expect(linksOf(state)).toMatchObject([{ until, closesAt: until }])
    expect(answer(withoutReceipts, state, commands['receipt of the next day'], until)).toBe('closed')
    const longer = become(withoutReceipts, state, commands['receipt of the next day'], until - 1)
    expect(answer(withoutReceipts, longer, commands.confirm, closesAt - 1)).toBe('ChangeConfirmed')
    expect(answer(withoutReceipts, longer, commands.confirm, closesAt)).toBe('pec-change/expired')
  })

  it('waits for a receipt as long as the policy gives providers, and then to the end of that day after', () => {
    const none = pecChangeDecider({ ...policy, receiptTimeoutMs: 0 })
    expect(linksOf(askedAt(sentAt, none))).toMatchObject([{ until, closesAt: until }])
    const dayEnd = until - day
    const justToday = pecChangeDecider({ ...policy, receiptTimeoutMs: dayEnd - sentAt - 1 })
    expect(linksOf(askedAt(sentAt, justToday))).toMatchObject([{ until, closesAt: until }])
    const justTomorrow = pecChangeDecider({ ...policy, receiptTimeoutMs: dayEnd - sentAt })
    expect(linksOf(askedAt(sentAt, justTomorrow))).toMatchObject([{ until, closesAt }])
  })

  it('is one for each link, and a resend leaves those before as they were', () => {
    const state = become(decider, asked, commands.resend, resentAt)
    expect(linksOf(state)).toStrictEqual([first, second])
    expect(answer(decider, state, commands.confirm, until - 1)).toBe('ChangeConfirmed')
    expect(answer(decider, state, commands.confirm, until)).toBe('PecConfirmationHeld')
    expect(answer(decider, state, commands['confirm with the second link'], secondUntil - 1)).toBe('ChangeConfirmed')
    expect(answer(decider, state, commands['confirm with the second link'], secondUntil)).toBe('PecConfirmationHeld')
  })

  it.each([1, 2, 20])('a request sends at most as many links as the policy says: %i', (linksMax) => {
    const machine = pecChangeDecider({ ...policy, linksMax })
    let state = askedAt(sentAt, machine)
    for (let number = 2; number <= linksMax; number += 1) {
      state = become(machine, state, { type: 'ResendLink', digest: `digest-${number}` }, sentAt + number)
    }
    expect(linksOf(state).map(({ number }) => number)).toEqual(Array.from({ length: linksMax }, (_, i) => i + 1))
    const decided = machine.decide(state, commands.resend, { at: sentAt + hour, by })
    expect(decided).toStrictEqual({ ok: false, refusal: { code: 'pec-change/too-many-links', linksMax } })
  })

  it('of the change ends with the link that closes last', () => {
    expect(endOfTerms(both)).toBe(secondClosesAt)
    expect(endOfTerms(heardOf(first, received(second, resentAt + 2_000, closesAt)))).toBe(closesAt)
    expect(endOfTerms(heardOf(first, { ...second, closesAt: closesAt - 1 }))).toBe(closesAt)
    expect(endOfTerms(firstClicked)).toBe(secondClosesAt)
    expect(endOfTerms(clicked)).toBe(closesAt)
  })

  it('is over at its end, but for a link on which a click waits for its receipt', () => {
    for (const link of [first, heldUp, received(first, sameDay, until), { ...received(first, sameDay, until), heldAt: until }]) {
      expect([waits(link), isClosed(link, link.closesAt - 1), isClosed(link, link.closesAt)]).toEqual([false, false, true])
    }
    const waiting = { ...first, heldAt: until }
    expect([waits(waiting), isClosed(waiting, closesAt), isClosed(waiting, instantMax)]).toEqual([true, false, false])
  })
})

describe('the sending of a link', () => {
  const dispatch = commands.dispatch

  it.each([
    ['the last millisecond of the day of queueing', until - day - 1, until, closesAt],
    ['the first millisecond of the day after', until - day, closesAt, secondClosesAt],
    ['the last millisecond of the term by the queueing', until - 1, closesAt, secondClosesAt],
    ['the end of the term by the queueing', until, secondClosesAt, thirdClosesAt],
    ['the last millisecond in which a receipt could come', closesAt - 1, secondClosesAt, thirdClosesAt],
  ] as const)('C2, INV-12: in %s: the term counts from it', (_when, at, end, closes) => {
    const state = become(decider, asked, dispatch, at)
    expect(linksOf(state)).toStrictEqual([{ ...first, dispatchedAt: at, until: end, closesAt: closes }])
    expect(answer(decider, state, commands.confirm, end - 1)).toBe('ChangeConfirmed')
    expect(answer(decider, state, commands.confirm, end)).toBe('PecConfirmationHeld')
    expect(answer(decider, state, commands.confirm, closes - 1)).toBe('PecConfirmationHeld')
    expect(decider.decide(state, commands.confirm, { at: closes, by })).toStrictEqual({
      ok: false,
      refusal: { code: 'pec-change/expired', expiredAt: end },
    })
  })

  it('is taken note of until the term of its link is over, though another link lives', () => {
    expect(answer(decider, both, dispatch, closesAt - 1)).toBe('PecLinkDispatched')
    expect(answer(decider, both, dispatch, closesAt)).toBe('nothing')
    expect(answer(decider, asked, dispatch, closesAt)).toBe('pec-change/expired')
    expect(answer(decider, clicked, dispatch, closesAt - 1)).toBe('PecLinkDispatched')
    expect(answer(decider, clicked, dispatch, closesAt)).toBe('nothing')
  })

  it('counts once: a mail that goes out once more lengthens nothing', () => {
    const state = become(decider, asked, dispatch, sentAt)
    for (const at of [sentAt, sentAt + 1, nextDay, until - 1, until]) expect(answer(decider, state, dispatch, at)).toBe('nothing')
    expect(become(decider, state, dispatch, until)).toStrictEqual(state)
  })

  it('counts no more once a verified receipt that fits it says when the mail was received', () => {
    expect(answer(decider, arrived, dispatch, sameDay + policy.skewMs)).toBe('nothing')
    expect(answer(decider, arrived, dispatch, sameDay + policy.skewMs + 1)).toBe('PecLinkDispatched')
    const late = become(decider, become(decider, asked, dispatch, nextDay), commands['receipt of the same day'], nextDay)
    // The receipt never shortens it, and one from before the hand-over closes nothing.
    expect(linksOf(late)).toMatchObject([
      { dispatchedAt: nextDay, receivedAt: sameDay, receipt: 'early', until: closesAt, closesAt: secondClosesAt },
    ])
  })

  it('is of one link, and leaves the others as they were', () => {
    const state = become(decider, both, commands['dispatch of the second link'], until)
    const sent = { ...second, dispatchedAt: until, until: secondClosesAt, closesAt: thirdClosesAt }
    expect(linksOf(state)).toStrictEqual([first, sent])
  })

  it('shortens no term, though the clock was set back or the policy changed since', () => {
    const state = become(decider, asked, dispatch, sentAt - 2 * day)
    expect(linksOf(state)).toStrictEqual([{ ...first, dispatchedAt: sentAt - 2 * day }])
    const hasty = pecChangeDecider({ ...policy, receiptTimeoutMs: 0 })
    expect(linksOf(become(hasty, asked, dispatch, sentAt))).toStrictEqual([{ ...first, dispatchedAt: sentAt }])
  })

  it('in an office that gets no receipts ends the term to the millisecond', () => {
    const state = become(withoutReceipts, askedAt(sentAt, withoutReceipts), dispatch, nextDay)
    expect(linksOf(state)).toMatchObject([{ dispatchedAt: nextDay, until: closesAt, closesAt }])
    expect(answer(withoutReceipts, state, commands.confirm, closesAt - 1)).toBe('ChangeConfirmed')
    expect(answer(withoutReceipts, state, commands.confirm, closesAt)).toBe('pec-change/expired')
  })

  it('leaves the term to end at the last instant that there is', () => {
    const state = become(decider, askedAt(instantMax - 2), dispatch, instantMax - 1)
    expect(linksOf(state)).toMatchObject([{ dispatchedAt: instantMax - 1, until: instantMax, closesAt: instantMax }])
  })

  it('C2, INV-12: makes it end right whenever in five years it was, at the edges of every day', () => {
    const wrong: number[] = []
    let count = 0
    for (const at of edges()) {
      if (at < Date.UTC(2026, 0, 2) || at > Date.UTC(2030, 11, 31)) continue
      count += 1
      const link = linksOf(become(decider, askedAt(at - hour), dispatch, at))[0]
      if (link?.until !== deadlineByHand(at).deadline || link.closesAt !== deadlineByHand(at + day).deadline) wrong.push(at)
    }
    expect([wrong, count > 5_000]).toEqual([[], true])
  })

  it('leaves a link that failed as failed, and a click that waits waiting', () => {
    expect(linksOf(become(decider, firstFailed, dispatch, afternoon))).toMatchObject([{ failure: 'mailbox-full' }, {}])
    expect(become(decider, clicked, dispatch, until + hour)).toMatchObject({
      status: 'awaiting-receipt',
      links: [{ heldAt: until, dispatchedAt: until + hour }],
    })
  })
})

describe('a click that waits for its receipt', () => {
  const patient = pecChangeDecider({ ...policy, receiptTimeoutMs: 2 * day })

  it('C4, INV-12: counts when it was made in the last millisecond of the term, and not when it was made at its end', () => {
    const state = askedAt(sentAt, patient)
    const early = become(patient, state, commands.confirm, closesAt - 1)
    const late = become(patient, state, commands.confirm, closesAt)
    const [told, at] = [commands['receipt of the next day'], closesAt + hour]
    expect(answer(patient, early, told, at)).toBe('PecLinkDelivered and ChangeConfirmed')
    expect(answer(patient, late, told, at)).toBe('PecLinkDelivered')
    expect(become(patient, early, told, at)).toMatchObject({ status: 'confirmed', confirmedAt: closesAt - 1, endedAt: at })
    expect(answer(patient, become(patient, late, told, at), commands.confirm, at)).toBe('pec-change/expired')
  })

  it('C1: is made once: what comes later on the same link does not move it', () => {
    const waiting = become(decider, asked, commands.confirm, until)
    expect(answer(decider, waiting, commands.confirm, until + hour)).toBe('nothing')
    expect(linksOf(become(decider, waiting, commands.confirm, until + hour))).toMatchObject([{ heldAt: until }])
  })

  it('C4, INV-12: counts by its receipt however late that is read, and its link is over where the receipt shows it too late', () => {
    const tardy = become(decider, asked, commands.confirm, closesAt - 1)
    for (const at of [closesAt - 1, closesAt, monthLater, instantMax]) {
      expect(become(decider, tardy, commands['receipt of the next day'], at)).toMatchObject({
        status: 'confirmed',
        confirmedAt: closesAt - 1,
        endedAt: at,
      })
      const late = become(decider, tardy, commands['receipt of the same day'], at)
      expect(late).toMatchObject({ status: 'awaiting-confirmation', links: [{ until, closesAt: until }] })
      expect(answer(decider, late, commands.confirm, at)).toBe('pec-change/expired')
      expect(answer(decider, late, commands.cancel, at)).toBe('pec-change/expired')
    }
  })

  it('keeps the change open for all that can end it, and ends no other link later than its term', () => {
    for (const at of [secondClosesAt - 1, secondClosesAt, monthLater]) {
      expect(answer(decider, firstClicked, commands.cancel, at)).toBe('ChangeCancelled')
      expect(answer(decider, firstClicked, commands.supersede, at)).toBe('ChangeSuperseded')
      expect(answer(decider, firstClicked, commands.void, at)).toBe('ChangeVoided')
      // Who clicks has read the mail: a notice that it was not delivered is false.
      expect(answer(decider, firstClicked, commands.failure, at)).toBe('already-known')
      expect(answer(decider, firstClicked, commands['failure of the second link'], at)).toBe(
        at < secondClosesAt ? 'PecLinkFailed' : 'closed',
      )
    }
    // The failure of the link beside it is not that of the last one.
    expect(
      answer(
        decider,
        waitingFor({ ...first, heldAt: until }, { ...second, closesAt: instantMax }),
        commands['failure of the second link'],
        monthLater,
      ),
    ).toBe('PecLinkFailed')
    expect(
      answer(decider, waitingFor(first, { ...second, closesAt: instantMax }), commands['failure of the second link'], monthLater),
    ).toBe('PecLinkFailed and PecUndeliverable')
  })

  it('INV-12: is no hindrance to one in the term, where the sending turns out to have been later', () => {
    const waiting = become(decider, asked, commands.confirm, until)
    const state = become(decider, waiting, commands.dispatch, until + hour)
    expect(answer(decider, state, commands.confirm, secondClosesAt - 1)).toBe('ChangeConfirmed')
    expect(answer(decider, state, commands.confirm, secondClosesAt)).toBe('nothing')
    expect(linksOf(become(decider, state, commands.confirm, secondClosesAt))).toMatchObject([{ heldAt: until }])
  })

  it('counts by the receipt of its own link, and by no other', () => {
    const waiting = become(decider, become(decider, asked, commands.resend, resentAt), commands.confirm, until)
    const told = become(decider, waiting, commands['receipt of the second link'], until + hour)
    expect(told).toMatchObject({ status: 'awaiting-confirmation', links: [{ heldAt: until }, { receivedAt: resentAt + 2_000 }] })
    expect(answer(decider, told, commands['receipt of the next day'], until + hour)).toBe('PecLinkDelivered and ChangeConfirmed')
  })

  it('L11, INV-35: comes to nothing when a security event comes before its receipt', () => {
    const event = { ...deliveredAt(nextDay), securityVersion: 5 } as const
    expect(answer(decider, clicked, event, until + hour)).toBe('ChangeVoided')
  })
})

describe('a receipt', () => {
  const skew = policy.skewMs

  it.each([deliveredAt, failedAt])(
    'C4: may be as much before the dispatch as clocks may differ, and no millisecond more',
    (told) => {
      expect(answer(decider, asked, told(sentAt - skew), afternoon)).toMatch(/^PecLink(Delivered|Failed)/)
      expect(answer(decider, asked, told(sentAt - skew - 1), afternoon)).toBe('before-dispatch')
    },
  )

  it.each([deliveredAt, failedAt])('C4: may be as much in the future as clocks may differ, and no millisecond more', (told) => {
    expect(answer(decider, asked, told(afternoon + skew), afternoon)).toMatch(/^PecLink(Delivered|Failed)/)
    expect(answer(decider, asked, told(afternoon + skew + 1), afternoon)).toBe('in-the-future')
  })

  it.each([deliveredAt, failedAt])(
    'C4: is believed to the millisecond where the policy lets clocks differ by nothing',
    (told) => {
      const strict = pecChangeDecider({ ...policy, skewMs: 0 })
      for (const at of [sentAt, afternoon]) expect(answer(strict, asked, told(at), afternoon)).toMatch(/^PecLink/)
      expect(answer(strict, asked, told(sentAt - 1), afternoon)).toBe('before-dispatch')
      expect(answer(strict, asked, told(afternoon + 1), afternoon)).toBe('in-the-future')
    },
  )

  it('C4: of a provider whose clock is a day behind at midnight does not shorten the term', () => {
    const midnight = until - day
    const state = become(decider, askedAt(midnight), deliveredAt(midnight - skew), midnight + hour)
    expect(linksOf(state)).toMatchObject([{ receivedAt: midnight - skew, until: closesAt, closesAt }])
  })

  it('C4: counts once: a second one, earlier or later, changes nothing', () => {
    for (const again of [sentAt, sameDay, nextDay]) {
      expect(answer(decider, arrived, deliveredAt(again), afternoon)).toBe('already-known')
      expect(answer(decider, arrivedLater, deliveredAt(again), afternoon)).toBe('already-known')
    }
  })

  it('C4: of delivery after one of failure makes the link good again, and a failure after it is not believed', () => {
    const failed = become(decider, both, commands.failure, afternoon)
    expect(linksOf(failed)[0]).toStrictEqual({ ...first, failure: 'mailbox-full' })
    const state = become(decider, failed, commands['receipt of the next day'], afternoon)
    expect(linksOf(state)[0]).toStrictEqual(received(first, nextDay, closesAt))
    expect(answer(decider, state, commands.failure, afternoon)).toBe('already-known')
    expect(answer(decider, state, commands.confirm, closesAt - 1)).toBe('ChangeConfirmed')
  })

  it('C4: of a link that is over is not taken in, though another link lives', () => {
    const told = deliveredAt(nextDay)
    expect(answer(decider, both, told, closesAt - 1)).toBe('PecLinkDelivered')
    expect(answer(decider, both, told, closesAt)).toBe('closed')
    expect(answer(decider, both, failedAt(nextDay), closesAt - 1)).toBe('PecLinkFailed')
    expect(answer(decider, both, failedAt(nextDay), closesAt)).toBe('closed')
    expect(answer(decider, both, commands['confirm with the second link'], closesAt)).toBe('PecConfirmationHeld')
  })

  it('of failure ends the change with the last link that is left, and names its reason', () => {
    const told = (link: number, failure: PecChangeUndeliverable) =>
      ({ type: 'RecordFailure', link, failure, failedAt: resentAt }) as const
    const state = become(decider, both, told(2, 'virus'), afternoon)
    expect(state.status).toBe('awaiting-receipt')
    expect(become(decider, state, told(1, 'mailbox-full'), afternoon)).toMatchObject({
      status: 'undeliverable',
      failure: 'mailbox-full',
      endedAt: afternoon,
    })
    expect(answer(decider, both, told(2, 'virus'), closesAt - 1)).toBe('PecLinkFailed')
    expect(answer(decider, both, told(2, 'virus'), closesAt)).toBe('PecLinkFailed and PecUndeliverable')
  })

  it('L11, INV-35: after a security event ends the change, whatever it says of the link', () => {
    for (const securityVersion of [0, 3, 5]) {
      expect(answer(decider, asked, { ...deliveredAt(sameDay), securityVersion }, sentAt + hour)).toBe('ChangeVoided')
      expect(answer(decider, asked, { ...commands.confirm, securityVersion }, sentAt + hour)).toBe('ChangeVoided')
    }
  })
})

const pauses = [0, hour, 38 * hour]
/** What can be done with whichever links there are. */
const moves = {
  request: commands.request,
  resend: (state) => ({ type: 'ResendLink', digest: `digest-${linksOf(state).length + 1}` }),
  dispatch: (state) => ({ type: 'RecordDispatch', link: linksOf(state).at(-1)?.number ?? 1 }),
  'dispatch the first': commands.dispatch,
  'deliver at once': (state) => toldOf(linksOf(state).at(-1), 0),
  'deliver a day later': (state) => toldOf(linksOf(state).at(-1), day),
  'deliver the first a day later': (state) => toldOf(linksOf(state)[0], day),
  'deliver after a security event': (state) => ({ ...toldOf(linksOf(state).at(-1), 0), securityVersion: 5 }),
  fail: (state) => failureOf(linksOf(state).at(-1)),
  'fail the first': (state) => failureOf(linksOf(state)[0]),
  confirm: (state) => ({ type: 'ConfirmChange', digest: linksOf(state).at(-1)?.digest ?? '', securityVersion: 4 }),
  'confirm with the first': commands.confirm,
  // Refused once there is a request, so that time passes and nothing ends.
  'ask again': commands.request,
  'and again': commands.request,
  'and once more': commands.request,
  'confirm with the first again': commands.confirm,
  'deliver the first once more': (state) => toldOf(linksOf(state)[0], day),
  'confirm after a security event': commands['confirm after a security event'],
  cancel: commands.cancel,
  supersede: commands.supersede,
  void: commands.void,
  keep: { type: 'KeepChange', securityVersion: 4 },
} as const satisfies { readonly [name: string]: Fitting<PecChangeState, PecChangeCommand> }

function toldOf(link: PecLink | undefined, ms: number): Extract<PecChangeCommand, { type: 'RecordDelivery' }> {
  return {
    type: 'RecordDelivery',
    link: link?.number ?? 1,
    receivedAt: (link?.sentAt ?? sentAt) + ms,
    power: 'bind',
    securityVersion: 4,
  }
}

function failureOf(link: PecLink | undefined): PecChangeCommand {
  return { type: 'RecordFailure', link: link?.number ?? 1, failure: 'mailbox-full', failedAt: link?.sentAt ?? sentAt }
}

describe('walks of a change of PEC', () => {
  describeWalks<PecChangeState, PecChangeCommand, PecChangeEvent, PecChangeRefusal>(
    { decider, by, commands: moves },
    {
      start: sentAt,
      waits: pauses,
      // When it is sent, and when the term by the sending is over.
      stamps: [sentAt, sentAt + 39 * hour],
      runs: 4_000,
      published: `stateDiagram-v2
        [*] --> none
        none --> awaiting_receipt: RequestChange
        awaiting_receipt --> awaiting_receipt: ResendLink, RecordDispatch, RecordFailure, ConfirmChange, KeepChange
        awaiting_receipt --> awaiting_confirmation: RecordDelivery
        awaiting_receipt --> confirmed: ConfirmChange, RecordDelivery
        awaiting_receipt --> undeliverable: RecordFailure
        awaiting_receipt --> cancelled: CancelChange
        awaiting_receipt --> superseded: SupersedeChange
        awaiting_receipt --> void: VoidChange, ConfirmChange, RecordDelivery
        awaiting_confirmation --> awaiting_confirmation: ResendLink, RecordDispatch, RecordDelivery, RecordFailure, ConfirmChange, KeepChange
        awaiting_confirmation --> confirmed: ConfirmChange, RecordDelivery
        awaiting_confirmation --> undeliverable: RecordFailure
        awaiting_confirmation --> cancelled: CancelChange
        awaiting_confirmation --> superseded: SupersedeChange
        awaiting_confirmation --> void: VoidChange, ConfirmChange, RecordDelivery
        confirmed --> [*]
        undeliverable --> [*]
        cancelled --> [*]
        superseded --> [*]
        void --> [*]`,
    },
  )

  it('INV-13: whatever the clock does, what has ended stays as it is, and no term gets shorter or grows twice by the same', () => {
    fc.assert(
      fc.property(walks<PecChangeState, PecChangeCommand>(moves, [...pauses, -1, -day, -1e13], 60), (steps) => {
        for (const { before, after: next } of walk(decider, steps, sentAt, by)) {
          if (decider.isTerminal(before)) expect(next).toBe(before)
          for (const link of linksOf(before)) {
            const now = linksOf(next).find(({ number }) => number === link.number)
            if (now === undefined) throw new Error('a link was forgotten')
            expect(now).toMatchObject({ digest: link.digest, sentAt: link.sentAt })
            expect(now.until).toBeGreaterThanOrEqual(link.until)
            if (link.receipt === 'final' && now.receipt === 'final') {
              expect([now.until, now.receivedAt, now.dispatchedAt]).toEqual([link.until, link.receivedAt, link.dispatchedAt])
            }
            if (link.receivedAt !== null) expect(now.receivedAt).not.toBeNull()
            if (link.dispatchedAt !== null) expect(now.dispatchedAt).toBe(link.dispatchedAt)
            if (now.receivedAt === link.receivedAt && now.dispatchedAt === link.dispatchedAt) {
              expect([now.until, now.closesAt]).toEqual([link.until, link.closesAt])
            }
            if (link.heldAt !== null) expect(now.heldAt).toBe(link.heldAt)
          }
        }
      }),
      { seed: 13, numRuns: runsOf(500) },
    )
  })
})

/** What happens in a history: some time passes, then one of these. */
type Happening = {
  readonly ms: number
  readonly link: number
} & (
  | { readonly what: 'resend' | 'dispatch' | 'click' | 'cancel' | 'secure' }
  /** Tells when it happened: so long after the sending of the link, or after now. */
  | { readonly what: 'delivery' | 'failure'; readonly after: 'sending' | 'now'; readonly offset: number }
)

const offsets = [
  -day,
  -5 * minute - 1,
  -5 * minute,
  -1,
  0,
  1,
  5 * minute,
  5 * minute + 1,
  14 * hour - 1,
  14 * hour,
  day,
  30 * hour,
]
const plausible = [0, 1, 14 * hour - 1, 14 * hour, day]
const passing = fc.record({
  ms: fc.constantFrom(0, 1, hour, 14 * hour - 1, 14 * hour, day - 1, day, 38 * hour - 1, 38 * hour, 39 * hour),
  link: fc.constantFrom(1, 1, 1, 2, 3),
})
const told = (what: 'delivery' | 'failure', from: 'sending' | 'now', lags: readonly number[]): fc.Arbitrary<Happening> =>
  fc.tuple(passing, fc.constantFrom(...lags)).map(([rest, offset]) => ({ ...rest, what, after: from, offset }))
const done = (what: 'resend' | 'dispatch' | 'click' | 'cancel' | 'secure'): fc.Arbitrary<Happening> =>
  passing.map((rest) => ({ ...rest, what }))
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: done('resend') },
  { weight: 4, arbitrary: done('dispatch') },
  { weight: 8, arbitrary: done('click') },
  { weight: 6, arbitrary: told('delivery', 'sending', plausible) },
  { weight: 3, arbitrary: told('delivery', 'sending', offsets) },
  { weight: 3, arbitrary: told('delivery', 'now', offsets) },
  { weight: 1, arbitrary: told('failure', 'sending', offsets) },
  { weight: 1, arbitrary: done('cancel') },
  { weight: 1, arbitrary: done('secure') },
)
/** Days of every kind, the changes of the clock among them, at 10:00 of the winter and at the edges of a day. */
const beginnings = fc.constantFrom(
  sentAt,
  Date.UTC(2026, 2, 10, 23) - 1,
  Date.UTC(2026, 2, 10, 23),
  Date.UTC(2026, 2, 27, 9),
  Date.UTC(2026, 2, 28, 9),
  Date.UTC(2026, 2, 29, 9),
  Date.UTC(2026, 9, 23, 22) - 1,
  Date.UTC(2026, 9, 24, 9),
  Date.UTC(2026, 9, 25, 9),
  Date.UTC(2028, 1, 28, 9),
)

/** What seed 003 says of one link, kept by hand beside the machine. */
type Kept = {
  readonly sent: number
  dispatched: number | null
  received: number | null
  click: number | null
  /** The latest reception that was ever told, whatever corrected it since. */
  promised: number | null
}
const kept = (sent: number): Kept => ({ sent, dispatched: null, received: null, click: null, promised: null })

describe('histories of a change of PEC, its receipts late, twice, early, missing or false', () => {
  const deadlineOf = (at: number | null, ms = 0) => (at === null ? 0 : deadlineByHand(at + ms).deadline)
  /** The latest of the deadlines: of the queueing and, once they are known, of the sending and the reception. */
  const endOf = ({ sent, dispatched: out, promised }: Kept) => Math.max(deadlineOf(sent), deadlineOf(out), deadlineOf(promised))
  /** Told to be from before the hand-over: a better receipt can still come. */
  const isEarly = (received: number, out: number | null) => out !== null && received < out - 5 * minute
  const isOpenStill = ({ received: at, dispatched: out }: Kept) => at === null || isEarly(at, out)
  const closeOf = (link: Kept) =>
    isOpenStill(link) ? Math.max(deadlineOf(link.sent, day), deadlineOf(link.dispatched, day), endOf(link)) : endOf(link)
  const waitsStill = (link: Kept) => link.click !== null && isOpenStill(link)
  const isBetter = (link: Kept, received: number) => {
    if (link.received === null) return true
    if (!isOpenStill(link)) return false
    const lengthens = deadlineOf(received) > endOf(link) && deadlineOf(received) <= closeOf(link)
    return lengthens || !isEarly(received, link.dispatched)
  }
  const isOver = (link: Kept, at: number) => at >= closeOf(link) && !waitsStill(link)

  it('INV-11, INV-12: confirmed at most once, by a click before 24:00 of the day after reception, and by every such click', () => {
    let successes = 0
    let waited = 0
    let lengthened = 0
    let late = 0
    fc.assert(
      fc.property(beginnings, fc.array(happening, { minLength: 1, maxLength: 14, size: 'max' }), (begin, happenings) => {
        let at = begin
        let state = askedAt(begin)
        const links: Kept[] = [kept(begin)]
        let alive = true
        let secured = false
        let confirmations = 0
        for (const one of happenings) {
          at += one.ms
          const link = links[one.link - 1]
          const command = commandOf(one, link, at, links.length, secured)
          if (one.what === 'secure') secured = true
          if (command === null) continue
          // What must come of it, by the seed.
          let success: number | null = null
          const waiting = links.some(waitsStill)
          if (alive && link !== undefined && one.what === 'dispatch' && link.dispatched === null && at < closeOf(link)) {
            // What is over stays so, and the first sending is the one that counts, unless a receipt says the same better.
            if (link.received === null || isEarly(link.received, at)) {
              if (deadlineOf(at) > endOf(link)) lengthened += 1
              link.dispatched = at
            }
          }
          if (alive && link !== undefined && !secured && !isOver(link, at)) {
            if (one.what === 'click') {
              if (at < endOf(link)) success = at
              else link.click ??= at
            }
            if (command.type === 'RecordDelivery' && isBetter(link, command.receivedAt)) {
              const { receivedAt } = command
              if (receivedAt >= link.sent - 5 * minute && receivedAt <= at + 5 * minute) {
                const wasOver = at >= closeOf(link)
                link.received = receivedAt
                link.promised = Math.max(link.promised ?? 0, receivedAt)
                if (link.click !== null && link.click < endOf(link)) success = link.click
                if (success !== null && wasOver) late += 1
              }
            }
          }
          const decided = decider.decide(state, command, { at, by })
          // Nothing has expired while a click waits.
          if (alive && waiting && one.what === 'cancel') expect(decided.ok).toBe(true)
          const events = decided.ok ? decided.value : []
          const confirmation = events.find(({ type }) => type === 'ChangeConfirmed')
          expect(confirmation).toStrictEqual(
            success === null ? undefined : { type: 'ChangeConfirmed', confirmedAt: success, endedAt: at },
          )
          state = events.reduce(decider.evolve, state)
          if (decided.ok && command.type === 'ResendLink') links.push(kept(at))
          if (decider.isTerminal(state)) alive = false
          if (confirmation !== undefined) {
            confirmations += 1
            successes += 1
            if (success !== at) waited += 1
          }
        }
        expect(confirmations).toBeLessThanOrEqual(1)
        if (state.status !== 'none' && !('endedAt' in state)) {
          expect(state.links.map((link) => [link.dispatchedAt, link.receivedAt, link.until, link.closesAt])).toEqual(
            links.map((link) => [link.dispatched, link.received, endOf(link), closeOf(link)]),
          )
        }
      }),
      { seed: 12, numRuns: runsOf(8_000) },
    )
    // Enough of them to say something.
    expect([successes > 500, waited > 30, late > 10, lengthened > 100]).toEqual([true, true, true, true])
  })
})

function commandOf(one: Happening, link: Kept | undefined, at: number, links: number, secured: boolean): PecChangeCommand | null {
  const securityVersion = secured ? 5 : 4
  switch (one.what) {
    case 'resend':
      return { type: 'ResendLink', digest: `digest-${links + 1}` }
    case 'dispatch':
      return { type: 'RecordDispatch', link: one.link }
    case 'click':
      return { type: 'ConfirmChange', digest: `digest-${one.link}`, securityVersion }
    case 'cancel':
      return { type: 'CancelChange' }
    case 'secure':
      return null
    default: {
      const happened = (one.after === 'now' ? at : (link?.sent ?? at)) + one.offset
      if (one.what === 'failure') return { type: 'RecordFailure', link: one.link, failure: 'timed-out', failedAt: happened }
      return { type: 'RecordDelivery', link: one.link, receivedAt: happened, power: 'bind', securityVersion }
    }
  }
}

describe('the record of a change of PEC', () => {
  const machine = pecChangeMachine(policy, day)

  it('keeps its personal data for a while after its end or, where nothing ended it, after its last link closed', () => {
    expect(machine.dueAt(none)).toBeNull()
    expect(machine.dueAt(both)).toBe(secondClosesAt + day)
    expect(machine.dueAt(arrived)).toBe(until + day)
    expect(machine.dueAt(dispatchedLate)).toBe(secondClosesAt + day)
    expect(machine.dueAt(clicked)).toBe(closesAt + day)
    for (const state of [confirmed, undeliverable, superseded, cancelled, voided]) {
      expect(machine.dueAt(state)).toBe(endedAt + day)
    }
  })

  it('is found by its account and its status, and by nothing that says which PEC it is', () => {
    expect(machine.tags(none)).toEqual([])
    expect(machine.tags(asked)).toEqual(['status:awaiting-receipt', 'account:account-1'])
    expect(machine.tags(confirmed)).toEqual(['status:confirmed', 'account:account-1'])
  })
})
