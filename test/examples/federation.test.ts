/** Sign-in with SPID as people see it: a real browser between the portal and a provider, both on this machine. */
import type { ChildProcess } from 'node:child_process'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { unwrap } from 'sportello'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTown, operator, type Town } from '../../examples/federation/town.ts'
import { openChromium } from '../support/chromium.ts'
import { runSource } from './child.ts'

const logged: unknown[] = []
let browser: Browser
let town: Town
let context: BrowserContext
let page: Page
let asked: string[] = []

beforeAll(async () => {
  const log = (...told: unknown[]) => logged.push(told)
  town = await openTown({ portalPort: 0, providerPort: 0, gatewaySecret: 'unused', log })
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await town?.close()
})
beforeEach(async () => {
  asked = []
  logged.length = 0
  context = await browser.newContext()
  page = await context.newPage()
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
})
afterEach(async () => {
  // Nothing leaves the machine, whatever the page.
  const own = [new URL(town.portal).origin, town.provider.issuer]
  expect(asked.filter((origin) => !own.includes(origin))).toEqual([])
  await context.close()
})

/** From the first page of the portal to the page of the provider. */
async function toProvider(): Promise<void> {
  await page.goto(town.portal)
  await page.getByRole('link', { name: 'Entra con SPID' }).click()
  expect(new URL(page.url()).origin).toBe(town.provider.issuer)
}

/** Signs in at the provider, and comes back. */
async function signInAs(name: string, level = '2'): Promise<void> {
  await toProvider()
  await page.getByRole('radio', { name }).check()
  await page.getByRole('combobox').selectOption(level)
  await page.getByRole('button', { name: 'Entra', exact: true }).click()
  expect(page.url().startsWith(town.portal)).toBe(true)
}

const heading = () => page.getByRole('heading', { level: 1 }).textContent()
const alert = () => page.getByRole('alert').textContent()
const sessionCookie = async () => (await context.cookies()).find(({ name }) => name === 'session')

describe('a person clicks “Entra con SPID”', () => {
  it('signs in at the provider, comes back, and has a session that no script of a page can read', async () => {
    await signInAs('Anna Verdi')
    expect(await heading()).toBe('Area riservata')
    expect(await page.getByRole('main').textContent()).toContain('Anna Verdi')
    expect(await sessionCookie()).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('spid')
    // The mail address of the provider is not adopted.
    const asOffice = { operator, codiceFiscale: 'VRDNNA80A41L219Z' }
    expect(unwrap(await town.sportello.addresses.inspectAsOffice(asOffice)).email).toBe('anna.verdi@example.it')
  })

  it('finds the same account the next time, and is told once by mail that it is linked', async () => {
    await signInAs('Anna Verdi')
    expect(await heading()).toBe('Area riservata')
    await page.getByRole('button', { name: 'Esci' }).click()
    await page.goto(`${town.portal}area`)
    expect(await heading()).not.toBe('Area riservata')
    await signInAs('Anna Verdi')
    await town.sportello.relay()
    const linked = town.mailer.sent.filter(({ subject }) => subject.includes('nuova identità digitale'))
    expect(linked.map(({ to }) => to.address)).toEqual(['anna.verdi@example.it'])
  })

  it('has an account also where the office has not known her', async () => {
    await signInAs('Giulia Conti')
    expect(await heading()).toBe('Area riservata')
    expect(await page.getByRole('main').textContent()).toContain('Giulia Conti')
  })

  it('reads on the first page until when the credentials of the office work', async () => {
    await page.goto(town.portal)
    expect(await page.getByRole('main').textContent()).toMatch(
      /valgono fino alle ore 24 di \S+ 31 dicembre .* Si accede con SPID, CIE o CNS\./,
    )
  })
})

