/** A whole portal: every route that an office needs, with pages of the package that a host can replace. */
import { linkPaths } from '../api/links.ts'
import type { LinkPathChoice } from '../runtime/links.ts'
import { applicantRoutes } from './applicant-routes.ts'
import { areaPages } from './area-pages.ts'
import { areaRoutes } from './area-routes.ts'
import { assistancePages } from './assistance-pages.ts'
import { assistanceRoutes } from './assistance-routes.ts'
import type { Cookies } from './cookies.ts'
import { dispatcher, get, type Route, uploadReader } from './dispatch.ts'
import { basePath, type PortalHandler, type PortalRequest } from './http.ts'
import { officePages } from './office-pages.ts'
import { officeRoutes } from './office-routes.ts'
import type { PortalSportello } from './options.ts'
import { pageKit } from './page-kit.ts'
import type { PageContext } from './pages.ts'
import type { Parts } from './parts.ts'
import type { PortalPages, RoutesOptions } from './portal-pages.ts'
import { portalStyle } from './portal-style.ts'
import { registrationPages } from './registration-pages.ts'
import { sitePages } from './site-pages.ts'
import { subscribersOf } from './subscriber.ts'

// Nothing of anybody else, and no script or style within a page.
const ownPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The handler of all routes of a portal. */
export function routesOf<Request extends PortalRequest>(
  portal: Parts<Request>['portal'] & { readonly protect: PortalHandler },
  sportello: PortalSportello,
  context: PageContext<Request>,
  cookies: Cookies,
  options: RoutesOptions,
): PortalHandler<Request> {
  const { pages: given, linkPaths: places = {}, noticeVersion = '1', uploadBytesMax = 11_000_000 } = options
  const { contentPolicy = ownPolicy, onSignIn } = options
  const kit = pageKit(context.office, uploadBytesMax)
  const { at } = kit
  const pages: PortalPages = {
    ...registrationPages(kit, noticeVersion),
    ...areaPages(kit),
    ...assistancePages(kit, noticeVersion),
    ...officePages(kit),
    ...sitePages(kit),
    ...given,
  }
  const paths = { signIn: at('sign-in'), signOut: at('sign-out'), changePassword: at('password'), home: at('area') }
  const { signIn, changePassword } = pages
  const wayIn = subscribersOf(context, sportello, cookies, { signIn, changePassword, paths, ...(onSignIn && { onSignIn }) })
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
  // Browsers ask for one at every site.
  const icon: PortalHandler<Request> = (_request, response) => {
    response.status(204)
    response.set({ 'cache-control': 'public, max-age=86400' })
    response.end(new Uint8Array())
  }
  const routes: readonly Route<Request>[] = [
    ...get('', portal.page(pages.home)),
    ...get('portal.css', style),
    ...get('favicon.ico', icon),
    ...applicantRoutes(parts),
    ...assistanceRoutes(parts),
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
