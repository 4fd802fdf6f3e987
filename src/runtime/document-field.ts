/** How the number of a document is read. */
import * as z from 'zod'
import { oneLine } from '../kernel/index.ts'
import { textUpTo } from './schema.ts'

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
