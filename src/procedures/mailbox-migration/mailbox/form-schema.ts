/** What comes from outside about the mailboxes of a migration. */
import * as z from 'zod'
import { parseMailAddress } from '../../../rules/identity/index.ts'
import { sentNumber } from '../../../runtime/page-fields.ts'
import {
  afterField,
  emptyAsAbsent,
  limitField,
  mailAddressField,
  type Operator,
  operatorField,
  reasonField,
  secretField,
  textUpTo,
  typedField,
} from '../../../runtime/schema.ts'
import { domainLengthMax, isHostName } from '../migration/access.ts'
import type { MailboxPlace } from './forms.ts'

const error = 'malformed'
const text = z.string({ error: ({ input }) => (input === undefined || input === null ? 'required' : 'type') })

/** The domain in any case; it is compared in lower case. */
const domainField: z.ZodType<string> = textUpTo(domainLengthMax, text).transform((given, context) => {
  const name = /^[A-Za-z0-9.-]*$/.test(given) ? given.toLowerCase() : ''
  if (isHostName(name)) return name
  context.addIssue({ code: 'custom', message: given === '' ? 'required' : error })
  return z.NEVER
})

/** A mailbox as it was given: an address in lower case, and its domain. What stands before an `@` that is not there is of the domain of the form. */
export type MailboxGiven = { readonly address: string; readonly domain: string }

const mailboxField = textUpTo(400, text)

type Named = { readonly domain: string; readonly mailbox: string }

function readMailbox<T extends Named>(
  given: T,
  context: z.RefinementCtx,
): Omit<T, 'mailbox'> & { readonly mailbox: MailboxGiven } {
  const typed = given.mailbox.trim()
  const parsed = parseMailAddress(typed.includes('@') ? typed : `${typed}@${given.domain}`)
  if (parsed.ok) return { ...given, mailbox: { address: parsed.value.key, domain: parsed.value.domain } }
  context.addIssue({ code: 'custom', message: typed === '' ? 'required' : error, path: ['mailbox'] })
  return z.NEVER
}

type Looking = { readonly operator: Operator; readonly domain: string }
const looking = { operator: operatorField, domain: domainField }

/** A look at a migration. */
export const mailboxesForm: z.ZodType<Looking> = z.object(looking, { error: 'type' })

/** How mailboxes are listed. */
export const mailboxAddForm: z.ZodType<Looking & { readonly parallel: number }> = z.object(
  { ...looking, parallel: emptyAsAbsent(sentNumber(z.int({ error }).min(1, { error }).max(64, { error }).default(4))) },
  { error: 'type' },
)

/** One line of a list. */
export const mailboxLineForm: z.ZodType<{
  readonly mailbox: string
  readonly email: string | null
  readonly locale: 'it' | 'en' | null
}> = z
  .object(
    {
      mailbox: mailboxField,
      email: emptyAsAbsent(mailAddressField.optional()),
      locale: emptyAsAbsent(z.literal(['it', 'en'], { error }).optional()),
    },
    { error: 'type' },
  )
  .transform(({ mailbox, email, locale }) => ({ mailbox, email: email?.address ?? null, locale: locale ?? null }))

/** The mailbox of a line, of this domain where it does not say another one. */
export const mailboxNameForm: z.ZodType<{ readonly domain: string; readonly mailbox: MailboxGiven }> = z
  .object({ domain: domainField, mailbox: mailboxField }, { error: 'type' })
  .transform(readMailbox)

/** One mailbox, for the office. */
export const mailboxLookForm: z.ZodType<Looking & { readonly mailbox: MailboxGiven }> = z
  .object({ ...looking, mailbox: mailboxField }, { error: 'type' })
  .transform(readMailbox)

const places: readonly MailboxPlace[] = ['not-started', 'verified', 'activated', 'live', 'blocked', 'late', 'refused', 'parked']

/** Mailboxes in one place. */
export const mailboxFindForm: z.ZodType<
  Looking & { readonly state: MailboxPlace; readonly after: string | null; readonly limit: number }
> = z.object(
  { ...looking, state: z.literal(places, { error: 'unknown' }), after: afterField, limit: limitField },
  { error: 'type' },
)

/** An act with its reason. */
export const mailboxReasonForm: z.ZodType<Looking & { readonly mailbox: MailboxGiven; readonly reason: string }> = z
  .object({ ...looking, mailbox: mailboxField, reason: reasonField }, { error: 'type' })
  .transform(readMailbox)

/** A late activation. */
export const mailboxLateForm: z.ZodType<
  Looking & { readonly mailbox: MailboxGiven; readonly lastDay: string; readonly reason: string }
> = z
  .object({ ...looking, mailbox: mailboxField, lastDay: textUpTo(40, text), reason: reasonField }, { error: 'type' })
  .transform(readMailbox)

type OwnerGiven = { readonly domain: string; readonly mailbox: MailboxGiven; readonly password: string }
const owner = { domain: domainField, mailbox: mailboxField, password: typedField }

/** What the owner shows. */
export const mailboxOwnerForm: z.ZodType<OwnerGiven> = z.object(owner, { error: 'type' }).transform(readMailbox)

/** What the owner shows, and which password is used afterwards; null where it stays. */
export const mailboxActivateForm: z.ZodType<OwnerGiven & { readonly next: string | null; readonly confirmation: string | null }> =
  z
    .object(
      { ...owner, next: emptyAsAbsent(secretField.optional()), confirmation: emptyAsAbsent(secretField.optional()) },
      { error: 'type' },
    )
    .transform(readMailbox)
    .transform(({ next, confirmation, ...given }) => ({ ...given, next: next ?? null, confirmation: confirmation ?? null }))
