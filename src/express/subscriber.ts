/** The way in for subscribers: sign-in, the change of the password where that comes first, sign-out, and the guard of what is theirs. */
import { accept, type Locale } from '../kernel/index.ts'
import { pageReply } from '../page-reply.ts'
import type { SessionSignedIn, SessionView } from '../procedures/account/session/use-cases.ts'
import type { Cookies } from './cookies.ts'
import { type Exchange, keepSession } from './exchange.ts'
import { type PortalHandler, type PortalRequest, type PortalResponse, waiting } from './http.ts'
import type { PortalSportello } from './options.ts'
import { type Page, type PageContext, sendPage, shownOf, viewOf } from './pages.ts'

/** Where the pages of the way in are. */
export type SubscriberPaths = {
  /** GET shows the sign-in, POST signs in: `/sign-in`. */
  readonly signIn: string
  /** POST signs out: `/sign-out`. */
  readonly signOut: string
  /** GET shows the change of the password, POST changes it: `/password`. */
  readonly changePassword: string
  /** Where a subscriber goes after the sign-in: `/area`. */
  readonly home: string
}

/** The pages of the way in. Their forms name their fields as `session.signIn` and `credential.changePassword` do. */
export type SubscriberPages = {
  readonly signIn: Page<null>
  readonly changePassword: Page<SessionView>
  /** Hears of each sign-in before the browser is led on: for `failuresBefore` and `lastUsedAt`, which are told once. */
  readonly onSignIn?: (signedIn: SessionSignedIn, exchange: Exchange) => void
  /** Other paths than those that are given here as examples. */
  readonly paths?: Partial<SubscriberPaths>
}

/** Middleware for subscribers. */
export type Subscribers<Request> = {
  /** Answers the paths of the way in. Before all other routes: `app.use(subscribers.routes)`. */
  readonly routes: PortalHandler<Request>
  /** Lets nobody through without a session of scope `full`: `app.use('/area', subscribers.guard)`. It keeps the session for `session()`. */
  readonly guard: PortalHandler<Request>
}

/** The handlers of the way in by themselves, for whoever matches the paths. */
export type WayIn<Request> = Subscribers<Request> & {
  readonly signIn: PortalHandler<Request>
  readonly signInForm: PortalHandler<Request>
  readonly signOut: PortalHandler<Request>
  readonly password: PortalHandler<Request>
}

// Within this site, whatever a browser makes of it: no second slash, no backslash, no blank.
const ownPath = /^\/(?![/\\])[!-[\]-~]*$/

/** Where a sign-in leads back to: a path of this site, and of it no other page of the way in. */
export function backOr(back: string, paths: SubscriberPaths): string {
  const [path = ''] = back.split(/[?#]/)
  const isOwn = back.length <= 500 && ownPath.test(back)
  return isOwn && ![paths.signIn, paths.signOut, paths.changePassword].includes(path) ? back : paths.home
}

const changed: { readonly [L in Locale]: string } = {
  it: 'La password è stata cambiata: acceda con quella nuova.',
  en: 'The password was changed: sign in with the new one.',
}

/** The way in of one portal. */
export function subscribersOf<Request extends PortalRequest>(
  context: PageContext<Request>,
  { session, credential }: PortalSportello,
  cookies: Pick<Cookies, 'signedIn' | 'keepNotice'>,
  { signIn, changePassword, onSignIn, paths: given = {} }: SubscriberPages,
): WayIn<Request> {
  const paths: SubscriberPaths = {
    ...{ signIn: '/sign-in', signOut: '/sign-out', changePassword: '/password', home: '/area' },
    ...given,
  }
  const { office, signedOut } = context

  const backTo = ({ method, originalUrl }: Request): string => (method === 'GET' ? originalUrl : paths.home)

  /** Whose session it is, of any scope; null where the sign-in was shown instead. */
  async function known(request: Request, response: PortalResponse): Promise<SessionView | null> {
    const { token } = context.exchange(request, response)
    if (token === '') {
      // A form was shown to somebody who was signed in: the session has ended meanwhile.
      const told = request.method === 'POST' ? pageReply({ code: 'session/not-active' }, office.locale) : undefined
      sendPage(response, signIn(shownOf(context, request, null, { ...(told && { told }), back: backTo(request) })), {
        status: 401,
      })
      return null
    }
    const checked = await session.check(token)
    if (checked.ok) {
      keepSession(request, checked.value)
      return checked.value
    }
    const told = pageReply(checked.refusal, office.locale)
    signedOut(response)
    sendPage(response, signIn(shownOf(context, request, null, { told, back: backTo(request) })), told)
    return null
  }

  const signInView = viewOf<Request, null>(context, () => accept(null), signIn)
  const signInForm = signInView.form(({ form, options }) => session.signIn(form(), options), {
    first: (value, exchange) => {
      const { response } = exchange
      cookies.signedIn(response, value)
      onSignIn?.(value, exchange)
      response.redirect(303, value.scope === 'full' ? backOr(exchange.text('back'), paths) : paths.changePassword)
    },
    afterwards: null,
  })
  const passwordView = viewOf<Request, SessionView>(context, ({ session: own }) => accept(own()), changePassword)
  const passwordForm = passwordView.form(({ form, token, options }) => credential.changePassword(form({ token }), options), {
    first: (_value, { request, response }) => {
      signedOut(response)
      sendPage(response, signIn(shownOf(context, request, null, { notice: changed[office.locale] })))
    },
    afterwards: null,
  })
  const signOut = waiting<Request>(async (request, response) => {
    // Whoever is signed out already has what is wanted.
    await session.end(context.exchange(request, response).token)
    signedOut(response)
    cookies.keepNotice(response, 'signed-out')
    response.redirect(303, paths.signIn)
  })
  const password = waiting<Request>(async (request, response, next) => {
    if ((await known(request, response)) === null) return
    return request.method === 'POST' ? passwordForm(request, response, next) : passwordView(request, response, next)
  })
  const guard = waiting<Request>(async (request, response, next) => {
    const view = await known(request, response)
    if (view === null) return
    return view.scope === 'full' ? next() : void response.redirect(303, paths.changePassword)
  })

  const routes: PortalHandler<Request> = (request, response, next) => {
    const [path = ''] = request.originalUrl.split('?')
    const verb = request.method === 'HEAD' ? 'GET' : request.method
    const handlers: ReadonlyMap<string, PortalHandler<Request>> = new Map([
      [`GET ${paths.signIn}`, signInView],
      [`POST ${paths.signIn}`, signInForm],
      [`POST ${paths.signOut}`, signOut],
      [`GET ${paths.changePassword}`, password],
      [`POST ${paths.changePassword}`, password],
    ])
    const handler = handlers.get(`${verb} ${path}`)
    return handler === undefined ? next() : handler(request, response, next)
  }
  return { routes, guard, signIn: signInView, signInForm, signOut, password }
}
