/** What the office decides on delegations, and how they end. */
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { satisfiesAge } from '../../../rules/federation/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import { type CommandOptions, formRefusal } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { type Waiting, waitingIn } from '../../../runtime/queue.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type SessionScopeRefusal, withSession } from '../../account/session/context.ts'
import { isOwnAccount, operatorRecord } from '../../binding/operator-account.ts'
import type { DelegationApiRefusal, DelegationContext } from './context.ts'
import { decideForm, endForm, queueForm } from './form-schema.ts'
import type { DelegationState } from './model.ts'
import { tellEnded, tellGranted, tellRejected } from './post.ts'
import { ofAgeAfter, personalServices } from './request.ts'

type Existing = Exclude<DelegationState, { readonly status: 'none' }>
type Answer<V> = Promise<Result<V, DelegationApiRefusal>>

type Act = {
  readonly name: string
  readonly operator: Operator
  readonly id: string
  readonly options: CommandOptions | undefined
  readonly input: unknown
}

/** Runs `work` on a delegation that is none of the operator's own, on either side. */
function onDelegation<V>(
  { runtime, delegation }: DelegationContext,
  { operator, id, ...act }: Act,
  work: (unit: Unit, state: Existing) => Answer<V>,
): Answer<V> {
  const { ring } = runtime
  return perform<V, DelegationApiRefusal>(runtime, { ...act, by: operatorActor(operator) }, async (unit) => {
    await unit.preload([{ kind: 'delegation', id }, operatorRecord(ring, operator)])
    const state = await unit.state(delegation, id)
    if (state.status === 'none') return refuse({ code: 'delegation/not-found' })
    const { delegateId, accountId: personId, personal } = state
    const sides = [
      { accountId: delegateId, codiceFiscale: personal?.delegate.codiceFiscale ?? null },
      { accountId: personId, codiceFiscale: personal?.person.codiceFiscale ?? null },
    ]
    for (const side of sides) {
      if (!(await isOwnAccount(ring, unit, operator, side))) continue
      unit.journalRefusal('delegation', id, act.name, 'delegation/own-request')
      return refuse({ code: 'delegation/own-request' })
    }
    return work(unit, state)
  })
}

/** Grants what was asked for. A parent's ends with the day on which the child comes of age, by the day of birth that the office knows. */
export async function grant(context: DelegationContext, input: unknown, options?: CommandOptions): Answer<null> {
  const read = readForm(decideForm, input, 'delegation/form')
  if (!read.ok) return read
  const { operator, id, reason } = read.value
  const { delegation, credential } = context
  const act = { name: 'delegation/grant', operator, id, options, input: read.value }
  return onDelegation<null>(
    context,
    act,
    async (unit, { capacity, delegateId, accountId: personId, services: ids, personal }) => {
      const delegate = (await unit.state(credential, delegateId)).personal
      const isMinor = delegate !== null && !satisfiesAge(18, delegate.birthDate, unit.now())
      if (isMinor) return refuse({ code: 'delegation/minor-delegate' })
      const services = await personalServices(unit, ids)
      if (services === undefined) return refuse(formRefusal('delegation/form', [{ field: 'services', code: 'unknown' }]))
      const known = (await unit.state(credential, personId)).personal
      const birthDate = known?.birthDate ?? personal?.person.birthDate ?? null
      const ran = await unit.run(delegation, id, {
        type: 'GrantDelegation',
        ofAgeAfter: birthDate === null ? null : ofAgeAfter(capacity, birthDate),
        ...{ operator: operator.id, personal: { reason } },
      })
      if (!ran.ok) return ran
      const { state } = ran.value
      invariant(state.status !== 'none', 'delegation: what is granted is there')
      await tellGranted(context, unit, id, state, services)
      return accept(null)
    },
  )
}

/** Rejects what was asked for, with a reason that whoever has asked is told. */
export async function reject(context: DelegationContext, input: unknown, options?: CommandOptions): Answer<null> {
  const read = readForm(decideForm, input, 'delegation/form')
  if (!read.ok) return read
  const { operator, id, reason } = read.value
  const act = { name: 'delegation/reject', operator, id, options, input: read.value }
  return onDelegation<null>(context, act, async (unit, before) => {
    const command = { type: 'RejectDelegation', operator: operator.id, personal: { reason } } as const
    const ran = await unit.run(context.delegation, id, command)
    if (!ran.ok) return ran
    await tellRejected(context, unit, id, before, reason)
    return accept(null)
  })
}

/** Ends one as the office. Both are told. */
export async function revoke(context: DelegationContext, input: unknown, options?: CommandOptions): Answer<null> {
  const read = readForm(decideForm, input, 'delegation/form')
  if (!read.ok) return read
  const { operator, id, reason } = read.value
  const act = { name: 'delegation/revoke', operator, id, options, input: read.value }
  return onDelegation<null>(context, act, async (unit) => {
    const command = { type: 'EndDelegation', endedBy: 'office', personal: { reason } } as const
    const ran = await unit.run(context.delegation, id, command)
    if (!ran.ok) return ran
    const { state } = ran.value
    invariant(state.status !== 'none', 'delegation: what has ended was there')
    await tellEnded(context, unit, id, state, reason)
    return accept(null)
  })
}

/** Ends one as one of the two, or takes the request back. To anybody else there is none. */
export async function end(
  context: DelegationContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<null, DelegationApiRefusal | SessionScopeRefusal>> {
  const read = readForm(endForm, input, 'delegation/form')
  if (!read.ok) return read
  const { token, id } = read.value
  const { delegation } = context
  const operation = { name: 'delegation/end', scopes: ['full'], options, input: id } as const
  const asked = { ...operation, reads: () => [{ kind: 'delegation', id }] }
  return withSession<null, DelegationApiRefusal>(context, token, asked, async (unit, { accountId }) => {
    const before = await unit.state(delegation, id)
    const isDelegate = before.status !== 'none' && before.delegateId === accountId
    const isPerson = before.status !== 'none' && before.accountId === accountId
    if (!isDelegate && !isPerson) return refuse({ code: 'delegation/not-found' })
    const endedBy = isDelegate ? 'delegate' : 'person'
    const ran = await unit.run(delegation, id, { type: 'EndDelegation', endedBy, personal: { reason: null } })
    if (!ran.ok) return ran
    const { state } = ran.value
    // Nobody was told of a request, so nobody is told that it was taken back.
    if (state.status === 'revoked') await tellEnded(context, unit, id, state, null)
    return accept(null)
  })
}

/** Which of the requests that wait. Everything may be left out. */
export type DelegationPage = {
  /** The last id of the page before. */
  readonly after?: string
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | string
}

/** One line of the list of requests that wait for a decision. */
export type DelegationPending = {
  /** The id of the delegation. It names no person. */
  readonly id: string
  /** When it was asked for. */
  readonly requestedAt: Instant
  /** It cannot be read: it waits like the others, and whoever runs the system must look into it. Else left out. */
  readonly unreadable?: true
}

/** The requests that wait for a decision, in the order of their ids. */
export async function pending(context: DelegationContext, page: unknown = {}): Answer<readonly DelegationPending[]> {
  const read = readForm(queueForm, page, 'delegation/form')
  if (!read.ok) return read
  const waiting = await waitingIn(context.runtime, context.delegation, 'requested', { ...read.value, before: null })
  return accept(waiting.map(lineOf))
}

function lineOf({ id, since, state }: Waiting<DelegationState>): DelegationPending {
  if (state?.status !== 'requested') return { id, requestedAt: since, unreadable: true }
  return { id, requestedAt: state.requestedAt }
}
