/** What the walk of examples/host.ts does not pass: hosts with handlers of their own, and what a counter without a network shows. */
import { type CookieAttributes, expressPortal, type PortalRequest, type PortalResponse, type Shown } from 'sportello/express'
import { describe, expect, it, vi } from 'vitest'
import { approved, office, openCounter, operator } from '../support/counter.ts'

/** What was sent to a browser. */
function responding() {
  const sent = { status: 0, headers: {} as { [name: string]: string }, html: '', to: '', cookies: [] as unknown[] }
  const response: PortalResponse = {
    headersSent: false,
    status: (code) => Object.assign(sent, { status: code }),
    set: (headers) => Object.assign(sent.headers, headers),
    send: (html) => Object.assign(sent, { html }),
    end: () => undefined,
    redirect: (status, to) => Object.assign(sent, { status, to }),
    attachment: () => undefined,
    cookie: (name: string, value: string, attributes: CookieAttributes) => sent.cookies.push([name, value, attributes]),
    clearCookie: (name: string, attributes: CookieAttributes) => sent.cookies.push([name, null, attributes]),
    sendFile: (name, options) => Object.assign(sent, { to: `${options.root}/${name}` }),
  }
  return { sent, response }
}

const requesting = (given: Partial<PortalRequest> = {}): PortalRequest => ({
  ...{ method: 'GET', originalUrl: '/', headers: {}, params: {}, query: {} },
  ...given,
})

/** Calls a handler and waits for the first answer, or for what it hands on. */
function handling(handler: (request: PortalRequest, response: PortalResponse, next: (error?: unknown) => void) => void) {
  return async (request: PortalRequest) => {
    const { sent, response } = responding()
    const outcome = await new Promise<unknown>((resolve) => {
      const done = { ...response }
      for (const name of ['send', 'redirect', 'end'] as const) {
        done[name] = (...given: never[]) => {
          Reflect.apply(response[name], undefined, given)
          resolve(null)
        }
      }
      handler(request, done, (error) => resolve(error ?? 'next'))
    })
    return { sent, outcome }
  }
}

function opened(overrides: Partial<Parameters<typeof expressPortal>[1]> = {}) {
  const counter = openCounter()
  const log = vi.fn()
  const portal = expressPortal(counter.sportello, { office, message: ({ sentence }) => `told: ${sentence}`, log, ...overrides })
  return { counter, log, portal }
}

const asJson = (shown: Shown<unknown>) => JSON.stringify(shown)

describe('the cookies', () => {
  it.each([
    ['https://servizi.example.it/', true],
    ['http://servizi.example.it/', true],
    ['http://localhost.example.it/', true],
    ['http://127.0.0.1.example.it/', true],
    ['http://localhost:8080/', false],
    ['http://127.0.0.1:8080/portale/', false],
    ['http://[::1]:8080/', false],
    ['https://localhost/', true],
  ])('at %s are Secure: %s', (links, secure) => {
    const { portal } = opened({ office: { ...office, links } })
    const { sent, response } = responding()
    portal.signedIn(response, { token: 't', device: 'd' })
    // By SPID, say: the device of before stays known.
    portal.signedIn(response, { token: 'of another sign-in' })
    portal.signedOut(response)
    const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' }
    expect(sent.cookies).toEqual([
      ['session', 't', attributes],
      ['device', 'd', { ...attributes, maxAge: 31_536_000_000 }],
      ['session', 'of another sign-in', attributes],
      ['session', null, attributes],
    ])
  })

  it('a ticket that the form has brought is kept as long as the browser, as one that was answered', async () => {
    const { portal } = opened()
    const answers: readonly (readonly [value: unknown, ticket: string])[] = [
      [null, 'typed'],
      [{}, 'typed'],
      // What a reissue answers with that is not in person.
      [{ ticket: null }, 'typed'],
      [{ ticket: 7 }, 'typed'],
      [{ ticket: 'answered' }, 'answered'],
    ]
    for (const [value, ticket] of answers) {
      const kept = portal.page(asJson).form(() => ({ ok: true, value }), portal.keepingTicket('/next'))
      const { sent } = await handling(kept)(requesting({ body: { ticket: 'typed' } }))
      expect([sent.status, sent.to]).toEqual([303, '/next'])
      expect(sent.cookies).toEqual([['ticket', ticket, { httpOnly: true, secure: true, sameSite: 'lax', path: '/' }]])
    }
  })

  it('a ticket of nothing is cleared, unless it is an operator who looks for something else', async () => {
    const refused = { ok: false, refusal: { code: 'registration/not-found' } } as const
    const cookies = async (cookie: string, overrides: Parameters<typeof opened>[0] = {}) => {
      const look = opened(overrides).portal.view(() => refused, asJson)
      return (await handling(look)(requesting({ headers: { cookie } }))).sent.cookies
    }
    expect(await cookies('ticket=lost')).toEqual([['ticket', null, expect.objectContaining({ path: '/' })]])
    expect(await cookies('')).toEqual([])
    expect(await cookies('ticket=lost', { operator: () => operator })).toEqual([])
  })
})

