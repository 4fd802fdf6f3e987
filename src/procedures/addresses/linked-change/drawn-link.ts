/** A link as it is drawn and mailed: for one change of one kind, and of no use for any other. */
import { freshToken, tokenDigest } from '../../../crypto/index.ts'
import { invariant } from '../../../kernel/index.ts'
import type { Runtime } from '../../../runtime/runtime.ts'

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
