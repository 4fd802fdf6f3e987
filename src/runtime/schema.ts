/** Shapes of input that several capabilities share. Messages are stable codes, not prose. */
import * as z from 'zod'
import { type Instant, instantMax, oneLine, type Result } from '../kernel/index.ts'
import {
  encodeName,
  type NameRefusal,
  parseCodiceFiscale,
  parseMailAddress,
  parsePersonName,
  parsePlaceName,
  parseStreetAddress,
} from '../rules/identity/index.ts'
import { isPolluted } from './own-keys.ts'
import { sentNumber } from './page-fields.ts'

/** The office worker who acts, as the host vouches for him. */
export type Operator = {
  /** His id in the host's directory: 1 to 64 characters of `A-Z a-z 0-9 . _ @ -`. Goes into the journal. */
  readonly id: string
  /** His own, so that nobody decides on himself. Never stored. */
  readonly codiceFiscale: string
}

/** A stored state, or null for what is not exactly one. */
export function readStored<S>(states: z.ZodType<S>, value: unknown): S | null {
  // Which state a row is in, zod looks up in a table that it makes by `for … in`: it cannot where every object seems to have a key more.
  if (!isPolluted() || !(states instanceof z.ZodDiscriminatedUnion)) return states.safeParse(value).data ?? null
  for (const state of states.options) {
    const parsed = (state as z.ZodType<S>).safeParse(value)
    if (parsed.success) return parsed.data
  }
  return null
}

/** A text that is no longer. Its length is checked first, and where it is a text: `max` also asks a list or an object for its length. */
export function textUpTo(lengthMax: number, text: z.ZodString, error = 'too-long'): z.ZodString {
  return text.refine((given) => given.length <= lengthMax, { error, abort: true })
}

const text = z.string({ error: ({ input }) => (input === undefined ? 'required' : 'type') })

const error = 'malformed'

/** Tells why a rule has refused a field: its reason without the rule's name, and the place of the character where there is one. */
export function tellRefusal(
  context: z.RefinementCtx,
  { code, position, character }: { readonly code: string; readonly position?: number; readonly character?: string },
): never {
  const params = position === undefined ? {} : { params: { position, ...(character === undefined ? {} : { character }) } }
  context.addIssue({ code: 'custom', message: code.slice(code.indexOf('/') + 1), ...params })
  return z.NEVER
}

// A field that a page sends empty. What is longer than any of these fields is not looked through.
const isBlank = (given: string): boolean => given.length <= 1000 && oneLine(given) === ''

/** What an empty field of a page sends counts as left out. */
export const emptyAsAbsent = <T>(field: z.ZodType<T>): z.ZodType<T> =>
  z
    .unknown()
    .optional()
    .transform((given): unknown => (given === '' || given === null ? undefined : given))
    .pipe(field)

/** A codice fiscale in its canonical spelling. */
export const codiceFiscaleField: z.ZodType<string> = text.transform((given, context) => {
  if (isBlank(given)) return tellRefusal(context, { code: 'required' })
  const parsed = parseCodiceFiscale(given)
  return parsed.ok ? parsed.value.code : tellRefusal(context, parsed.refusal)
})

/** One mail address: as it is written to, and as it is compared. */
export type MailAddressGiven = { readonly address: string; readonly key: string; readonly domain: string }

type Asked = { readonly value: unknown; readonly issues: readonly { readonly path?: readonly PropertyKey[] | undefined }[] }

/**
 * When what fields have to do with each other is asked: where these were read, whatever else is wrong. Of a field that was refused that is
 * said, and no more.
 */
export function whereRead(...fields: readonly string[]): { readonly when: (asked: Asked) => boolean } {
  const isOfThem = ({ path = [] }: Asked['issues'][number]) => path.length === 0 || fields.includes(String(path[0]))
  return { when: ({ value, issues }) => typeof value === 'object' && value !== null && !issues.some(isOfThem) }
}

/** A text that names exactly one mailbox. */
export const mailAddressField: z.ZodType<MailAddressGiven> = text.transform((given, context) => {
  if (isBlank(given)) return tellRefusal(context, { code: 'required' })
  const parsed = parseMailAddress(given)
  if (!parsed.ok) return tellRefusal(context, parsed.refusal)
  const { address, key, domain } = parsed.value
  return { address, key, domain }
})

// As typed: a check after cleaning would let through what it should refuse. What cannot be seen alone is nothing.
const named = (parse: (text: unknown) => Result<string, NameRefusal>) =>
  z
    .unknown()
    .optional()
    .transform((given, context): string => {
      if (given === undefined || given === null) return ''
      const parsed = parse(given)
      if (parsed.ok) return parsed.value
      const { refusal } = parsed
      if (refusal.code !== 'name/length' && typeof given === 'string' && oneLine(given) === '') return ''
      return tellRefusal(context, refusal.code === 'name/length' ? { code: 'name/too-long' } : refusal)
    })
const starred = (field: z.ZodType<string>) => field.refine((text) => text !== '', { error: 'required' })

/** A surname as a stranger writes it. */
export const surnameField: z.ZodType<string> = starred(named(parsePersonName))

/** A given name, empty where it was left out: `hasGivenName` says whether it may be. */
export const givenNameField: z.ZodType<string> = named(parsePersonName)

/** The name of a municipality. */
export const placeField: z.ZodType<string> = starred(named(parsePlaceName))

/** Street and number, empty where it was left out. */
export const streetField: z.ZodType<string> = named(parseStreetAddress)

