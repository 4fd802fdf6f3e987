/** What the rest of the house knows of imports. */

import { diagram } from '../../kernel/index.ts'
import { never } from '../../runtime/features.ts'
import { type Figures, tenYears, whole } from '../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../runtime/procedure.ts'
import { importLetters } from './letters.ts'
import { importDecider } from './machine.ts'
import { importMessages } from './messages.ts'
import type { ImportEvent, ImportState } from './model.ts'
import { importMachine } from './schema.ts'

/** How long an import is remembered. */
export type ImportRetention = {
  /** The record of an import, after its last run: its counts, who ran it and when. */
  readonly importMs: number
}

/** What of the policy an import needs. */
export type ImportSlice = { readonly retention: ImportRetention }

const keeps: Figures<ImportRetention> = { importMs: whole(tenYears) }

export const importProcedure: Procedure<ImportSlice> = {
  name: 'import',
  figures: null,
  keeps,
  messages: importMessages,
  features: {
    closable: {
      'desk-import': {
        ...{ of: 'office', it: 'importazione di utenze', en: 'import of accounts' },
        operations: ['import/run', 'import/account'],
      },
    },
    always: { 'import/inspect': never.look },
  },
  letters: importLetters,
  diagram: () => diagram(importDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open: (_runtime, { retention }): ProcedureParts<ImportState, ImportEvent> => ({
    kind: importMachine(retention.importMs),
    retention: { end: 'removed', says: '`importMs` after its last run' },
    subject: { of: 'nobody', why: 'it counts people and names none' },
    feed: { tells: 'nothing', why: 'each account that was imported tells it' },
    securityEvent: { does: 'nothing', why: 'it is about no account', holds: [] },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
