/** The shape of the one input of the feed. */
import * as z from 'zod'
import { sentNumber } from '../../../runtime/page-fields.ts'
import { emptyAsAbsent, textUpTo } from '../../../runtime/schema.ts'

const error = 'malformed'

/** An office id, a colon and a position of the storage: 63, 1 and 512 characters at the most. */
const cursorField: z.ZodType<string> = textUpTo(576, z.string({ error: 'type' }), error).regex(/^[!-~]+$/, { error })

const limitField: z.ZodType<number> = sentNumber(z.int({ error }).min(1, { error }).max(1000, { error }).default(200))

/** Which page of the feed: from where on, null for the start, and how long. */
export const feedPageForm: z.ZodType<{ readonly after: string | null; readonly limit: number }> = z.object(
  {
    after: emptyAsAbsent(cursorField.optional().transform((given) => given ?? null)),
    limit: emptyAsAbsent(limitField),
  },
  { error: 'type' },
)
