/** Pages that are seldom seen: empty and long lists, what was erased or has run out, what the office has asked for and is not there any more. */
import { findingText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { besideFile } from '../../src/express/beside-file.ts'
import { faultError, thrownFault } from '../../src/express/faults.ts'
import { basePath } from '../../src/express/http.ts'
import { inputValue } from '../examples/browser.ts'
import { filed as assistanceFiled } from '../procedures/assistance/asking.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, approved, completed, openCounter, operator } from '../support/counter.ts'
import { filled, inOffice, newest, opened, pdf, signedIn, textOf } from './opening.ts'

const day = 86_400_000

describe('the list of the office', () => {
  it('says that it is empty', async () => {
    const { browser } = await opened()
    expect(textOf((await browser.get('/office', inOffice)).html)).toContain('Nessuna richiesta.')
  })

  it('has a way on to what does not fit, and says how often a request was filed', async () => {
    const { browser, counter, seen } = await opened()
    const { sportello } = counter
    for (let i = 0; i < 51; i += 1) await completed(counter, { ...anna, email: `anna.${i}@example.it` })
    const first = await browser.get('/office', inOffice)
    const [, next = ''] = /<a href="(\/office\?after=[^"]+)">Altre<\/a>/.exec(first.html) ?? []
    const [, path = ''] = /<a href="(\/office\/registration\/[^"]+)"/.exec(first.html) ?? []
    const rest = await browser.get(next, inOffice)
    expect([first.html, rest.html].map((html) => html.match(/<li>/g)?.length)).toEqual([50, 1])
    expect(rest.html).not.toContain('>Altre<')
    expect(first.html).not.toContain('presentata 2 volte')
    const { html } = await browser.get(path, inOffice)
    const given = { operator, id: path.split('/').at(-1) ?? '', dossierDigest: inputValue(html, 'dossierDigest'), reason: 'a' }
    accepted(await sportello.approval.requestCorrection({ ...given, fields: ['telephone'] }))
    await sportello.relay()
    await browser.post('/registration/ticket', { ticket: newest(counter, /#ticket=(\S+)/) })
    const request = await seen('/registration/status', 'request')
    await browser.post('/registration/correct', { request, telephone: '011 111111' })
    expect((await browser.post('/registration/complete', { request })).status).toBe(303)
    const lists = [await browser.get('/office', inOffice), await browser.get(next, inOffice)]
    expect(lists.map(({ html: list }) => list).join()).toContain('presentata 2 volte')
  })
})

describe('a dossier of the office', () => {
  it('hands out a document as a file, with its description and what was found in it, and none that there is not', async () => {
    const { browser, counter, seen } = await opened()
    await browser.post('/registration', filled)
    const request = await seen('/registration/status', 'request')
    // A blank before the header is a finding.
    const odd = new File(['\n', minimalPdf()], 'card.pdf', { type: 'application/pdf' })
    await browser.post('/registration/documents', { request, type: 'other', description: 'Fronte e retro', file: odd })
    await browser.post('/registration/documents', { request, type: 'identity-card', file: pdf() })
    await browser.post('/registration/complete', { request })
    const page = textOf((await browser.get(`/office/registration/${request}`, inOffice)).html)
    expect(page).toContain('(Fronte e retro)')
    expect(page).toContain(findingText('pdf/leading-bytes', 'it'))
    const file = await browser.get(`/office/registration/${request}/documents/1`, inOffice)
    expect(['content-type', 'content-security-policy', 'content-length'].map((name) => file.headers.get(name))).toEqual([
      ...['application/pdf', 'sandbox', String(minimalPdf().length + 1)],
    ])
    expect((await browser.get(`/office/registration/${request}/documents/9`, inOffice)).status).toBe(404)
    expect((await browser.get(`/office/registration/${request}/documents/1`)).status).toBe(401)
    expect(counter.mailer.sent).toEqual([])
  })

  it('keeps the tick of a form that is shown again', async () => {
    const { browser, counter } = await opened({}, {}, { mailer: { send: async () => 'rejected' } })
    const { id, ticket } = accepted(await counter.sportello.registration.open(anna))
    accepted(await counter.sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'a.pdf' }, minimalPdf()))
    accepted(await counter.sportello.registration.complete(ticket))
    await counter.sportello.relay()
    const fields = { dossierDigest: 'of another day', despiteUndelivered: 'true' }
    const page = await browser.post(`/office/registration/${id}/approve`, fields, inOffice)
    expect([page.status, page.html.includes('name="despiteUndelivered" value="true" checked')]).toEqual([409, true])
    expect((await browser.get(`/office/registration/${id}`, inOffice)).html).not.toContain('checked')
  })

  it('of a request for assistance says who has asked, and nobody once that was erased', async () => {
    const { browser, counter } = await opened()
    const { id, ticket } = await assistanceFiled(counter)
    const path = `/office/assistance/${id}`
    expect(textOf((await browser.get(path, inOffice)).html)).toContain(anna.codiceFiscale)
    accepted(await counter.sportello.assistance.withdraw(ticket))
    counter.clock.advance(3_000 * day)
    await counter.sportello.retention.sweep()
    const erased = await browser.get(path, inOffice)
    expect([erased.status, textOf(erased.html).includes(anna.codiceFiscale)]).toEqual([200, false])
  })

  it('of a credential says that it has ended by itself, and why', async () => {
    const { browser, counter } = await opened()
    const { credentials } = await approved(counter)
    const look = async () =>
      textOf((await browser.post('/office/credential/look', { codiceFiscale: credentials.codiceFiscale }, inOffice)).html)
    const before = await look()
    counter.clock.advance(400 * day)
    const after = await look()
    expect(before).not.toContain('scadut')
    expect(after).toContain('scadut')
  })
})

