/** What comes from outside into a change of the private address, and how its record is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { type MailAddressGiven, mailAddressField, secretField, tokenField } from '../../../runtime/schema.ts'
import { closingOf } from './expiry.ts'
import { type EmailChangeTerms, emailChangeDecider } from './machine.ts'
import type { EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal, EmailChangeState } from './model.ts'

/** The form "Variazione indirizzo e-mail privato": the new address, typed twice, and who asks. */
export const requestForm: z.ZodType<{
  readonly token: string
  readonly pin: string
  readonly password: string
  readonly email: MailAddressGiven
}> = z
  .object(
    { token: tokenField, pin: secretField, password: secretField, email: mailAddressField, confirmation: mailAddressField },
    { error: 'type' },
  )
  .refine(({ email, confirmation }) => email.key === confirmation.key, { error: 'different', path: ['confirmation'] })
  .transform(({ confirmation: _, ...form }) => form)

export const holderForm: z.ZodType<{ readonly token: string }> = z.object({ token: tokenField }, { error: 'type' })

const text = z.string()
const instant = z.number()
const link = z.strictObject({ number: z.number(), digest: text, sentAt: instant, until: instant })
const request = {
  accountId: text,
  securityVersion: z.number(),
  emailId: text,
  requestedAt: instant,
  links: z.array(link),
  personal: z.strictObject({ email: text }).nullable(),
}
const state: z.ZodType<EmailChangeState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('awaiting-validation'), ...request }),
  z.strictObject({
    status: z.literal(['validated', 'superseded', 'cancelled', 'void']),
    ...request,
    endedAt: instant,
  }),
])

export type EmailChangeMachine = Machine<EmailChangeState, EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal>

/** The machine and how its record is stored. `closedMs`: how long one that is over keeps its personal data, ms. */
export function emailChangeMachine(policy: EmailChangeTerms, closedMs: number): EmailChangeMachine {
  return {
    decider: emailChangeDecider(policy),
    upgrades: [],
    parse: (value) => state.safeParse(value).data ?? null,
    tags: (current) => (current.status === 'none' ? [] : [`status:${current.status}`, `account:${current.accountId}`]),
    dueAt: (current) => {
      if (current.status === 'none') return null
      return ('endedAt' in current ? current.endedAt : closingOf(current)) + closedMs
    },
  }
}
