/** What comes from outside into the calendar. */
import * as z from 'zod'
import { oneLine } from '../../../kernel/index.ts'
import { emptyAsAbsent, type Operator, operatorField, reasonField, recordIdField, textUpTo } from '../../../runtime/schema.ts'
import {
  credentialKinds,
  credentialStates,
  fates,
  type MaintenanceClosure,
  type MaintenanceDisposition,
  type MaintenanceFate,
  type MaintenancePredicate,
  type MaintenanceWords,
} from './model.ts'

/** What a window of this office can name. */
export type Vocabulary = {
  readonly features: readonly string[]
  /** The procedures, each with the fates that it can meet. */
  readonly procedures: ReadonlyMap<string, readonly MaintenanceFate[]>
  readonly audiences: readonly string[]
  /** The features that can be open for some people: who they are is known there. */
  readonly personal: ReadonlySet<string>
  /** Whether the office has any institutional domain: without one nobody can be told apart by it. */
  readonly hasInstitutional: boolean
}

/** A time that the clocks of Rome show; which of the two, where it comes twice. */
export type WallTime = { readonly text: string; readonly which: 'earlier' | 'later' | undefined }

/** A window as an operator plans it, read but for its times. */
export type PlanGiven = {
  readonly operator: Operator
  readonly reason: string
  readonly title: MaintenanceWords
  readonly from: WallTime | 'now'
  readonly to: WallTime | null
  readonly cutOffDay: string | null
  readonly features: { readonly [feature: string]: MaintenanceClosure }
  readonly procedures: { readonly [procedure: string]: MaintenanceDisposition }
}

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })
const publicText = textUpTo(200, text).transform((given, context) => {
  const line = oneLine(given)
  if (line !== '') return line
  context.addIssue({ code: 'custom', message: 'required' })
  return z.NEVER
})
/** A text that is published, in both languages. */
export const publicWords: z.ZodType<MaintenanceWords> = z.object({ it: publicText, en: publicText }, { error: 'required' })
const wallText = textUpTo(40, text)
const which = emptyAsAbsent(z.literal(['earlier', 'later'], { error: 'unknown' }).optional())

/** Deeper than anybody means. */
const depthMax = 4
const partsMax = 10
const namesMax = 100

/** A predicate by the words of the office: one that names what there is not is refused. */
function predicateField({ audiences, hasInstitutional }: Vocabulary, depth = 1): z.ZodType<MaintenancePredicate> {
  const institutional = z
    .literal('institutional-mailbox', { error: 'unknown' })
    .refine(() => hasInstitutional, { error: 'unknown' })
  const simple = [
    z.strictObject({ has: institutional }),
    z.strictObject({ registeredWith: institutional }),
    z.strictObject({ audience: textUpTo(64, text).refine((name) => audiences.includes(name), { error: 'unknown' }) }),
    z.strictObject({ credentialKind: z.literal(credentialKinds, { error: 'unknown' }) }),
    z.strictObject({ state: z.literal(credentialStates, { error: 'unknown' }) }),
  ] as const
  if (depth >= depthMax) return z.union(simple, { error: 'unknown' })
  const part = predicateField({ audiences, hasInstitutional } as Vocabulary, depth + 1)
  const parts = z.array(part).min(1, { error }).max(partsMax, { error: 'too-long' })
  return z.union([...simple, z.strictObject({ all: parts }), z.strictObject({ any: parts }), z.strictObject({ not: part })], {
    error: 'unknown',
  })
}

/** True for what has names of its own: not for lists, nor for bytes, of which each is one. */
export function isTable(given: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(given)
  return prototype === Object.prototype || prototype === null
}

/** A table by names that must be known. Own keys alone count; the order is that of the names. */
function tableField<T>(
  known: readonly string[],
  fieldOf: (name: string) => z.ZodType<T>,
): z.ZodType<{ readonly [name: string]: T }> {
  return z.unknown().transform((given, context) => {
    const issue = (message: string, path: PropertyKey[] = []) => context.addIssue({ code: 'custom', message, path })
    if (typeof given !== 'object' || given === null || !isTable(given)) {
      issue('type')
      return z.NEVER
    }
    // Their names alone: nothing of a thousand values is looked at.
    const names = Reflect.ownKeys(given).filter((name) => typeof name === 'string')
    if (names.length > namesMax) {
      issue('too-long')
      return z.NEVER
    }
    const read: [string, T][] = []
    let unknown = 0
    for (const name of names) {
      if (!known.includes(name)) {
        issue('unknown', [name.slice(0, 64)])
        // The first few are enough to be mended.
        unknown += 1
        if (unknown >= 20) break
        continue
      }
      const value = fieldOf(name).safeParse(Reflect.get(given, name))
      if (value.success) read.push([name, value.data])
      else for (const { message, path } of value.error.issues) issue(message, [name, ...path])
    }
    return Object.fromEntries(read)
  })
}

