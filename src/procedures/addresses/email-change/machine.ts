/**
 * The change of the private e-mail address (seed 000, points 1a and 1b). A link goes to the new address; the address takes effect
 * once the link has shown that somebody reads there. Until then the old one stays in force.
 *
 *   none --RequestChange--> awaiting-confirmation --ConfirmChange--> confirmed
 *   awaiting-confirmation --CancelChange--> cancelled, --SupersedeChange--> superseded, --VoidChange--> void
 *
 * Each link works for a term of its own, from its sending. What has ended stays so.
 */
import { accept, type Decider, type Instant, instantMax, refuse } from '../../../kernel/index.ts'
import { decideOpen, endRefusal, type LinkRules, linkClicked, linkedExamples, overtaken } from '../linked-change/machine.ts'
import { evolveEmailChange } from './evolve.ts'
import { closingOf, type Open } from './expiry.ts'
import type {
  EmailChangeCommand,
  EmailChangeEvent,
  EmailChangePolicy,
  EmailChangeRefusal,
  EmailChangeState,
  EmailLink,
} from './model.ts'

export { closingOf, unconfirmedAt } from './expiry.ts'

export type EmailChangeDecider = Decider<EmailChangeState, EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal>
type Decided = ReturnType<EmailChangeDecider['decide']>

/** What of the policy the machine needs. */
export type EmailChangeTerms = Pick<EmailChangePolicy, 'linkLifetimeMs' | 'linksMax'>

/**
 * The machine under a policy. Terms are computed when deciding and travel in the events.
 *
 * @example
 * const { initial, decide, evolve } = emailChangeDecider(defaultPolicy.emailChange)
 */
export function emailChangeDecider({ linkLifetimeMs, linksMax }: EmailChangeTerms): EmailChangeDecider {
  const rules: LinkRules<EmailLink> = {
    linksMax,
    // The term never ends after the last instant that there is.
    linkOf: (number, digest, at) => ({ number, digest, sentAt: at, until: Math.min(at + linkLifetimeMs, instantMax) }),
    isClosed: ({ until }, at) => at >= until,
    endOfTerms: (links) => closingOf({ links }),
  }
  const decide: EmailChangeDecider['decide'] = (state, command, { at }) => {
    if (state.status === 'none') {
      return command.type === 'RequestChange' ? decideRequest(rules, command, at) : refuse({ code: 'email-change/not-found' })
    }
    if (command.type === 'RequestChange') return refuse({ code: 'email-change/already-requested' })
    if (command.type === 'ConfirmChange') return decideConfirmation(state, command, at)
    if (state.status !== 'awaiting-confirmation') return refuse(endRefusal('email-change', state))
    return decideOpen('email-change', rules, state.links, command, at)
  }
  const isTerminal = ({ status }: EmailChangeState) => status !== 'none' && status !== 'awaiting-confirmation'
  const initial: EmailChangeState = { status: 'none', personal: null }
  return { name: 'email-change', initial, decide, evolve: evolveEmailChange, isTerminal, exampleCommands }
}

type Ended = Exclude<EmailChangeState, Open | { status: 'none' }>

function decideRequest(
  { linkOf }: LinkRules<EmailLink>,
  { accountId, securityVersion, emailId, digest, personal }: Extract<EmailChangeCommand, { type: 'RequestChange' }>,
  at: Instant,
): Decided {
  const link = linkOf(1, digest, at)
  return accept([{ type: 'ChangeRequested', accountId, securityVersion, emailId, requestedAt: at, link, personal }])
}

function decideConfirmation(
  state: Open | Ended,
  command: Extract<EmailChangeCommand, { type: 'ConfirmChange' }>,
  at: Instant,
): Decided {
  const clicked = linkClicked('email-change', state.links, command)
  if (!clicked.ok) return clicked
  if (state.status !== 'awaiting-confirmation') return refuse(endRefusal('email-change', state))
  const { until } = clicked.value
  if (at >= until) return refuse({ code: 'email-change/expired', expiredAt: until })
  const isOvertaken = command.securityVersion !== state.securityVersion
  return accept([isOvertaken ? overtaken(at) : { type: 'ChangeConfirmed', confirmedAt: at, endedAt: at }])
}

function exampleCommands(state: EmailChangeState): readonly EmailChangeCommand[] {
  const { links, securityVersion } = state.status === 'none' ? { links: [], securityVersion: 1 } : state
  const digest = links.at(-1)?.digest ?? 'digest-1'
  const personal = { email: 'anna@example.org' }
  return [
    { type: 'RequestChange', accountId: 'account', securityVersion, emailId: 'mailbox', digest: 'digest-1', personal },
    { type: 'ConfirmChange', digest, securityVersion },
    { type: 'ConfirmChange', digest, securityVersion: securityVersion + 1 },
    ...linkedExamples('digest-2'),
  ]
}
