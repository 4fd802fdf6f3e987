/** What the rest of the house knows of addresses. */

import { diagram } from '../../../kernel/index.ts'
import { holding } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import type { Feed } from '../../../runtime/feed.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { type Figures, oneOf } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPolicy } from '../../account/credential/model.ts'
import type { CredentialRetention } from '../../account/credential/retention.ts'
import { credentialMachine } from '../../account/credential/schema.ts'
import { pecClaimMachine } from '../pec-claim/schema.ts'
import { addressesLetters } from './letters.ts'
import { addressesDecider } from './machine.ts'
import { addressesMessages } from './messages.ts'
import type { AddressesEvent, AddressesPolicy, AddressesState } from './model.ts'
import { addressesMachine } from './schema.ts'
import { tellPec } from './security-notices.ts'

/** What of the policy addresses need. */
export type AddressesSlice = {
  readonly addresses: AddressesPolicy
  readonly credential: CredentialPolicy
  readonly retention: CredentialRetention
}

/** Lets others have the PEC in force. Refused, and of no effect, where nobody claims addresses. */
async function releasePec(unit: Unit, accountId: string): Promise<void> {
  const state = await unit.state(addressesMachine, accountId)
  if (state.status !== 'none') await unit.run(pecClaimMachine, state.pecId, { type: 'ReleasePec', accountId })
}

/** Ends the PEC in force: with the account that is revoked nobody is reached by it, and its owner may bring it to another one. */
async function giveUpPec(unit: Unit, accountId: string): Promise<void> {
  await releasePec(unit, accountId)
  await unit.run(addressesMachine, accountId, { type: 'GiveUpPec' })
}

const holds = [holding('the PEC in force', 'stays', { 'pec-changed': 'ends', revoked: 'ends' })]

const figures: Figures<AddressesPolicy> = {
  securityNotices: oneOf('email-and-pec', ['email', 'email-and-pec']),
}

const feed: Feed<AddressesEvent> = {
  tells: 'events',
  events: {
    PecAdopted: { says: 'this PEC is in force', data: ['since'], personal: ['pec'] },
    PecMarkedUnusable: { says: 'the PEC cannot be reached', data: ['reason', 'source', 'foundAt'], personal: [] },
    PecMarkedUsable: { says: 'the PEC can be reached again', data: ['source', 'foundAt'], personal: [] },
    PecGivenUp: { says: 'no PEC is in force: the credential was revoked', data: [], personal: [] },
    // The changes tell it themselves.
    ChangeBegun: null,
    ChangeEnded: null,
  },
}

export const addressesProcedure: Procedure<AddressesSlice> = {
  name: 'addresses',
  figures,
  keeps: {},
  messages: addressesMessages,
  features: {
    closable: {
      'desk-addresses': {
        ...{ of: 'office', it: "recapiti a cura dell'ente", en: 'addresses by the office' },
        operations: ['addresses/set-pec', 'addresses/report-pec-status', 'pec-change/resend-as-office'],
      },
    },
    always: { 'addresses/inspect': never.look, 'addresses/inspect-as-office': never.look, 'addresses/receive': never.post },
  },
  letters: addressesLetters,
  diagram: () =>
    diagram(addressesDecider, [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(runtime, policy): ProcedureParts<AddressesState, AddressesEvent> {
    const { credential: credentialPolicy } = policy
    const credential = credentialMachine(credentialPolicy, policy.retention)
    return {
      kind: addressesMachine,
      retention: {
        end: 'erased-with-account',
        says: 'erased with the credential; the PEC is free for others again',
        async release(unit, accountId) {
          await unit.preload([{ kind: 'addresses', id: accountId }])
          await releasePec(unit, accountId)
        },
      },
      subject: {
        of: 'account',
        state: {
          ...fields('status', 'changes', 'pecId', 'since', 'foundAt', 'reason', 'source'),
          personal: fields('pec'),
        },
        journal: {
          ...journalFields,
          ...fields('kind', 'id', 'pecId', 'since', 'source', 'foundAt', 'finding', 'receiptAt', 'why', 'trust', 'what'),
          personal: fields('pec', 'reason'),
        },
        close: null,
        mayGo: () => true,
      },
      securityEvent: {
        does: 'void',
        holds,
        async void(unit, event) {
          if (policy.addresses.securityNotices === 'email-and-pec')
            await tellPec({ runtime, credential, credentialPolicy }, unit, event)
          if (event.cause === 'CredentialRevoked') await giveUpPec(unit, event.accountId)
        },
      },
      feed,
      underWay: null,
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
