/** A whole portal: every route that an office needs, with pages of the package that a host can replace. */
import { linkPaths } from '../api/links.ts'
import type { Locale } from '../kernel/index.ts'
import type { LinkPathChoice } from '../runtime/links.ts'
import { applicantRoutes } from './applicant-routes.ts'
import { type AreaPages, areaPages } from './area-pages.ts'
import { areaRoutes } from './area-routes.ts'
import type { Cookies } from './cookies.ts'
import { dispatcher, get, type Route, uploadReader } from './dispatch.ts'
import { basePath, type PortalHandler, type PortalRequest, type PortalResponse, type UploadReader } from './http.ts'
import type { Notice } from './notices.ts'
import { type OfficePages, officePages } from './office-pages.ts'
import { officeRoutes } from './office-routes.ts'
import type { PortalSportello } from './options.ts'
import { pageKit } from './page-kit.ts'
import type { PageContext, Step } from './pages.ts'
import type { Portal } from './portal.ts'
import { portalStyle } from './portal-style.ts'
import { type RegistrationPages, registrationPages } from './registration-pages.ts'
import { subscribersOf, type WayIn } from './subscriber.ts'

/** The pages of a portal: functions that make HTML of what they are shown. */
export type PortalPages = RegistrationPages & AreaPages & OfficePages

/** What a host says of a whole portal. Everything may be left out. */
export type RoutesOptions = {
  /** Pages of the host's own instead of those of the package, each by its name. */
  readonly pages?: Partial<PortalPages>
  /** The same as `createSportello` has, where mailed links lead elsewhere than `linkPaths` says. */
  readonly linkPaths?: LinkPathChoice
  /** Which text of the privacy notice the forms say to have shown: `1` where it is left out. */
  readonly noticeVersion?: string
  /** The most bytes of a form with a file: 11 000 000 where it is left out, somewhat more than the policy lets a document have. */
  readonly uploadBytesMax?: number
}

/** What the routes are made with. */
export type Parts<Request> = {
  readonly portal: Pick<Portal<Request>, 'view' | 'page' | 'all' | 'document' | 'keepingTicket'>
  readonly sportello: PortalSportello
  readonly pages: PortalPages
  readonly cookies: Cookies
  readonly context: PageContext<Request>
  readonly wayIn: WayIn<Request>
  readonly upload: UploadReader<Request>
  readonly locale: Locale
  readonly at: (path: string) => string
  /** For `then`: leads to a page of the portal, which shows what was done. */
  readonly goTo: (path: string, notice: Notice, first?: (response: PortalResponse) => void) => Step<unknown>
}

// Nothing of anybody else, and no script or style within a page.
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The handler of all routes of a portal. */
export function routesOf<Request extends PortalRequest>(
  portal: Parts<Request>['portal'] & { readonly protect: PortalHandler },
  sportello: PortalSportello,
  context: PageContext<Request>,
  cookies: Cookies,
  { pages: given, linkPaths: places = {}, noticeVersion = '1', uploadBytesMax = 11_000_000 }: RoutesOptions,
): PortalHandler<Request> {
  const kit = pageKit(context.office)
  const { at } = kit
  const pages: PortalPages = {
    ...registrationPages(kit, noticeVersion),
    ...areaPages(kit),
    ...officePages(kit, noticeVersion),
    ...given,
  }
  const paths = { signIn: at('sign-in'), signOut: at('sign-out'), changePassword: at('password'), home: at('area') }
  const wayIn = subscribersOf(context, sportello, cookies, { signIn: pages.signIn, changePassword: pages.changePassword, paths })
  const goTo: Parts<Request>['goTo'] = (path, notice, first) => ({
    first: (_value, { response, param }) => {
      first?.(response)
      cookies.keepNotice(response, notice)
      response.redirect(303, at(path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(param(name)))))
    },
    afterwards: null,
  })
  const upload = uploadReader<Request>(uploadBytesMax)
  const parts: Parts<Request> = {
    ...{ portal, sportello, pages, cookies, context, wayIn, upload, locale: context.office.locale, at, goTo },
  }
  const style: PortalHandler<Request> = (_request, response) => {
    response.set({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' })
    response.send(portalStyle)
  }
  const routes: readonly Route<Request>[] = [
    ...get('', portal.page(pages.home)),
    ...get('portal.css', style),
    ...applicantRoutes(parts),
    ...areaRoutes(parts),
    ...officeRoutes(parts),
  ]
  const aliases = new Map(
    Object.entries(linkPaths).map(([name, { path }]) => [places[name as keyof LinkPathChoice] ?? path, path]),
  )
  const protect: PortalHandler<Request> = (request, response, next) =>
    portal.protect(request, response, (error) => {
      response.set({ 'content-security-policy': contentPolicy })
      next(error)
    })
  return dispatcher(basePath(context.office.links), routes, aliases, protect)
}
