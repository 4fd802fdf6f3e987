/** How a migration is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { migrationProtocols } from './access.ts'
import { migrationDecider } from './machine.ts'
import type { MigrationCommand, MigrationEvent, MigrationRefusal, MigrationState } from './model.ts'

const instant = z.number()
const words = z.strictObject({ it: z.string(), en: z.string() })
const plan = z.strictObject({
  title: words,
  leaving: z.string(),
  arriving: z.string(),
  activation: z.strictObject({ from: instant, until: instant }),
  cutOver: z.strictObject({ from: instant, longestMs: z.number() }),
  contents: z.strictObject({
    atOnce: z.array(words),
    later: z.array(words),
    never: z.array(z.strictObject({ what: words, ownerCan: words.nullable() })),
  }),
  capacity: z.strictObject({ beforeGb: z.number().nullable(), afterGb: z.number() }),
  benefits: z.array(words),
  clients: z.array(z.strictObject({ protocol: z.literal(migrationProtocols), host: z.string(), port: z.number() })),
  links: z.strictObject({
    host: z.string(),
    activation: z.string(),
    webmail: z.string(),
    manuals: z.string().nullable(),
    check: words,
  }),
  reminders: z.array(instant),
  lateActivation: z.boolean(),
  unlistedActivation: z.boolean(),
})
const campaign = {
  domain: z.string(),
  number: z.number(),
  plan,
  cutOvers: z.array(z.strictObject({ startedAt: instant, completedAt: instant.nullable(), rolledBackAt: instant.nullable() })),
  personal: z.null(),
}
const state: z.ZodType<MigrationState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal(['planned', 'cutting-over', 'completed']), ...campaign }),
  z.strictObject({ status: z.literal('ended'), ...campaign, endedAt: instant }),
])

export type MigrationMachine = Machine<MigrationState, MigrationCommand, MigrationEvent, MigrationRefusal>

/** The machine and how its record is stored. */
export const migrationMachine: MigrationMachine = {
  decider: migrationDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: () => [],
  dueAt: () => null,
  isShared: true,
}
