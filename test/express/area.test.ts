/** The own area, forgotten secrets, and what mailed links show when they are over. */
import { readSpidSaml } from 'sportello/federation'
import { describe, expect, it } from 'vitest'
import { accepted, approved } from '../support/counter.ts'
import { saml } from '../support/federation.ts'
import { newest, opened, signedIn, textOf } from './opening.ts'

const half = (html: string) => /<b>(\d{5})<\/b>/.exec(html)?.[1] ?? ''
const digits = /prime 4 cifre: (\d{4})/

describe('the own area', () => {
  it('says of a form that came too late that the session is over', async () => {
    const { browser, signIn } = await signedIn()
    await signIn()
    await browser.post('/sign-out', {})
    const late = await browser.post('/area/pec', { pec: 'a@pec.example.it' })
    expect([late.status, textOf(late.html).includes('La sessione è terminata')]).toEqual([401, true])
    const first = await browser.get('/area/pec')
    expect([first.status, textOf(first.html).includes('La sessione è terminata')]).toEqual([401, false])
  })

  it('has a way back on each of its pages, and says which change a new one replaces', async () => {
    const { browser, secrets, signIn } = await signedIn()
    await signIn()
    for (const act of ['pec', 'email', 'pin', 'suspend', 'revoke', '../password']) {
      expect((await browser.get(`/area/${act}`.replace('area/../', ''))).html, act).toContain('href="/area"')
    }
    expect((await browser.get('/area/pec')).html).not.toContain('È già in corso')
    const pec = 'nuova@pec.example.it'
    await browser.post('/area/pec', { ...secrets, pec, confirmation: pec })
    expect(textOf((await browser.get('/area/pec')).html)).toContain(`È già in corso il cambio verso ${pec}`)
    expect(textOf((await browser.get('/area/email')).html)).not.toContain('È già in corso')
    expect((await browser.post('/area/pec/resend', {})).headers.get('location')).toBe('/area')
    expect((await browser.post('/area/pec/cancel', {})).headers.get('location')).toBe('/area')
    expect(textOf((await browser.get('/area')).html)).not.toContain(pec)
  })

  it('has labels that say what is typed again, in the list of what is wrong too', async () => {
    const { browser, secrets, signIn } = await signedIn()
    await signIn()
    const page = await browser.post('/area/email', { ...secrets, email: 'a@example.it', confirmation: 'b@example.it' })
    expect([page.status, textOf(page.html)]).toEqual([422, expect.stringContaining("Ripeta l'indirizzo: Non è uguale")])
  })

  it('asks for no PIN and no password where SPID has opened it: its subscriber may have none', async () => {
    const { browser, counter } = await opened()
    const at = counter.clock.now()
    const identity = accepted(readSpidSaml(saml({}, { authnInstant: at - 60_000 }), { at }))
    browser.jar.set('session', accepted(await counter.sportello.federation.signIn(identity)).token)
    const area = textOf((await browser.get('/area')).html)
    expect(area).toContain('Anna Verdi E-mail (non comunicato)')
    expect(area).not.toMatch(/Nuovo PIN|Cambio della password/)
    for (const act of ['pec', 'email', 'revoke']) {
      expect((await browser.get(`/area/${act}`)).html, act).not.toMatch(/name="(pin|password)"/)
    }
    const email = 'anna@example.it'
    const posted = await browser.post('/area/email', { email, confirmation: email })
    expect(posted.headers.get('location')).toBe('/area')
    expect(textOf((await browser.get('/area')).html)).toContain(`Nuovo indirizzo: ${email}`)
    const revoked = await browser.post('/area/revoke', { reason: 'Non serve più' })
    expect([revoked.status, browser.jar.has('session')]).toEqual([200, false])
  })

  it('offers a new PIN and another password where SPID has opened it and its subscriber has both, as long as they work', async () => {
    const { browser, counter, secrets } = await signedIn()
    const viaSpid = async () => {
      const at = counter.clock.now()
      const identity = accepted(readSpidSaml(saml({}, { authnInstant: at - 60_000 }), { at }))
      browser.jar.set('session', accepted(await counter.sportello.federation.signIn(identity)).token)
      return textOf((await browser.get('/area')).html)
    }
    expect(await viaSpid()).toMatch(/Nuovo PIN.*Cambio della password/)
    // Both pages ask for the password, since SPID does not stand for what is replaced.
    expect((await browser.get('/area/pin')).html).toMatch(/name="password"/)
    const started = await browser.post('/area/pin', { password: secrets.password })
    expect([started.status, /name="pin"/.test(started.html)]).toEqual([200, true])
    const next = 'Altra-Password-2026!'
    const changed = await browser.post('/password', { current: secrets.password, next, confirmation: next })
    expect([changed.status, textOf(changed.html)]).toEqual([200, expect.stringContaining('La password è stata cambiata')])
    const wrong = { ...secrets, password: next, pin: '000000000' }
    for (let guess = 0; guess < 5; guess += 1) {
      counter.clock.advance(3_600_000)
      await counter.sportello.session.signIn(wrong)
    }
    expect(await viaSpid()).not.toMatch(/Nuovo PIN|Cambio della password/)
  })

  it('suspends at once, and ends the session', async () => {
    const { browser, secrets, signIn } = await signedIn()
    await signIn()
    const page = await browser.post('/area/suspend', { reason: 'Telefono perso' })
    expect([page.status, textOf(page.html).includes('Le credenziali sono sospese')]).toEqual([200, true])
    expect(browser.jar.has('session')).toBe(false)
    expect((await browser.post('/sign-in', secrets)).status).not.toBe(303)
  })

  it('ends all sessions, and says so at the sign-in', async () => {
    const { browser, signIn } = await signedIn()
    await signIn()
    const ended = await browser.post('/area/sessions', {})
    expect([ended.headers.get('location'), browser.jar.has('session')]).toEqual(['/sign-in', false])
    expect(textOf((await browser.get('/sign-in')).html)).toContain("È uscito dall'area riservata.")
  })

  it('tells whoever must change the password so in a sentence', async () => {
    const { browser, counter } = await opened()
    const { credentials } = await approved(counter)
    await browser.post('/sign-in', credentials)
    const page = textOf((await browser.get('/password')).html)
    expect(page).toContain('Prima di usare i servizi deve cambiare la password temporanea.')
    expect(page).not.toContain("Torna all'area")
  })
})

