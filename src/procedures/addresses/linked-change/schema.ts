/** What comes from outside into a change that a link confirms, and what all of their records store alike. */
import * as z from 'zod'
import type { Instant } from '../../../kernel/index.ts'
import { emptyAsAbsent, type MailAddressGiven, secretField, tokenField, typedField, whereRead } from '../../../runtime/schema.ts'

/** A request as it was read: who asks, and the new address. */
export type ChangeForm = {
  readonly token: string
  /** Null in a session that needs no secrets; so is the password. */
  readonly pin: string | null
  readonly password: string | null
  readonly address: MailAddressGiven
}

/** The fields of a request beside the new address, which has a name of its own in each kind. */
export const changeFields: {
  readonly token: z.ZodType<string>
  readonly pin: z.ZodType<string | null>
  readonly password: z.ZodType<string | null>
} = { token: tokenField, pin: typedField.nullable(), password: typedField.nullable() }

/** Who takes a change back. The secrets are given once more where a session alone is not enough. */
export type CancelForm = { readonly token: string; readonly pin?: string | undefined; readonly password?: string | undefined }

/** The token alone, or the secrets once more besides. */
export const cancelForm: z.ZodType<CancelForm> = z
  .object(
    { token: tokenField, pin: emptyAsAbsent(secretField.optional()), password: emptyAsAbsent(secretField.optional()) },
    { error: 'type' },
  )
  // One without the other is a slip and no guess.
  .refine(({ pin, password }) => pin !== undefined || password === undefined, { error: 'required', path: ['pin'] })
  .refine(({ pin, password }) => pin === undefined || password !== undefined, { error: 'required', path: ['password'] })

/** What is said where the new address, in the field of that name, was not typed twice alike. It does not hide what else is wrong. */
export function typedTwice<Name extends string>(
  name: Name,
): [
  check: (form: { readonly [N in Name | 'confirmation']: MailAddressGiven }) => boolean,
  said: { readonly error: string; readonly path: string[] } & ReturnType<typeof whereRead>,
] {
  return [
    (form) => form[name].key === form.confirmation.key,
    { error: 'different', path: ['confirmation'], ...whereRead(name, 'confirmation') },
  ]
}

type Fields<Name extends string, T> = { readonly [N in Name]: z.ZodType<T> }

const text = z.string()
const number = z.number()

/** What every link stores. */
export const linkFields: Fields<'digest', string> & Fields<'number' | 'sentAt' | 'until', number> = {
  number,
  digest: text,
  sentAt: number,
  until: number,
}

/** What every change stores that was asked for, beside its links and the new address. */
export const requestFields: Fields<'accountId', string> & Fields<'securityVersion' | 'requestedAt', number> = {
  accountId: text,
  securityVersion: number,
  requestedAt: number,
}

/** What a change stores besides that was confirmed. */
export const confirmedFields: Fields<'confirmedAt' | 'endedAt', number> = { confirmedAt: number, endedAt: number }

/** What a change stores besides that has ended otherwise. */
export const endFields: { readonly status: z.ZodLiteral<'superseded' | 'cancelled' | 'void'> } & Fields<'endedAt', number> = {
  status: z.literal(['superseded', 'cancelled', 'void']),
  endedAt: number,
}

/** Under which tags a change is found. */
export function changeTags(
  state: { readonly status: 'none' } | { readonly status: string; readonly accountId: string },
): string[] {
  return 'accountId' in state ? [`status:${state.status}`, `account:${state.accountId}`] : []
}

/** When the sweep looks at a change: `closedMs` after it has ended or, where nobody has ended it, after its terms have. */
export function changeDueAt(
  state: { readonly status: string; readonly endedAt?: Instant },
  endOfTerms: Instant,
  closedMs: number,
): Instant {
  return (state.endedAt ?? endOfTerms) + closedMs
}
