/** What the password page says while somebody types, and that its verdict is that of the server, in a real browser. */
/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { checkPassword, infocert, italia, nist, type PasswordPolicy } from 'sportello/password'
import { plainPasswordHash } from 'sportello/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { passwordServer } from '../../examples/password-page/server.ts'
import { buildScripts } from '../../examples/portal/setting/scripts.ts'
import { openChromium } from '../support/chromium.ts'
import { openFolder } from '../support/temporary.ts'
import { generatedPasswords, someFacts } from './support/passwords.ts'
import { serve } from './support/serve.ts'

let scripts = ''
let chromium: Browser
const servers: Server[] = []
let address = ''
beforeAll(async () => {
  scripts = mkdtempSync(join(openFolder(), 'sportello-password-'))
  await buildScripts(scripts)
  chromium = await openChromium()
  servers.push(await passwordServer({ username: 'anna.verdi', password: 'Mandorle.amare7' }, plainPasswordHash(), scripts))
  address = await serve(servers[0] ?? createServer())
})
afterAll(async () => {
  await chromium?.close()
  for (const server of servers) server.close().closeAllConnections()
  rmSync(scripts, { recursive: true, force: true })
})

const rules = (page: Page) =>
  page.locator('#rules li').evaluateAll((lines) => lines.map((line) => `${line.className} ${line.textContent}`))

describe('the password page', () => {
  it('does not call aaaaaaaaB1! safe, as a meter that counts kinds of characters does', async () => {
    const page = await chromium.newPage()
    await page.goto(address)
    await page.locator('[name=next]').pressSequentially('aaaaaaaaB1!')
    const lines = await rules(page)
    expect(lines).toContain('unmet Lo stesso carattere non più di 2 volte di seguito: non ancora rispettata')
    expect(lines.filter((line) => line.startsWith('met '))).toHaveLength(lines.length - 1)
    expect(await page.locator('progress, meter, .password-meter, [role=progressbar]').count()).toBe(0)
    await page.close()
  })

  it('shows a password by a button that keeps its name, and is pressed or not', async () => {
    const page = await chromium.newPage()
    await page.goto(address)
    const [field, button] = [page.locator('[name=next]'), page.getByRole('button', { name: 'Mostra la nuova password' })]
    expect(await button.getAttribute('aria-pressed')).toBe('false')
    await button.click()
    expect([await button.getAttribute('aria-pressed'), await field.getAttribute('type')]).toEqual(['true', 'text'])
    await button.click()
    expect([await button.getAttribute('aria-pressed'), await field.getAttribute('type')]).toEqual(['false', 'password'])
    await page.close()
  })

  it('says beside the repetition that it differs, once it was left, and takes it back', async () => {
    const page = await chromium.newPage()
    await page.goto(new URL('/en', address).href)
    const confirmation = page.locator('[name=confirmation]')
    const wrong = () => confirmation.getAttribute('aria-invalid')
    await page.locator('[name=next]').fill('Pistacchi.salati8')
    await confirmation.pressSequentially('Pistacchi')
    expect(await wrong()).toBeNull()
    await confirmation.blur()
    expect(await wrong()).toBe('true')
    expect(await confirmation.getAttribute('aria-describedby')).toContain('differs')
    expect(await page.locator('#differs').textContent()).toBe('The two passwords are not the same')
    await confirmation.fill('Pistacchi.salati8')
    expect(await wrong()).toBeNull()
    expect(await page.locator('#differs').textContent()).toBe('')
    await page.close()
  })

  it('takes a form from its own page alone, and keeps nothing', async () => {
    const body = new URLSearchParams({ username: 'anna.verdi', current: 'Mandorle.amare7', next: 'x', confirmation: 'x' })
    for (const site of ['cross-site', 'same-site', 'none']) {
      const answer = await fetch(address, { method: 'POST', body, headers: { 'sec-fetch-site': site } })
      expect(answer.status, site).toBe(403)
    }
    const { status, headers } = await fetch(address)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  it('has prepared its list of common words before the first key', async ({ task }) => {
    const page = await chromium.newPage()
    // How long each check takes, the first of which prepares the list.
    await page.addInitScript(() => {
      const took: number[] = []
      Object.assign(globalThis, { took })
      addEventListener('input', () => took.push(-performance.now()), { capture: true })
      addEventListener('input', () => took.push((took.pop() ?? 0) + performance.now()))
    })
    await page.goto(address)
    // A machine that has much else to do leaves the page no idle moment.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 20_000 })))
    // From here on, since to slow a page down takes a processor for as long as it is slow.
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await page.locator('[name=next]').pressSequentially('Ma')
    const took = await page.evaluate(() => (globalThis as never as { took: number[] }).took)
    task.meta.figure = `a key in the password page, at a quarter of the speed: ${took.map((ms) => `${ms.toFixed(1)} ms`).join(', then ')}`
    expect(took).toHaveLength(2)
    // Twenty on a machine that does nothing else; this one may do a lot.
    expect(took[0]).toBeLessThan(200)
    await page.close()
  })
})

const policies: { readonly [name: string]: PasswordPolicy } = { infocert, italia, nist }
const count = 100_000
const batch = 10_000

describe('the rules of passwords', () => {
  it('find the same in Chromium as in Node, on a hundred thousand passwords and by every policy', async () => {
    const page = await chromium.newPage()
    await page.goto(address)
    const passwords = generatedPasswords(count)
    const met = new Map<string, number>()
    const tally = (code: string) => met.set(code, (met.get(code) ?? 0) + 1)
    for (let from = 0; from < count; from += batch) {
      const some = passwords.slice(from, from + batch)
      const there = await page.evaluate(
        ([texts, names, facts]) => {
          const own = (globalThis as never as { sportelloPassword: Record<string, never> }).sportelloPassword
          const check = own['checkPassword'] as never as typeof checkPassword
          const list: readonly string[] = JSON.parse(texts)
          return names.map((name) => list.map((one) => JSON.stringify(check(one, own[name] as never, facts))))
        },
        // As JSON, which writes the halves of pairs by their numbers: what stands between the processes would mend them.
        [JSON.stringify(some), Object.keys(policies), someFacts] as const,
      )
      Object.entries(policies).forEach(([name, policy], which) => {
        const here = some.map((text) => JSON.stringify(checkPassword(text, policy, someFacts)))
        const differ = here.flatMap((verdict, at) =>
          verdict === there[which]?.[at] ? [] : [[name, JSON.stringify(some[at]), verdict, there[which]?.[at]]],
        )
        expect(differ).toEqual([])
        for (const verdict of here) {
          if (verdict === '[]') tally(`${name}: none`)
          for (const [, code = ''] of verdict.matchAll(/"code":"([^"]+)"/g)) tally(`${name}: ${code}`)
        }
      })
    }
    // Passwords of every kind have come: by each policy each rule was broken, and all were kept.
    for (const [name, { rules }] of Object.entries(policies)) {
      for (const code of ['none', 'characters', 'too-long', ...rules.map(({ violation }) => violation.code)]) {
        expect(met.get(`${name}: ${code}`) ?? 0, `${name}: ${code}`).toBeGreaterThan(100)
      }
    }
    await page.close()
  })
})
