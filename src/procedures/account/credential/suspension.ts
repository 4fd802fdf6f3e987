/** How a subscriber suspends his credential: from a session, or by the link of a notice. Neither can lift the suspension. */

import { type AnyRefusal, accept, type Instant, type Locale, type Result } from '../../../kernel/index.ts'
import { romeText } from '../../../rules/civil/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type AccountContext, withSession } from '../session/context.ts'
import type { CredentialSuspendOwnForm } from './forms.ts'
import { isGraver } from './gravity.ts'
import type { CredentialCommand, CredentialRefusal } from './model.ts'
import { notify } from './notices.ts'
import { ownReasonForm } from './schema.ts'
import { tellSecurityEvents } from './security-events.ts'
import { bySuspendLink, type LinkNotActiveRefusal } from './suspend-link.ts'
import type { CredentialApiRefusal } from './use-cases.ts'

type SuspensionContext = Pick<AccountContext, 'runtime' | 'credential' | 'securityEvent'>
type Suspension = Extract<CredentialCommand, { type: 'SuspendCredential' }>

/** Suspends since theft is suspected: sessions, open changes and known devices end in the same commit, and the subscriber is told. */
async function suspendForTheft(
  context: AccountContext,
  unit: Unit,
  accountId: string,
  suspicion: Pick<Suspension, 'by' | 'personal'>,
): Promise<Result<null, CredentialRefusal>> {
  const command = { type: 'SuspendCredential', cause: 'theft-suspected', ...suspicion } as const
  const suspended = await unit.run(context.credential, accountId, command)
  if (!suspended.ok) return suspended
  await tellSecurityEvents(context, unit, accountId, suspended.value.events)
  notify(context, unit, accountId, suspended.value.state, 'suspended-theft')
  return accept(null)
}

/**
 * A maintenance window asks that the subscriber be identified in person: until then nobody gets in. False where the credential is not in use any
 * more.
 */
export async function suspendUntilIdentified(
  context: Omit<SuspensionContext, 'runtime'>,
  unit: Unit,
  accountId: string,
): Promise<boolean> {
  const command = { type: 'SuspendCredential', cause: 'identification-due', by: 'system', personal: null } as const
  const suspended = await unit.run(context.credential, accountId, command)
  if (!suspended.ok) return false
  await tellSecurityEvents(context, unit, accountId, suspended.value.events)
  return true
}

/** The subscriber suspends from a session. To protect an account its secrets are not asked again. */
export async function suspendOwn(
  context: AccountContext,
  input: CredentialSuspendOwnForm,
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal>> {
  const read = readForm(ownReasonForm, input, 'credential/form')
  if (!read.ok) return read
  const { token, reason } = read.value
  const operation = { name: 'credential/suspend-own', scopes: ['full'], options, input: reason } as const
  return withSession<null, CredentialApiRefusal>(context, token, operation, (unit, { accountId }) =>
    suspendForTheft(context, unit, accountId, { by: 'subscriber', personal: { reason } }),
  )
}

/** What the page behind the link of a notice must show. It names nobody. */
export type CredentialLinkView = {
  /** End of the link, exclusive. */
  readonly until: Instant
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string }
  /** False where the credential is suspended for theft already: nothing is left to be done. */
  readonly canSuspend: boolean
}

/** Why a link of a notice does nothing. */
export type CredentialLinkRefusal = LinkNotActiveRefusal | CommandRefusal

/** What the link of a notice would do. Changes nothing, however often it is opened and by whatever. */
export function inspectLink(context: AccountContext, token: unknown): Promise<Result<CredentialLinkView, CredentialLinkRefusal>> {
  const command = { name: 'credential/inspect-link', journalsRefusals: false }
  return bySuspendLink<CredentialLinkView, never>(context, token, command, async (_unit, { account, until }) => {
    const canSuspend = account.status !== 'suspended' || isGraver('theft-suspected', account.cause)
    return accept({ until, untilText: { it: romeText(until, 'it'), en: romeText(until, 'en') }, canSuspend })
  })
}

/** Suspends by the link of a notice. A second time nothing is left to be done, and the answer is the same. */
export function suspendByLink(
  context: AccountContext,
  token: unknown,
  options?: CommandOptions,
): Promise<Result<null, CredentialLinkRefusal>> {
  const command = { name: 'credential/suspend-by-link', options }
  return bySuspendLink<null, AnyRefusal & LinkNotActiveRefusal>(context, token, command, async (unit, { accountId }) => {
    await suspendForTheft(context, unit, accountId, { by: 'link', personal: null })
    return accept(null)
  })
}
