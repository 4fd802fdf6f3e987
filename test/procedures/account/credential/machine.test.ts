import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diagram } from '../../../../src/kernel/index.ts'
import { credentialDecider, expiryOf, noAttempts, obligations } from '../../../../src/procedures/account/credential/machine.ts'
import type {
  Attempts,
  CredentialCommand,
  CredentialEvent,
  CredentialPersonal,
  CredentialPolicy,
  CredentialRefusal,
  CredentialState,
  FailureReason,
  SignInScope,
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
  lifetimeMs: 365 * day,
  disuseMs: 90 * day,
  passwordLifetimeMs: 60 * day,
  pinFailuresMax: 3,
  freeFailures: 2,
  delayMs: 1_000,
  delayMaxMs: 5 * minute,
  historyMax: 2,
}
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
const personal: CredentialPersonal = { ...subscriber, pin: 'pin-verifier', password: 'temporary-verifier', history: [] }
const chosen: CredentialPersonal = { ...personal, password: 'chosen-verifier', history: ['temporary-verifier'] }
const reason = { reason: 'Asked for at the counter.' }

const unknown: Of<'none'> = { status: 'none', attempts: noAttempts, personal: null }
const temporary: Of<'temporary'> = {
  status: 'temporary',
  securityVersion: 1,
  issuedAt,
  registrationId: 'request-1',
  temporaryUntil: issuedAt + 7 * day,
  expiresAt: issuedAt + 365 * day,
  disuseAt: issuedAt + 90 * day,
  lastUsedAt: null,
  passwordChangedAt: null,
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
  disuseAt: changedAt + 1 + 90 * day,
  personal: chosen,
}
const endless: Of<'active'> = { ...active, expiresAt: null, disuseAt: null }
const suspendedTemporary: Of<'suspended'> = {
  ...terms,
  status: 'suspended',
  suspendedAt: issuedAt + 5,
  securityVersion: 2,
  temporaryUntil,
}
const suspended: Of<'suspended'> = {
  ...active,
  status: 'suspended',
  suspendedAt: changedAt + 5,
  securityVersion: 3,
  temporaryUntil: null,
}
const revoked: Of<'revoked'> = { ...active, status: 'revoked', revokedAt: changedAt + 9, securityVersion: 3 }

/** Three failures, of which two cost nothing: a second of delay. */
const delayed: Attempts = { failures: 3, nextAt: changedAt + 1_000, pinFailures: 1 }
const oneLeft: Attempts = { failures: 2, nextAt: changedAt, pinFailures: 2 }
const manyFailures: Attempts = { failures: 40, nextAt: changedAt, pinFailures: 0 }
const now = changedAt + minute
const with_ = <S extends CredentialState>(state: S, attempts: Attempts): S => ({ ...state, attempts })

const situations = {
  'of nobody': { state: unknown as CredentialState, at: changedAt },
  'of nobody, in the delay': { state: with_(unknown, delayed), at: changedAt + 999 },
  'of nobody, when the delay is over': { state: with_(unknown, delayed), at: changedAt + 1_000 },
  temporary: { state: temporary, at: now },
  'temporary, one wrong PIN from the suspension': { state: with_(temporary, oneLeft), at: now },
  'temporary, in its last millisecond': { state: temporary, at: temporaryUntil - 1 },
  'temporary, over': { state: temporary, at: temporaryUntil },
  active: { state: active, at: now },
  'active, erased': { state: { ...active, personal: null }, at: now },
  'active, in the delay': { state: with_(active, delayed), at: changedAt + 999 },
  'active, when the delay is over': { state: with_(active, delayed), at: changedAt + 1_000 },
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
  'suspended from active': { state: with_(suspended, { failures: 3, nextAt: changedAt + 1_000, pinFailures: 3 }), at: now },
  'suspended from active, in the delay': { state: with_(suspended, delayed), at: changedAt + 999 },
  'suspended from active, disused': { state: suspended, at: changedAt + 1 + 90 * day },
  revoked: { state: revoked, at: now },
  'revoked, in the delay': { state: with_(revoked, delayed), at: changedAt + 999 },
  'revoked, long past every end': { state: revoked, at: issuedAt + 36_500 * day },
} as const satisfies { readonly [name: string]: { readonly state: CredentialState; readonly at: number } }

