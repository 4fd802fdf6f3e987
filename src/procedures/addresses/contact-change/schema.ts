/** What comes from outside into a change of the private address, and how its record is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { type MailAddressGiven, mailAddressField, secretField, tokenField } from '../../../runtime/schema.ts'
import { closingOf } from './expiry.ts'
import { type ContactChangeTerms, contactChangeDecider } from './machine.ts'
import type { ContactChangeCommand, ContactChangeEvent, ContactChangeRefusal, ContactChangeState } from './model.ts'

/** The form "Variazione indirizzo e-mail privato": the new address, typed twice, and who asks. */
export const requestForm: z.ZodType<{
  readonly token: string
  readonly pin: string
  readonly password: string
  readonly mail: MailAddressGiven
}> = z
  .object(
    { token: tokenField, pin: secretField, password: secretField, mail: mailAddressField, confirmation: mailAddressField },
    { error: 'type' },
  )
  .refine(({ mail, confirmation }) => mail.key === confirmation.key, { error: 'different', path: ['confirmation'] })
  .transform(({ confirmation: _, ...form }) => form)

export const holderForm: z.ZodType<{ readonly token: string }> = z.object({ token: tokenField }, { error: 'type' })

const text = z.string()
const instant = z.number()
const link = z.strictObject({ number: z.number(), digest: text, sentAt: instant, until: instant })
const request = {
  accountId: text,
  epoch: z.number(),
  mailId: text,
  requestedAt: instant,
  links: z.array(link),
  personal: z.strictObject({ mail: text }).nullable(),
}
const state: z.ZodType<ContactChangeState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('awaiting-validation'), ...request }),
  z.strictObject({
    status: z.literal(['validated', 'superseded', 'cancelled', 'void']),
    ...request,
    endedAt: instant,
  }),
])

export type ContactChangeMachine = Machine<ContactChangeState, ContactChangeCommand, ContactChangeEvent, ContactChangeRefusal>

/** The machine and how its record is stored. `closedMs`: how long one that is over keeps its personal data, ms. */
export function contactChangeMachine(policy: ContactChangeTerms, closedMs: number): ContactChangeMachine {
  return {
    decider: contactChangeDecider(policy),
    upgrades: [],
    parse: (value) => state.safeParse(value).data ?? null,
    tags: (current) => (current.status === 'none' ? [] : [`status:${current.status}`, `account:${current.accountId}`]),
    dueAt: (current) => {
      if (current.status === 'none') return null
      return ('endedAt' in current ? current.endedAt : closingOf(current)) + closedMs
    },
  }
}
