/** What a host says of its portal. */
import type { Sportello } from '../api/sportello.ts'
import type { Locale } from '../kernel/index.ts'
import type { PageReply } from '../page-reply.ts'
import type { Operator } from '../runtime/schema.ts'
import type { PortalRequest } from './http.ts'

/** The part of the counter that a portal calls by itself; whatever else the host's routes name. */
export type PortalSportello = Pick<Sportello, 'session' | 'credential' | 'relay' | 'retention'>

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

  /** The page of whatever has no page of its own: not found, another site, unexpected. Escape the texts. */
  readonly message: (told: PageReply) => string

  /** Where what was unexpected is written down, such as `console.error`. It gets errors and the reports of the jobs, and no form. */
  readonly log: (what: string, detail: unknown) => void

  /** Whom the host's own login knows by this request; nobody where it is left out. Never from a form. */
  readonly operator?: (request: Request) => Operator | null | undefined

  /** The folder of the scripts for pages; that of the package where it is left out. */
  readonly scripts?: string
}
