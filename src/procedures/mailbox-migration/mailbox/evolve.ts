/** How a mailbox changes by what has happened to it: everything is copied from the event. */
import { impossible } from '../../../kernel/index.ts'
import type { MailboxCopying } from './copying.ts'
import type { MailboxEvent } from './events.ts'
import type { MailboxRecord, MailboxState } from './model.ts'

const untouched: MailboxCopying = { status: 'not-begun', number: 0 }

function listed(event: Extract<MailboxEvent, { type: 'MailboxListed' }>): MailboxState {
  const { migrationId, migration, isListed, listedAt, personal } = event
  return {
    status: 'not-started',
    ...{ migrationId, migration, isListed, since: listedAt, verifiedAt: null, proof: null },
    orders: 0,
    ...{ activations: [], messages: untouched, archive: untouched, parked: null, remindedAt: 0, lateUntil: null },
    endedAt: null,
    personal,
  }
}

function activated(state: MailboxRecord, event: Extract<MailboxEvent, { type: 'MailboxActivated' }>): MailboxState {
  const { number, activatedAt: at, password, messages, archive } = event
  return {
    ...state,
    status: 'activated',
    since: state.status === 'activated' ? state.since : at,
    verifiedAt: state.verifiedAt ?? at,
    proof: null,
    orders: number,
    activations: [...state.activations, { number, at, password, setAt: null, refusedAt: null }],
    messages: messages === null ? state.messages : { status: 'not-begun', number: messages },
    archive: archive === null ? state.archive : { status: 'not-begun', number: archive },
    parked: null,
    lateUntil: null,
  }
}

/** As if it had not begun; one that is done stays. */
function ordered(copying: MailboxCopying): MailboxCopying {
  return copying.status === 'done' ? copying : { status: 'not-begun', number: copying.number }
}

export function evolveMailbox(state: MailboxState, event: MailboxEvent): MailboxState {
  if (event.type === 'MailboxListed') {
    return state.status === 'none' ? listed(event) : impossible('mailbox', state.status, event.type)
  }
  if (state.status === 'none' || state.endedAt !== null) return impossible('mailbox', state.status, event.type)
  switch (event.type) {
    case 'MailboxListingCompleted':
      return { ...state, isListed: true, personal: event.personal }
    case 'PasswordVerified': {
      const { verifiedAt, proof } = event
      if (state.status !== 'not-started') return { ...state, verifiedAt, proof }
      return { ...state, status: 'verified', since: verifiedAt, verifiedAt, proof }
    }
    case 'MailboxActivated':
      return activated(state, event)
    case 'MailboxPasswordSet': {
      const { number, setAt } = event
      const activations = state.activations.map((one) => (one.number === number ? { ...one, setAt, refusedAt: null } : one))
      // One that was blocked, or let in late, since its password was refused is taken after all.
      const moved = state.status === 'blocked' ? ({ status: 'activated', since: setAt } as const) : {}
      return { ...state, ...moved, activations, lateUntil: null }
    }
    case 'MailboxPasswordRefused': {
      const { number, refusedAt } = event
      const activations = state.activations.map((one) => (one.number === number ? { ...one, refusedAt } : one))
      return { ...state, activations }
    }
    case 'CopyingStarted': {
      const { part, number, startedAt, copied, total } = event
      return { ...state, [part]: { status: 'running', number, startedAt, heardAt: startedAt, copied, total } }
    }
    case 'CopyingProgressed': {
      const { part, heardAt, copied, total } = event
      const before = state[part]
      if (before.status !== 'running') return impossible('mailbox', state.status, event.type)
      return { ...state, [part]: { ...before, heardAt, copied, total } }
    }
    case 'CopyingDone': {
      const { part, number, startedAt, endedAt, copied } = event
      return { ...state, [part]: { status: 'done', number, startedAt, endedAt, copied } }
    }
    case 'CopyingFailed': {
      const { part, number, endedAt, cause } = event
      return { ...state, [part]: { status: 'failed', number, endedAt, cause } }
    }
    case 'MailboxParked': {
      const { lane, parkedAt: at, cause } = event
      return { ...state, parked: { lane, at, cause } }
    }
    case 'MailboxRequeued':
      return { ...state, parked: null }
    case 'OwnerReminded':
      return { ...state, remindedAt: event.reminder }
    case 'MailboxBlocked':
      return { ...state, status: 'blocked', since: event.blockedAt, proof: null, lateUntil: null }
    case 'MailboxWentLive':
      return { ...state, status: 'live', since: event.liveAt }
    case 'MailboxTakenBack':
      return { ...state, status: event.status, since: event.takenBackAt }
    case 'LateActivationAllowed':
      return { ...state, status: event.status, since: event.allowedAt, lateUntil: event.until }
    case 'ActivationWithdrawn':
      // A copying that runs is interrupted by the next one, whose number is higher.
      return {
        ...{
          ...state,
          status: 'not-started',
          since: event.withdrawnAt,
          verifiedAt: null,
          proof: null,
          activations: [],
          parked: null,
        },
        messages: ordered(state.messages),
        archive: ordered(state.archive),
      }
    case 'MailboxMigrationEnded':
      return { ...state, proof: null, parked: null, endedAt: event.endedAt }
  }
}
