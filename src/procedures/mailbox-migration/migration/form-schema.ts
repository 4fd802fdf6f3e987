/** What comes from outside into a migration. */
import * as z from 'zod'
import { oneLine } from '../../../kernel/index.ts'
import { sentNumber } from '../../../runtime/page-fields.ts'
import { emptyAsAbsent, type Operator, operatorField, reasonField, textUpTo } from '../../../runtime/schema.ts'
import { publicWords, type WallTime } from '../../calendar/maintenance/form-schema.ts'
import { domainLengthMax, hostOf, isHostName, type MigrationClient, migrationPorts, migrationProtocols } from './access.ts'
import { remindersMax } from './machine.ts'
import type { MigrationPlan, MigrationWords } from './model.ts'

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })
const longestText = 200

/** A line of text that names something. */
const line = textUpTo(longestText, text).transform((given, context) => {
  const read = oneLine(given)
  if (read !== '') return read
  context.addIssue({ code: 'custom', message: 'required' })
  return z.NEVER
})

/** The name of a host or a domain in any case; it is kept in lower case. What is no ASCII is none: nothing is folded into it. */
const hostField: z.ZodType<string> = textUpTo(domainLengthMax, text).transform((given, context) => {
  const name = /^[A-Za-z0-9.-]*$/.test(given) ? given.toLowerCase() : ''
  if (isHostName(name)) return name
  context.addIssue({ code: 'custom', message: given === '' ? 'required' : error })
  return z.NEVER
})

const linkField: z.ZodType<string> = textUpTo(500, text).refine((given) => hostOf(given) !== null, { error })

/** A list of so many. Its length is looked at before its elements. */
function listOf<T>(element: z.ZodType<T>, lengthMax: number): z.ZodType<readonly T[]> {
  return z
    .unknown()
    .optional()
    .transform((given, context): unknown => {
      if (given === undefined || given === null || given === '') return []
      if (Array.isArray(given) && given.length <= lengthMax) return given
      context.addIssue({ code: 'custom', message: Array.isArray(given) ? 'too-long' : 'type' })
      return z.NEVER
    })
    .pipe(z.array(element, { error: 'type' }))
}

const lines: z.ZodType<readonly MigrationWords[]> = listOf(publicWords, 20)
const which = emptyAsAbsent(z.literal(['earlier', 'later'], { error: 'unknown' }).optional())
const wallText = textUpTo(40, text)
/** A time that comes twice in autumn is the earlier one. */
const reminderField = wallText.transform((given): WallTime => ({ text: given, which: 'earlier' }))
const reminders = listOf(reminderField, remindersMax)
/** Up to a week. */
const minutes = sentNumber(z.int({ error }).min(1, { error }).max(10_080, { error }))
const gigabytes = sentNumber(z.int({ error }).min(1, { error }).max(1_000_000, { error }))
const checked = emptyAsAbsent(z.literal([true, 'true', 'on'], { error }).optional()).transform((given) => given !== undefined)

const clientField: z.ZodType<MigrationClient> = z
  .object(
    {
      protocol: z.literal(migrationProtocols, { error: 'unknown' }),
      host: hostField,
      port: emptyAsAbsent(sentNumber(z.int({ error }).min(1, { error }).max(65_535, { error }).optional())),
    },
    { error: 'type' },
  )
  .transform(({ port, ...client }) => ({ ...client, port: port ?? migrationPorts[client.protocol] }))

const leftBehind = z
  .object({ what: publicWords, ownerCan: emptyAsAbsent(publicWords.optional()) }, { error: 'type' })
  .transform(({ what, ownerCan }) => ({ what, ownerCan: ownerCan ?? null }))

/** When the cut-over begins, and how long it lasts at most, in minutes; null where that stays as it is. */
type CutOverGiven = { readonly from: WallTime; readonly longestMinutes: number | null }

const cutOver = { from: wallText, fromWhich: which }
const cutOverField: z.ZodType<CutOverGiven> = z
  .object({ ...cutOver, longestMinutes: emptyAsAbsent(minutes.optional()) }, { error: 'required' })
  .transform(({ from, fromWhich, longestMinutes }) => ({
    from: { text: from, which: fromWhich },
    longestMinutes: longestMinutes ?? null,
  }))

/** Who asks for something to be done to the migration of which domain, and why. */
type ActGiven = { readonly operator: Operator; readonly domain: string; readonly reason: string }

