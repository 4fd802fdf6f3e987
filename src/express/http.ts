/** What is used of the requests and responses of Express 4 and 5. Nothing is imported from it. */

/** A request, as Express hands it over. */
export type PortalRequest = {
  readonly method: string
  /** Path and query, wherever a router is mounted. */
  readonly originalUrl: string
  /** The address of the client, as `trust proxy` says. */
  readonly ip?: string | undefined
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly params: { readonly [name: string]: string | readonly string[] }
  readonly query: { readonly [name: string]: unknown }
  /** The parsed form; absent where no parser took it. */
  readonly body?: unknown
  /** The upload, as multer keeps it in memory. */
  readonly file?: { readonly originalname: string; readonly buffer: Uint8Array } | undefined
}

/** The attributes of a cookie. */
export type CookieAttributes = {
  readonly httpOnly: true
  readonly secure: boolean
  readonly sameSite: 'lax'
  readonly path: '/'
  /** How long it lives, ms; as long as the browser where it is left out. */
  readonly maxAge?: number
}

/** A response, as Express hands it over. */
export type PortalResponse = {
  readonly headersSent: boolean
  status(code: number): unknown
  set(headers: { readonly [name: string]: string }): unknown
  send(html: string): unknown
  end(content: Uint8Array): unknown
  redirect(status: number, path: string): unknown
  attachment(name: string): unknown
  cookie(name: string, value: string, attributes: CookieAttributes): unknown
  clearCookie(name: string, attributes: CookieAttributes): unknown
  sendFile(name: string, options: { readonly root: string; readonly cacheControl: false }, done: (error?: Error) => void): unknown
}

/** What comes after a handler; with an error, the error handler. */
export type Next = (error?: unknown) => void

/** A handler or a middleware of Express. */
export type PortalHandler<Request = PortalRequest> = (request: Request, response: PortalResponse, next: Next) => void

/** Reads the upload of a form, such as `multer(…).single('file')`. A method, so that one that asks for more of the response is taken. */
export type UploadReader<Request = PortalRequest> = {
  read(request: Request, response: PortalResponse, next: Next): void
}['read']

/** An error handler of Express, which knows it by its four parameters. */
export type PortalErrorHandler = (error: unknown, request: PortalRequest, response: PortalResponse, next: Next) => void

/** A handler that waits: what it throws reaches the error handler under Express 4 as well. */
export function waiting<Request>(
  run: (request: Request, response: PortalResponse, next: Next) => Promise<void>,
): PortalHandler<Request> {
  return (request, response, next) => {
    run(request, response, next).catch(next)
  }
}

/** The path of the base address of the pages, with a slash at both ends. */
export function basePath(links: string): string {
  const [, path = '/'] = /^https?:\/\/[^/?#]*(\/[^?#]*)/i.exec(links) ?? []
  return path.endsWith('/') ? path : `${path}/`
}

/** One cookie of a request; empty where there is none. Ours are of characters that no cookie has to encode. */
export function cookieOf({ headers }: Pick<PortalRequest, 'headers'>, name: string): string {
  const { cookie } = headers
  if (typeof cookie !== 'string') return ''
  const pair = cookie.split(';').find((part) => part.trim().startsWith(`${name}=`))
  return pair === undefined ? '' : pair.trim().slice(name.length + 1)
}
