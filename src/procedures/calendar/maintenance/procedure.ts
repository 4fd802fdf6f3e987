/** What the rest of the house knows of the calendar. */
import { diagram } from '../../../kernel/index.ts'
import type { Features } from '../../../runtime/features.ts'
import { type Figure, type Figures, invalidFigure } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { maintenanceLetters } from './letters.ts'
import { maintenanceDecider } from './machine.ts'
import { maintenanceMessages } from './messages.ts'
import type { MaintenanceEvent, MaintenancePolicy, MaintenanceState, MaintenanceWords } from './model.ts'
import { maintenanceMachine } from './schema.ts'

/** What of the policy the calendar needs. */
export type MaintenanceSlice = { readonly maintenance: MaintenancePolicy }

const namesMax = 100

function isWords(value: unknown): value is MaintenanceWords {
  if (typeof value !== 'object' || value === null) return false
  const { it, en } = value as { readonly it?: unknown; readonly en?: unknown }
  return [it, en].every((text) => typeof text === 'string' && text.trim() !== '' && text.length <= 200)
}

const table: Figure<{ readonly [name: string]: MaintenanceWords }> = {
  default: {},
  limits: `up to ${namesMax} names of 1 to 64 characters of a-z, 0-9 and -, each with what it is called: \`{ it, en }\``,
  read(name, value) {
    const entries: readonly (readonly [string, unknown])[] =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [['', null]]
    const fits = entries.length <= namesMax && entries.every(([id, words]) => /^[a-z][a-z0-9-]{0,63}$/.test(id) && isWords(words))
    if (!fits) return invalidFigure(name, `must be ${table.limits}`)
    return Object.freeze(
      Object.fromEntries(entries.map(([id, words]) => [id, Object.freeze({ ...(words as MaintenanceWords) })])),
    )
  },
}

const figures: Figures<MaintenancePolicy> = { features: table, procedures: table, audiences: table }

const own = 'the office opens what it has closed'

const features: Features = {
  closable: {},
  always: Object.fromEntries(
    ['keep', 'plan', 'open', 'prolong', 'close', 'cancel', 'look', 'swept'].map((act) => [`maintenance/${act}`, own]),
  ),
}

export const maintenanceProcedure: Procedure<MaintenanceSlice> = {
  name: 'maintenance',
  figures,
  keeps: {},
  messages: maintenanceMessages,
  features,
  letters: maintenanceLetters,
  diagram: () =>
    diagram(
      maintenanceDecider,
      [1_000, 2_500_000].map((at) => ({ at, by: { kind: 'operator', id: 'operator' } })),
    ),
  open: (): ProcedureParts<MaintenanceState, MaintenanceEvent> => ({
    kind: maintenanceMachine,
    retention: { end: 'removed', says: 'never: it is one record, and forgets each window a year after its end' },
    subject: { of: 'nobody', why: 'it is about the office; the operators who act on it are named in its journal' },
    securityEvent: { does: 'nothing', why: 'it belongs to no account', holds: [] },
    feed: { tells: 'nothing', why: 'the office has said it itself, and asks for it by its window' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
