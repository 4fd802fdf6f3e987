/**
 * The change of the private e-mail address (seed 000, points 1a and 1b). A link goes to the new address; the address takes effect
 * once the link has shown that somebody reads there. Until then the old one stays in force.
 *
 *   none --RequestEmailChange--> awaiting-validation --ValidateEmail--> validated
 *   awaiting-validation --CancelEmailChange--> cancelled, --SupersedeEmailChange--> superseded, --VoidEmailChange--> void
 *
 * Each link works for a term of its own, from its sending. What has ended stays so.
 */
import { accept, type Decider, type Instant, instantMax, refuse } from '../../../kernel/index.ts'
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

export { closingOf, unvalidatedAt } from './expiry.ts'

export type EmailChangeDecider = Decider<EmailChangeState, EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal>
type Decided = ReturnType<EmailChangeDecider['decide']>

/** What of the policy the machine needs. */
export type EmailChangeTerms = Pick<EmailChangePolicy, 'linkLifetimeMs' | 'linksMax'>

/** The machine under a policy. Terms are computed when deciding and travel in the events. */
export function emailChangeDecider(policy: EmailChangeTerms): EmailChangeDecider {
  const decide: EmailChangeDecider['decide'] = (state, command, { at }) => {
    if (state.status === 'none') {
      return command.type === 'RequestEmailChange'
        ? decideRequest(policy, command, at)
        : refuse({ code: 'email-change/not-found' })
    }
    if (command.type === 'RequestEmailChange') return refuse({ code: 'email-change/already-requested' })
    if (command.type === 'ValidateEmail') return decideValidation(state, command, at)
    if (state.status !== 'awaiting-validation') return refuse(endOf(state))
    // What has expired stays so, whatever would end it otherwise.
    if (at >= closingOf(state)) return refuse({ code: 'email-change/expired', expiredAt: closingOf(state) })
    switch (command.type) {
      case 'SupersedeEmailChange':
        return accept([{ type: 'EmailChangeSuperseded', endedAt: at }])
      case 'CancelEmailChange':
        return accept([{ type: 'EmailChangeCancelled', endedAt: at }])
      case 'VoidEmailChange':
        return accept([{ type: 'EmailChangeVoided', endedAt: at, cause: command.cause }])
      case 'ResendEmailLink': {
        const { linksMax } = policy
        if (state.links.length >= linksMax) return refuse({ code: 'email-change/too-many-links', linksMax })
        return accept([{ type: 'EmailLinkResent', link: linkOf(policy, state.links.length + 1, command.digest, at) }])
      }
    }
  }
  const isTerminal = ({ status }: EmailChangeState) => status !== 'none' && status !== 'awaiting-validation'
  const initial: EmailChangeState = { status: 'none', personal: null }
  return { name: 'email-change', initial, decide, evolve: evolveEmailChange, isTerminal, exampleCommands }
}

type Ended = Exclude<EmailChangeState, Open | { status: 'none' }>

/** What the end of a change says to who wants something of it. */
function endOf({ status, endedAt }: Ended): EmailChangeRefusal {
  switch (status) {
    case 'validated':
      return { code: 'email-change/already-validated', validatedAt: endedAt }
    case 'superseded':
      return { code: 'email-change/superseded' }
    case 'cancelled':
      return { code: 'email-change/cancelled' }
    case 'void':
      return { code: 'email-change/void' }
  }
}

function linkOf({ linkLifetimeMs }: EmailChangeTerms, number: number, digest: string, sentAt: Instant): EmailLink {
  // The term never ends after the last instant that there is.
  return { number, digest, sentAt, until: Math.min(sentAt + linkLifetimeMs, instantMax) }
}

function decideRequest(
  policy: EmailChangeTerms,
  { accountId, securityVersion, emailId, digest, personal }: Extract<EmailChangeCommand, { type: 'RequestEmailChange' }>,
  at: Instant,
): Decided {
  const link = linkOf(policy, 1, digest, at)
  return accept([{ type: 'EmailChangeRequested', accountId, securityVersion, emailId, requestedAt: at, link, personal }])
}

function decideValidation(
  state: Open | Ended,
  { digest, securityVersion }: Extract<EmailChangeCommand, { type: 'ValidateEmail' }>,
  at: Instant,
): Decided {
  const link = state.links.find((candidate) => candidate.digest === digest)
  if (link === undefined) return refuse({ code: 'email-change/not-found' })
  if (state.status !== 'awaiting-validation') return refuse(endOf(state))
  if (at >= link.until) return refuse({ code: 'email-change/expired', expiredAt: link.until })
  if (securityVersion !== state.securityVersion)
    return accept([{ type: 'EmailChangeVoided', endedAt: at, cause: 'securityVersion' }])
  return accept([{ type: 'EmailValidated', endedAt: at }])
}

function exampleCommands(state: EmailChangeState): readonly EmailChangeCommand[] {
  const { links, securityVersion } = state.status === 'none' ? { links: [], securityVersion: 1 } : state
  const digest = links.at(-1)?.digest ?? 'digest-1'
  const personal = { email: 'anna@example.org' }
  return [
    { type: 'RequestEmailChange', accountId: 'account', securityVersion, emailId: 'mailbox', digest: 'digest-1', personal },
    { type: 'ResendEmailLink', digest: 'digest-2' },
    { type: 'ValidateEmail', digest, securityVersion },
    { type: 'ValidateEmail', digest, securityVersion: securityVersion + 1 },
    { type: 'CancelEmailChange' },
    { type: 'SupersedeEmailChange' },
    { type: 'VoidEmailChange', cause: 'PasswordChanged' },
  ]
}
