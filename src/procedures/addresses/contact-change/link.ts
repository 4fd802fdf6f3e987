/** The link of a change of the private address: what the page behind it shows, and the one act it allows (seed 000, point 1b). */

import { accept, type Instant, invariant, type Locale, type Result, refuse } from '../../../kernel/index.ts'
import { romeText } from '../../../rules/civil/index.ts'
import { isInstitutional } from '../../../rules/identity/index.ts'
import { type CommandOptions, readInput } from '../../../runtime/input.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { CredentialRefusal } from '../../account/credential/model.ts'
import { type SessionNotActiveRefusal, withSession } from '../../account/session/desk.ts'
import { type AddressesDesk, holderOf } from '../addresses/desk.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { type Linked, withLink } from '../link.ts'
import { applyValidation, type ContactChangeFormRefusal, type Living, lastOf, livingOf } from './desk.ts'
import type { ContactChangeRefusal, ContactChangeState } from './model.ts'
import { holderForm } from './schema.ts'

/** Every refusal that who holds a link can meet. */
export type ContactChangeLinkRefusal = ContactChangeRefusal | CredentialRefusal | RequestKeyRefusal

const notFound = { code: 'contact-change/not-found' } as const

const targetOf = ({ contactChange }: AddressesDesk) => ({ machine: contactChange, changeIn: livingOf, notFound })

/** How a change of the private address stands, for the page that shows it. */
export type ContactChangeView = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** Where it stands. */
  readonly status: 'expired' | Exclude<ContactChangeState['status'], 'none'>
  /** The new address. */
  readonly mail: string
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean

  /** When it was asked for. */
  readonly requestedAt: Instant
  /** End of this link, exclusive; null once the change has ended otherwise. */
  readonly until: Instant | null
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string } | null
  /** True while `confirm` would do something: the page offers its button. */
  readonly canConfirm: boolean
}

/** How a change stands by one of its links: one that a security event has overtaken is void before it is written. */
function statusOf({ state, link, holder }: Linked<Living>, at: Instant): ContactChangeView['status'] {
  if (state.status !== 'awaiting-validation') return state.status
  // What has expired stays so, whatever happens to the account.
  if (at >= link.until) return 'expired'
  return state.epoch === holder?.epoch ? state.status : 'void'
}

/** The view by one link. */
function viewOf({ contactRules }: AddressesDesk, linked: Linked<Living>, at: Instant): ContactChangeView {
  const { id, state, link } = linked
  const { mail } = state.personal
  const status = statusOf(linked, at)
  const canConfirm = status === 'awaiting-validation'
  const until = canConfirm || status === 'expired' ? link.until : null
  return {
    id,
    status,
    mail,
    institutional: isInstitutional(mail, contactRules.institutionalDomains),
    requestedAt: state.requestedAt,
    until,
    untilText: until === null ? null : { it: romeText(until, 'it'), en: romeText(until, 'en') },
    canConfirm,
  }
}

/**
 * What the page behind a link must show. Changes nothing, however often it is opened and by whatever: confirming is an act of its
 * own.
 */
export function inspect(
  desk: AddressesDesk,
  token: unknown,
): Promise<Result<ContactChangeView, typeof notFound | RequestKeyRefusal>> {
  const operation = { name: 'contact-change/inspect', untraced: true }
  return withLink(desk, targetOf(desk), token, operation, async (unit, linked) => accept(viewOf(desk, linked, unit.at())))
}

/**
 * The change that its holder has begun last and not concluded, by its newest link; null where there is none. Changes
 * nothing.
 */
export async function current(
  desk: AddressesDesk,
  input: { readonly token: string },
): Promise<Result<ContactChangeView | null, ContactChangeFormRefusal | SessionNotActiveRefusal | RequestKeyRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'contact-change/form', problems: read.refusal })
  type Answer = Result<ContactChangeView | null, SessionNotActiveRefusal>
  const operation = { name: 'contact-change/current', scopes: ['full'], untraced: true } as const
  return withSession(desk, read.value.token, operation, async (unit, { accountId, account }): Promise<Answer> => {
    const id = (await unit.state(addressesMachine, accountId)).changes.contact
    const state = id === null ? null : livingOf(await unit.state(desk.contactChange, id))
    if (id === null || state === null) return accept(null)
    const link = lastOf(state)
    return accept(viewOf(desk, { id, digest: link.digest, state, link, holder: holderOf(account) }, unit.at()))
  })
}

/** What a confirmation did: the private address that is in force now. */
export type ContactChangeConfirmed = {
  /** One e-mail address. Personal data. */
  readonly mail: string
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

/**
 * Validates the new address, the only act that a link allows. It acts on the account that it was issued for, whoever is signed in.
 * The first one wins; what comes later hears that it was done.
 */
export function confirm(
  desk: AddressesDesk,
  token: unknown,
  options?: CommandOptions,
): Promise<Result<ContactChangeConfirmed, ContactChangeLinkRefusal>> {
  type Answer = Result<ContactChangeConfirmed, ContactChangeLinkRefusal>
  const operation = { name: 'contact-change/confirm', options }
  return withLink(desk, targetOf(desk), token, operation, async (unit, linked): Promise<Answer> => {
    const { id, digest, state, holder } = linked
    const { mail } = state.personal
    const asked = { type: 'ValidateContact', digest, epoch: holder?.epoch ?? 0 } as const
    const decided = await unit.run(desk.contactChange, id, asked)
    if (!decided.ok) return decided
    if (decided.value.state.status === 'void') {
      unit.keep()
      unit.voidMail('contact-change', id)
      return refuse({ code: 'contact-change/void' })
    }
    invariant(holder !== null, 'contact-change: what is validated has a holder')
    const applied = await applyValidation(desk, unit, id, state, { holder, mail })
    return applied.ok ? accept({ mail, institutional: isInstitutional(mail, desk.contactRules.institutionalDomains) }) : applied
  })
}
