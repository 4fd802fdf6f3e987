/** The addresses of a subscriber, as he sees them and as the office does: which PEC is in force, and whether it is usable (seed 003). */

import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions, FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { type Operator, officeForm, tokenForm } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { suspendLink } from '../../account/credential/suspend-link.ts'
import { type LookOptions, lookOptions, type SessionScopeRefusal, withSession } from '../../account/session/context.ts'
import { byOffice } from '../../binding/office-act.ts'
import type { PecClaimRefusal } from '../pec-claim/model.ts'
import { pecClaimMachine } from '../pec-claim/schema.ts'
import { type AddressesContext, currentPec, pecIdOf, type Subscriber, subscriberOf, tellSubscriber } from './context.ts'
import { tellUnusable } from './findings.ts'
import { recordedLetter } from './letters.ts'
import type {
  AddressesFindingSource,
  AddressesOpenChanges,
  AddressesRefusal,
  AddressesState,
  AddressesUnusableReason,
} from './model.ts'
import { addressesMachine, findingForm, recordForm } from './schema.ts'

export type AddressesFormRefusal =
  | FormRefusal<'addresses/form'>
  /** The office knows no addresses of the person. */
  | { readonly code: 'addresses/not-found' }

/** Every refusal that subscriber or office can meet about addresses. */
export type AddressesApiRefusal =
  | AddressesFormRefusal
  | AddressesRefusal
  | SessionScopeRefusal
  | PecClaimRefusal
  | CommandRefusal
  | { readonly code: 'credential/own-credential' }

/** The addresses in force and what is known of them. */
export type AddressesView = {
  /** The private mailbox, where notices go; null once erased. */
  readonly email: string | null
  /** The PEC in force; null where there is none. */
  readonly pec: string | null

  /** Since when it is in force; null where there is none. */
  readonly since: Instant | null
  /** `none`: no PEC was given. */
  readonly pecStatus: 'none' | 'usable' | AddressesUnusableReason
  /** Who found it so, when it is not usable, and when. */
  readonly found: {
    /** What found it so. */
    readonly source: AddressesFindingSource
    /** When that was. */
    readonly at: Instant
  } | null
  /** What the subscriber is asked to do about it: give a new PEC, or make room in this one. */
  readonly requiredAction: 'change-pec' | 'free-mailbox' | null
  /** Ids of the changes that were begun last and not concluded; their terms may be over. */
  readonly changes: AddressesOpenChanges
}

function viewOf(state: AddressesState, email: string | null): AddressesView {
  const { changes } = state
  const pec = currentPec(state)
  if (state.status === 'none' || pec === null)
    return { email, pec, since: null, pecStatus: 'none', found: null, requiredAction: null, changes }
  const { since } = state
  if (state.status === 'usable') return { email, pec, since, pecStatus: 'usable', found: null, requiredAction: null, changes }
  const { reason: pecStatus, source, foundAt } = state
  const requiredAction = pecStatus === 'full' ? 'free-mailbox' : 'change-pec'
  return { email, pec, since, pecStatus, found: { source, at: foundAt }, requiredAction, changes }
}

/** The subscriber's own addresses. Changes nothing. */
export async function inspect(
  context: AddressesContext,
  input: { readonly token: string },
  options?: LookOptions,
): Promise<Result<AddressesView, AddressesApiRefusal>> {
  const read = readForm(tokenForm, input, 'addresses/form')
  if (!read.ok) return read
  const look = { name: 'addresses/inspect', scopes: ['full'], journalsRefusals: false } as const
  const operation = { ...look, ...lookOptions(options) }
  return withSession<AddressesView, AddressesApiRefusal>(
    context,
    read.value.token,
    operation,
    async (unit, { accountId, account }) =>
      accept(viewOf(await unit.state(addressesMachine, accountId), account.personal?.email ?? null)),
  )
}

