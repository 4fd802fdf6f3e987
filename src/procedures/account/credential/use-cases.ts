/** What a subscriber does with his credential, and what the office may: never see, never choose a secret. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { normalizePassword } from '../../../rules/password/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions, FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { officeReasonForm, tokenForm } from '../../../runtime/schema.ts'
import { byOffice } from '../../binding/office-act.ts'
import { type AccountContext, type SessionScopeRefusal, withSession } from '../session/context.ts'
import { type SessionReauthenticationRefusal, withReauthentication } from '../session/reauthentication.ts'
import { countFailure, doorOf, doorRecord, standing } from '../throttle/doors.ts'
import type { CredentialAct, CredentialPasswordForm, CredentialRevokeForm, CredentialSuspendForm } from './forms.ts'
import type { CredentialRefusal } from './model.ts'
import { acceptPassword, type NewPasswordRefusal } from './new-password.ts'
import { notify } from './notices.ts'
import { changePasswordForm, officeSuspensionForm, revokeForm } from './schema.ts'
import { tellSecurityEvents } from './security-events.ts'

export type OwnRefusal =
  | FormRefusal<'credential/form'>
  /** The present password is not that. Counted for this session; attempts before `retryAt` are not judged. */
  | { readonly code: 'credential/wrong-password'; readonly retryAt: Instant }
  | NewPasswordRefusal

/** Every refusal that subscriber or office can meet about a credential. */
export type CredentialApiRefusal = OwnRefusal | CredentialRefusal | SessionScopeRefusal | CommandRefusal

/**
 * Changes the password: old, new, confirmation (seed 001). Ends every session of the account, this one too: the next step is a
 * sign-in with the new password. The subscriber is told by mail.
 */