const fresh = { pin: 'pin-verifier-2', password: 'password-verifier-2' }
const issue = { ...subscriber, pin: 'pin-verifier-new', password: 'temporary-verifier-new' }
const commands = {
  issue: { type: 'IssueCredential', registrationId: 'request-2', personal: issue },
  'sign in': { type: 'AttemptSignIn', passwordMatches: true, pinMatches: true },
  'renew the verifiers': { type: 'RenewVerifiers', personal: fresh },
  'sign in with a wrong PIN': { type: 'AttemptSignIn', passwordMatches: true, pinMatches: false },
  'sign in with a wrong password': { type: 'AttemptSignIn', passwordMatches: false, pinMatches: true },
  'sign in with both wrong': { type: 'AttemptSignIn', passwordMatches: false, pinMatches: false },
  reauthenticate: { type: 'Reauthenticate', passwordMatches: true, pinMatches: true },
  'reauthenticate with a wrong PIN': { type: 'Reauthenticate', passwordMatches: true, pinMatches: false },
  'reauthenticate with a wrong password': { type: 'Reauthenticate', passwordMatches: false, pinMatches: true },
  'reauthenticate with both wrong': { type: 'Reauthenticate', passwordMatches: false, pinMatches: false },
  'change the mailbox': { type: 'ChangeEmail', personal: { email: 'anna.verdi@example.org' } },
  'change the password': { type: 'ChangePassword', passwordMatches: true, personal: { password: 'next-verifier' } },
  'change it with a wrong old one': { type: 'ChangePassword', passwordMatches: false, personal: { password: 'next-verifier' } },
  'end sessions': { type: 'EndSessions' },
  reactivate: { type: 'ReactivateCredential', personal: reason },
  'revoke by the subscriber': { type: 'RevokeCredential', by: 'subscriber', personal: reason },
  'revoke by the office': { type: 'RevokeCredential', by: 'office', personal: reason },
} as const satisfies { readonly [name: string]: Fitting<CredentialState, CredentialCommand> }

const refused = (refusal: CredentialRefusal): Here => ({ refusal })
const notFound = refused({ code: 'credential/not-found' })
const alreadyIssued = refused({ code: 'credential/already-issued' })
const notSuspended = refused({ code: 'credential/not-suspended' })
const isSuspended = refused({ code: 'credential/suspended' })
const isRevoked = refused({ code: 'credential/revoked' })
const isExpired = refused({ code: 'credential/expired' })

