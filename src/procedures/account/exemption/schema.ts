/** What comes from outside into an exemption, and how its record is stored. */
import * as z from 'zod'
import { dayField, documentNumberField, nullable } from '../../../runtime/document-field.ts'
import type { Machine } from '../../../runtime/record.ts'
import { codiceFiscaleField, type Operator, operatorField, readStored, reasonField } from '../../../runtime/schema.ts'
import { exemptionDecider } from './machine.ts'
import {
  type ExemptionCommand,
  type ExemptionEvent,
  type ExemptionKind,
  type ExemptionRefusal,
  type ExemptionState,
  exemptionKinds,
} from './model.ts'

/** The kinds of document that an exemption is granted by: those that a person is identified by, and the act of a court. */
const exemptionDocumentKinds = ['identity-card', 'passport', 'driving-licence', 'residence-permit', 'court-order'] as const

/** An exemption as an operator grants it, read. */
export type ExemptionGiven = {
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly kind: ExemptionKind
  readonly untilDay: string | null
  readonly document: {
    readonly kind: (typeof exemptionDocumentKinds)[number]
    readonly number: string
    readonly expiresOn: string
  }
  readonly reason: string
}

const error = 'unknown'

export const grantForm: z.ZodType<ExemptionGiven> = z.object(
  {
    operator: operatorField,
    codiceFiscale: codiceFiscaleField,
    kind: z.literal(exemptionKinds, { error }),
    untilDay: nullable(dayField.optional()),
    document: z.object(
      {
        kind: z.literal(exemptionDocumentKinds, { error }),
        number: documentNumberField,
        expiresOn: dayField,
      },
      { error: 'required' },
    ),
    reason: reasonField,
  },
  { error: 'type' },
)

const instant = z.number()
const reminded = { reminders: z.array(z.strictObject({ endsAt: instant, daysBefore: z.number() })) }
const granted = {
  ...reminded,
  grantedAt: instant,
  untilDay: z.string().nullable(),
  operator: z.string(),
  personal: z
    .strictObject({
      kind: z.literal(exemptionKinds),
      documentKind: z.string(),
      documentNumber: z.string(),
      documentExpiresOn: z.string(),
    })
    .nullable(),
}
const state: z.ZodType<ExemptionState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('kept'), ...reminded, personal: z.null() }),
  z.strictObject({ status: z.literal('granted'), ...granted }),
  z.strictObject({ status: z.literal('revoked'), ...granted, revokedAt: instant }),
])

export type ExemptionMachine = Machine<ExemptionState, ExemptionCommand, ExemptionEvent, ExemptionRefusal>

/** So long after the beginning of a day by UTC it is over in Rome. */
const pastMs = 36 * 60 * 60_000

/** The machine and how its record is stored. `exemptionMs`: how long one that is over keeps what is personal, ms. */
export function exemptionMachine(exemptionMs: number): ExemptionMachine {
  return {
    decider: exemptionDecider,
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags: () => [],
    dueAt: (current) => {
      if (current.status === 'revoked') return current.revokedAt + exemptionMs
      if (current.status !== 'granted' || current.untilDay === null) return null
      return Date.parse(current.untilDay) + pastMs + exemptionMs
    },
  }
}
