/** The identities of an account: listed and unlinked, by their subscriber and by the office; joined to a codice fiscale. */
import { accept, type Instant, invariant, type Result, refuse } from '../../kernel/index.ts'
import type { FederationProtocolName } from '../../rules/federation/index.ts'
import { perform, readForm } from '../../runtime/command.ts'
import type { CommandOptions } from '../../runtime/input.ts'
import { operatorActor } from '../../runtime/operator.ts'
import { type Operator, officeForm, tokenForm } from '../../runtime/schema.ts'
import type { Unit } from '../../runtime/transact.ts'
import { tellSecurityEvents } from '../account/credential/security-events.ts'
import { type LookOptions, lookOptions, withSession } from '../account/session/context.ts'
import { localCredentialFor, opens } from '../account/session/local-credential.ts'
import { byOffice } from '../binding/office-act.ts'
import { isOwnAccount, operatorRecord } from '../binding/operator-account.ts'
import { type FederationApiRefusal, type FederationContext, identitiesOf, tellOf } from './context.ts'
import { ownForm, unlinkForm } from './form-schema.ts'
import type { FederationState } from './model.ts'

/** One identity of an account. */
export type FederationIdentityView = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** `linked`: it opens the account. `waiting`: the office has to decide. */
  readonly status: Exclude<FederationState['status'], 'none'>
  /** By which protocol it comes. */
  readonly protocol: FederationProtocolName
  /** The provider as it names itself; null once erased. */
  readonly provider: string | null
  /** Since when it opens the account; null where it does not. */
  readonly linkedAt: Instant | null
  /** True while the office has something to decide about it. */
  readonly hasOpenCase: boolean
}

function viewOf(id: string, state: FederationState): readonly FederationIdentityView[] {
  if (state.status === 'none') return []
  const { status, protocol, personal } = state
  const linkedAt = state.status === 'linked' ? state.linkedAt : null
  const hasOpenCase = state.status === 'waiting' || (state.status === 'linked' && state.openCase !== null)
  return [{ id, status, protocol, provider: personal?.provider ?? null, linkedAt, hasOpenCase }]
}

/** The identities that open the account of the session. Changes nothing. */
export async function inspectOwn(
  context: FederationContext,
  input: { readonly token: string },
  options?: LookOptions,
): Promise<Result<readonly FederationIdentityView[], FederationApiRefusal>> {
  const read = readForm(tokenForm, input, 'federation/form')
  if (!read.ok) return read
  const look = { name: 'federation/inspect-own', scopes: ['full'], journalsRefusals: false } as const
  const operation = { ...look, ...lookOptions(options) }
  type View = readonly FederationIdentityView[]
  return withSession<View, FederationApiRefusal>(context, read.value.token, operation, async (_unit, { accountId }) => {
    const found = await identitiesOf(context, accountId)
    // What only waits opens nothing, and may be somebody else's.
    return accept(found.flatMap(({ id, state }) => (state.status === 'linked' ? viewOf(id, state) : [])))
  })
}

/** The identities of a person, for the office. The look is written into the journal of the credential. */
export async function inspectAsOffice(
  context: FederationContext,
  input: { readonly operator: Operator; readonly codiceFiscale: string },
): Promise<Result<readonly FederationIdentityView[], FederationApiRefusal>> {
  const read = readForm(officeForm, input, 'federation/form')
  if (!read.ok) return read
  const own = { code: 'credential/own-credential' } as const
  const act = { name: 'federation/inspect-as-office', given: read.value, reads: ['credential'], journalIn: 'credential', own }
  type View = readonly FederationIdentityView[]
  return byOffice<View, FederationApiRefusal>(context.runtime, act, async (unit, accountId) => {
    const account = await unit.state(context.credential, accountId)
    if (account.status === 'none') return refuse({ code: 'credential/not-found' })
    unit.journal('credential', accountId, 'IdentitiesViewed')
    const found = await identitiesOf(context, accountId)
    return accept(found.flatMap(({ id, state }) => viewOf(id, state)))
  })
}

