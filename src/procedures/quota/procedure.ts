/** What the rest of the house knows of quotas. */
import { diagram } from '../../kernel/index.ts'
import { day, type Figures, whole } from '../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../runtime/procedure.ts'
import { quotaLetters } from './letters.ts'
import { quotaDecider } from './machine.ts'
import { quotaMessages } from './messages.ts'
import type { QuotaEvent, QuotaPolicy, QuotaState } from './model.ts'
import { quotaMachine } from './schema.ts'

/** What of the policy a quota needs. */
export type QuotaSlice = { readonly quota: QuotaPolicy }

const figures: Figures<QuotaPolicy> = {
  // Each use is written down with all others of its window.
  usesMax: whole(10, { most: 1_000 }),
  mailboxMax: whole(30, { most: 1_000 }),
  windowMs: whole(day),
}

export const quotaProcedure: Procedure<QuotaSlice> = {
  name: 'quota',
  figures,
  keeps: {},
  messages: quotaMessages,
  features: { closable: {}, always: {} },
  letters: quotaLetters,
  diagram: ({ quota }) => diagram(quotaDecider(quota), [{ at: 1_000, by: { kind: 'system' } }]),
  open: (_shell, { quota }): ProcedureParts<QuotaState, QuotaEvent> => ({
    kind: quotaMachine(quota),
    retention: { end: 'removed', says: 'a day after the last use has left the window and its pass is over' },
    subject: { of: 'nobody', why: 'found only by the keyed digest of a mailbox, a requester or an account' },
    securityEvent: { does: 'nothing', why: 'what was counted stays counted', holds: [] },
    feed: { tells: 'nothing', why: 'it counts requests, as many as strangers make' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
