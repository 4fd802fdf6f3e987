/** A form as a whole: all that is wrong with it is told at once, in the order of the page. Messages are stable codes, not prose. */
import * as z from 'zod'

/** Tells a problem of a part once more, as one of the whole. */
export const tellAgain =
  (context: z.RefinementCtx) =>
  (issue: z.core.$ZodIssue): void => {
    const params = issue.code === 'custom' && issue.params !== undefined ? { params: issue.params } : {}
    context.addIssue({ code: 'custom', message: issue.message, path: [...issue.path], ...params })
  }

/**
 * The fields of a form, each read by itself: whatever is wrong with one, what is asked of several fields together is still asked. zod leaves
 * that out where a check of one field has said to stop.
 */
export function eachByItself<Fields extends { readonly [name: string]: z.ZodType }>(fields: Fields): Fields {
  const alone = (field: z.ZodType): z.ZodType =>
    z
      .unknown()
      .optional()
      .transform((given, context) => {
        const read = field.safeParse(given)
        if (read.success) return read.data
        read.error.issues.forEach(tellAgain(context))
        return z.NEVER
      })
  // Each field keeps its name and what it reads.
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, alone(field)])) as Fields
}

/** The same schema, telling its problems in the order of the fields of the page. */
export function inOrderOf<T>(fields: readonly string[], schema: z.ZodType<T>): z.ZodType<T> {
  const place = ({ path: [field] }: z.core.$ZodIssue) => fields.indexOf(String(field))
  return z.unknown().transform((value, context): T => {
    const read = schema.safeParse(value)
    if (read.success) return read.data
    const issues = [...read.error.issues].sort((one, other) => place(one) - place(other))
    issues.forEach(tellAgain(context))
    return z.NEVER
  })
}
