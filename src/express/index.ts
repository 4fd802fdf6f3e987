/** `sportello/express`: what a server-rendered portal on Express 4 or 5 would write around the library itself. Express is not loaded. */
import { packageScripts } from '../adapters/package-scripts.ts'
import type { PortalRequest } from './http.ts'
import type { PortalConfiguration, PortalSportello } from './options.ts'
import { portalOf } from './portal.ts'
import type { Portal } from './portal-api.ts'

export type { AreaAct, AreaForm, AreaPages, AreaView, Done, LinkPage } from './area-views.ts'
export type { AssistancePages } from './assistance-pages.ts'
export type { Exchange, OperatorLogin, PortalOptions } from './exchange.ts'
export type {
  CookieAttributes,
  Next,
  PortalErrorHandler,
  PortalHandler,
  PortalRequest,
  PortalResponse,
  UploadReader,
} from './http.ts'
export type { JobTimes } from './jobs.ts'
export { linkText } from './link-words.ts'
export type { OfficeCredential, OfficePages } from './office-pages.ts'
export { type BasicOperator, basicOperators } from './operators.ts'
export type { PortalConfiguration, PortalOffice, PortalSportello } from './options.ts'
export type { Answer, FormSettings, Page, Shown, Step, Then, View } from './pages.ts'
export type { Portal } from './portal-api.ts'
export type { PortalPages, RoutesOptions } from './portal-pages.ts'
export type { RegistrationPages } from './registration-pages.ts'
export type { SitePages } from './site-pages.ts'
export type { SubscriberPages, SubscriberPaths, Subscribers } from './subscriber.ts'

/**
 * A portal on Express 4 or 5, for one counter: middleware, handlers of pages and forms, cookies, and jobs. docs/host.md shows a whole one.
 *
 * @example
 * const portal = expressPortal(sportello, { office, operator: () => operator, log: console.error }) // whom your login knows
 * app.use(portal.routes(), portal.notFound, portal.onError)
 *
 * @example
 * const portal = expressPortal(sportello, { office, log: console.error })
 * const page = portal.page(({ told, requestKey }) => `${told?.sentence ?? ''} <input type="hidden" name="requestKey" value="${requestKey}">`)
 * app.use(portal.protect, express.urlencoded({ extended: false }))
 * app.get('/registration', page)
 * app.post('/registration', page.form(({ form, options }) => sportello.registration.open(form(), options), '/registration/status'))
 * app.use(portal.notFound, portal.onError)
 */
export function expressPortal<Request extends PortalRequest = PortalRequest>(
  sportello: PortalSportello,
  configuration: PortalConfiguration<Request>,
): Portal<Request> {
  return portalOf(sportello, configuration, configuration.scripts ?? packageScripts())
}