type Called = { readonly name: string; readonly codiceFiscale: unknown }

/** What a codice fiscale has in the place of a given name that there is not. */
const noName = encodeName('')

/** The codice fiscale of a person without a given name says so: of anybody else the name is asked. */
export function hasGivenName({ name, codiceFiscale }: Called): boolean {
  // Asked beside whatever else is wrong: a code that was refused is still what was handed in.
  return name !== '' || (typeof codiceFiscale === 'string' && noName.ok && codiceFiscale.slice(3, 6) === noName.value)
}

/** How a form asks it, beside whatever else is wrong. */
export const givenNameAsked: {
  readonly error: string
  readonly path: string[]
  readonly when: (given: { readonly value: unknown }) => boolean
} = { error: 'required', path: ['name'], when: ({ value }) => typeof value === 'object' && value !== null }

export const operatorField: z.ZodType<Operator> = z.object(
  {
    id: textUpTo(64, text).regex(/^[A-Za-z0-9._@-]+$/, { error: 'malformed' }),
    codiceFiscale: codiceFiscaleField,
  },
  { error: 'required' },
)

/** An id that the library gave: anything else cannot name a record. */
export const recordIdField: z.ZodType<string> = textUpTo(64, text, error).regex(/^[A-Za-z0-9_-]+$/, { error })

const mailIdField: z.ZodType<string> = textUpTo(255, text, error).regex(/^[!-~]+$/, { error })

/** What names one mail, and who asks. */
export const mailForm: z.ZodType<{ readonly operator: Operator; readonly id: string }> = z.object(
  { operator: operatorField, id: mailIdField },
  { error: 'type' },
)

const orNull = <T>(value: T | null | undefined): T | null => value ?? null

/** The last id of the page before; null for the first page. */
export const afterField: z.ZodType<string | null> = emptyAsAbsent(recordIdField.optional().transform(orNull))

/** How long a page is. */
export const limitField: z.ZodType<number> = emptyAsAbsent(
  sentNumber(z.int({ error }).min(1, { error }).max(200, { error }).default(50)),
)

/** What was filed before this instant; null for all. The first instant is nobody's: nothing was filed before it. */
export const filedBeforeField: z.ZodType<Instant | null> = emptyAsAbsent(
  sentNumber(z.int({ error }).min(1, { error }).max(instantMax, { error }).optional().transform(orNull)),
)

/** A page of mail. */
export const mailPageForm: z.ZodType<{ readonly after: string | null; readonly limit: number }> = z.object(
  { after: emptyAsAbsent(mailIdField.optional().transform(orNull)), limit: limitField },
  { error: 'type' },
)

/** A reason, one line of 1 to 2000 characters. */
export const reasonField: z.ZodType<string> = textUpTo(2000, text)
  .transform(oneLine)
  .refine((reason) => reason !== '', { error: 'required' })

/** A token of any kind; whether it is one is for `readToken` to say. */
export const tokenField: z.ZodType<string> = textUpTo(256, text, error)

/** What the subscriber of a session shows where nothing else is asked. */
export const tokenForm: z.ZodType<{ readonly token: string }> = z.object({ token: tokenField }, { error: 'type' })

/** Whom an act of the office is about, and who acts. */
export const officeForm: z.ZodType<{ readonly operator: Operator; readonly codiceFiscale: string }> = z.object(
  { operator: operatorField, codiceFiscale: codiceFiscaleField },
  { error: 'type' },
)

/** The same with the reason, which stays in the journal. */
export const officeReasonForm: z.ZodType<{
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly reason: string
}> = z.object({ operator: operatorField, codiceFiscale: codiceFiscaleField, reason: reasonField }, { error: 'type' })

/** A case that the office decides on, and who looks at it. */
type CaseGiven = { readonly operator: Operator; readonly id: string }

const looking = { operator: operatorField, id: recordIdField }

export const caseForm: z.ZodType<CaseGiven> = z.object(looking, { error: 'type' })

/** One document of the case. */
export const caseDocumentForm: z.ZodType<CaseGiven & { readonly document: number }> = z.object(
  { ...looking, document: sentNumber(z.int({ error })) },
  { error: 'type' },
)

/** Who decides, on which case, and the digest of the dossier that was looked at. */
export type DecisionGiven = CaseGiven & { readonly dossierDigest: string }

export const decisionFields: { readonly [Field in keyof DecisionGiven]: z.ZodType<DecisionGiven[Field]> } = {
  ...looking,
  dossierDigest: textUpTo(64, z.string({ error: 'required' }), error),
}

export const decisionForm: z.ZodType<DecisionGiven> = z.object(decisionFields, { error: 'type' })

/** The same with the reason, which the applicant reads. */
export const reasonedDecisionForm: z.ZodType<DecisionGiven & { readonly reason: string }> = z.object(
  { ...decisionFields, reason: reasonField },
  { error: 'type' },
)

/** What a file is called, for people only: may be left out, and is cut before it is cleaned. */
export const fileNameField: z.ZodType<string> = z
  .string({ error: 'type' })
  .optional()
  .transform((name = '') => name.slice(0, 1000))

/** A password or a PIN as typed, also an empty one. Its rules are checked elsewhere; only its size is here. */
export const secretField: z.ZodType<string> = textUpTo(1024, text)

/** The same where nothing typed is a slip and no guess. */
export const typedField: z.ZodType<string> = starred(secretField)
