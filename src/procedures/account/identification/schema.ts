/** What comes from outside into an identification, and how its record is stored. */
import * as z from 'zod'
import { type Instant, instantMax } from '../../../kernel/index.ts'
import { dayField, documentNumberField, nullable } from '../../../runtime/document-field.ts'
import { sentNumber } from '../../../runtime/page-fields.ts'
import type { Machine } from '../../../runtime/record.ts'
import {
  codiceFiscaleField,
  type MailAddressGiven,
  mailAddressField,
  type Operator,
  operatorField,
  readStored,
  reasonField,
  textUpTo,
} from '../../../runtime/schema.ts'
import { identificationDecider } from './machine.ts'
import {
  type IdentificationCommand,
  type IdentificationDocumentKind,
  type IdentificationEvent,
  type IdentificationRefusal,
  type IdentificationState,
  identificationDocumentKinds,
} from './model.ts'

/** An identification as an operator records it, read. */
export type IdentificationGiven = {
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly identifiedAt: Instant
  readonly point: string
  readonly identifiedBy: Operator | null
  readonly document: { readonly kind: IdentificationDocumentKind; readonly number: string; readonly expiresOn: string }
  readonly email: MailAddressGiven | null
  readonly reason: string
}

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })

const pointPattern = /^[A-Za-z0-9._-]{1,64}$/

/** True for what an office can call a point by. */
export function isPointId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && pointPattern.test(value)
}

export const recordForm: z.ZodType<IdentificationGiven> = z.object(
  {
    operator: operatorField,
    codiceFiscale: codiceFiscaleField,
    identifiedAt: sentNumber(
      z
        .int({ error: ({ input }) => (input === undefined || input === null || input === '' ? 'required' : error) })
        .min(0, { error })
        .max(instantMax, { error }),
    ),
    point: textUpTo(64, text).refine(isPointId, { error }),
    identifiedBy: nullable(operatorField.optional()),
    document: z.object(
      {
        kind: z.literal(identificationDocumentKinds, { error: 'unknown' }),
        number: documentNumberField,
        expiresOn: dayField,
      },
      { error: 'required' },
    ),
    email: nullable(mailAddressField.optional()),
    reason: reasonField,
  },
  { error: 'type' },
)

const state: z.ZodType<IdentificationState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({
    status: z.literal(['recorded', 'shown', 'void']),
    identifiedAt: z.number(),
    recordedAt: z.number(),
    point: z.string(),
    operator: z.string(),
    official: z.string().nullable(),
    ticket: z.string(),
    personal: z
      .strictObject({
        documentKind: z.literal(identificationDocumentKinds),
        documentNumber: z.string(),
        documentExpiresOn: z.string(),
        screenHalf: z.string().nullable(),
      })
      .nullable(),
  }),
])

export type IdentificationMachine = Machine<
  IdentificationState,
  IdentificationCommand,
  IdentificationEvent,
  IdentificationRefusal
>

/** The machine and how its record is stored. */
export const identificationMachine: IdentificationMachine = {
  decider: identificationDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: (current) => [`status:${current.status}`],
  dueAt: () => null,
}