describe('a PIN that was forgotten', () => {
  it('is renewed with the password alone, without a session', async () => {
    const { browser, counter, secrets } = await signedIn()
    const { codiceFiscale, password } = secrets
    const asked = await browser.post('/pin/request', { codiceFiscale, password })
    await counter.sportello.relay()
    const pin = newest(counter, digits) + half(asked.html)
    expect(asked.html).toContain('action="/pin/conclude"')
    const wrong = await browser.post('/pin/conclude', { codiceFiscale, password, pin: '000000000' })
    expect([wrong.status, wrong.html.includes('action="/pin/conclude"')]).toEqual([401, true])
    const done = await browser.post('/pin/conclude', { codiceFiscale, password, pin: `${pin.slice(0, 4)} ${pin.slice(4)}` })
    expect([done.status, textOf(done.html).includes('Il nuovo PIN è in vigore')]).toEqual([200, true])
    expect((await browser.post('/sign-in', secrets)).status).toBe(401)
    expect((await browser.post('/sign-in', { ...secrets, pin })).status).toBe(303)
  })

  it('shows the same to a stranger, whose digits are good for nothing', async () => {
    const { browser, counter, secrets } = await signedIn()
    await counter.sportello.relay()
    const { length } = counter.mailer.sent
    const page = await browser.post('/pin/request', { codiceFiscale: secrets.codiceFiscale, password: 'wrong' })
    await counter.sportello.relay()
    expect([page.status, half(page.html).length, counter.mailer.sent.length]).toEqual([200, 5, length])
    for (const path of ['/', '/sign-in']) expect((await browser.get(path)).html).toContain('href="/pin/request"')
  })
})

describe('a mailed link that is over', () => {
  it('of a recovery says so in a sentence, and leads on', async () => {
    const { browser, counter, secrets } = await signedIn()
    const ask = async () => {
      await browser.post('/recovery/request', { codiceFiscale: secrets.codiceFiscale })
      await counter.sportello.relay()
      return newest(counter, /recovery#token=(\S+)/)
    }
    const [first, second] = [await ask(), await ask()]
    const look = async (token: string) => (await browser.post('/recovery/look', { token })).html
    expect(textOf(await look(first))).toContain('sostituito da uno più recente')
    const next = 'Nuvola.Rossa84x'
    const wrong = await browser.post('/recovery', { token: second, pin: secrets.pin, password: 'x', confirmation: next })
    expect(textOf(wrong.html)).toContain('Nuova password: ')
    const done = await browser.post('/recovery', { token: second, pin: secrets.pin, password: next, confirmation: next })
    expect([done.status, textOf(done.html).includes('può accedere')]).toEqual([200, true])
    const used = await look(second)
    expect([textOf(used).includes('Questo link è già stato usato'), used.includes('href="/recovery/request"')]).toEqual([
      true,
      true,
    ])
  })

  it('of a change of the mailbox confirms it once, and says so afterwards', async () => {
    const { browser, counter, secrets, signIn } = await signedIn()
    await signIn()
    const email = 'nuova@example.it'
    await browser.post('/area/email', { ...secrets, email, confirmation: email })
    await counter.sportello.relay()
    const token = newest(counter, /email-change#token=(\S+)/)
    expect(textOf((await browser.post('/email-change/look', { token })).html)).toContain(
      `Confermi che il nuovo indirizzo è ${email}`,
    )
    const done = await browser.post('/email-change', { token })
    expect([done.status, textOf(done.html).includes('Il nuovo indirizzo è in vigore.')]).toEqual([200, true])
    const again = await browser.post('/email-change/look', { token })
    expect([textOf(again.html).includes('Questo link è già stato usato'), again.html.includes('<form')]).toEqual([true, false])
  })
})

describe('advice on the way to assistance', () => {
  it('has a way back to the questions', async () => {
    const { browser } = await opened()
    const walk = async (path: readonly string[]): Promise<readonly string[]> => {
      const { html } = await browser.post('/assistance/topics', { 'path[]': path })
      const answers = [...html.matchAll(/<button name="path\[\]" value="([^"]+)"/g)].map(([, id = '']) => id)
      if (answers.length === 0) return html.includes('name="file"') ? [] : [html]
      return (await Promise.all(answers.map((id) => walk([...path, id])))).flat()
    }
    const advice = await walk([])
    expect(advice.length).toBeGreaterThan(0)
    for (const html of advice) expect(html).toContain('href="/assistance"')
  })
})
