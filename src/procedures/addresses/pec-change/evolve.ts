/** How each event changes a change of PEC: copies only, every term is in the event. */
import { impossible } from '../../../kernel/index.ts'
import type { Open } from './expiry.ts'
import type { PecChangeEvent, PecChangeState, PecLink } from './model.ts'

/** What every status of a request has, without what is its status' own. */
function requestOf(state: Open) {
  const { accountId, securityVersion, origin, pecId, requestedAt, links, personal } = state
  return { accountId, securityVersion, origin, pecId, requestedAt, links, personal }
}

const changed = (links: readonly PecLink[], number: number, change: Partial<PecLink>): readonly PecLink[] =>
  links.map((link) => (link.number === number ? { ...link, ...change } : link))

export function evolvePecChange(state: PecChangeState, event: PecChangeEvent): PecChangeState {
  if (event.type === 'PecChangeRequested') {
    if (state.status !== 'none') return impossible('pec-change', state.status, event.type)
    const { accountId, securityVersion, origin, pecId, requestedAt, link, personal } = event
    return { status: 'awaiting-receipt', accountId, securityVersion, origin, pecId, requestedAt, links: [link], personal }
  }
  if (state.status !== 'awaiting-receipt' && state.status !== 'awaiting-confirmation') {
    return impossible('pec-change', state.status, event.type)
  }
  switch (event.type) {
    case 'PecLinkResent':
      return { ...state, links: [...state.links, event.link] }
    case 'PecLinkDispatched': {
      const { link, dispatchedAt, until, closesAt } = event
      return { ...state, links: changed(state.links, link, { dispatchedAt, until, closesAt }) }
    }
    case 'PecLinkDelivered': {
      const { link, receivedAt, until } = event
      const links = changed(state.links, link, { receivedAt, until, closesAt: until, failure: null })
      return { ...state, status: 'awaiting-confirmation', links }
    }
    case 'PecLinkFailed': {
      const { link, failure } = event
      return { ...state, links: changed(state.links, link, { failure }) }
    }
    case 'PecConfirmationHeld':
      return { ...state, links: changed(state.links, event.link, { heldAt: event.heldAt }) }
    case 'PecUndeliverable':
      return { status: 'undeliverable', failure: event.failure, endedAt: event.endedAt, ...requestOf(state) }
    case 'PecChangeConfirmed': {
      const { confirmedAt, endedAt } = event
      return { status: 'confirmed', confirmedAt, endedAt, ...requestOf(state) }
    }
    case 'PecChangeCancelled':
      return { status: 'cancelled', endedAt: event.endedAt, ...requestOf(state) }
    case 'PecChangeSuperseded':
      return { status: 'superseded', endedAt: event.endedAt, ...requestOf(state) }
    case 'PecChangeVoided':
      return { status: 'void', endedAt: event.endedAt, ...requestOf(state) }
  }
}
