/** What whoever holds the link of a change can do: see how the change stands, and confirm it. */
import { equalText } from '../../../crypto/index.ts'
import { type AnyRefusal, accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { byToken, type ShownToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { factsOf } from '../../account/credential/person-facts.ts'
import { subscriberOf } from '../addresses/context.ts'
import type { Linkable, Linked, LinkedAnswers, LinkedChange } from './context.ts'
import { concludeChange } from './use-cases.ts'

/** The command of a link, whoever is signed in. Whatever is no link of a change has one answer. */
function byLink<R extends AnyRefusal>(kind: string, notFound: R, name: 'inspect-by-link' | 'confirm') {
  return { name: `${kind}/${name}`, purpose: kind, by: () => ({ kind: 'anonymous' }) as const, notFound }
}

/** What the link leads to. Another secret for a change that exists is noted in its journal. */
async function followLink<Change extends Linkable, A extends LinkedAnswers>(
  { context, kind, notFound, find }: LinkedChange<Change, A>,
  unit: Unit,
  { subject: id, digest }: ShownToken,
  name: string,
): Promise<Result<Linked<Change>, A['notFound']>> {
  const change = await find(unit, id)
  if (change === null) return refuse(notFound)
  const links: readonly Change['links'][number][] = change.links
  const link = links.find((candidate) => equalText(candidate.digest, digest))
  if (link === undefined) {
    unit.journalRefusal(kind, id, name, notFound.code)
    return refuse(notFound)
  }
  await unit.preload([
    { kind: 'credential', id: change.accountId },
    { kind: 'addresses', id: change.accountId },
  ])
  return accept({ id, change, link, subscriber: subscriberOf(await unit.state(context.credential, change.accountId)) })
}

/** What the page behind a link must show. Changes nothing, however often it is opened and by whatever: confirming is an act of its own. */
export function inspectByLink<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  given: unknown,
): Promise<Result<A['view'], A['notFound'] | CommandRefusal>> {
  const command = { ...byLink(linked.kind, linked.notFound, 'inspect-by-link'), journalsRefusals: false }
  return byToken<A['view'], A['notFound']>(linked.context.runtime, given, command, async (unit, shown) => {
    const followed = await followLink(linked, unit, shown, command.name)
    return followed.ok ? accept(await linked.viewOf(unit, followed.value)) : followed
  })
}

/**
 * Confirms the new address, the only act that a link allows. It acts on the account that it was issued for, whoever is signed in. The
 * first one wins; what comes later hears that it was done. A change that a security event has overtaken is marked as void instead.
 */
export function confirm<Change extends Linkable, A extends LinkedAnswers>(
  linked: LinkedChange<Change, A>,
  given: unknown,
  options?: CommandOptions,
): Promise<Result<A['confirmed'], A['notFound'] | A['refusal'] | A['effect'] | CommandRefusal>> {
  const command = { ...byLink(linked.kind, linked.notFound, 'confirm'), options }
  type Refusal = A['notFound'] | A['refusal'] | A['effect']
  return byToken<A['confirmed'], Refusal>(linked.context.runtime, given, command, async (unit, shown) => {
    const followed = await followLink(linked, unit, shown, command.name)
    if (!followed.ok) return followed
    const { id, change, link, subscriber } = followed.value
    const { accountId } = change
    await unit.admit(factsOf(accountId, await unit.state(linked.context.credential, accountId), unit.now()))
    const securityVersion = subscriber?.securityVersion ?? 0
    const done = await linked.confirm(unit, id, { type: 'ConfirmChange', digest: link.digest, securityVersion })
    if (!done.ok) return done
    if (done.value.status === 'void') {
      unit.commitOnRefusal()
      unit.cancelMail(linked.kind, id)
      return refuse(linked.isVoid)
    }
    if (done.value.status !== 'confirmed') return accept(linked.confirmedOf(done.value))
    invariant(subscriber !== null, 'addresses: a change whose link can do anything has a subscriber')
    return concludeChange(linked, unit, id, done.value, subscriber)
  })
}
