/** A change that a link confirms, as its subscriber deals with it: asked for, sent again, taken back, looked at. */
import { type AnyRefusal, accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { type CommandOptions, type Problem, readInput } from '../../../runtime/input.ts'
import { mailedLink } from '../../../runtime/links.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { tokenForm } from '../../../runtime/schema.ts'
import { drawToken, type ShownToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPersonal } from '../../account/credential/model.ts'
import { suspendLink } from '../../account/credential/suspend-link.ts'
import { type Live, type LookOptions, lookOptions, type SessionScopeRefusal, withSession } from '../../account/session/context.ts'
import { type SessionReauthenticationRefusal, withReauthentication } from '../../account/session/reauthentication.ts'
import type { QuotaRefusal } from '../../quota/model.ts'
import { currentPec, type Subscriber, subscriberOf, tellSubscriber } from '../addresses/context.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { type AnyLinkedChange, type Asked, type Linkable, type LinkedAnswers, type LinkedChange, newestLink } from './context.ts'

/** Why a subscriber is not served, whatever is asked for. */
export type NotServed = SessionScopeRefusal | CommandRefusal

/** Why a request is not served, whatever is asked for. */
export type RequestNotServed = NotServed | SessionReauthenticationRefusal | QuotaRefusal

export type RequestRefusal<A extends LinkedAnswers> = RequestNotServed | A['form'] | A['refusal'] | A['begin']

/**
 * Asks for a change, for a subscriber who gives the secrets once more. The link goes to the new address and to nobody else; the addresses
 * in force are told; an earlier request and its links are dead. Each request is counted, refused or not.
 */
export async function request<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  given: unknown,
  options?: CommandOptions,
): Promise<Result<A['requested'], RequestRefusal<A>>> {
  const { context, kind } = linked
  const { runtime, quota } = context
  const read = readInput(linked.form, given)
  if (!read.ok) return refuse(linked.malformed(read.refusal))
  const { address, ...secrets } = read.value
  const drawn = drawToken(runtime, kind, runtime.ulid(runtime.now()))
  const operation = { name: `${kind}/request`, options, input: address.key }
  type Answer = Result<A['requested'], A['refusal'] | A['begin'] | QuotaRefusal>
  return withReauthentication(context, secrets, operation, async (unit, { accountId, account }): Promise<Answer> => {
    const subscriber = subscriberOf(account)
    invariant(subscriber !== null, 'addresses: a credential whose secrets can be right has a subscriber')
    const counter = runtime.ring.pseudonym(kind, accountId)
    await unit.preload([{ kind: 'addresses', id: accountId }, ...linked.reads(address.key), { kind: 'quota', id: counter }])
    const counted = await unit.run(quota, counter, { type: 'CountUse' })
    return counted.ok ? beginChange(linked, unit, drawn, { accountId, subscriber, address }) : counted
  })
}

/**
 * Begins a change. One that is open is superseded with its unsent mail: its links are dead in the commit that makes the new ones. Of one that waited
 * for a receipt until it was erased nothing is left to supersede.
 */
export async function beginChange<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  unit: Unit,
  drawn: ShownToken,
  asked: Omit<Asked, 'id' | 'digest'>,
): Promise<Result<A['requested'], A['refusal'] | A['begin']>> {
  const { kind, slot, requestedOf } = linked
  const { subject: id, digest } = drawn
  const { accountId, subscriber } = asked
  const begun = await linked.begin(unit, { ...asked, id, digest })
  if (!begun.ok) return begun
  const addresses = await unit.state(addressesMachine, accountId)
  const open = addresses.changes[slot]
  if (open !== null && (await linked.find(unit, open)) !== null) {
    if ((await linked.run(unit, open, { type: 'SupersedeChange' })).ok) unit.cancelMail(kind, open)
  }
  await unit.run(addressesMachine, accountId, { type: 'BeginChange', kind: slot, id })
  mailLink(linked, unit, drawn, subscriber.personal, begun.value)
  tell(linked, unit, 'requested', { id, change: begun.value, subscriber, pec: currentPec(addresses) })
  return accept(requestedOf(id, begun.value))
}

/** Mails the newest link of a change to the new address. It stands behind the `#`, so that no server sees more than the page asks for. */
function mailLink<Change extends Linkable, A extends LinkedAnswers>(
  { context, kind, linkMail }: LinkedChange<Change, A>,
  unit: Unit,
  { subject: id, token }: ShownToken,
  person: CredentialPersonal,
  change: Change,
): void {
  const { number, until } = newestLink(change)
  const { address, ...mail } = linkMail(change, mailedLink(context.runtime, linkNames[kind], token))
  mailPerson(unit, { ...person, email: address }, { topic: { kind, id }, purpose: `link-${number}`, until, ...mail })
}

const linkNames = { 'pec-change': 'pecChangeToken', 'email-change': 'emailChangeToken' } as const

/** Tells the subscriber at the addresses that are, or were, in force. */
function tell<Change extends Linkable, A extends LinkedAnswers>(
  { context, kind, notice }: LinkedChange<Change, A>,
  unit: Unit,
  purpose: 'requested' | 'confirmed',
  told: { readonly id: string; readonly change: Change; readonly subscriber: Subscriber; readonly pec: string | null },
): void {
  const { id, change, subscriber, pec } = told
  const when = unit.now()
  const letter = notice(purpose, change, { when, ...suspendLink(context, change.accountId, subscriber, when) }, subscriber)
  tellSubscriber(unit, subscriber.personal, pec, { topic: { kind, id }, purpose, letter })
}

