/** A credential of nobody, of the length that those of subscribers have: what is done about nobody takes as long as about them. */
import type { CredentialState } from './model.ts'

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
