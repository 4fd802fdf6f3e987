/** What is decided about an account whose person signs in elsewhere. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import type { CredentialEvent } from './events.ts'
import { expiryOf } from './expiry.ts'
import type { FederatedCommand } from './federated-model.ts'
import type { CredentialRefusal, CredentialState } from './model.ts'

type Decided = Result<readonly CredentialEvent[], CredentialRefusal>

/** An account for somebody who has none: there was none, it was revoked, or its data were erased. What is in force stays as it is. */
export function decideOpening(
  state: CredentialState,
  { personal }: Extract<FederatedCommand, { type: 'OpenFederated' }>,
  at: Instant,
): Decided {
  const isFree = state.status === 'none' || state.status === 'revoked' || state.personal === null
  if (!isFree) return refuse({ code: 'credential/already-issued' })
  const { failures, spentUntil } = state.attempts
  return accept([
    {
      type: 'FederatedOpened',
      openedAt: at,
      securityVersion: state.status === 'none' ? 1 : state.securityVersion + 1,
      liftedAt: failures > 0 || spentUntil > 0 ? at + 1 : 0,
      personal,
    },
  ])
}

/**
 * A sign-in that no secret of the office is needed for. Too many wrong PINs close the secrets alone: whoever tries them must not keep the
 * owner out. Every other suspension closes the account. The last use moves, the end by disuse of the secrets does not.
 */
export function decideFederatedSignIn(state: CredentialState, at: Instant): Decided {
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  if (state.status === 'revoked') return refuse({ code: 'credential/revoked' })
  if (state.personal === null) return refuse({ code: 'credential/expired' })
  if (state.status === 'suspended' && state.cause !== 'wrong-pins') {
    return refuse({ code: state.cause === 'identification-due' ? 'credential/identification-due' : 'credential/suspended' })
  }
  const signedIn = { type: 'FederatedSignedIn', lastUsedAt: at, signIns: state.signIns + 1 } as const
  return accept(expiryOf(state, at) === null ? [signedIn] : [{ type: 'SecretsRetired' }, signedIn])
}
