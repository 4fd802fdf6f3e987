/** How the record of a registration is stored. What comes from outside is read by `form-schema.ts`. */
import * as z from 'zod'
import { type Holdable, type HoldCommand, type HoldEvent, type Terms, withHolds } from '../../../kernel/index.ts'
import { dueUnlessHeld, readHoldable } from '../../../runtime/holdable.ts'
import type { InFlight } from '../../../runtime/in-flight.ts'
import type { Machine } from '../../../runtime/record.ts'
import { correctableFields, documentTypes } from '../wanted.ts'
import { registrationDecider } from './machine.ts'
import type {
  RegistrationCommand,
  RegistrationEvent,
  RegistrationPolicy,
  RegistrationRefusal,
  RegistrationState,
} from './model.ts'
import type { RegistrationPerson } from './person.ts'

const instant = z.number()
const text = z.string()
const person: z.ZodType<RegistrationPerson> = z.strictObject({
  surname: text,
  name: text,
  codiceFiscale: text,
  sex: z.literal(['F', 'M']).nullable(),
  birthDate: text,
  birth: z.union([
    z.strictObject({ nation: z.literal('IT'), province: text, municipality: text }),
    z.strictObject({ nation: text, province: z.null(), municipality: z.null() }),
  ]),
  italianCitizen: z.boolean().nullable(),
  residence: z.strictObject({ province: text, city: text, address: text, postalCode: text }),
  telephone: text,
  email: text,
  body: z.strictObject({ name: text, taxCode: text }).nullable(),
  locale: z.literal(['it', 'en']),
})
const filedBefore = {
  id: z.number(),
  type: z.literal(documentTypes),
  digest: text,
  size: z.number(),
  name: text,
  description: text,
}
const request = {
  accountId: text,
  ticket: text,
  round: z.number(),
  openedAt: instant,
  noticeVersion: text,
  audience: text.nullable(),
  documents: z.array(
    z.strictObject({
      id: z.number(),
      type: z.literal(documentTypes),
      digest: text,
      size: z.number(),
      findings: z.array(text),
      addedAt: instant,
    }),
  ),
  documentsAdded: z.number(),
  earlier: z.array(text),
  collector: text,
  wanted: z
    .strictObject({
      fields: z.array(z.literal(correctableFields)),
      documents: z.array(z.union([z.number(), z.literal(documentTypes)])),
      since: instant,
    })
    .nullable(),
  linksAt: z.array(instant),
  letters: z.array(
    z.strictObject({
      letter: text,
      mailId: text,
      queuedAt: instant,
      end: z.literal(['sent', 'rejected', 'overdue']).nullable(),
      endedAt: instant.nullable(),
    }),
  ),
  personal: z
    .strictObject({
      person,
      findings: z.array(text),
      pin: text,
      sealedHalf: text.nullable(),
      password: text.nullable(),
      labels: z.array(z.strictObject({ id: z.number(), name: text, description: text })),
      before: z.strictObject({ person, documents: z.array(z.strictObject(filedBefore)) }).nullable(),
      reasons: z.array(z.strictObject({ mailId: text, reason: text })),
      screenHalf: text.nullable(),
    })
    .nullable(),
}
const state: z.ZodType<RegistrationState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('drafting'), ...request, lapsesAt: instant }),
  z.strictObject({ status: z.literal('completed'), ...request, completedAt: instant }),
  z.strictObject({ status: z.literal(['withdrawn', 'lapsed', 'void']), ...request, endedAt: instant }),
])

type FoundBy = (state: RegistrationState) => readonly string[]
export type RegistrationMachine = Machine<
  RegistrationState & Holdable,
  RegistrationCommand | HoldCommand,
  RegistrationEvent | HoldEvent,
  RegistrationRefusal
>

/** Since when the applicant is at work on it: since the office has returned it, or from its opening. */
const begunAt = ({ wanted, openedAt }: Extract<RegistrationState, { status: 'drafting' }>) => wanted?.since ?? openedAt

const terms: Terms<RegistrationState> = {
  termOf: (current) => (current.status === 'drafting' ? { begunAt: begunAt(current), endsAt: current.lapsesAt } : null),
  later: (current, since, ms) =>
    current.status === 'drafting' && current.lapsesAt > since ? { ...current, lapsesAt: current.lapsesAt + ms } : current,
}

const inFlight: InFlight<RegistrationState> = {
  procedures: {
    registration: {
      ...{ it: 'registrazione non completata', en: 'registration that is not completed' },
      fates: ['continue', 'void', 'suspend'],
    },
    correction: {
      ...{ it: "correzione chiesta dall'ente", en: 'correction that the office has asked for' },
      // The office waits for it: it is for the office to close it.
      fates: ['continue', 'suspend'],
    },
  },
  tags: ['status:drafting'],
  underWay(current) {
    if (current.status !== 'drafting' || current.personal === null) return null
    const procedure = current.round > 1 ? 'correction' : 'registration'
    const whose = { applicant: current.personal.person, comesTo: current.accountId }
    return { procedure, begunAt: begunAt(current), whose, audience: current.audience }
  },
  concluding: ['registration/complete'],
  comesTo: { registration: 'issue' },
  voiding: () => ({ type: 'VoidRegistration', approved: null }) as RegistrationCommand,
}

/** The machine and how its record is stored. `closedMs`: how long a closed request keeps its personal data, ms. */
export function registrationMachine(policy: RegistrationPolicy, closedMs: number, foundBy: FoundBy): RegistrationMachine {
  return {
    decider: withHolds(registrationDecider(policy), terms),
    inFlight,
    upgrades: [],
    parse: (value) => readHoldable(state, value),
    tags: (current) => {
      return current.status === 'none' ? [] : [`status:${current.status}`, `account:${current.accountId}`, ...foundBy(current)]
    },
    dueAt: dueUnlessHeld((current) => {
      if (current.status === 'drafting') return current.lapsesAt
      // What was filed waits for the office, and is looked at again from its approval.
      if (current.status === 'none' || current.status === 'completed') return null
      return current.documents.length > 0 ? current.endedAt : current.endedAt + closedMs
    }),
  }
}
