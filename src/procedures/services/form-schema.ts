/** Fields that the forms of services, authorisations and delegations have alike. */
import * as z from 'zod'
import { dayField, nullable } from '../../runtime/document-field.ts'
import { emptyAsAbsent, textUpTo } from '../../runtime/schema.ts'

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })

/** The id of a service. */
export const serviceIdField: z.ZodType<string> = textUpTo(64, text).regex(/^[a-z][a-z0-9-]*$/, { error })

const idsMax = 50

/** The ids of services, each once, sorted. The length of the list is looked at before its elements. Null where it was left out. */
export const serviceIdsField: z.ZodType<readonly string[] | null> = emptyAsAbsent(
  z
    .unknown()
    .transform((given, context): unknown => {
      if (given === undefined) return null
      const isList = Array.isArray(given)
      if (isList && given.length >= 1 && given.length <= idsMax) return given
      context.addIssue({ code: 'custom', message: isList ? (given.length === 0 ? 'required' : 'too-long') : 'type' })
      return z.NEVER
    })
    .pipe(z.array(serviceIdField, { error: 'type' }).nullable()),
).transform((ids) => (ids === null ? null : [...new Set(ids)].sort()))

/** A day that may be left out. */
export const dayOrNullField: z.ZodType<string | null> = nullable(dayField.optional())
