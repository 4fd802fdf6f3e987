/** Examples: a credential of nobody, as long as those of subscribers, so that what is done about nobody takes as long; and commands of each kind. */
import type { CredentialCommand, CredentialState } from './model.ts'

const instant = Date.UTC(2026, 0, 1)
// As long as a verifier by argon2id with the id of its pepper, and as the digest of a device.
const verifier = 'x'.repeat(110)
const digest = 'x'.repeat(64)

/** Active, with one earlier password and one known device. */
export const exampleCredential: Extract<CredentialState, { status: 'active' }> = {
  status: 'active',
  securityVersion: 1,
  linkVersion: 1,
  issuedAt: instant,
  registrationId: '0'.repeat(26),
  imported: null,
  expiresAt: null,
  disuseAt: instant,
  lastUsedAt: instant,
  passwordChangedAt: instant,
  liftedAt: instant,
  signIns: 1,
  devices: [digest],
  told: 'nothing',
  attempts: { failures: 0, pinFailures: 0, spentUntil: instant, toldAt: 0 },
  personal: {
    codiceFiscale: 'X'.repeat(16),
    surname: 'X'.repeat(8),
    name: 'X'.repeat(8),
    birthDate: '1970-01-01',
    email: 'x'.repeat(24),
    registeredWith: 'x'.repeat(16),
    locale: 'it',
    pin: verifier,
    password: verifier,
    history: [verifier],
    earlier: null,
    replaced: null,
  },
}

// A row of nobody has its own few fields beside it.
const ownLength = 120

/** Fills the row of nobody up to the length of that of a subscriber. */
export const filler: string = ' '.repeat(JSON.stringify(exampleCredential).length - ownLength)

/** A command of each kind, and of each way it can go, for a credential in that state: what the picture and the walks are made of. */
export function exampleCommands(state: CredentialState): readonly CredentialCommand[] {
  const registrationId = (state.status === 'none' ? null : state.registrationId) ?? 'registration'
  const reason = { reason: 'Asked for at the counter.' }
  const personal = { codiceFiscale: 'VRDNNA80A41L219M', surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01' }
  const document = { documentKind: 'passport', documentNumber: 'digest', documentIssuedOn: '2026-01-01' }
  const imported = { batch: 'batch', digest: 'digest' }
  const stranger = { door: 'stranger', isDelayed: false, device: 'device' } as const
  const renewal = { door: 'session', isDelayed: false, passwordMatches: true, personal: { pin: 'new' } } as const
  const secrets = { email: 'anna@example.it', locale: 'it', pin: 'pin', password: 'password' } as const
  return [
    { type: 'IssueCredential', registrationId: 'registration', personal: { ...personal, ...secrets } },
    { type: 'ImportCredential', imported, status: 'active', personal: { ...personal, ...secrets } },
    { type: 'ImportCredential', imported, status: 'suspended', personal: { ...personal, ...secrets } },
    { type: 'ImportCredential', imported, status: 'revoked', personal: { ...personal, ...secrets } },
    { type: 'AttemptSignIn', ...stranger, passwordMatches: true, pinMatches: true },
    { type: 'AttemptSignIn', ...stranger, passwordMatches: true, pinMatches: false },
    { type: 'AttemptSignIn', ...stranger, passwordMatches: false, pinMatches: false },
    { type: 'AttemptSignIn', ...stranger, isDelayed: true, passwordMatches: true, pinMatches: true },
    { type: 'AttemptSignIn', ...stranger, door: 'device', passwordMatches: false, pinMatches: false },
    { type: 'Reauthenticate', isDelayed: false, passwordMatches: true, pinMatches: true },
    { type: 'Reauthenticate', isDelayed: false, passwordMatches: true, pinMatches: false },
    { type: 'RenewVerifiers', personal: { pin: 'new', password: 'new' } },
    { type: 'ChangeEmail', personal: { email: 'anna@example.org' } },
    { type: 'ChangePassword', isDelayed: false, passwordMatches: true, personal: { password: 'new' } },
    { type: 'ChangePassword', isDelayed: false, passwordMatches: false, personal: { password: 'new' } },
    { type: 'ConfirmPassword', door: 'stranger', isDelayed: false, passwordMatches: true },
    { type: 'RecoverPassword', isDelayed: false, pinMatches: true, isAcceptable: true, personal: { password: 'new' } },
    { type: 'RecoverPassword', isDelayed: false, pinMatches: true, isAcceptable: false, personal: { password: 'new' } },
    { type: 'RecoverPassword', isDelayed: false, pinMatches: false, isAcceptable: true, personal: { password: 'new' } },
    { type: 'RenewPin', ...renewal, isOpen: true, pinMatches: true },
    { type: 'RenewPin', ...renewal, isOpen: true, pinMatches: false },
    { type: 'DropEarlierAddress' },
    { type: 'ReenableCredential', personal: { pin: 'new', password: 'new', email: null, ...reason } },
    { type: 'RebindCredential', personal: { ...personal, surname: 'Bianchi', ...document, ...reason } },
    { type: 'OpenFederated', personal: { ...personal, locale: 'it' } },
    { type: 'SignInFederated' },
    { type: 'EndSessions' },
    { type: 'LiftDelay', personal: reason },
    { type: 'ReissueCredential', registrationId, personal: { pin: 'new', password: 'new', ...reason } },
    { type: 'AnnounceEnd' },
    { type: 'SuspendCredential', cause: 'theft-suspected', by: 'subscriber', personal: reason },
    { type: 'SuspendCredential', cause: 'office', by: 'office', personal: reason },
    { type: 'SuspendCredential', cause: 'identification-due', by: 'system', personal: null },
    { type: 'ReactivateCredential', personal: reason },
    { type: 'RevokeCredential', by: 'subscriber', personal: reason },
  ]
}
