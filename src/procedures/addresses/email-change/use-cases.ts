/** Changing the private e-mail address (seed 000, point 1a): asked for by its holder, sent again, cancelled. */

import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { type CommandOptions, readInput } from '../../../runtime/input.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type SessionNotActiveRefusal, withSession } from '../../account/session/context.ts'
import { type SessionReauthenticationRefusal, withReauthentication } from '../../account/session/reauthentication.ts'
import type { QuotaRefusal } from '../../quota/model.ts'
import { type AddressesContext, type Holder, holderOf } from '../addresses/context.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { drawLink } from '../link.ts'
import {
  beginEmailChange,
  type EmailChangeFormRefusal,
  type EmailChangeRequested,
  type EmailChangeSameAddressRefusal,
  mailLink,
  type NotErased,
  notErased,
} from './context.ts'
import type { EmailChangeRefusal } from './model.ts'
import { holderForm, requestForm } from './schema.ts'

/** Every refusal that the holder can meet in a change of the private address. */
export type EmailChangeApiRefusal =
  | EmailChangeFormRefusal
  | EmailChangeRefusal
  | SessionNotActiveRefusal
  | SessionReauthenticationRefusal
  | QuotaRefusal
  | RequestKeyRefusal
  | EmailChangeSameAddressRefusal

/** The form of seed 000's menu: the new address typed twice, and the secrets once more. */
export type EmailChangeForm = {
  /** The session's. */
  readonly token: string

  /** The nine digits of the PIN. A secret of its holder. */
  readonly pin: string

  /** The password as typed. A secret of its holder. */
  readonly password: string

  /** One e-mail address. Personal data. */
  readonly email: string

  /** The same once more, as typed. */
  readonly confirmation: string
}

/**
 * Asks for a change. The link goes to the new address and to nobody else; the private address in force and the PEC are told; an
 * earlier request and its links are dead.
 */
export async function request(
  context: AddressesContext,
  form: EmailChangeForm,
  options?: CommandOptions,
): Promise<Result<EmailChangeRequested, EmailChangeApiRefusal>> {
  const read = readInput(requestForm, form)
  if (!read.ok) return refuse({ code: 'email-change/form', problems: read.refusal })
  const { email, ...secrets } = read.value
  const { runtime, quota } = context
  const drawn = drawLink(runtime, 'email-change')
  const operation = { name: 'email-change/request', options, input: email.key }
  type Answer = Result<EmailChangeRequested, EmailChangeApiRefusal>
  return withReauthentication(context, secrets, operation, async (unit, { accountId, account }): Promise<Answer> => {
    const holder = holderOf(account)
    invariant(holder !== null, 'email-change: a credential whose secrets can be right has a holder')
    const counter = runtime.ring.pseudonym('email-change', accountId)
    await unit.preload([
      { kind: 'addresses', id: accountId },
      { kind: 'quota', id: counter },
    ])
    const counted = await unit.run(quota, counter, { type: 'CountUse' })
    if (!counted.ok) return counted
    return beginEmailChange(context, unit, drawn, { accountId, holder, email })
  })
}

/** Runs `work` on the change that is open on an account. One that a security event has overtaken is marked as void instead. */
async function onOpen<V>(
  context: AddressesContext,
  unit: Unit,
  accountId: string,
  work: (id: string, state: NotErased, holder: Holder) => Promise<Result<V, EmailChangeApiRefusal>>,
): Promise<Result<V, EmailChangeApiRefusal>> {
  const { changes } = await unit.state(addressesMachine, accountId)
  const holder = holderOf(await unit.state(context.credential, accountId))
  if (changes.email === null || holder === null) return refuse({ code: 'email-change/not-found' })
  const state = notErased(await unit.state(context.emailChange, changes.email))
  if (state === null) return refuse({ code: 'email-change/not-found' })
  if (holder.securityVersion === state.securityVersion) return work(changes.email, state, holder)
  const voided = await unit.run(context.emailChange, changes.email, { type: 'VoidEmailChange', cause: 'securityVersion' })
  if (!voided.ok) return voided
  unit.cancelMail('email-change', changes.email)
  unit.commitOnRefusal()
  return refuse({ code: 'email-change/void' })
}

/**
 * Sends the link once more, as a new one with a term of its own: the earlier links of the request go on. At most `linksMax` in all.
 */
export async function resend(
  context: AddressesContext,
  input: { readonly token: string },
  options?: CommandOptions,
): Promise<Result<EmailChangeRequested, EmailChangeApiRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'email-change/form', problems: read.refusal })
  const operation = { name: 'email-change/resend', scopes: ['full'], options } as const
  type Answer = Result<EmailChangeRequested, EmailChangeApiRefusal>
  return withSession(context, read.value.token, operation, (unit, { accountId }) =>
    onOpen(context, unit, accountId, async (id, { personal: { email } }, holder): Promise<Answer> => {
      const drawn = drawLink(context.runtime, 'email-change', id)
      const resent = await unit.run(context.emailChange, id, { type: 'ResendEmailLink', digest: drawn.digest })
      if (!resent.ok) return resent
      const { state } = resent.value
      invariant(state.status !== 'none', 'email-change: what was sent again is there')
      return accept(mailLink(context, unit, drawn, { state, person: holder.personal, address: email }))
    }),
  )
}

/** Takes the open request back; its links are dead, and its unsent mail is not sent. */
export async function cancel(
  context: AddressesContext,
  input: { readonly token: string },
  options?: CommandOptions,
): Promise<Result<null, EmailChangeApiRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'email-change/form', problems: read.refusal })
  const operation = { name: 'email-change/cancel', scopes: ['full'], options } as const
  return withSession(context, read.value.token, operation, (unit, { accountId }) =>
    onOpen<null>(context, unit, accountId, async (id) => {
      const cancelled = await unit.run(context.emailChange, id, { type: 'CancelEmailChange' })
      if (!cancelled.ok) return cancelled
      await unit.run(addressesMachine, accountId, { type: 'EndChange', kind: 'email', id })
      unit.cancelMail('email-change', id)
      return accept(null)
    }),
  )
}
