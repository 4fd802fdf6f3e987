/** The portal of the package with two more ways in: SPID over OpenID Connect, and a gateway that speaks SAML. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Office, Sportello } from 'sportello'
import { expressPortal } from 'sportello/express'
import { enter } from './enter.ts'
import { isFromGateway, readGateway } from './gateway.ts'
import { federationPages, federationStyle } from './pages.ts'
import type { Attempt, SpidClient } from './spid.ts'

export type PortalParts = {
  readonly sportello: Sportello
  readonly office: Office
  readonly spid: SpidClient
  /** What the gateway sends with each request. */
  readonly gatewaySecret: string
  /** The folder of the scripts for pages; a host that has installed the package leaves it out. */
  readonly scripts?: string
  readonly log: (what: string, detail: unknown) => void
}

/** What the services of this office need at least. */
const level = 2
const tenMinutes = 600_000

// As the pages of the package have it: nothing of anybody else, and no script or style within a page.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The cookie of whoever is at the provider: three random texts, in which there is no dot. */
const cookieOf = ({ state, nonce, verifier }: Attempt): string => [state, nonce, verifier].join('.')

/** What the cookie has kept; null where there is none. */
function attemptIn({ headers }: Request): Attempt | null {
  const [, value = ''] = /(?:^|; *)spid=([^;]*)/.exec(headers.cookie ?? '') ?? []
  const [state = '', nonce = '', verifier = '', ...more] = value.split('.')
  return [state, nonce, verifier].includes('') || more.length > 0 ? null : { state, nonce, verifier }
}

/** The whole portal as an application of Express. */
export function federatedPortal({ sportello, office, spid, gatewaySecret, log, ...more }: PortalParts): Express {
  const portal = expressPortal(sportello, { office, log, ...more })
  const pages = federationPages(office)
  const entrance = { sportello, portal, pages, leastLevel: level } as const
  const attributes = { httpOnly: true, secure: office.links.startsWith('https:'), sameSite: 'lax', path: '/spid' } as const

  const waiting = (run: (request: Request, response: Response) => Promise<void>) => {
    return (request: Request, response: Response, next: NextFunction): void => void run(request, response).catch(next)
  }

  const app = express()
  const own = [
    portal.protect,
    (_request: Request, response: Response, next: NextFunction): void => {
      response.set('content-security-policy', contentPolicy)
      next()
    },
  ]
  app.get('/spid.css', (_request, response) => void response.type('css').send(federationStyle))

  const standing = async () => ({ ok: true, value: (await sportello.sunset.phase()).text[office.locale] }) as const
  app.get(
    '/',
    ...own,
    portal.view(standing, ({ view }) => pages.entry(view)),
  )

  // A link and no form: a browser applies `form-action` to where a form is led on to as well.
  app.get(
    '/spid',
    ...own,
    waiting(async (_request, response) => {
      const begun = await spid.begin(level)
      if (!begun.ok) return portal.send(response, begun.refusal, pages.stopped)
      response.cookie('spid', cookieOf(begun.value.attempt), { ...attributes, maxAge: tenMinutes })
      response.redirect(303, begun.value.to.href)
    }),
  )
  app.get(
    '/spid/callback',
    ...own,
    waiting(async (request, response) => {
      const attempt = attemptIn(request)
      // It serves once, whatever comes of it.
      response.clearCookie('spid', attributes)
      const read = await spid.complete(new URL(request.originalUrl, office.links), attempt)
      await enter(entrance, response, read, attempt?.state)
    }),
  )

  // The gateway asks for the sign-in before it lets a request come here.
  app.get(
    '/gateway',
    ...own,
    waiting(async (request, response) => {
      if (!isFromGateway(request.headers, gatewaySecret)) return void response.redirect(303, '/')
      await enter(entrance, response, readGateway(request.headers, { now: Date.now }), undefined)
    }),
  )
  app.use(portal.routes(), portal.notFound, portal.onError)
  return app
}
