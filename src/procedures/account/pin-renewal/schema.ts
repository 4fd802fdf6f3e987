/** What comes from outside into the renewal of a PIN, and how its record is stored. */
import * as z from 'zod'
import { type Holdable, type HoldCommand, type HoldEvent, type Terms, withHolds } from '../../../kernel/index.ts'
import { isPin } from '../../../rules/pin/index.ts'
import { dueUnlessHeld, readHoldable } from '../../../runtime/holdable.ts'
import type { InFlight } from '../../../runtime/in-flight.ts'
import type { Machine } from '../../../runtime/record.ts'
import { codiceFiscaleField, emptyAsAbsent, secretField, textUpTo, tokenField, typedField } from '../../../runtime/schema.ts'
import { type PinRenewalTerms, pinRenewalDecider } from './machine.ts'
import type { PinRenewalCommand, PinRenewalEvent, PinRenewalRefusal, PinRenewalState } from './model.ts'

/** Who asks: the subscriber of a session, or whoever says to be of a codice fiscale. */
export type Asking = { readonly token: string } | { readonly token: null; readonly codiceFiscale: string }

const asking = { token: emptyAsAbsent(tokenField.optional()), codiceFiscale: emptyAsAbsent(z.unknown().optional()) }
const password = emptyAsAbsent(secretField.optional())

type Given = { readonly token?: string | undefined; readonly codiceFiscale?: unknown }

/** A session counts for itself; the codice fiscale is asked for where there is none. */
function askingOf({ token, codiceFiscale }: Given, context: z.RefinementCtx): Asking {
  if (token !== undefined) return { token }
  const read = codiceFiscaleField.safeParse(codiceFiscale)
  if (read.success) return { token: null, codiceFiscale: read.data }
  for (const issue of read.error.issues) context.addIssue({ code: 'custom', message: issue.message, path: ['codiceFiscale'] })
  return z.NEVER
}

/** Who begins a renewal: the password goes along in any case. */
export const startForm: z.ZodType<Asking & { readonly password: string }> = z
  .object({ ...asking, password: typedField }, { error: 'type' })
  .transform(({ password, ...given }, context) => ({ ...askingOf(given, context), password }))

const pinField = textUpTo(1024, z.string({ error: ({ input }) => (input === undefined ? 'required' : 'type') })).refine(isPin, {
  error: ({ input }) => (input === '' ? 'required' : 'malformed'),
})

/** Who concludes one: the password goes along where there is no session. */
export const concludeForm: z.ZodType<Asking & { readonly pin: string; readonly password: string }> = z
  .object({ ...asking, password, pin: pinField }, { error: 'type' })
  .transform(({ password, pin, ...given }, context) => {
    const who = askingOf(given, context)
    if (given.token === undefined && password === undefined) {
      context.addIssue({ code: 'custom', message: 'required', path: ['password'] })
    }
    return { ...who, pin, password: password ?? '' }
  })

const instant = z.number()
const noted = { starts: z.array(instant), notedAt: instant }
const state: z.ZodType<PinRenewalState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), ...noted, filler: z.string(), personal: z.null() }),
  z.strictObject({
    status: z.literal('started'),
    ...noted,
    startedAt: instant,
    expiresAt: instant,
    guesses: z.number(),
    personal: z.strictObject({ pin: z.string() }).nullable(),
  }),
  z.strictObject({ status: z.literal(['concluded', 'void']), ...noted, endedAt: instant, personal: z.null() }),
])

export type PinRenewalMachine = Machine<
  PinRenewalState & Holdable,
  PinRenewalCommand | HoldCommand,
  PinRenewalEvent | HoldEvent,
  PinRenewalRefusal
>

/** Of one that was erased with its person nothing is under way. */
const isOpen = (current: PinRenewalState): current is Extract<PinRenewalState, { status: 'started' }> =>
  current.status === 'started' && current.personal !== null

const holdTerms: Terms<PinRenewalState> = {
  termOf: (current) => (isOpen(current) ? { begunAt: current.startedAt, endsAt: current.expiresAt } : null),
  later: (current, since, ms) =>
    current.status === 'started' && current.expiresAt > since ? { ...current, expiresAt: current.expiresAt + ms } : current,
}

const inFlight: InFlight<PinRenewalState> = {
  procedures: {
    'pin-renewal': {
      ...{ it: 'rigenerazione del codice personale (PIN)', en: 'renewal of the PIN' },
      fates: ['continue', 'void', 'suspend', 're-identify'],
    },
  },
  // Renewals of nobody are stored alike: there is no tag that would tell which are under way.
  tags: null,
  underWay: (current, id) =>
    isOpen(current) ? { procedure: 'pin-renewal', begunAt: current.startedAt, whose: { accountId: id } } : null,
  concluding: ['pin-renewal/conclude'],
  comesTo: { 'pin-renewal': 'pin-replacement' },
  voiding: (cause) => ({ type: 'VoidRenewal', cause }) as PinRenewalCommand,
}

/** The machine and how its record is stored. `keptMs`: how long it is remembered after the last that happened, ms. */
export function pinRenewalMachine(terms: PinRenewalTerms, keptMs: number): PinRenewalMachine {
  return {
    decider: withHolds(pinRenewalDecider(terms), holdTerms),
    inFlight,
    upgrades: [],
    parse: (value) => readHoldable(state, value),
    // A renewal of nobody is stored by the same statements as that of a subscriber.
    tags: () => [],
    dueAt: dueUnlessHeld((current) => Math.max(current.notedAt, current.status === 'started' ? current.expiresAt : 0) + keptMs),
  }
}
