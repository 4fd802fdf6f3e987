/** What comes from outside to the office's desk. It keeps no record of its own. */
import * as z from 'zod'
import { calendarDay } from '../../../rules/identity/calendar-day.ts'
import { sentNumber } from '../../../runtime/page-fields.ts'
import { asList } from '../../../runtime/page-values.ts'
import {
  codiceFiscaleField,
  emptyAsAbsent,
  givenNameField,
  limitField,
  type MailAddressGiven,
  mailAddressField,
  type Operator,
  operatorField,
  reasonField,
  recordIdField,
  textUpTo,
} from '../../../runtime/schema.ts'
import type { DeskBy, DeskCase, DeskState, Place } from './model.ts'

const error = 'malformed'
const orNull = <T>(value: T | null | undefined): T | null => value ?? null
const text = z.string({ error: 'type' })

const dayMs = 86_400_000
/** The longest period, in days: a leap year. */
const daysMax = 366

/** The number of the day that a text `YYYY-MM-DD` names; null for any other text. */
function dayNumber(given: string): number | null {
  const day = calendarDay(given)
  return day === undefined ? null : Math.round(Date.UTC(day.year, day.month - 1, day.day) / dayMs)
}

const dayField = emptyAsAbsent(
  textUpTo(10, text, error)
    .refine((given) => dayNumber(given) !== null, { error })
    .optional()
    .transform(orNull),
)

const placeField: z.ZodType<Place> = emptyAsAbsent(
  textUpTo(100, text, error)
    .regex(/^(-|\d{4}-\d{2}-\d{2})~[A-Za-z0-9_-]{0,64}$/, { error })
    .transform((given) => {
      const [stretch = '', after = ''] = given.split('~')
      return { stretch, after }
    })
    .optional()
    .transform(orNull),
)

/** Which requests are listed. */
export type DeskListGiven = {
  readonly operator: Operator
  readonly of: DeskCase | null
  readonly states: readonly DeskState[] | null
  readonly by: DeskBy
  /** Every day of the period, as `YYYY-MM-DD`; null where none was named. */
  readonly days: readonly string[] | null
  readonly assignedTo: string | null
  readonly after: Place
  readonly limit: number
}

const stateField = z.literal(['waiting', 'awaiting-correction', 'approved', 'rejected', 'closed'], { error: 'unknown' })

function daysBetween(from: string, until: string, context: z.RefinementCtx): readonly string[] {
  const [first = 0, last = 0] = [from, until].map((day) => dayNumber(day) ?? 0)
  const length = last - first + 1
  if (length < 1) context.addIssue({ code: 'custom', message: error, path: ['until'] })
  if (length > daysMax) context.addIssue({ code: 'custom', message: 'too-long', path: ['until'] })
  if (length < 1 || length > daysMax) return z.NEVER
  return Array.from({ length }, (_, i) => new Date((first + i) * dayMs).toISOString().slice(0, 10))
}

export const listForm: z.ZodType<DeskListGiven> = z
  .object(
    {
      operator: operatorField,
      of: emptyAsAbsent(z.literal(['registration', 'assistance'], { error: 'unknown' }).optional().transform(orNull)),
      // No element is read of what is too long.
      states: emptyAsAbsent(
        z
          .unknown()
          .transform(asList)
          .refine((states) => !Array.isArray(states) || states.length <= 5, { error: 'too-long' })
          .pipe(z.array(stateField, { error: 'type' }).optional())
          .transform((states) => (states === undefined || states.length === 0 ? null : states)),
      ),
      by: emptyAsAbsent(z.literal(['submitted', 'decided'], { error: 'unknown' }).default('submitted')),
      from: dayField,
      until: dayField,
      assignedTo: emptyAsAbsent(
        textUpTo(64, text)
          .regex(/^[A-Za-z0-9._@-]+$/, { error })
          .optional()
          .transform(orNull),
      ),
      after: placeField,
      limit: limitField,
    },
    { error: 'type' },
  )
  .transform(({ from, until, ...given }, context): DeskListGiven => {
    if (from === null && until === null) return { ...given, days: null }
    if (from !== null && until !== null) return { ...given, days: daysBetween(from, until, context) }
    context.addIssue({ code: 'custom', message: 'required', path: [from === null ? 'from' : 'until'] })
    return z.NEVER
  })

/** Whose requests are looked for. */
export type DeskSearchGiven = {
  readonly operator: Operator
  readonly codiceFiscale: string | null
  readonly surname: string
  readonly name: string
  readonly birthDate: string | null
  readonly email: MailAddressGiven | null
  readonly after: Place
  readonly limit: number
}

type Sought = Pick<DeskSearchGiven, 'codiceFiscale' | 'surname' | 'name' | 'birthDate' | 'email'>

/** The field that is still asked, or null: a surname goes with a name or a day, and neither of them goes without it. */
function askedOf({ codiceFiscale, surname, name, birthDate, email }: Sought): 'codiceFiscale' | 'surname' | 'name' | null {
  const hasMore = name !== '' || birthDate !== null
  if (surname !== '' && !hasMore) return 'name'
  if (surname === '' && hasMore) return 'surname'
  return surname === '' && codiceFiscale === null && email === null ? 'codiceFiscale' : null
}

export const searchForm: z.ZodType<DeskSearchGiven> = z
  .object(
    {
      operator: operatorField,
      codiceFiscale: emptyAsAbsent(codiceFiscaleField.optional().transform(orNull)),
      surname: givenNameField,
      name: givenNameField,
      birthDate: dayField,
      email: emptyAsAbsent(mailAddressField.optional().transform(orNull)),
      after: placeField,
      limit: emptyAsAbsent(sentNumber(z.int({ error }).min(1, { error }).max(50, { error }).default(20))),
    },
    { error: 'type' },
  )
  .transform((given, context) => {
    const asked = askedOf(given)
    if (asked === null) return given
    context.addIssue({ code: 'custom', message: 'required', path: [asked] })
    return z.NEVER
  })

export const countsForm: z.ZodType<{ readonly operator: Operator }> = z.object({ operator: operatorField }, { error: 'type' })

const act = { operator: operatorField, id: recordIdField }

export const takeOverForm: z.ZodType<{ readonly operator: Operator; readonly id: string; readonly reason: string }> = z.object(
  { ...act, reason: reasonField },
  { error: 'type' },
)

export const noteForm: z.ZodType<{ readonly operator: Operator; readonly id: string; readonly text: string }> = z.object(
  { ...act, text: reasonField },
  { error: 'type' },
)
