/** Changing the private e-mail address (seed 000, point 1a): asked for by its holder, sent again, cancelled. */

import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { type CommandOptions, readInput } from '../../../runtime/input.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type SessionNotActiveRefusal, withSession } from '../../account/session/desk.ts'
import { type SessionNotConfirmedRefusal, withFreshSession } from '../../account/session/fresh.ts'
import type { QuotaRefusal } from '../../quota/model.ts'
import { type AddressesDesk, type Holder, holderOf } from '../addresses/desk.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { drawLink } from '../link.ts'
import {
  beginContactChange,
  type ContactChangeFormRefusal,
  type ContactChangeRequested,
  type ContactChangeSameAddressRefusal,
  type Living,
  livingOf,
  mailLink,
} from './desk.ts'
import type { ContactChangeRefusal } from './model.ts'
import { holderForm, requestForm } from './schema.ts'

/** Every refusal that the holder can meet in a change of the private address. */
export type ContactChangeApiRefusal =
  | ContactChangeFormRefusal
  | ContactChangeRefusal
  | SessionNotActiveRefusal
  | SessionNotConfirmedRefusal
  | QuotaRefusal
  | RequestKeyRefusal
  | ContactChangeSameAddressRefusal

/** The form of seed 000's menu: the new address typed twice, and the secrets once more. */
export type ContactChangeForm = {
  /** The session's. */
  readonly token: string

  /** The nine digits of the PIN. A secret of its holder. */
  readonly pin: string

  /** The password as typed. A secret of its holder. */
  readonly password: string

  /** One e-mail address. Personal data. */
  readonly mail: string

  /** The same once more, as typed. */
  readonly confirmation: string
}

/**
 * Asks for a change. The link goes to the new address and to nobody else; the private address in force and the PEC are told; an
 * earlier request and its links are dead.
 */
export async function request(
  desk: AddressesDesk,
  form: ContactChangeForm,
  options?: CommandOptions,
): Promise<Result<ContactChangeRequested, ContactChangeApiRefusal>> {
  const read = readInput(requestForm, form)
  if (!read.ok) return refuse({ code: 'contact-change/form', problems: read.refusal })
  const { mail, ...secrets } = read.value
  const { shell, quota } = desk
  const drawn = drawLink(shell, 'contact-change')
  const operation = { name: 'contact-change/request', options, input: mail.key }
  type Answer = Result<ContactChangeRequested, ContactChangeApiRefusal>
  return withFreshSession(desk, secrets, operation, async (unit, { accountId, account }): Promise<Answer> => {
    const holder = holderOf(account)
    invariant(holder !== null, 'contact-change: a credential whose secrets can be right has a holder')
    const counter = shell.ring.lookup('contact-change', accountId)
    await unit.fetch([
      { kind: 'addresses', id: accountId },
      { kind: 'quota', id: counter },
    ])
    const counted = await unit.run(quota, counter, { type: 'CountUse' })
    if (!counted.ok) return counted
    return beginContactChange(desk, unit, drawn, { accountId, holder, mail })
  })
}

/** Runs `work` on the change that is open on an account. One that a security event has overtaken is marked as void instead. */
async function onOpen<V>(
  desk: AddressesDesk,
  unit: Unit,
  accountId: string,
  work: (id: string, state: Living, holder: Holder) => Promise<Result<V, ContactChangeApiRefusal>>,
): Promise<Result<V, ContactChangeApiRefusal>> {
  const { changes } = await unit.state(addressesMachine, accountId)
  const holder = holderOf(await unit.state(desk.credential, accountId))
  if (changes.contact === null || holder === null) return refuse({ code: 'contact-change/not-found' })
  const state = livingOf(await unit.state(desk.contactChange, changes.contact))
  if (state === null) return refuse({ code: 'contact-change/not-found' })
  if (holder.epoch === state.epoch) return work(changes.contact, state, holder)
  const voided = await unit.run(desk.contactChange, changes.contact, { type: 'VoidContactChange', cause: 'epoch' })
  if (!voided.ok) return voided
  unit.voidMail('contact-change', changes.contact)
  unit.keep()
  return refuse({ code: 'contact-change/void' })
}

/**
 * Sends the link once more, as a new one with a term of its own: the earlier links of the request go on. At most `linksMax` in all.
 */
export async function resend(
  desk: AddressesDesk,
  input: { readonly token: string },
  options?: CommandOptions,
): Promise<Result<ContactChangeRequested, ContactChangeApiRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'contact-change/form', problems: read.refusal })
  const operation = { name: 'contact-change/resend', scopes: ['full'], options } as const
  type Answer = Result<ContactChangeRequested, ContactChangeApiRefusal>
  return withSession(desk, read.value.token, operation, (unit, { accountId }) =>
    onOpen(desk, unit, accountId, async (id, { personal: { mail } }, holder): Promise<Answer> => {
      const drawn = drawLink(desk.shell, 'contact-change', id)
      const resent = await unit.run(desk.contactChange, id, { type: 'ResendContactLink', digest: drawn.digest })
      if (!resent.ok) return resent
      const { state } = resent.value
      invariant(state.status !== 'none', 'contact-change: what was sent again is there')
      return accept(mailLink(desk, unit, drawn, { state, person: holder.personal, address: mail }))
    }),
  )
}

/** Takes the open request back; its links are dead, and its unsent mail is not sent. */
export async function cancel(
  desk: AddressesDesk,
  input: { readonly token: string },
  options?: CommandOptions,
): Promise<Result<null, ContactChangeApiRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'contact-change/form', problems: read.refusal })
  const operation = { name: 'contact-change/cancel', scopes: ['full'], options } as const
  return withSession(desk, read.value.token, operation, (unit, { accountId }) =>
    onOpen<null>(desk, unit, accountId, async (id) => {
      const cancelled = await unit.run(desk.contactChange, id, { type: 'CancelContactChange' })
      if (!cancelled.ok) return cancelled
      await unit.run(addressesMachine, accountId, { type: 'EndChange', kind: 'contact', id })
      unit.voidMail('contact-change', id)
      return accept(null)
    }),
  )
}
