/** What the office is shown, and what it decides there. */
import { describe, expect, it } from 'vitest'
import { inputValue } from '../examples/browser.ts'
import { accepted, anna, completed, drafted, operator } from '../support/counter.ts'
import { inOffice, newest, opened, signedIn, textOf } from './opening.ts'

/** A request that the office has before it. */
async function filed() {
  const portal = await opened()
  const { id } = await completed(portal.counter)
  const path = `/office/registration/${id}`
  const page = async () => (await portal.browser.get(path, inOffice)).html
  const decide = async (act: string, fields: object = {}) => {
    const dossierDigest = inputValue(await page(), 'dossierDigest')
    return portal.browser.post(`${path}/${act}`, { dossierDigest, ...fields }, inOffice)
  }
  return { ...portal, id, path, page, decide }
}

const marked = (html: string): readonly string[] =>
  [...html.matchAll(/<form method="post" action="([^"]+)"[\s\S]*?<\/form>/g)].flatMap(([form, action = '']) =>
    form.includes('id="wrong-') ? [action] : [],
  )

describe('a dossier', () => {
  it('says under headings what was filed, and what can be decided', async () => {
    const { page } = await filed()
    const headings = [...(await page()).matchAll(/<h[23]>([^<]*)<\/h[23]>/g)].map(([, words]) => words)
    expect(headings).toEqual([
      ...['Richiedente', 'Segnalazioni', 'Documenti', 'Decisione'],
      ...['Approvazione', 'Richiesta di integrazione', 'Rifiuto'],
    ])
  })

  it.each([
    ['reject', {}],
    ['correction', { 'fields[]': ['telephone'] }],
  ])('marks the reason that is missing in the form of %s alone', async (act, fields) => {
    const { decide, path } = await filed()
    const refused = await decide(act, { ...fields, reason: '' })
    expect([refused.status, marked(refused.html)]).toEqual([422, [`${path}/${act}`]])
  })

  it('keeps what was typed in the form that was sent, and puts it into no other', async () => {
    const { decide } = await filed()
    const { html } = await decide('reject', { reason: 'x'.repeat(2_001) })
    expect(html.match(/value="x{2001}"/g)).toHaveLength(1)
  })

  it('tells of an approval what was done, and nothing of credentials that it has made itself', async () => {
    const { decide, page, path } = await filed()
    const done = await decide('approve')
    expect([done.status, done.headers.get('location')]).toEqual([303, path])
    const { html } = await (await filed()).browser.get('/office', inOffice)
    expect(html).toContain('Richiesta di credenziali')
    const text = textOf(await page())
    expect([text.includes('già credenziali'), text.includes('Decisione')]).toEqual([false, false])
  })

  it('says that a request is rejected, and why to its applicant', async () => {
    const { decide, browser, path } = await filed()
    expect((await decide('reject', { reason: 'Il documento è scaduto.' })).headers.get('location')).toBe(path)
    expect((await browser.get(path, inOffice)).html).toContain('role="status">La richiesta è stata respinta.')
  })

  it('asks for a document that was filed to be replaced, and says that it was asked', async () => {
    const { decide, counter, browser, path } = await filed()
    const asked = await decide('correction', { reason: 'Illeggibile', 'documents[]': ['1', 'residence-permit'] })
    expect(asked.headers.get('location')).toBe(path)
    expect((await browser.get(path, inOffice)).html).toContain('L&#39;integrazione è stata richiesta.')
    await counter.sportello.relay()
    await browser.post('/registration/ticket', { ticket: newest(counter, /#ticket=(\S+)/) })
    expect(textOf((await browser.get('/registration/status')).html)).toContain('«card.pdf»: da togliere')
  })

  it('warns of credentials that the person has already, while it can be decided', async () => {
    const { browser, counter } = await signedIn()
    const { id } = await completed(counter, { ...anna, email: 'altra@example.it' })
    expect((await browser.get(`/office/registration/${id}`, inOffice)).html).toContain('La persona ha già credenziali.')
  })

  it('asks whether to approve without delivery only where the letter did not arrive', async () => {
    const box = 'name="despiteUndelivered"'
    expect(await (await filed()).page()).not.toContain(box)
    const { browser, counter } = await opened({}, {}, { mailer: { send: async () => 'rejected' } })
    const draft = await drafted(counter.sportello)
    accepted(await counter.sportello.registration.complete(draft.ticket))
    await counter.sportello.relay()
    const path = `/office/registration/${draft.id}`
    const { html } = await browser.get(path, inOffice)
    expect(html).toContain(box)
    const fields = { dossierDigest: inputValue(html, 'dossierDigest') }
    expect((await browser.post(`${path}/approve`, fields, inOffice)).status).toBe(409)
    expect((await browser.post(`${path}/approve`, { ...fields, despiteUndelivered: 'true' }, inOffice)).status).toBe(303)
  })
})

describe('a credential in the office', () => {
  it('is looked for by a form, and reactivated for a reason', async () => {
    const { browser, counter, secrets } = await signedIn()
    const { codiceFiscale } = secrets
    accepted(await counter.sportello.credential.suspend({ operator, codiceFiscale, reason: 'Verifica' }))
    expect((await browser.get('/office/credential')).status).toBe(401)
    expect((await browser.get('/office/credential', inOffice)).html).not.toContain('office/credential/reactivate')
    const found = await browser.post('/office/credential/look', { codiceFiscale }, inOffice)
    expect([found.status, textOf(found.html).includes('Stato delle credenziali sospese')]).toEqual([200, true])
    const blank = await browser.post('/office/credential/reactivate', { codiceFiscale, reason: '' }, inOffice)
    expect([blank.status, marked(blank.html)]).toEqual([422, ['/office/credential/reactivate']])
    expect((await browser.post('/sign-in', secrets)).status).not.toBe(303)
    const done = await browser.post('/office/credential/reactivate', { codiceFiscale, reason: 'Verificata' }, inOffice)
    expect([done.status, done.headers.get('location')]).toEqual([303, '/office/credential'])
    expect((await browser.get('/office/credential', inOffice)).html).toContain('Le credenziali sono di nuovo attive.')
    expect((await browser.post('/sign-in', secrets)).status).toBe(303)
  })

  it('that there is none of is told beside the field', async () => {
    const { browser } = await opened()
    const look = (codiceFiscale: string) => browser.post('/office/credential/look', { codiceFiscale }, inOffice)
    expect([(await look(anna.codiceFiscale)).status, (await look('x')).status]).toEqual([404, 422])
    expect((await look('x')).html).toContain('id="wrong-codiceFiscale"')
    expect((await browser.post('/office/credential/look', { codiceFiscale: 'x' })).status).toBe(401)
  })
})