describe('who does not get in reads why, and how to go on', () => {
  it.each([
    ['Annulla', 'Il riconoscimento è stato annullato sul sito del gestore.'],
    ['Troppe password sbagliate', 'troppi tentativi con credenziali errate'],
    ['Nessuna credenziale di questo livello', 'non ha credenziali del livello richiesto'],
    ['Tempo scaduto', 'Il tempo per il riconoscimento presso il gestore è scaduto.'],
    ['Non acconsento', 'non è stato autorizzato'],
    ['Identità sospesa', 'risulta sospesa o revocata'],
    ['Identità di un altro tipo', 'non è del tipo richiesto dal servizio'],
  ])('%s', async (button, words) => {
    await toProvider()
    await page.getByRole('button', { name: button }).click()
    expect(await heading()).toBe('Accesso non riuscito')
    expect(await alert()).toContain(words)
    expect(await sessionCookie()).toBeUndefined()
    await page.getByRole('link', { name: 'Torna all’accesso' }).click()
    expect(await heading()).toBe('Accesso ai servizi')
  })

  it('a level that is lower than the services need', async () => {
    await signInAs('Anna Verdi', '1')
    expect(await heading()).toBe('Accesso non riuscito')
    expect(await sessionCookie()).toBeUndefined()
  })

  it('data that do not match: the office is told, and lets the person in once it has compared them', async () => {
    await signInAs('Paolo Neri')
    expect(await heading()).toBe('I suoi dati non corrispondono')
    expect(await sessionCookie()).toBeUndefined()
    expect(await page.getByRole('listitem').first().textContent()).toContain('L’ufficio ha già ricevuto la segnalazione')
    // It names neither what is stored nor what was given.
    expect(await page.getByRole('main').textContent()).not.toMatch(/1968|Paolo|Neri/)

    const { federation } = town.sportello
    const cases = unwrap(await federation.pending())
    expect(cases).toHaveLength(1)
    const { id, digest, fields } = unwrap(await federation.dossier({ operator, id: cases[0]?.id ?? '' }))
    expect(fields).toContainEqual(expect.objectContaining({ field: 'birthDate', given: '1968-06-21', stored: '1968-06-12' }))
    unwrap(await federation.approve({ operator, id, dossierDigest: digest, reason: 'Compared with the identity card.' }))
    await signInAs('Paolo Neri')
    expect(await heading()).toBe('Area riservata')
  })
})

describe('nobody is signed in by an address that somebody else has made', () => {
  it('a callback that this browser has not begun', async () => {
    await toProvider()
    const other = await (await browser.newContext()).newPage()
    await other.goto(
      `${town.portal}spid/callback?code=of-a-thief&state=of-a-thief&iss=${encodeURIComponent(town.provider.issuer)}`,
    )
    expect(await other.getByRole('alert').textContent()).toContain('è scaduto')
    await other.context().close()

    // The browser is on its way itself, and is led to a code of another one.
    await page.goto(
      `${town.portal}spid/callback?code=of-a-thief&state=of-a-thief&iss=${encodeURIComponent(town.provider.issuer)}`,
    )
    expect(await alert()).toContain('per un problema tecnico')
    expect(await sessionCookie()).toBeUndefined()
    expect(logged).toEqual([['spid', expect.stringMatching(/^OAUTH_/)]])
  })

  it('a callback that is opened once more', async () => {
    const callback = page.waitForRequest((request) => request.url().includes('/spid/callback?code='))
    await signInAs('Anna Verdi')
    const url = (await callback).url()
    const { value } = (await sessionCookie()) ?? {}
    await page.goto(url)
    expect(await alert()).toContain('è scaduto')
    expect((await sessionCookie())?.value).toBe(value)
  })
})

it('the pages load nothing of anybody else, and are kept by no cache', async () => {
  for (const path of ['', 'spid/callback']) {
    const { headers } = await fetch(town.portal + path)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/)
    expect(headers.get('cache-control')).toBe('no-store')
  }
})

it('the example is started as its page says, and tells where to go', async () => {
  const onOutput = (child: ChildProcess, text: string) => {
    if (text.includes('The provider of SPID: http://127.0.0.1:')) child.kill()
  }
  const env = { PORTAL_PORT: '0', PROVIDER_PORT: '0' }
  const { stdout } = await runSource('examples/federation/main.ts', [], { env, onOutput })
  expect(stdout).toMatch(/^The portal: http:\/\/localhost:\d+\/$/m)
})

it('a provider that cannot be reached is said so, and the local way in stays open', async () => {
  const alone = await openTown({ portalPort: 0, providerPort: 0, gatewaySecret: 'unused', log: (...told) => logged.push(told) })
  try {
    await alone.provider.close()
    const response = await fetch(`${alone.portal}spid`, { redirect: 'manual' })
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('per un problema tecnico')])
    expect((await fetch(`${alone.portal}sign-in`)).status).toBe(200)
    expect(logged).toHaveLength(1)
  } finally {
    await alone.close()
  }
})