const issues = (securityVersion: number, at: number): Here => {
  const ends = { temporaryUntil: at + 7 * day, expiresAt: at + 365 * day, disuseAt: at + 90 * day }
  const issued = { registrationId: 'request-2', issuedAt: at, securityVersion, ...ends }
  return {
    events: [{ type: 'CredentialIssued', ...issued, personal: issue }],
    next: {
      status: 'temporary',
      ...issued,
      lastUsedAt: null,
      passwordChangedAt: null,
      attempts: { failures: 0, nextAt: 0, pinFailures: 0 },
      personal: { ...issue, history: [] },
    },
  }
}
/** One more failure, after which no attempt is judged for `delayMs`. */
const fails = (
  state: CredentialState,
  at: number,
  why: FailureReason,
  delayMs = 0,
  pinFailures = state.attempts.pinFailures,
): Here => {
  const attempts = { failures: state.attempts.failures + 1, nextAt: at + delayMs, pinFailures }
  return { events: [{ type: 'AttemptFailed', reason: why, ...attempts }], next: { ...state, attempts } }
}
const notJudged = (state: CredentialState): Here => ({
  events: [{ type: 'AttemptFailed', reason: 'delayed', ...state.attempts }],
  next: state,
})
const suspends = (state: Of<'temporary' | 'active'>, at: number, delayMs: number): Here => {
  const attempts = { failures: state.attempts.failures + 1, nextAt: at + delayMs, pinFailures: 3 }
  const until = state.status === 'temporary' ? state.temporaryUntil : null
  return {
    events: [
      { type: 'AttemptFailed', reason: 'wrong-pin', ...attempts },
      { type: 'CredentialSuspended', suspendedAt: at, securityVersion: state.securityVersion + 1 },
    ],
    next: {
      ...state,
      attempts,
      status: 'suspended',
      suspendedAt: at,
      securityVersion: state.securityVersion + 1,
      temporaryUntil: until,
    },
  }
}
const signsIn = (state: Of<'temporary' | 'active'>, scope: SignInScope, at: number): Here => {
  const used = scope === 'full' ? { lastUsedAt: at, disuseAt: at + 90 * day } : {}
  const { lastUsedAt, disuseAt } = { ...state, ...used }
  return {
    events: [{ type: 'SignedIn', scope, failuresBefore: state.attempts.failures, lastUsedAt, disuseAt }],
    next: {
      ...state,
      lastUsedAt,
      disuseAt,
      attempts: { failures: 0, nextAt: 0, pinFailures: 0 },
    },
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
  next: { ...state, attempts: { failures: 0, nextAt: 0, pinFailures: 0 } },
})
/** Nothing but where notices go. */
const moves = (state: Of<'temporary' | 'active'>): Here => ({
  events: [{ type: 'EmailChanged', personal: { email: 'anna.verdi@example.org' } }],
  next: { ...state, personal: state.personal === null ? null : { ...state.personal, email: 'anna.verdi@example.org' } },
})
const changes = (state: Of<'temporary' | 'active'>, at: number, history: readonly string[]): Here => {
  const { securityVersion, expiresAt, disuseAt, lastUsedAt, registrationId } = state
  const change = { changedAt: at, securityVersion: securityVersion + 1, historyMax: 2, personal: { password: 'next-verifier' } }
  return {
    events: [{ type: 'PasswordChanged', ...change }],
    next: {
      status: 'active',
      securityVersion: securityVersion + 1,
      issuedAt,
      registrationId,
      expiresAt,
      disuseAt,
      lastUsedAt,
      passwordChangedAt: at,
      attempts: { failures: 0, nextAt: 0, pinFailures: state.attempts.pinFailures },
      personal: state.personal === null ? null : { ...state.personal, password: 'next-verifier', history },
    },
  }
}
const endsSessions = (state: Issued): Here => ({
  events: [{ type: 'SessionsEnded', securityVersion: state.securityVersion + 1 }],
  next: { ...state, securityVersion: state.securityVersion + 1 },
})
const reactivated = (state: Of<'suspended'>): Here => {
  const { suspendedAt: _, temporaryUntil: until, ...rest } = state
  const open = { ...rest, securityVersion: state.securityVersion + 1, attempts: { failures: 0, nextAt: 0, pinFailures: 0 } }
  return {
    events: [{ type: 'CredentialReactivated', securityVersion: state.securityVersion + 1, personal: reason }],
    next: until === null ? { ...open, status: 'active' } : { ...open, status: 'temporary', temporaryUntil: until },
  }
}
const revokes = (state: Exclude<Issued, { status: 'revoked' }>, at: number, who: 'subscriber' | 'office'): Here => {
  const { securityVersion, expiresAt, disuseAt, lastUsedAt, passwordChangedAt, registrationId, attempts } = state
  const kept = { issuedAt, registrationId, expiresAt, disuseAt, lastUsedAt, passwordChangedAt, attempts }
  return {
    events: [{ type: 'CredentialRevoked', revokedAt: at, securityVersion: securityVersion + 1, by: who, personal: reason }],
    next: { ...kept, status: 'revoked', revokedAt: at, securityVersion: securityVersion + 1, personal: state.personal },
  }
}
/** What no counter and no deadline has a say in. */
const ends = (state: Exclude<Issued, { status: 'revoked' }>, at: number) => ({
  'end sessions': endsSessions(state),
  'revoke by the subscriber': revokes(state, at, 'subscriber'),
  'revoke by the office': revokes(state, at, 'office'),
})