describe('a request for assistance', () => {
  it('that was rejected says why, and cannot be withdrawn any more', async () => {
    const { browser, counter } = await opened()
    const { id, ticket } = await assistanceFiled(counter)
    browser.jar.set('assistance', ticket)
    expect((await browser.get('/assistance/withdraw')).html).toContain('action="/assistance/withdraw"')
    const { digest: dossierDigest } = accepted(await counter.sportello.assistance.dossier({ operator, id }))
    accepted(await counter.sportello.assistance.reject({ operator, id, dossierDigest, reason: 'Manca la prova.' }))
    expect(textOf((await browser.get('/assistance/status')).html)).toContain('Motivo : Manca la prova.'.replace(' :', ':'))
    const late = await browser.get('/assistance/withdraw')
    expect(textOf(late.html)).toContain('Questa richiesta non si può ritirare.')
    expect(late.html).not.toContain('action="/assistance/withdraw"')
  })

  it('asks the questions of the office’s own beside those that are known', async () => {
    const label = { it: 'Quale registro?', en: 'Which register?' }
    const seed = accepted(await openCounter().sportello.assistance.topics(['other', 'pec-change', 'no'])) as {
      readonly items: readonly { readonly id: string; readonly label: typeof label; readonly isRequired: boolean }[]
    }
    const next = { kind: 'questionnaire', items: [...seed.items, { id: 'which-register', label, isRequired: true }] } as const
    const topics = { kind: 'question', text: label, options: [{ id: 'pec', label, next }] } as const
    const { browser } = await opened({}, {}, { policy: { assistance: { topics } } as never })
    const { html } = await browser.post('/assistance/topics', { 'path[]': ['pec'] })
    expect(html).toContain('name="answers.which-register"')
    expect(textOf(html)).toContain('Quale registro?')
  })

  it('of which the browser has the ticket no more is forgotten, and that of a registration stays', async () => {
    const { browser } = await opened()
    await browser.post('/registration', filled)
    browser.jar.set('assistance', 'of another day')
    expect((await browser.get('/assistance/status')).status).toBe(404)
    expect([browser.jar.has('assistance'), browser.jar.has('ticket')]).toEqual([false, true])
  })
})

