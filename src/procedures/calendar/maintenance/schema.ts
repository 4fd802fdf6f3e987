/** How the record of a calendar is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { maintenanceDecider } from './machine.ts'
import {
  credentialKinds,
  credentialStates,
  fates,
  type MaintenanceCommand,
  type MaintenanceEvent,
  type MaintenancePredicate,
  type MaintenanceRefusal,
  type MaintenanceState,
} from './model.ts'

const instant = z.number()
const storedPredicate: z.ZodType<MaintenancePredicate> = z.lazy(() =>
  z.union([
    z.strictObject({ has: z.literal('institutional-mailbox') }),
    z.strictObject({ registeredWith: z.literal('institutional-mailbox') }),
    z.strictObject({ audience: z.string() }),
    z.strictObject({ credentialKind: z.literal(credentialKinds) }),
    z.strictObject({ state: z.literal(credentialStates) }),
    z.strictObject({ all: z.array(storedPredicate) }),
    z.strictObject({ any: z.array(storedPredicate) }),
    z.strictObject({ not: storedPredicate }),
  ]),
)
const window = z.strictObject({
  id: z.string(),
  title: z.strictObject({ it: z.string(), en: z.string() }),
  from: instant,
  to: instant.nullable(),
  cutOff: instant,
  features: z.record(z.string(), z.strictObject({ unless: storedPredicate.nullable() })),
  procedures: z.record(z.string(), z.strictObject({ fate: z.literal(fates), unless: storedPredicate.nullable() })),
  cancelledAt: instant.nullable(),
  swept: z.literal(['nothing', 'begun', 'ended']),
})
const state: z.ZodType<MaintenanceState> = z.strictObject({
  status: z.literal(['none', 'kept']),
  windows: z.array(window),
  personal: z.null(),
})

export type MaintenanceMachine = Machine<MaintenanceState, MaintenanceCommand, MaintenanceEvent, MaintenanceRefusal>

/** The machine and how its record is stored. */
export const maintenanceMachine: MaintenanceMachine = {
  decider: maintenanceDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: () => [],
  dueAt: () => null,
}

/** The id of the one record: an office has one calendar. */
export const calendarId = 'calendar'
