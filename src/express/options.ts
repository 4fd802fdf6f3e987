/** What a host says of its portal. */
import type { Sportello } from '../api/sportello.ts'
import type { Locale } from '../kernel/index.ts'
import type { PageReply } from '../page-reply.ts'
import type { OperatorLogin } from './exchange.ts'
import type { PortalRequest } from './http.ts'

/** The part of the counter that a portal calls by itself: for people and for the office, and the jobs. */
export type PortalSportello = Pick<
  Sportello,
  | ('session' | 'credential' | 'registration' | 'addresses' | 'pecChange' | 'emailChange')
  | ('recovery' | 'pinRenewal' | 'assistance' | 'approval' | 'desk' | 'relay' | 'retention')
>

/** The office, as `createSportello` has it. */
export type PortalOffice = {
  /** What passwords must not hold. */
  readonly name: string
  /** The language of what the portal says. */
  readonly locale: Locale
  /** The base address of the pages. Cookies are `Secure` unless that is http on the machine itself. */
  readonly links: string
}

/** What a host says of its portal. */
export type PortalConfiguration<Request = PortalRequest> = {
  /** The office, as `createSportello` has it. */
  readonly office: PortalOffice

  /** The page of whatever has no page of its own: not found, another site, unexpected; that of the package where it is left out. Escape the texts. */
  readonly message?: (told: PageReply) => string

  /** Where what was unexpected is written down, such as `console.error`. It gets errors and the reports of the jobs, and no form. */
  readonly log: (what: string, detail: unknown) => void

  /**
   * Whom the host's own login knows by this request; nobody where it is left out. Never from a form. Its property `challenge` is what a browser is asked
   * with who is nobody: the header `www-authenticate`.
   */
  readonly operator?: OperatorLogin<Request>

  /** The folder of the scripts for pages; that of the package where it is left out. */
  readonly scripts?: string
}

/** The same once the page of messages is there. */
export type ReadyConfiguration<Request = PortalRequest> = PortalConfiguration<Request> & {
  readonly message: (told: PageReply) => string
}
