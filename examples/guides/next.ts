/** The pieces of docs/guides/next.md: route handlers on web requests and responses, which Next.js, Hono and others call. */
import { httpReply, requesterOf, type Sportello } from 'sportello'

// #region answer
/** The answer to a call as a response: status, headers and body, a problem of RFC 9457 where it was refused. */
function answer(given: unknown, success = 200): Response {
  const { status, headers, body } = httpReply(given, 'it', { status: success })
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { ...headers } })
}

/** A handler whose failures are answers too. */
const handler = (run: (request: Request) => Promise<Response>) => (request: Request) =>
  run(request).catch((cause: unknown) => {
    console.error(cause)
    return answer(cause)
  })

const cookieOf = (request: Request, name: string): string =>
  new Map((request.headers.get('cookie') ?? '').split(/; */).map((pair) => pair.split('=', 2) as [string, string])).get(name) ??
  ''

/** Behind your own proxy, which sets the header anew: whoever sends it otherwise is believed. */
function optionsOf(request: Request) {
  const requestKey = request.headers.get('idempotency-key')
  const requester = requesterOf(request.headers.get('x-forwarded-for'))
  return { ...(requestKey === null ? {} : { requestKey }), ...(requester === undefined ? {} : { requester }) }
}
// #endregion

// #region registration
/** `app/api/registration/route.ts`: `export const { POST } = registrationRoute(sportello)`. */
export const registrationRoute = ({ registration }: Sportello) => ({
  POST: handler(async (request) => answer(await registration.open(await request.json(), optionsOf(request)), 201)),
})
// #endregion

// #region session
const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax'

/** `app/api/session/route.ts`: `export const { POST, GET, DELETE } = sessionRoute(sportello)`. */
export const sessionRoute = ({ session }: Sportello) => ({
  POST: handler(async (request) => {
    const signedIn = await session.signIn(await request.json(), optionsOf(request))
    if (!signedIn.ok) return answer(signedIn)
    const { token, obligations } = signedIn.value
    const response = answer({ ok: true, value: { obligations } })
    response.headers.append('set-cookie', `session=${token}; ${attributes}`)
    return response
  }),
  GET: handler(async (request) => answer(await session.check(cookieOf(request, 'session')))),
  DELETE: handler(async (request) => {
    await session.end(cookieOf(request, 'session'))
    return new Response(null, { status: 204, headers: { 'set-cookie': `session=; Max-Age=0; ${attributes}` } })
  }),
})
// #endregion

// #region upload
/** `app/api/registration/documents/route.ts`: a file of a form, read as the request brings it. */
export const documentsRoute = ({ registration }: Sportello) => ({
  POST: handler(async (request) => {
    const form = await request.formData()
    const file = form.get('file')
    if (!(file instanceof File)) return new Response(null, { status: 400 })
    const bytes = new Uint8Array(await file.arrayBuffer())
    const document = { type: String(form.get('type')), name: file.name } as never
    return answer(await registration.addDocument(cookieOf(request, 'ticket'), document, bytes), 201)
  }),
})
// #endregion
