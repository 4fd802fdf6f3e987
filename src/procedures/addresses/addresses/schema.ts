/** What comes from outside about addresses, and how their record is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import {
  codiceFiscaleField,
  mailAddressField,
  type Operator,
  operatorField,
  readStored,
  reasonField,
} from '../../../runtime/schema.ts'
import { addressesDecider } from './machine.ts'
import type { AddressesCommand, AddressesEvent, AddressesRefusal, AddressesState, AddressesUnusableReason } from './model.ts'

const person = { operator: operatorField, codiceFiscale: codiceFiscaleField }

export const recordForm: z.ZodType<{
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly pec: { readonly address: string; readonly key: string }
  readonly reason: string
}> = z.object({ ...person, pec: mailAddressField, reason: reasonField }, { error: 'type' })

export const findingForm: z.ZodType<{
  readonly operator: Operator
  readonly codiceFiscale: string
  readonly finding: 'usable' | AddressesUnusableReason
  readonly reason: string
}> = z.object(
  { ...person, finding: z.literal(['usable', 'inactive', 'expired', 'full'], { error: 'unknown' }), reason: reasonField },
  { error: 'type' },
)

const text = z.string()
const instant = z.number()
const changes = z.strictObject({ pec: text.nullable(), email: text.nullable() })
const known = {
  changes,
  pecId: text,
  since: instant,
  foundAt: instant,
  personal: z.strictObject({ pec: text }).nullable(),
}
const state: z.ZodType<AddressesState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), changes, personal: z.null() }),
  z.strictObject({ status: z.literal('usable'), ...known }),
  z.strictObject({
    status: z.literal('unusable'),
    ...known,
    reason: z.literal(['inactive', 'expired', 'full']),
    source: z.literal(['receipt', 'office']),
  }),
])

export type AddressesMachine = Machine<AddressesState, AddressesCommand, AddressesEvent, AddressesRefusal>

/** The machine and how its record is stored: found by its PEC, for receipts that tell no more than an address. */
export const addressesMachine: AddressesMachine = {
  decider: addressesDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: (current) =>
    current.status === 'none' || current.personal === null
      ? [`status:${current.status}`]
      : [`status:${current.status}`, `pec:${current.pecId}`],
  dueAt: () => null,
}
