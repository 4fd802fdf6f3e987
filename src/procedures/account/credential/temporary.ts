/** What is decided on a credential that was never activated: new secrets for it, and that its end is told. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { announcementAt, expiryOf } from './expiry.ts'
import type { CredentialCommand, CredentialEvent, CredentialPolicy, CredentialRefusal, CredentialState } from './model.ts'

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
  if (state.registrationId !== registrationId) return refuse({ code: 'credential/not-found' })
  if (state.status === 'suspended' || state.status === 'revoked') return refuse({ code: `credential/${state.status}` })
  const expiry = expiryOf(state, at)
  if (expiry === 'expired' || expiry === 'disused') return refuse({ code: 'credential/expired' })
  // Whoever was identified in person once had a password: the mailbox of the request is not enough.
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

/** The subscriber is told before the temporary password ends, and once it has ended: each once. */
export function decideAnnouncement(policy: CredentialPolicy, state: CredentialState, at: Instant): Decided {
  const due = announcementAt(policy, state)
  if (state.status !== 'temporary' || due === null || at < due) return refuse({ code: 'credential/nothing-to-tell' })
  return accept([{ type: 'EndAnnounced', told: at < state.temporaryUntil ? 'ending' : 'ended' }])
}
