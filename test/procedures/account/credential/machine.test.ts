import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diagram } from '../../../../src/kernel/index.ts'
import type { CredentialEvent, FailureReason, SignInScope } from '../../../../src/procedures/account/credential/events.ts'
import { filler } from '../../../../src/procedures/account/credential/example.ts'
import { credentialDecider, expiryOf, noAttempts, obligations } from '../../../../src/procedures/account/credential/machine.ts'
import type {
  Attempts,
  CredentialCommand,
  CredentialPersonal,
  CredentialPolicy,
  CredentialRefusal,
  CredentialState,
  Door,
} from '../../../../src/procedures/account/credential/model.ts'
import {
  type Cell,
  describeEvolve,
  describeMatrix,
  describeWalks,
  edgesOf,
  edgesSeen,
  type Fitting,
  walk,
  walks,
} from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<CredentialState, CredentialEvent, CredentialRefusal>
type Issued = Exclude<CredentialState, { status: 'none' }>
type Of<Status extends CredentialState['status']> = Extract<CredentialState, { status: Status }>

const minute = 60_000
const day = 86_400_000
/** Every end that a credential can have, a few days apart. */
const policy: CredentialPolicy = {
  temporaryLifetimeMs: 7 * day,
  temporaryReminderMs: 2 * day,
  lifetimeMs: 365 * day,
  disuseMs: 90 * day,
  passwordLifetimeMs: 60 * day,
  suspendLinkMs: 30 * day,
  pinFailuresMax: 3,
  // Each failure of a stranger costs twelve hours, and a day is lent.
  strangersJudgedMax: 3,
  devicesMax: 2,
  historyMax: 2,
  addressRestMs: 7 * day,
}
const share = day / 2
const decider = credentialDecider(policy)
const issuedAt = 1_773_133_200_000
const changedAt = issuedAt + day
const by = { kind: 'anonymous' } as const

const subscriber = {
  codiceFiscale: 'VRDNNA80A41L219Z',
  surname: 'Verdi',
  name: 'Anna',
  birthDate: '1980-01-01',
  email: 'anna@example.it',
  locale: 'it',
} as const
const personal: CredentialPersonal = {
  ...subscriber,
  pin: 'pin-verifier',
  password: 'temporary-verifier',
  history: [],
  earlier: null,
  replaced: null,
  registeredWith: 'example.it',
}
const chosen: CredentialPersonal = { ...personal, password: 'chosen-verifier', history: ['temporary-verifier'] }
const reason = { reason: 'Asked for at the counter.' }

const unknown: Of<'none'> = { status: 'none', attempts: noAttempts, filler, personal: null }
const temporary: Of<'temporary'> = {
  status: 'temporary',
  securityVersion: 1,
  linkVersion: 1,
  issuedAt,
  registrationId: 'request-1',
  imported: null,
  temporaryUntil: issuedAt + 7 * day,
  expiresAt: issuedAt + 365 * day,
  disuseAt: issuedAt + 90 * day,
  lastUsedAt: null,
  passwordChangedAt: null,
  liftedAt: 0,
  signIns: 0,
  devices: [],
  told: 'nothing',
  attempts: noAttempts,
  personal,
}
const { temporaryUntil, ...terms } = temporary
const active: Of<'active'> = {
  ...terms,
  status: 'active',
  securityVersion: 2,
  lastUsedAt: changedAt + 1,
  passwordChangedAt: changedAt,
  signIns: 3,
  devices: ['device-b', 'device-a'],
  disuseAt: changedAt + 1 + 90 * day,
  personal: chosen,
}
const endless: Of<'active'> = { ...active, expiresAt: null, disuseAt: null }
const suspendedTemporary: Of<'suspended'> = {
  ...terms,
  status: 'suspended',
  suspendedAt: issuedAt + 5,
  cause: 'office',
  by: 'office',
  securityVersion: 2,
  temporaryUntil,
  hasSecrets: true,
}
const suspended: Of<'suspended'> = {
  ...active,
  status: 'suspended',
  suspendedAt: changedAt + 5,
  cause: 'wrong-pins',
  by: 'system',
  securityVersion: 3,
  temporaryUntil: null,
  hasSecrets: true,
}
const stolen: Of<'suspended'> = { ...suspended, cause: 'theft-suspected', by: 'link', securityVersion: 4, devices: [] }
const revoked: Of<'revoked'> = { ...active, status: 'revoked', revokedAt: changedAt + 9, securityVersion: 3, devices: [] }

const federated: Of<'federated'> = {
  ...endless,
  status: 'federated',
  registrationId: null,
  devices: [],
  passwordChangedAt: null,
  personal: { ...chosen, codiceFiscale: null, email: null, registeredWith: null, pin: '', password: '', history: [] },
}
const suspendedFederated: Of<'suspended'> = {
  ...federated,
  status: 'suspended',
  suspendedAt: changedAt + 5,
  cause: 'office',
  by: 'office',
  temporaryUntil: null,
  hasSecrets: false,
}

const oneLeft: Attempts = { failures: 2, pinFailures: 2, spentUntil: 0, toldAt: 0 }
const manyFailures: Attempts = { failures: 40, pinFailures: 0, spentUntil: changedAt, toldAt: 0 }
/** One more failure of a stranger and there is nothing left to spend. */
const oneShare: Attempts = { failures: 1, pinFailures: 1, spentUntil: changedAt + minute + share, toldAt: 0 }
const exhausted: Attempts = { failures: 2, pinFailures: 1, spentUntil: changedAt + minute + share + 1, toldAt: 0 }
const exhaustedAndTold: Attempts = { ...exhausted, toldAt: changedAt + minute + 1 - day }
const now = changedAt + minute
const with_ = <S extends CredentialState>(state: S, attempts: Attempts): S => ({ ...state, attempts })

const moved: Of<'active'> = { ...active, personal: { ...chosen, earlier: { email: 'anna@earlier.example.it', until: now } } }

/** Active once, and temporary again since its subscriber was identified. */
const again: Of<'temporary'> = {
  ...active,
  status: 'temporary',
  temporaryUntil: now + 7 * day,
  securityVersion: 3,
  linkVersion: 3,
  devices: [],
}

const situations = {
  'of nobody': { state: unknown as CredentialState, at: changedAt },
  'of nobody, strangers with one attempt left': { state: with_(unknown, oneShare), at: now },
  'of nobody, strangers with none left': { state: with_(unknown, exhausted), at: now },
  'of nobody, strangers with none left and it was told': { state: with_(unknown, exhaustedAndTold), at: now },
  temporary: { state: temporary, at: now },
  'temporary, one wrong PIN from the suspension': { state: with_(temporary, oneLeft), at: now },
  'temporary, in its last millisecond': { state: temporary, at: temporaryUntil - 1 },
  'temporary, over': { state: temporary, at: temporaryUntil },
  'temporary, a millisecond before its reminder': { state: temporary, at: temporaryUntil - 2 * day - 1 },
  'temporary, at its reminder': { state: temporary, at: temporaryUntil - 2 * day },
  'temporary, reminded': { state: { ...temporary, told: 'ending' }, at: temporaryUntil - 1 },
  'temporary, reminded and over': { state: { ...temporary, told: 'ending' }, at: temporaryUntil },
  'temporary, its end told': { state: { ...temporary, told: 'ended' }, at: temporaryUntil + 1 },
  active: { state: active, at: now },
  'active, an earlier address serves in its last millisecond': { state: moved, at: now - 1 },
  'active, an earlier address serves no more': { state: moved, at: now },
  'active, erased': { state: { ...active, personal: null }, at: now },
  'active, strangers with one attempt left': { state: with_(active, oneShare), at: now },
  'active, strangers with none left': { state: with_(active, exhausted), at: now },
  'active, strangers with none left and it was told': { state: with_(active, exhaustedAndTold), at: now },
  'active, one wrong PIN from the suspension': { state: with_(active, oneLeft), at: now },
  'active, after forty failures': { state: with_(active, manyFailures), at: now },
  'active, a millisecond before its password is old': { state: active, at: changedAt + 60 * day - 1 },
  'active, its password old': { state: active, at: changedAt + 60 * day },
  'active, in its last millisecond before disuse': { state: active, at: changedAt + 90 * day },
  'active, disused': { state: active, at: changedAt + 1 + 90 * day },
  'active, in its last millisecond': { state: { ...active, disuseAt: null }, at: issuedAt + 365 * day - 1 },
  'active, at its natural end': { state: { ...active, disuseAt: null }, at: issuedAt + 365 * day },
  'active, without any end': { state: endless, at: issuedAt + 36_500 * day },
  'suspended from temporary': { state: suspendedTemporary, at: now },
  'suspended from temporary, over': { state: suspendedTemporary, at: temporaryUntil },
  'active, suspended and enabled again': { state: again, at: now },
  'suspended from active': { state: with_(suspended, { failures: 3, pinFailures: 3, spentUntil: 0, toldAt: 0 }), at: now },
  'suspended from active, strangers with none left': { state: with_(suspended, exhausted), at: now },
  'suspended from active, disused': { state: suspended, at: changedAt + 1 + 90 * day },
  'suspended for theft': { state: stolen, at: now },
  revoked: { state: revoked, at: now },
  'revoked, strangers with none left': { state: with_(revoked, exhausted), at: now },
  'revoked, long past every end': { state: revoked, at: issuedAt + 36_500 * day },
  federated: { state: federated, at: now },
  'suspended without secrets': { state: suspendedFederated, at: now },
} as const satisfies { readonly [name: string]: { readonly state: CredentialState; readonly at: number } }

