/** What comes from outside into a change of PEC, and how its record is stored. */
import * as z from 'zod'
import { type Holdable, type HoldCommand, type HoldEvent, instantMax, withHolds } from '../../../kernel/index.ts'
import type { PecReceipt } from '../../../rules/pec/index.ts'
import { dueUnlessHeld, readHoldable } from '../../../runtime/holdable.ts'
import type { Machine } from '../../../runtime/record.ts'
import { mailAddressField, textUpTo } from '../../../runtime/schema.ts'
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
import { endOfTerms, isOpen, type Open, waits } from './expiry.ts'
import { pecChangeDecider } from './machine.ts'
import type { PecChangeCommand, PecChangeEvent, PecChangePolicy, PecChangeRefusal, PecChangeState } from './model.ts'

/** The form "Modifica dati di registrazione": the new PEC, typed twice, and who asks. */
export const requestForm: z.ZodType<ChangeForm> = z
  .object(eachByItself({ ...changeFields, pec: mailAddressField, confirmation: mailAddressField }), { error: 'type' })
  .refine(...typedTwice('pec'))
  .transform(({ pec: address, confirmation: _, ...form }) => ({ ...form, address }))

const shortText = textUpTo(1000, z.string({ error: 'type' }))
const instantField = z.int({ error: 'type' }).min(0, { error: 'malformed' }).max(instantMax, { error: 'malformed' })

/** A receipt as `sportello/pec` reads it, or as a host makes it of what another delivery service says. */
export const receiptForm: z.ZodType<PecReceipt> = z.object(
  {
    kind: z.literal(['accepted', 'refused', 'taken-in-charge', 'delivered', 'failed', 'delayed', 'virus', 'message'], {
      error: 'unknown',
    }),
    at: instantField,
    recipient: shortText.nullable(),
    reference: shortText.nullable(),
    id: shortText,
    provider: shortText,
    failure: z
      .literal(['unknown-mailbox', 'unknown-domain', 'mailbox-full', 'virus', 'timed-out', 'other'], { error: 'unknown' })
      .nullable(),
    detail: shortText,
    trust: z.literal(['trusted', 'untrusted', 'unchecked'], { error: 'unknown' }),
  },
  { error: 'type' },
)

const instant = z.number()
const failure = z.literal(['address-invalid', 'mailbox-full', 'timed-out', 'virus', 'other', 'not-sent'])
const link = z.strictObject({
  ...linkFields,
  dispatchedAt: instant.nullable(),
  receivedAt: instant.nullable(),
  receipt: z.literal(['unlikely', 'unverified', 'early', 'final']).nullable(),
  closesAt: instant,
  failure: failure.nullable(),
  heldAt: instant.nullable(),
})
const request = {
  ...requestFields,
  origin: z.literal(['subscriber', 'assistance']),
  pecId: z.string(),
  links: z.array(link),
  personal: z.strictObject({ pec: z.string() }).nullable(),
}
const state: z.ZodType<PecChangeState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal(['awaiting-receipt', 'awaiting-confirmation']), ...request }),
  z.strictObject({ status: z.literal('confirmed'), ...request, ...confirmedFields }),
  z.strictObject({ status: z.literal('undeliverable'), ...request, failure, endedAt: instant }),
  z.strictObject({ ...endFields, ...request }),
])

export type PecChangeMachine = Machine<
  PecChangeState & Holdable,
  PecChangeCommand | HoldCommand,
  PecChangeEvent | HoldEvent,
  PecChangeRefusal
>

const { terms, inFlight } = changeInFlight<PecChangeState, Open>({
  name: 'pec-change',
  called: { it: "variazione dell'indirizzo PEC", en: 'change of the PEC' },
  openStatuses: ['awaiting-receipt', 'awaiting-confirmation'],
  isOpen,
  besides: ({ pecId: id }) => [{ kind: 'pec-claim', id }],
  // A click that waits for its receipt is not over with the terms.
  endOf: (change) => (change.links.some(waits) ? instantMax : endOfTerms(change)),
  later: (link, since, ms) => ({
    ...link,
    until: laterTerm(link.until, since, ms),
    closesAt: laterTerm(link.closesAt, since, ms),
  }),
})

/** The machine and how its record is stored. `closedMs`: how long one that is over keeps its personal data, ms. */
export function pecChangeMachine(policy: PecChangePolicy, closedMs: number): PecChangeMachine {
  return {
    decider: withHolds(pecChangeDecider(policy), terms),
    inFlight,
    upgrades: [],
    parse: (value) => readHoldable(state, value),
    tags: changeTags,
    dueAt: dueUnlessHeld((current) => (current.status === 'none' ? null : changeDueAt(current, endOfTerms(current), closedMs))),
  }
}
