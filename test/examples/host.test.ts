/** The portal of docs/host.md, on real Express of both majors, walked through over HTTP: the right way, and the wrong ones beside it. */
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { PortalRequest } from 'sportello/express'
import { fixedClock, recordingMailer } from 'sportello/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { anna, newPassword, office, openCounter, operator, readSecrets } from '../support/counter.ts'
import { root } from '../support/sources.ts'
import { type Answered, browserAt, inputValue } from './browser.ts'

const inOffice = { headers: { 'x-operator': 'yes' } }
const card = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'carta d’identità.pdf', { type: 'application/pdf' })

/** The form of the page for Anna: texts by the paths of their fields. */
const filled: { readonly [name: string]: string } = { ...anna, italianCitizen: 'true' }

const majors = [
  ['5', () => import('express')],
  ['4', () => import('express-4')],
] as const

describe.each(majors)('the portal on Express %s', (_major, load) => {
  const clock = fixedClock(Date.UTC(2026, 2, 10, 9))
  const mailer = recordingMailer()
  const { sportello } = openCounter({ clock, mailer })
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  let server: Server
  let stopJobs: () => Promise<void>
  let browser: ReturnType<typeof browserAt>

  beforeAll(async () => {
    vi.resetModules()
    const loaded = await load()
    // The scripts are beside the built modules.
    vi.doMock('../../src/adapters/package-scripts.ts', () => ({ packageScripts: () => `${root}dist` }))
    const { expressPortal } = await import('sportello/express')
    const operatorOf = ({ headers }: PortalRequest) => {
      if (headers['x-operator'] === 'broken') throw new Error('a bug of the host')
      return headers['x-operator'] === 'yes' ? operator : null
    }
    const portal = expressPortal(sportello, { office, log: console.error, operator: operatorOf })
    stopJobs = portal.startJobs()
    const app = loaded.default()
    app.use(portal.routes(), portal.notFound, portal.onError)
    server = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    browser = browserAt(server)
  })

  afterAll(async () => {
    await stopJobs()
    await new Promise((resolve) => server.close(resolve))
  })

  const keyOf = (page: Answered) => inputValue(page.html, 'requestKey')
  const seen = async (path: string) => keyOf(await browser.get(path))
  /** The newest mail that says so. */
  async function mailed(words: RegExp): Promise<string> {
    await sportello.relay()
    const mail = mailer.sent.filter(({ text }) => words.test(text)).at(-1)
    if (mail === undefined) throw new Error(`no mail says ${words}`)
    return mail.text
  }

  const requestId = async () => inputValue((await browser.get('/registration/status')).html, 'request')

  let pinSecondHalf = ''
  let secrets = { password: '', firstHalf: '' }
  let dossier = ''
  const signingIn = (password: string) => ({
    codiceFiscale: anna.codiceFiscale,
    pin: secrets.firstHalf + pinSecondHalf,
    password,
  })

  it('shows the form, to HEAD its headers alone, and every page uncached', async () => {
    const page = await browser.get('/registration')
    for (const { status, headers } of [page, await browser.get('/')]) {
      expect(status).toBe(200)
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/),
      })
    }
    expect(keyOf(page)).toMatch(/^[\w-]{22}$/)
    expect(await seen('/registration')).not.toBe(keyOf(page))
    const head = await browser.ask('HEAD', '/registration', null, { site: 'cross-site' })
    expect([head.status, head.html]).toEqual([200, ''])
  })

  it('shows the form again with what is wrong beside its fields and with what was typed', async () => {
    const { surname, ...rest } = filled
    const page = await browser.post('/registration', { ...rest, name: '<b>', 'body.name': 'Rossi & C.', 'body.taxCode': '1' })
    expect(page.status).toBe(422)
    expect(page.html).toMatch(/name="surname"[^>]*><\/label> <strong/)
    expect(page.html).toMatch(/name="body.taxCode"[^>]*value="1"><\/label> <strong/)
    expect(page.html).toContain('value="Rossi &#38; C."')
    expect(page.html).toContain('value="&#60;b&#62;"')
    expect(page.html).toContain('<option value="F" selected>')
    expect(page.html).not.toContain('<b>')
    expect(page.cookies).toEqual([])
  })

  it.each(['cross-site', 'same-site', 'none'])(
    'takes no form whose request comes from %j, and says so in a page',
    async (site) => {
      const page = await browser.post('/registration', filled, { site })
      expect(page.status).toBe(403)
      expect(page.html).toContain('non viene da una pagina di questo sito')
      expect(page.html).toContain('<html lang="it">')
      expect(page.headers.get('cache-control')).toBe('no-store')
    },
  )

  it('a form that is sent twice opens one request, and shows the same half of the PIN', async () => {
    const form = { ...filled, requestKey: await seen('/registration') }
    const [first, second] = [await browser.post('/registration', form), await browser.post('/registration', form)]
    expect(first.status).toBe(200)
    const halves = [first, second].map(({ html }) => /<b>(\d{5})<\/b>/.exec(html)?.[1])
    expect(halves[0]).toBe(halves[1])
    pinSecondHalf = halves[0] ?? ''
    expect(first.cookies).toEqual([expect.stringMatching(/^ticket=[\w~-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)])
  })

  it.each([
    ['no file', { type: 'identity-card' }, 422, /<strong|role="alert"/],
    [
      'a file that is too large',
      { type: 'identity-card', file: card(new Uint8Array(11_000_001)) },
      413,
      /Il file è troppo grande[^<]*<\/strong>/,
    ],
    ['a file that is no PDF', { type: 'identity-card', file: card(new Uint8Array([1, 2, 3])) }, 422, /role="alert"/],
    ['two files', { type: 'identity-card', file: [card(minimalPdf()), card(minimalPdf('b'))] }, 413, /role="alert"/],
  ])('shows the request again for %s', async (_what, fields, status, words) => {
    const page = await browser.post('/registration/documents', { ...fields, request: await requestId() })
    expect(page.status).toBe(status)
    expect(page.html).toMatch(words)
    expect(page.html).toContain('La mia richiesta')
  })

  it('takes a document under its own name, and the request', async () => {
    const file = {
      type: 'identity-card',
      file: card(minimalPdf()),
      requestKey: await seen('/registration/status'),
      request: await requestId(),
    }
    const added = await browser.post('/registration/documents', file)
    expect([added.status, added.headers.get('location')]).toEqual([303, '/registration/status'])
    expect((await browser.get('/registration/status')).html).toContain('carta d’identità.pdf')
    const incomplete = await browser.post('/registration/complete', { requestKey: 'short', request: await requestId() })
    expect(incomplete.status).toBe(422)
    const done = await browser.post('/registration/complete', {
      requestKey: await seen('/registration/status'),
      request: await requestId(),
    })
    expect(done.status).toBe(303)
    secrets = readSecrets(await mailed(/Password temporanea/))
  })

  it('shows the office to operators alone', async () => {
    for (const path of ['/office', '/office/registration/x', '/office/registration/x/documents/1', '/office/assistance/x'])
      expect((await browser.get(path)).status).toBe(401)
    expect((await browser.post('/office/registration/x/approve', {})).html).toContain('occorre l&#39;accesso')
    const list = await browser.get('/office', inOffice)
    dossier = /href="(\/office\/registration\/[^"]+)"/.exec(list.html)?.[1] ?? ''
    const page = await browser.get(dossier, inOffice)
    expect(page.html).toContain('<dd>VRDNNA80A41L219Z</dd>')
    expect((await browser.get('/office/registration/none', inOffice)).status).toBe(404)
  })

  it('sends a document of the dossier as a file that is saved', async () => {
    const file = await browser.get(`${dossier}/documents/1`, inOffice)
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; filename=/),
      'content-security-policy': 'sandbox',
    })
    expect(file.html.startsWith('%PDF')).toBe(true)
    expect((await browser.ask('HEAD', `${dossier}/documents/1`, null, inOffice)).html).toBe('')
  })

  it('shows the dossier again with what is wrong in a decision, and takes the operator from the login alone', async () => {
    const digest = inputValue((await browser.get(dossier, inOffice)).html, 'dossierDigest')
    const boxes = { 'fields[]': ['telephone'], dossierDigest: digest, operator: 'me', id: 'other', reason: '' }
    const unreasoned = await browser.post(`${dossier}/correction`, boxes, inOffice)
    expect(unreasoned.status).toBe(422)
    expect(unreasoned.html).toMatch(/name="reason"[^>]*><\/label> <strong/)
    expect(unreasoned.html).toContain('value="telephone" checked> Telefono')
    const returned = await browser.post(`${dossier}/correction`, { ...boxes, reason: 'Manca il prefisso' }, inOffice)
    expect(returned.status).toBe(303)
    expect(returned.headers.get('location')).toBe(dossier)
    const after = await browser.get(dossier, inOffice)
    expect(after.html).toContain('in attesa di integrazione')
    expect(after.html).toContain('<p role="status">L&#39;integrazione è stata richiesta.</p>')
    expect((await browser.get(dossier, inOffice)).html).not.toContain('role="status"')
  })

  it('corrects by the mailed link, which becomes the ticket of the browser', async () => {
    const [, ticket = ''] = /#ticket=(\S+)/.exec(await mailed(/#ticket=/)) ?? []
    const brought = await browser.post('/registration/ticket', { ticket })
    expect([brought.status, browser.jar.get('ticket')]).toEqual([303, ticket])
    expect((await browser.post('/registration/correct', { telephone: 'none', request: await requestId() })).html).toContain(
      'value="none"',
    )
    expect(
      (await browser.post('/registration/correct', { telephone: '+39 011 000000', request: await requestId() })).status,
    ).toBe(303)
    expect((await browser.post('/registration/complete', { request: await requestId() })).status).toBe(303)
  })

  it('approves the dossier that was looked at', async () => {
    const changed = await browser.post(`${dossier}/approve`, { dossierDigest: '0'.repeat(64) }, inOffice)
    expect(changed.status).toBe(409)
    const digest = inputValue(changed.html, 'dossierDigest')
    expect((await browser.post(`${dossier}/approve`, { dossierDigest: digest }, inOffice)).status).toBe(303)
    expect((await browser.get(dossier, inOffice)).html).toContain('approvata')
  })

  it('asks for the sign-in where there is no session, or one that is over', async () => {
    logged.mockClear()
    const none = await browser.get('/area')
    expect([none.status, (await browser.get('/password')).status]).toEqual([401, 401])
    expect(logged).not.toHaveBeenCalled()
    expect(none.html).toContain('<h1>Accesso</h1>')
    expect(none.html).not.toContain('role="alert"')
    browser.jar.set('session', 'none')
    const over = await browser.get('/area')
    expect([over.status, browser.jar.has('session')]).toEqual([401, false])
    expect(over.html).toContain('role="alert"')
  })

  it('signs in, and leads to the change of the password without a loop', async () => {
    const wrong = await browser.post('/sign-in', signingIn('Sbagliata1!'))
    expect(wrong.status).toBe(401)
    expect(inputValue(wrong.html, 'codiceFiscale')).toBe(anna.codiceFiscale)
    expect([inputValue(wrong.html, 'pin'), inputValue(wrong.html, 'password')]).toEqual(['', ''])
    const right = await browser.post('/sign-in', { ...signingIn(secrets.password), requestKey: keyOf(wrong) })
    expect([right.status, right.headers.get('location')]).toEqual([303, '/password'])
    expect(right.cookies).toEqual([
      expect.stringMatching(/^session=[\w~-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^device=[\w~-]+; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/),
    ])
    const area = await browser.get('/area')
    expect([area.status, area.headers.get('location')]).toEqual([303, '/password'])
    const page = await browser.get('/password')
    expect(page.status).toBe(200)
    expect((await browser.ask('HEAD', '/password', null)).status).toBe(200)
    expect(page.html).toContain('cambiare la password temporanea')
    const facts = /data-sportello-facts="([^"]*)"/.exec(page.html)?.[1]?.replaceAll('&#34;', '"') ?? ''
    const { surname, name: first, codiceFiscale, birthDate, email } = anna
    expect(JSON.parse(facts)).toEqual({ words: office.name, surname, name: first, codiceFiscale, birthDate, email })
  })

  it('changes the password, and shows what is wrong with a new one', async () => {
    const current = secrets.password
    const weak = await browser.post('/password', {
      current,
      next: 'verdi',
      confirmation: 'x',
      requestKey: await seen('/password'),
    })
    expect(weak.status).toBe(422)
    expect(weak.html).toMatch(/name="next"[^>]*><\/label> <strong/)
    expect(weak.html).toMatch(/name="confirmation"[^>]*><\/label> <strong/)
    const done = await browser.post('/password', {
      current,
      next: newPassword,
      confirmation: newPassword,
      requestKey: keyOf(weak),
    })
    expect([done.status, browser.jar.has('session'), browser.jar.has('device')]).toEqual([200, false, true])
    expect(done.html).toContain('La password è stata cambiata')
    const again = await browser.post('/sign-in', { ...signingIn(newPassword), requestKey: keyOf(done) })
    expect(again.headers.get('location')).toBe('/area')
  })

  it('shows a subscriber the own area, with what is wrong in its form, and signs out', async () => {
    const area = await browser.get('/area')
    expect(area.html).toContain('Anna Verdi')
    const wrong = await browser.post('/area/pec', { pec: 'a@pec.example.it', confirmation: 'b@pec.example.it' })
    expect(wrong.status).toBe(422)
    expect(inputValue(wrong.html, 'pec')).toBe('a@pec.example.it')
    const token = browser.jar.get('session') ?? ''
    const out = await browser.post('/sign-out', {})
    expect([out.headers.get('location'), browser.jar.has('session')]).toEqual(['/sign-in', false])
    expect((await browser.post('/sign-out', {})).status).toBe(303)
    browser.jar.set('session', token)
    expect((await browser.get('/area')).status).toBe(401)
    expect((await browser.post('/area/pec', {})).status).toBe(401)
  })

  it('recovers a forgotten password by the mailed link', async () => {
    const asked = await browser.post('/recovery/request', {
      codiceFiscale: anna.codiceFiscale,
      requestKey: await seen('/recovery/request'),
    })
    expect(asked.status).toBe(200)
    const [, token = ''] = /\/recovery#token=(\S+)/.exec(await mailed(/\/recovery#token=/)) ?? []
    const link = await browser.get('/recovery')
    expect(link.html).toContain('data-sportello-submit')
    expect((await browser.post('/recovery/look', { token: 'none' })).status).toBe(404)
    const look = await browser.post('/recovery/look', { token })
    expect([look.status, inputValue(look.html, 'token')]).toEqual([200, token])
    const pin = secrets.firstHalf + pinSecondHalf
    const weak = await browser.post('/recovery', { token, pin, password: 'abc', confirmation: 'abc', requestKey: keyOf(look) })
    expect([weak.status, inputValue(weak.html, 'token'), inputValue(weak.html, 'pin')]).toEqual([422, token, ''])
    const next = 'Limone.Azzurro8'
    const done = await browser.post('/recovery', { token, pin, password: next, confirmation: next, requestKey: keyOf(weak) })
    expect(done.html).toContain('La password è stata sostituita')
    expect(done.cookies).toEqual([expect.stringMatching(/^session=; Path=\/; Expires=Thu, 01 Jan 1970/)])
    expect((await browser.post('/recovery/look', { token })).html).toContain('Questo link è già stato usato')
    expect((await browser.post('/sign-in', signingIn(next))).headers.get('location')).toBe('/area')
  })

  it.each([
    ['what is not there', '/none', {}, 404, 'La pagina non esiste.'],
    ['a form that is too large', '/registration', { body: `surname=${'a'.repeat(200_000)}` }, 413, 'troppo grandi'],
    ['an encoding that nobody knows', '/registration', { body: 'a=b', 'content-encoding': 'x' }, 415, 'formato'],
    ['an address that cannot be read', '/office/registration/%ff', {}, 400, 'non sono leggibili'],
  ])('has a page for %s', async (_what, path, { body, ...headers }: { body?: string }, status, words) => {
    logged.mockClear()
    const form = { ...inOffice.headers, 'content-type': 'application/x-www-form-urlencoded', ...headers }
    const page = await browser.ask(body === undefined ? 'GET' : 'POST', path, body ?? null, { headers: form })
    expect(page.status).toBe(status)
    expect(page.html).toContain(words)
    expect(logged).not.toHaveBeenCalled()
  })

  it('takes what is no form for an empty one', async () => {
    const page = await browser.ask('POST', '/registration', '{"surname":"Verdi"}', {
      headers: { 'content-type': 'application/json' },
    })
    expect(page.status).toBe(422)
    expect(page.html).toMatch(/name="surname"[^>]*value=""><\/label> <strong/)
  })

  it('logs what is unexpected, and says nothing of it', async () => {
    logged.mockClear()
    const page = await browser.get('/office', { headers: { 'x-operator': 'broken' } })
    expect([page.status, page.html.includes('a bug')]).toEqual([500, false])
    expect(page.html).toContain('Si è verificato un errore')
    expect(logged.mock.calls).toEqual([['request', new Error('a bug of the host')]])
  })

  it.each(['password', 'checklist', 'fragment'])('serves the script of %s, which a browser may keep', async (script) => {
    const served = await browser.get(`/${script}.global.js`)
    expect(served.status).toBe(200)
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^(application|text)\/javascript; charset=utf-8$/i),
      'cache-control': 'public, max-age=3600',
    })
    expect(served.html).toContain('MIT licence')
    const kept = { headers: { 'if-none-match': served.headers.get('etag') ?? '', 'cache-control': 'max-age=0' } }
    expect((await browser.get(`/${script}.global.js`, kept)).status).toBe(304)
  })
})

describe('the first portal', () => {
  const section = readFileSync(`${root}docs/first-portal.md`, 'utf8')
  const code = /^```ts\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? ''

  it('is at most twenty lines besides imports, the data of the office and what explains', () => {
    const lines = code.split('\n').filter((line) => line.trim() !== '' && !/^(import |\/\*\*)/.test(line))
    const office = lines.findIndex((line) => line.startsWith('const office'))
    const glue = [...lines.slice(0, office), ...lines.slice(lines.indexOf('})', office) + 1)]
    expect(glue.join('\n')).toContain('portal.routes()')
    expect(glue.length).toBeLessThanOrEqual(20)
  })
})
