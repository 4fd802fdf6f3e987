/** What the routes of a whole portal are made with. */
import type { Locale } from '../kernel/index.ts'
import type { Cookies } from './cookies.ts'
import type { PortalResponse, UploadReader } from './http.ts'
import type { Notice } from './notices.ts'
import type { PortalSportello } from './options.ts'
import type { PageContext, Step } from './pages.ts'
import type { Portal } from './portal-api.ts'
import type { PortalPages } from './portal-pages.ts'
import type { WayIn } from './subscriber.ts'

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
