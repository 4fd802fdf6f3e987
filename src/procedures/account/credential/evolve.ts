/** How each event changes a credential: copies only, every figure is in the event. */

import { impossible } from '../../../kernel/index.ts'
import type { CredentialEvent } from './events.ts'
import { evolveFederated } from './evolve-federated.ts'
import { hasSecrets, isIssuable } from './expiry.ts'
import { isGraver } from './gravity.ts'
import type { CredentialState, SuspensionCause } from './model.ts'
import { type Issued, none, terms, told } from './terms.ts'

type Of<Type extends CredentialEvent['type']> = Extract<CredentialEvent, { type: Type }>
type Working = Extract<CredentialState, { status: 'temporary' | 'active' }>
type Open = Working | Extract<CredentialState, { status: 'federated' }>
type Temporary = Extract<CredentialState, { status: 'temporary' }>
type Suspended = Extract<CredentialState, { status: 'suspended' }>

/** The credential after the event. A pair that `decide` cannot produce stops the operation. */
export function evolveCredential(state: CredentialState, event: CredentialEvent): CredentialState {
  switch (event.type) {
    case 'CredentialIssued':
      return isIssuable(state, event.issuedAt) ? issued(state, event) : impossible('credential', state.status, event.type)
    case 'CredentialImported':
      return state.status === 'none' ? taken(state, event) : impossible('credential', state.status, event.type)
    case 'FederatedOpened':
    case 'SecretsRetired':
    case 'FederatedSignedIn':
      return evolveFederated(state, event)
    case 'AttemptFailed': {
      const { failures, pinFailures, spentUntil } = event
      return { ...state, attempts: { ...state.attempts, failures, pinFailures, spentUntil } }
    }
    case 'StrangersStopped':
      return { ...state, attempts: { ...state.attempts, toldAt: event.toldAt } }
    case 'DelayLifted':
      return isWorking(state) ? lifted(state, event) : impossible('credential', state.status, event.type)
    case 'CredentialReissued':
      return state.status === 'temporary' && state.passwordChangedAt === null
        ? reissued(state, event)
        : impossible('credential', state.status, event.type)
    case 'CredentialReenabled':
      return (isWorking(state) || state.status === 'suspended') && hasSecrets(state) && state.personal !== null
        ? reenabled(state, event)
        : impossible('credential', state.status, event.type)
    case 'EndAnnounced':
      if (state.status !== 'temporary' || state.told === 'ended') return impossible('credential', state.status, event.type)
      return { ...state, told: event.told }
    case 'SessionsEnded':
      return state.status === 'none'
        ? impossible('credential', state.status, event.type)
        : { ...state, securityVersion: event.securityVersion }
    case 'CredentialRevoked':
      if (state.status === 'none' || state.status === 'revoked') return impossible('credential', state.status, event.type)
      return revoked(state, event)
    case 'CredentialReactivated':
      return state.status === 'suspended' ? reactivated(state, event) : impossible('credential', state.status, event.type)
    case 'CredentialSuspended':
      return isOpen(state) || isLessGrave(state, event.cause)
        ? suspended(state, event)
        : impossible('credential', state.status, event.type)
    case 'SignedIn':
      return isWorking(state) ? signedIn(state, event) : impossible('credential', state.status, event.type)
    case 'Reauthenticated':
      return isWorking(state) ? { ...state, attempts: none(state.attempts) } : impossible('credential', state.status, event.type)
    case 'VerifiersRenewed':
    case 'EmailChanged':
      if (!isOpen(state) || (event.type === 'VerifiersRenewed' && state.status === 'federated')) {
        return impossible('credential', state.status, event.type)
      }
      return { ...state, personal: told(state.personal, event.personal) }
    case 'PasswordChanged':
      return isWorking(state) ? passwordChanged(state, event) : impossible('credential', state.status, event.type)
    case 'PasswordConfirmed':
    case 'PinConfirmed':
      return state.status === 'active' ? state : impossible('credential', state.status, event.type)
    case 'PasswordRecovered':
      if (state.status !== 'active') return impossible('credential', state.status, event.type)
      return { ...passwordChanged(state, event), ...recovered(state, event) }
    case 'PinRenewed':
      if (state.status !== 'active') return impossible('credential', state.status, event.type)
      return { ...state, ...renewed(state, event) }
    case 'CredentialRebound':
      if (state.status === 'none' || state.personal === null) return impossible('credential', state.status, event.type)
      return rebound(state, event)
    case 'EarlierAddressDropped':
      return state.status !== 'none' &&
        state.personal !== null &&
        (state.personal.earlier !== null || state.personal.replaced !== null)
        ? { ...state, personal: told(state.personal, event.personal) }
        : impossible('credential', state.status, event.type)
  }
}

