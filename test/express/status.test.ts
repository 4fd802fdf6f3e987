/** What an applicant is shown of the own request, and what can be done there. */
import { describe, expect, it } from 'vitest'
import { correctableFields } from '../../src/procedures/enrolment/wanted.ts'
import { inputValue } from '../examples/browser.ts'
import { accepted, approve, completed, office, operator } from '../support/counter.ts'
import { filled, newest, opened, pdf, textOf } from './opening.ts'

/** A request that the office has returned, opened by the link of its letter. */
async function returned(wanted: { readonly fields?: readonly string[]; readonly documents?: readonly (string | number)[] }) {
  const portal = await opened()
  const { counter, browser } = portal
  const { sportello } = counter
  const { id } = await completed(counter)
  const dossierDigest = accepted(await sportello.approval.dossier({ operator, id })).digest
  const given = { operator, id, dossierDigest, reason: 'Un motivo' }
  accepted(await sportello.approval.requestCorrection({ ...given, ...wanted } as never))
  await sportello.relay()
  await browser.post('/registration/ticket', { ticket: newest(counter, /#ticket=(\S+)/) })
  return { ...portal, id }
}

const names = (html: string, action: string): readonly string[] => {
  const [form = ''] = new RegExp(`<form method="post" action="/registration/${action}"[\\s\\S]*?</form>`).exec(html) ?? []
  return [...form.matchAll(/ name="([^"]+)"/g)].map(([, name = '']) => name)
}

describe('a request that was returned', () => {
  const birthplace = ['birthNation', 'birthProvince', 'birthMunicipality']
  it.each(correctableFields)('has the form to correct %s, where that alone is wanted', async (field) => {
    const { browser } = await returned({ fields: [field] })
    const body = field === 'body' ? ['body.name', 'body.taxCode'] : [field]
    const asked = birthplace.includes(field) ? birthplace : body
    expect(names((await browser.get('/registration/status')).html, 'correct')).toEqual(['requestKey', 'request', ...asked])
  })

  it('takes the correction, and the request once more', async () => {
    const { browser, counter, seen, id } = await returned({ fields: ['residenceCity'] })
    const request = await seen('/registration/status', 'request')
    const wrong = await browser.post('/registration/correct', { request, residenceCity: '1' })
    expect([wrong.status, wrong.html.includes('id="wrong-residenceCity"')]).toEqual([422, true])
    const done = await browser.post('/registration/correct', { request, residenceCity: 'Trino' })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/registration/status'])
    expect((await browser.get('/registration/status')).html).toContain('La correzione è stata registrata.')
    expect((await browser.post('/registration/complete', { request })).status).toBe(303)
    const { person } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    expect(person?.residence.city).toBe('Trino')
  })

  it('says in words which documents are wanted, and has no form for data where none are', async () => {
    const { browser } = await returned({ documents: ['residence-permit', 1] })
    const { html } = await browser.get('/registration/status')
    expect(names(html, 'correct')).toEqual([])
    expect(textOf(html)).toContain("Carta d'identità «card.pdf»: da togliere e sostituire con un altro file")
    expect(textOf(html)).toMatch(/Documenti da presentare: Permesso di soggiorno/)
    expect(names(html, 'documents')).toContain('file')
  })

  it('sends its link again', async () => {
    const { browser, counter, seen } = await returned({})
    const request = await seen('/registration/status', 'request')
    expect((await browser.post('/registration/link', { request })).headers.get('location')).toBe('/registration/status')
    expect((await browser.get('/registration/status')).html).toContain('Il link è stato spedito di nuovo.')
    const before = newest(counter, /#ticket=(\S+)/)
    await counter.sportello.relay()
    expect(newest(counter, /#ticket=(\S+)/)).not.toBe(before)
  })
})

describe('a draft', () => {
  const uploaded = async (fields: object = {}) => {
    const portal = await opened()
    await portal.browser.post('/registration', { ...filled, ...fields })
    const request = await portal.seen('/registration/status', 'request')
    return { ...portal, request }
  }

  it('tells of each step what was done, and shows a document with its description', async () => {
    const { browser, request } = await uploaded()
    const file = { request, type: 'other', description: 'Delega firmata', file: pdf() }
    expect((await browser.post('/registration/documents', file)).status).toBe(303)
    const page = textOf((await browser.get('/registration/status')).html)
    expect(page).toContain('Il documento è stato caricato.')
    expect(page).toContain('card.pdf (Delega firmata)')
    expect((await browser.post('/registration/complete', { request })).status).toBe(303)
    const done = textOf((await browser.get('/registration/status')).html)
    expect(done).toContain('Invio riuscito')
    expect(done.match(/trasmessa all'ente/g)).toHaveLength(1)
  })

  it('is withdrawn by the button of a page of its own alone', async () => {
    const { browser, request } = await uploaded()
    const { html } = await browser.get('/registration/status')
    expect([html.includes('href="/registration/withdraw"'), names(html, 'withdraw')]).toEqual([true, []])
    const asked = await browser.get('/registration/withdraw')
    expect([asked.html.includes('Il ritiro è definitivo'), inputValue(asked.html, 'request')]).toEqual([true, request])
    expect((await browser.post('/registration/withdraw', { request })).headers.get('location')).toBe('/registration/status')
    const page = textOf((await browser.get('/registration/status')).html)
    expect([page.includes('Il ritiro è stato registrato.'), page.includes('La richiesta è stata ritirata.')]).toEqual([
      true,
      true,
    ])
    expect(names((await browser.get('/registration/withdraw')).html, 'withdraw')).toEqual([])
  })

  it('says that a new PIN makes the digits void that were written down, and shows the new ones', async () => {
    const { browser, request } = await uploaded()
    expect((await browser.get('/registration/status')).html).toContain('quelle annotate in precedenza non varranno più')
    const page = await browser.post('/registration/pin', { request })
    expect([page.status, /<b>\d{5}<\/b>/.test(page.html)]).toEqual([200, true])
    expect(page.html).toContain('Le cifre annotate in precedenza non valgono più.')
  })

  it('is closed here by a button that says so', async () => {
    const { browser } = await uploaded()
    const page = textOf((await browser.get('/registration/status')).html)
    expect([page.includes('Esci dalla richiesta'), page.includes('Lascia')]).toEqual([true, false])
  })

  it('shows what disagrees with the codice fiscale before it is handed in', async () => {
    const { browser } = await uploaded({ birthDate: '1980-01-02', sex: 'M' })
    const page = textOf((await browser.get('/registration/status')).html)
    expect(page).toContain('La data di nascita non corrisponde al codice fiscale.')
    expect(page).toContain('Il sesso indicato non corrisponde al codice fiscale.')
    expect(textOf((await (await uploaded()).browser.get('/registration/status')).html)).not.toContain('controlli questi dati')
  })

  it('names the limit of a file before it is uploaded, and again where it is exceeded', async () => {
    const { browser, request } = await uploaded()
    expect((await browser.get('/registration/status')).html).toContain('Un PDF di al massimo 10 MB.')
    const file = new File([new Uint8Array(11_000_001)], 'a.pdf')
    const page = await browser.post('/registration/documents', { request, type: 'identity-card', file })
    expect([page.status, page.html.match(/ne scelga uno di al massimo 10 MB/g)?.length]).toEqual([413, 2])
  })
})

describe('a request that is not open here', () => {
  it.each(['/registration/status', '/registration/withdraw', '/assistance/status', '/assistance/withdraw'])(
    '%s says how to get back, and leads on',
    async (path) => {
      const { browser } = await opened()
      const page = await browser.get(path)
      expect([page.status, page.html.includes('<title>Errore')]).toEqual([404, false])
      expect(page.html).toContain('In questo browser non è aperta alcuna richiesta')
      expect(page.html).not.toContain('role="alert"')
      expect(page.html).toContain('href="/assistance"')
    },
  )
})

describe('a request that was approved', () => {
  it('leads to the sign-in, and shows half of a PIN that the office has drawn anew', async () => {
    const { browser, counter } = await opened()
    const { id, ticket } = await completed(counter)
    await approve(counter, id)
    await browser.post('/registration/ticket', { ticket })
    expect((await browser.get('/registration/status')).html).toContain('href="/sign-in"')
    const { sportello } = counter
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
    accepted(await sportello.approval.reissue({ operator, id, dossierDigest, reason: 'Lettera persa' } as never))
    await sportello.relay()
    const request = inputValue((await browser.get('/registration/status')).html, 'request')
    const page = await browser.post('/registration/pin-half', { request })
    expect([page.status, /<b>\d{5}<\/b>/.test(page.html)]).toEqual([200, true])
  })
})

describe('the form of a request', () => {
  it('marks what is required, and says how codes are written', async () => {
    const { browser } = await opened()
    const { html } = await browser.get('/registration')
    for (const name of ['surname', 'codiceFiscale', 'birthNation', 'consent'])
      expect(html).toMatch(new RegExp(`name="${name}"[^>]* aria-required="true"`))
    for (const name of ['telephone', 'postalCode', 'residenceAddress', 'sex', 'body.name'])
      expect(html).not.toMatch(new RegExp(`name="${name}"[^>]* aria-required`))
    expect(textOf(html)).toContain('Stato di nascita * sigla di due lettere, come IT')
  })

  it('marks exactly what a blank form is refused for', async () => {
    const { browser } = await opened()
    const { html } = await browser.post('/registration', { birthNation: 'IT', noticeVersion: '1' })
    const refused = [...html.matchAll(/id="wrong-([^"]+)"/g)].map(([, name = '']) => name)
    const marked = [...html.matchAll(/name="([^"]+)"[^>]* aria-required/g)].map(([, name = '']) => name)
    // Of people born in Italy these two are asked as well, as their hints say.
    expect([...refused, 'birthNation'].sort()).toEqual([...marked, 'birthProvince', 'birthMunicipality'].sort())
  })

  it('is titled once where the page is the first, and asks for no icon that is missing', async () => {
    const { browser } = await opened()
    const { html } = await browser.get('/')
    expect(html).toContain(`<title>${office.name}</title>`)
    expect((await browser.get('/favicon.ico')).status).toBe(204)
    expect((await browser.get('/nothing')).html).toContain(`<title>Avviso - ${office.name}</title>`)
  })
})
