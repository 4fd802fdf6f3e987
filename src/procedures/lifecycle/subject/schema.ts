/** What comes from outside into an export and an erasure. */
import * as z from 'zod'
import { nullable } from '../../../runtime/document-field.ts'
import { codiceFiscaleField, type Operator, operatorField, reasonField, recordIdField } from '../../../runtime/schema.ts'

type Given = { readonly operator: Operator; readonly codiceFiscale: string; readonly accountId: string | null }

const fields = {
  operator: operatorField,
  codiceFiscale: codiceFiscaleField,
  accountId: nullable(recordIdField.optional()),
}

export const subjectForm: z.ZodType<Given> = z.object(fields, { error: 'type' })

/** The same with the reason, which stays in the journal. */
export const subjectReasonForm: z.ZodType<Given & { readonly reason: string }> = z.object(
  { ...fields, reason: reasonField },
  { error: 'type' },
)
