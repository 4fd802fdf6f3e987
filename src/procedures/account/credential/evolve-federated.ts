/** How each event changes an account whose person signs in elsewhere: copies only, every figure is in the event. */
import { impossible } from '../../../kernel/index.ts'
import { endOf } from './expiry.ts'
import type { FederatedEvent } from './federated-model.ts'
import type { CredentialState } from './model.ts'
import { type Issued, none, terms, told } from './terms.ts'

type Of<Type extends FederatedEvent['type']> = Extract<FederatedEvent, { type: Type }>

/** No verifier: nothing that somebody types is right. */
const withoutSecrets = { pin: '', password: '', history: [] } as const

export function evolveFederated(state: CredentialState, event: FederatedEvent): CredentialState {
  switch (event.type) {
    case 'FederatedOpened':
      return state.status === 'none' || state.status === 'revoked' || state.personal === null
        ? opened(state, event)
        : impossible('credential', state.status, event.type)
    case 'SecretsRetired': {
      if (!opensElsewhere(state) || endOf(state) === null) return impossible('credential', state.status, event.type)
      const ended = { expiresAt: null, disuseAt: null, devices: [], told: 'nothing' } as const
      return { status: 'federated', ...terms(state), ...ended, personal: told(state.personal, withoutSecrets) }
    }
    case 'FederatedSignedIn': {
      const { lastUsedAt, signIns } = event
      return opensElsewhere(state) ? { ...state, lastUsedAt, signIns } : impossible('credential', state.status, event.type)
    }
  }
}

/** What a sign-in elsewhere opens: neither over nor erased, nor suspended but for wrong PINs. */
function opensElsewhere(state: CredentialState): state is Issued {
  if (state.status === 'none' || state.status === 'revoked' || state.personal === null) return false
  return state.status !== 'suspended' || state.cause === 'wrong-pins'
}

function opened({ attempts }: CredentialState, event: Of<'FederatedOpened'>): CredentialState {
  const { openedAt: issuedAt, securityVersion, liftedAt, personal } = event
  return {
    status: 'federated',
    securityVersion,
    linkVersion: securityVersion,
    issuedAt,
    registrationId: null,
    imported: null,
    expiresAt: null,
    disuseAt: null,
    lastUsedAt: null,
    passwordChangedAt: null,
    liftedAt,
    signIns: 0,
    devices: [],
    told: 'nothing',
    attempts: { ...none(attempts), spentUntil: liftedAt, toldAt: 0 },
    personal: { ...personal, ...withoutSecrets, email: null, registeredWith: null, earlier: null, replaced: null },
  }
}
