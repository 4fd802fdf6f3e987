/** What every request passes: forms from this site alone, headers of pages, scripts, and the ends that have no route. */
import { type PageReply, pageReply } from '../page-reply.ts'
import { faultReply, thrownFault } from './faults.ts'
import type { PortalErrorHandler, PortalHandler, PortalRequest, PortalResponse } from './http.ts'
import type { ReadyConfiguration } from './options.ts'
import { pageHeaders, sendPage } from './pages.ts'

const scripts: ReadonlySet<string> = new Set(['password.global.js', 'checklist.global.js', 'fragment.global.js'])

/** The middleware of one portal around its routes. */
export type Gate = {
  readonly protect: PortalHandler
  readonly notFound: PortalHandler
  readonly onError: PortalErrorHandler
}

/** Changes nothing: such a request may come from anywhere. */
const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/** The script of the package that a path names, whatever the folder; null for anything else. */
function scriptOf({ method, originalUrl }: PortalRequest): string | null {
  const [path = ''] = originalUrl.split('?')
  const name = path.slice(path.lastIndexOf('/') + 1)
  return (method === 'GET' || method === 'HEAD') && scripts.has(name) ? name : null
}

/** The gate of one portal. */
export function gateOf({ office: { locale }, message, log }: ReadyConfiguration<never>, folder: string): Gate {
  const tell = (response: PortalResponse, told: PageReply): void => sendPage(response, message(told), told)
  return {
    protect: (request, response, next) => {
      const script = scriptOf(request)
      if (script !== null) {
        // Another version of the package has other bytes, which its entity tag tells.
        response.set({ 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' })
        response.sendFile(script, { root: folder, cacheControl: false }, (error) => {
          if (error !== undefined && error !== null) next(error)
        })
      } else if (isSafe(request.method) || request.headers['sec-fetch-site'] === 'same-origin') {
        response.set({
          ...pageHeaders,
          // A page of somebody else that shows this one in a frame lets people press what they do not see.
          'content-security-policy': "frame-ancestors 'none'",
        })
        next()
      } else {
        // Browsers say nothing of the site to a page that came by plain http from another machine.
        tell(response, faultReply(request.headers['sec-fetch-site'] === undefined ? 'unsaid-site' : 'foreign-site', locale))
      }
    },
    notFound: (_request, response) => tell(response, faultReply('not-found', locale)),
    onError: (error, _request, response, next) => {
      const fault = thrownFault(error, locale)
      if (fault === null) log('request', error)
      return response.headersSent ? next(error) : tell(response, fault ?? pageReply(error, locale))
    },
  }
}
