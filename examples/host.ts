/** All that a server-rendered portal writes around the library. `Request` and `Response` are those of Express; `page` makes HTML, and escapes. */
import { type PageReply, pageReply, requesterOf, type SessionView, type Sportello } from 'sportello'

type Request = {
  readonly method: string
  readonly ip?: string | undefined
  readonly cookies: { readonly [name: string]: string | undefined }
  readonly body?: { readonly requestKey?: string } | undefined
  get(header: string): string | undefined
}
type Response = {
  readonly headersSent: boolean
  status(code: number): Response
  set(headers: { readonly [name: string]: string }): Response
  send(html: string): unknown
  redirect(status: number, path: string): unknown
}
type Page = (told?: PageReply) => string

/** A result as a page: the form again with what is wrong in it. */
export function send(response: Response, refusal: unknown, page: Page): unknown {
  const told = pageReply(refusal, 'it')
  return response.status(told.status).set(told.headers).send(page(told))
}

/** What was thrown as a page: the error handler of the application, after all routes. */
export const onError =
  (page: Page) => (error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
    console.error(error) // the log of the host; the page says nothing of it
    return response.headersSent ? next(error) : send(response, error, page)
  }

/** What goes along with every form that is sent. */
export const options = ({ body, ip }: Request) => ({ requestKey: body?.requestKey, requester: requesterOf(ip) })

/** Whose request it is; null where another page was sent instead. */
export async function guard({ session }: Sportello, request: Request, response: Response, signInPage: Page) {
  const checked = await session.check(request.cookies['session'] ?? '')
  if (!checked.ok) return void send(response, checked.refusal, signInPage)
  return checked.value.scope === 'full' ? (checked.value satisfies SessionView) : void response.redirect(303, '/password')
}

/** Forms come from pages of this site alone. */
export function sameSite(request: Request, response: Response, next: () => void): unknown {
  const isOwn = request.method === 'GET' || request.get('sec-fetch-site') === 'same-origin'
  return isOwn ? next() : response.status(403).send('Richiesta da un altro sito.')
}

/** The jobs of one process. A mail server that is down throws nothing: the report has the reasons. */
export function startJobs({ relay, retention }: Sportello): void {
  setInterval(() => relay().then(({ reasons }) => reasons.length > 0 && console.error('relay', reasons), console.error), 5_000)
  setInterval(
    () => retention.sweep().then(({ failed }) => failed > 0 && console.error('sweep', failed), console.error),
    3_600_000,
  )
}