/** A migration as an operator plans it, read but for its times. */
export type CampaignGiven = ActGiven & {
  readonly plan: Omit<MigrationPlan, 'activation' | 'cutOver' | 'reminders'>
  readonly firstDay: string
  readonly lastDay: string
  readonly cutOver: CutOverGiven
  readonly reminders: readonly WallTime[]
}

const acting = { operator: operatorField, domain: hostField, reason: reasonField }

/** The form "Pianifica la migrazione delle caselle". */
export const campaignForm: z.ZodType<CampaignGiven> = z
  .object(
    {
      ...acting,
      title: publicWords,
      leaving: line,
      arriving: line,
      activation: z.object({ firstDay: wallText, lastDay: wallText }, { error: 'required' }),
      cutOver: z.object({ ...cutOver, longestMinutes: minutes }, { error: 'required' }),
      contents: z
        .object({ atOnce: lines, later: lines, never: listOf(leftBehind, 20) }, { error: 'type' })
        .refine(({ atOnce }) => atOnce.length > 0, { error: 'required', path: ['atOnce'] }),
      capacity: z.object({ beforeGb: emptyAsAbsent(gigabytes.optional()), afterGb: gigabytes }, { error: 'required' }),
      benefits: lines,
      clients: listOf(clientField, 20),
      links: z.object(
        {
          host: hostField,
          activation: linkField,
          webmail: linkField,
          manuals: emptyAsAbsent(linkField.optional()),
          check: publicWords,
        },
        { error: 'required' },
      ),
      reminders,
      lateActivation: checked,
      unlistedActivation: checked,
    },
    { error: 'type' },
  )
  .transform(({ operator, domain, reason, activation, cutOver: given, reminders: times, capacity, links, ...plan }) => ({
    operator,
    domain,
    reason,
    plan: {
      ...plan,
      capacity: { beforeGb: capacity.beforeGb ?? null, afterGb: capacity.afterGb },
      links: { ...links, manuals: links.manuals ?? null },
    },
    ...activation,
    cutOver: { from: { text: given.from, which: given.fromWhich }, longestMinutes: given.longestMinutes },
    reminders: times,
  }))

/** A look at the migration of a domain. */
export const migrationLookForm: z.ZodType<Omit<ActGiven, 'reason'>> = z.object(
  { operator: operatorField, domain: hostField },
  { error: 'type' },
)

/** A look at all of them. */
export const migrationListForm: z.ZodType<Pick<ActGiven, 'operator'>> = z.object({ operator: operatorField }, { error: 'type' })

/** An act on the migration of a domain. */
export const migrationActForm: z.ZodType<ActGiven> = z.object(acting, { error: 'type' })

/** The activation that ends later. */
export const prolongActivationForm: z.ZodType<ActGiven & { readonly lastDay: string; readonly reminders: readonly WallTime[] }> =
  z.object({ ...acting, lastDay: wallText, reminders }, { error: 'type' })

/** The cut-over that comes later; the last day of the activation too, or null where it stays. */
export const postponeForm: z.ZodType<
  ActGiven & { readonly cutOver: CutOverGiven; readonly lastDay: string | null; readonly reminders: readonly WallTime[] }
> = z
  .object({ ...acting, cutOver: cutOverField, lastDay: emptyAsAbsent(wallText.optional()), reminders }, { error: 'type' })
  .transform(({ lastDay, ...given }) => ({ ...given, lastDay: lastDay ?? null }))

/** The cut-over that comes earlier. */
export const bringForwardForm: z.ZodType<ActGiven & { readonly cutOver: CutOverGiven }> = z.object(
  { ...acting, cutOver: cutOverField },
  { error: 'type' },
)

/** The interruption that may last longer. */
export const prolongCutOverForm: z.ZodType<ActGiven & { readonly longestMinutes: number }> = z.object(
  { ...acting, longestMinutes: minutes },
  { error: 'type' },
)

/** What was reported of the cut-over, and since when it is so; null: since now. */
export const reportForm: z.ZodType<ActGiven & { readonly since: WallTime | null }> = z
  .object({ ...acting, since: emptyAsAbsent(wallText.optional()), sinceWhich: which }, { error: 'type' })
  .transform(({ since, sinceWhich, ...given }) => ({
    ...given,
    since: since === undefined ? null : { text: since, which: sinceWhich },
  }))
