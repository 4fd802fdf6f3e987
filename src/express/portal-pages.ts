/** Which pages a whole portal has, and what a host says of them. */
import type { LinkPathChoice } from '../runtime/links.ts'
import type { AreaPages } from './area-views.ts'
import type { AssistancePages } from './assistance-pages.ts'
import type { OfficePages } from './office-pages.ts'
import type { RegistrationPages } from './registration-pages.ts'
import type { SitePages } from './site-pages.ts'
import type { SubscriberPages } from './subscriber.ts'

/** The pages of a portal: functions that make HTML of what they are shown. */
export type PortalPages = SitePages & RegistrationPages & AreaPages & AssistancePages & OfficePages

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
  /** The `Content-Security-Policy` of the pages, where those of the host need more than scripts, styles and images of this site, such as fonts. */
  readonly contentPolicy?: string
  /** Hears of each sign-in before the browser is led on: for `failuresBefore` and `lastUsedAt`, which are told once. */
  readonly onSignIn?: SubscriberPages['onSignIn']
}
