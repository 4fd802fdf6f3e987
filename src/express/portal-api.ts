/** A portal on Express as a host has it. */
import type { PageReply } from '../page-reply.ts'
import type { SessionSignedIn } from '../procedures/account/session/use-cases.ts'
import type { Exchange } from './exchange.ts'
import type { PortalErrorHandler, PortalHandler, PortalRequest, PortalResponse } from './http.ts'
import type { JobTimes } from './jobs.ts'
import type { Answer, Page, Then, View } from './pages.ts'
import type { RoutesOptions } from './portal-pages.ts'
import type { SubscriberPages, Subscribers } from './subscriber.ts'

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

  /** For handlers of the host's own: sets the cookies of session and device after `session.signIn`, that of the session after `federation.signIn`. */
  signedIn(response: PortalResponse, answer: Pick<SessionSignedIn, 'token'> & Partial<Pick<SessionSignedIn, 'device'>>): void

  /** For handlers of the host's own: clears the cookie of the session. */
  signedOut(response: PortalResponse): void

  /** For pages of the host's own: a new request key, for the hidden field `requestKey`. */
  requestKey(): string

  /** Sends mail and sweeps in this process, each run after the end of the one before, until the answer is called: it waits for what is under way. */
  startJobs(times?: JobTimes): () => Promise<void>
}