describe('what a request asks', () => {
  it('goes along with every command: request key, requester, device, pass', () => {
    const { portal } = opened()
    const request = requesting({
      ip: '::ffff:192.0.2.1',
      headers: { cookie: 'a=1; device=d; tickets=x; ticket=t;session=s' },
      body: { requestKey: 'k', pass: 'p', operator: 'me', 'body.name': 'A' },
      file: { originalname: 'a.pdf', buffer: new Uint8Array([1]) },
    })
    const asked = portal.exchange(request, responding().response)
    expect(asked.options).toEqual({ requestKey: 'k', requester: '192.0.2.1', device: 'd', pass: 'p' })
    expect([asked.ticket, asked.token, asked.file.name, asked.text('body.name')]).toEqual(['t', 's', 'a.pdf', 'A'])
    expect(asked.form({ operator: 'known' })).toEqual({ requestKey: 'k', pass: 'p', operator: 'known', body: { name: 'A' } })
  })

  it('is nothing where nothing was sent', () => {
    const { portal } = opened()
    const asked = portal.exchange(requesting({ query: { after: ['a', 'b'] } }), responding().response)
    expect(asked.options).toEqual({ requestKey: undefined, requester: undefined, device: undefined, pass: undefined })
    expect([asked.ticket, asked.token, asked.text('toString'), asked.param('id'), asked.query('after')]).toEqual([
      '',
      '',
      '',
      '',
      undefined,
    ])
    expect(asked.file).toEqual({ name: '', content: new Uint8Array() })
    expect(() => asked.session()).toThrow('behind no guard')
    expect(() => asked.operator()).toThrow('not-signed-in')
  })

  it('keeps the address of a client that has gone meanwhile, for which Express throws', () => {
    const { portal } = opened()
    const gone = requesting()
    Object.defineProperty(gone, 'ip', {
      get: () => {
        throw new TypeError('of null')
      },
    })
    expect(portal.exchange(gone, responding().response).options.requester).toBeUndefined()
    let ip: string | null = '192.0.2.1'
    const going = Object.defineProperty(requesting(), 'ip', { get: () => ip ?? expect.fail('asked again') })
    for (const later of [null, null]) {
      expect(portal.exchange(going, responding().response).options.requester).toBe('192.0.2.1')
      ip = later
    }
  })

  it('has the operator that the host vouches for', () => {
    const { portal } = opened({ operator: () => operator })
    expect(portal.exchange(requesting(), responding().response).operator()).toBe(operator)
  })
})

