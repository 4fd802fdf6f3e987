/** How each event changes a change of PEC: copies only, every term is in the event. */
import { impossible } from '../../../kernel/index.ts'
import { evolveOpen, requestOf } from '../linked-change/machine.ts'
import { isOpen } from './expiry.ts'
import type { PecChangeEvent, PecChangeState, PecLink } from './model.ts'

const changed = (links: readonly PecLink[], number: number, change: Partial<PecLink>): readonly PecLink[] =>
  links.map((link) => (link.number === number ? { ...link, ...change } : link))

export function evolvePecChange(state: PecChangeState, event: PecChangeEvent): PecChangeState {
  if (event.type === 'ChangeRequested') {
    if (state.status !== 'none') return impossible('pec-change', state.status, event.type)
    const { accountId, securityVersion, origin, pecId, requestedAt, link, personal } = event
    return { status: 'awaiting-receipt', accountId, securityVersion, origin, pecId, requestedAt, links: [link], personal }
  }
  if (!isOpen(state)) return impossible('pec-change', state.status, event.type)
  switch (event.type) {
    case 'PecLinkDispatched': {
      const { link, dispatchedAt, until, closesAt, receipt } = event
      return { ...state, links: changed(state.links, link, { dispatchedAt, until, closesAt, receipt }) }
    }
    case 'PecLinkDelivered': {
      const { link, receivedAt, receipt, until, closesAt } = event
      const links = changed(state.links, link, { receivedAt, receipt, until, closesAt, failure: null })
      return { ...state, status: 'awaiting-confirmation', links }
    }
    case 'PecLinkFailed': {
      const { link, failure } = event
      return { ...state, links: changed(state.links, link, { failure }) }
    }
    case 'PecConfirmationHeld':
      return { ...state, links: changed(state.links, event.link, { heldAt: event.heldAt }) }
    case 'ChangeKept':
      return { ...state, securityVersion: event.securityVersion }
    case 'PecUndeliverable':
      return { status: 'undeliverable', failure: event.failure, endedAt: event.endedAt, ...requestOf(state) }
    case 'LinkResent':
    case 'ChangeConfirmed':
    case 'ChangeCancelled':
    case 'ChangeSuperseded':
    case 'ChangeVoided':
      return evolveOpen(state, event)
  }
}