const everySignIn = 'sign in | sign in with a wrong PIN | sign in with a wrong password | sign in with both wrong'
const everyReauthentication =
  'reauthenticate | reauthenticate with a wrong PIN | reauthenticate with a wrong password | reauthenticate with both wrong'
const everyAttempt = `${everySignIn} | ${everyReauthentication}`
const wrongPassword =
  'sign in with a wrong password | sign in with both wrong | reauthenticate with a wrong password | reauthenticate with both wrong'
const wrongPin = 'sign in with a wrong PIN | reauthenticate with a wrong PIN'
const right = 'sign in | reauthenticate'
const bothChanges = 'change the password | change it with a wrong old one'

const ofNobody = (at: number, attempt: Here) => ({
  issue: issues(1, at),
  [everySignIn]: attempt,
  [`${everyReauthentication} | change the mailbox | renew the verifiers | ${bothChanges} | end sessions | reactivate | revoke by the subscriber | revoke by the office`]:
    notFound,
})
/** Neither expired nor delayed. */
const working = (
  state: Of<'temporary' | 'active'>,
  at: number,
  scope: SignInScope,
  history: readonly string[],
  delayMs = 0,
): { readonly [names: string]: Here } => ({
  issue: alreadyIssued,
  'sign in': signsIn(state, scope, at),
  reauthenticate: reauthenticates(state),
  [wrongPin]: fails(state, at, 'wrong-pin', delayMs, state.attempts.pinFailures + 1),
  [wrongPassword]: fails(state, at, 'wrong-password', delayMs),
  'change the mailbox': moves(state),
  'renew the verifiers': renews(state),
  'change the password': changes(state, at, history),
  'change it with a wrong old one': fails(state, at, 'wrong-password', delayMs),
  reactivate: notSuspended,
  ...ends(state, at),
})
const over = (state: Of<'temporary' | 'active'>, at: number, why: FailureReason): { readonly [names: string]: Here } => ({
  issue: issues(state.securityVersion + 1, at),
  [right]: fails(state, at, why),
  [wrongPin]: fails(state, at, 'wrong-pin', 0, 1),
  [wrongPassword]: fails(state, at, 'wrong-password'),
  [`change the mailbox | renew the verifiers | ${bothChanges}`]: isExpired,
  reactivate: notSuspended,
  ...ends(state, at),
})
const whileSuspended = (state: Of<'suspended'>, at: number, delayMs = 0): { readonly [names: string]: Here } => ({
  issue: alreadyIssued,
  [`${right} | ${wrongPin}`]: fails(state, at, 'suspended', delayMs),
  [wrongPassword]: fails(state, at, 'wrong-password', delayMs),
  [`change the mailbox | renew the verifiers | ${bothChanges}`]: isSuspended,
  reactivate: reactivated(state),
  ...ends(state, at),
})
const gone = (state: Of<'revoked'>, at: number): { readonly [names: string]: Here } => ({
  issue: issues(4, at),
  [`${right} | ${wrongPin}`]: fails(state, at, 'revoked'),
  [wrongPassword]: fails(state, at, 'wrong-password'),
  [`change the mailbox | renew the verifiers | ${bothChanges} | revoke by the subscriber | revoke by the office`]: isRevoked,
  reactivate: notSuspended,
  'end sessions': endsSessions(state),
})

