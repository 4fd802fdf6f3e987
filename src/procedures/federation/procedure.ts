/** What the rest of the house knows of identities of SPID, CIE, CNS and eIDAS, and of who signs in with them. */
import { diagram } from '../../kernel/index.ts'
import { holding } from '../../runtime/account-acts.ts'
import { never } from '../../runtime/features.ts'
import type { Feed } from '../../runtime/feed.ts'
import { fields, journalFields } from '../../runtime/hand-out.ts'
import { day, type Figures, minute, oneOf, whole } from '../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../runtime/procedure.ts'
import type { CredentialPolicy } from '../account/credential/model.ts'
import type { CredentialRetention } from '../account/credential/retention.ts'
import { credentialMachine } from '../account/credential/schema.ts'
import { federationLetters } from './letters.ts'
import { federationDecider, openCaseOf } from './machine.ts'
import { federationLinkMessages } from './messages.ts'
import type { FederationEvent, FederationPolicy, FederationState } from './model.ts'
import { type FederationRetention, federationRetention } from './retention.ts'
import { federationMachine } from './schema.ts'

/** What of the policy an identity needs. */
export type FederationSlice = {
  readonly federation: FederationPolicy
  readonly credential: CredentialPolicy
  readonly retention: FederationRetention & CredentialRetention
}

const figures: Figures<FederationPolicy> = {
  newPersons: oneOf('at-once', ['at-once', 'after-approval', 'never']),
  leastLevel: whole(2, { most: 3 }),
  signInAgeMs: whole(15 * minute),
}

const keeps: Figures<FederationRetention> = {
  federationCaseMs: whole(180 * day),
  federationEndedMs: whole(365 * day),
}

const feed: Feed<FederationEvent> = {
  tells: 'events',
  events: {
    IdentityLinked: { says: 'an identity opens the account from now on', data: ['protocol', 'linkedAt'], personal: ['provider'] },
    OfficeAsked: {
      says: 'the office has to decide whether it does',
      data: ['protocol', 'question', 'askedAt'],
      personal: ['provider'],
    },
    LinkRejected: { says: 'the office has rejected it', data: ['rejectedAt'], personal: ['reason'] },
    IdentityUnlinked: { says: 'it opens the account no more', data: ['unlinkedAt', 'by'], personal: ['reason'] },
    CaseLapsed: { says: 'nobody has decided in time: what is linked stays as it is', data: [], personal: [] },
    IdentityJoined: { says: 'it opens the account of a codice fiscale from now on', data: [], personal: ['reason'] },
  },
}

// A wrong PIN says nothing of whoever signs in elsewhere; what the owner or the office fears does.
const closed = {
  'suspended-theft': 'paused',
  'suspended-office': 'paused',
  'suspended-identification': 'paused',
  revoked: 'ends',
} as const

const given = fields('codiceFiscale', 'personIdentifier', 'surname', 'givenName', 'sex', 'birthDate', 'locale', 'findings')
const person = { ...fields('provider', 'scheme', 'subject', 'reason'), given }
const about = fields('protocol', 'accountId', 'linkedAt', 'isExempt', 'by')

export const federationProcedure: Procedure<FederationSlice> = {
  name: 'federation',
  figures,
  keeps,
  messages: federationLinkMessages,
  features: {
    closable: {
      'federated-sign-in': {
        ...{ of: 'citizen', it: 'accesso con SPID, CIE, CNS o eIDAS', en: 'sign-in with SPID, CIE, CNS or eIDAS' },
        operations: ['federation/sign-in'],
      },
      'desk-federation': {
        ...{ of: 'office', it: 'decisioni sulle identità digitali', en: 'decisions on digital identities' },
        operations: ['federation/approve', 'federation/reject', 'federation/join'],
      },
    },
    always: {
      'federation/inspect-own': never.look,
      'federation/inspect-as-office': never.look,
      'federation/dossier': never.look,
      'federation/unlink-own': never.safety,
      'federation/unlink': never.safety,
    },
  },
  letters: federationLetters,
  diagram: () => diagram(federationDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open(runtime, policy): ProcedureParts<FederationState, FederationEvent> {
    const kind = federationMachine(policy.retention)
    const credential = credentialMachine(policy.credential, policy.retention)
    return {
      kind,
      retention: federationRetention({ runtime, credential, federation: kind }, policy.retention),
      subject: {
        of: 'case',
        state: { ...fields('status', 'endedAt'), ...about, openCase: fields('question', 'askedAt'), personal: person },
        journal: {
          ...journalFields,
          ...about,
          ...fields('question', 'askedAt', 'rejectedAt', 'unlinkedAt', 'operator'),
          personal: person,
        },
        close: null,
        mayGo: (state) => openCaseOf(state) === null,
      },
      securityEvent: {
        does: 'nothing',
        why: 'whether an identity opens an account is asked of the account at each sign-in',
        holds: [holding('signing in with SPID, CIE, CNS or eIDAS', 'stays', closed)],
      },
      feed,
      underWay: null,
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
