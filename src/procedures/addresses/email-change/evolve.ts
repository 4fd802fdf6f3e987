/** How each event changes a change of the private address: copies only, every term is in the event. */
import { impossible } from '../../../kernel/index.ts'
import type { Open } from './expiry.ts'
import type { EmailChangeEvent, EmailChangeState } from './model.ts'

/** What every status of a request has, without what is its status' own. */
function requestOf(state: Open) {
  const { accountId, securityVersion, emailId, requestedAt, links, personal } = state
  return { accountId, securityVersion, emailId, requestedAt, links, personal }
}

export function evolveEmailChange(state: EmailChangeState, event: EmailChangeEvent): EmailChangeState {
  if (event.type === 'EmailChangeRequested') {
    if (state.status !== 'none') return impossible('email-change', state.status, event.type)
    const { accountId, securityVersion, emailId, requestedAt, link, personal } = event
    return { status: 'awaiting-validation', accountId, securityVersion, emailId, requestedAt, links: [link], personal }
  }
  if (state.status !== 'awaiting-validation') return impossible('email-change', state.status, event.type)
  switch (event.type) {
    case 'EmailLinkResent':
      return { ...state, links: [...state.links, event.link] }
    case 'EmailValidated':
      return { status: 'validated', endedAt: event.endedAt, ...requestOf(state) }
    case 'EmailChangeCancelled':
      return { status: 'cancelled', endedAt: event.endedAt, ...requestOf(state) }
    case 'EmailChangeSuperseded':
      return { status: 'superseded', endedAt: event.endedAt, ...requestOf(state) }
    case 'EmailChangeVoided':
      return { status: 'void', endedAt: event.endedAt, ...requestOf(state) }
  }
}
