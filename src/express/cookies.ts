/** The cookies of a portal: session, device and ticket. */
import type { SessionSignedIn } from '../procedures/account/session/use-cases.ts'
import type { CookieAttributes, PortalResponse } from './http.ts'
import type { Notice } from './notices.ts'

const year = 365 * 86_400_000

/** What a browser keeps of a sign-in. One with SPID or CIE knows no device: that of an earlier sign-in stays. */
type SignedInCookies = Pick<SessionSignedIn, 'token'> & Partial<Pick<SessionSignedIn, 'device'>>

/** Sets and clears them with the attributes of one portal. */
export type Cookies = {
  readonly signedIn: (response: PortalResponse, answer: SignedInCookies) => void
  readonly signedOut: (response: PortalResponse) => void
  readonly keepTicket: (response: PortalResponse, ticket: string) => void
  readonly dropTicket: (response: PortalResponse) => void
  readonly keepAssistance: (response: PortalResponse, ticket: string) => void
  readonly dropAssistance: (response: PortalResponse) => void
  /** For the next page: which sentence it shows about what has just been done. */
  readonly keepNotice: (response: PortalResponse, notice: Notice) => void
  readonly dropNotice: (response: PortalResponse) => void
}

// Safari sends no `Secure` cookie to a machine's own http.
const loopback = /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/i

/** The cookies of the portal with this base address. */
export function portalCookies(links: string): Cookies {
  const attributes: CookieAttributes = { httpOnly: true, secure: !loopback.test(links), sameSite: 'lax', path: '/' }
  return {
    signedIn: (response, { token, device }) => {
      response.cookie('session', token, attributes)
      if (device !== undefined) response.cookie('device', device, { ...attributes, maxAge: year })
    },
    signedOut: (response) => {
      response.clearCookie('session', attributes)
    },
    keepTicket: (response, ticket) => {
      // As long as the browser: on a machine that others use too, nobody after the applicant is to find the request.
      response.cookie('ticket', ticket, attributes)
    },
    dropTicket: (response) => {
      response.clearCookie('ticket', attributes)
    },
    keepAssistance: (response, ticket) => {
      response.cookie('assistance', ticket, attributes)
    },
    dropAssistance: (response) => {
      response.clearCookie('assistance', attributes)
    },
    keepNotice: (response, notice) => {
      response.cookie('notice', notice, { ...attributes, maxAge: 60_000 })
    },
    dropNotice: (response) => {
      response.clearCookie('notice', attributes)
    },
  }
}