/** The form "Pianifica una finestra di manutenzione". */
export function planForm(vocabulary: Vocabulary): z.ZodType<PlanGiven> {
  const { features, procedures } = vocabulary
  const predicate = predicateField(vocabulary)
  const whole = [z.literal('open').transform(() => null), z.literal('closed').transform(() => ({ unless: null }))] as const
  const spared = z.strictObject({ closedUnless: predicate }).transform(({ closedUnless: unless }) => ({ unless }))
  const closure = (feature: string): z.ZodType<MaintenanceClosure | null> =>
    vocabulary.personal.has(feature) ? z.union([...whole, spared], { error: 'unknown' }) : z.union(whole, { error: 'unknown' })
  const disposition = (name: string): z.ZodType<MaintenanceDisposition> => {
    const offered = fates.filter((fate) => procedures.get(name)?.includes(fate))
    const fate = z.literal(offered, { error: 'unknown' })
    return z.union(
      [
        fate.transform((one) => ({ fate: one, unless: null })),
        z.strictObject({ fate, unless: predicate.nullable().default(null) }),
      ],
      { error: 'unknown' },
    )
  }
  return z
    .object(
      {
        operator: operatorField,
        reason: reasonField,
        title: publicWords,
        from: wallText,
        fromWhich: which,
        to: emptyAsAbsent(wallText.optional()),
        toWhich: which,
        cutOffDay: emptyAsAbsent(wallText.optional()),
        features: emptyAsAbsent(tableField(features, closure).optional()),
        procedures: emptyAsAbsent(tableField([...procedures.keys()], disposition).optional()),
        closesSignIn: emptyAsAbsent(z.literal([true, 'true', 'on'], { error }).optional()),
      },
      { error: 'type' },
    )
    .transform(
      (
        { fromWhich, toWhich, from, to, cutOffDay, features: closures = {}, procedures: met = {}, closesSignIn, ...given },
        context,
      ) => {
        const closed = Object.fromEntries(Object.entries(closures).flatMap(([name, one]) => (one === null ? [] : [[name, one]])))
        // Nobody closes it by ticking everything: it has a word of its own.
        if (Object.keys(closed).some(isSignIn) && closesSignIn === undefined)
          context.addIssue({ code: 'custom', message: 'required', path: ['closesSignIn'] })
        if (Object.keys(closed).length + Object.keys(met).length === 0)
          context.addIssue({ code: 'custom', message: 'required', path: ['features'] })
        return {
          ...given,
          from: from === 'now' ? ('now' as const) : { text: from, which: fromWhich },
          to: to === undefined ? null : { text: to, which: toWhich },
          cutOffDay: cutOffDay ?? null,
          features: closed,
          procedures: met,
        }
      },
    )
}

/** The features whose closing has a word of its own: both ways in. */
export const isSignIn = (feature: string | null): boolean => feature === 'sign-in' || feature === 'federated-sign-in'

/** An act on a window that is planned. */
export const windowForm: z.ZodType<{ readonly operator: Operator; readonly id: string; readonly reason: string }> = z.object(
  { operator: operatorField, id: recordIdField, reason: reasonField },
  { error: 'type' },
)

/** The same with another end; left out, blank or null it is not known any more. */
export const prolongForm: z.ZodType<{
  readonly operator: Operator
  readonly id: string
  readonly reason: string
  readonly to: WallTime | null
}> = z
  .object(
    { operator: operatorField, id: recordIdField, reason: reasonField, to: emptyAsAbsent(wallText.optional()), toWhich: which },
    { error: 'type' },
  )
  .transform(({ to, toWhich, ...given }) => ({ ...given, to: to === undefined ? null : { text: to, which: toWhich } }))

/** A look at the calendar for the office. */
export const lookForm: z.ZodType<{ readonly operator: Operator }> = z.object({ operator: operatorField }, { error: 'type' })

/** Whose notice is made. */
export const noticeForm: z.ZodType<{ readonly operator: Operator; readonly id: string }> = z.object(
  { operator: operatorField, id: recordIdField },
  { error: 'type' },
)
