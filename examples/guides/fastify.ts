/** The pieces of docs/guides/fastify.md: requests, sign-in and session as JSON. */
// #region app
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { httpReply, requesterOf, type Sportello } from 'sportello'

type Cookies = { readonly [name: string]: string }

const cookiesOf = (header = ''): Cookies =>
  Object.fromEntries(header.split(/; */).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))

const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax'

export function apiOn(sportello: Sportello): FastifyInstance {
  const { registration, session } = sportello
  const app = Fastify({ bodyLimit: 64 * 1024 })
  const answer = (reply: FastifyReply, given: unknown, success = 200) => {
    const { status, headers, body } = httpReply(given, 'it', { status: success })
    return reply.code(status).headers(headers).send(body)
  }
  const optionsOf = ({ headers, ip }: { readonly headers: { readonly [name: string]: unknown }; readonly ip: string }) => {
    const requestKey = headers['idempotency-key']
    const requester = requesterOf(ip)
    return { ...(typeof requestKey === 'string' ? { requestKey } : {}), ...(requester === undefined ? {} : { requester }) }
  }

  app.post('/api/registration', async (request, reply) => {
    return answer(reply, await registration.open(request.body as never, optionsOf(request)), 201)
  })

  app.post('/api/session', async (request, reply) => {
    const signedIn = await session.signIn(request.body as never, optionsOf(request))
    if (!signedIn.ok) return answer(reply, signedIn)
    const { token, ...shown } = signedIn.value
    reply.header('set-cookie', `session=${token}; ${attributes}`) // the token is in no body and in no log
    return answer(reply, { ok: true, value: { obligations: shown.obligations } })
  })

  app.get('/api/session', async (request, reply) => {
    return answer(reply, await session.check(cookiesOf(request.headers.cookie)['session'] ?? ''))
  })

  app.setErrorHandler((error, request, reply) => {
    request.log.error(error)
    return answer(reply, error)
  })
  return app
}
// #endregion
