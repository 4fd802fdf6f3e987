/** The links in the mail of a change of address: drawn for one change of one kind, and of no use for any other. */
import { freshToken, readToken, tokenDigest } from '../../crypto/index.ts'
import { type AnyRefusal, invariant, type Result, refuse, type Status, type Typed } from '../../kernel/index.ts'
import { type CommandOptions, readRequest } from '../../runtime/input.ts'
import type { Machine } from '../../runtime/record.ts'
import type { RequestKeyRefusal } from '../../runtime/request.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { transact, type Unit } from '../../runtime/transact.ts'
import type { AccountContext } from '../account/session/context.ts'
import { type Holder, holderOf } from './addresses/context.ts'

/** The id and a link of a change: what is mailed, and what is stored of it. */
export type Drawn = { readonly id: string; readonly token: string; readonly digest: string }

/** Draws a link for a change of that kind, a new one where none is named. */
export function drawLink(runtime: Runtime, kind: string, id: string = runtime.ulid(runtime.now())): Drawn {
  const token = freshToken(runtime.ring, runtime.random, id)
  const digest = tokenDigest(runtime.ring, kind, token)
  invariant(digest !== null, 'addresses: the current key is in the ring')
  return { id, token: token.text, digest }
}

/** The address that a link is mailed as: behind the `#`, so that no server sees more of it than the page asks for. */
export function linkUrl({ office }: Runtime, kind: string, token: string): string {
  return `${office.links}${kind}#token=${token}`
}

/** Where links of one kind lead. */
export type LinkTarget<S extends Status, C extends Typed, E extends Typed, Change, N extends AnyRefusal> = {
  readonly machine: Machine<S, C, E, AnyRefusal>
  /** The change in a state; null where there is none, or it was erased. */
  readonly changeIn: (state: S) => Change | null
  readonly notFound: N
}

type Linkable = { readonly accountId: string; readonly links: readonly { readonly digest: string }[] }

/** What a link leads to. */
export type Linked<Change extends Linkable> = {
  readonly id: string
  readonly digest: string
  readonly state: Change
  readonly link: Change['links'][number]
  readonly holder: Holder | null
}

/**
 * Runs `work` on the change that a link belongs to. Whatever is no link of that very change has one answer; another secret for a change
 * that exists leaves a trace in its journal.
 */
export async function withLink<
  S extends Status,
  C extends Typed,
  E extends Typed,
  Change extends Linkable,
  N extends AnyRefusal,
  V,
  R extends AnyRefusal,
>(
  { runtime, credential }: AccountContext,
  { machine, changeIn, notFound }: LinkTarget<S, C, E, Change, N>,
  given: unknown,
  operation: { readonly name: string; readonly options?: CommandOptions | undefined; readonly journalsRefusals?: boolean },
  work: (unit: Unit, linked: Linked<Change>) => Promise<Result<V, R>>,
): Promise<Result<V, R | N | RequestKeyRefusal>> {
  const kind = machine.decider.name
  const token = readToken(given)
  const digest = token === null ? null : tokenDigest(runtime.ring, kind, token)
  if (token === null || digest === null) return refuse(notFound)
  const { name, options, journalsRefusals = true } = operation
  const by = { kind: 'anonymous' } as const
  const asked = readRequest(options, { name, by, input: token.text })
  if (!asked.ok) return asked
  const id = token.subject
  return transact<V, R | N>(runtime, { name, by, request: asked.value, journalsRefusals }, async (unit) => {
    const state = changeIn(await unit.state(machine, id))
    if (state === null) return refuse(notFound)
    const links: readonly Change['links'][number][] = state.links
    const link = links.find((candidate) => candidate.digest === digest)
    if (link === undefined) {
      unit.journalRefusal(kind, id, name, notFound.code)
      return refuse(notFound)
    }
    await unit.preload([
      { kind: 'credential', id: state.accountId },
      { kind: 'addresses', id: state.accountId },
    ])
    const holder = holderOf(await unit.state(credential, state.accountId))
    return work(unit, { id, digest, state, link, holder })
  })
}
