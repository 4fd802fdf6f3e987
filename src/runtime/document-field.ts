/** How a document that an office worker has before him is read: its number and its days. And a field that may be left out. */
import * as z from 'zod'
import { oneLine } from '../kernel/index.ts'
import { isRealDate } from '../rules/identity/index.ts'
import { emptyAsAbsent, textUpTo } from './schema.ts'

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })

/** The number of a document: letters and digits. However it is spaced and capitalized on paper, it is one number. */
export const documentNumberField: z.ZodType<string> = textUpTo(64, text)
  .transform((given) =>
    oneLine(given)
      .replace(/[ ./-]/g, '')
      .toUpperCase(),
  )
  .refine((number) => number !== '', { error: 'required', abort: true })
  .refine((number) => /^[A-Z0-9]{1,40}$/.test(number), { error })

/** A day of the calendar, `YYYY-MM-DD`. */
export const dayField: z.ZodType<string> = textUpTo(40, text).refine(isRealDate, { error })

/** A field that is null where it was left out, blank or null. */
export const nullable = <T>(field: z.ZodType<T | undefined>): z.ZodType<T | null> =>
  emptyAsAbsent(field).transform((value) => value ?? null)