const other = {
  ...{ codiceFiscale: 'VRDNNA80A41F205K', surname: 'Bianchi', name: 'Anna Maria', birthDate: '1980-01-02' },
  ...{ documentKind: 'passport', documentNumber: 'digest', documentIssuedOn: '2026-01-01' },
}
const person = { codiceFiscale: null, surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01' }
const fresh = { pin: 'pin-verifier-2', password: 'password-verifier-2' }
const issue = { ...subscriber, pin: 'pin-verifier-new', password: 'temporary-verifier-new' }
const imported = { batch: 'batch-1', digest: 'digest-1' } as const
const stranger = { door: 'stranger', isDelayed: false, device: 'device-new' } as const
const known = { door: 'device', isDelayed: false, device: 'device-a' } as const
const recovery = { isDelayed: false, isAcceptable: true, personal: { password: 'next-verifier' } } as const
const renewal = {
  door: 'session',
  isDelayed: false,
  isOpen: true,
  passwordMatches: true,
  personal: { pin: 'next-pin-verifier' },
} as const
const commands = {
  issue: { type: 'IssueCredential', registrationId: 'request-2', personal: issue },
  'import active': { type: 'ImportCredential', imported, status: 'active', personal: issue },
  'import suspended': { type: 'ImportCredential', imported, status: 'suspended', personal: issue },
  'import revoked': { type: 'ImportCredential', imported, status: 'revoked', personal: issue },
  'sign in': { type: 'AttemptSignIn', ...stranger, passwordMatches: true, pinMatches: true },
  'renew the verifiers': { type: 'RenewVerifiers', personal: fresh },
  'sign in with a wrong PIN': { type: 'AttemptSignIn', ...stranger, passwordMatches: true, pinMatches: false },
  'sign in with a wrong password': { type: 'AttemptSignIn', ...stranger, passwordMatches: false, pinMatches: true },
  'sign in with both wrong': { type: 'AttemptSignIn', ...stranger, passwordMatches: false, pinMatches: false },
  'sign in too early': { type: 'AttemptSignIn', ...stranger, isDelayed: true, passwordMatches: true, pinMatches: true },
  'sign in on a known device': { type: 'AttemptSignIn', ...known, passwordMatches: true, pinMatches: true },
  'sign in there with a wrong PIN': { type: 'AttemptSignIn', ...known, passwordMatches: true, pinMatches: false },
  'sign in there with a wrong password': { type: 'AttemptSignIn', ...known, passwordMatches: false, pinMatches: true },
  'sign in there too early': { type: 'AttemptSignIn', ...known, isDelayed: true, passwordMatches: true, pinMatches: true },
  reauthenticate: { type: 'Reauthenticate', isDelayed: false, passwordMatches: true, pinMatches: true },
  'reauthenticate with a wrong PIN': { type: 'Reauthenticate', isDelayed: false, passwordMatches: true, pinMatches: false },
  'reauthenticate with a wrong password': { type: 'Reauthenticate', isDelayed: false, passwordMatches: false, pinMatches: true },
  'reauthenticate with both wrong': { type: 'Reauthenticate', isDelayed: false, passwordMatches: false, pinMatches: false },
  'reauthenticate too early': { type: 'Reauthenticate', isDelayed: true, passwordMatches: true, pinMatches: true },
  'change the mailbox': { type: 'ChangeEmail', personal: { email: 'anna.verdi@example.org' } },
  'change the password': {
    type: 'ChangePassword',
    isDelayed: false,
    passwordMatches: true,
    personal: { password: 'next-verifier' },
  },
  'change it too early': {
    type: 'ChangePassword',
    isDelayed: true,
    passwordMatches: true,
    personal: { password: 'next-verifier' },
  },
  'change it with a wrong old one': {
    type: 'ChangePassword',
    isDelayed: false,
    passwordMatches: false,
    personal: { password: 'next-verifier' },
  },
  'confirm the password': { type: 'ConfirmPassword', door: 'stranger', isDelayed: false, passwordMatches: true },
  'confirm a wrong password': { type: 'ConfirmPassword', door: 'stranger', isDelayed: false, passwordMatches: false },
  recover: { type: 'RecoverPassword', ...recovery, pinMatches: true },
  'recover with a wrong PIN': { type: 'RecoverPassword', ...recovery, pinMatches: false },
  'recover with a password that is refused': { type: 'RecoverPassword', ...recovery, pinMatches: true, isAcceptable: false },
  'recover too early': { type: 'RecoverPassword', ...recovery, isDelayed: true, pinMatches: true },
  'renew the PIN': { type: 'RenewPin', ...renewal, pinMatches: true },
  'renew the PIN with wrong digits': { type: 'RenewPin', ...renewal, pinMatches: false },
  'renew the PIN with a wrong password': { type: 'RenewPin', ...renewal, passwordMatches: false, pinMatches: true },
  'renew a PIN that was not begun': { type: 'RenewPin', ...renewal, isOpen: false, pinMatches: true },
  'drop the earlier address': { type: 'DropEarlierAddress' },
  'enable again': { type: 'ReenableCredential', personal: { ...fresh, email: null, ...reason } },
  'enable again at another address': {
    type: 'ReenableCredential',
    personal: { ...fresh, email: 'anna@in-person.example.it', ...reason },
  },
  rebind: { type: 'RebindCredential', personal: { ...other, ...reason } },
  'end sessions': { type: 'EndSessions' },
  'lift the delay': { type: 'LiftDelay', personal: reason },
  'issue anew': (state: CredentialState): CredentialCommand => ({
    type: 'ReissueCredential',
    registrationId: (state.status === 'none' ? null : state.registrationId) ?? 'request-1',
    personal: { ...fresh, ...reason },
  }),
  'issue anew on another request': {
    type: 'ReissueCredential',
    registrationId: 'request-3',
    personal: { ...fresh, ...reason },
  },
  'announce the end': { type: 'AnnounceEnd' },
  'suspend for theft': { type: 'SuspendCredential', cause: 'theft-suspected', by: 'subscriber', personal: reason },
  'suspend for theft by a link': { type: 'SuspendCredential', cause: 'theft-suspected', by: 'link', personal: null },
  'suspend by the office': { type: 'SuspendCredential', cause: 'office', by: 'office', personal: reason },
  'suspend until identified': { type: 'SuspendCredential', cause: 'identification-due', by: 'system', personal: null },
  reactivate: { type: 'ReactivateCredential', personal: reason },
  'revoke by the subscriber': { type: 'RevokeCredential', by: 'subscriber', personal: reason },
  'revoke by the office': { type: 'RevokeCredential', by: 'office', personal: reason },
  'open without secrets': { type: 'OpenFederated', personal: { ...person, locale: 'it' } },
  'sign in elsewhere': { type: 'SignInFederated' },
} as const satisfies { readonly [name: string]: Fitting<CredentialState, CredentialCommand> }

const refused = (refusal: CredentialRefusal): Here => ({ refusal })
const notFound = refused({ code: 'credential/not-found' })
const notImportable = refused({ code: 'credential/not-importable' })
const everyImport = 'import active | import suspended | import revoked'
const alreadyIssued = refused({ code: 'credential/already-issued' })
const notSuspended = refused({ code: 'credential/not-suspended' })
const isSuspended = refused({ code: 'credential/suspended' })
const isRevoked = refused({ code: 'credential/revoked' })
const isExpired = refused({ code: 'credential/expired' })
const noSecrets = refused({ code: 'credential/no-secrets' })

/** Whoever signs in gives strangers no attempts. */
const forgiven = ({ attempts }: CredentialState): Attempts => ({ ...attempts, failures: 0, pinFailures: 0 })

const issues = (state: CredentialState, at: number): Here => {
  const securityVersion = state.status === 'none' ? 1 : state.securityVersion + 1
  const ends = { temporaryUntil: at + 7 * day, expiresAt: at + 365 * day, disuseAt: at + 90 * day }
  const issued = { registrationId: 'request-2', issuedAt: at, securityVersion, ...ends }
  const liftedAt = state.attempts.failures === 0 && state.attempts.spentUntil === 0 ? 0 : at + 1
  const blank = {
    linkVersion: securityVersion,
    imported: null,
    lastUsedAt: null,
    passwordChangedAt: null,
    liftedAt,
    signIns: 0,
    devices: [],
    told: 'nothing',
  } as const
  const attempts = { ...forgiven(state), spentUntil: liftedAt, toldAt: 0 }
  return {
    events: [{ type: 'CredentialIssued', liftedAt, ...issued, personal: issue }],
    next: {
      status: 'temporary',
      ...issued,
      ...blank,
      attempts,
      personal: { ...issue, history: [], earlier: null, replaced: null, registeredWith: 'example.it' },
    },
  }
}
/** Taken over as it is in the other system, with the ends that our policy sets. */
const imports = (state: Of<'none'>, at: number, status: 'active' | 'suspended' | 'revoked'): Here => {
  const liftedAt = state.attempts.failures === 0 && state.attempts.spentUntil === 0 ? 0 : at + 1
  const said = { imported, issuedAt: at, liftedAt, securityVersion: 1, expiresAt: at + 365 * day, disuseAt: at + 90 * day }
  const blank = {
    linkVersion: 1,
    registrationId: null,
    lastUsedAt: null,
    passwordChangedAt: null,
    signIns: 0,
    devices: [],
    told: 'nothing',
  } as const
  const attempts = { ...forgiven(state), spentUntil: liftedAt, toldAt: 0 }
  const kept = {
    ...said,
    ...blank,
    attempts,
    personal: { ...issue, history: [], earlier: null, replaced: null, registeredWith: 'example.it' },
  }
  const next = {
    active: { status: 'active', ...kept },
    suspended: {
      status: 'suspended',
      suspendedAt: at,
      cause: 'office',
      by: 'office',
      temporaryUntil: null,
      hasSecrets: true,
      ...kept,
    },
    revoked: { status: 'revoked', revokedAt: at, ...kept },
  } as const
  return { events: [{ type: 'CredentialImported', status, ...said, personal: issue }], next: next[status] }
}
/** One more failure at a door; one of a stranger costs a share. */
const fails = (
  state: CredentialState,
  at: number,
  reason: FailureReason,
  door: Door,
  pinFailures = state.attempts.pinFailures,
): Here => {
  const { spentUntil: before, toldAt, failures } = state.attempts
  const spentUntil = door === 'stranger' ? Math.max(before, at) + share : before
  const counters = { failures: failures + 1, pinFailures, spentUntil }
  return { events: [{ type: 'AttemptFailed', reason, door, ...counters }], next: { ...state, attempts: { ...counters, toldAt } } }
}
const notJudged = (state: CredentialState, reason: 'delayed' | 'exhausted', door: Door): Here => {
  const { toldAt: _, ...counters } = state.attempts
  return { events: [{ type: 'AttemptFailed', reason, door, ...counters }], next: state }
}
const tells = (state: CredentialState, at: number): Here => {
  const { toldAt: _, ...counters } = state.attempts
  return {
    events: [
      { type: 'AttemptFailed', reason: 'exhausted', door: 'stranger', ...counters },
      { type: 'StrangersStopped', toldAt: at },
    ],
    next: { ...state, attempts: { ...state.attempts, toldAt: at } },
  }
}
const suspends = (state: Of<'temporary' | 'active'>, at: number, door: Door): Here => {
  const until = state.status === 'temporary' ? state.temporaryUntil : null
  const { toldAt, ...counters } = state.attempts
  const now = {
    ...counters,
    failures: counters.failures + 1,
    pinFailures: 3,
    ...(door === 'stranger' ? { spentUntil: at + share } : {}),
  }
  const securityVersion = state.securityVersion + 1
  const cause = { cause: 'wrong-pins', by: 'system' } as const
  return {
    events: [
      { type: 'AttemptFailed', reason: 'wrong-pin', door, ...now },
      { type: 'CredentialSuspended', suspendedAt: at, securityVersion, ...cause, forgetsDevices: false, personal: null },
    ],
    next: {
      ...state,
      attempts: { ...now, toldAt },
      status: 'suspended',
      suspendedAt: at,
      ...cause,
      securityVersion,
      temporaryUntil: until,
      hasSecrets: true,
    },
  }
}
type Suspension = Extract<CredentialCommand, { type: 'SuspendCredential' }>
/** On command: nothing is counted. A thief's device is known no more, and what was suspended before stays so since then. */
const puts = (
  state: Of<'temporary' | 'active' | 'federated' | 'suspended'>,
  at: number,
  { cause, by, personal }: Suspension,
): Here => {
  const forgetsDevices = cause === 'theft-suspected'
  const suspendedAt = state.status === 'suspended' ? state.suspendedAt : at
  const suspension = { suspendedAt, securityVersion: state.securityVersion + 1, cause, by }
  const temporaryUntil = 'temporaryUntil' in state ? state.temporaryUntil : null
  const hasSecrets = state.status === 'suspended' ? state.hasSecrets : state.status !== 'federated'
  const devices = forgetsDevices ? [] : state.devices
  return {
    events: [{ type: 'CredentialSuspended', ...suspension, forgetsDevices, personal }],
    next: { ...state, ...suspension, status: 'suspended', temporaryUntil, hasSecrets, devices },
  }
}
const forTheft = (state: Of<'temporary' | 'active' | 'federated' | 'suspended'>, at: number) => ({
  'suspend for theft': puts(state, at, commands['suspend for theft']),
  'suspend for theft by a link': puts(state, at, commands['suspend for theft by a link']),
  'suspend until identified': puts(state, at, commands['suspend until identified']),
})
const signsIn = (state: Of<'temporary' | 'active'>, scope: SignInScope, at: number, device: string): Here => {
  const used = scope === 'full' ? { lastUsedAt: at, disuseAt: at + 90 * day } : {}
  const { lastUsedAt, disuseAt } = { ...state, ...used }
  const signIns = state.signIns + 1
  const devices = [device, ...state.devices.filter((other) => other !== device)].slice(0, 2)
  const failuresBefore = state.attempts.failures
  return {
    events: [{ type: 'SignedIn', scope, failuresBefore, lastUsedAt, disuseAt, signIns, device, devicesMax: 2 }],
    next: { ...state, lastUsedAt, disuseAt, signIns, devices, attempts: forgiven(state) },
  }
}
/** Everything that failed so far is forgotten, and a temporary password has all its time again. */
const lifts = (state: Of<'temporary' | 'active'>, at: number): Here => {
  const temporaryUntil = state.status === 'temporary' ? at + 7 * day : null
  const open = { ...state, liftedAt: at + 1, attempts: { ...state.attempts, spentUntil: at + 1 } }
  return {
    events: [{ type: 'DelayLifted', liftedAt: at + 1, temporaryUntil, personal: reason }],
    next: open.status === 'temporary' ? { ...open, temporaryUntil: at + 7 * day, told: 'nothing' } : open,
  }
}
/** Nothing but the verifiers. */
const renews = (state: Of<'temporary' | 'active'>): Here => ({
  events: [{ type: 'VerifiersRenewed', personal: fresh }],
  next: { ...state, personal: state.personal === null ? null : { ...state.personal, ...fresh } },
})
/** Counts like a sign-in, and is none: no use is noted. */
const reauthenticates = (state: Of<'temporary' | 'active'>): Here => ({
  events: [{ type: 'Reauthenticated', failuresBefore: state.attempts.failures }],
  next: { ...state, attempts: forgiven(state) },
})
/** Nothing but where notices go. */
const moves = (state: Of<'temporary' | 'active'>, at: number): Here => {
  const { personal: before } = state
  const isServing = before !== null && before.earlier !== null && at < before.earlier.until
  const from = isServing ? (before.earlier?.email ?? '') : (before?.email ?? '')
  const earlier = before === null ? null : { email: from, until: at + 7 * day }
  const moved = { email: 'anna.verdi@example.org', earlier }
  return {
    events: [{ type: 'EmailChanged', personal: moved }],
    next: { ...state, personal: state.personal === null ? null : { ...state.personal, ...moved } },
  }
}
const drops = (state: Issued, at: number): Here => {
  const { personal } = state
  if (personal === null || personal.earlier === null || at < personal.earlier.until) return { events: [], next: state }
  return {
    events: [{ type: 'EarlierAddressDropped', personal: { earlier: null, replaced: null } }],
    next: { ...state, personal: { ...personal, earlier: null, replaced: null } },
  }
}
/** What a subscriber can do who has lost a secret; `why`: why nothing comes of it. */
const lost = (state: Issued, at: number, why: FailureReason | null, stranger?: Here): { readonly [names: string]: Here } => {
  const pinFailures = state.attempts.pinFailures + 1
  const wrongPin = (door: Door) =>
    pinFailures >= 3 && state.status === 'active' ? suspends(state, at, door) : fails(state, at, 'wrong-pin', door, pinFailures)
  return {
    'drop the earlier address': drops(state, at),
    'confirm a wrong password': stranger ?? fails(state, at, 'wrong-password', 'stranger'),
    'renew the PIN with a wrong password': fails(state, at, 'wrong-password', 'session'),
    'recover too early': notJudged(state, 'delayed', 'link'),
    ...(why === null
      ? {
          'confirm the password': stranger ?? { events: [{ type: 'PasswordConfirmed' }], next: state },
          recover: recovers(state, at),
          'recover with a wrong PIN': wrongPin('link'),
          'recover with a password that is refused': { events: [{ type: 'PinConfirmed' }], next: state },
          'renew the PIN': renewsPin(state),
          'renew the PIN with wrong digits': wrongPin('session'),
          'renew a PIN that was not begun': fails(state, at, 'no-renewal', 'session'),
        }
      : {
          'confirm the password': stranger ?? fails(state, at, why, 'stranger'),
          'recover | recover with a wrong PIN | recover with a password that is refused': fails(state, at, why, 'link'),
          'renew the PIN | renew the PIN with wrong digits | renew a PIN that was not begun': fails(state, at, why, 'session'),
        }),
  }
}
const recovers = (state: Issued, at: number): Here => {
  const { password = '', history = [] } = state.personal ?? {}
  const securityVersion = state.securityVersion + 1
  const liftedAt = at + 1
  const change = { changedAt: at, liftedAt, securityVersion, historyMax: 2, personal: { password: 'next-verifier' } }
  const personal = state.personal === null ? null : { ...state.personal, password: 'next-verifier' }
  const next = { ...state, securityVersion, passwordChangedAt: at, liftedAt, devices: [] } as Of<'active'>
  return {
    events: [{ type: 'PasswordRecovered', ...change }],
    next: {
      ...next,
      attempts: { ...forgiven(state), spentUntil: liftedAt },
      personal: personal === null ? null : { ...personal, history: [password, ...history].slice(0, 2) },
    },
  }
}
const renewsPin = (state: Issued): Here => {
  const securityVersion = state.securityVersion + 1
  const personal = state.personal === null ? null : { ...state.personal, pin: 'next-pin-verifier' }
  return {
    events: [{ type: 'PinRenewed', securityVersion, personal: { pin: 'next-pin-verifier' } }],
    next: { ...state, securityVersion, attempts: forgiven(state), personal },
  }
}
const changes = (state: Of<'temporary' | 'active'>, at: number, history: readonly string[]): Here => {
  const {
    securityVersion,
    linkVersion,
    expiresAt,
    disuseAt,
    lastUsedAt,
    registrationId,
    imported: origin,
    liftedAt,
    signIns,
    devices,
    told,
  } = state
  const change = { changedAt: at, securityVersion: securityVersion + 1, historyMax: 2, personal: { password: 'next-verifier' } }
  return {
    events: [{ type: 'PasswordChanged', ...change }],
    next: {
      status: 'active',
      securityVersion: securityVersion + 1,
      linkVersion,
      issuedAt,
      registrationId,
      imported: origin,
      expiresAt,
      disuseAt,
      lastUsedAt,
      passwordChangedAt: at,
      liftedAt,
      signIns,
      devices,
      told,
      attempts: { ...state.attempts, failures: 0 },
      personal: state.personal === null ? null : { ...state.personal, password: 'next-verifier', history },
    },
  }
}
const endsSessions = (state: Issued): Here => ({
  events: [{ type: 'SessionsEnded', securityVersion: state.securityVersion + 1 }],
  next: { ...state, securityVersion: state.securityVersion + 1 },
})
const reactivated = (state: Of<'suspended'>): Here => {
  const { suspendedAt: _, cause: __, by: ___, hasSecrets, temporaryUntil: until, ...rest } = state
  const securityVersion = state.securityVersion + 1
  const open = { ...rest, securityVersion, linkVersion: securityVersion, attempts: forgiven(state) }
  return {
    events: [{ type: 'CredentialReactivated', securityVersion, personal: reason }],
    next: !hasSecrets
      ? { ...open, status: 'federated' }
      : until === null
        ? { ...open, status: 'active' }
        : { ...open, status: 'temporary', temporaryUntil: until },
  }
}
const revokes = (state: Exclude<Issued, { status: 'revoked' }>, at: number, who: 'subscriber' | 'office'): Here => {
  const { securityVersion, expiresAt, disuseAt, lastUsedAt, passwordChangedAt, registrationId, attempts } = state
  const { imported: origin, liftedAt, signIns, linkVersion, told } = state
  const kept = {
    linkVersion,
    issuedAt,
    registrationId,
    imported: origin,
    expiresAt,
    disuseAt,
    lastUsedAt,
    passwordChangedAt,
    liftedAt,
    signIns,
    devices: [],
    told,
    attempts,
  }
  return {
    events: [{ type: 'CredentialRevoked', revokedAt: at, securityVersion: securityVersion + 1, by: who, personal: reason }],
    next: { ...kept, status: 'revoked', revokedAt: at, securityVersion: securityVersion + 1, personal: state.personal },
  }
}
/** New secrets, all the time of a temporary password, and nothing that failed before or was told. */
const issuesAnew = (state: Of<'temporary'>, at: number): Here => {
  const securityVersion = state.securityVersion + 1
  const drawn = { securityVersion, temporaryUntil: at + 7 * day, liftedAt: at + 1 }
  return {
    events: [{ type: 'CredentialReissued', ...drawn, personal: { ...fresh, ...reason } }],
    next: {
      ...state,
      ...drawn,
      told: 'nothing',
      devices: [],
      attempts: { ...forgiven(state), spentUntil: at + 1 },
      personal: state.personal === null ? null : { ...state.personal, ...fresh },
    },
  }
}
const announces = (state: Of<'temporary'>, told: 'ending' | 'ended'): Here => ({
  events: [{ type: 'EndAnnounced', told }],
  next: { ...state, told },
})
/** Only what was never activated is issued anew, and only its end is told. */
function ofFirst(name: string): { readonly [command: string]: Here } {
  const { state, at } = (situations as { readonly [name: string]: { readonly state: CredentialState; readonly at: number } })[
    name
  ] ?? {
    state: unknown,
    at: now,
  }
  const silent = refused({ code: 'credential/nothing-to-tell' })
  const elsewhere = { 'issue anew on another request': notFound }
  switch (state.status) {
    case 'none':
      return { ...elsewhere, 'issue anew': notFound, 'announce the end': silent }
    case 'federated':
      return { 'issue anew | issue anew on another request': noSecrets, 'announce the end': silent }
    case 'temporary': {
      const dueAt = state.told === 'nothing' ? state.temporaryUntil - 2 * day : state.temporaryUntil
      const isTold = state.told === 'ended' || at < dueAt
      if (state.passwordChangedAt !== null) {
        const activated = refused({ code: 'credential/activated' })
        return { ...elsewhere, 'issue anew': activated, 'announce the end': silent }
      }
      const announced = isTold ? silent : announces(state, at < state.temporaryUntil ? 'ending' : 'ended')
      return { ...elsewhere, 'issue anew': issuesAnew(state, at), 'announce the end': announced }
    }
    case 'active': {
      const isOver = (state.expiresAt !== null && at >= state.expiresAt) || (state.disuseAt !== null && at >= state.disuseAt)
      const activated = refused({ code: 'credential/activated' })
      return { ...elsewhere, 'issue anew': isOver ? isExpired : activated, 'announce the end': silent }
    }
    case 'suspended':
      // It was never issued on a request.
      if (!state.hasSecrets) return { ...elsewhere, 'issue anew': notFound, 'announce the end': silent }
      return { ...elsewhere, 'issue anew': isSuspended, 'announce the end': silent }
    case 'revoked':
      return { ...elsewhere, 'issue anew': isRevoked, 'announce the end': silent }
  }
}

/** Both secrets are new, and everything that was known, tried or told of the earlier ones is forgotten. Another address serves at once. */
const enables = (state: Exclude<Issued, { status: 'revoked' }>, at: number, email: string | null): Here => {
  const securityVersion = state.securityVersion + 1
  const drawn = { securityVersion, disuseAt: at + 90 * day, liftedAt: at + 1 }
  const { issuedAt: since, registrationId, imported: origin, expiresAt, lastUsedAt, signIns } = state
  const { personal: known } = state
  const moved = email === null ? {} : { email, earlier: null }
  // Where mail that replaces a secret went by then hears of what follows.
  const serving = known?.earlier && at < known.earlier.until ? known.earlier.email : (known?.email ?? '')
  const replaced = email === null ? null : { email: serving, until: at + policy.addressRestMs }
  const history = [known?.password ?? '', ...(known?.history ?? [])].slice(0, 2)
  return {
    events: [
      {
        type: 'CredentialReenabled',
        changedAt: at,
        ...drawn,
        temporaryUntil: at + 7 * day,
        historyMax: 2,
        linkVersion: securityVersion,
        personal: { ...fresh, email, replaced, ...reason },
      },
    ],
    next: {
      status: 'temporary',
      ...{ issuedAt: since, registrationId, imported: origin, expiresAt, lastUsedAt, passwordChangedAt: at, signIns },
      ...drawn,
      linkVersion: securityVersion,
      temporaryUntil: at + 7 * day,
      devices: [],
      told: 'nothing',
      attempts: { ...forgiven(state), spentUntil: at + 1 },
      personal: known === null ? null : { ...known, ...fresh, history, replaced, ...moved },
    },
  }
}
/** Whoever was identified has the credential again, unless it was revoked, has come to its natural end or was erased. */
function ofIdentified(name: keyof typeof situations): { readonly [command: string]: Here } {
  const { state, at }: { readonly state: CredentialState; readonly at: number } = situations[name]
  const all = (cell: Here) => ({ 'enable again | enable again at another address': cell })
  if (state.status === 'none') return all(notFound)
  if (state.status === 'revoked') return all(isRevoked)
  if (state.status === 'federated' || (state.status === 'suspended' && !state.hasSecrets)) return all(noSecrets)
  if (state.personal === null || (state.expiresAt !== null && at >= state.expiresAt)) return all(isExpired)
  return {
    'enable again': enables(state, at, null),
    'enable again at another address': enables(state, at, 'anna@in-person.example.it'),
  }
}

/** An account without secrets for whoever has none in force, and what a sign-in elsewhere does to every other one. */
function ofFederated(name: keyof typeof situations): { readonly [command: string]: Here } {
  const { state, at }: { readonly state: CredentialState; readonly at: number } = situations[name]
  const isFree = state.status === 'none' || state.status === 'revoked' || state.personal === null
  return {
    'open without secrets': isFree ? opensWithoutSecrets(state, at) : alreadyIssued,
    'sign in elsewhere': signsInElsewhere(state, at),
  }
}
const opensWithoutSecrets = (state: CredentialState, at: number): Here => {
  const securityVersion = state.status === 'none' ? 1 : state.securityVersion + 1
  const liftedAt = state.attempts.failures === 0 && state.attempts.spentUntil === 0 ? 0 : at + 1
  const ends = { expiresAt: null, disuseAt: null, lastUsedAt: null, passwordChangedAt: null, signIns: 0, devices: [] }
  const none = { pin: '', password: '', history: [], email: null, registeredWith: null, earlier: null, replaced: null }
  const told = { ...person, locale: 'it' } as const
  return {
    events: [{ type: 'FederatedOpened', openedAt: at, securityVersion, liftedAt, personal: told }],
    next: {
      ...{ status: 'federated', securityVersion, linkVersion: securityVersion, issuedAt: at, registrationId: null },
      ...{ imported: null, liftedAt, told: 'nothing', ...ends, personal: { ...told, ...none } },
      attempts: { ...forgiven(state), spentUntil: liftedAt, toldAt: 0 },
    },
  }
}
/** What failed and what is locked of the secrets stays; secrets that have come to their end are wiped. */
const signsInElsewhere = (state: CredentialState, at: number): Here => {
  if (state.status === 'none') return notFound
  if (state.status === 'revoked') return isRevoked
  if (state.personal === null) return isExpired
  if (state.status === 'suspended' && state.cause !== 'wrong-pins') return isSuspended
  const signedIn = { lastUsedAt: at, signIns: state.signIns + 1 }
  const event = { type: 'FederatedSignedIn', ...signedIn } as const
  if (expiryOf(state, at) === null) return { events: [event], next: { ...state, ...signedIn } }
  const { securityVersion, linkVersion, issuedAt: since, registrationId, imported: origin } = state
  const { passwordChangedAt, liftedAt, attempts, personal } = state
  return {
    events: [{ type: 'SecretsRetired' }, event],
    next: {
      ...{ status: 'federated', securityVersion, linkVersion, issuedAt: since, registrationId, imported: origin },
      ...{ passwordChangedAt, liftedAt, expiresAt: null, disuseAt: null, devices: [], told: 'nothing', attempts, ...signedIn },
      personal: { ...personal, pin: '', password: '', history: [] },
    },
  }
}

/** Other personal data, and nothing else but the sessions: secrets, mailbox and devices stay. What was revoked or erased is nobody's. */
function ofRebound(name: keyof typeof situations): { readonly [command: string]: Here } {
  const { state }: { readonly state: CredentialState } = situations[name]
  if (state.status === 'none') return { rebind: notFound }
  const { personal: known, securityVersion: version } = state
  if (known === null) return { rebind: isExpired }
  const securityVersion = version + 1
  const { codiceFiscale, surname, name: given, birthDate } = other
  const told = { ...other, formerCodiceFiscale: known.codiceFiscale, ...reason }
  return {
    rebind: {
      events: [{ type: 'CredentialRebound', securityVersion, personal: told }],
      next: { ...state, securityVersion, personal: { ...known, codiceFiscale, surname, name: given, birthDate } },
    },
  }
}

/** What no counter and no deadline has a say in. */
const ends = (state: Exclude<Issued, { status: 'revoked' }>, at: number) => ({
  'end sessions': endsSessions(state),
  'revoke by the subscriber': revokes(state, at, 'subscriber'),
  'revoke by the office': revokes(state, at, 'office'),
})

const wrongPassword = 'sign in with a wrong password | sign in with both wrong'
const wrongInSession = 'reauthenticate with a wrong password | reauthenticate with both wrong'
const everySignIn = `sign in | sign in with a wrong PIN | ${wrongPassword}`
const onDevice = 'sign in on a known device | sign in there with a wrong PIN | sign in there with a wrong password'
const everyReauthentication = `reauthenticate | reauthenticate with a wrong PIN | ${wrongInSession} | reauthenticate too early`
const everyChange = 'change the password | change it too early | change it with a wrong old one'
const everySuspension = 'suspend for theft | suspend for theft by a link | suspend by the office | suspend until identified'
const others = `change the mailbox | renew the verifiers | lift the delay | ${everyChange}`

const everyRecovery = 'recover | recover with a wrong PIN | recover with a password that is refused'
const everyRenewal =
  'renew the PIN | renew the PIN with wrong digits | renew the PIN with a wrong password | renew a PIN that was not begun'

const ofNobody = (state: Of<'none'>, at: number, attempt?: Here) => ({
  'import active': imports(state, at, 'active'),
  'import suspended': imports(state, at, 'suspended'),
  'import revoked': imports(state, at, 'revoked'),
  issue: issues(state, at),
  [everySignIn]: attempt ?? fails(state, at, 'no-credential', 'stranger'),
  'sign in too early': notJudged(state, 'delayed', 'stranger'),
  [onDevice]: fails(state, at, 'no-credential', 'device'),
  'sign in there too early': notJudged(state, 'delayed', 'device'),
  'confirm the password | confirm a wrong password': attempt ?? fails(state, at, 'no-credential', 'stranger'),
  [everyRecovery]: fails(state, at, 'no-credential', 'link'),
  'recover too early': notJudged(state, 'delayed', 'link'),
  [everyRenewal]: fails(state, at, 'no-credential', 'session'),
  'drop the earlier address': notFound,
  [`${everyReauthentication} | ${others} | ${everySuspension} | end sessions | reactivate | revoke by the subscriber | revoke by the office`]:
    notFound,
})
/** What comes too early is not judged, and nobody is imported a second time, whatever the credential is. */
const early = (state: Issued): { readonly [names: string]: Here } => ({
  [everyImport]: notImportable,
  'sign in too early': notJudged(state, 'delayed', 'stranger'),
  'sign in there too early': notJudged(state, 'delayed', 'device'),
  'reauthenticate too early': notJudged(state, 'delayed', 'session'),
})
/** Neither expired nor out of attempts. */
const working = (
  state: Of<'temporary' | 'active'>,
  at: number,
  scope: SignInScope,
  history: readonly string[],
): { readonly [names: string]: Here } => {
  const pinFailures = state.attempts.pinFailures + 1
  const wrongPin = (door: Door) =>
    pinFailures >= 3 ? suspends(state, at, door) : fails(state, at, 'wrong-pin', door, pinFailures)
  return {
    issue: alreadyIssued,
    ...early(state),
    ...lost(state, at, state.status === 'temporary' ? 'temporary' : null),
    'sign in': signsIn(state, scope, at, 'device-new'),
    'sign in on a known device': signsIn(state, scope, at, 'device-a'),
    reauthenticate: reauthenticates(state),
    'sign in with a wrong PIN': wrongPin('stranger'),
    'sign in there with a wrong PIN': wrongPin('device'),
    'reauthenticate with a wrong PIN': wrongPin('session'),
    [wrongPassword]: fails(state, at, 'wrong-password', 'stranger'),
    'sign in there with a wrong password': fails(state, at, 'wrong-password', 'device'),
    [wrongInSession]: fails(state, at, 'wrong-password', 'session'),
    'change the mailbox': moves(state, at),
    'renew the verifiers': renews(state),
    'change the password': changes(state, at, history),
    'change it too early': notJudged(state, 'delayed', 'session'),
    'change it with a wrong old one': fails(state, at, 'wrong-password', 'session'),
    'lift the delay': lifts(state, at),
    ...forTheft(state, at),
    'suspend by the office': puts(state, at, commands['suspend by the office']),
    reactivate: notSuspended,
    ...ends(state, at),
  }
}
/** Strangers have no attempt left: theirs are not judged, right or wrong. Known devices and sessions have their own. */
const stopped = (state: Of<'active'>, at: number, attempt: Here): { readonly [names: string]: Here } => {
  const {
    'sign in': _,
    'sign in with a wrong PIN': __,
    [wrongPassword]: ___,
    'confirm the password': ____,
    'confirm a wrong password': _____,
    ...rest
  } = working(state, at, 'full', ['chosen-verifier', 'temporary-verifier'])
  return { ...rest, [`${everySignIn} | confirm the password | confirm a wrong password`]: attempt }
}
const over = (state: Of<'temporary' | 'active'>, at: number, why: FailureReason): { readonly [names: string]: Here } => ({
  issue: issues(state, at),
  ...early(state),
  ...lost(state, at, why),
  'sign in': fails(state, at, why, 'stranger'),
  'sign in on a known device': fails(state, at, why, 'device'),
  reauthenticate: fails(state, at, why, 'session'),
  'sign in with a wrong PIN': fails(state, at, 'wrong-pin', 'stranger', 1),
  'sign in there with a wrong PIN': fails(state, at, 'wrong-pin', 'device', 1),
  'reauthenticate with a wrong PIN': fails(state, at, 'wrong-pin', 'session', 1),
  [wrongPassword]: fails(state, at, 'wrong-password', 'stranger'),
  'sign in there with a wrong password': fails(state, at, 'wrong-password', 'device'),
  [wrongInSession]: fails(state, at, 'wrong-password', 'session'),
  [`${others} | ${everySuspension}`]: isExpired,
  reactivate: notSuspended,
  ...ends(state, at),
})
/** Suspended or revoked: the right password is found out to be right by nobody, and the PIN is not judged. */
const onHold = (state: Of<'suspended' | 'revoked'>, at: number, stranger?: Here): { readonly [names: string]: Here } => ({
  ...early(state),
  ...lost(state, at, state.status, stranger),
  ...(stranger === undefined
    ? {
        'sign in | sign in with a wrong PIN': fails(state, at, state.status, 'stranger'),
        [wrongPassword]: fails(state, at, 'wrong-password', 'stranger'),
      }
    : { [everySignIn]: stranger }),
  'sign in on a known device | sign in there with a wrong PIN': fails(state, at, state.status, 'device'),
  'sign in there with a wrong password': fails(state, at, 'wrong-password', 'device'),
  'reauthenticate | reauthenticate with a wrong PIN': fails(state, at, state.status, 'session'),
  [wrongInSession]: fails(state, at, 'wrong-password', 'session'),
})
const whileSuspended = (state: Of<'suspended'>, at: number, stranger?: Here): { readonly [names: string]: Here } => ({
  issue: alreadyIssued,
  ...onHold(state, at, stranger),
  [others]: isSuspended,
  ...forTheft(state, at),
  'suspend by the office': isSuspended,
  reactivate: reactivated(state),
  ...ends(state, at),
})
/** What is suspended for theft already, or is over by itself. */
const noTheft = {
  'suspend for theft': isSuspended,
  'suspend for theft by a link': isSuspended,
  'suspend until identified': isSuspended,
}
const gone = (state: Of<'revoked'>, at: number, stranger?: Here): { readonly [names: string]: Here } => ({
  issue: issues(state, at),
  ...onHold(state, at, stranger),
  [`${others} | ${everySuspension} | revoke by the subscriber | revoke by the office`]: isRevoked,
  reactivate: notSuspended,
  'end sessions': endsSessions(state),
})

/** Nothing that somebody types is right, and nothing that takes a secret is done. */
const withoutSecrets = (state: Of<'federated'>, at: number): { readonly [names: string]: Here } => ({
  issue: issues(state, at),
  ...early(state),
  ...lost(state, at, 'no-credential'),
  'sign in | sign in with a wrong PIN': fails(state, at, 'no-credential', 'stranger'),
  [wrongPassword]: fails(state, at, 'wrong-password', 'stranger'),
  'sign in on a known device | sign in there with a wrong PIN': fails(state, at, 'no-credential', 'device'),
  'sign in there with a wrong password': fails(state, at, 'wrong-password', 'device'),
  [`reauthenticate | reauthenticate with a wrong PIN | ${wrongInSession}`]: noSecrets,
  'reauthenticate too early': noSecrets,
  'change the mailbox': {
    events: [{ type: 'EmailChanged', personal: { email: 'anna.verdi@example.org', earlier: null } }],
    next: { ...state, personal: state.personal === null ? null : { ...state.personal, email: 'anna.verdi@example.org' } },
  },
  [`renew the verifiers | lift the delay | ${everyChange}`]: noSecrets,
  ...forTheft(state, at),
  'suspend until identified': noSecrets,
  'suspend by the office': puts(state, at, commands['suspend by the office']),
  reactivate: notSuspended,
  ...ends(state, at),
})

const both = ['chosen-verifier', 'temporary-verifier']
const cells = {
  'of nobody': ofNobody(unknown, changedAt),
  'of nobody, strangers with one attempt left': ofNobody(with_(unknown, oneShare), now),
  'of nobody, strangers with none left': ofNobody(with_(unknown, exhausted), now, tells(with_(unknown, exhausted), now)),
  'of nobody, strangers with none left and it was told': ofNobody(
    with_(unknown, exhaustedAndTold),
    now,
    notJudged(with_(unknown, exhaustedAndTold), 'exhausted', 'stranger'),
  ),
  temporary: working(temporary, now, 'password-change', ['temporary-verifier']),
  'temporary, one wrong PIN from the suspension': working(with_(temporary, oneLeft), now, 'password-change', [
    'temporary-verifier',
  ]),
  'temporary, in its last millisecond': working(temporary, temporaryUntil - 1, 'password-change', ['temporary-verifier']),
  'temporary, over': over(temporary, temporaryUntil, 'temporary-expired'),
  'temporary, a millisecond before its reminder': working(temporary, temporaryUntil - 2 * day - 1, 'password-change', [
    'temporary-verifier',
  ]),
  'temporary, at its reminder': working(temporary, temporaryUntil - 2 * day, 'password-change', ['temporary-verifier']),
  'temporary, reminded': working({ ...temporary, told: 'ending' }, temporaryUntil - 1, 'password-change', ['temporary-verifier']),
  'temporary, reminded and over': over({ ...temporary, told: 'ending' }, temporaryUntil, 'temporary-expired'),
  'temporary, its end told': over({ ...temporary, told: 'ended' }, temporaryUntil + 1, 'temporary-expired'),
  active: working(active, now, 'full', both),
  'active, an earlier address serves in its last millisecond': working(moved, now - 1, 'full', both),
  'active, an earlier address serves no more': working(moved, now, 'full', both),
  'active, erased': working({ ...active, personal: null }, now, 'full', []),
  'active, strangers with one attempt left': working(with_(active, oneShare), now, 'full', both),
  'active, strangers with none left': stopped(with_(active, exhausted), now, tells(with_(active, exhausted), now)),
  'active, strangers with none left and it was told': stopped(
    with_(active, exhaustedAndTold),
    now,
    notJudged(with_(active, exhaustedAndTold), 'exhausted', 'stranger'),
  ),
  'active, one wrong PIN from the suspension': working(with_(active, oneLeft), now, 'full', both),
  'active, after forty failures': working(with_(active, manyFailures), now, 'full', both),
  'active, a millisecond before its password is old': working(active, changedAt + 60 * day - 1, 'full', both),
  'active, its password old': working(active, changedAt + 60 * day, 'password-change', both),
  'active, in its last millisecond before disuse': working(active, changedAt + 90 * day, 'password-change', both),
  'active, disused': over(active, changedAt + 1 + 90 * day, 'disused'),
  'active, in its last millisecond': working({ ...active, disuseAt: null }, issuedAt + 365 * day - 1, 'password-change', both),
  'active, at its natural end': over({ ...active, disuseAt: null }, issuedAt + 365 * day, 'expired'),
  'active, without any end': working(endless, issuedAt + 36_500 * day, 'password-change', both),
  'active, suspended and enabled again': working(again, now, 'password-change', both),
  'suspended from temporary': whileSuspended(suspendedTemporary, now),
  'suspended from temporary, over': {
    ...whileSuspended(suspendedTemporary, temporaryUntil),
    ...noTheft,
    issue: issues(suspendedTemporary, temporaryUntil),
  },
  'suspended from active': whileSuspended(situations['suspended from active'].state, now),
  'suspended from active, strangers with none left': whileSuspended(
    with_(suspended, exhausted),
    now,
    tells(with_(suspended, exhausted), now),
  ),
  'suspended from active, disused': {
    ...whileSuspended(suspended, changedAt + 1 + 90 * day),
    ...noTheft,
    issue: issues(suspended, changedAt + 1 + 90 * day),
  },
  'suspended for theft': {
    ...whileSuspended(stolen, now),
    ...noTheft,
    'suspend until identified': puts(stolen, now, commands['suspend until identified']),
  },
  revoked: gone(revoked, now),
  'revoked, strangers with none left': gone(with_(revoked, exhausted), now, tells(with_(revoked, exhausted), now)),
  'revoked, long past every end': gone(revoked, issuedAt + 36_500 * day),
  federated: withoutSecrets(federated, now),
  'suspended without secrets': { ...whileSuspended(suspendedFederated, now), 'suspend until identified': noSecrets },
} as const
const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [
      name,
      {
        ...cell,
        ...ofFirst(name),
        ...ofIdentified(name as keyof typeof situations),
        ...ofRebound(name as keyof typeof situations),
        ...ofFederated(name as keyof typeof situations),
      },
    ]),
  ),
}