function isWorking(state: CredentialState): state is Working {
  return state.status === 'temporary' || state.status === 'active'
}

/** What opens something, with secrets of the office or without. */
function isOpen(state: CredentialState): state is Open {
  return isWorking(state) || state.status === 'federated'
}

/** What is suspended for a graver cause is suspended no further. */
function isLessGrave(state: CredentialState, cause: SuspensionCause): state is Suspended {
  return state.status === 'suspended' && isGraver(cause, state.cause)
}

/** The domain of a mail address: of the address itself nothing is kept once another one has taken its place. */
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** What every new credential begins with, issued here or taken over from elsewhere. */
function begun({ attempts }: CredentialState, event: Of<'CredentialIssued' | 'CredentialImported'>) {
  const { issuedAt, liftedAt, securityVersion, expiresAt, disuseAt, personal } = event
  return {
    issuedAt,
    securityVersion,
    linkVersion: securityVersion,
    expiresAt,
    disuseAt,
    lastUsedAt: null,
    passwordChangedAt: null,
    // A stranger sees nothing of it: what he hears is always the same.
    liftedAt,
    signIns: 0,
    devices: [],
    told: 'nothing',
    attempts: { ...none(attempts), spentUntil: liftedAt, toldAt: 0 },
    personal: { history: [], earlier: null, replaced: null, registeredWith: domainOf(personal.email), ...personal },
  } as const
}

function issued(state: CredentialState, event: Of<'CredentialIssued'>): CredentialState {
  const { registrationId, temporaryUntil } = event
  return { status: 'temporary', registrationId, imported: null, temporaryUntil, ...begun(state, event) }
}

function taken(state: CredentialState, event: Of<'CredentialImported'>): CredentialState {
  const { imported, status, issuedAt } = event
  const kept = { registrationId: null, imported, ...begun(state, event) }
  if (status === 'active') return { status, ...kept }
  return status === 'suspended'
    ? { status, suspendedAt: issuedAt, cause: 'office', by: 'office', temporaryUntil: null, hasSecrets: true, ...kept }
    : { status, revokedAt: issuedAt, ...kept }
}

function reissued(state: Temporary, event: Of<'CredentialReissued'>): CredentialState {
  const { securityVersion, temporaryUntil, liftedAt, personal } = event
  const attempts = { ...none(state.attempts), spentUntil: liftedAt }
  const secrets = { pin: personal.pin, password: personal.password }
  const drawn = { ...state, securityVersion, temporaryUntil, liftedAt, attempts, told: 'nothing' } as const
  return { ...drawn, devices: [], personal: told(state.personal, secrets) }
}

