/** What comes from outside into a request for assistance, and how its record is stored. */
import * as z from 'zod'
import { type Instant, type Locale, oneLine } from '../../kernel/index.ts'
import { romeDate } from '../../rules/civil/index.ts'
import { isRealDate, parseCodiceFiscale, parseMailAddress } from '../../rules/identity/index.ts'
import type { Machine } from '../../runtime/record.ts'
import {
  afterField,
  codiceFiscaleField,
  filedBeforeField,
  fileNameField,
  givenNameAsked,
  givenNameField,
  hasGivenName,
  limitField,
  type MailAddressGiven,
  mailAddressField,
  readStored,
  surnameField,
  tellRefusal,
  textUpTo,
  whereRead,
} from '../../runtime/schema.ts'
import type { SearchTags } from '../../runtime/search-tags.ts'
import { eachByItself, inOrderOf } from '../../runtime/whole-form.ts'
import { assistanceDecider } from './machine.ts'
import {
  type AssistanceCommand,
  type AssistanceDocumentType,
  type AssistanceEvent,
  type AssistancePersonal,
  type AssistanceRefusal,
  type AssistanceState,
  identityDocumentTypes,
} from './model.ts'

const absent = ({ input }: { readonly input?: unknown }) => (input === undefined || input === null ? 'required' : 'type')

// One line of text. Length is checked before anything is done with it.
const line = (max: number) => textUpTo(max, z.string({ error: absent })).transform(oneLine)
const required = (max: number) => line(max).refine((text) => text !== '', { error: 'required', abort: true })
const optional = (max: number) =>
  line(max)
    .nullish()
    .transform((text) => text ?? '')

/** One mail address, or none where it was left out or left blank. */
const optionalMail = textUpTo(320, z.string({ error: 'type' }), 'malformed')
  .nullish()
  .transform((text, context): MailAddressGiven | null => {
    if (text === undefined || text === null || oneLine(text) === '') return null
    const parsed = parseMailAddress(text)
    return parsed.ok ? parsed.value : tellRefusal(context, parsed.refusal)
  })

const pathMax = 8

const isRecord = (given: unknown): given is object => Object.prototype.toString.call(given) === '[object Object]'

// The answers under these ids alone. To count the keys of a mebibyte takes longer than a hostile field may.
const answersTo = (ids: readonly string[]) =>
  z
    .unknown()
    .optional()
    .transform((given) => {
      if (given === '') return null
      if (!isRecord(given)) return given
      const answered = ids.filter((id) => Object.hasOwn(given, id))
      return Object.fromEntries(answered.map((id) => [id, Reflect.get(given, id)]))
    })
    .pipe(z.record(z.string(), line(500), { error: 'type' }).nullish())
    .transform((answers) => answers ?? {})

/** The questionnaire as it is read: cleaned, canonical, complete. */
export type AssistanceFormData = {
  readonly path: readonly string[]
  readonly surname: string
  readonly name: string
  readonly codiceFiscale: string
  readonly oldPec: MailAddressGiven | null
  readonly pec: MailAddressGiven
  readonly email: MailAddressGiven
  readonly telephone: string
  readonly documentType: AssistanceDocumentType
  readonly documentNumber: string
  readonly documentIssuer: string
  readonly documentExpiresOn: string
  readonly fileName: string
  readonly note: string
  readonly answers: Readonly<Record<string, string>>
  readonly noticeVersion: string
  readonly locale: Locale | null
}

const formFields = {
  // No element is read of what is too long.
  path: z
    .unknown()
    .optional()
    .refine((path) => !Array.isArray(path) || path.length <= pathMax, { error: 'too-long' })
    .pipe(z.array(textUpTo(64, z.string({ error: 'type' })), { error: absent })),
  surname: surnameField,
  name: givenNameField,
  codiceFiscale: codiceFiscaleField,
  oldPec: optionalMail,
  pec: mailAddressField,
  confirmation: mailAddressField,
  email: mailAddressField,
  telephone: optional(40).refine((text) => text === '' || /^\+?[0-9 ]{4,20}$/.test(text), { error: 'malformed' }),
  documentType: z.literal(identityDocumentTypes, { error: ({ input }) => (input === undefined ? 'required' : 'unknown') }),
  documentNumber: required(40),
  documentIssuer: optional(200),
  documentExpiresOn: required(10).refine(isRealDate, { error: 'malformed' }),
  fileName: fileNameField,
  note: optional(2000),
  noticeVersion: required(100),
  locale: z
    .literal(['it', 'en', ''], { error: 'malformed' })
    .nullish()
    .transform((locale) => (locale === undefined || locale === '' ? null : locale)),
}

