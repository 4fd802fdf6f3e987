/** What comes from outside into a rebinding. */
import * as z from 'zod'
import { dayField, documentNumberField, nullable } from '../../../runtime/document-field.ts'
import { sentBoolean } from '../../../runtime/page-fields.ts'
import {
  codiceFiscaleField,
  emptyAsAbsent,
  givenNameField,
  type Operator,
  operatorField,
  reasonField,
  surnameField,
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

export const rebindForm: z.ZodType<RebindingGiven> = z.object(
  {
    operator: operatorField,
    codiceFiscale: codiceFiscaleField,
    newCodiceFiscale: nullable(codiceFiscaleField.optional()),
    surname: nullable(surnameField.optional()),
    // What is left of blanks and invisible characters is nothing: the name stays.
    name: nullable(givenNameField.optional()).transform((name) => (name === '' ? null : name)),
    birthDate: nullable(dayField.optional()),
    sex: nullable(z.literal(['F', 'M'], { error }).optional()),
    document: z.object(
      { kind: z.literal(rebindingDocumentKinds, { error: 'unknown' }), number: documentNumberField, issuedOn: dayField },
      { error: 'required' },
    ),
    despiteMismatch: emptyAsAbsent(sentBoolean(z.boolean({ error }).default(false))),
    reason: reasonField,
  },
  { error: 'type' },
)
