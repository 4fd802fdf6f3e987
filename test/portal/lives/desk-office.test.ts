/** What somebody at the desk does about people and the office by the pages alone, from begin to end; and what the library says afterwards. */
import { readFileSync } from 'node:fs'
import { unwrap } from 'sportello'
import { describe, expect, it } from 'vitest'
import { operator } from '../../../examples/portal/setting/people.ts'
import { applicant, mailed, press } from '../support/applicants.ts'
import { citizen, citizenForm, identityCase, opensFile, parkedLetter } from '../support/office.ts'
import { type Visit, type World, withWorld } from '../support/world.ts'

let world: World
withWorld((opened) => {
  world = opened
})

const text = ({ page }: Visit): Promise<string> => page.locator('main').innerText()
const fill = async ({ page }: Visit, fields: { readonly [name: string]: string }): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).first().fill(value)
}
/** Follows a link of the page. */
const follow = ({ page }: Visit, words: RegExp): Promise<void> =>
  page.locator('main').getByRole('link', { name: words }).first().click()
const credentialOf = async (codiceFiscale: string) =>
  unwrap(await world.town.sportello.credential.inspect({ operator, codiceFiscale }))

describe('somebody at the desk, by the pages alone', () => {
  it('plans a window, sees whom it hits, opens, prolongs and closes it; and the menus say until when', async () => {
    const { sportello } = world.town
    // Somebody who has begun and not concluded.
    unwrap(await sportello.registration.open(applicant(900)))
    const visit = await world.browser('it')
    const { page } = visit
    await visit.atDesk()
    await visit.go('/desk/calendar')
    await follow(visit, /Pianifica una finestra/)
    await fill(visit, { 'title.it': 'Nuovo programma', 'title.en': 'New software', reason: 'Prot. 1.' })
    await fill(visit, { from: '2099-03-10T20:00', to: '2099-03-11T06:00' })
    await page.locator('[name="features.registration"]').selectOption('closed')
    await page.locator('main summary').click()
    await page.locator('[name="features.desk-approval"]').selectOption('closed')
    await page.locator('[name="procedures.registration"]').selectOption('void')
    await press(visit, /Vedi chi è colpito/)
    expect(await text(visit)).toContain('Pratiche toccate: 1')
    expect(unwrap(await sportello.maintenance.list({ operator }))).toEqual([])
    await press(visit, /Pianifica la finestra/)
    expect(await text(visit)).toContain('La finestra è pianificata')
    expect(await text(visit)).toContain('Funzioni non disponibili per i cittadini:')
    const [planned] = unwrap(await sportello.maintenance.list({ operator }))
    expect(planned).toMatchObject({
      status: 'planned',
      features: { registration: { unless: null }, 'desk-approval': { unless: null } },
    })

    // Planned only: the menus are as they were.
    const people = await world.browser('it')
    const entry = people.page.locator('nav > .portal-menu li', { hasText: 'Richiesta di credenziali' })
    await people.go('/')
    expect(await entry.getByRole('link').count()).toBe(1)

    await fill(visit, { reason: 'Prot. 2.' })
    await press(visit, /Apri la finestra/)
    expect(await text(visit)).toContain('La finestra è cominciata.')
    await people.go('/')
    expect(await entry.getByRole('link').count()).toBe(0)
    expect(await entry.innerText()).toContain(
      'Registrazione: non disponibile fino a mercoledì 11 marzo 2099, ore 06:00 (Nuovo programma).',
    )
    const ofDesk = page.locator('nav > .portal-menu li', { hasText: 'Richieste' })
    expect(await ofDesk.innerText()).toContain(
      'Decisioni sulle richieste di credenziali: non disponibile fino a mercoledì 11 marzo 2099',
    )
    // Whoever decides is refused, and who only looks is not.
    expect(await ofDesk.getByRole('link').count()).toBe(1)

    await fill(visit, { to: '2099-03-12T08:30' })
    await page.locator('form', { hasText: 'Cambia la fine' }).locator('[name=reason]').fill('Prot. 3.')
    await press(visit, /Cambia la fine/)
    expect(await text(visit)).toContain('La finestra ha una nuova fine.')
    await people.go('/')
    expect(await entry.innerText()).toContain('giovedì 12 marzo 2099, ore 08:30')

    world.clock.move(1_000)
    await page.locator('form', { hasText: 'Chiudi la finestra' }).locator('[name=reason]').fill('Prot. 4.')
    await press(visit, /Chiudi la finestra/)
    expect(await text(visit)).toContain('La finestra è chiusa')
    await people.go('/')
    expect(await entry.getByRole('link').count()).toBe(1)
    expect(unwrap(await sportello.maintenance.list({ operator }))).toMatchObject([{ status: 'over' }])
    expect([...visit.complaints, ...people.complaints]).toEqual([])
  })

  it('suspends a person and reactivates the credential; hands a copy of the data out; no page shows a secret or its verifier', async () => {
    const { codiceFiscale } = await citizen(world, 1)
    const visit = await world.browser('it')
    const { page } = visit
    await opensFile(visit, codiceFiscale)
    expect(page.url()).not.toContain(codiceFiscale)
    await follow(visit, /^Sospendi$/)
    await press(visit, /^Sospendi$/)
    expect(await text(visit)).toContain('Motivo: Questo dato è obbligatorio.')
    expect((await credentialOf(codiceFiscale)).status).toBe('active')
    await fill(visit, { reason: 'Prot. 5.' })
    await press(visit, /^Sospendi$/)
    expect(await text(visit)).toContain('Le credenziali sono sospese; la persona riceve un avviso.')
    expect(await credentialOf(codiceFiscale)).toMatchObject({
      status: 'suspended',
      suspension: { cause: 'theft-suspected', by: 'office' },
    })
    await page.reload()
    expect(await text(visit), 'is told once').not.toContain('la persona riceve un avviso')
    await follow(visit, /^Riattiva$/)
    await fill(visit, { reason: 'Prot. 6.' })
    await press(visit, /^Riattiva$/)
    expect((await credentialOf(codiceFiscale)).status).toBe('active')

    await follow(visit, /Copia dei dati/)
    const download = page.waitForEvent('download')
    await press(visit, /Scarica il file/)
    const file = await (await download).path()
    const handed = JSON.parse(readFileSync(file, 'utf8'))
    expect(handed).toMatchObject({ codiceFiscale })
    expect(JSON.stringify(handed)).toContain('CredentialSuspended')

    const { accountId } = unwrap(await world.town.sportello.rebinding.inspect({ operator, codiceFiscale }))
    await visit.go(`/desk/journal?kind=credential&id=${accountId}`)
    const read = await page.content()
    expect(read).toContain('Il registro è integro')
    expect(read).toContain('Credenziali sospese')
    expect(read).not.toMatch(/\$plain\$|<dt>(pin|password)<\/dt>/)
    expect(visit.complaints).toEqual([])
  })

  it('identifies somebody, whose sheet and letter together open the account', async () => {
    const { codiceFiscale, pin: before } = await citizen(world, 2)
    const visit = await world.browser('it')
    await opensFile(visit, codiceFiscale)
    await follow(visit, /Identificazione di persona/)
    await visit.page.locator('[name="document.kind"]').selectOption('identity-card')
    await fill(visit, { 'document.number': 'CA12345AB', 'document.expiresOn': '2090-01-01', reason: 'Ha perso PIN e password.' })
    await press(visit, /Registra e stampa il foglio/)
    const ticket = (await visit.page.locator('#ticket').innerText()).trim()

    const person = await world.browser('it')
    await person.go('/identification')
    await fill(person, { ticket })
    await press(person, /Mostra le cinque cifre/)
    const half = await person.page.locator('.portal-secret').innerText()
    expect(half).toMatch(/^\d{5}$/)
    await person.go('/identification')
    await fill(person, { ticket })
    await press(person, /Mostra le cinque cifre/)
    expect(await person.page.content()).not.toContain(half)

    const form = citizenForm(2)
    const pin = (await mailed(world.town, form, /prime 4 cifre[^\d]*(\d{4})/)) + half
    const password = await mailed(world.town, form, /Password temporanea: (\S+)/)
    expect(pin).not.toBe(before)
    const signedIn = unwrap(await world.town.sportello.session.signIn({ codiceFiscale, pin, password }))
    expect(signedIn.obligations).toContain('change-temporary-password')
    expect([...visit.complaints, ...person.complaints]).toEqual([])
  })

  it('sends a parked letter again, which arrives; and gives another one up only when asked twice', async () => {
    const first = await parkedLetter(world, 3)
    const visit = await world.browser('it')
    await visit.atDesk()
    await visit.go('/desk')
    await follow(visit, /^Posta ferma$/)
    await press(visit, /^Rispedisci$/)
    expect(await text(visit)).toContain('La lettera torna in coda')
    const before = (await world.town.post.letters()).length
    expect(await world.town.sportello.relay()).toMatchObject({ sent: [first] })
    expect(await world.town.post.letters()).toHaveLength(before + 1)

    const second = await parkedLetter(world, 3)
    expect(second).not.toBe(first)
    await visit.go('/desk/mail')
    await follow(visit, /^Elimina$/)
    expect(unwrap(await world.town.sportello.outbox.parked())).toHaveLength(1)
    await press(visit, /^Elimina la lettera$/)
    expect(unwrap(await world.town.sportello.outbox.parked())).toEqual([])
    expect(visit.complaints).toEqual([])
  })

  it('decides on an identity whose data differ, moves a person to another name, and erases one after asking twice', async () => {
    const { sportello } = world.town
    const id = await identityCase(world, 4)
    const visit = await world.browser('it')
    const { page } = visit
    await visit.atDesk()
    await visit.go(`/desk/federation/${id}`)
    await page.locator('form', { hasText: 'Rifiuta' }).locator('[name=reason]').fill('La data di nascita è di un’altra persona.')
    await press(visit, /^Rifiuta$/)
    expect(await text(visit)).toContain('L’identità è rifiutata')
    expect(unwrap(await sportello.federation.pending())).toEqual([])

    const { codiceFiscale } = await citizen(world, 5)
    await opensFile(visit, codiceFiscale)
    await follow(visit, /Altri dati personali/)
    await page.locator('[name="document.kind"]').selectOption('civil-status-certificate')
    await fill(visit, {
      surname: 'Bianchini',
      'document.number': 'SC 77',
      'document.issuedOn': '2026-01-02',
      reason: 'Matrimonio.',
    })
    await press(visit, /Registra i nuovi dati/)
    expect(await text(visit)).toContain('Cognome: Non corrisponde al codice fiscale.')
    await page.locator('[name=despiteMismatch] + label').click()
    await press(visit, /Registra i nuovi dati/)
    expect(await text(visit)).toContain('I nuovi dati sono registrati')

    await follow(visit, /^Revoca$/)
    await fill(visit, { reason: 'Prot. 7.' })
    await press(visit, /Revoca per sempre/)
    await follow(visit, /Cancellazione/)
    await fill(visit, { reason: 'Prot. 8.' })
    await press(visit, /^Prosegui$/)
    await fill(visit, { confirmation: String(citizenForm(4).codiceFiscale) })
    await press(visit, /Cancella per sempre/)
    expect(await text(visit)).toContain('Non è uguale a quanto scritto la prima volta')
    await fill(visit, { confirmation: codiceFiscale })
    await press(visit, /Cancella per sempre/)
    expect(await text(visit)).toContain('I dati personali sono cancellati.')
    const left = await sportello.subject.export({ operator, codiceFiscale })
    if (left.ok) for await (const item of left.value.items) expect(JSON.stringify(item)).not.toContain('Bianchini')
    expect(visit.complaints).toEqual([])
  })

  it('sets the end of the credentials after seeing whom it hits, and exempts a person from it', async () => {
    const { sportello } = world.town
    const visit = await world.browser('it')
    const { page } = visit
    await visit.atDesk()
    await visit.go('/desk/sunset')
    await follow(visit, /Stabilisci le date/)
    await fill(visit, {
      'title.it': 'D.L. 76/2020',
      'title.en': 'Decree-Law 76/2020',
      'ends.use': '2099-10-01T00:00',
      reason: 'Prot. 9.',
    })
    await page.locator('[name="exempt[]"][value=guardianship] + label').click()
    await press(visit, /Vedi chi è colpito/)
    expect(unwrap(await sportello.sunset.list({ operator }))).toEqual([])
    await press(visit, /Registra le date/)
    expect(unwrap(await sportello.sunset.list({ operator }))).toMatchObject([
      { exempt: ['guardianship'], means: ['spid', 'cie', 'cns'], remindDays: [60, 30, 7] },
    ])

    const { codiceFiscale } = await citizen(world, 6)
    await opensFile(visit, codiceFiscale)
    await follow(visit, /^Esenzione$/)
    await page.locator('[value=guardianship] + label').click()
    await page.locator('[name="document.kind"]').selectOption('court-order')
    await fill(visit, { 'document.number': 'RG 12/2026', 'document.expiresOn': '2090-01-01', reason: 'Decreto.' })
    await press(visit, /^Concedi$/)
    expect(await text(visit)).toContain('L’esenzione è registrata; la persona riceve un avviso.')
    expect(unwrap(await sportello.exemption.inspect({ operator, codiceFiscale })).status).toBe('granted')

    await visit.go('/desk/sunset')
    await fill(visit, { reason: 'Prot. 10.' })
    await press(visit, /^Togli le date$/)
    expect(unwrap(await sportello.sunset.list({ operator }))).toEqual([])
    expect(visit.complaints).toEqual([])
  })

  it('opens no file of a colleague, and none of a person for whoever is not at the desk', async () => {
    const { codiceFiscale } = await citizen(world, 7)
    const one = await world.browser('it')
    await opensFile(one, codiceFiscale)
    const path = new URL(one.page.url()).pathname
    const other = await world.browser('it')
    await other.go(path)
    expect(await other.page.locator('h1').innerText()).toBe('Accesso degli operatori')
    await other.atDesk('l.bianchi')
    await other.go(path)
    expect(await text(other)).toContain('Scheda chiusa')
    expect(await other.page.content()).not.toContain(codiceFiscale)
  })
})
