/** What the rest of the house knows of claims on PEC addresses. */
import { diagram } from '../../../kernel/index.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { pecClaimDecider } from './machine.ts'
import { pecClaimMessages } from './messages.ts'
import type { PecClaimEvent, PecClaimState } from './model.ts'
import { pecClaimMachine } from './schema.ts'

export const pecClaimProcedure: Procedure<unknown> = {
  name: 'pec-claim',
  figures: null,
  keeps: {},
  messages: pecClaimMessages,
  features: { closable: {}, always: {} },
  letters: {},
  diagram: () => diagram(pecClaimDecider, [{ at: 1_000, by: { kind: 'system' } }]),
  open: (): ProcedureParts<PecClaimState, PecClaimEvent> => ({
    kind: pecClaimMachine,
    retention: { end: 'removed', says: 'a day after the address was released' },
    subject: { of: 'nobody', why: 'found only by the keyed digest of an address, which the addresses hand out' },
    securityEvent: { does: 'nothing', why: 'whose an address is does not change by it', holds: [] },
    feed: { tells: 'nothing', why: 'the addresses tell which PEC is in force' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