/** Links of earlier notices suspend nothing any more, but for those that went to an address which was replaced in person a short while ago. */
function reenabled(state: Working | Suspended, event: Of<'CredentialReenabled'>): CredentialState {
  const {
    securityVersion,
    temporaryUntil,
    disuseAt,
    liftedAt,
    historyMax,
    changedAt: passwordChangedAt,
    linkVersion,
    personal: given,
  } = event
  const { pin, password, email, replaced } = given
  const { personal } = state
  const attempts = { ...none(state.attempts), spentUntil: liftedAt }
  // An account without a password of its own had none that could be repeated.
  const before = personal === null ? [] : [personal.password, ...personal.history].filter((verifier) => verifier !== '')
  const moved = email === null ? {} : { email, earlier: null }
  const drawn = {
    securityVersion,
    linkVersion,
    disuseAt,
    passwordChangedAt,
    liftedAt,
    attempts,
    devices: [],
    told: 'nothing',
  } as const
  const secrets = { pin, password, history: before.slice(0, historyMax), replaced, ...moved }
  return { status: 'temporary', temporaryUntil, ...terms(state), ...drawn, personal: told(personal, secrets) }
}

function suspended(state: Open | Suspended, event: Of<'CredentialSuspended'>): CredentialState {
  const { suspendedAt, securityVersion, cause, by, forgetsDevices } = event
  const temporaryUntil = 'temporaryUntil' in state ? state.temporaryUntil : null
  const devices = forgetsDevices ? [] : state.devices
  return {
    status: 'suspended',
    suspendedAt,
    cause,
    by,
    temporaryUntil,
    hasSecrets: hasSecrets(state),
    ...terms(state),
    securityVersion,
    devices,
  }
}

/** No device is known to a credential that opens nothing any more. */
function revoked(state: Issued, { revokedAt, securityVersion }: Of<'CredentialRevoked'>): CredentialState {
  return { status: 'revoked', revokedAt, ...terms(state), securityVersion, devices: [] }
}

function reactivated(state: Suspended, { securityVersion }: Of<'CredentialReactivated'>): CredentialState {
  const { temporaryUntil } = state
  const kept = { ...terms(state), securityVersion, linkVersion: securityVersion, attempts: none(state.attempts) }
  if (!hasSecrets(state)) return { status: 'federated', ...kept }
  return temporaryUntil === null ? { status: 'active', ...kept } : { status: 'temporary', temporaryUntil, ...kept }
}

function signedIn(state: Working, event: Of<'SignedIn'>): CredentialState {
  const { lastUsedAt, disuseAt, signIns, device, devicesMax } = event
  const devices = [device, ...state.devices.filter((known) => known !== device)].slice(0, devicesMax)
  return { ...state, attempts: none(state.attempts), lastUsedAt, disuseAt, signIns, devices }
}

function lifted(state: Working, { liftedAt, temporaryUntil }: Of<'DelayLifted'>): CredentialState {
  const open = { ...state, liftedAt, attempts: { ...state.attempts, spentUntil: liftedAt } }
  return open.status === 'temporary' && temporaryUntil !== null ? { ...open, temporaryUntil, told: 'nothing' } : open
}

/** A device is known by the password that it has signed in with, and strangers have tried another one: both begin anew. */
function recovered({ attempts }: Working, { liftedAt }: Of<'PasswordRecovered'>) {
  return { liftedAt, devices: [], attempts: { ...none(attempts), spentUntil: liftedAt } }
}

function renewed({ attempts, personal }: Working, { securityVersion, personal: { pin } }: Of<'PinRenewed'>) {
  return { securityVersion, attempts: none(attempts), personal: told(personal, { pin }) }
}

function rebound(state: Issued, event: Of<'CredentialRebound'>): CredentialState {
  const { codiceFiscale, surname, name, birthDate } = event.personal
  const personal = told(state.personal, { codiceFiscale, surname, name, birthDate })
  return { ...state, securityVersion: event.securityVersion, personal }
}

function passwordChanged(
  state: Working,
  event: Of<'PasswordChanged' | 'PasswordRecovered'>,
): Extract<CredentialState, { status: 'active' }> {
  const { changedAt, securityVersion, historyMax, personal } = event
  const history = state.personal === null ? [] : [state.personal.password, ...state.personal.history].slice(0, historyMax)
  const attempts = { ...state.attempts, failures: 0 }
  const changed = told(state.personal, { ...personal, history })
  return { status: 'active', ...terms(state), securityVersion, attempts, passwordChangedAt: changedAt, personal: changed }
}
