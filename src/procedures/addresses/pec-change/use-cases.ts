/** Changing the PEC (seed 003): asked for by its holder, sent again, cancelled, also by the office. */

import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { type CommandOptions, readInput, readRequest } from '../../../runtime/input.ts'
import { mayBeOwn, operatorActor } from '../../../runtime/operator.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { type SessionNotActiveRefusal, withSession } from '../../account/session/context.ts'
import { type SessionReauthenticationRefusal, withReauthentication } from '../../account/session/reauthentication.ts'
import type { QuotaRefusal } from '../../quota/model.ts'
import { type AddressesContext, type Holder, holderOf, pecIdOf } from '../addresses/context.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { drawLink } from '../link.ts'
import { beginPecChange, mailLink, notErased, type PecChangeBeginRefusal, type PecChangeFormRefusal } from './context.ts'
import { holderForm, officeForm, requestForm } from './schema.ts'

/** Every refusal that the holder, a link or the office can meet in a change of PEC. */
export type PecChangeApiRefusal =
  | PecChangeBeginRefusal
  | PecChangeFormRefusal
  | SessionNotActiveRefusal
  | SessionReauthenticationRefusal
  | QuotaRefusal
  | RequestKeyRefusal
  | { readonly code: 'credential/own-credential' }

/** The form of seed 003: the new PEC typed twice, and the secrets once more. */
export type PecChangeForm = {
  /** The session's. */
  readonly token: string

  /** The nine digits of the PIN. A secret of its holder. */
  readonly pin: string

  /** The password as typed. A secret of its holder. */
  readonly password: string

  /** One PEC address. Personal data. */
  readonly pec: string

  /** The same once more, as typed. */
  readonly confirmation: string
}

/** What was asked for. */
export type PecChangeRequested = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** The end of the link if it is received today, exclusive. */
  readonly until: Instant
}

/**
 * Asks for a change. The link goes to the new PEC and to nobody else; the PEC in force and the private mailbox are told; an earlier
 * request and its links are dead.
 */
export async function request(
  context: AddressesContext,
  form: PecChangeForm,
  options?: CommandOptions,
): Promise<Result<PecChangeRequested, PecChangeApiRefusal>> {
  const read = readInput(requestForm, form)
  if (!read.ok) return refuse({ code: 'pec-change/form', problems: read.refusal })
  const { pec, ...secrets } = read.value
  const { runtime, quota } = context
  const drawn = drawLink(runtime, 'pec-change')
  const operation = { name: 'pec-change/request', options, input: pec.key }
  return withReauthentication<PecChangeRequested, PecChangeApiRefusal>(
    context,
    secrets,
    operation,
    async (unit, { accountId, account }) => {
      const holder = holderOf(account)
      if (holder === null) return refuse({ code: 'pec-change/not-found' })
      const counter = runtime.ring.pseudonym('pec-change', accountId)
      await unit.preload([
        { kind: 'addresses', id: accountId },
        { kind: 'pec-claim', id: pecIdOf(runtime, pec.key) },
        { kind: 'quota', id: counter },
      ])
      const counted = await unit.run(quota, counter, { type: 'CountUse' })
      if (!counted.ok) return counted
      const begun = await beginPecChange(context, unit, drawn, { accountId, holder, origin: 'holder', pec })
      if (!begun.ok && begun.refusal.code === 'pec-claim/taken') {
        // It is counted, so that nobody can try whose PEC the office knows as often as he likes.
        unit.journal('credential', accountId, 'Refused', { command: operation.name, code: begun.refusal.code })
        unit.commitOnRefusal()
      }
      return begun
    },
  )
}

/**
 * Runs `work` on the change that is open on an account. One that a security event has overtaken is marked as void instead.
 */
async function onOpen<V>(
  context: AddressesContext,
  unit: Unit,
  accountId: string,
  work: (id: string, holder: Holder) => Promise<Result<V, PecChangeApiRefusal>>,
): Promise<Result<V, PecChangeApiRefusal>> {
  await unit.preload([
    { kind: 'addresses', id: accountId },
    { kind: 'credential', id: accountId },
  ])
  const { changes } = await unit.state(addressesMachine, accountId)
  const holder = holderOf(await unit.state(context.credential, accountId))
  if (changes.pec === null || holder === null) return refuse({ code: 'pec-change/not-found' })
  const state = notErased(await unit.state(context.pecChange, changes.pec))
  if (state === null) return refuse({ code: 'pec-change/not-found' })
  if (holder.securityVersion === state.securityVersion) return work(changes.pec, holder)
  const voided = await unit.run(context.pecChange, changes.pec, { type: 'VoidPecChange', cause: 'securityVersion' })
  if (!voided.ok) return voided
  unit.cancelMail('pec-change', changes.pec)
  unit.commitOnRefusal()
  return refuse({ code: 'pec-change/void' })
}

