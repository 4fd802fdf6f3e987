/** What the office does about a change of PEC, for people who cannot sign in. */

import type { Result } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { type Operator, officeReasonForm } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { byOffice } from '../../binding/office-act.ts'
import type { AddressesContext } from '../addresses/context.ts'
import { cancelOpen } from '../linked-change/cancel.ts'
import { type RequestNotServed, resendOpen } from '../linked-change/use-cases.ts'
import { linkedPec, type PecChangeBeginRefusal, type PecChangeFormRefusal, type PecChangeRequested } from './context.ts'

/** Every refusal that the subscriber, a link or the office can meet in a change of PEC. */
export type PecChangeApiRefusal =
  | PecChangeBeginRefusal
  | PecChangeFormRefusal
  | RequestNotServed
  | { readonly code: 'credential/own-credential' }

/** What the office does about somebody's change, and why. The reason stays in the journal. */
export type PecChangeAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The codice fiscale of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** One line of 1 to 2000 characters. */
  readonly reason: string
}

/** Runs an act of the office on the change of somebody else than the operator himself, and keeps the reason. */
async function officeActs<V>(
  { runtime }: AddressesContext,
  name: string,
  input: PecChangeAct,
  options: CommandOptions | undefined,
  work: (unit: Unit, accountId: string) => Promise<Result<V, PecChangeApiRefusal>>,
): Promise<Result<V, PecChangeApiRefusal>> {
  const read = readForm(officeReasonForm, input, 'pec-change/form')
  if (!read.ok) return read
  const { reason } = read.value
  const own = { code: 'credential/own-credential' } as const
  const act = { name, given: read.value, options, reads: ['addresses'], journalIn: 'addresses', own }
  return byOffice<V, PecChangeApiRefusal>(runtime, act, async (unit, accountId) => {
    const done = await work(unit, accountId)
    if (done.ok) unit.journal('addresses', accountId, 'OfficeActed', { what: name, personal: { reason } })
    return done
  })
}

/** The office sends the link once more, for people who cannot sign in. */
export function resendAsOffice(
  context: AddressesContext,
  input: PecChangeAct,
  options?: CommandOptions,
): Promise<Result<PecChangeRequested, PecChangeApiRefusal>> {
  const work = (unit: Unit, accountId: string) => resendOpen(linkedPec(context), unit, accountId)
  return officeActs(context, 'pec-change/resend-as-office', input, options, work)
}

/** The office ends a request that its subscriber did not make. */
export function cancelAsOffice(
  context: AddressesContext,
  input: PecChangeAct,
  options?: CommandOptions,
): Promise<Result<null, PecChangeApiRefusal>> {
  const work = (unit: Unit, accountId: string) => cancelOpen(linkedPec(context), unit, accountId, 'office')
  return officeActs<null>(context, 'pec-change/cancel-as-office', input, options, work)
}
