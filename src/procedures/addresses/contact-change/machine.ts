/**
 * The change of the private e-mail address (seed 000, points 1a and 1b). A link goes to the new address; the address takes effect
 * once the link has shown that somebody reads there. Until then the old one stays in force.
 *
 *   none --RequestContactChange--> awaiting-validation --ValidateContact--> validated
 *   awaiting-validation --CancelContactChange--> cancelled, --SupersedeContactChange--> superseded, --VoidContactChange--> void
 *
 * Each link works for a term of its own, from its sending. What has ended stays so.
 */
import { accept, type Decider, type Instant, instantMax, refuse } from '../../../kernel/index.ts'
import { evolveContactChange } from './evolve.ts'
import { closingOf, type Open } from './expiry.ts'
import type {
  ContactChangeCommand,
  ContactChangeEvent,
  ContactChangePolicy,
  ContactChangeRefusal,
  ContactChangeState,
  ContactLink,
} from './model.ts'

export { closingOf, unvalidatedAt } from './expiry.ts'

export type ContactChangeDecider = Decider<ContactChangeState, ContactChangeCommand, ContactChangeEvent, ContactChangeRefusal>
type Decided = ReturnType<ContactChangeDecider['decide']>

/** What of the policy the machine needs. */
export type ContactChangeTerms = Pick<ContactChangePolicy, 'linkLifetimeMs' | 'linksMax'>

/** The machine under a policy. Terms are computed when deciding and travel in the events. */
export function contactChangeDecider(policy: ContactChangeTerms): ContactChangeDecider {
  const decide: ContactChangeDecider['decide'] = (state, command, { at }) => {
    if (state.status === 'none') {
      return command.type === 'RequestContactChange'
        ? decideRequest(policy, command, at)
        : refuse({ code: 'contact-change/not-found' })
    }
    if (command.type === 'RequestContactChange') return refuse({ code: 'contact-change/already-requested' })
    if (command.type === 'ValidateContact') return decideValidation(state, command, at)
    if (state.status !== 'awaiting-validation') return refuse(endOf(state))
    // What has expired stays so, whatever would end it otherwise.
    if (at >= closingOf(state)) return refuse({ code: 'contact-change/expired', expiredAt: closingOf(state) })
    switch (command.type) {
      case 'SupersedeContactChange':
        return accept([{ type: 'ContactChangeSuperseded', endedAt: at }])
      case 'CancelContactChange':
        return accept([{ type: 'ContactChangeCancelled', endedAt: at }])
      case 'VoidContactChange':
        return accept([{ type: 'ContactChangeVoided', endedAt: at, cause: command.cause }])
      case 'ResendContactLink': {
        const { linksMax } = policy
        if (state.links.length >= linksMax) return refuse({ code: 'contact-change/too-many-links', linksMax })
        return accept([{ type: 'ContactLinkResent', link: linkOf(policy, state.links.length + 1, command.digest, at) }])
      }
    }
  }
  const isTerminal = ({ status }: ContactChangeState) => status !== 'none' && status !== 'awaiting-validation'
  const initial: ContactChangeState = { status: 'none', personal: null }
  return { name: 'contact-change', initial, decide, evolve: evolveContactChange, isTerminal, specimens }
}

type Ended = Exclude<ContactChangeState, Open | { status: 'none' }>

/** What the end of a change says to who wants something of it. */
function endOf({ status, endedAt }: Ended): ContactChangeRefusal {
  switch (status) {
    case 'validated':
      return { code: 'contact-change/already-validated', validatedAt: endedAt }
    case 'superseded':
      return { code: 'contact-change/superseded' }
    case 'cancelled':
      return { code: 'contact-change/cancelled' }
    case 'void':
      return { code: 'contact-change/void' }
  }
}

function linkOf({ linkLifetimeMs }: ContactChangeTerms, number: number, digest: string, sentAt: Instant): ContactLink {
  // The term never ends after the last instant that there is.
  return { number, digest, sentAt, until: Math.min(sentAt + linkLifetimeMs, instantMax) }
}

function decideRequest(
  policy: ContactChangeTerms,
  { accountId, epoch, mailId, digest, personal }: Extract<ContactChangeCommand, { type: 'RequestContactChange' }>,
  at: Instant,
): Decided {
  const link = linkOf(policy, 1, digest, at)
  return accept([{ type: 'ContactChangeRequested', accountId, epoch, mailId, requestedAt: at, link, personal }])
}

function decideValidation(
  state: Open | Ended,
  { digest, epoch }: Extract<ContactChangeCommand, { type: 'ValidateContact' }>,
  at: Instant,
): Decided {
  const link = state.links.find((candidate) => candidate.digest === digest)
  if (link === undefined) return refuse({ code: 'contact-change/not-found' })
  if (state.status !== 'awaiting-validation') return refuse(endOf(state))
  if (at >= link.until) return refuse({ code: 'contact-change/expired', expiredAt: link.until })
  if (epoch !== state.epoch) return accept([{ type: 'ContactChangeVoided', endedAt: at, cause: 'epoch' }])
  return accept([{ type: 'ContactValidated', endedAt: at }])
}

function specimens(state: ContactChangeState): readonly ContactChangeCommand[] {
  const { links, epoch } = state.status === 'none' ? { links: [], epoch: 1 } : state
  const digest = links.at(-1)?.digest ?? 'digest-1'
  const personal = { mail: 'anna@example.org' }
  return [
    { type: 'RequestContactChange', accountId: 'account', epoch, mailId: 'mailbox', digest: 'digest-1', personal },
    { type: 'ResendContactLink', digest: 'digest-2' },
    { type: 'ValidateContact', digest, epoch },
    { type: 'ValidateContact', digest, epoch: epoch + 1 },
    { type: 'CancelContactChange' },
    { type: 'SupersedeContactChange' },
    { type: 'VoidContactChange', cause: 'PasswordChanged' },
  ]
}
