/** What the rest of the house knows of migrations. */
import { diagram } from '../../../kernel/index.ts'
import type { Features } from '../../../runtime/features.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { examplePlan } from './examples.ts'
import { migrationDecider } from './machine.ts'
import { migrationMessages } from './messages.ts'
import type { MigrationEvent, MigrationState } from './model.ts'
import { migrationMachine } from './schema.ts'

const own = 'a cut-over does not wait for an update of the portal'

const acts = [
  ...['plan', 'open', 'prolong', 'postpone', 'bring-forward', 'prolong-cut-over'],
  ...['report-start', 'report-completion', 'report-rollback', 'end'],
]

const features: Features = {
  closable: {},
  always: Object.fromEntries(acts.map((act) => [`migration/${act}`, own])),
}

const { activation, cutOver } = examplePlan(1_000_000_000_000)

export const migrationProcedure: Procedure<unknown> = {
  name: 'migration',
  figures: null,
  keeps: {},
  messages: migrationMessages,
  features,
  letters: {},
  diagram: () =>
    diagram(
      migrationDecider,
      [activation.from - 1, activation.from, cutOver.from + 1].map((at) => ({ at, by: { kind: 'operator', id: 'operator' } })),
    ),
  open: (): ProcedureParts<MigrationState, MigrationEvent> => ({
    kind: migrationMachine,
    retention: {
      end: 'swept',
      says: 'never removed: it is one record a domain, and says where its mailboxes are',
      mayLeave: null,
      sweep: async () => ({ dueAt: null }),
    },
    subject: { of: 'nobody', why: 'it is about a domain; the operators who act on it are named in its journal' },
    securityEvent: { does: 'nothing', why: 'it belongs to no account', holds: [] },
    feed: { tells: 'nothing', why: 'the office has said it itself, and asks for it by its domain' },
    underWay: null,
    files: null,
    mailEnded: null,
    carry: null,
  }),
}
