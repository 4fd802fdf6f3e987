/** How each event changes a change of the private address: copies only, every term is in the event. */
import { impossible } from '../../../kernel/index.ts'
import { evolveOpen } from '../linked-change/machine.ts'
import type { EmailChangeEvent, EmailChangeState } from './model.ts'

export function evolveEmailChange(state: EmailChangeState, event: EmailChangeEvent): EmailChangeState {
  if (event.type === 'ChangeRequested') {
    if (state.status !== 'none') return impossible('email-change', state.status, event.type)
    const { accountId, securityVersion, emailId, requestedAt, link, personal } = event
    return { status: 'awaiting-confirmation', accountId, securityVersion, emailId, requestedAt, links: [link], personal }
  }
  if (state.status !== 'awaiting-confirmation') return impossible('email-change', state.status, event.type)
  return evolveOpen(state, event)
}
