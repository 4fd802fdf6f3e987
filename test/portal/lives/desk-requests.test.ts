/** A morning at the desk, by the pages alone. */
import { unwrap } from 'sportello'
import { expect, it } from 'vitest'
import { filed, mailed, press, type Request } from '../support/applicants.ts'
import { lucia } from '../support/desk.ts'
import { type Visit, type World, withWorld } from '../support/world.ts'

let world: World
withWorld((opened) => {
  world = opened
})

const statusOf = async ({ id }: Request) => unwrap(await world.town.sportello.approval.dossier({ operator: lucia, id })).status
const lines = async (query: object) => unwrap(await world.town.sportello.desk.list({ operator: lucia, ...query })).lines
const unfold = ({ page }: Visit, words: string) =>
  page
    .locator('summary')
    .filter({ hasText: new RegExp(`^${words}$`) })
    .click()
const notice = ({ page }: Visit) => page.locator('.alert-success').textContent()

async function signsIn(visit: Visit): Promise<void> {
  const { page } = visit
  await visit.go('/desk/requests')
  await page.locator('[name=worker]').fill('m.rossi')
  await page.locator('[name=password]').fill('una-prova-lunga')
  await press(visit, /^Entra$/)
}

/** Looks for the request of a person, and opens it. */
async function finds(visit: Visit, { form }: Request): Promise<void> {
  await visit.page.getByRole('link', { name: 'Richieste', exact: true }).first().click()
  await visit.page.getByRole('link', { name: /^Cerca le richieste/ }).click()
  await visit.page.locator('[name=codiceFiscale]').fill(form.codiceFiscale)
  await press(visit, /^Cerca$/)
  await visit.page.getByRole('table').getByRole('link').first().click()
}

for (const javaScriptEnabled of [true, false])
  it(`takes a request, looks at its document, asks for a correction, approves one and rejects one, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const { town } = world
    const [first, second, third] = [await filed(town), await filed(town), await filed(town)]
    const visit = await world.browser('it', { javaScriptEnabled })
    const { page } = visit
    await signsIn(visit)

    // The oldest comes first.
    await page
      .getByRole('table')
      .getByRole('button', { name: /^Prendi in carico/ })
      .first()
      .click()
    expect(await notice(visit)).toContain('in carico a Lei')
    expect((await lines({ assignedTo: 'm.rossi' })).map(({ id }) => id)).toContain(first.id)
    await page.getByRole('link', { name: /^Mostra qui/ }).click()
    await page.locator('iframe.portal-document').waitFor()
    await unfold(visit, 'Chiedi un’integrazione')
    const form = page.locator('form[action$="/correction"]')
    await form.locator('[name=template]').selectOption({ index: 2 })
    const ready = await form.locator('[name=template]').inputValue()
    if (javaScriptEnabled) expect(await form.locator('[name=reason]').inputValue()).toBe(ready)
    await form.locator('label[for="correction-documents-0"]').click()
    await form.getByRole('button').click()
    expect(await notice(visit)).toContain('integrazione')
    expect(await statusOf(first)).toBe('awaiting-correction')
    expect(await mailed(town, first.form, /(Il documento presentato è scaduto[^\n]*)/)).toContain('scaduto')
    const seen = unwrap(await town.sportello.journal.read({ kind: 'approval', id: first.id }))
    expect(JSON.stringify(seen)).toContain('DocumentViewed')

    await finds(visit, second)
    await unfold(visit, 'Approva')
    await press(visit, /^Approva la richiesta$/)
    expect(await notice(visit)).toContain('approvata')
    expect(await statusOf(second)).toBe('approved')

    await finds(visit, third)
    await unfold(visit, 'Respingi')
    await page.locator('form[action$="/reject"] [name=reason]').fill('La fotografia non è della persona.')
    await press(visit, /^Respingi la richiesta$/)
    expect(await notice(visit)).toContain('respinta')
    expect(await statusOf(third)).toBe('rejected')
    expect(await mailed(town, third.form, /(La fotografia non è della persona)/)).not.toBe('')
    expect(await lines({ states: ['waiting'] })).toEqual([])
    expect(visit.complaints).toEqual([])
    await visit.context.close()
  })

it('shows a document in a frame of the desk alone, as a page that could do nothing', async () => {
  const { id } = await filed(world.town)
  const visit = await world.browser('it')
  await visit.atDesk()
  await visit.go(`/desk/requests/${id}?document=1`)
  const address = new URL(`/desk/requests/${id}/documents/1/view`, world.town.url).href
  const cookies = (await visit.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const ask = (headers: object) => fetch(address, { headers: { ...headers } })
  const framed = await ask({ cookie: cookies, 'sec-fetch-dest': 'iframe' })
  expect(framed.status).toBe(200)
  expect(framed.headers.get('content-type')).toBe('application/pdf')
  expect(framed.headers.get('content-disposition')).toBeNull()
  expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'; .*frame-ancestors 'self'$/)
  expect(framed.headers.get('x-content-type-options')).toBe('nosniff')
  expect(framed.headers.get('cache-control')).toBe('no-store')
  expect((await ask({ cookie: cookies, 'sec-fetch-dest': 'document' })).headers.get('content-disposition')).toMatch(/^attachment/)
  expect((await ask({ 'sec-fetch-dest': 'iframe' })).headers.get('content-type')).toMatch(/^text\/html/)
  // Where the browser has a viewer, it is that which the frame holds.
  if (await visit.page.evaluate(() => navigator.pdfViewerEnabled))
    await expect.poll(() => visit.page.frames().some((frame) => frame.url().startsWith('chrome-extension:'))).toBe(true)
  await visit.context.close()
})
