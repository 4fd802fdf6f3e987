/** What the rest of the house knows of credentials. */
import { diagram } from '../../../kernel/index.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, whole, wholeOrNull } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { isOver } from './expiry.ts'
import { credentialLetters } from './letters.ts'
import { credentialDecider } from './machine.ts'
import { credentialMessages } from './messages.ts'
import type { CredentialPolicy, CredentialState } from './model.ts'
import { type CredentialRetention, credentialRetention } from './retention.ts'
import { credentialMachine } from './schema.ts'

/** What of the policy a credential needs. */
export type CredentialSlice = { readonly credential: CredentialPolicy; readonly retention: CredentialRetention }

const figures: Figures<CredentialPolicy> = {
  temporaryLifetimeMs: whole(7 * day),
  lifetimeMs: wholeOrNull(null),
  disuseMs: wholeOrNull(null),
  passwordLifetimeMs: wholeOrNull(null),
  // More guesses than this nobody may have (NIST SP 800-63B-4 §3.2.2).
  pinFailuresMax: whole(5, { most: 100 }),
  strangersJudgedMax: whole(100, { least: 2, most: 10_000 }),
  devicesMax: whole(5, { least: 0, most: 20 }),
  // Each one is a slow hash at every change.
  historyMax: whole(5, { least: 0, most: 24 }),
  addressRestMs: whole(7 * day, { least: 0 }),
}

const keeps: Figures<CredentialRetention> = {
  credentialMs: whole(365 * day),
  // What is removed for good nobody may still be working on.
  unknownAccountMs: whole(30 * day, { least: day }),
}

const person = fields('codiceFiscale', 'surname', 'name', 'birthDate', 'email', 'locale', 'earlier')

export const credentialProcedure: Procedure<CredentialSlice> = {
  name: 'credential',
  figures,
  keeps,
  messages: credentialMessages,
  letters: credentialLetters,
  // With a natural end, so that the two instants lead along every arrow.
  diagram: ({ credential }) =>
    diagram(credentialDecider({ ...credential, lifetimeMs: 1_000 }), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(runtime, policy): ProcedureParts<CredentialState> {
    const kind = credentialMachine(policy.credential, policy.retention)
    return {
      kind,
      retention: credentialRetention(runtime, kind, policy.retention.credentialMs),
      subject: {
        of: 'account',
        state: {
          ...fields(
            'status',
            'securityVersion',
            'issuedAt',
            'registrationId',
            'expiresAt',
            'disuseAt',
            'lastUsedAt',
            'passwordChangedAt',
          ),
          // The devices are digests of secrets.
          ...fields('liftedAt', 'signIns', 'attempts', 'temporaryUntil', 'suspendedAt', 'revokedAt'),
          personal: person,
        },
        journal: {
          ...journalFields,
          ...fields('registrationId', 'issuedAt', 'securityVersion', 'temporaryUntil', 'expiresAt', 'disuseAt', 'failures'),
          ...fields('door', 'spentUntil', 'toldAt', 'liftedAt', 'signIns', 'devicesMax'),
          ...fields(
            'pinFailures',
            'suspendedAt',
            'scope',
            'failuresBefore',
            'lastUsedAt',
            'changedAt',
            'historyMax',
            'revokedAt',
          ),
          ...fields('by', 'operator'),
          personal: { ...person, reason: true },
        },
        close: null,
        mayGo: isOver,
      },
      securityEvent: { does: 'nothing', why: 'it is where they happen' },
      files: null,
      mailEnded: null,
    }
  },
}
