/** What an office may copy from the portal: its cookies, its headers, whom it takes forms from, and what it serves. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request as ask } from 'node:http'
import { join } from 'node:path'
import express from 'express'
import { expressPortal } from 'sportello/express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rooms } from '../../examples/portal/pages/rooms.ts'
import { buildScripts } from '../../examples/portal/setting/scripts.ts'
import { staff } from '../../examples/portal/setting/staff.ts'
import { openWorkers } from '../../examples/portal/setting/workers.ts'
import { contentPolicy } from '../../examples/portal/web/app.ts'
import { kitOf } from '../../examples/portal/web/kit.ts'
import { type browserAt, inputValue } from '../examples/browser.ts'
import { accepted, anna, office, openCounter, subscribed } from '../support/counter.ts'
import { root } from '../support/sources.ts'
import { openFolder } from '../support/temporary.ts'
import { deskPassword, openHttps } from './support/https.ts'

let scripts = ''
let portal: Awaited<ReturnType<typeof openHttps>>
beforeAll(async () => {
  scripts = mkdtempSync(join(openFolder(), 'sportello-security-'))
  await buildScripts(scripts)
  portal = await openHttps(scripts)
})
afterAll(async () => {
  await portal?.close()
  rmSync(scripts, { recursive: true, force: true })
})

type Browser = ReturnType<typeof browserAt>

let resident: ReturnType<typeof subscribed> | undefined

async function signedIn(): Promise<Browser> {
  resident ??= subscribed(portal.counter)
  const { credentials } = await resident
  const browser = portal.browser()
  const answer = await browser.post('/sign-in', {
    ...credentials,
    requestKey: inputValue((await browser.get('/sign-in')).html, 'requestKey'),
  })
  expect(answer.status).toBe(303)
  return browser
}

async function atDesk(): Promise<Browser> {
  const browser = portal.browser()
  const requestKey = inputValue((await browser.get('/desk')).html, 'requestKey')
  const answer = await browser.post('/desk/sign-in', { worker: 'm.rossi', password: deskPassword, requestKey })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/desk'])
  return browser
}

/** The paths of the forms that the rooms have of their own, as Express knows them. */
async function ownForms(): Promise<readonly string[]> {
  const { sportello } = openCounter()
  const clock = { now: () => 0 }
  const log = () => {}
  const router = express.Router()
  const ground = { sportello, clock, log, post: null, gates: [], workers: await openWorkers(staff(deskPassword), clock) }
  const made = expressPortal(sportello, { office, log, scripts, operator: () => null })
  for (const room of rooms) {
    room.routes?.({ ...ground, kit: kitOf(office), portal: made, router, read: express.urlencoded({ extended: false }) })
  }
  return router.stack.flatMap(({ route }) => (route?.stack.some(({ method }) => method === 'post') ? [String(route.path)] : []))
}

