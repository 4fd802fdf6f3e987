/** What the rest of the house knows of rebindings. */

import { diagram } from '../../kernel/index.ts'
import { never } from '../../runtime/features.ts'
import type { Procedure, ProcedureParts } from '../../runtime/procedure.ts'
import { bindingDecider } from './machine.ts'
import { bindingMessages } from './messages.ts'
import type { BindingEvent, BindingState } from './model.ts'
import { bindingMachine } from './schema.ts'

export const bindingProcedure: Procedure<unknown> = {
  name: 'binding',
  figures: null,
  keeps: {},
  messages: bindingMessages,
  features: { closable: {}, always: { 'binding/carry': never.right } },
  letters: {},
  diagram: () => diagram(bindingDecider, [{ at: 1_000, by: { kind: 'system' } }]),
  open: (): ProcedureParts<BindingState, BindingEvent> => ({
    kind: bindingMachine,
    retention: {
      end: 'removed',
      says: 'never: it holds digests alone, and without it a code would lead to another account',
    },
    subject: { of: 'nobody', why: 'it holds digests alone; the credential tells its subscriber of every rebinding' },
    securityEvent: { does: 'nothing', why: 'a code leads where it leads until the office says otherwise', holds: [] },
    feed: { tells: 'nothing', why: 'the credential tells of every rebinding' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