/** What a confirmed change does: the new address is in force, and those that were are told. */
export async function concludeChange<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  unit: Unit,
  id: string,
  change: Change,
  subscriber: Subscriber,
): Promise<Result<A['confirmed'], A['effect']>> {
  const pec = currentPec(await unit.state(addressesMachine, change.accountId))
  const adopted = await linked.adopt(unit, change)
  if (!adopted.ok) return adopted
  await endChange(linked, unit, change.accountId, id)
  tell(linked, unit, 'confirmed', { id, change, subscriber, pec })
  return accept(linked.confirmedOf(change))
}

/** Ends a change for the addresses, with its unsent mail. */
export async function endChange(
  { kind, slot }: Pick<AnyLinkedChange, 'kind' | 'slot'>,
  unit: Unit,
  accountId: string,
  id: string,
): Promise<void> {
  await unit.run(addressesMachine, accountId, { type: 'EndChange', kind: slot, id })
  unit.cancelMail(kind, id)
}

/** The change that was begun last on an account and not concluded; null where there is none. */
async function currentChange<Change extends Linkable, A extends LinkedAnswers>(
  { slot, find }: LinkedChange<Change, A>,
  unit: Unit,
  accountId: string,
): Promise<{ readonly id: string; readonly change: Change } | null> {
  const id = (await unit.state(addressesMachine, accountId)).changes[slot]
  const change = id === null ? null : await find(unit, id)
  return id === null || change === null ? null : { id, change }
}

/** The change that is open on an account. One that a security event has overtaken is marked as void instead. */
export async function openChange<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  unit: Unit,
  accountId: string,
): Promise<
  Result<{ readonly id: string; readonly change: Change; readonly subscriber: Subscriber }, A['notFound'] | A['refusal']>
> {
  await unit.preload([
    { kind: 'addresses', id: accountId },
    { kind: 'credential', id: accountId },
  ])
  const found = await currentChange(linked, unit, accountId)
  const subscriber = subscriberOf(await unit.state(linked.context.credential, accountId))
  if (found === null || subscriber === null) return refuse(linked.notFound)
  const { id, change } = found
  if (subscriber.securityVersion === change.securityVersion) return accept({ id, change, subscriber })
  const voided = await linked.run(unit, id, { type: 'VoidChange', cause: 'securityVersion' })
  if (!voided.ok) return voided
  unit.cancelMail(linked.kind, id)
  unit.commitOnRefusal()
  return refuse(linked.isVoid)
}

/** Sends the link of the open change once more, as a new one with a term of its own: the earlier links go on. */
export async function resendOpen<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  unit: Unit,
  accountId: string,
): Promise<Result<A['requested'], A['notFound'] | A['refusal']>> {
  const open = await openChange(linked, unit, accountId)
  if (!open.ok) return open
  const { id, subscriber } = open.value
  const drawn = drawToken(linked.context.runtime, linked.kind, id)
  const resent = await linked.run(unit, id, { type: 'ResendLink', digest: drawn.digest })
  if (!resent.ok) return resent
  mailLink(linked, unit, drawn, subscriber.personal, resent.value)
  return accept(linked.requestedOf(id, resent.value))
}

type OwnCommand<R> = {
  readonly name: string
  /** `{ token }`, or whatever came in its place. */
  readonly input: unknown
  readonly malformed: (problems: readonly Problem[]) => R
  readonly options?: CommandOptions | undefined
  readonly journalsRefusals?: boolean
}

/** Reads the form, then runs `work` for the subscriber of a live full session. */
export async function onOwnChange<V, R extends AnyRefusal>(
  { context, kind }: AnyLinkedChange,
  { name, input, malformed, ...asked }: OwnCommand<R>,
  work: (unit: Unit, live: Live) => Promise<Result<V, R>>,
): Promise<Result<V, R | NotServed>> {
  const read = readInput(tokenForm, input)
  if (!read.ok) return refuse(malformed(read.refusal))
  return withSession<V, R>(context, read.value.token, { ...asked, name: `${kind}/${name}`, scopes: ['full'] }, work)
}

export type OwnRefusal<A extends LinkedAnswers> = A['form'] | A['notFound'] | A['refusal']

export function resend<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<A['requested'], OwnRefusal<A> | NotServed>> {
  const command = { name: 'resend', input, malformed: linked.malformed, options }
  return onOwnChange<A['requested'], OwnRefusal<A>>(linked, command, (unit, { accountId }) => resendOpen(linked, unit, accountId))
}

/** The change that its subscriber has begun last and not concluded; null where there is none. Changes nothing. */
export function inspectOwn<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  input: unknown,
  options?: LookOptions,
): Promise<Result<A['view'] | null, A['form'] | NotServed>> {
  const look = { name: 'inspect-own', input, malformed: linked.malformed, journalsRefusals: false }
  const command = { ...look, ...lookOptions(options) }
  return onOwnChange<A['view'] | null, A['form']>(linked, command, async (unit, { accountId, account }) => {
    const found = await currentChange(linked, unit, accountId)
    if (found === null) return accept(null)
    const link = linked.shownLink(found.change)
    return accept(await linked.viewOf(unit, { ...found, link, subscriber: subscriberOf(account) }))
  })
}
