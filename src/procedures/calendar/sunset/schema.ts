/** How the record of a sunset is stored. */

import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { sunsetActs } from './acts.ts'
import { sunsetDecider } from './machine.ts'
import {
  type SunsetCommand,
  type SunsetEvent,
  type SunsetRefusal,
  type SunsetState,
  sunsetExemptions,
  sunsetMeans,
} from './model.ts'

const course = z.strictObject({
  audience: z.string().nullable(),
  title: z.strictObject({ it: z.string(), en: z.string() }),
  ends: z.record(z.literal(sunsetActs), z.number().nullable()),
  exempt: z.array(z.literal(sunsetExemptions)),
  means: z.array(z.literal(sunsetMeans)),
  remindDays: z.array(z.number()),
})
const reminder = z.strictObject({ endsAt: z.number(), daysBefore: z.number() })
const state: z.ZodType<SunsetState> = z.strictObject({
  status: z.literal(['none', 'kept']),
  courses: z.array(course),
  reminded: z.array(reminder),
  personal: z.null(),
})

export type SunsetMachine = Machine<SunsetState, SunsetCommand, SunsetEvent, SunsetRefusal>

/** The machine and how its record is stored. */
export const sunsetMachine: SunsetMachine = {
  decider: sunsetDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: () => [],
  dueAt: () => null,
}

/** The id of the one record: an office has one sunset. */
export const sunsetId = 'calendar'
