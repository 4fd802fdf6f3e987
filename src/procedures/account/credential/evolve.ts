/** How each event changes a credential: copies only, every figure is in the event. */
import { impossible } from '../../../kernel/index.ts'
import { isOver } from './expiry.ts'
import type { CredentialEvent, CredentialPersonal, CredentialState } from './model.ts'

type Issued = Exclude<CredentialState, { status: 'none' }>

function evolveIssued(event: Extract<CredentialEvent, { type: 'CredentialIssued' }>): CredentialState {
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
    attempts: { failures: 0, nextAt: 0, pinFailures: 0 },
    personal: { history: [], ...personal },
  }
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

// What was erased stays erased.
function told(personal: CredentialPersonal | null, change: Partial<CredentialPersonal> | null): CredentialPersonal | null {
  return personal === null || change === null ? personal : { ...personal, ...change }
}

export function evolveCredential(state: CredentialState, event: CredentialEvent): CredentialState {
  if (event.type === 'CredentialIssued') {
    return isOver(state, event.issuedAt) ? evolveIssued(event) : impossible('credential', state.status, event.type)
  }
  if (event.type === 'AttemptFailed') {
    const { failures, nextAt, pinFailures } = event
    return { ...state, attempts: { failures, nextAt, pinFailures } }
  }
  if (state.status === 'none') return impossible('credential', state.status, event.type)
  if (event.type === 'SessionsEnded') return { ...state, securityVersion: event.securityVersion }
  if (state.status === 'revoked') return impossible('credential', state.status, event.type)
  if (event.type === 'CredentialRevoked') {
    return { status: 'revoked', revokedAt: event.revokedAt, ...terms(state), securityVersion: event.securityVersion }
  }
  if (event.type === 'CredentialReactivated') {
    if (state.status !== 'suspended') return impossible('credential', state.status, event.type)
    const { temporaryUntil } = state
    const released = {
      ...terms(state),
      securityVersion: event.securityVersion,
      attempts: { failures: 0, nextAt: 0, pinFailures: 0 },
    }
    return temporaryUntil === null ? { status: 'active', ...released } : { status: 'temporary', temporaryUntil, ...released }
  }
  if (state.status === 'suspended') return impossible('credential', state.status, event.type)
  switch (event.type) {
    case 'CredentialSuspended': {
      const temporaryUntil = state.status === 'temporary' ? state.temporaryUntil : null
      return {
        status: 'suspended',
        suspendedAt: event.suspendedAt,
        temporaryUntil,
        ...terms(state),
        securityVersion: event.securityVersion,
      }
    }
    case 'SignedIn': {
      const { lastUsedAt, disuseAt, personal } = event
      const attempts = { failures: 0, nextAt: 0, pinFailures: 0 }
      return { ...state, attempts, lastUsedAt, disuseAt, personal: told(state.personal, personal) }
    }
    case 'Reauthenticated':
      return { ...state, attempts: { failures: 0, nextAt: 0, pinFailures: 0 } }
    case 'EmailChanged':
      return { ...state, personal: told(state.personal, event.personal) }
    case 'PasswordChanged': {
      const { changedAt, securityVersion, historyMax, personal } = event
      const history = state.personal === null ? [] : [state.personal.password, ...state.personal.history].slice(0, historyMax)
      const attempts = { failures: 0, nextAt: 0, pinFailures: state.attempts.pinFailures }
      const changed = told(state.personal, { ...personal, history })
      return { status: 'active', ...terms(state), securityVersion, attempts, passwordChangedAt: changedAt, personal: changed }
    }
  }
}
