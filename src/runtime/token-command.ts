/** What somebody does who shows a token: a ticket, a link or a session; and how a token is drawn. */
import { freshToken, readToken, type Token, tokenDigest } from '../crypto/index.ts'
import { type Actor, type AnyRefusal, invariant, type Result, refuse } from '../kernel/index.ts'
import { type Command, perform } from './command.ts'
import type { CommandRefusal } from './request.ts'
import type { Runtime } from './runtime.ts'
import type { Unit } from './transact.ts'

/** A command by token. A request key stands for token and input together. */
export type TokenCommand<R extends AnyRefusal> = Omit<Command, 'by'> & {
  /** What the token was drawn for: one of another purpose has another digest. */
  readonly purpose: string
  /** Who acts, by the record that the token names. */
  readonly by: (subject: string) => Actor
  /** The answer to whatever is no token. */
  readonly notFound: R
}

/** A token as it was shown: the record that it names, and the digest that is stored if it is that record's own. */
export type ShownToken = { readonly subject: string; readonly token: Token; readonly digest: string }

/** A new token for one purpose. It names the record that it will be stored with. */
export function drawToken({ ring, random }: Runtime, purpose: string, subject: string): ShownToken {
  const token = freshToken(ring, random, subject)
  const digest = tokenDigest(ring, purpose, token)
  invariant(digest !== null, 'token: the current key is in the ring')
  return { subject, token, digest }
}

/** Runs `work` for the token, in one unit of work. Whether the record knows the token is for `work` to see. */
export async function byToken<V, R extends AnyRefusal>(
  runtime: Runtime,
  given: unknown,
  command: TokenCommand<R>,
  work: (unit: Unit, shown: ShownToken) => Promise<Result<V, R>>,
): Promise<Result<V, R | CommandRefusal>> {
  const { purpose, by, notFound, input = null, ...rest } = command
  const token = readToken(given)
  const digest = token === null ? null : tokenDigest(runtime.ring, purpose, token)
  if (token === null || digest === null) return refuse(notFound)
  const { subject, text } = token
  const asked = { ...rest, by: by(subject), input: [text, input] }
  return perform<V, R>(runtime, asked, (unit) => work(unit, { subject, token, digest }))
}
