/** How each event changes a credential: copies only, every figure is in the event. */
import { impossible } from '../../../kernel/index.ts'
import { isOver } from './expiry.ts'
import type { Attempts, CredentialEvent, CredentialPersonal, CredentialState } from './model.ts'

type Of<Type extends CredentialEvent['type']> = Extract<CredentialEvent, { type: Type }>
type Issued = Exclude<CredentialState, { status: 'none' }>
type Working = Extract<CredentialState, { status: 'temporary' | 'active' }>
type Suspended = Extract<CredentialState, { status: 'suspended' }>

const noFailures: Attempts = { failures: 0, nextAt: 0, pinFailures: 0 }

/** The credential after the event. A pair that `decide` cannot produce stops the operation. */
export function evolveCredential(state: CredentialState, event: CredentialEvent): CredentialState {
  switch (event.type) {
    case 'CredentialIssued':
      return isOver(state, event.issuedAt) ? issued(event) : impossible('credential', state.status, event.type)
    case 'AttemptFailed': {
      const { failures, nextAt, pinFailures } = event
      return { ...state, attempts: { failures, nextAt, pinFailures } }
    }
    case 'SessionsEnded':
      return state.status === 'none'
        ? impossible('credential', state.status, event.type)
        : { ...state, securityVersion: event.securityVersion }
    case 'CredentialRevoked':
      if (state.status === 'none' || state.status === 'revoked') return impossible('credential', state.status, event.type)
      return { status: 'revoked', revokedAt: event.revokedAt, ...terms(state), securityVersion: event.securityVersion }
    case 'CredentialReactivated':
      return state.status === 'suspended' ? reactivated(state, event) : impossible('credential', state.status, event.type)
    case 'CredentialSuspended':
      return isWorking(state) ? suspended(state, event) : impossible('credential', state.status, event.type)
    case 'SignedIn':
      return isWorking(state) ? signedIn(state, event) : impossible('credential', state.status, event.type)
    case 'Reauthenticated':
      return isWorking(state) ? { ...state, attempts: noFailures } : impossible('credential', state.status, event.type)
    case 'VerifiersRenewed':
    case 'EmailChanged':
      if (!isWorking(state)) return impossible('credential', state.status, event.type)
      return { ...state, personal: told(state.personal, event.personal) }
    case 'PasswordChanged':
      return isWorking(state) ? passwordChanged(state, event) : impossible('credential', state.status, event.type)
  }
}

function isWorking(state: CredentialState): state is Working {
  return state.status === 'temporary' || state.status === 'active'
}

function issued(event: Of<'CredentialIssued'>): CredentialState {
  const { registrationId, issuedAt, securityVersion, temporaryUntil, expiresAt, disuseAt, personal } = event
  return {
    status: 'temporary',
    registrationId,
    issuedAt,
    securityVersion,
    temporaryUntil,
    expiresAt,
    disuseAt,
    lastUsedAt: null,
    passwordChangedAt: null,
    attempts: noFailures,
    personal: { history: [], ...personal },
  }
}

function suspended(state: Working, { suspendedAt, securityVersion }: Of<'CredentialSuspended'>): CredentialState {
  const temporaryUntil = state.status === 'temporary' ? state.temporaryUntil : null
  return { status: 'suspended', suspendedAt, temporaryUntil, ...terms(state), securityVersion }
}

function reactivated(state: Suspended, { securityVersion }: Of<'CredentialReactivated'>): CredentialState {
  const { temporaryUntil } = state
  const kept = { ...terms(state), securityVersion, attempts: noFailures }
  return temporaryUntil === null ? { status: 'active', ...kept } : { status: 'temporary', temporaryUntil, ...kept }
}

function signedIn(state: Working, { lastUsedAt, disuseAt }: Of<'SignedIn'>): CredentialState {
  return { ...state, attempts: noFailures, lastUsedAt, disuseAt }
}

function passwordChanged(state: Working, event: Of<'PasswordChanged'>): CredentialState {
  const { changedAt, securityVersion, historyMax, personal } = event
  const history = state.personal === null ? [] : [state.personal.password, ...state.personal.history].slice(0, historyMax)
  const attempts = { ...noFailures, pinFailures: state.attempts.pinFailures }
  const changed = told(state.personal, { ...personal, history })
  return { status: 'active', ...terms(state), securityVersion, attempts, passwordChangedAt: changedAt, personal: changed }
}

/**
 * What every status of an issued credential has, without what is its status' own. That stands before it where a state is put
 * together: adding to what was spread first is a hundred times slower.
 */
function terms(state: Issued) {
  const { securityVersion, issuedAt, registrationId, expiresAt, disuseAt, lastUsedAt, passwordChangedAt, attempts, personal } =
    state
  return { securityVersion, issuedAt, registrationId, expiresAt, disuseAt, lastUsedAt, passwordChangedAt, attempts, personal }
}

/** What was erased stays erased: a change of personal data on an erased record leaves nothing behind. */
function told(personal: CredentialPersonal | null, change: Partial<CredentialPersonal> | null): CredentialPersonal | null {
  return personal === null || change === null ? personal : { ...personal, ...change }
}
