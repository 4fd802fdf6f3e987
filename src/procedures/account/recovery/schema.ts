/** What comes from outside into the recovery of a password, and how its record is stored. */
import * as z from 'zod'
import { type Holdable, type HoldCommand, type HoldEvent, type Terms, withHolds } from '../../../kernel/index.ts'
import { isPin } from '../../../rules/pin/index.ts'
import { dueUnlessHeld, readHoldable } from '../../../runtime/holdable.ts'
import type { InFlight } from '../../../runtime/in-flight.ts'
import type { Machine } from '../../../runtime/record.ts'
import { codiceFiscaleField, secretField, tokenField, typedField } from '../../../runtime/schema.ts'
import { recoveryDecider } from './machine.ts'
import type { RecoveryCommand, RecoveryEvent, RecoveryPolicy, RecoveryRefusal, RecoveryState } from './model.ts'

/** Whose password is to be recovered. */
export const requestForm: z.ZodType<{ readonly codiceFiscale: string }> = z.object(
  { codiceFiscale: codiceFiscaleField },
  { error: 'type' },
)

/** Link and PIN in one act, with the new password typed twice. */
export const completeForm: z.ZodType<{
  readonly token: string
  readonly pin: string
  readonly password: string
  readonly confirmation: string
}> = z.object(
  {
    token: tokenField,
    pin: secretField.refine(isPin, { error: ({ input }) => (input === '' ? 'required' : 'malformed') }),
    password: typedField,
    confirmation: typedField,
  },
  { error: 'type' },
)

const instant = z.number()
const noted = {
  links: z.array(z.strictObject({ digest: z.string(), sentAt: instant })),
  notedAt: instant,
  personal: z.null(),
}
const state: z.ZodType<RecoveryState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), ...noted }),
  z.strictObject({ status: z.literal('requested'), ...noted, until: instant }),
  z.strictObject({ status: z.literal(['used', 'void']), ...noted, endedAt: instant }),
])

export type RecoveryMachine = Machine<
  RecoveryState & Holdable,
  RecoveryCommand | HoldCommand,
  RecoveryEvent | HoldEvent,
  RecoveryRefusal
>

/** The link that is open, with its term. */
function linkTerm(current: RecoveryState) {
  const sentAt = current.links.at(-1)?.sentAt
  return current.status === 'requested' && sentAt !== undefined ? { begunAt: sentAt, endsAt: current.until } : null
}

const terms: Terms<RecoveryState> = {
  termOf: linkTerm,
  later: (current, since, ms) =>
    current.status === 'requested' && current.until > since ? { ...current, until: current.until + ms } : current,
}

const inFlight: InFlight<RecoveryState> = {
  procedures: {
    recovery: {
      ...{ it: 'recupero della password', en: 'recovery of the password' },
      // Anybody can ask for one of anybody: none has to be identified in person for it.
      fates: ['continue', 'void', 'suspend'],
    },
  },
  // Recoveries of nobody are stored alike: there is no tag that would tell which are under way.
  tags: null,
  underWay(current, id) {
    const term = linkTerm(current)
    return term === null ? null : { procedure: 'recovery', begunAt: term.begunAt, whose: { accountId: id } }
  },
  concluding: ['recovery/complete'],
  comesTo: { recovery: 'password-replacement' },
  voiding: (cause) => ({ type: 'VoidRecovery', cause }) as RecoveryCommand,
}

/** The machine and how its record is stored. `keptMs`: how long it is remembered after the last that happened, ms. */
export function recoveryMachine(policy: RecoveryPolicy, keptMs: number): RecoveryMachine {
  return {
    decider: withHolds(recoveryDecider(policy), terms),
    inFlight,
    upgrades: [],
    parse: (value) => readHoldable(state, value),
    // A recovery of nobody is stored by the same statements as that of a subscriber.
    tags: () => [],
    dueAt: dueUnlessHeld((current) => Math.max(current.notedAt, current.status === 'requested' ? current.until : 0) + keptMs),
  }
}
