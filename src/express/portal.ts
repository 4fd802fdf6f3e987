/** What a server-rendered portal on Express writes around the library, made once for one counter. */
import { platformRandom } from '../adapters/portable.ts'
import { base64url, checkedRandom } from '../crypto/index.ts'
import { type AnyRefusal, accept, type Result } from '../kernel/index.ts'
import { type PageReply, pageReply } from '../page-reply.ts'
import { portalCookies } from './cookies.ts'
import { exchangeOf } from './exchange.ts'
import { gateOf } from './gate.ts'
import { type PortalRequest, type PortalResponse, waiting } from './http.ts'
import { startJobs } from './jobs.ts'
import type { PortalConfiguration, PortalSportello } from './options.ts'
import { pageKit } from './page-kit.ts'
import { type Answer, type Page, type PageContext, type Step, sendPage, viewOf } from './pages.ts'
import type { Portal } from './portal-api.ts'
import { routesOf } from './routes.ts'
import { sitePages } from './site-pages.ts'
import { subscribersOf } from './subscriber.ts'

/** The ticket that a call has answered with; null where it was the form that brought one. */
function ticketIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('ticket' in value)) return null
  return typeof value.ticket === 'string' ? value.ticket : null
}

/** A portal whose scripts are in the folder. */
export function portalOf<Request extends PortalRequest>(
  sportello: PortalSportello,
  configuration: PortalConfiguration<Request>,
  folder: string,
): Portal<Request> {
  const { office, log, operator } = configuration
  const message = configuration.message ?? sitePages(pageKit(office)).message
  const random = checkedRandom(platformRandom())
  const cookies = portalCookies(office.links)
  const context: PageContext<Request> = {
    message,
    requestKey: () => base64url(random.bytes(16)),
    exchange: (request, response) => exchangeOf(request, response, operator),
    office,
    signedOut: cookies.signedOut,
    dropNotice: cookies.dropNotice,
    forget: ({ request, response, ticket, assistance }, { code }) => {
      if (code === 'session/not-active') cookies.signedOut(response)
      // An operator looks for what is not there without any ticket.
      const isLost = code === 'registration/not-found' || code === 'assistance/not-found'
      if (!isLost || operator?.(request)) return
      if (code === 'assistance/not-found' && assistance !== '') cookies.dropAssistance(response)
      if (ticket !== '' && (code === 'registration/not-found' || assistance === '')) cookies.dropTicket(response)
    },
  }
  const { requestKey, exchange } = context

  function send(response: PortalResponse, refusal: unknown, page: (told: PageReply) => string = message): void {
    const told = pageReply(refusal, office.locale)
    sendPage(response, page(told), told)
  }

  async function all<Values extends object>(
    parts: {
      readonly [Name in keyof Values]: Answer<Values[Name]>
    },
  ): Promise<Result<Values, AnyRefusal>> {
    const values = new Map<string, unknown>()
    for (const [name, part] of Object.entries<Answer<unknown>>(parts)) {
      const answer = await part
      if (!answer.ok) return answer
      values.set(name, answer.value)
    }
    return accept(Object.fromEntries(values) as object as Values)
  }

  const portal: Portal<Request> = {
    ...gateOf({ ...configuration, message }, folder),
    ...{ exchange, send, all, requestKey, ...{ signedIn: cookies.signedIn, signedOut: cookies.signedOut } },
    view: (look, page, otherwise) => viewOf(context, look, page, otherwise),
    page: (page) => viewOf(context, () => accept(null), page),
    document: (look) =>
      waiting<Request>(async (request, response) => {
        const answer = await look(exchange(request, response))
        if (!answer.ok) return send(response, answer.refusal)
        const { name, content } = answer.value
        response.attachment(name)
        // Somebody else's file: it must not run as a page of this site.
        const safe = { 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }
        response.set({ ...safe, 'content-type': 'application/pdf', 'content-length': String(content.byteLength) })
        response.end(content)
      }),
    subscribers: (pages) => subscribersOf(context, sportello, cookies, pages),
    keepingTicket: <Value>(then: string | Page<Value>): Step<Value> => ({
      first: (value, { response, text }) => cookies.keepTicket(response, ticketIn(value) ?? text('ticket')),
      afterwards: then,
    }),
    signingOut: (then) => ({ first: (_value, { response }) => cookies.signedOut(response), afterwards: then }),
    startJobs: (times) => startJobs(sportello, log, times),
    routes: (options = {}) => routesOf(portal, sportello, context, cookies, options),
  }
  return portal
}