const suspendedWithFailures = situations['suspended from active'].state
const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'of nobody': ofNobody(changedAt, fails(unknown, changedAt, 'no-credential', 0, 0)),
    'of nobody, in the delay': ofNobody(changedAt + 999, notJudged(with_(unknown, delayed))),
    'of nobody, when the delay is over': ofNobody(
      changedAt + 1_000,
      fails(with_(unknown, delayed), changedAt + 1_000, 'no-credential', 2_000, 0),
    ),
    temporary: working(temporary, now, 'password-change', ['temporary-verifier']),
    'temporary, one wrong PIN from the suspension': {
      ...working(with_(temporary, oneLeft), now, 'password-change', ['temporary-verifier'], 1_000),
      [wrongPin]: suspends(with_(temporary, oneLeft), now, 1_000),
    },
    'temporary, in its last millisecond': working(temporary, temporaryUntil - 1, 'password-change', ['temporary-verifier']),
    'temporary, over': over(temporary, temporaryUntil, 'temporary-expired'),
    active: working(active, now, 'full', ['chosen-verifier', 'temporary-verifier']),
    'active, erased': working({ ...active, personal: null }, now, 'full', []),
    'active, in the delay': {
      issue: alreadyIssued,
      [`${everyAttempt} | ${bothChanges}`]: notJudged(with_(active, delayed)),
      'change the mailbox': moves(with_(active, delayed)),
      'renew the verifiers': renews(with_(active, delayed)),
      reactivate: notSuspended,
      ...ends(with_(active, delayed), changedAt + 999),
    },
    'active, when the delay is over': working(
      with_(active, delayed),
      changedAt + 1_000,
      'full',
      ['chosen-verifier', 'temporary-verifier'],
      2_000,
    ),
    'active, one wrong PIN from the suspension': {
      ...working(with_(active, oneLeft), now, 'full', ['chosen-verifier', 'temporary-verifier'], 1_000),
      [wrongPin]: suspends(with_(active, oneLeft), now, 1_000),
    },
    'active, after forty failures': working(
      with_(active, manyFailures),
      now,
      'full',
      ['chosen-verifier', 'temporary-verifier'],
      5 * minute,
    ),
    'active, a millisecond before its password is old': working(active, changedAt + 60 * day - 1, 'full', [
      'chosen-verifier',
      'temporary-verifier',
    ]),
    'active, its password old': working(active, changedAt + 60 * day, 'password-change', [
      'chosen-verifier',
      'temporary-verifier',
    ]),
    'active, in its last millisecond before disuse': working(active, changedAt + 90 * day, 'password-change', [
      'chosen-verifier',
      'temporary-verifier',
    ]),
    'active, disused': over(active, changedAt + 1 + 90 * day, 'disused'),
    'active, in its last millisecond': working({ ...active, disuseAt: null }, issuedAt + 365 * day - 1, 'password-change', [
      'chosen-verifier',
      'temporary-verifier',
    ]),
    'active, at its natural end': over({ ...active, disuseAt: null }, issuedAt + 365 * day, 'expired'),
    'active, without any end': working(endless, issuedAt + 36_500 * day, 'password-change', [
      'chosen-verifier',
      'temporary-verifier',
    ]),
    'suspended from temporary': whileSuspended(suspendedTemporary, now),
    'suspended from temporary, over': { ...whileSuspended(suspendedTemporary, temporaryUntil), issue: issues(3, temporaryUntil) },
    'suspended from active': whileSuspended(suspendedWithFailures, now, 2_000),
    'suspended from active, in the delay': {
      ...whileSuspended(with_(suspended, delayed), changedAt + 999),
      [`${right} | ${wrongPin}`]: notJudged(with_(suspended, delayed)),
      [wrongPassword]: notJudged(with_(suspended, delayed)),
    },
    'suspended from active, disused': {
      ...whileSuspended(suspended, changedAt + 1 + 90 * day),
      issue: issues(4, changedAt + 1 + 90 * day),
    },
    revoked: gone(revoked, now),
    'revoked, in the delay': {
      ...gone(with_(revoked, delayed), changedAt + 999),
      [`${right} | ${wrongPin}`]: notJudged(with_(revoked, delayed)),
      [wrongPassword]: notJudged(with_(revoked, delayed)),
    },
    'revoked, long past every end': gone(revoked, issuedAt + 36_500 * day),
  },
} as const

