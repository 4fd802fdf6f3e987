/** The table of forms in docs/host.md: each form of the pages of the package with its fields, as a walk through all pages finds them. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { correctableFields } from '../../src/procedures/enrolment/wanted.ts'
import { accepted, approve, drafted, operator } from '../support/counter.ts'
import { root } from '../support/sources.ts'
import { filled, inOffice, newest, type Opened, opened, pdf, signedIn } from './opening.ts'

const [, section = ''] = /### The fields of the forms\n([\s\S]*?)\n### /.exec(readFileSync(`${root}docs/host.md`, 'utf8')) ?? []
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
const table = [...section.matchAll(/^\| (`.*) \| (.*) \|$/gm)].flatMap(([, forms = '', fields = '']) =>
  quoted(forms).map((path) => [path, quoted(fields).sort()] as const),
)

/** Every form of a page, by its path, with the names of its fields. */
function formsOf(html: string): readonly (readonly [path: string, names: readonly string[]])[] {
  return [...html.matchAll(/<form method="post" action="\/([^"]*)"([\s\S]*?)<\/form>/g)].map(([, action = '', inside = '']) => {
    const path = action.replace(/^(office\/(?:registration|assistance)\/)[^/]+/, '$1:id')
    return [path, [...inside.matchAll(/ name="([^"]+)"/g)].map(([, name = '']) => name)]
  })
}

/** Walks through pages, and remembers their forms. */
function walker() {
  const found = new Map<string, Set<string>>()
  const look = <Page extends { readonly html: string }>(page: Page): Page => {
    for (const [path, names] of formsOf(page.html)) {
      const known = found.get(path) ?? new Set()
      for (const name of names) if (name !== 'requestKey') known.add(name)
      found.set(path, known)
    }
    return page
  }
  return { found, look }
}

type Look = ReturnType<typeof walker>['look']

async function applicant(look: Look, { browser, counter, seen }: Opened): Promise<void> {
  const { sportello } = counter
  look(await browser.get('/registration'))
  await browser.post('/registration', filled)
  const request = await seen('/registration/status', 'request')
  const first = browser.jar.get('ticket') ?? ''
  await browser.post('/registration/documents', { request, type: 'identity-card', file: pdf() })
  for (const path of ['status', 'withdraw']) look(await browser.get(`/registration/${path}`))
  await browser.post('/registration/complete', { request })
  const dossier = look(await browser.get(`/office/registration/${request}`, inOffice))
  const [, dossierDigest = ''] = /name="dossierDigest" value="([^"]+)"/.exec(dossier.html) ?? []
  const wanted = { fields: correctableFields, documents: ['other'] as const }
  accepted(await sportello.approval.requestCorrection({ operator, id: request, dossierDigest, reason: 'a', ...wanted }))
  await sportello.relay()
  await browser.post('/registration/ticket', { ticket: newest(counter, /#ticket=(\S+)/) })
  look(await browser.get('/registration/status'))
  await browser.post('/registration/complete', { request })
  await approve(counter, request)
  const { digest } = accepted(await sportello.approval.dossier({ operator, id: request }))
  accepted(await sportello.approval.reissue({ operator, id: request, dossierDigest: digest, reason: 'a' } as never))
  // The half of a PIN drawn anew waits for the ticket of the beginning.
  await browser.post('/registration/ticket', { ticket: first })
  look(await browser.get('/registration/status'))
}

async function assisted(look: Look, { browser, counter }: Opened): Promise<void> {
  const questionnaire = async (path: readonly string[]): Promise<readonly string[] | null> => {
    const { html } = look(await browser.post('/assistance/topics', { 'path[]': path }))
    if (html.includes('name="file"')) return path
    for (const [, id = ''] of html.matchAll(/<button name="path\[\]" value="([^"]+)"/g)) {
      const found = await questionnaire([...path, id])
      if (found !== null) return found
    }
    return null
  }
  look(await browser.get('/assistance'))
  const { surname, name, codiceFiscale, email } = filled
  const pec = 'nuova@pec.example.it'
  await browser.post('/assistance', {
    ...{ surname, name, codiceFiscale, email, pec, confirmation: pec, oldPec: 'vecchia@pec.example.it', telephone: '011 000000' },
    ...{ documentType: 'identity-card', documentNumber: 'CA00000AA', documentIssuer: 'Comune', documentExpiresOn: '2030-01-01' },
    ...{ noticeVersion: '1', 'path[]': (await questionnaire([])) ?? [], file: pdf() },
  })
  for (const path of ['status', 'withdraw']) look(await browser.get(`/assistance/${path}`))
  const [line] = accepted(await counter.sportello.desk.list({ operator } as never)).lines.filter(({ of }) => of === 'assistance')
  look(await browser.get(`/office/assistance/${line?.id}`, inOffice))
}

async function subscriber(look: Look): Promise<void> {
  const { browser, counter, secrets, signIn } = await signedIn()
  const { codiceFiscale, password } = secrets
  await counter.sportello.relay()
  const suspend = newest(counter, /suspend#token=(\S+)/)
  for (const path of [
    'sign-in',
    'recovery/request',
    'pin/request',
    'pin/conclude',
    'recovery',
    'pec-change',
    'email-change',
    'suspend',
  ])
    look(await browser.get(`/${path}`))
  look(await browser.post('/pin/request', { codiceFiscale, password }))
  await signIn()
  look(await browser.post('/area/pec/cancel', {}))
  const [pec, email] = ['nuova@pec.example.it', 'nuova@example.it']
  await browser.post('/area/pec', { ...secrets, pec, confirmation: pec })
  await browser.post('/area/email', { ...secrets, email, confirmation: email })
  for (const act of ['', '/pec', '/email', '/pin', '/suspend', '/revoke']) look(await browser.get(`/area${act}`))
  look(await browser.get('/password'))
  look(await browser.post('/area/pin', { password }))
  await browser.post('/recovery/request', { codiceFiscale })
  await counter.sportello.relay()
  for (const path of ['recovery', 'pec-change', 'email-change'])
    look(await browser.post(`/${path}/look`, { token: newest(counter, new RegExp(`${path}#token=(\\S+)`)) }))
  look(await browser.post('/suspend/look', { token: suspend }))
  accepted(await counter.sportello.credential.suspend({ operator, codiceFiscale, reason: 'a' }))
  look(await browser.get('/office/credential', inOffice))
  look(await browser.post('/office/credential/look', { codiceFiscale }, inOffice))
}

describe('the table of forms in docs/host.md', () => {
  it('has every form of the pages with all its fields, and no other', async () => {
    const { found, look } = walker()
    await applicant(look, await opened())
    await assisted(look, await opened())
    await subscriber(look)
    const lost = await opened({}, {}, { mailer: { send: async () => 'rejected' } })
    const { id, ticket } = await drafted(lost.counter.sportello)
    accepted(await lost.counter.sportello.registration.complete(ticket))
    await lost.counter.sportello.relay()
    look(await lost.browser.get(`/office/registration/${id}`, inOffice))
    const seen = [...found].map(([path, names]) => [path, [...names].sort()] as const)
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(seen))
  })

  it('names addresses of forms alone', async () => {
    const { browser } = await opened()
    for (const [path] of table) {
      const page = await browser.post(`/${path.replace(':id', 'x')}`, {})
      expect([path, page.html.includes('La pagina non esiste')]).toEqual([path, false])
    }
  })
})
