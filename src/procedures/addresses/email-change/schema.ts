/** What comes from outside into a change of the private address, and how its record is stored. */
import * as z from 'zod'
import { type Holdable, type HoldCommand, type HoldEvent, withHolds } from '../../../kernel/index.ts'
import { dueUnlessHeld, readHoldable } from '../../../runtime/holdable.ts'
import type { Machine } from '../../../runtime/record.ts'
import { mailAddressField } from '../../../runtime/schema.ts'
import { eachByItself } from '../../../runtime/whole-form.ts'
import {
  type ChangeForm,
  changeDueAt,
  changeFields,
  changeTags,
  confirmedFields,
  endFields,
  linkFields,
  requestFields,
  typedTwice,
} from '../linked-change/schema.ts'
import { changeInFlight, laterTerm } from '../linked-change/terms.ts'
import { closingOf, type Open } from './expiry.ts'
import { type EmailChangeTerms, emailChangeDecider } from './machine.ts'
import type { EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal, EmailChangeState } from './model.ts'

/** The form "Variazione indirizzo e-mail privato": the new address, typed twice, and who asks. */
export const requestForm: z.ZodType<ChangeForm> = z
  .object(eachByItself({ ...changeFields, email: mailAddressField, confirmation: mailAddressField }), { error: 'type' })
  .refine(...typedTwice('email'))
  .transform(({ email: address, confirmation: _, ...form }) => ({ ...form, address }))

const request = {
  ...requestFields,
  emailId: z.string(),
  links: z.array(z.strictObject(linkFields)),
  personal: z.strictObject({ email: z.string() }).nullable(),
}
const state: z.ZodType<EmailChangeState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('awaiting-confirmation'), ...request }),
  z.strictObject({ status: z.literal('confirmed'), ...request, ...confirmedFields }),
  z.strictObject({ ...endFields, ...request }),
])

export type EmailChangeMachine = Machine<
  EmailChangeState & Holdable,
  EmailChangeCommand | HoldCommand,
  EmailChangeEvent | HoldEvent,
  EmailChangeRefusal
>

const { terms, inFlight } = changeInFlight<EmailChangeState, Open>({
  name: 'email-change',
  called: { it: "variazione dell'indirizzo e-mail privato", en: 'change of the private e-mail address' },
  openStatuses: ['awaiting-confirmation'],
  isOpen: (current): current is Open => current.status === 'awaiting-confirmation',
  besides: () => [],
  endOf: closingOf,
  later: (link, since, ms) => ({ ...link, until: laterTerm(link.until, since, ms) }),
})

/** The machine and how its record is stored. `closedMs`: how long one that is over keeps its personal data, ms. */
export function emailChangeMachine(policy: EmailChangeTerms, closedMs: number): EmailChangeMachine {
  return {
    decider: withHolds(emailChangeDecider(policy), terms),
    inFlight,
    upgrades: [],
    parse: (value) => readHoldable(state, value),
    tags: changeTags,
    dueAt: dueUnlessHeld((current) => (current.status === 'none' ? null : changeDueAt(current, closingOf(current), closedMs))),
  }
}
