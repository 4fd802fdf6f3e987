/** What the rest of the house knows of changes of PEC. */
import { availableCommands, diagram } from '../../../kernel/index.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, hour, minute, oneOf, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPolicy } from '../../account/credential/model.ts'
import type { CredentialRetention } from '../../account/credential/retention.ts'
import { credentialMachine } from '../../account/credential/schema.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { linkSettled } from './dispatch.ts'
import { pecChangeDecider } from './machine.ts'
import { pecChangeMessages } from './messages.ts'
import type { PecChangePolicy, PecChangeState } from './model.ts'
import { pecChangeMachine } from './schema.ts'

/** What of the policy a change of PEC needs. */
export type PecChangeSlice = {
  readonly pecChange: PecChangePolicy
  readonly credential: CredentialPolicy
  readonly retention: CredentialRetention & { readonly closedMs: number }
}

const powers = ['note', 'lengthen', 'bind'] as const

const figures: Figures<PecChangePolicy> = {
  // Each one is looked through at every click and receipt.
  linksMax: whole(5, { most: 20 }),
  receipts: oneOf('expected', ['expected', 'none']),
  unverifiedReceipts: oneOf('lengthen', powers),
  invalidReceipts: oneOf('note', powers),
  receiptTimeoutMs: whole(day, { least: 0 }),
  skewMs: whole(5 * minute, { least: 0 }),
  sharedPec: oneOf('refuse', ['refuse', 'allow']),
}

const link = fields('number', 'sentAt', 'dispatchedAt', 'receivedAt', 'until', 'closesAt', 'failure', 'heldAt')

export const pecChangeProcedure: Procedure<PecChangeSlice> = {
  name: 'pec-change',
  figures,
  keeps: {},
  messages: pecChangeMessages,
  // Early, when all is over, and when a click waits for its receipt.
  diagram: ({ pecChange }) =>
    diagram(
      pecChangeDecider({ ...pecChange, linksMax: 2 }),
      [1_000, 1_000_000_000_000, 1_000 + 49 * hour].map((at) => ({ at, by: { kind: 'system' } })),
    ),
  open(runtime, policy): ProcedureParts<PecChangeState> {
    const kind = pecChangeMachine(policy.pecChange, policy.retention.closedMs)
    const credential = credentialMachine(policy.credential, policy.retention)
    async function voidOpen(unit: Unit, id: string, cause: string): Promise<void> {
      // Refused where it has ended, also by itself.
      const voided = await unit.run(kind, id, { type: 'VoidPecChange', cause })
      if (voided.ok) unit.cancelMail('pec-change', id)
    }
    return {
      kind,
      retention: { end: 'erased', says: '`closedMs` after it has ended, or its term has' },
      subject: {
        of: 'tag',
        state: {
          ...fields(
            'status',
            'accountId',
            'securityVersion',
            'origin',
            'pecId',
            'requestedAt',
            'confirmedAt',
            'endedAt',
            'failure',
          ),
          links: link,
          personal: fields('pec'),
        },
        journal: {
          ...journalFields,
          ...fields(
            'accountId',
            'securityVersion',
            'origin',
            'pecId',
            'requestedAt',
            'dispatchedAt',
            'receivedAt',
            'until',
            'closesAt',
          ),
          ...fields('failure', 'heldAt', 'endedAt', 'confirmedAt', 'kind', 'receiptAt', 'why', 'trust'),
          link,
          personal: fields('pec', 'id', 'provider'),
        },
        async close(unit, id) {
          await voidOpen(unit, id, 'erasure')
          return null
        },
        mayGo: (state, at) => availableCommands(kind.decider, state, { at, by: { kind: 'system' } }).length === 0,
      },
      securityEvent: {
        does: 'void',
        async void(unit, { accountId, cause }) {
          const { changes } = await unit.state(addressesMachine, accountId)
          if (changes.pec !== null) await voidOpen(unit, changes.pec, cause)
        },
      },
      files: null,
      mailEnded: (emailId, end) => linkSettled({ runtime, credential, pecChange: kind }, emailId, end),
    }
  },
}
