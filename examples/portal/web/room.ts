/** A part of the portal: routes of its own, pages that take the place of those of the library, or both. */
import type { RequestHandler, Router } from 'express'
import type { Clock, Sportello } from 'sportello'
import type { Portal, PortalPages, SubscriberPages } from 'sportello/express'
import type { SpidClient } from '../../federation/spid.ts'
import type { Post } from '../setting/post.ts'
import type { Workers } from '../setting/workers.ts'
import type { Kit } from './kit.ts'

/** A way in by an identity from elsewhere. */
export type Gate = { readonly id: 'spid' | 'cie'; readonly client: SpidClient }

/** What all parts of the portal share. */
export type Ground = {
  readonly sportello: Sportello
  readonly post: Post | null
  readonly workers: Workers
  readonly gates: readonly Gate[]
  readonly clock: Clock
  readonly log: (what: string, detail: unknown) => void
}

/** What a part is made from, for one language. */
export type Floor = Ground & {
  readonly kit: Kit
  readonly portal: Portal
  readonly router: Router
  /** Reads the form of a route of the portal's own, before its handler: `router.post(path, read, page.form(…))`. */
  readonly read: RequestHandler
}

export type Room = {
  readonly pages?: (kit: Kit, ground: Ground) => Partial<PortalPages>
  readonly routes?: (floor: Floor) => void
  readonly onSignIn?: (ground: Ground) => SubscriberPages['onSignIn']
}
