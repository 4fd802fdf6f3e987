/** What the rest of the house knows of delegations. */
import { diagram } from '../../../kernel/index.ts'
import { holding } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import type { Feed } from '../../../runtime/feed.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { CredentialPolicy } from '../../account/credential/model.ts'
import type { CredentialRetention } from '../../account/credential/retention.ts'
import { credentialMachine } from '../../account/credential/schema.ts'
import { carryDelegations } from './carry.ts'
import { delegationLetters } from './letters.ts'
import { delegationDecider } from './machine.ts'
import { delegationMessages } from './messages.ts'
import type { DelegationEvent, DelegationPolicy, DelegationState } from './model.ts'
import { type DelegationRetention, delegationRetention } from './retention.ts'
import { delegationMachine } from './schema.ts'

/** What of the policy delegations need. */
export type DelegationSlice = {
  readonly delegation: DelegationPolicy
  readonly credential: CredentialPolicy
  readonly retention: DelegationRetention & CredentialRetention
}

const figures: Figures<DelegationPolicy> = { requestsMax: whole(5, { most: 100 }) }

const keeps: Figures<DelegationRetention> = {
  delegationMs: whole(365 * day),
  delegationRequestMs: whole(180 * day),
}

// Nothing personal: it is about two persons, and a row of the host follows one account.
const feed: Feed<DelegationEvent> = {
  tells: 'events',
  events: {
    DelegationRequested: {
      says: '`delegateId` asks to act for the person of the account',
      data: ['delegateId', 'capacity', 'fromDay', 'untilDay', 'requestedAt'],
      personal: [],
    },
    DelegationGranted: { says: 'the office has granted it', data: ['grantedAt', 'untilDay'], personal: [] },
    DelegationRejected: { says: 'the office has rejected it', data: ['endedAt'], personal: [] },
    DelegationMoved: {
      says: 'one of the two has another account from now on: `delegateId` and the account of the event are those of both',
      data: ['delegateId'],
      personal: [],
    },
    DelegationWithdrawn: {
      says: 'it was taken back before the office has decided, or the office has not decided in time',
      data: ['endedAt', 'endedBy'],
      personal: [],
    },
    DelegationRevoked: { says: 'it has ended before its last day', data: ['endedAt', 'endedBy'], personal: [] },
  },
}

const facts = fields('delegateId', 'accountId', 'capacity', 'services', 'fromDay', 'untilDay')
const dates = fields('requestedAt', 'grantedAt', 'endedAt', 'endedBy', 'operator')
// The record goes out to either of the two: of the other the name alone (GDPR art. 15(4)). Of the document's number there is a digest.
const named = fields('surname', 'name')
const personal = { delegate: named, person: named, ...fields('evidenceKind', 'evidenceExpiresOn') }

export const delegationProcedure: Procedure<DelegationSlice> = {
  name: 'delegation',
  figures,
  keeps,
  messages: delegationMessages,
  features: {
    closable: {
      delegation: {
        ...{ of: 'citizen', it: "richiesta di agire per un'altra persona", en: 'request to act for another person' },
        operations: ['delegation/request'],
      },
      'desk-delegation': {
        ...{ of: 'office', it: 'decisioni sulle deleghe', en: 'decisions on delegations' },
        operations: ['delegation/record', 'delegation/grant', 'delegation/reject'],
      },
    },
    always: {
      'delegation/end': never.safety,
      'delegation/revoke': never.safety,
      'delegation/inspect': never.look,
      'delegation/list-own': never.look,
    },
  },
  letters: delegationLetters,
  diagram: () =>
    diagram(
      delegationDecider,
      [1_000, 1_000_000_000_000].map((at) => ({ at, by: { kind: 'operator', id: 'operator' } })),
    ),
  open(runtime, policy): ProcedureParts<DelegationState, DelegationEvent> {
    const kind = delegationMachine(policy.retention)
    return {
      kind,
      retention: delegationRetention({
        runtime,
        delegation: kind,
        credential: credentialMachine(policy.credential, policy.retention),
      }),
      subject: {
        of: 'tag',
        state: { ...fields('status'), ...facts, ...dates, personal },
        journal: {
          ...journalFields,
          ...facts,
          ...dates,
          ...fields('service', 'delegation'),
          personal: { ...personal, reason: true },
        },
        async close(unit, id) {
          // Refused where nothing holds any more.
          await unit.run(kind, id, { type: 'EndDelegation', endedBy: 'erasure', personal: { reason: null } })
          unit.cancelMail('delegation', id)
          return null
        },
        mayGo: () => true,
      },
      securityEvent: {
        does: 'nothing',
        why: 'it belongs to two persons, and not to a credential of either',
        holds: [holding('a delegation, of whoever acts and of whoever is acted for', 'stays')],
      },
      feed,
      underWay: null,
      files: null,
      carry: carryDelegations(runtime, kind),
      mailEnded: null,
    }
  },
}