/** Whose addresses, and which operator. */
export type AddressesAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The codice fiscale of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/** Runs an act of the office on the addresses of somebody else than the operator himself. */
function actOnAddresses<V>(
  { runtime, credential }: AddressesContext,
  name: string,
  given: AddressesAct,
  options: CommandOptions | undefined,
  work: (unit: Unit, accountId: string, subscriber: Subscriber) => Promise<Result<V, AddressesApiRefusal>>,
): Promise<Result<V, AddressesApiRefusal>> {
  const own = { code: 'credential/own-credential' } as const
  const act = { name, given, options, reads: ['addresses', 'credential'], journalIn: 'credential', own }
  return byOffice<V, AddressesApiRefusal>(runtime, act, async (unit, accountId) => {
    const subscriber = subscriberOf(await unit.state(credential, accountId))
    return subscriber === null ? refuse({ code: 'addresses/not-found' }) : work(unit, accountId, subscriber)
  })
}

/** The addresses of a person, for the office. The look is written into the journal of the credential. */
export async function inspectAsOffice(
  context: AddressesContext,
  input: AddressesAct,
): Promise<Result<AddressesView, AddressesApiRefusal>> {
  const read = readForm(officeForm, input, 'addresses/form')
  if (!read.ok) return read
  return actOnAddresses(
    context,
    'addresses/inspect-as-office',
    read.value,
    undefined,
    async (unit, accountId, { personal: { email } }) => {
      unit.journal('credential', accountId, 'AddressesViewed')
      return accept(viewOf(await unit.state(addressesMachine, accountId), email))
    },
  )
}

/**
 * The office enters a PEC that it has from a register of its own, without a link: in force at once. Its subscriber is told, at the addresses
 * that were in force. What the subscriber changes himself goes by `pecChange`. A change under way goes on.
 */
export async function setPec(
  context: AddressesContext,
  input: AddressesAct & { readonly pec: string; readonly reason: string },
  options?: CommandOptions,
): Promise<Result<null, AddressesApiRefusal>> {
  const read = readForm(recordForm, input, 'addresses/form')
  if (!read.ok) return read
  const { pec, reason, ...act } = read.value
  const pecId = pecIdOf(context.runtime, pec.key)
  return actOnAddresses<null>(context, 'addresses/set-pec', read.value, options, async (unit, accountId, subscriber) => {
    const state = await unit.state(addressesMachine, accountId)
    const adopted = await unit.run(addressesMachine, accountId, { type: 'AdoptPec', pecId, personal: { pec: pec.address } })
    if (!adopted.ok) return adopted
    const claimed = await unit.run(pecClaimMachine, pecId, { type: 'ClaimPec', accountId })
    if (!claimed.ok && context.pecRules.sharedPec === 'refuse') return claimed
    if (state.status !== 'none') await unit.run(pecClaimMachine, state.pecId, { type: 'ReleasePec', accountId })
    unit.journal('credential', accountId, 'PecRecorded', { operator: act.operator.id, personal: { reason } })
    const when = unit.now()
    const told = { pec: pec.address, when, ...suspendLink(context, accountId, subscriber, when) }
    tellSubscriber(unit, subscriber.personal, currentPec(state), {
      topic: { kind: 'addresses', id: accountId },
      purpose: 'pec-recorded',
      letter: recordedLetter(context.runtime.office, told),
    })
    return accept(null)
  })
}

/** The office tells how a PEC is found to be: expired, inactive, full, or usable again. Its subscriber is told what to do. */
export async function reportPecStatus(
  context: AddressesContext,
  input: AddressesAct & { readonly finding: 'usable' | AddressesUnusableReason; readonly reason: string },
  options?: CommandOptions,
): Promise<Result<null, AddressesApiRefusal>> {
  const read = readForm(findingForm, input, 'addresses/form')
  if (!read.ok) return read
  const { finding, reason } = read.value
  return actOnAddresses<null>(context, 'addresses/report-pec-status', read.value, options, async (unit, accountId) => {
    const found = { source: 'office', foundAt: unit.now() } as const
    const done = await unit.run(
      addressesMachine,
      accountId,
      finding === 'usable' ? { type: 'MarkPecUsable', ...found } : { type: 'MarkPecUnusable', reason: finding, ...found },
    )
    if (!done.ok) return done
    unit.journal('addresses', accountId, 'PecReported', { finding, personal: { reason } })
    if (finding !== 'usable') await tellUnusable(context, unit, accountId, done.value.state, finding)
    return accept(null)
  })
}
