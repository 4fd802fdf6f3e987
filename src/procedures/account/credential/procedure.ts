/** What the rest of the house knows of credentials. */

import { diagram } from '../../../kernel/index.ts'
import { type Holding, holding } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, whole, wholeOrNull } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { CredentialEvent } from './events.ts'
import { isOver } from './expiry.ts'
import { credentialFeed } from './feed.ts'
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
  temporaryReminderMs: whole(2 * day, { least: 0 }),
  lifetimeMs: wholeOrNull(null),
  disuseMs: wholeOrNull(null),
  passwordLifetimeMs: wholeOrNull(null),
  suspendLinkMs: whole(30 * day),
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

// What only an identification lifts is not paused: it draws new secrets.
const suspended = {
  'suspended-wrong-pins': 'paused',
  'suspended-theft': 'paused',
  'suspended-office': 'paused',
  'suspended-identification': 'ends',
} as const

const holds: readonly Holding[] = [
  holding('signing in with PIN and password', 'stays', {
    ...{ issued: 'ends', reissued: 'ends', identified: 'ends', revoked: 'ends' },
    ...{ 'password-changed': 'ends', 'password-recovered': 'ends', 'pin-renewed': 'ends' },
    ...suspended,
  }),
  // A thief may have signed in on it; and to what opens nothing no device has to be known.
  holding('a known device', 'stays', {
    ...{ issued: 'ends', reissued: 'ends', identified: 'ends', 'password-recovered': 'ends' },
    ...{ 'suspended-theft': 'ends', revoked: 'ends' },
  }),
  holding('the link of a notice, which can suspend', 'stays', {
    ...{ issued: 'ends', identified: 'ends', reactivated: 'ends', revoked: 'ends' },
  }),
  // It tells what has happened, which stays true.
  holding('a notice that is not sent yet', 'stays'),
]

const person = fields('codiceFiscale', 'surname', 'name', 'birthDate', 'email', 'registeredWith', 'locale', 'earlier', 'replaced')

export const credentialProcedure: Procedure<CredentialSlice> = {
  name: 'credential',
  figures,
  keeps,
  messages: credentialMessages,
  features: {
    closable: {
      'password-change': {
        ...{ of: 'citizen', it: 'cambio della password', en: 'change of the password' },
        operations: ['credential/change-password'],
      },
      revocation: {
        of: 'citizen',
        it: "revoca dell'utenza",
        en: 'revocation of the credential',
        operations: ['credential/revoke-own'],
      },
      'desk-revocation': {
        ...{ of: 'office', it: "revoca da parte dell'ente", en: 'revocation by the office' },
        operations: ['credential/revoke'],
      },
      'desk-reactivation': {
        ...{ of: 'office', it: "riattivazione da parte dell'ente", en: 'reactivation by the office' },
        operations: ['credential/reactivate'],
      },
    },
    // Within a session of the secrets it is the end of the session; in one of a provider it would go on.
    acts: { 'credential/change-password': 'use' },
    always: {
      'credential/suspend-own': never.safety,
      'credential/suspend-by-link': never.safety,
      'credential/suspend': never.safety,
      'credential/suspend-for-theft': never.safety,
      'credential/end-sessions': never.safety,
      'credential/lift-delay': never.safety,
      'credential/inspect-link': never.look,
      'credential/inspect': never.look,
    },
  },
  letters: credentialLetters,
  // With a natural end, so that the two instants lead along every arrow.
  diagram: ({ credential }) =>
    diagram(credentialDecider({ ...credential, lifetimeMs: 1_000 }), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(runtime, policy): ProcedureParts<CredentialState, CredentialEvent> {
    const kind = credentialMachine(policy.credential, policy.retention)
    return {
      kind,
      retention: credentialRetention({ runtime, credential: kind, credentialPolicy: policy.credential }, policy.retention),
      subject: {
        of: 'account',
        state: {
          ...fields(
            'status',
            'securityVersion',
            'linkVersion',
            'issuedAt',
            'registrationId',
            'imported',
            'expiresAt',
            'disuseAt',
            'lastUsedAt',
            'passwordChangedAt',
          ),
          // The devices are digests of secrets.
          ...fields(
            'liftedAt',
            'signIns',
            'told',
            'attempts',
            'temporaryUntil',
            'suspendedAt',
            'cause',
            'by',
            'revokedAt',
            'hasSecrets',
          ),
          personal: person,
        },
        journal: {
          ...journalFields,
          ...fields(
            'status',
            'imported',
            'registrationId',
            'issuedAt',
            'openedAt',
            'securityVersion',
            'linkVersion',
            'temporaryUntil',
            'expiresAt',
            'disuseAt',
            'failures',
          ),
          ...fields('door', 'spentUntil', 'toldAt', 'liftedAt', 'signIns', 'devicesMax'),
          ...fields(
            'delegation',
            'pinFailures',
            'suspendedAt',
            'scope',
            'failuresBefore',
            'lastUsedAt',
            'changedAt',
            'historyMax',
            'revokedAt',
          ),
          ...fields('by', 'forgetsDevices', 'operator', 'told'),
          // Of the document's number there is a digest.
          personal: { ...person, ...fields('formerCodiceFiscale', 'documentKind', 'documentIssuedOn', 'reason') },
        },
        close: null,
        mayGo: isOver,
      },
      securityEvent: { does: 'nothing', why: 'it is where they happen', holds },
      feed: credentialFeed,
      underWay: null,
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