describe('every state of a credential meets every command', () => {
  describeMatrix<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>(matrix)
})

const events = {
  CredentialIssued: (state: CredentialState): Extract<CredentialEvent, { type: 'CredentialIssued' }> => ({
    type: 'CredentialIssued',
    liftedAt: 0,
    registrationId: 'request-2',
    issuedAt: issuedAt + 36_500 * day,
    securityVersion: state.status === 'none' ? 1 : state.securityVersion + 1,
    temporaryUntil: issuedAt + 36_507 * day,
    expiresAt: null,
    disuseAt: null,
    personal: issue,
  }),
  CredentialImported: {
    type: 'CredentialImported',
    imported,
    status: 'suspended',
    liftedAt: 0,
    issuedAt: now,
    securityVersion: 1,
    expiresAt: null,
    disuseAt: null,
    personal: issue,
  },
  AttemptFailed: { type: 'AttemptFailed', reason: 'delayed', door: 'stranger', failures: 1, pinFailures: 0, spentUntil: now },
  StrangersStopped: { type: 'StrangersStopped', toldAt: now },
  DelayLifted: { type: 'DelayLifted', liftedAt: now, temporaryUntil: now + 7 * day, personal: reason },
  CredentialSuspended: {
    type: 'CredentialSuspended',
    suspendedAt: now,
    securityVersion: 9,
    cause: 'identification-due',
    by: 'system',
    forgetsDevices: true,
    personal: null,
  },
  SignedIn: {
    type: 'SignedIn',
    scope: 'full',
    failuresBefore: 0,
    lastUsedAt: now,
    disuseAt: null,
    signIns: 4,
    device: 'device-new',
    devicesMax: 2,
  },
  VerifiersRenewed: { type: 'VerifiersRenewed', personal: fresh },
  Reauthenticated: { type: 'Reauthenticated', failuresBefore: 2 },
  EmailChanged: { type: 'EmailChanged', personal: { email: 'anna@example.org', earlier: null } },
  PasswordConfirmed: { type: 'PasswordConfirmed' },
  PinConfirmed: { type: 'PinConfirmed' },
  PasswordRecovered: {
    type: 'PasswordRecovered',
    changedAt: now,
    liftedAt: now + 1,
    securityVersion: 9,
    historyMax: 2,
    personal: { password: 'next' },
  },
  PinRenewed: { type: 'PinRenewed', securityVersion: 9, personal: { pin: 'next' } },
  EarlierAddressDropped: { type: 'EarlierAddressDropped', personal: { earlier: null, replaced: null } },
  PasswordChanged: { type: 'PasswordChanged', changedAt: now, securityVersion: 9, historyMax: 2, personal: { password: 'next' } },
  SessionsEnded: { type: 'SessionsEnded', securityVersion: 9 },
  FederatedOpened: (state: CredentialState): Extract<CredentialEvent, { type: 'FederatedOpened' }> => ({
    type: 'FederatedOpened',
    openedAt: now,
    securityVersion: state.status === 'none' ? 1 : state.securityVersion + 1,
    liftedAt: 0,
    personal: { codiceFiscale: null, surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01', locale: 'it' },
  }),
  SecretsRetired: { type: 'SecretsRetired' },
  FederatedSignedIn: { type: 'FederatedSignedIn', lastUsedAt: now, signIns: 4 },
  CredentialReissued: {
    type: 'CredentialReissued',
    securityVersion: 9,
    temporaryUntil: now + 7 * day,
    liftedAt: now,
    personal: { ...fresh, ...reason },
  },
  CredentialReenabled: {
    type: 'CredentialReenabled',
    changedAt: now,
    securityVersion: 9,
    linkVersion: 9,
    temporaryUntil: now + 7 * day,
    disuseAt: null,
    liftedAt: now,
    historyMax: 2,
    personal: { ...fresh, email: null, replaced: null, ...reason },
  },
  CredentialRebound: {
    type: 'CredentialRebound',
    securityVersion: 9,
    personal: { ...other, formerCodiceFiscale: 'VRDNNA80A41L219M', ...reason },
  },
  EndAnnounced: { type: 'EndAnnounced', told: 'ended' },
  CredentialReactivated: { type: 'CredentialReactivated', securityVersion: 9, personal: reason },
  CredentialRevoked: { type: 'CredentialRevoked', revokedAt: now, securityVersion: 9, by: 'office', personal: reason },
} as const satisfies {
  readonly [T in CredentialEvent['type']]:
    | Extract<CredentialEvent, { type: T }>
    | ((state: CredentialState) => Extract<CredentialEvent, { type: T }>)
}

describe('the events of a credential', () => {
  const open = [
    'AttemptFailed',
    'StrangersStopped',
    'DelayLifted',
    'CredentialSuspended',
    'SignedIn',
    'VerifiersRenewed',
    'Reauthenticated',
    'EmailChanged',
    'PasswordChanged',
    'SessionsEnded',
    'CredentialReenabled',
    'CredentialRebound',
    'CredentialRevoked',
    'SecretsRetired',
    'FederatedSignedIn',
  ] as const
  const replaced = ['PasswordConfirmed', 'PinConfirmed', 'PasswordRecovered', 'PinRenewed'] as const
  const onHoldToo = [
    'AttemptFailed',
    'StrangersStopped',
    'SessionsEnded',
    'CredentialSuspended',
    'CredentialReactivated',
    'CredentialReenabled',
    'CredentialRebound',
    'CredentialRevoked',
  ] as const
  const elsewhere = ['SecretsRetired', 'FederatedSignedIn'] as const
  const byStatus: { readonly [S in CredentialState['status']]: readonly CredentialEvent['type'][] } = {
    none: ['CredentialIssued', 'CredentialImported', 'AttemptFailed', 'StrangersStopped', 'FederatedOpened'],
    temporary: ['CredentialIssued', 'CredentialReissued', 'EndAnnounced', ...open],
    active: ['CredentialIssued', ...open, ...replaced],
    suspended: ['CredentialIssued', ...onHoldToo],
    federated: [
      ...['CredentialIssued', 'AttemptFailed', 'StrangersStopped', 'SessionsEnded', 'EmailChanged'],
      ...['CredentialSuspended', 'CredentialRebound', 'CredentialRevoked', 'FederatedSignedIn'],
    ] as readonly CredentialEvent['type'][],
    revoked: ['CredentialIssued', 'AttemptFailed', 'StrangersStopped', 'SessionsEnded', 'CredentialRebound', 'FederatedOpened'],
  }
  const dropping = [...byStatus.active, 'EarlierAddressDropped'] as const
  const follows = {
    ...Object.fromEntries(Object.entries(situations).map(([name, { state }]) => [name, byStatus[state.status]])),
    'temporary, its end told': byStatus.temporary.filter((type) => type !== 'EndAnnounced'),
    'active, without any end': [...open.filter((type) => type !== 'SecretsRetired'), ...replaced],
    'suspended from active': [...byStatus.suspended, ...elsewhere],
    'suspended from active, strangers with none left': [...byStatus.suspended, ...elsewhere],
    'suspended from active, disused': [...byStatus.suspended, ...elsewhere],
    'suspended without secrets': onHoldToo.filter((type) => type !== 'CredentialReenabled'),
    'active, erased': [
      ...byStatus.active.filter((type) => ![...elsewhere, 'CredentialReenabled', 'CredentialRebound'].includes(type)),
      'FederatedOpened',
    ] as const,
    'active, suspended and enabled again': byStatus.temporary.filter((type) => type !== 'CredentialReissued'),
    'active, an earlier address serves in its last millisecond': dropping,
    'active, an earlier address serves no more': dropping,
  }
  describeEvolve<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>(matrix, events, follows, [
    credentialDecider({ ...policy, pinFailuresMax: 1 }),
    credentialDecider({ ...policy, strangersJudgedMax: 0 }),
  ])

  it('cannot issue a credential to somebody whose own still works', () => {
    const early = { ...events.CredentialIssued(active), issuedAt: changedAt + 90 * day }
    expect(() => decider.evolve(active, early)).toThrow('event CredentialIssued cannot follow status active')
    expect(decider.evolve(active, { ...early, issuedAt: changedAt + 90 * day + 1 }).status).toBe('temporary')
  })

  it('keep deadlines, counters and the length of the history as they were decided under another policy', () => {
    const other = credentialDecider({ ...policy, historyMax: 0, pinFailuresMax: 1, temporaryLifetimeMs: 1 })
    const journal = [events.CredentialIssued(unknown), events.AttemptFailed, events.PasswordChanged, events.SignedIn]
    expect(journal.reduce(other.evolve, other.initial)).toStrictEqual(journal.reduce(decider.evolve, decider.initial))
  })

  it('keep of earlier passwords as many as the event says, the newest first', () => {
    const change = (password: string, historyMax: number) =>
      ({ ...events.PasswordChanged, personal: { password }, historyMax }) as const
    let state: CredentialState = temporary
    for (const password of ['a', 'b', 'c']) state = decider.evolve(state, change(password, 2))
    expect(state.personal).toMatchObject({ password: 'c', history: ['b', 'a'] })
    expect(decider.evolve(state, change('d', 0)).personal).toMatchObject({ password: 'd', history: [] })
    expect(decider.evolve(state, change('d', 9)).personal).toMatchObject({ history: ['c', 'b', 'a'] })
  })
})

describe('giving PIN and password once more', () => {
  const reauthenticated = (state: CredentialState, command: CredentialCommand, at = now) => {
    const decided = decider.decide(state, command, { at, by })
    if (!decided.ok) throw new Error(decided.refusal.code)
    return decided.value.reduce(decider.evolve, state)
  }

  it('C13, INV-10: is counted like a sign-in: with the right password the third wrong PIN suspends the credential', () => {
    let state: CredentialState = active
    const wrong = ['reauthenticate with a wrong PIN', 'sign in with a wrong PIN', 'reauthenticate with a wrong PIN'] as const
    for (const [index, name] of wrong.entries()) {
      expect(state.status).toBe('active')
      state = reauthenticated(state, commands[name])
      expect(state.attempts.pinFailures).toBe(index + 1)
    }
    expect(state).toMatchObject({ status: 'suspended', securityVersion: active.securityVersion + 1 })
  })

  it('C13, L6: takes nothing from what strangers may try, and has attempts where they have none', () => {
    const state = reauthenticated(with_(active, exhausted), commands['reauthenticate with a wrong password'])
    expect(state.attempts).toEqual({ ...exhausted, failures: exhausted.failures + 1 })
    expect(reauthenticated(state, commands.reauthenticate).attempts).toEqual(forgiven(state))
  })

  it('INV-24: is no use of the credential, and changes nothing else in it', () => {
    expect(reauthenticated(active, commands.reauthenticate)).toStrictEqual(active)
  })
})

describe('changing the mailbox that notices go to', () => {
  it('leaves everything else as it was, the counters of failed attempts too', () => {
    const state = with_(active, exhausted)
    const decided = decider.decide(state, commands['change the mailbox'], { at: changedAt, by })
    expect(decided.ok && decided.value.reduce(decider.evolve, state as CredentialState)).toStrictEqual({
      ...state,
      personal: {
        ...chosen,
        email: 'anna.verdi@example.org',
        earlier: { email: 'anna@example.it', until: changedAt + 7 * day },
      },
    })
  })

  it('brings back nothing of what was erased', () => {
    expect(decider.evolve({ ...active, personal: null }, events.EmailChanged).personal).toBeNull()
  })
})

describe('what a credential is at an instant', () => {
  it('ends by its natural end, by disuse, and as a temporary one, at the very millisecond of the deadline', () => {
    expect(expiryOf(temporary, temporaryUntil - 1)).toBeNull()
    expect(expiryOf(temporary, temporaryUntil)).toBe('temporary-expired')
    expect(expiryOf(suspendedTemporary, temporaryUntil)).toBe('temporary-expired')
    expect(expiryOf(suspended, temporaryUntil)).toBeNull()
    expect(expiryOf(active, changedAt + 90 * day)).toBeNull()
    expect(expiryOf(active, changedAt + 90 * day + 1)).toBe('disused')
    expect(expiryOf(active, issuedAt + 365 * day - 1)).toBe('disused')
    expect(expiryOf(active, issuedAt + 365 * day)).toBe('expired')
    expect(expiryOf(endless, Number.MAX_SAFE_INTEGER)).toBeNull()
    expect(expiryOf(unknown, 0)).toBeNull()
    expect(expiryOf(revoked, Number.MAX_SAFE_INTEGER)).toBeNull()
  })

  it('says why the subscriber must change the password: it is temporary, or as old as the policy lets it be', () => {
    expect(obligations(temporary, policy, now)).toEqual(['change-temporary-password'])
    expect(obligations(active, policy, changedAt + 60 * day - 1)).toEqual([])
    expect(obligations(active, policy, changedAt + 60 * day)).toEqual(['change-old-password'])
    expect(obligations(active, { ...policy, passwordLifetimeMs: null }, changedAt + 60 * day)).toEqual([])
    for (const state of [unknown, suspendedTemporary, suspended, revoked])
      expect(obligations(state, policy, changedAt + 60 * day)).toEqual([])
  })

  it('has no end where the policy sets none', () => {
    const lasting = credentialDecider({ ...policy, lifetimeMs: null, disuseMs: null, passwordLifetimeMs: null })
    const issued = lasting.decide(unknown, commands.issue, { at: now, by })
    expect(issued.ok && issued.value).toMatchObject([{ expiresAt: null, disuseAt: null }])
    const signedIn = lasting.decide(endless, commands['sign in'], { at: issuedAt + 36_500 * day, by })
    expect(signedIn.ok && signedIn.value).toMatchObject([
      { type: 'SignedIn', scope: 'full', lastUsedAt: issuedAt + 36_500 * day, disuseAt: null },
    ])
  })
})

describe('what strangers may try', () => {
  const wrong = commands['sign in with a wrong password']
  /** The instants of the failures that are judged, of attempts at these instants. */
  function judged(start: CredentialState, of: CredentialPolicy, instants: readonly number[], command: CredentialCommand = wrong) {
    const machine = credentialDecider(of)
    let state = start
    const found: number[] = []
    for (const at of instants) {
      const decided = machine.decide(state, command, { at, by })
      if (!decided.ok) throw new Error(decided.refusal.code)
      const [event] = decided.value
      if (event?.type === 'AttemptFailed' && event.reason !== 'exhausted') found.push(at)
      state = decided.value.reduce(machine.evolve, state)
    }
    return found
  }

  it('L6: never more failures of theirs are judged within 24 hours than the policy says, whenever they come', () => {
    const gaps = fc.array(fc.oneof(fc.constantFrom(0, 1, minute, share, share - 1, day), fc.integer({ min: 0, max: day })), {
      minLength: 1,
      maxLength: 200,
    })
    let most = 0
    fc.assert(
      fc.property(gaps, fc.integer({ min: 2, max: 40 }), (steps, strangersJudgedMax) => {
        let at = changedAt
        const instants = steps.map((gap) => (at += gap))
        const found = judged(endless, { ...policy, strangersJudgedMax }, instants)
        for (const from of found) {
          const within = found.filter((instant) => instant >= from && instant < from + day).length
          expect(within).toBeLessThanOrEqual(strangersJudgedMax)
          most = Math.max(most, within / strangersJudgedMax)
        }
      }),
      { seed: 6, numRuns: runsOf(500) },
    )
    expect(most).toBe(1)
  })

  it('L2: is the same for an account that does not exist, was suspended or was revoked', () => {
    const often = Array.from({ length: 400 }, (_, i) => changedAt + i * 20 * minute)
    const expected = judged(endless, policy, often)
    expect(expected.length).toBeGreaterThan(10)
    for (const state of [unknown, suspended, revoked]) expect(judged(state, policy, often)).toEqual(expected)
  })

  it('L6: leaves a known device its own: there a right sign-in opens the account when strangers have nothing left', () => {
    const state = with_(active, exhausted)
    const known = decider.decide(state, commands['sign in on a known device'], { at: now, by })
    expect(known.ok && known.value[0]?.type).toBe('SignedIn')
    const elsewhere = decider.decide(state, commands['sign in'], { at: now, by })
    expect(elsewhere.ok && elsewhere.value[0]).toMatchObject({ type: 'AttemptFailed', reason: 'exhausted' })
  })

  it('L6: is not given back by a right sign-in, and all of it by the office', () => {
    const signed = decider.decide(with_(active, exhausted), commands['sign in on a known device'], { at: now, by })
    if (!signed.ok) throw new Error(signed.refusal.code)
    const after = signed.value.reduce(decider.evolve, with_(active, exhausted) as CredentialState)
    expect(judged(after, policy, [now])).toEqual([])
    const lifted = decider.evolve(with_(active, exhausted), { ...events.DelayLifted, liftedAt: now })
    expect(judged(lifted, policy, [now, now, now])).toEqual([now, now])
  })

  it('L6: is told to the subscriber once a day, and not before it is used up', () => {
    const told: number[] = []
    let state: CredentialState = endless
    for (let at = changedAt; at < changedAt + 10 * day; at += 10 * minute) {
      const decided = decider.decide(state, wrong, { at, by })
      if (!decided.ok) throw new Error(decided.refusal.code)
      if (decided.value.some(({ type }) => type === 'StrangersStopped')) told.push(at)
      state = decided.value.reduce(decider.evolve, state)
    }
    expect(told).toEqual(Array.from({ length: 10 }, (_, i) => changedAt + 20 * minute + i * day))
  })
})

const waits = [0, 1, 999, 1_000, 5 * minute, day, 7 * day, 60 * day, 90 * day]

describe('walks of a credential', () => {
  const picture = `stateDiagram-v2
    [*] --> none
    none --> none: AttemptSignIn, ConfirmPassword, RecoverPassword, RenewPin
    none --> active: ImportCredential
    none --> suspended: ImportCredential
    none --> revoked: ImportCredential
    none --> temporary: IssueCredential
    none --> federated: OpenFederated
    temporary --> temporary: AttemptSignIn, Reauthenticate, RenewVerifiers, ChangeEmail, ChangePassword, ConfirmPassword, RecoverPassword, RenewPin, DropEarlierAddress, ReenableCredential, RebindCredential, EndSessions, LiftDelay, IssueCredential, ReissueCredential, AnnounceEnd, SignInFederated
    temporary --> federated: SignInFederated
    temporary --> active: ChangePassword
    temporary --> suspended: AttemptSignIn, Reauthenticate, SuspendCredential
    temporary --> revoked: RevokeCredential
    active --> active: AttemptSignIn, Reauthenticate, RenewVerifiers, ChangeEmail, ChangePassword, ConfirmPassword, RecoverPassword, RenewPin, DropEarlierAddress, RebindCredential, EndSessions, LiftDelay, SignInFederated
    active --> temporary: ReenableCredential
    active --> suspended: AttemptSignIn, Reauthenticate, RecoverPassword, RenewPin, SuspendCredential
    active --> revoked: RevokeCredential
    federated --> federated: AttemptSignIn, ChangeEmail, ConfirmPassword, RecoverPassword, RenewPin, DropEarlierAddress, RebindCredential, EndSessions, SignInFederated
    federated --> temporary: IssueCredential
    federated --> suspended: SuspendCredential
    federated --> revoked: RevokeCredential
    suspended --> suspended: AttemptSignIn, Reauthenticate, ConfirmPassword, RecoverPassword, RenewPin, DropEarlierAddress, RebindCredential, EndSessions, SuspendCredential, SignInFederated
    suspended --> federated: ReactivateCredential, SignInFederated
    suspended --> active: ReactivateCredential
    suspended --> temporary: ReenableCredential, ReactivateCredential, IssueCredential
    suspended --> revoked: RevokeCredential
    revoked --> revoked: AttemptSignIn, Reauthenticate, ConfirmPassword, RecoverPassword, RenewPin, DropEarlierAddress, RebindCredential, EndSessions
    revoked --> temporary: IssueCredential
    revoked --> federated: OpenFederated`
  /** As a host gets it that says nothing of lifetimes: only the temporary password ends by itself. */
  const plain = credentialDecider({
    ...policy,
    lifetimeMs: null,
    disuseMs: null,
    passwordLifetimeMs: null,
    pinFailuresMax: 2,
  })
  const options = { start: issuedAt, waits, stamps: [issuedAt, issuedAt + 5_000 * day] }
  describeWalks<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>(
    { decider: plain, by, commands },
    { ...options, published: picture, runs: 5_000 },
  )

  it('INV-03: with a natural end or an end by disuse two edges are added: what has ended is issued anew, or lost to whoever signs in elsewhere', () => {
    const expected = [
      ...edgesOf(picture),
      'active --> temporary: IssueCredential',
      'active --> federated: SignInFederated',
    ].sort()
    expect(edgesSeen({ decider, by, commands }, { start: issuedAt, waits, seed: 3, runs: 6_000, until: expected })).toEqual(
      expected,
    )
    const stamps = options.stamps.map((at) => ({ at, by }))
    expect(edgesOf(diagram(decider, stamps))).toEqual(expected)
  })

  it('INV-09: a temporary password opens nothing but its change, and nothing after the change, a new issue or its term', () => {
    fc.assert(
      fc.property(walks<CredentialState, CredentialCommand>(commands, waits, 80), (steps) => {
        for (const { before, after, decided, at } of walk(decider, steps, issuedAt, by)) {
          for (const event of decided.ok ? decided.value : []) {
            if (event.type !== 'SignedIn') continue
            expect(before.status === 'temporary' || before.status === 'active').toBe(true)
            expect(expiryOf(before, at)).toBeNull()
            if (before.status === 'temporary') {
              expect(event.scope).toBe('password-change')
              expect(at).toBeLessThan(before.temporaryUntil)
            }
            if (event.scope === 'full') expect(before.status).toBe('active')
          }
          if (before.status === 'temporary' && after.status === 'active') {
            expect(after.personal?.password).toBe('next-verifier')
            expect(after.personal?.history).toEqual([before.personal?.password, ...(before.personal?.history ?? [])].slice(0, 2))
          }
          const isEnabled = decided.ok && decided.value.some(({ type }) => type === 'CredentialReenabled')
          if (after.status === 'temporary' && before.status === 'active' && !isEnabled)
            expect(expiryOf(before, at)).not.toBeNull()
        }
      }),
      { seed: 9, numRuns: runsOf(800) },
    )
  })

  it('INV-10: between two legitimate resets never more wrong PINs are judged than the policy allows', () => {
    const policies = fc.record({
      pinFailuresMax: fc.integer({ min: 1, max: 6 }),
      strangersJudgedMax: fc.constantFrom(2, 10, 1_000),
    })
    // A guesser who has the right password, and everything that may happen around him.
    const guessing = {
      ...commands,
      'guess again': commands['sign in with a wrong PIN'],
      'and one more': commands['sign in with a wrong PIN'],
      'and on the device': commands['sign in there with a wrong PIN'],
      'and again': commands['reauthenticate with a wrong PIN'],
      'and once more': commands['recover with a wrong PIN'],
      'and with digits of a new one': commands['renew the PIN with wrong digits'],
    }
    const backwards = [...waits, -1, -day]
    let most = 0
    fc.assert(
      fc.property(policies, walks<CredentialState, CredentialCommand>(guessing, backwards, 120), (figures, steps) => {
        let judged = 0
        for (const { before, after, decided } of walk(credentialDecider({ ...policy, ...figures }), steps, issuedAt, by)) {
          for (const event of decided.ok ? decided.value : []) {
            const resets = [
              'SignedIn',
              'Reauthenticated',
              'PasswordRecovered',
              'PinRenewed',
              'CredentialReactivated',
              'CredentialIssued',
              'CredentialReissued',
              'CredentialReenabled',
              'FederatedOpened',
            ]
            if (resets.includes(event.type)) judged = 0
            if (event.type === 'AttemptFailed' && event.reason === 'wrong-pin') judged += 1
            expect(judged).toBeLessThanOrEqual(figures.pinFailuresMax)
            if (event.type === 'CredentialSuspended' && event.cause === 'wrong-pins') expect(judged).toBe(figures.pinFailuresMax)
          }
          if (before.status === 'suspended' && after.status === 'active') expect(judged).toBe(0)
          most = Math.max(most, judged)
        }
      }),
      { seed: 26, numRuns: runsOf(1_000) },
    )
    expect(most).toBe(6)
  })

  it('INV-10: while it is suspended the true PIN opens nothing, whenever it is given', () => {
    for (const state of [suspended, suspendedTemporary]) {
      for (const at of [0, now, temporaryUntil, issuedAt + 36_500 * day]) {
        for (const attempt of [commands['sign in'], commands.reauthenticate]) {
          const decided = decider.decide(state, attempt, { at, by })
          expect(decided.ok && decided.value.map(({ type }) => type)).toEqual(['AttemptFailed'])
        }
      }
    }
  })

  it('INV-13: with a clock that runs backwards what is revoked, used or replaced never comes back, and no security version returns', () => {
    fc.assert(
      fc.property(walks<CredentialState, CredentialCommand>(commands, [...waits, -1, -day, -90 * day, -1e13], 80), (steps) => {
        for (const { before, after, decided } of walk(decider, steps, issuedAt, by)) {
          if (before.status === 'none') continue
          if (after.status === 'none') throw new Error('a credential was forgotten')
          expect(after.securityVersion).toBeGreaterThanOrEqual(before.securityVersion)
          const types = decided.ok ? decided.value.map(({ type }) => type) : []
          const issuedAnew = types.includes('CredentialIssued') || types.includes('FederatedOpened')
          const isRetired = types.includes('SecretsRetired')
          if (before.status === 'revoked' && !issuedAnew) expect(after.status).toBe('revoked')
          if (before.status === 'suspended' && after.status !== 'suspended' && !issuedAnew && !isRetired) {
            expect(['CredentialReactivated', 'CredentialReenabled', 'CredentialRevoked']).toContain(types[0])
          }
          if (before.status === 'active' && after.status === 'temporary')
            expect(issuedAnew || types.includes('CredentialReenabled')).toBe(true)
          // Secrets that have come to their end opened nothing any more: nothing has to end with them.
          if (after.status !== before.status && !isRetired) expect(after.securityVersion).toBe(before.securityVersion + 1)
        }
      }),
      { seed: 13, numRuns: runsOf(800) },
    )
  })

  it('INV-24: the last use moves on a full sign-in and on nothing else', () => {
    fc.assert(
      fc.property(walks<CredentialState, CredentialCommand>(commands, waits, 80), (steps) => {
        for (const { before, after, decided, at } of walk(decider, steps, issuedAt, by)) {
          if (before.status === 'none' || after.status === 'none') continue
          const events = decided.ok ? decided.value : []
          const full = events.some((event) => event.type === 'SignedIn' && event.scope === 'full')
          const elsewhere = events.some(({ type }) => type === 'FederatedSignedIn')
          const retired = events.some(({ type }) => type === 'SecretsRetired')
          const anew = events.some(({ type }) => type === 'CredentialIssued' || type === 'FederatedOpened')
          const enabled = events.some(({ type }) => type === 'CredentialReenabled')
          if (full) expect([after.lastUsedAt, after.disuseAt]).toEqual([at, at + 90 * day])
          else if (elsewhere) expect([after.lastUsedAt, after.disuseAt]).toEqual([at, retired ? null : before.disuseAt])
          else if (anew) expect(after.lastUsedAt).toBeNull()
          else if (enabled) expect([after.lastUsedAt, after.disuseAt]).toEqual([before.lastUsedAt, at + 90 * day])
          else expect([after.lastUsedAt, after.disuseAt]).toEqual([before.lastUsedAt, before.disuseAt])
        }
      }),
      { seed: 24, numRuns: runsOf(800) },
    )
  })

  it('INV-35: a change of password, a suspension, a reactivation, a revocation and a new issue each begin a new security version', () => {
    fc.assert(
      fc.property(walks<CredentialState, CredentialCommand>(commands, waits, 80), (steps) => {
        for (const { before, after, decided } of walk(decider, steps, issuedAt, by)) {
          if (before.status === 'none' || after.status === 'none') continue
          const quiet = [
            'AttemptFailed',
            'StrangersStopped',
            'DelayLifted',
            'SignedIn',
            'Reauthenticated',
            'VerifiersRenewed',
            'EmailChanged',
            'EndAnnounced',
            'PasswordConfirmed',
            'PinConfirmed',
            'EarlierAddressDropped',
            'SecretsRetired',
            'FederatedSignedIn',
          ]
          const secured = (decided.ok ? decided.value : []).some(({ type }) => !quiet.includes(type))
          expect(after.securityVersion).toBe(before.securityVersion + (secured ? 1 : 0))
        }
      }),
      { seed: 35, numRuns: runsOf(800) },
    )
  })
})
