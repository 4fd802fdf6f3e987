/** What follows a sign-in elsewhere: a session and the own area, or the page that says why not. */

import type { Sportello } from 'sportello'
import type { Portal, PortalResponse } from 'sportello/express'
import type { FederationLevel } from 'sportello/federation'
import type { FederationPages } from './pages.ts'
import type { SpidSignIn } from './spid.ts'

export type Entrance = {
  readonly sportello: Pick<Sportello, 'federation'>
  readonly portal: Pick<Portal, 'send' | 'signedIn'>
  readonly pages: FederationPages
  /** What the services need at least: held against what has come, not against what was requested. */
  readonly leastLevel: FederationLevel
}

/** Whoever the provider vouches for gets a session, or is told why not. `requestKey` makes one of two requests that are the same. */
export async function enter(
  { sportello, portal, pages, leastLevel }: Entrance,
  response: PortalResponse,
  read: SpidSignIn,
  requestKey: string | undefined,
): Promise<void> {
  if (!read.ok) return portal.send(response, read.refusal, pages.stopped)
  const answer = await sportello.federation.signIn(read.value, { leastLevel, requestKey })
  if (!answer.ok) return portal.send(response, answer.refusal, pages.pageOf(answer.refusal.code))
  portal.signedIn(response, answer.value)
  response.redirect(303, '/area')
}
