/** What comes from outside into a delegation. */
import * as z from 'zod'
import { dayField, documentNumberField } from '../../../runtime/document-field.ts'
import {
  afterField,
  codiceFiscaleField,
  givenNameAsked,
  givenNameField,
  hasGivenName,
  limitField,
  type Operator,
  operatorField,
  reasonField,
  recordIdField,
  surnameField,
  tokenField,
} from '../../../runtime/schema.ts'
import { dayOrNullField, serviceIdsField } from '../form-schema.ts'
import {
  type DelegationCapacity,
  type DelegationEvidenceKind,
  type DelegationPerson,
  delegationCapacities,
  delegationEvidenceKinds,
} from './model.ts'

/** What is wanted, read. A first day that was left out is today's. */
export type DelegationGiven = {
  readonly person: DelegationPerson & { readonly birthDate: string }
  readonly capacity: DelegationCapacity
  readonly services: readonly string[] | null
  readonly fromDay: string | null
  readonly untilDay: string | null
  readonly evidence: {
    readonly kind: DelegationEvidenceKind
    readonly number: string
    readonly expiresOn: string | null
  }
}

const oneOf = <T extends string>(known: readonly T[]): z.ZodType<T> =>
  z.literal(known, { error: ({ input }) => (input === undefined || input === null || input === '' ? 'required' : 'unknown') })

const named = { codiceFiscale: codiceFiscaleField, surname: surnameField, name: givenNameField }

const wanted = {
  person: z.object({ ...named, birthDate: dayField }, { error: 'required' }).refine(hasGivenName, givenNameAsked),
  capacity: oneOf(delegationCapacities),
  services: serviceIdsField,
  fromDay: dayOrNullField,
  untilDay: dayOrNullField,
  evidence: z.object(
    { kind: oneOf(delegationEvidenceKinds), number: documentNumberField, expiresOn: dayOrNullField },
    { error: 'required' },
  ),
}

/** The form "Chiedi di agire per un'altra persona". */
export const requestForm: z.ZodType<DelegationGiven & { readonly token: string }> = z.object(
  { token: tokenField, ...wanted },
  { error: 'type' },
)

/** The same at the counter, where both are named. */
export const recordForm: z.ZodType<
  DelegationGiven & { readonly operator: Operator; readonly reason: string; readonly delegate: DelegationPerson }
> = z.object(
  {
    operator: operatorField,
    reason: reasonField,
    delegate: z.object(named, { error: 'required' }).refine(hasGivenName, givenNameAsked),
    ...wanted,
  },
  { error: 'type' },
)

/** What the office decides or ends, and why. */
export const decideForm: z.ZodType<{ readonly operator: Operator; readonly id: string; readonly reason: string }> = z.object(
  { operator: operatorField, id: recordIdField, reason: reasonField },
  { error: 'type' },
)

/** What one of the two ends. */
export const endForm: z.ZodType<{ readonly token: string; readonly id: string }> = z.object(
  { token: tokenField, id: recordIdField },
  { error: 'type' },
)

/** A page of requests that wait. */
export const queueForm: z.ZodType<{ readonly after: string | null; readonly limit: number }> = z.object(
  { after: afterField, limit: limitField },
  { error: 'type' },
)
