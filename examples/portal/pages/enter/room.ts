/** Sign-in with SPID and CIE: to the provider, and back with what it says. */
import type { NextFunction, Request, Response } from 'express'
import type { AnyRefusal } from 'sportello'
import type { Attempt } from '../../../federation/spid.ts'
import { cookieOf } from '../../web/app.ts'
import { around } from '../../web/around.ts'
import type { Gate, Room } from '../../web/room.ts'
import { tellingAttributes, tellingCookie } from '../entrance/last-sign-in.ts'
import { enterPages } from './pages.ts'

/** What the services need at least: held against what has come, not against what was asked. */
const level = 2
const tenMinutes = 600_000

/** Three random texts, in which there is no dot. */
const cookieFor = ({ state, nonce, verifier }: Attempt): string => [state, nonce, verifier].join('.')

function attemptIn(cookie: string): Attempt | null {
  const [state = '', nonce = '', verifier = '', ...more] = cookie.split('.')
  return [state, nonce, verifier].includes('') || more.length > 0 ? null : { state, nonce, verifier }
}

export const enter: Room = {
  routes: ({ router, portal, sportello, gates, kit }) => {
    const pageOf = enterPages(kit)
    const refuse = (response: Response, refusal: AnyRefusal) => portal.send(response, refusal, pageOf(refusal.code))
    // Of one gate alone: an attempt at the one is none at the other.
    const attributes = (id: Gate['id']) =>
      ({ httpOnly: true, secure: around().isSecure, sameSite: 'lax', path: `/enter/${id}` }) as const

    async function begin({ id, client }: Gate, response: Response): Promise<void> {
      const begun = await client.begin(level, kit.locale)
      if (!begun.ok) return refuse(response, begun.refusal)
      response.cookie('attempt', cookieFor(begun.value.attempt), { ...attributes(id), maxAge: tenMinutes })
      response.redirect(303, begun.value.to.href)
    }

    async function comeBack({ id, client }: Gate, request: Request, response: Response): Promise<void> {
      const attempt = attemptIn(cookieOf(request, 'attempt'))
      // It serves once, whatever comes of it.
      response.clearCookie('attempt', attributes(id))
      const read = await client.complete(new URL(request.originalUrl, kit.office.links), attempt)
      if (!read.ok) return refuse(response, read.refusal)
      const answer = await sportello.federation.signIn(read.value, { leastLevel: level, requestKey: attempt?.state })
      if (!answer.ok) return refuse(response, answer.refusal)
      portal.signedIn(response, answer.value)
      response.cookie(tellingCookie, answer.value.outcome, tellingAttributes())
      response.redirect(303, '/area')
    }

    for (const gate of gates) {
      router.get(`/enter/${gate.id}`, (_request: Request, response: Response, next: NextFunction) => {
        begin(gate, response).catch(next)
      })
      router.get(`/enter/${gate.id}/callback`, (request: Request, response: Response, next: NextFunction) => {
        comeBack(gate, request, response).catch(next)
      })
    }
  },
}
