/** The routes of a whole portal on Express: what goes wrong with forms, tabs, uploads and links, and what people are led to. */

import { connect } from 'node:net'
import express from 'express'
import multer from 'multer'
import { linkPaths } from 'sportello'
import { basicOperators, expressPortal, type PortalRequest } from 'sportello/express'
import { describe, expect, it, vi } from 'vitest'
import { browserAt, inputValue } from '../examples/browser.ts'
import { accepted, anna, office, openCounter, operator } from '../support/counter.ts'
import { filled, inOffice, listening, newest, opened, pdf, portOf, signedIn } from './opening.ts'

const other = { ...filled, email: 'altra@example.it' }

describe('a mailed link', () => {
  it.each([...new Set(Object.values(linkPaths).map(({ path }) => path))])(
    'to %s leads to a page, by HEAD and with a slash too',
    async (path) => {
      const { browser } = await opened()
      const page = await browser.get(`/${path}`)
      expect([page.status, page.html.includes('data-sportello-link')]).toEqual([200, true])
      expect((await browser.get(`/${path}/`)).status).toBe(200)
      expect((await browser.ask('HEAD', `/${path}`, null)).status).toBe(200)
    },
  )

  it('leads to a page where the host has it elsewhere, and below a base that a proxy takes away', async () => {
    const links = 'https://servizi.example.it/portale/'
    const { browser } = await opened({ office: { ...office, links } }, { linkPaths: { pecChangeToken: 'conferma/pec' } })
    for (const path of ['/portale/conferma/pec', '/conferma/pec', '/portale/recovery']) {
      expect((await browser.get(path)).html).toMatch(/action="\/portale\/(pec-change|recovery)\/look"/)
    }
  })

  it('of a change of PEC changes nothing when it is opened, and its button does', async () => {
    const { browser, counter, secrets, signIn } = await signedIn()
    await signIn('')
    const asked = await browser.post('/area/pec', { pec: 'a@pec.example.it', confirmation: 'a@pec.example.it', ...secrets })
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/area'])
    expect((await browser.get('/area')).html).toContain('role="status">Il cambio è stato richiesto')
    await counter.sportello.relay()
    const token = newest(counter, /pec-change#token=(\S+)/)
    for (const _ of [1, 2]) expect((await browser.post('/pec-change/look', { token })).html).toContain('action="/pec-change"')
    const done = await browser.post('/pec-change', { token })
    expect([done.status, done.html.includes('role="alert"')]).toEqual([200, false])
  })

  it('of a notice suspends by its button alone', async () => {
    const { browser, counter, secrets } = await signedIn()
    await counter.sportello.relay()
    const token = newest(counter, /suspend#token=(\S+)/)
    expect((await browser.post('/suspend/look', { token })).html).toContain('action="/suspend"')
    expect((await browser.post('/sign-in', secrets)).status).toBe(303)
    expect((await browser.post('/suspend', { token })).status).toBe(200)
    expect((await browser.post('/sign-in', secrets)).status).toBe(401)
  })
})

describe('a form of a request', () => {
  it('of another tab is refused with words, and changes nothing', async () => {
    const { browser, seen } = await opened()
    await browser.post('/registration', filled)
    const request = await seen('/registration/status', 'request')
    await browser.post('/registration', other)
    for (const [path, fields] of [
      ['documents', { type: 'identity-card', file: pdf() }],
      ['withdraw', {}],
    ] as const) {
      const page = await browser.post(`/registration/${path}`, { ...fields, request })
      expect([page.status, page.html.includes('un&#39;altra richiesta')]).toEqual([409, true])
    }
    expect((await browser.get('/registration/status')).html).not.toContain('card.pdf')
  })

  it('leaves the request on a shared computer, whose cookie lives as long as the browser', async () => {
    const { browser } = await opened()
    const page = await browser.post('/registration', filled)
    expect(page.cookies).toEqual([expect.not.stringContaining('Max-Age')])
    const left = await browser.post('/registration/leave', {})
    expect([left.headers.get('location'), browser.jar.has('ticket')]).toEqual(['/', false])
    expect((await browser.get('/')).html).toContain('non è più aperta in questo browser')
    expect((await browser.get('/registration/status')).status).toBe(404)
  })

  it('whose PIN is shown no more leads to the request when it is sent again', async () => {
    const { browser, counter } = await opened()
    const form = { ...filled, requestKey: 'a'.repeat(22) }
    await browser.post('/registration', form)
    counter.clock.advance(11 * 60_000)
    const again = await browser.post('/registration', form)
    expect([again.status, again.headers.get('location')]).toEqual([303, '/registration/status'])
    expect((await browser.get('/registration/status')).html).toContain('Il PIN è già stato mostrato')
  })

  it('tells a page of the host whether its notice warns, or says what was done', async () => {
    const warns = ({ notice, isWarning }: { readonly notice: string | undefined; readonly isWarning: boolean }) =>
      `${isWarning}: ${notice}`
    const { browser, counter } = await opened({}, { pages: { home: warns, status: warns } })
    const form = { ...filled, requestKey: 'a'.repeat(22) }
    await browser.post('/registration', form)
    counter.clock.advance(11 * 60_000)
    await browser.post('/registration', form)
    expect((await browser.get('/registration/status')).html).toMatch(/^true: Il PIN è già stato mostrato/)
    await browser.post('/registration/leave', {})
    expect((await browser.get('/')).html).toMatch(/^false: La richiesta non è più aperta/)
  })

  it('without a kind and without a file names both beside their fields', async () => {
    const { browser, seen } = await opened()
    await browser.post('/registration', filled)
    const page = await browser.post('/registration/documents', {
      request: await seen('/registration/status', 'request'),
      file: new File([], '', { type: 'application/octet-stream' }),
    })
    expect(page.html).toContain('id="wrong-file"')
    expect(page.html).toContain('id="wrong-type"')
  })

  it('asks for the ticket before it reads an upload', async () => {
    const { browser } = await opened()
    const page = await browser.post('/registration/documents', { file: new File([new Uint8Array(11_000_001)], 'a.pdf') })
    expect(page.status).toBe(404)
  })

  it.each([
    ['registration/documents', '/registration/status'],
    ['registration/link', '/registration/status'],
    ['recovery/look', '/recovery'],
    ['office/registration/a%20b/approve', '/office/registration/a%20b'],
    ['sign-out', '/sign-in'],
  ])('%s is no page that is missing where it is asked for by GET', async (path, page) => {
    const { browser } = await opened()
    const answered = await browser.get(`/${path}`)
    expect([answered.status, answered.headers.get('location')]).toEqual([303, page])
  })
})

describe('an upload', () => {
  const boundary = 'multipart/form-data; boundary=x'
  it.each([
    ['cut off', boundary, '--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF'],
    ['without a boundary', 'multipart/form-data', '--x--'],
    ['of nonsense', boundary, 'nonsense'],
  ])('that is %s is answered with 400, and is not logged', async (_what, type, body) => {
    const { browser, log } = await opened()
    await browser.post('/registration', filled)
    const page = await browser.ask('POST', '/registration/documents', body, { headers: { 'content-type': type } })
    expect([page.status, log.mock.calls]).toEqual([400, []])
  })

  it('that multer finds to be cut off is answered with 400 as well', async () => {
    const log = vi.fn()
    const portal = expressPortal(openCounter().sportello, { office, log })
    const read = multer({ storage: multer.memoryStorage() }).single('file')
    const app = express()
    app.post(
      '/own',
      portal.protect,
      portal.page(() => 'own').form(() => ({ ok: true, value: null }), '/', read),
    )
    app.use(portal.notFound, portal.onError)
    const server = await listening(app)
    const headers = { 'content-type': boundary }
    const cut = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF'
    const page = await browserAt(server).ask('POST', '/own', cut, { headers })
    expect([page.status, log.mock.calls]).toEqual([400, []])
  })

  it.each([
    ['somewhat', 6],
    ['far', 60],
  ])('that is %s too large is told in the page, also where it is not read to its end', async (_what, times) => {
    const { browser, log } = await opened({}, { uploadBytesMax: 100_000 })
    await browser.post('/registration', filled)
    const request = inputValue((await browser.get('/registration/status')).html, 'request')
    const file = new File([new Uint8Array(100_000 * times)], 'a.pdf')
    const page = await browser.post('/registration/documents', { request, type: 'identity-card', file })
    expect([page.status, page.html.includes('id="wrong-file"'), log.mock.calls]).toEqual([413, true, []])
    expect(page.headers.get('connection')).toBe(times > 50 ? 'close' : 'keep-alive')
  })

  it('whose client goes away is not logged', async () => {
    const { browser, log, server } = await opened()
    await browser.post('/registration', filled)
    const port = portOf(server)
    const cookie = `ticket=${browser.jar.get('ticket')}`
    const head = `POST /registration/documents HTTP/1.1\r\nhost: a\r\nsec-fetch-site: same-origin\r\ncookie: ${cookie}\r\ncontent-type: ${boundary}\r\ncontent-length: 900\r\n\r\n--x`
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    await new Promise<void>((resolve) => socket.write(head, () => setTimeout(resolve, 100)))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(log).not.toHaveBeenCalled()
  })
})

describe('a sign-in', () => {
  it('leads back to the page that had asked for it', async () => {
    const { browser, signIn } = await signedIn()
    const asked = await browser.get('/area/pec')
    expect([asked.status, inputValue(asked.html, 'back')]).toEqual([401, '/area/pec'])
    expect((await signIn('/area/pec')).headers.get('location')).toBe('/area/pec')
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', '/sign-out', '/sign-in?x', ''])(
    'leads nowhere else for %j',
    async (back) => {
      const { signIn } = await signedIn()
      expect((await signIn(back)).headers.get('location')).toBe('/area')
    },
  )

  it('takes a PIN that is typed with blanks', async () => {
    const { browser, secrets } = await signedIn()
    const pin = ` ${secrets.pin.slice(0, 4)} ${secrets.pin.slice(4)}\t`
    expect((await browser.post('/sign-in', { ...secrets, pin })).status).toBe(303)
  })

  it('that has ended says so on the page that follows', async () => {
    const { browser, signIn } = await signedIn()
    await signIn('')
    await browser.post('/sign-out', {})
    expect((await browser.get('/sign-in')).html).toContain('role="status">È uscito dall&#39;area riservata.')
  })
})

describe('the own area', () => {
  it.each(['/area/pec', '/area/email', '/area/pin', '/area/suspend', '/area/revoke'])(
    'has the page %s, behind the sign-in',
    async (path) => {
      const { browser, signIn } = await signedIn()
      expect((await browser.get(path)).status).toBe(401)
      await signIn('')
      expect((await browser.get(path)).html).toContain(`action="${path}"`)
    },
  )

  it('asks for a change of the private mailbox, sends its link again, and takes it back', async () => {
    const { browser, secrets, signIn } = await signedIn()
    await signIn('')
    const email = 'nuova@example.it'
    expect((await browser.post('/area/email', { ...secrets, email, confirmation: email })).headers.get('location')).toBe('/area')
    expect((await browser.get('/area')).html).toContain(email)
    expect((await browser.post('/area/email/resend', {})).headers.get('location')).toBe('/area')
    expect((await browser.post('/area/email/cancel', {})).headers.get('location')).toBe('/area')
    const area = await browser.get('/area')
    expect([area.html.includes(email), area.html.includes('Il cambio è stato annullato.')]).toEqual([false, true])
  })

  it('renews the PIN by both its halves', async () => {
    const { browser, counter, secrets, signIn } = await signedIn()
    await signIn('')
    const [, half = ''] = /<b>(\d{5})<\/b>/.exec((await browser.post('/area/pin', { password: secrets.password })).html) ?? []
    await counter.sportello.relay()
    const pin = newest(counter, /prime 4 cifre: (\d{4})/) + half
    expect((await browser.post('/area/pin/conclude', { pin })).html).toContain('Il nuovo PIN è in vigore')
    expect((await browser.post('/sign-in', { ...secrets, pin })).status).toBe(303)
  })

  it('revokes with PIN and password', async () => {
    const { browser, secrets, signIn } = await signedIn()
    await signIn('')
    expect((await browser.post('/area/revoke', { ...secrets, reason: 'Non serve più' })).html).toContain('sono revocate')
    expect((await signIn('')).status).toBe(401)
  })
})

describe('the pages', () => {
  it('are in English where the office is', async () => {
    const { browser } = await opened({ office: { ...office, locale: 'en' } })
    for (const path of ['/', '/registration', '/sign-in', '/recovery/request', '/assistance']) {
      expect((await browser.get(path)).html).toContain('<html lang="en">')
    }
    expect((await browser.get('/sign-in')).html).toContain('<h1>Sign-in</h1>')
  })

  it('can be those of the host, one by one', async () => {
    const { browser } = await opened({}, { pages: { home: () => 'own' } })
    expect((await browser.get('/')).html).toBe('own')
    expect((await browser.get('/sign-in')).html).toContain('<h1>Accesso</h1>')
  })

  it('load nothing of others, and nothing that stands within them', async () => {
    const { browser } = await opened()
    for (const path of ['/', '/registration', '/sign-in', '/recovery', '/assistance']) {
      const { html } = await browser.get(path)
      expect(html).not.toMatch(/(src|href)="(https?:)?\/\/|<style|<script>|\son\w+=|style="/)
    }
    const style = await browser.get('/portal.css')
    expect([style.status, style.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/css/)])
  })

  it('say in words why a form is refused that comes by plain http from another machine', async () => {
    const { browser, server } = await opened()
    const page = await fetch(`http://127.0.0.1:${portOf(server)}/registration`, { method: 'POST' })
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('http://localhost')])
    expect((await browser.post('/registration', {}, { site: 'cross-site' })).html).toContain('non viene da una pagina')
  })

  it('ask on the way to assistance, and take a request that the office sees and its applicant takes back', async () => {
    const { browser, counter } = await opened()
    const ways = async (path: readonly string[]): Promise<readonly string[] | null> => {
      const topic = accepted(await counter.sportello.assistance.topics(path))
      if (topic.kind !== 'question') return topic.kind === 'questionnaire' ? path : null
      for (const { id } of topic.options) {
        const found = await ways([...path, id])
        if (found !== null) return found
      }
      return null
    }
    const path = (await ways([])) ?? []
    expect((await browser.get('/assistance')).html).toContain(`name="path[]" value="${path[0]}"`)
    const page = await browser.post('/assistance/topics', { 'path[]': path })
    expect(page.html).toContain('enctype="multipart/form-data"')
    const { surname, name, codiceFiscale, email } = anna
    const [pec, documentType] = ['nuova@pec.example.it', 'identity-card']
    const person = { surname, name, codiceFiscale, email, pec, confirmation: pec, oldPec: 'vecchia@pec.example.it' }
    const document = { documentType, documentNumber: 'CA00000AA', documentIssuer: 'Comune', documentExpiresOn: '2030-01-01' }
    const form = { ...person, ...document, telephone: '011 000000', noticeVersion: '1', 'path[]': path }
    const missing = await browser.post('/assistance', form)
    expect([missing.status, missing.html.includes('id="wrong-file"')]).toEqual([422, true])
    const filed = await browser.post('/assistance', { ...form, file: pdf() })
    expect([filed.status, filed.headers.get('location')]).toEqual([303, '/assistance/status'])
    expect((await browser.get('/assistance/status')).html).toContain('href="/assistance/withdraw"')
    expect((await browser.get('/assistance/withdraw')).html).toContain('action="/assistance/withdraw"')
    const [, dossier = ''] = /href="(\/office\/assistance\/[^"]+)"/.exec((await browser.get('/office', inOffice)).html) ?? []
    expect((await browser.get(dossier, inOffice)).html).toContain(pec)
    expect((await browser.post('/assistance/withdraw', {})).headers.get('location')).toBe('/assistance/status')
    expect((await browser.post('/assistance/leave', {})).headers.get('location')).toBe('/')
    expect((await browser.get('/assistance/status')).status).toBe(404)
  })
})

describe('the operators of HTTP Basic', () => {
  const login = basicOperators([{ ...operator, password: 'pässword:1' }])
  const asking = (authorization?: string): PortalRequest => ({
    ...{ method: 'GET', originalUrl: '/', params: {}, query: {} },
    headers: { authorization },
  })
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

  it('are known by name and password, whatever its characters', () => {
    expect(login(asking(basic(`${operator.id}:pässword:1`)))).toEqual(operator)
  })

  it.each([undefined, '', 'Basic', 'Basic ?', 'Bearer x', basic(`${operator.id}:`), basic(`${operator.id}:wrong`), basic('x')])(
    'are nobody by %j',
    (authorization) => expect(login(asking(authorization))).toBeNull(),
  )

  it('need a password each, and the browser is asked for it', async () => {
    expect(() => basicOperators([{ ...operator, password: '' }])).toThrow('has no password')
    const { browser } = await opened({ operator: login })
    const page = await browser.get('/office')
    expect([page.status, page.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="office", charset="UTF-8"'])
  })
})