/**
 * The questionnaire of a change of PEC, with the office's own questions of these ids. The answer of the office goes to an address that is
 * not the one to be confirmed.
 */
export function assistanceForm(questionIds: readonly string[]): z.ZodType<AssistanceFormData> {
  const fields = { ...formFields, answers: answersTo(questionIds) }
  const form = z
    .object(eachByItself(fields), { error: 'type' })
    .refine(hasGivenName, givenNameAsked)
    .refine(({ pec, confirmation }) => pec.key === confirmation.key, {
      error: 'different',
      path: ['confirmation'],
      ...whereRead('pec', 'confirmation'),
    })
    .refine(({ pec, email }) => pec.key !== email.key, { error: 'same-as-pec', path: ['email'], ...whereRead('pec', 'email') })
    .transform(({ confirmation: _, ...form }) => form)
  return inOrderOf(Object.keys(fields), form)
}

export const pageForm: z.ZodType<{
  readonly after: string | null
  readonly limit: number
  readonly filedBefore: Instant | null
}> = z.object({ after: afterField, limit: limitField, filedBefore: filedBeforeField }, { error: 'type' })

const instant = z.number()
const text = z.string()
const request = {
  accountId: text,
  ticket: text,
  noticeVersion: text,
  path: z.array(text),
  filedAt: instant,
  documents: z.array(
    z.strictObject({
      id: z.number(),
      type: z.literal(identityDocumentTypes),
      digest: text,
      size: z.number(),
      findings: z.array(text),
      addedAt: instant,
    }),
  ),
  personal: z
    .strictObject({
      surname: text,
      name: text,
      codiceFiscale: text,
      oldPec: text,
      pec: text,
      email: text,
      telephone: text,
      document: z.strictObject({ number: text, issuer: text, expiresOn: text, name: text }),
      note: text,
      answers: z.array(z.strictObject({ id: text, text })),
      locale: z.literal(['it', 'en']),
      reason: text.nullable(),
    })
    .nullable(),
}
const decided = { operator: text, dossier: text, decidedAt: instant }
const state: z.ZodType<AssistanceState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('open'), ...request }),
  z.strictObject({ status: z.literal('approved'), ...request, ...decided, changeId: text }),
  z.strictObject({ status: z.literal('rejected'), ...request, ...decided }),
  z.strictObject({ status: z.literal('withdrawn'), ...request, endedAt: instant }),
])

export type AssistanceMachine = Machine<AssistanceState, AssistanceCommand, AssistanceEvent, AssistanceRefusal>

/** How long what is over is kept, ms: the file of what was decided, the personal data of what was decided, and of what was withdrawn. */
export type AssistanceRetention = { readonly documentsMs: number; readonly rejectedMs: number; readonly closedMs: number }

const two = (value: number): string => String(value).padStart(2, '0')

/** By which tags the office finds what this person has filed. */
function findTags({ codiceFiscale, surname, name, email, pec }: AssistancePersonal, find: SearchTags): readonly string[] {
  const parsed = parseCodiceFiscale(codiceFiscale)
  // The questionnaire asks no date of birth: the code says it, without the century.
  const birthDate = parsed.ok ? [parsed.value.yearOfCentury, parsed.value.month, parsed.value.day].map(two).join('-') : ''
  return find({ codiceFiscale, surname, name, birthDate, mailboxes: [email, pec] })
}

/** The machine and how its record is stored. */
export function assistanceMachine(
  { documentsMs, rejectedMs, closedMs }: AssistanceRetention,
  find: SearchTags,
): AssistanceMachine {
  return {
    decider: assistanceDecider,
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags: (current) => {
      if (current.status === 'none') return []
      const decided = current.status === 'approved' || current.status === 'rejected'
      return [
        `status:${current.status}`,
        `${current.status === 'open' ? 'open' : 'account'}:${current.accountId}`,
        `filed:${romeDate(current.filedAt)}`,
        ...(decided ? [`decided:${romeDate(current.decidedAt)}`] : []),
        ...(current.personal === null ? [] : findTags(current.personal, find)),
      ]
    },
    dueAt: (current) => {
      switch (current.status) {
        case 'none':
          return null
        case 'open':
          // Since when it waits: what the queue is asked by.
          return current.filedAt
        case 'withdrawn':
          return current.documents.length > 0 ? current.endedAt : current.endedAt + closedMs
        case 'approved':
        case 'rejected': {
          const end = current.decidedAt + rejectedMs
          return current.documents.length > 0 ? Math.min(current.decidedAt + documentsMs, end) : end
        }
      }
    },
  }
}