export async function changePassword(
  context: AccountContext,
  input: CredentialPasswordForm,
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal>> {
  const read = readForm(changePasswordForm, input, 'credential/form')
  if (!read.ok) return read
  const { token, current, next, confirmation } = read.value
  const { runtime, credential } = context
  const operation = {
    name: 'credential/change-password',
    scopes: ['full', 'password-change'],
    options,
    input: [current, next, confirmation],
    isGuess: true,
    reads: (id: string, accountId: string) => [doorRecord(doorOf(runtime, accountId, { session: id }))],
  } as const
  return withSession<null, CredentialApiRefusal>(context, token, operation, async (unit, { id, accountId, account }) => {
    const { personal, liftedAt } = account
    if (personal === null) return refuse({ code: 'credential/not-found' })
    const given = normalizePassword(current)
    const what = { kind: 'password', accountId } as const
    const passwordMatches = await runtime.secrets.verify(what, given.ok ? given.value : '', personal.password)
    // In the delay nothing is judged, so that the answer does not tell whether the present password was right.
    const door = doorOf(runtime, accountId, { session: id })
    const { isDelayed } = await standing(context, unit, door, liftedAt)
    const judged = passwordMatches && !isDelayed
    const chosen = judged
      ? await acceptPassword(context, accountId, { field: 'next', candidate: next, confirmation }, personal)
      : null
    if (chosen !== null && !chosen.ok) return chosen
    const verifier = chosen === null ? '' : await runtime.secrets.hash(what, chosen.value)
    const changed = await unit.run(credential, accountId, {
      type: 'ChangePassword',
      isDelayed,
      passwordMatches,
      personal: { password: verifier },
    })
    if (!changed.ok) return changed
    if (changed.value.events[0]?.type !== 'PasswordChanged') {
      unit.commitOnRefusal()
      const nextAt = await countFailure(context, unit, door, liftedAt)
      return refuse({ code: 'credential/wrong-password', retryAt: Math.max(unit.now(), nextAt) })
    }
    await tellSecurityEvents(context, unit, accountId, changed.value.events)
    notify(context, unit, accountId, changed.value.state, 'password-changed')
    return accept(null)
  })
}

/** Ends every session of the subscriber, on every device. */
export async function endSessions(
  context: AccountContext,
  input: { readonly token: string },
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal>> {
  const read = readForm(tokenForm, input, 'credential/form')
  if (!read.ok) return read
  const operation = { name: 'credential/end-sessions', scopes: ['full'], options } as const
  return withSession<null, CredentialApiRefusal>(context, read.value.token, operation, async (unit, { accountId }) => {
    const ended = await unit.run(context.credential, accountId, { type: 'EndSessions' })
    invariant(ended.ok, 'credential: whoever is signed in has a credential')
    await tellSecurityEvents(context, unit, accountId, ended.value.events)
    return accept(null)
  })
}

/** The subscriber, who gives the secrets once more, gives his credential up. Nobody can take that back. */
export async function revokeOwn(
  context: AccountContext,
  input: CredentialRevokeForm,
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal | SessionReauthenticationRefusal>> {
  const read = readForm(revokeForm, input, 'credential/form')
  if (!read.ok) return read
  const { reason, ...given } = read.value
  const operation = { name: 'credential/revoke-own', options, input: reason }
  return withReauthentication<null, CredentialApiRefusal>(context, given, operation, async (unit, { accountId }) => {
    const revoked = await unit.run(context.credential, accountId, {
      type: 'RevokeCredential',
      by: 'subscriber',
      personal: { reason },
    })
    invariant(revoked.ok, 'credential: what is signed in with is not revoked')
    await tellSecurityEvents(context, unit, accountId, revoked.value.events)
    notify(context, unit, accountId, revoked.value.state, 'revoked')
    return accept(null)
  })
}

/** What the office can do to a credential, and what its subscriber is told of it. */
const officeActs = {
  'lift-delay': { notice: 'delay-lifted', command: { type: 'LiftDelay' } },
  reactivate: { notice: 'reactivated', command: { type: 'ReactivateCredential' } },
  revoke: { notice: 'revoked', command: { type: 'RevokeCredential', by: 'office' } },
  'suspend-for-theft': {
    notice: 'suspended-theft',
    command: { type: 'SuspendCredential', cause: 'theft-suspected', by: 'office' },
  },
  suspend: { notice: 'suspended-office', command: { type: 'SuspendCredential', cause: 'office', by: 'office' } },
} as const

/** Runs an act of the office on the credential of somebody else than the operator himself. */
async function actOnCredential(
  context: AccountContext,
  act: keyof typeof officeActs,
  given: CredentialAct,
  options: CommandOptions | undefined,
): Promise<Result<null, CredentialApiRefusal>> {
  const { runtime, credential } = context
  const { reason } = given
  const own = { code: 'credential/own-credential' } as const
  const asked = { name: `credential/${act}`, given, options, reads: ['credential'], journalIn: 'credential', own }
  return byOffice<null, CredentialApiRefusal>(runtime, asked, async (unit, accountId) => {
    const { notice, command } = officeActs[act]
    const done = await unit.run(credential, accountId, { ...command, personal: { reason } })
    if (!done.ok) return done
    await tellSecurityEvents(context, unit, accountId, done.value.events)
    notify(context, unit, accountId, done.value.state, notice)
    return accept(null)
  })
}

/** Reads the form of an act that asks for a reason and no more. */
async function actForReason(
  context: AccountContext,
  act: 'lift-delay' | 'reactivate' | 'revoke',
  input: CredentialAct,
  options: CommandOptions | undefined,
): Promise<Result<null, CredentialApiRefusal>> {
  const read = readForm(officeReasonForm, input, 'credential/form')
  return read.ok ? actOnCredential(context, act, read.value, options) : read
}

/** The office suspends a credential: its subscriber has asked for it, or the office has a reason of its own. */
export async function suspend(
  context: AccountContext,
  input: CredentialSuspendForm,
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal>> {
  const read = readForm(officeSuspensionForm, input, 'credential/form')
  if (!read.ok) return read
  const { cause, ...given } = read.value
  return actOnCredential(context, cause === 'office' ? 'suspend' : 'suspend-for-theft', given, options)
}

/** The office lets a subscriber try again at once who is kept out by failed attempts. */
export function liftDelay(
  context: AccountContext,
  input: CredentialAct,
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal>> {
  return actForReason(context, 'lift-delay', input, options)
}

/** The office reactivates a credential that is suspended, whoever has suspended it. PIN and password stay what they were. */
export function reactivate(
  context: AccountContext,
  input: CredentialAct,
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal>> {
  return actForReason(context, 'reactivate', input, options)
}

/** The office revokes a credential for a reason. */
export function revoke(
  context: AccountContext,
  input: CredentialAct,
  options?: CommandOptions,
): Promise<Result<null, CredentialApiRefusal>> {
  return actForReason(context, 'revoke', input, options)
}
