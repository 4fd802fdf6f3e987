/** What a server-rendered portal on Express writes around the library, made once for one counter. */
import { platformRandom } from '../adapters/portable.ts'
import { base64url, checkedRandom } from '../crypto/index.ts'
import { type AnyRefusal, accept, type Result } from '../kernel/index.ts'
import { type PageReply, pageReply } from '../page-reply.ts'
import type { SessionSignedIn } from '../procedures/account/session/use-cases.ts'
import { portalCookies } from './cookies.ts'
import { type Exchange, exchangeOf } from './exchange.ts'
import { gateOf } from './gate.ts'
import { type PortalErrorHandler, type PortalHandler, type PortalRequest, type PortalResponse, waiting } from './http.ts'
import { type JobTimes, startJobs } from './jobs.ts'
import { officePages } from './office-pages.ts'
import type { PortalConfiguration, PortalSportello } from './options.ts'
import { pageKit } from './page-kit.ts'
import { type Answer, type Page, type PageContext, type Step, sendPage, type Then, type View, viewOf } from './pages.ts'
import { type RoutesOptions, routesOf } from './routes.ts'
import { type SubscriberPages, type Subscribers, subscribersOf } from './subscriber.ts'

/** The ticket that a call has answered with; null where it was the form that brought one. */
function ticketIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('ticket' in value)) return null
  return typeof value.ticket === 'string' ? value.ticket : null
}

/** What a portal on Express takes from here. */
export interface Portal<Request = PortalRequest> {
  /**
   * Before everything else: takes forms from pages of this site alone (`Sec-Fetch-Site`), forbids to cache, to frame and to send a referrer, and
   * serves the scripts of the package (`password.global.js`, `checklist.global.js`, `fragment.global.js`) under whatever folder a page names.
   */
  readonly protect: PortalHandler

  /**
   * Every route that an office needs, as one middleware: `app.use(portal.routes(), portal.notFound, portal.onError)`. It protects its paths, reads their forms and
   * uploads, shows pages of the package or of the host, and serves scripts and style. Whatever else is asked goes on to what stands behind it.
   */
  routes(options?: RoutesOptions): PortalHandler<Request>

  /** After all routes: the page of what is not there. */
  readonly notFound: PortalHandler

  /** At the end: the page of what was thrown. What a parser refused has its own status and words; what was unexpected is logged. */
  readonly onError: PortalErrorHandler

  /**
   * A page that shows what `look` answers: as the handler of GET, or of the POST of a mailed link. Its `form` makes the handlers of its forms. Where the look
   * is refused, `otherwise` is shown; the page of messages where it is left out.
   */
  view<Value>(
    look: (exchange: Exchange<Request>) => Answer<Value>,
    page: Page<Value>,
    otherwise?: (told: PageReply) => string,
  ): View<Request>

  /** A page that looks at nothing: an empty form. */
  page(page: Page<null>): View<Request>

  /** Several looks for one page, under their names; the first that is refused stands for all. */
  all<Values extends object>(parts: { readonly [Name in keyof Values]: Answer<Values[Name]> }): Answer<Values>

  /** The handler that sends one document of a dossier, as a file to be saved. */
  document(
    look: (exchange: Exchange<Request>) => Answer<{ readonly name: string; readonly content: Uint8Array }>,
  ): PortalHandler<Request>

  /** Sign-in, forced change of the password, sign-out, and the guard of what is a subscriber's. */
  subscribers(pages: SubscriberPages): Subscribers<Request>

  /** For `then`: keeps the ticket that was answered, or that the form brought, in its cookie, and goes on. */
  keepingTicket<Value>(then: string | Page<Value>): Then<Value>

  /** For `then`: clears the cookie of the session, which the call has ended, and goes on. */
  signingOut<Value>(then: string | Page<Value>): Then<Value>

  /** For handlers of the host's own: what the request asks. */
  exchange(request: Request, response: PortalResponse): Exchange<Request>

  /** For handlers of the host's own: a refusal, or what was thrown, as a page. */
  send(response: PortalResponse, refusalOrError: unknown, page?: (told: PageReply) => string): void

  /** For handlers of the host's own: sets the cookies of session and device after `session.signIn`. */
  signedIn(response: PortalResponse, answer: Pick<SessionSignedIn, 'token' | 'device'>): void

  /** For handlers of the host's own: clears the cookie of the session. */
  signedOut(response: PortalResponse): void

  /** For pages of the host's own: a new request key, for the hidden field `requestKey`. */
  requestKey(): string

  /** Sends mail and sweeps in this process, each run after the end of the one before, until the answer is called: it waits for what is under way. */
  startJobs(times?: JobTimes): () => Promise<void>
}

/** A portal whose scripts are in the folder. */
export function portalOf<Request extends PortalRequest>(
  sportello: PortalSportello,
  configuration: PortalConfiguration<Request>,
  folder: string,
): Portal<Request> {
  const { office, log, operator } = configuration
  const message = configuration.message ?? officePages(pageKit(office), '').message
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
