/** What comes from outside into a sunset. */

import * as z from 'zod'
import { sentNumber } from '../../../runtime/page-fields.ts'
import { emptyAsAbsent, type Operator, operatorField, reasonField, textUpTo } from '../../../runtime/schema.ts'
import { isTable, publicWords, type WallTime } from '../maintenance/form-schema.ts'
import { type SunsetAct, sunsetActs } from './acts.ts'
import {
  remindDayMost,
  remindDaysMax,
  type SunsetExemption,
  type SunsetMeans,
  type SunsetWords,
  sunsetExemptions,
  sunsetMeans,
} from './model.ts'

/** A course as an operator sets it, read but for its times. */
export type CourseGiven = {
  readonly operator: Operator
  readonly reason: string
  readonly audience: string | null
  readonly title: SunsetWords
  readonly ends: { readonly [A in SunsetAct]: WallTime | null }
  readonly exempt: readonly SunsetExemption[]
  readonly means: readonly SunsetMeans[]
  readonly remindDays: readonly number[]
  readonly reopens: boolean
}

const error = 'malformed'
const text = z.string({ error: 'type' })
/** The first time at which it is not possible any more. A time that comes twice in autumn is the earlier one. */
const end = emptyAsAbsent(textUpTo(40, text).optional()).transform((given): WallTime | null =>
  given === undefined ? null : { text: given, which: 'earlier' },
)
const audienceField = (audiences: readonly string[]) =>
  emptyAsAbsent(
    textUpTo(64, text)
      .refine((name) => audiences.includes(name), { error: 'unknown' })
      .optional(),
  ).transform((name) => name ?? null)
const reopens = emptyAsAbsent(z.literal([true, 'true', 'on'], { error }).optional()).transform((given) => given !== undefined)

/** The length of a list is looked at before its elements. */
const listOf = <T>(element: z.ZodType<T>): z.ZodType<readonly T[]> =>
  emptyAsAbsent(
    z
      .unknown()
      .transform((given, context): unknown => {
        if (given === undefined) return []
        if (Array.isArray(given) && given.length <= 20) return given
        context.addIssue({ code: 'custom', message: Array.isArray(given) ? 'too-long' : 'type' })
        return z.NEVER
      })
      .pipe(z.array(element, { error: 'type' })),
  )

/** Each once, in the order of the table. */
export const someOf = <T extends string>(known: readonly T[]): z.ZodType<readonly T[]> =>
  listOf(z.literal(known, { error: 'unknown' })).transform((given) => known.filter((one) => given.includes(one)))

/** Each once, the most days first. A form sends them as text. */
const remindDays: z.ZodType<readonly number[]> = listOf(
  sentNumber(z.int({ error }).min(1, { error }).max(remindDayMost, { error })),
)
  .transform((given) => [...new Set(given)].sort((one, other) => other - one))
  .refine(({ length }) => length <= remindDaysMax, { error: 'too-long' })

const dates = z
  .object(
    {
      issue: end,
      'password-replacement': end,
      'pin-replacement': end,
      'first-credentials': end,
      restoration: end,
      use: end,
    } satisfies { [A in SunsetAct]: unknown },
    { error: 'type' },
  )
  .refine((ends) => sunsetActs.some((act) => ends[act] !== null), { error: 'required' })

/** A name that there is not is refused: whoever mistypes one hears of it. Their number is looked at before any of them. */
const endsField: z.ZodType<CourseGiven['ends']> = z
  .unknown()
  .transform((given, context) => {
    const names: readonly unknown[] = typeof given === 'object' && given !== null && isTable(given) ? Reflect.ownKeys(given) : []
    const issue = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path })
    if (names.length > 20) issue('too-long', [])
    else
      for (const name of names)
        if (typeof name === 'string' && !sunsetActs.some((act) => act === name)) issue('unknown', [name.slice(0, 64)])
    return given
  })
  .pipe(dates)

/** The form "Imposta il calendario di fine delle credenziali". */
export function courseForm(audiences: readonly string[]): z.ZodType<CourseGiven> {
  return z.object(
    {
      operator: operatorField,
      reason: reasonField,
      audience: audienceField(audiences),
      title: publicWords,
      ends: endsField,
      exempt: someOf(sunsetExemptions),
      means: someOf(sunsetMeans),
      remindDays,
      reopens,
    },
    { error: 'type' },
  )
}

/** A course that is taken back. */
export function dropForm(
  audiences: readonly string[],
): z.ZodType<Pick<CourseGiven, 'operator' | 'reason' | 'audience' | 'reopens'>> {
  return z.object(
    { operator: operatorField, reason: reasonField, audience: audienceField(audiences), reopens },
    { error: 'type' },
  )
}

/** A look at the sunset for the office. */
export const lookForm: z.ZodType<{ readonly operator: Operator }> = z.object({ operator: operatorField }, { error: 'type' })