describe('every state of a credential meets every command', () => {
  describeMatrix<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>(matrix)
})

const events = {
  CredentialIssued: (state: CredentialState): Extract<CredentialEvent, { type: 'CredentialIssued' }> => ({
    type: 'CredentialIssued',
    registrationId: 'request-2',
    issuedAt: issuedAt + 36_500 * day,
    securityVersion: state.status === 'none' ? 1 : state.securityVersion + 1,
    temporaryUntil: issuedAt + 36_507 * day,
    expiresAt: null,
    disuseAt: null,
    personal: issue,
  }),
  AttemptFailed: { type: 'AttemptFailed', reason: 'delayed', failures: 1, nextAt: now, pinFailures: 0 },
  CredentialSuspended: { type: 'CredentialSuspended', suspendedAt: now, securityVersion: 9 },
  SignedIn: { type: 'SignedIn', scope: 'full', failuresBefore: 0, lastUsedAt: now, disuseAt: null },
  VerifiersRenewed: { type: 'VerifiersRenewed', personal: fresh },
  Reauthenticated: { type: 'Reauthenticated', failuresBefore: 2 },
  EmailChanged: { type: 'EmailChanged', personal: { email: 'anna@example.org' } },
  PasswordChanged: { type: 'PasswordChanged', changedAt: now, securityVersion: 9, historyMax: 2, personal: { password: 'next' } },
  SessionsEnded: { type: 'SessionsEnded', securityVersion: 9 },
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
    'CredentialSuspended',
    'SignedIn',
    'VerifiersRenewed',
    'Reauthenticated',
    'EmailChanged',
    'PasswordChanged',
    'SessionsEnded',
    'CredentialRevoked',
  ] as const
  const onHoldToo = ['AttemptFailed', 'SessionsEnded', 'CredentialReactivated', 'CredentialRevoked'] as const
  const byStatus: { readonly [S in CredentialState['status']]: readonly CredentialEvent['type'][] } = {
    none: ['CredentialIssued', 'AttemptFailed'],
    temporary: ['CredentialIssued', ...open],
    active: ['CredentialIssued', ...open],
    suspended: ['CredentialIssued', ...onHoldToo],
    revoked: ['CredentialIssued', 'AttemptFailed', 'SessionsEnded'],
  }
  const follows = {
    ...Object.fromEntries(Object.entries(situations).map(([name, { state }]) => [name, byStatus[state.status]])),
    'active, without any end': open,
  }
  describeEvolve<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>(matrix, events, follows, [
    credentialDecider({ ...policy, pinFailuresMax: 1 }),
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
    let at = now
    const wrong = ['reauthenticate with a wrong PIN', 'sign in with a wrong PIN', 'reauthenticate with a wrong PIN'] as const
    for (const [index, name] of wrong.entries()) {
      expect(state.status).toBe('active')
      state = reauthenticated(state, commands[name], at)
      expect(state.attempts.pinFailures).toBe(index + 1)
      at = state.attempts.nextAt
    }
    expect(state).toMatchObject({ status: 'suspended', securityVersion: active.securityVersion + 1 })
  })

  it('C13, P4: costs the delays of a sign-in, and the one judged right ends them', () => {
    const state = reauthenticated(
      with_(active, { failures: 4, nextAt: now, pinFailures: 0 }),
      commands['reauthenticate with a wrong password'],
    )
    expect(state.attempts).toEqual({ failures: 5, nextAt: now + 4_000, pinFailures: 0 })
    const early = decider.decide(state, commands.reauthenticate, { at: now + 3_999, by })
    expect(early.ok && early.value).toMatchObject([{ type: 'AttemptFailed', reason: 'delayed' }])
    expect(reauthenticated(state, commands.reauthenticate, now + 4_000).attempts).toEqual(noAttempts)
  })

  it('INV-24: is no use of the credential, and changes nothing else in it', () => {
    expect(reauthenticated(active, commands.reauthenticate)).toStrictEqual(active)
  })
})

