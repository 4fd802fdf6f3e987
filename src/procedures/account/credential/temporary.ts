/** What is decided of temporary secrets: new ones, for a credential that was never activated or for a person who was identified; their end is told. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import type { CredentialEvent } from './events.ts'
import { announcementAt, expiryOf, hasSecrets } from './expiry.ts'
import { replacedAddress, replacedFor } from './lost-secrets.ts'
import type { CredentialCommand, CredentialPolicy, CredentialRefusal, CredentialState } from './model.ts'

type Decided = Result<readonly CredentialEvent[], CredentialRefusal>

/**
 * New secrets in the place of those that never arrived, were lost, or whose time is over. Whoever has chosen a password holds the
 * credential: to him this is refused, since a mail to the mailbox must not take the place of his password.
 */
export function decideReissue(
  { temporaryLifetimeMs }: CredentialPolicy,
  state: CredentialState,
  { registrationId, personal }: Extract<CredentialCommand, { type: 'ReissueCredential' }>,
  at: Instant,
): Decided {
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  if (state.status === 'federated') return refuse({ code: 'credential/no-secrets' })
  if (state.registrationId !== registrationId) return refuse({ code: 'credential/not-found' })
  if (state.status === 'suspended' || state.status === 'revoked') return refuse({ code: `credential/${state.status}` })
  const expiry = expiryOf(state, at)
  if (expiry === 'expired' || expiry === 'disused') return refuse({ code: 'credential/expired' })
  // Whoever was identified in person has secrets of another kind: the mailbox and the ticket of the request are not enough.
  const isActivated = state.status === 'active' || state.passwordChangedAt !== null
  if (isActivated) return refuse({ code: 'credential/activated' })
  return accept([
    {
      type: 'CredentialReissued',
      securityVersion: state.securityVersion + 1,
      temporaryUntil: at + temporaryLifetimeMs,
      // What was tried before, in this very millisecond too, was tried on other secrets.
      liftedAt: at + 1,
      personal,
    },
  ])
}

/**
 * Both secrets anew for a person who was identified: whatever became of the earlier ones, of the temporary password, or of a credential that
 * nobody used. What was revoked, has come to its natural end or was erased needs a new registration.
 */
export function decideReenabling(
  policy: CredentialPolicy,
  state: CredentialState,
  { personal }: Extract<CredentialCommand, { type: 'ReenableCredential' }>,
  at: Instant,
): Decided {
  const { temporaryLifetimeMs, disuseMs, historyMax } = policy
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  if (state.status === 'revoked') return refuse({ code: 'credential/revoked' })
  // Somebody who has no secrets of the office gets them by a registration.
  if (!hasSecrets(state)) return refuse({ code: 'credential/no-secrets' })
  if (expiryOf(state, at) === 'expired' || state.personal === null) return refuse({ code: 'credential/expired' })
  const securityVersion = state.securityVersion + 1
  return accept([
    {
      type: 'CredentialReenabled',
      changedAt: at,
      securityVersion,
      temporaryUntil: at + temporaryLifetimeMs,
      disuseAt: disuseMs === null ? null : at + disuseMs,
      // What was tried before, in this very millisecond too, was tried on other secrets.
      liftedAt: at + 1,
      historyMax,
      linkVersion: replacedFor(state.personal, at) === null ? securityVersion : state.linkVersion,
      personal: { ...personal, replaced: replacedAddress(policy, state.personal, personal.email, at) },
    },
  ])
}

/** The subscriber is told before the temporary password ends, and once it has ended: each once. */
export function decideAnnouncement(policy: CredentialPolicy, state: CredentialState, at: Instant): Decided {
  const due = announcementAt(policy, state)
  if (state.status !== 'temporary' || due === null || at < due) return refuse({ code: 'credential/nothing-to-tell' })
  return accept([{ type: 'EndAnnounced', told: at < state.temporaryUntil ? 'ending' : 'ended' }])
}