/** Unlinks it in the unit: every session of the account ends, and its subscriber is told. */
async function unlinkIn(
  context: FederationContext,
  unit: Unit,
  { id, accountId }: { readonly id: string; readonly accountId: string },
  unlinking: { readonly by: 'subscriber' | 'office'; readonly personal: { readonly reason: string } | null },
): Promise<Result<null, FederationApiRefusal>> {
  const unlinked = await unit.run(context.federation, id, { type: 'UnlinkIdentity', ...unlinking })
  if (!unlinked.ok) return unlinked
  const ended = await unit.run(context.credential, accountId, { type: 'EndSessions' })
  invariant(ended.ok, 'federation: what is linked has an account')
  await tellSecurityEvents(context, unit, accountId, ended.value.events)
  await tellOf(context, unit, { id, accountId, what: 'unlinked' })
  return accept(null)
}

/** An identity of the subscriber of a session, and that session. */
export type FederationOwnForm = {
  /** The session's token. A secret of the subscriber: never log it. */
  readonly token: string
  /** The id of the identity, as `inspectOwn` gives it. */
  readonly id: string
}

/** The subscriber unlinks an own identity. The last one stays where nothing else opens the account. */
export async function unlinkOwn(
  context: FederationContext,
  input: FederationOwnForm,
  options?: CommandOptions,
): Promise<Result<null, FederationApiRefusal>> {
  const read = readForm(ownForm, input, 'federation/form')
  if (!read.ok) return read
  const { token, id } = read.value
  const operation = {
    ...({ name: 'federation/unlink-own', scopes: ['full'], options, input: id } as const),
    reads: (_session: string, accountId: string) => [
      { kind: 'federation', id },
      { kind: 'addresses', id: accountId },
    ],
  }
  return withSession<null, FederationApiRefusal>(context, token, operation, async (unit, { accountId, account }) => {
    const state = await unit.state(context.federation, id)
    if (state.status !== 'linked' || state.accountId !== accountId) return refuse({ code: 'federation/not-found' })
    if (!opens(await localCredentialFor(unit, accountId, account))) {
      const others = (await identitiesOf(context, accountId)).filter((one) => one.id !== id)
      // Read in the unit: where another one is unlinked meanwhile, this is judged anew.
      await unit.preload(others.map((one) => ({ kind: 'federation', id: one.id })))
      let isOther = false
      for (const one of others) {
        const other = await unit.state(context.federation, one.id)
        if (other.status === 'linked' && other.accountId === accountId && other.personal !== null) isOther = true
      }
      if (!isOther) {
        unit.journalRefusal('federation', id, operation.name, 'federation/only-means')
        return refuse({ code: 'federation/only-means' })
      }
    }
    return unlinkIn(context, unit, { id, accountId }, { by: 'subscriber', personal: null })
  })
}

/** What the office does about one identity, and why. */
export type FederationAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The id of the identity. It names no person. */
  readonly id: string
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/** The office unlinks an identity, of somebody else than the operator himself. */
export async function unlink(
  context: FederationContext,
  input: FederationAct,
  options?: CommandOptions,
): Promise<Result<null, FederationApiRefusal>> {
  const read = readForm(unlinkForm, input, 'federation/form')
  if (!read.ok) return read
  const { operator, id, reason } = read.value
  const command = { name: 'federation/unlink', by: operatorActor(operator), options, input: read.value }
  return perform<null, FederationApiRefusal>(context.runtime, command, async (unit) => {
    const found = await identityAndAccount(context, unit, id, operator)
    if (found === null) return refuse({ code: 'federation/not-found' })
    const { accountId, isOwn } = found
    if (isOwn) {
      unit.journalRefusal('federation', id, command.name, 'credential/own-credential')
      return refuse({ code: 'credential/own-credential' })
    }
    return unlinkIn(context, unit, { id, accountId }, { by: 'office', personal: { reason } })
  })
}

/** An identity with its account, and whether that may be the operator's own; null where there is none. */
export async function identityAndAccount(
  { runtime, federation, credential }: FederationContext,
  unit: Unit,
  id: string,
  operator: Operator,
): Promise<{
  readonly state: Exclude<FederationState, { status: 'none' }>
  readonly accountId: string
  readonly isOwn: boolean
} | null> {
  await unit.preload([{ kind: 'federation', id }, operatorRecord(runtime.ring, operator)])
  const state = await unit.state(federation, id)
  if (state.status === 'none' || state.personal === null) return null
  const { accountId } = state
  await unit.preload([
    { kind: 'credential', id: accountId },
    { kind: 'addresses', id: accountId },
  ])
  const { personal } = await unit.state(credential, accountId)
  const person = { accountId, codiceFiscale: personal?.codiceFiscale ?? null }
  return { state, accountId, isOwn: await isOwnAccount(runtime.ring, unit, operator, person) }
}