describe('a correction', () => {
  it('names by its number a document that its applicant has taken away already', async () => {
    const { browser, counter, seen } = await opened()
    const { id } = await completed(counter)
    const dossierDigest = accepted(await counter.sportello.approval.dossier({ operator, id })).digest
    accepted(await counter.sportello.approval.requestCorrection({ operator, id, dossierDigest, reason: 'a', documents: [1] }))
    await counter.sportello.relay()
    const ticket = newest(counter, /#ticket=(\S+)/)
    await browser.post('/registration/ticket', { ticket })
    const request = await seen('/registration/status', 'request')
    accepted(await counter.sportello.registration.removeDocument(ticket, 1))
    expect(request).not.toBe('')
    expect(textOf((await browser.get('/registration/status')).html)).toContain('Documento n. 1: tolto')
  })
})

describe('whoever comes with a session', () => {
  it('that is over is asked to sign in, and loses its cookie', async () => {
    const { browser } = await opened()
    browser.jar.set('session', 'of another day')
    const page = await browser.get('/area')
    expect([page.status, browser.jar.has('session')]).toEqual([401, false])
  })

  it('that only changes the password is led there, and changes it by its form', async () => {
    const { browser, counter } = await opened()
    const { credentials } = await approved(counter)
    expect((await browser.post('/sign-in', credentials)).headers.get('location')).toBe('/password')
    expect((await browser.get('/area')).headers.get('location')).toBe('/password')
    const next = 'Gelato.Turchese7'
    const wrong = await browser.post('/password', { current: 'x', next, confirmation: next })
    expect(wrong.status).not.toBe(200)
    const done = await browser.post('/password', { current: credentials.password, next, confirmation: next })
    expect([done.status, browser.jar.has('session')]).toEqual([200, false])
    expect((await browser.post('/sign-in', { ...credentials, password: next })).headers.get('location')).toBe('/area')
  })

  it('sees the PEC in force, and the suspension of a link only while there is something to suspend', async () => {
    const { browser, counter, secrets, signIn } = await signedIn()
    await signIn()
    const pec = { operator, codiceFiscale: secrets.codiceFiscale, pec: 'anna@pec.example.it', reason: 'Prot. 1.' }
    accepted(await counter.sportello.addresses.setPec(pec as never))
    expect(textOf((await browser.get('/area')).html)).toContain('anna@pec.example.it')
    await counter.sportello.relay()
    const token = newest(counter, /suspend#token=(\S+)/)
    const asked = await browser.post('/suspend/look', { token })
    expect(asked.html).toContain('action="/suspend"')
    const suspending = { operator, codiceFiscale: secrets.codiceFiscale, reason: 'Prot. 2.', cause: 'theft-suspected' } as const
    accepted(await counter.sportello.credential.suspend(suspending))
    const { html } = await browser.post('/suspend/look', { token })
    expect([html.includes('action="/suspend"'), textOf(html).includes('credenziali')]).toEqual([false, true])
  })
})

describe('an address', () => {
  it('that cannot be decoded is answered as unreadable, and not logged', async () => {
    const { browser, log } = await opened()
    const page = await browser.get('/office/registration/%E0%A4%A', inOffice)
    expect([page.status, log.mock.calls]).toEqual([400, []])
  })

  it('of a script that there is not is a page that is missing', async () => {
    const { browser } = await opened()
    expect((await browser.get('/registration/nothing.global.js')).status).toBe(404)
  })

  it('of a base has a slash at both ends', () => {
    const links = [
      'https://a.example.it',
      'https://a.example.it/',
      'https://a.example.it/portale',
      'https://a.example.it/p/q/?x#y',
    ]
    expect(links.map(basePath)).toEqual(['/', '/', '/portale/', '/p/q/'])
  })
})

it('a storage that fails is told as such, and logged', async () => {
  const inner = openCounter()
  let isGone = false
  const storage = {
    ...inner.storage,
    load: async (keys: Parameters<typeof inner.storage.load>[0]) => {
      if (isGone) throw new Error('no connection')
      return inner.storage.load(keys)
    },
  }
  const { browser, log } = await opened({}, {}, { storage })
  await browser.post('/registration', filled)
  isGone = true
  const page = await browser.get('/registration/status')
  expect([page.status >= 500, page.html.includes('role="alert"') || page.html.length > 0]).toEqual([true, true])
  expect(log).toHaveBeenCalledWith('request', expect.anything())
  expect(page.html).not.toContain('no connection')
})

describe('what is wrong with a file', () => {
  const told = {
    status: 422,
    title: '',
    sentence: 'Il file non va bene.',
    fields: { type: 'x' },
    headers: {},
    problems: [],
  } as never
  const file = (length: number) => ({ file: { content: new Uint8Array(length) } }) as never
  const fieldsOf = (code: string, length: number, locale: 'it' | 'en' = 'it') =>
    besideFile(locale)(told, { code }, file(length)).fields

  it('stands beside its field: that none was chosen, or what its content is refused for', () => {
    expect(fieldsOf('registration/form', 0)).toEqual({ type: 'x', file: 'Scelga il file da caricare: un PDF.' })
    expect(fieldsOf('registration/document-refused', 0, 'en')).toEqual({ type: 'x', file: 'Choose the file to upload: a PDF.' })
    expect(fieldsOf('registration/document-refused', 9)).toEqual({ type: 'x', file: 'Il file non va bene.' })
    expect(fieldsOf('registration/form', 9)).toEqual({ type: 'x' })
    expect(fieldsOf('registration/closed', 0)).toEqual({ type: 'x' })
  })

  it('says how large one may be, where that is known, in both languages', () => {
    const said = (locale: 'it' | 'en', bytesMax?: number) =>
      thrownFault(faultError('file-too-large', bytesMax === undefined ? {} : { bytesMax }), locale)?.sentence
    expect(said('it', 5_000_000)).toMatch(/^Il file è troppo grande: ne scelga uno di al massimo .*\.$/)
    expect(said('en', 5_000_000)).toMatch(/^The file is too large: choose one of at most .*\.$/)
    expect([said('it'), said('en')]).toEqual([
      ...['Il file è troppo grande: ne scelga uno più piccolo.', 'The file is too large: choose a smaller one.'],
    ])
  })
})
