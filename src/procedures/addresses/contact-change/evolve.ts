/** How each event changes a change of the private address: copies only, every term is in the event. */
import { impossible } from '../../../kernel/index.ts'
import type { Open } from './expiry.ts'
import type { ContactChangeEvent, ContactChangeState } from './model.ts'

/** What every status of a request has, without what is its status' own. */
function requestOf(state: Open) {
  const { accountId, epoch, mailId, requestedAt, links, personal } = state
  return { accountId, epoch, mailId, requestedAt, links, personal }
}

export function evolveContactChange(state: ContactChangeState, event: ContactChangeEvent): ContactChangeState {
  if (event.type === 'ContactChangeRequested') {
    if (state.status !== 'none') return impossible('contact-change', state.status, event.type)
    const { accountId, epoch, mailId, requestedAt, link, personal } = event
    return { status: 'awaiting-validation', accountId, epoch, mailId, requestedAt, links: [link], personal }
  }
  if (state.status !== 'awaiting-validation') return impossible('contact-change', state.status, event.type)
  switch (event.type) {
    case 'ContactLinkResent':
      return { ...state, links: [...state.links, event.link] }
    case 'ContactValidated':
      return { status: 'validated', endedAt: event.endedAt, ...requestOf(state) }
    case 'ContactChangeCancelled':
      return { status: 'cancelled', endedAt: event.endedAt, ...requestOf(state) }
    case 'ContactChangeSuperseded':
      return { status: 'superseded', endedAt: event.endedAt, ...requestOf(state) }
    case 'ContactChangeVoided':
      return { status: 'void', endedAt: event.endedAt, ...requestOf(state) }
  }
}
