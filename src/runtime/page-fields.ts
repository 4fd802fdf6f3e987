/** Fields of numbers and answers, as a page sends them. */
import * as z from 'zod'
import { asBoolean, asNumber } from './page-values.ts'

const sentAs =
  (read: (given: unknown) => unknown) =>
  <T>(field: z.ZodType<T>): z.ZodType<T> =>
    z.unknown().optional().transform(read).pipe(field)

/** The field of a number, as a page sends it. */
export const sentNumber: <T>(field: z.ZodType<T>) => z.ZodType<T> = sentAs(asNumber)

/** The field of a yes or no, as a page sends it. */
export const sentBoolean: <T>(field: z.ZodType<T>) => z.ZodType<T> = sentAs(asBoolean)