describe('changing the mailbox that notices go to', () => {
  it('leaves everything else as it was, the counters of failed attempts too', () => {
    const state = with_(active, delayed)
    const decided = decider.decide(state, commands['change the mailbox'], { at: changedAt, by })
    expect(decided.ok && decided.value.reduce(decider.evolve, state as CredentialState)).toStrictEqual({
      ...state,
      personal: { ...chosen, email: 'anna.verdi@example.org' },
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

describe('the delays', () => {
  /** The delay after each of `count` wrong passwords, each given as soon as it is judged. */
  function delays(of: CredentialPolicy, count: number, start: CredentialState): number[] {
    const machine = credentialDecider(of)
    const found: number[] = []
    let state = start
    let at = changedAt
    for (let i = 0; i < count; i += 1) {
      const decided = machine.decide(state, commands['sign in with a wrong password'], { at, by })
      if (!decided.ok) throw new Error(decided.refusal.code)
      state = decided.value.reduce(machine.evolve, state)
      found.push(state.attempts.nextAt - at)
      at = state.attempts.nextAt
    }
    return found
  }

  it('L6: cost nothing at first, then double, and never grow above the bound', () => {
    const expected = [0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]
    expect(delays(policy, 13, active)).toEqual(expected)
    expect(
      delays(policy, 2_000, active)
        .slice(13)
        .every((ms) => ms === 300_000),
    ).toBe(true)
  })

  it('L6: are those of an account that does not exist', () => {
    expect(delays(policy, 20, unknown)).toEqual(delays(policy, 20, active))
    expect(delays(policy, 20, suspended)).toEqual(delays(policy, 20, active))
    expect(delays(policy, 20, revoked)).toEqual(delays(policy, 20, active))
  })

  it('L6: are none where the policy says so', () => {
    expect(delays({ ...policy, delayMs: 0 }, 50, active)).toEqual(Array.from({ length: 50 }, () => 0))
    expect(delays({ ...policy, freeFailures: 0 }, 2, active)).toEqual([1_000, 2_000])
  })

  it('L6: an attempt in the delay is not judged and does not make it longer, so the owner gets in when it is over', () => {
    const state = situations['active, in the delay'].state
    for (const name of ['sign in', 'sign in with a wrong PIN', 'sign in with both wrong', 'reauthenticate'] as const) {
      const decided = decider.decide(state, commands[name], { at: delayed.nextAt - 1, by })
      expect(decided).toEqual({ ok: true, value: [{ type: 'AttemptFailed', reason: 'delayed', ...delayed }] })
    }
    const after = decider.decide(state, commands['sign in'], { at: delayed.nextAt, by })
    expect(after.ok && after.value[0]?.type).toBe('SignedIn')
  })
})

const waits = [0, 1, 999, 1_000, 5 * minute, day, 7 * day, 60 * day, 90 * day]

describe('walks of a credential', () => {
  const picture = `stateDiagram-v2
    [*] --> none
    none --> none: AttemptSignIn
    none --> temporary: IssueCredential
    temporary --> temporary: AttemptSignIn, Reauthenticate, RenewVerifiers, ChangeEmail, ChangePassword, EndSessions, IssueCredential
    temporary --> active: ChangePassword
    temporary --> suspended: AttemptSignIn, Reauthenticate
    temporary --> revoked: RevokeCredential
    active --> active: AttemptSignIn, Reauthenticate, RenewVerifiers, ChangeEmail, ChangePassword, EndSessions
    active --> suspended: AttemptSignIn, Reauthenticate
    active --> revoked: RevokeCredential
    suspended --> suspended: AttemptSignIn, Reauthenticate, EndSessions
    suspended --> active: ReactivateCredential
    suspended --> temporary: ReactivateCredential, IssueCredential
    suspended --> revoked: RevokeCredential
    revoked --> revoked: AttemptSignIn, Reauthenticate, EndSessions
    revoked --> temporary: IssueCredential`
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
    { ...options, published: picture, runs: 1_500 },
  )

  it('INV-03: with a natural end or an end by disuse one edge is added: what has ended can be issued anew', () => {
    const expected = [...edgesOf(picture), 'active --> temporary: IssueCredential'].sort()
    expect(edgesSeen({ decider, by, commands }, { start: issuedAt, waits, seed: 3, runs: 1_500, until: expected })).toEqual(
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
            expect(after.personal?.history).toEqual([before.personal?.password])
          }
          if (after.status === 'temporary' && before.status === 'active') expect(expiryOf(before, at)).not.toBeNull()
        }
      }),
      { seed: 9, numRuns: runsOf(800) },
    )
  })

  it('INV-10: between two legitimate resets never more wrong PINs are judged than the policy allows', () => {
    const policies = fc.record({ pinFailuresMax: fc.integer({ min: 1, max: 6 }), freeFailures: fc.constantFrom(0, 3, 50) })
    // A guesser who has the right password, and everything that may happen around him.
    const guessing = {
      ...commands,
      'guess again': commands['sign in with a wrong PIN'],
      'and again': commands['reauthenticate with a wrong PIN'],
      'and once more': commands['reauthenticate with a wrong PIN'],
    }
    const backwards = [...waits, -1, -day]
    let most = 0
    fc.assert(
      fc.property(policies, walks<CredentialState, CredentialCommand>(guessing, backwards, 120), (figures, steps) => {
        let judged = 0
        for (const { before, after, decided } of walk(credentialDecider({ ...policy, ...figures }), steps, issuedAt, by)) {
          for (const event of decided.ok ? decided.value : []) {
            const resets = ['SignedIn', 'Reauthenticated', 'CredentialReactivated', 'CredentialIssued']
            if (resets.includes(event.type)) judged = 0
            if (event.type === 'AttemptFailed' && event.reason === 'wrong-pin') judged += 1
            expect(judged).toBeLessThanOrEqual(figures.pinFailuresMax)
            if (event.type === 'CredentialSuspended') expect(judged).toBe(figures.pinFailuresMax)
          }
          if (before.status === 'suspended' && after.status === 'active') expect(judged).toBe(0)
          most = Math.max(most, judged)
        }
      }),
      { seed: 10, numRuns: runsOf(1_000) },
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
          const issuedAnew = types.includes('CredentialIssued')
          if (before.status === 'revoked' && !issuedAnew) expect(after.status).toBe('revoked')
          if (before.status === 'suspended' && after.status !== 'suspended' && !issuedAnew) {
            expect(['CredentialReactivated', 'CredentialRevoked']).toContain(types[0])
          }
          if (before.status === 'active' && after.status === 'temporary') expect(issuedAnew).toBe(true)
          if (after.status !== before.status) expect(after.securityVersion).toBe(before.securityVersion + 1)
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
          const anew = events.some(({ type }) => type === 'CredentialIssued')
          if (full) expect([after.lastUsedAt, after.disuseAt]).toEqual([at, at + 90 * day])
          else if (anew) expect(after.lastUsedAt).toBeNull()
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
          const quiet = ['AttemptFailed', 'SignedIn', 'Reauthenticated', 'VerifiersRenewed', 'EmailChanged']
          const secured = (decided.ok ? decided.value : []).some(({ type }) => !quiet.includes(type))
          expect(after.securityVersion).toBe(before.securityVersion + (secured ? 1 : 0))
        }
      }),
      { seed: 35, numRuns: runsOf(800) },
    )
  })
})
