/** What comes from outside into the authorisations of a person. */
import * as z from 'zod'
import { oneLine } from '../../../kernel/index.ts'
import { parsePartitaIva } from '../../../rules/identity/index.ts'
import {
  codiceFiscaleField,
  type Operator,
  operatorField,
  reasonField,
  recordIdField,
  textUpTo,
} from '../../../runtime/schema.ts'
import { dayOrNullField, serviceIdsField } from '../form-schema.ts'

/** An authorisation as an operator grants it. A first day that was left out is today's. */
export type GrantGiven = {
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly bodyName: string
  readonly bodyTaxCode: string
  readonly services: readonly string[]
  readonly fromDay: string | null
  readonly untilDay: string | null
  readonly reason: string
}

const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })

/** The ids of services, at least one. */
const someServices: z.ZodType<readonly string[]> = serviceIdsField.transform((ids, context) => {
  if (ids !== null) return ids
  context.addIssue({ code: 'custom', message: 'required' })
  return z.NEVER
})

export const grantForm: z.ZodType<GrantGiven> = z.object(
  {
    operator: operatorField,
    codiceFiscale: codiceFiscaleField,
    bodyName: textUpTo(200, text)
      .transform(oneLine)
      .refine((name) => name !== '', { error: 'required' }),
    bodyTaxCode: textUpTo(40, text).transform((given, context) => {
      const parsed = parsePartitaIva(given)
      if (parsed.ok) return parsed.value.code
      context.addIssue({ code: 'custom', message: given.trim() === '' ? 'required' : 'malformed' })
      return z.NEVER
    }),
    services: someServices,
    fromDay: dayOrNullField,
    untilDay: dayOrNullField,
    reason: reasonField,
  },
  { error: 'type' },
)

/** One authorisation of a person, which an operator ends. */
export const revokeForm: z.ZodType<Pick<GrantGiven, 'operator' | 'codiceFiscale' | 'reason'> & { readonly id: string }> =
  z.object(
    { operator: operatorField, codiceFiscale: codiceFiscaleField, id: recordIdField, reason: reasonField },
    { error: 'type' },
  )
