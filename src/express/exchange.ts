/** What a request asks, read once: the form, the cookies, and what goes along with every command. */
import type { SessionView } from '../procedures/account/session/use-cases.ts'
import { requesterOf } from '../requester.ts'
import type { Operator } from '../runtime/schema.ts'
import { faultError } from './faults.ts'
import { typedOf } from './forms.ts'
import { cookieOf, type PortalRequest, type PortalResponse } from './http.ts'

/** What goes along with a command, for all that take any of it. */
export type PortalOptions = {
  /** The hidden field `requestKey` of the form. */
  readonly requestKey: string | undefined
  /** Whom quotas and delays count by: `requesterOf` of `request.ip`. */
  readonly requester: string | undefined
  /** The cookie of an earlier sign-in with this browser. */
  readonly device: string | undefined
  /** The hidden field `pass`, of a mailbox at its limit. */
  readonly pass: string | undefined
  /** The field `challenge`, in which your page has what its challenge against robots has answered. */
  readonly challenge: string | undefined
}

/** What a look or a call is handed of the request. Its functions can be taken apart. */
export type Exchange<Request = PortalRequest> = {
  readonly request: Request
  readonly response: PortalResponse
  readonly options: PortalOptions
  /** The ticket of the cookie; empty where there is none, which every call refuses. */
  readonly ticket: string
  /** The token of the session's cookie; empty where there is none, which every call refuses. */
  readonly token: string
  /** The upload; no bytes and no name where no file was chosen. */
  readonly file: { readonly name: string; readonly content: Uint8Array }

  /**
   * The form as it was sent, for a call, which checks it strictly. What is `known` besides, such as the operator or the id in the address, stands over what
   * was sent under the same name.
   */
  form<Form extends object>(known?: { readonly [name: string]: unknown }): Form

  /** The ticket of a request for assistance; empty where there is none. */
  readonly assistance: string

  /** One field as a text, by its path; empty where it was not sent. */
  text(path: string): string

  /** A part of the address, such as `:id`; empty where there is none. */
  param(name: string): string

  /** A part of the query; undefined where there is none. */
  query(name: string): string | undefined

  /** The session that the guard of the subscribers has checked. Throws where no guard stands before the route. */
  session(): SessionView

  /** The operator of the request, as the host's `operator` says. Throws what is answered with 401 where there is none. */
  operator(): Operator
}

const matched: WeakMap<object, { readonly [name: string]: string }> = new WeakMap()

/** Keeps the parts of the address that a route of the portal has matched, for as long as the request lives. */
export function keepParams(request: object, params: { readonly [name: string]: string }): void {
  matched.set(request, params)
}

const addresses: WeakMap<object, string | undefined> = new WeakMap()

/** The address of the client, kept from the first look on: Express throws where it is asked for one after the client has gone. */
export function keepAddress(request: PortalRequest): string | undefined {
  if (addresses.has(request)) return addresses.get(request)
  try {
    const { ip } = request
    addresses.set(request, ip)
    return ip
  } catch {
    return undefined
  }
}

const sessions: WeakMap<object, SessionView> = new WeakMap()

/** Keeps the session that a guard has checked, for as long as the request lives. */
export function keepSession(request: object, view: SessionView): void {
  sessions.set(request, view)
}

/** The session that a guard has checked; null where none has. */
export function keptSession(request: object): SessionView | null {
  return sessions.get(request) ?? null
}

/** Whom the host's login knows, and how a browser is asked who it is: the header `www-authenticate`. */
export type OperatorLogin<Request> = ((request: Request) => Operator | null | undefined) & { readonly challenge?: string }

/** A PIN is often typed in groups of digits. */
const withoutBlanks = (pin: string): string => pin.replaceAll(/[\t\n\r ]/g, '')

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** What the request asks. */
export function exchangeOf<Request extends PortalRequest>(
  request: Request,
  response: PortalResponse,
  operatorOf: OperatorLogin<Request> | undefined,
): Exchange<Request> {
  const { body, file, params, query } = request
  const { form, texts } = typedOf(body)
  const pin = texts['pin'] === undefined ? {} : { pin: withoutBlanks(texts['pin']) }
  const { requestKey, pass, challenge } = texts
  const device = cookieOf(request, 'device')
  const requester = requesterOf(keepAddress(request))
  return {
    request,
    response,
    options: { requestKey, requester, device: device === '' ? undefined : device, pass, challenge },
    ticket: cookieOf(request, 'ticket'),
    assistance: cookieOf(request, 'assistance'),
    token: cookieOf(request, 'session'),
    file: { name: file?.originalname ?? '', content: file?.buffer ?? new Uint8Array() },
    form: <Form extends object>(known?: { readonly [name: string]: unknown }) =>
      ({ ...form, ...pin, ...known }) as object as Form,
    text: (path) => (Object.hasOwn(texts, path) ? texts[path] : undefined) ?? '',
    param: (name) => matched.get(request)?.[name] ?? textOf(params[name]) ?? '',
    query: (name) => textOf(query[name]),
    session: () => {
      const view = keptSession(request)
      if (view === null) throw new Error('express: this route stands behind no guard of the subscribers')
      return view
    },
    operator: () => {
      const operator = operatorOf?.(request)
      const challenge = operatorOf?.challenge
      if (operator === null || operator === undefined)
        throw faultError('not-signed-in', challenge === undefined ? {} : { headers: { 'www-authenticate': challenge } })
      return operator
    },
  }
}