function sendAgain(
  context: AddressesContext,
  unit: Unit,
  accountId: string,
): Promise<Result<PecChangeRequested, PecChangeApiRefusal>> {
  return onOpen<PecChangeRequested>(context, unit, accountId, async (id, { personal: person }) => {
    const drawn = drawLink(context.runtime, 'pec-change', id)
    const resent = await unit.run(context.pecChange, id, { type: 'ResendPecLink', digest: drawn.digest })
    if (!resent.ok) return resent
    const { until } = mailLink(context, unit, drawn, person, resent.value.state)
    return accept({ id, until })
  })
}

function cancelOpen(context: AddressesContext, unit: Unit, accountId: string): Promise<Result<null, PecChangeApiRefusal>> {
  return onOpen<null>(context, unit, accountId, async (id) => {
    const cancelled = await unit.run(context.pecChange, id, { type: 'CancelPecChange' })
    if (!cancelled.ok) return cancelled
    await unit.run(addressesMachine, accountId, { type: 'EndChange', kind: 'pec', id })
    unit.cancelMail('pec-change', id)
    return accept(null)
  })
}

/**
 * Sends the link once more, as a new one with a term of its own: the earlier links of the request go on. At most `linksMax` in all.
 */
export async function resend(
  context: AddressesContext,
  input: { readonly token: string },
  options?: CommandOptions,
): Promise<Result<PecChangeRequested, PecChangeApiRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'pec-change/form', problems: read.refusal })
  const operation = { name: 'pec-change/resend', scopes: ['full'], options } as const
  return withSession<PecChangeRequested, PecChangeApiRefusal>(context, read.value.token, operation, (unit, { accountId }) =>
    sendAgain(context, unit, accountId),
  )
}

/** Takes the open request back; its links are dead, and its unsent mail is not sent. */
export async function cancel(
  context: AddressesContext,
  input: { readonly token: string },
  options?: CommandOptions,
): Promise<Result<null, PecChangeApiRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'pec-change/form', problems: read.refusal })
  const operation = { name: 'pec-change/cancel', scopes: ['full'], options } as const
  return withSession<null, PecChangeApiRefusal>(context, read.value.token, operation, (unit, { accountId }) =>
    cancelOpen(context, unit, accountId),
  )
}

/** What the office does about somebody's change, and why. The reason stays in the journal. */
export type PecChangeAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The codice fiscale of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** One line of 1 to 2000 characters. */
  readonly reason: string
}

async function byOffice<V>(
  context: AddressesContext,
  name: 'resend-as-office' | 'cancel-as-office',
  input: PecChangeAct,
  options: CommandOptions | undefined,
  work: (unit: Unit, accountId: string) => Promise<Result<V, PecChangeApiRefusal>>,
): Promise<Result<V, PecChangeApiRefusal>> {
  const read = readInput(officeForm, input)
  if (!read.ok) return refuse({ code: 'pec-change/form', problems: read.refusal })
  const { operator, codiceFiscale, reason } = read.value
  const by = operatorActor(operator)
  const operation = `pec-change/${name}`
  const asked = readRequest(options, { name: operation, by, input: read.value })
  if (!asked.ok) return asked
  const accountId = context.runtime.ring.pseudonym('codice-fiscale', codiceFiscale)
  return transact<V, PecChangeApiRefusal>(context.runtime, { name: operation, by, request: asked.value }, async (unit) => {
    await unit.preload([{ kind: 'addresses', id: accountId }])
    if (mayBeOwn(operator, codiceFiscale)) {
      unit.journalRefusal('addresses', accountId, operation, 'credential/own-credential')
      return refuse({ code: 'credential/own-credential' })
    }
    const done = await work(unit, accountId)
    if (done.ok) unit.journal('addresses', accountId, 'OfficeActed', { what: operation, personal: { reason } })
    return done
  })
}

/** The office sends the link once more, for who cannot sign in. */
export function resendAsOffice(
  context: AddressesContext,
  input: PecChangeAct,
  options?: CommandOptions,
): Promise<Result<PecChangeRequested, PecChangeApiRefusal>> {
  return byOffice(context, 'resend-as-office', input, options, (unit, accountId) => sendAgain(context, unit, accountId))
}

/** The office ends a request that its holder did not make. */
export function cancelAsOffice(
  context: AddressesContext,
  input: PecChangeAct,
  options?: CommandOptions,
): Promise<Result<null, PecChangeApiRefusal>> {
  return byOffice(context, 'cancel-as-office', input, options, (unit, accountId) => cancelOpen(context, unit, accountId))
}