/** The paths of the forms of the package, as docs/host.md has them; another test compares that table with its pages. */
function packageForms(): readonly string[] {
  const [, table = ''] = /### The fields of the forms\n([\s\S]*?)\n### /.exec(readFileSync(`${root}docs/host.md`, 'utf8')) ?? []
  return [...table.matchAll(/^\| (`.*?) \| /gm)].flatMap(([, paths = '']) =>
    [...paths.matchAll(/`([^`]+)`/g)].map(([, path = '']) => `/${path}`),
  )
}

const filledPath = (path: string): string => path.replaceAll(/[:*{]\w+}?/g, 'x')

function expectStrict(headers: Headers, what: string): void {
  expect(headers.get('content-security-policy'), what).toMatch(/default-src 'none'/)
  expect(headers.get('content-security-policy'), what).toMatch(/frame-ancestors 'none'/)
  expect(headers.get('content-security-policy'), what).not.toMatch(/unsafe|\*|https?:/)
  expect(headers.get('cache-control'), what).toBe('no-store')
  expect(headers.get('referrer-policy'), what).toBe('no-referrer')
  expect(headers.get('x-content-type-options'), what).toBe('nosniff')
  expect(headers.get('x-powered-by'), what).toBeNull()
}

/** The paths of a page that lead on within the portal, without what stands behind `#`. */
const ways = (html: string): readonly string[] =>
  [...html.matchAll(/<a [^>]*href="(\/[^"#]*)[^"]*"/g)].map(([, path = '']) =>
    path.replaceAll('&#38;', '&').replaceAll('&amp;', '&'),
  )

/** What is wrong with the markup of a page, a line each. */
function flaws(path: string, html: string): readonly string[] {
  const found: string[] = []
  if (/<script(?![^>]* src="\/)/.test(html)) found.push('a script within the page')
  if (/<style|<[^>]* style="/.test(html)) found.push('a style within the page')
  if (/<[^>]* on[a-z]+="/.test(html)) found.push('a handler within the page')
  if (/<(script|link|img|iframe|form|object|embed)\b[^>]* (src|href|action)="(https?:|\/\/)/.test(html))
    found.push('something from elsewhere')
  for (const [, attributes = '', inside = ''] of html.matchAll(/<form ([^>]*)>([\s\S]*?)<\/form>/g)) {
    // Looking changes nothing, and neither does a second sign-out.
    const isHarmless =
      /method="get"|data-sportello-submit|action="\/((desk\/)?sign-out|registration\/ticket|assistance\/topics)"/.test(attributes)
    if (!isHarmless && !/<input type="hidden" name="requestKey" value="[\w-]{22}">/.test(inside))
      found.push(`no request key: ${attributes}`)
    if (/type="password"[^>]* value="[^"]/.test(inside)) found.push(`a secret filled in: ${attributes}`)
  }
  return found.map((line) => `${path}: ${line}`)
}

/** Pages that whoever has nothing there finds as well: they say so, and lead on. */
const withoutOwn: ReadonlyMap<string, number> = new Map([
  ...([
    ['/area', 401],
    ['/desk', 401],
    ['/registration/status', 404],
    ['/assistance/status', 404],
  ] as const),
])

/** Walks from one page to all that it leads to, the addresses of one kind once. */
async function crawl(
  browser: Browser,
  from: readonly string[],
): Promise<{ readonly seen: readonly string[]; readonly found: readonly string[] }> {
  const kindOf = (path: string) => path.replace(/\?.*/, '').replaceAll(/[0-9A-HJKMNP-TV-Z]{26}/g, ':id')
  const seen = new Set<string>()
  const found: string[] = []
  const waiting = [...from]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(kindOf(path)) || path.startsWith('/language/')) continue
    seen.add(kindOf(path))
    const { status, html, headers } = await browser.get(path)
    if (status >= 300 && status < 400) {
      waiting.push(headers.get('location') ?? '/')
      continue
    }
    if (headers.get('content-type')?.startsWith('text/html') !== true) continue
    expectStrict(headers, path)
    if (status !== 200 && withoutOwn.get(path) !== status) found.push(`${path}: answered with ${status}`)
    found.push(...flaws(path, html))
    waiting.push(...ways(html))
  }
  return { seen: [...seen], found }
}

describe('the cookies of the portal, reached by https', () => {
  it('are for no script, for this site alone, and never sent in clear', async () => {
    resident ??= subscribed(portal.counter)
    const { credentials } = await resident
    const lines: string[] = []
    const browser = portal.browser()
    const keyOf = async (path: string) => inputValue((await browser.get(path)).html, 'requestKey')
    lines.push(...(await browser.post('/sign-in', { ...credentials, requestKey: await keyOf('/sign-in') })).cookies)
    lines.push(...(await browser.post('/desk/sign-in', { worker: 'm.rossi', password: deskPassword })).cookies)
    lines.push(...(await browser.get('/language/en')).cookies)
    const { ticket } = accepted(await portal.counter.sportello.registration.open({ ...anna, ...second }))
    lines.push(
      ...(await browser.post('/registration/ticket', { ticket, requestKey: await keyOf('/registration/status') })).cookies,
    )
    const names = lines.map((line) => line.slice(0, line.indexOf('=')))
    for (const name of ['session', 'device', 'worker', 'language', 'ticket']) expect(names).toContain(name)
    for (const line of lines) {
      expect(line).toMatch(/; HttpOnly/)
      expect(line).toMatch(/; SameSite=(Lax|Strict)/)
      expect(line).toMatch(/; Secure/)
      expect(line).toMatch(/; Path=\//)
      expect(line).not.toMatch(/; Domain=/)
    }
  })
})

const second = {
  surname: 'Neri',
  name: 'Paolo',
  codiceFiscale: 'NREPLA68H12F839D',
  sex: 'M',
  birthDate: '1968-06-12',
  birthProvince: 'NA',
  birthMunicipality: 'Napoli',
  email: 'paolo.neri@example.it',
} as const

describe('every form of the portal', () => {
  it('is taken from a page of the portal alone, whoever has signed in', async () => {
    const [subscriber, worker] = [await signedIn(), await atDesk()]
    const paths = [...packageForms(), ...(await ownForms())]
    expect(paths.length).toBeGreaterThan(40)
    expect(paths).toContain('/desk/sign-in')
    expect(paths).toContain('/area/pec')
    for (const path of paths) {
      for (const site of ['cross-site', 'same-site', 'none', '']) {
        for (const browser of [subscriber, worker]) {
          const { status, headers, cookies } = await browser.post(filledPath(path), { codiceFiscale: 'x' }, { site })
          expect(status, `${path} from ${site}`).toBe(403)
          expect(cookies).toEqual([])
          expectStrict(headers, path)
        }
      }
    }
  })

  it('is read up to a limit, and what is larger is answered with a page', async () => {
    const browser = await atDesk()
    const long = { worker: 'm.rossi', password: 'x'.repeat(200_000) }
    const refused = await browser.post('/desk/sign-in', long)
    expect(refused.status).toBe(413)
    expectStrict(refused.headers, '/desk/sign-in')
    const signIn = await browser.post('/sign-in', { codiceFiscale: 'x', pin: '1', password: 'x'.repeat(2_000_000) })
    expect(signIn.status).toBe(413)
    expectStrict(signIn.headers, '/sign-in')
    const { sportello } = portal.counter
    const { ticket, id } = accepted(await sportello.registration.open({ ...anna, ...second }))
    browser.jar.set('ticket', ticket)
    const file = new File([new Uint8Array(11_500_000)], 'card.pdf', { type: 'application/pdf' })
    const upload = await browser.post('/registration/documents', { request: id, type: 'identity-card', file })
    expect(upload.status).toBe(413)
    expectStrict(upload.headers, '/registration/documents')
  })
})

describe('every page of the portal', () => {
  it('that anybody finds, and that a subscriber finds, has strict headers, a request key in each form, and no way that leads nowhere', async () => {
    for (const browser of [portal.browser(), await signedIn()]) {
      const { seen, found } = await crawl(browser, ['/'])
      expect(found).toEqual([])
      expect(seen).toContain('/registration')
      expect(seen).toContain('/privacy')
    }
  })

  it('that an operator finds, likewise', async () => {
    const browser = await atDesk()
    const { seen, found } = await crawl(browser, ['/desk'])
    expect(found).toEqual([])
    for (const path of ['/desk', '/desk/requests', '/desk/people', '/desk/calendar']) expect(seen).toContain(path)
  })

  it('has the same headers where something is wrong', async () => {
    const browser = portal.browser()
    for (const [path, status] of [
      ['/nothing', 404],
      ['/static/nothing', 404],
      ['/static/portal/nothing.css', 404],
      ['/area', 401],
      ['/desk', 401],
      ['/desk/requests/x', 401],
      ['/%ff', 404],
      ['/desk/%', 401],
    ] as const) {
      const answer = await browser.get(path)
      expect([path, answer.status]).toEqual([path, status])
      expectStrict(answer.headers, path)
      expect(answer.html).not.toMatch(/\bat [\w.]+ \(|node_modules|file:\/\//)
    }
  })
})

/** Asks for a path as it stands, which `fetch` would tidy. */
function asked(path: string): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const { port } = new URL(portal.url)
  return new Promise((resolve, reject) => {
    ask({ host: '127.0.0.1', port, path }, (answer) => {
      let text = ''
      answer.setEncoding('latin1').on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => {
        const headers = new Headers(
          Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
        )
        resolve({ status: answer.statusCode ?? 0, text, headers })
      })
    })
      .on('error', reject)
      .end()
  })
}

describe('the files of the portal', () => {
  it('are kept by browsers for an hour, as what they are', async () => {
    for (const [path, type] of [
      ['/static/css/bootstrap-italia.min.css', 'text/css'],
      ['/static/portal/portal.css', 'text/css'],
      ['/static/portal/portal.js', 'text/javascript'],
      ['/static/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-regular.woff2', 'font/woff2'],
      ['/checklist.global.js', 'text/javascript'],
    ] as const) {
      const { status, headers } = await asked(path)
      expect([path, status]).toEqual([path, 200])
      expect(headers.get('cache-control')).toBe('public, max-age=3600')
      expect(headers.get('content-type')).toContain(type)
    }
  })

  it('are those of three folders and nothing above them', async () => {
    for (const way of ['..', '%2e%2e', '..%2f..', '%2e%2e%5c', '....//']) {
      for (const folder of ['css', 'fonts', 'portal']) {
        for (const name of ['package.json', 'main.ts', 'web/app.ts', 'data/portal/keys', 'etc/passwd']) {
          for (const path of [
            `/static/${folder}/${way}/${name}`,
            `/static/${folder}/${way}/${way}/${name}`,
            `/static/${way}/${name}`,
          ]) {
            const { status, text } = await asked(path)
            expect(status, path).toBeGreaterThanOrEqual(400)
            expect(text, path).not.toMatch(/"version"|import |root:/)
          }
        }
      }
    }
  })

  it('have one script of the portal’s own, of at most 10 kB', () => {
    const folder = `${root}examples/portal/assets`
    const own = readdirSync(folder).filter((name) => name.endsWith('.js'))
    expect(own).toEqual(['portal.js'])
    expect(statSync(join(folder, 'portal.js')).size).toBeLessThanOrEqual(10_000)
  })
})

it('the policy of contents lets nothing in from elsewhere, and no script within a page', () => {
  const directives = new Map(
    contentPolicy.split('; ').map((one) => [one.slice(0, one.indexOf(' ')), one.slice(one.indexOf(' ') + 1)]),
  )
  expect(directives.get('default-src')).toBe("'none'")
  expect(directives.get('script-src')).toBe("'self'")
  expect(directives.get('style-src')).toBe("'self'")
  expect(directives.get('form-action')).toBe("'self'")
  expect(directives.get('base-uri')).toBe("'none'")
  expect(directives.get('frame-ancestors')).toBe("'none'")
})
