/** What comes from outside into a rebinding. */
import * as z from 'zod'
import { isRealDate } from '../../../rules/identity/calendar-day.ts'
import { documentNumberField } from '../../../runtime/document-field.ts'
import { sentBoolean } from '../../../runtime/page-fields.ts'
import {
  codiceFiscaleField,
  emptyAsAbsent,
  givenNameField,
  type Operator,
  operatorField,
  reasonField,
  surnameField,
  textUpTo,
} from '../../../runtime/schema.ts'

/** The kinds of document that other personal data are taken from. */
export const rebindingDocumentKinds = [
  'identity-card',
  'passport',
  'driving-licence',
  'residence-permit',
  'tax-code-certificate',
  'civil-status-certificate',
  'court-decision',
] as const

/** A kind of document that other personal data are taken from. */
export type RebindingDocumentKind = (typeof rebindingDocumentKinds)[number]

/** A rebinding as an operator records it, read. What is null stays as it is. */
export type RebindingGiven = {
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly newCodiceFiscale: string | null
  readonly surname: string | null
  readonly name: string | null
  readonly birthDate: string | null
  readonly sex: 'F' | 'M' | null
  readonly document: { readonly kind: RebindingDocumentKind; readonly number: string; readonly issuedOn: string }
  readonly despiteMismatch: boolean
  readonly reason: string
}

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })
const nullable = <T>(field: z.ZodType<T | undefined>): z.ZodType<T | null> =>
  emptyAsAbsent(field).transform((value) => value ?? null)
const day = textUpTo(40, text).refine(isRealDate, { error })

export const rebindForm: z.ZodType<RebindingGiven> = z.object(
  {
    operator: operatorField,
    codiceFiscale: codiceFiscaleField,
    newCodiceFiscale: nullable(codiceFiscaleField.optional()),
    surname: nullable(surnameField.optional()),
    // What is left of blanks and invisible characters is nothing: the name stays.
    name: nullable(givenNameField.optional()).transform((name) => (name === '' ? null : name)),
    birthDate: nullable(day.optional()),
    sex: nullable(z.literal(['F', 'M'], { error }).optional()),
    document: z.object(
      { kind: z.literal(rebindingDocumentKinds, { error: 'unknown' }), number: documentNumberField, issuedOn: day },
      { error: 'required' },
    ),
    despiteMismatch: emptyAsAbsent(sentBoolean(z.boolean({ error }).default(false))),
    reason: reasonField,
  },
  { error: 'type' },
)
