/** What the rest of the house knows of addresses. */
import { diagram } from '../../../kernel/index.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { pecClaimMachine } from '../pec-claim/schema.ts'
import { addressesDecider } from './machine.ts'
import { addressesMessages } from './messages.ts'
import type { AddressesState } from './model.ts'
import { addressesMachine } from './schema.ts'

export const addressesProcedure: Procedure<unknown> = {
  name: 'addresses',
  figures: null,
  keeps: {},
  messages: addressesMessages,
  diagram: () =>
    diagram(addressesDecider, [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open: (): ProcedureParts<AddressesState> => ({
    kind: addressesMachine,
    retention: {
      end: 'erased-with-account',
      says: 'erased with the credential; the PEC is free for others again',
      async release(unit, accountId) {
        await unit.preload([{ kind: 'addresses', id: accountId }])
        const state = await unit.state(addressesMachine, accountId)
        // Refused where nobody claims addresses.
        if (state.status !== 'none') await unit.run(pecClaimMachine, state.pecId, { type: 'ReleasePec', accountId })
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
    securityEvent: { does: 'nothing', why: 'the addresses in force stay; each change of them is its own procedure' },
    files: null,
    mailEnded: null,
  }),
}
