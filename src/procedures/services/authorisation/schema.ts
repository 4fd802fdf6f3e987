/** How the authorisations of a person are stored. */
import * as z from 'zod'
import type { Instant } from '../../../kernel/index.ts'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { afterDay } from '../days-in-force.ts'
import { authorisationDecider } from './machine.ts'
import type { AuthorisationCommand, AuthorisationEvent, AuthorisationRefusal, AuthorisationState } from './model.ts'

const grant = z.strictObject({
  id: z.string(),
  services: z.array(z.string()),
  fromDay: z.string(),
  untilDay: z.string().nullable(),
  grantedAt: z.number(),
  operator: z.string(),
  endedAt: z.number().nullable(),
})
const body = z.strictObject({ id: z.string(), name: z.string(), taxCode: z.string() })
const state: z.ZodType<AuthorisationState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({
    status: z.literal('kept'),
    grants: z.array(grant),
    personal: z.strictObject({ bodies: z.array(body) }).nullable(),
  }),
])

export type AuthorisationMachine = Machine<AuthorisationState, AuthorisationCommand, AuthorisationEvent, AuthorisationRefusal>

/** When the last of them ends; null while one has no end. */
function endOf(current: AuthorisationState): Instant | null {
  if (current.status === 'none') return null
  let last = 0
  for (const { untilDay, endedAt } of current.grants) {
    const end = endedAt ?? (untilDay === null ? null : afterDay(untilDay))
    if (end === null) return null
    last = Math.max(last, end)
  }
  return last
}

/** The machine and how its record is stored, with how long it is kept after the last of them, ms. */
export function authorisationMachine(authorisationMs: number): AuthorisationMachine {
  return {
    decider: authorisationDecider,
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags: () => [],
    dueAt: (current) => {
      const end = endOf(current)
      return end === null ? null : end + authorisationMs
    },
  }
}
