/** The link of a change of the private address: what the page behind it shows, and the one act it allows (seed 000, point 1b). */

import { accept, type Instant, invariant, type Locale, type Result, refuse } from '../../../kernel/index.ts'
import { romeText } from '../../../rules/civil/index.ts'
import { isInstitutional } from '../../../rules/identity/index.ts'
import { type CommandOptions, readInput } from '../../../runtime/input.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { CredentialRefusal } from '../../account/credential/model.ts'
import { type SessionNotActiveRefusal, withSession } from '../../account/session/context.ts'
import { type AddressesContext, holderOf } from '../addresses/context.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { type Linked, withLink } from '../link.ts'
import { applyValidation, type EmailChangeFormRefusal, lastOf, type NotErased, notErased } from './context.ts'
import type { EmailChangeRefusal, EmailChangeState } from './model.ts'
import { holderForm } from './schema.ts'

/** Every refusal that who holds a link can meet. */
export type EmailChangeLinkRefusal = EmailChangeRefusal | CredentialRefusal | RequestKeyRefusal

const notFound = { code: 'email-change/not-found' } as const

const targetOf = ({ emailChange }: AddressesContext) => ({ machine: emailChange, changeIn: notErased, notFound })

/** How a change of the private address stands, for the page that shows it. */
export type EmailChangeView = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** Where it stands. */
  readonly status: 'expired' | Exclude<EmailChangeState['status'], 'none'>
  /** The new address. */
  readonly email: string
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
function statusOf({ state, link, holder }: Linked<NotErased>, at: Instant): EmailChangeView['status'] {
  if (state.status !== 'awaiting-validation') return state.status
  // What has expired stays so, whatever happens to the account.
  if (at >= link.until) return 'expired'
  return state.securityVersion === holder?.securityVersion ? state.status : 'void'
}

/** The view by one link. */
function viewOf({ emailRules }: AddressesContext, linked: Linked<NotErased>, at: Instant): EmailChangeView {
  const { id, state, link } = linked
  const { email } = state.personal
  const status = statusOf(linked, at)
  const canConfirm = status === 'awaiting-validation'
  const until = canConfirm || status === 'expired' ? link.until : null
  return {
    id,
    status,
    email,
    institutional: isInstitutional(email, emailRules.institutionalDomains),
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
export function inspectByLink(
  context: AddressesContext,
  token: unknown,
): Promise<Result<EmailChangeView, typeof notFound | RequestKeyRefusal>> {
  const operation = { name: 'email-change/inspect-by-link', journalsRefusals: false }
  return withLink(context, targetOf(context), token, operation, async (unit, linked) =>
    accept(viewOf(context, linked, unit.now())),
  )
}

/**
 * The change that its holder has begun last and not concluded, by its newest link; null where there is none. Changes
 * nothing.
 */
export async function inspectOwn(
  context: AddressesContext,
  input: { readonly token: string },
): Promise<Result<EmailChangeView | null, EmailChangeFormRefusal | SessionNotActiveRefusal | RequestKeyRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'email-change/form', problems: read.refusal })
  type Answer = Result<EmailChangeView | null, SessionNotActiveRefusal>
  const operation = { name: 'email-change/inspect-own', scopes: ['full'], journalsRefusals: false } as const
  return withSession(context, read.value.token, operation, async (unit, { accountId, account }): Promise<Answer> => {
    const id = (await unit.state(addressesMachine, accountId)).changes.email
    const state = id === null ? null : notErased(await unit.state(context.emailChange, id))
    if (id === null || state === null) return accept(null)
    const link = lastOf(state)
    return accept(viewOf(context, { id, digest: link.digest, state, link, holder: holderOf(account) }, unit.now()))
  })
}

/** What a confirmation did: the private address that is in force now. */
export type EmailChangeConfirmed = {
  /** One e-mail address. Personal data. */
  readonly email: string
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

/**
 * Validates the new address, the only act that a link allows. It acts on the account that it was issued for, whoever is signed in.
 * The first one wins; what comes later hears that it was done.
 */
export function confirm(
  context: AddressesContext,
  token: unknown,
  options?: CommandOptions,
): Promise<Result<EmailChangeConfirmed, EmailChangeLinkRefusal>> {
  type Answer = Result<EmailChangeConfirmed, EmailChangeLinkRefusal>
  const operation = { name: 'email-change/confirm', options }
  return withLink(context, targetOf(context), token, operation, async (unit, linked): Promise<Answer> => {
    const { id, digest, state, holder } = linked
    const { email } = state.personal
    const asked = { type: 'ValidateEmail', digest, securityVersion: holder?.securityVersion ?? 0 } as const
    const decided = await unit.run(context.emailChange, id, asked)
    if (!decided.ok) return decided
    if (decided.value.state.status === 'void') {
      unit.commitOnRefusal()
      unit.cancelMail('email-change', id)
      return refuse({ code: 'email-change/void' })
    }
    invariant(holder !== null, 'email-change: what is validated has a holder')
    const applied = await applyValidation(context, unit, id, state, { holder, email })
    return applied.ok
      ? accept({ email, institutional: isInstitutional(email, context.emailRules.institutionalDomains) })
      : applied
  })
}