describe('a page', () => {
  it('has several looks under their names, or what the first that is refused says', async () => {
    const { portal } = opened()
    const one = { ok: true, value: 1 } as const
    const both = portal.view(() => portal.all({ one, two: Promise.resolve({ ok: true, value: 'b' } as const) }), asJson)
    expect(JSON.parse((await handling(both)(requesting())).sent.html)).toMatchObject({ view: { one: 1, two: 'b' } })
    const refused = { ok: false, refusal: { code: 'registration/not-found' } } as const
    const none = await handling(portal.view(() => portal.all({ one, refused }), asJson))(requesting())
    expect([none.sent.status, none.sent.html]).toEqual([404, expect.stringMatching(/^told: /)])
  })

  it('whose look is refused can be another page, and a session that is over has its cookie cleared', async () => {
    const { portal, counter } = opened()
    const look = portal.view(
      ({ token }) => counter.sportello.addresses.inspect({ token }),
      asJson,
      ({ sentence }) => `other: ${sentence}`,
    )
    const { sent } = await handling(look)(requesting({ headers: { cookie: 'session=over' } }))
    expect(sent.html).toMatch(/^other: La sessione è terminata/)
    expect(sent.cookies).toEqual([['session', null, expect.anything()]])
    const form = look.form(({ token }) => counter.sportello.credential.endSessions({ token }), '/')
    expect((await handling(form)(requesting({ headers: { cookie: 'session=over' } }))).sent.cookies).toHaveLength(2)
  })

  it('says why the call was refused where the look is refused as well', async () => {
    const refused = (code: string) => ({ ok: false, refusal: { code } }) as const
    const view = opened().portal.view(() => refused('registration/not-found'), asJson)
    const { sent } = await handling(view.form(() => refused('registration/no-document'), '/'))(requesting())
    expect(sent).toMatchObject({ status: 409, html: expect.stringMatching(/^told: .*document/) })
  })

  it('is kept by no cache, whatever stands before its route', async () => {
    const { sent } = await handling(opened().portal.page(asJson))(requesting())
    expect(sent.headers).toEqual({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  it('hands on what a look throws, and what the reader of an upload throws unexpectedly', async () => {
    const { portal } = opened()
    const fault = new Error('the storage is gone')
    const throwing = portal.view((): never => {
      throw fault
    }, asJson)
    expect((await handling(throwing)(requesting())).outcome).toBe(fault)
    const upload = portal.page(asJson).form(
      () => ({ ok: true, value: 1 }),
      '/',
      (_request, _response, next) => next(fault),
    )
    expect((await handling(upload)(requesting())).outcome).toBe(fault)
  })

  it('of a refused document is that of messages', async () => {
    const { portal } = opened()
    const document = portal.document(() => ({ ok: false, refusal: { code: 'approval/not-found' } }))
    expect((await handling(document)(requesting())).sent).toMatchObject({ status: 404, html: expect.stringMatching(/^told: /) })
  })
})

describe('an error', () => {
  it('after the headers were sent is left to Express, and logged', () => {
    const { portal, log } = opened()
    const { sent, response } = responding()
    const next = vi.fn()
    const fault = new Error('late')
    portal.onError(fault, requesting(), { ...response, headersSent: true }, next)
    expect([next.mock.calls, sent.html, log.mock.calls]).toEqual([[[fault]], '', [['request', fault]]])
  })
})

describe('the gate', () => {
  it('serves no other file, and scripts from the folder that the host says', () => {
    const { portal } = opened({ scripts: '/srv/scripts' })
    const { sent, response } = responding()
    portal.protect(requesting({ originalUrl: '/static/password.global.js?v=1' }), response, () => undefined)
    expect(sent.to).toBe('/srv/scripts/password.global.js')
    const next = vi.fn()
    portal.protect(requesting({ originalUrl: '/express.js' }), responding().response, next)
    portal.protect(requesting({ originalUrl: '/password.global.js/..' }), responding().response, next)
    expect(next).toHaveBeenCalledTimes(2)
  })

  it('is done with a script that was sent, and hands on why one was not', () => {
    const { portal } = opened()
    const fault = new Error('ENOENT')
    const next = vi.fn()
    for (const error of [undefined, null, fault]) {
      const sendFile: PortalResponse['sendFile'] = (_name, _options, done) => Reflect.apply(done, undefined, [error])
      portal.protect(requesting({ originalUrl: '/fragment.global.js' }), { ...responding().response, sendFile }, next)
    }
    expect(next.mock.calls).toEqual([[fault]])
  })

  it.each(['GET', 'HEAD', 'OPTIONS'])('lets %s of any site pass', (method) => {
    const next = vi.fn()
    opened().portal.protect(requesting({ method, headers: { 'sec-fetch-site': 'cross-site' } }), responding().response, next)
    expect(next).toHaveBeenCalledOnce()
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('does not let %s pass without the word of the browser', (method) => {
    const next = vi.fn()
    const { sent, response } = responding()
    opened().portal.protect(requesting({ method }), response, next)
    expect([next.mock.calls, sent.status]).toEqual([[], 403])
  })
})

describe('the way in', () => {
  it('tells the host of a sign-in what is told once', async () => {
    const { portal, counter } = opened()
    const { credentials } = await approved(counter)
    const onSignIn = vi.fn()
    const { routes } = portal.subscribers({ signIn: asJson, changePassword: asJson, onSignIn })
    await handling(routes)(requesting({ method: 'POST', originalUrl: '/sign-in', body: { ...credentials, pin: '000000000' } }))
    expect(onSignIn).not.toHaveBeenCalled()
    await handling(routes)(requesting({ method: 'POST', originalUrl: '/sign-in', body: credentials }))
    expect(onSignIn).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ failuresBefore: 1 }), expect.anything())
  })

  it('can have other paths', async () => {
    const { portal, counter } = opened()
    const { credentials } = await approved(counter)
    const paths = { signIn: '/accesso', changePassword: '/accesso/password', signOut: '/uscita', home: '/casa' }
    const { routes } = portal.subscribers({ signIn: asJson, changePassword: asJson, paths })
    const post = { method: 'POST', originalUrl: '/accesso?da=casa', body: credentials }
    expect((await handling(routes)(requesting(post))).sent.to).toBe('/accesso/password')
    expect((await handling(routes)(requesting({ originalUrl: '/sign-in' }))).outcome).toBe('next')
    expect((await handling(routes)(requesting({ method: 'DELETE', originalUrl: '/accesso' }))).outcome).toBe('next')
  })
})

describe('the jobs', () => {
  it('send mail and sweep at once and again, tell what went wrong, and stop', async () => {
    vi.useFakeTimers()
    try {
      const { portal, counter, log } = opened()
      await approved(counter)
      const stop = portal.startJobs({ relayMs: 10, sweepMs: 1_000 })
      await vi.advanceTimersByTimeAsync(50)
      expect(log).not.toHaveBeenCalled()
      await stop()
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('log a dead mail server, which throws nothing, a sweep that left something, and what is thrown', async () => {
    const reports = {
      relay: async () => ({ sent: [], retried: ['m1'], rejected: [], overdue: [], cancelled: [], parked: [], reasons: [] }),
      sweep: async () => ({ failed: 1, failures: ['f'] }),
    }
    const told = async (parts: { readonly relay: () => Promise<unknown>; readonly sweep: () => Promise<unknown> }) => {
      const log = vi.fn()
      const sportello = { ...openCounter().sportello, relay: parts.relay, retention: { sweep: parts.sweep } } as never
      await expressPortal(sportello, { office, message: () => '', log }).startJobs()()
      return log.mock.calls
    }
    expect(await told(reports)).toEqual([
      ['relay', expect.objectContaining({ retried: ['m1'] })],
      ['sweep', { failed: 1, failures: ['f'] }],
    ])
    const fault = new Error('no database')
    const failing = async () => Promise.reject(fault)
    expect(await told({ relay: failing, sweep: failing })).toEqual([
      ['relay', fault],
      ['sweep', fault],
    ])
  })
})
