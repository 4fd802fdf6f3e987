/** What comes into an import, and how its record is stored. */
import * as z from 'zod'
import type { Instant } from '../../kernel/index.ts'
import { isRealDate } from '../../rules/identity/calendar-day.ts'
import { sentBoolean, sentNumber } from '../../runtime/page-fields.ts'
import type { Machine } from '../../runtime/record.ts'
import {
  codiceFiscaleField,
  emptyAsAbsent,
  givenNameAsked,
  givenNameField,
  hasGivenName,
  type MailAddressGiven,
  mailAddressField,
  type Operator,
  operatorField,
  readStored,
  surnameField,
  textUpTo,
} from '../../runtime/schema.ts'
import { importDecider } from './machine.ts'
import type { ImportCommand, ImportEvent, ImportRefusal, ImportState } from './model.ts'

/** A person as another system knows him, read. */
export type ImportPerson = {
  readonly codiceFiscale: string
  readonly surname: string
  readonly name: string
  readonly birthDate: string
  readonly sex: 'F' | 'M' | null
  readonly email: MailAddressGiven
  readonly pec: MailAddressGiven | null
  readonly locale: 'it' | 'en' | null
  readonly status: 'active' | 'suspended' | 'revoked'
  readonly password: string | null
  readonly externalId: string
}

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })
const nullable = <T>(field: z.ZodType<T | undefined>): z.ZodType<T | null> =>
  emptyAsAbsent(field).transform((value) => value ?? null)

const personFields: { readonly [Field in keyof ImportPerson]: z.ZodType<ImportPerson[Field]> } = {
  codiceFiscale: codiceFiscaleField,
  surname: surnameField,
  name: givenNameField,
  birthDate: textUpTo(40, text).refine(isRealDate, { error }),
  sex: nullable(z.literal(['F', 'M'], { error }).optional()),
  email: mailAddressField,
  pec: nullable(mailAddressField.optional()),
  locale: nullable(z.literal(['it', 'en'], { error }).optional()),
  status: z.literal(['active', 'suspended', 'revoked'], { error }),
  password: nullable(textUpTo(4096, text).optional()),
  externalId: textUpTo(128, text).regex(/^[!-~]+$/, { error }),
}

const batch = textUpTo(64, text).regex(/^[A-Za-z0-9_-]+$/, { error })
const runFields = { operator: operatorField, batch, tells: emptyAsAbsent(sentBoolean(z.boolean({ error }).default(true))) }

/** Which import, for whom, and whether those who are imported are written to. */
type RunGiven = { readonly operator: Operator; readonly batch: string; readonly tells: boolean }

export const lineForm: z.ZodType<RunGiven> = z.object(runFields, { error: 'type' })

/** One account. Its problems are named by its own fields, as in a registration. */
export const accountForm: z.ZodType<ImportPerson> = z.object(personFields, { error: 'type' }).refine(hasGivenName, givenNameAsked)

export const runForm: z.ZodType<RunGiven & { readonly parallel: number }> = z.object(
  { ...runFields, parallel: emptyAsAbsent(sentNumber(z.int({ error }).min(1, { error }).max(64, { error }).default(4))) },
  { error: 'type' },
)

export const batchForm: z.ZodType<{ readonly operator: Operator; readonly batch: string }> = z.object(
  { operator: operatorField, batch },
  { error: 'type' },
)

const begun = { runs: z.number(), startedAt: z.number(), personal: z.null() }
const counts = z.strictObject({ imported: z.number(), unchanged: z.number(), refused: z.number() })
const state: z.ZodType<ImportState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('running'), ...begun }),
  z.strictObject({ status: z.literal('ended'), ...begun, endedAt: z.number(), counts }),
])

export type ImportMachine = Machine<ImportState, ImportCommand, ImportEvent, ImportRefusal>

/** The machine and how its record is stored, with how long it is kept after the last run, ms. */
export function importMachine(importMs: number): ImportMachine {
  return {
    decider: importDecider,
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags: () => [],
    dueAt: (current): Instant | null => {
      if (current.status === 'none') return null
      return (current.status === 'ended' ? current.endedAt : current.startedAt) + importMs
    },
  }
}
