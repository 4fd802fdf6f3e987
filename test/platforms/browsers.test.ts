/**
 * The scripts for the page of a new password, as they are built: their verdict in Firefox is that of Node, and the oldest browsers of docs/versions.md have
 * all that they use. Needs `npm run build` before, and a Firefox. test/portal/password-page.test.ts does the same in Chromium.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createContext, runInContext } from 'node:vm'
import { transformSync } from 'esbuild'
import { checkPassword, infocert, italia, nist, type PasswordPolicy } from 'sportello/password'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generatedPasswords, someFacts } from '../portal/support/passwords.ts'
import { serve } from '../portal/support/serve.ts'
import { advice, firefoxProgram, type OpenedFirefox, openFirefox } from '../support/firefox.ts'
import { root } from '../support/sources.ts'
import { browsers, scripts } from '../support/versions.ts'

const policies: { readonly [name: string]: PasswordPolicy } = { infocert, italia, nist }
const count = 30_000
const batch = 10_000

const built = (script: string): string => {
  const path = `${root}dist/${script}`
  if (!existsSync(path)) throw new Error('dist is missing: npm run build')
  return readFileSync(path, 'utf8')
}

/** What the page does, from the first key to the last verdict. It is sent as text, so it uses nothing from around it. */
const inThePage = `
const tell = (path, told) => fetch(path, { method: 'POST', body: JSON.stringify(told) })
addEventListener('error', ({ message }) => tell('/failed', message))
addEventListener('unhandledrejection', ({ reason }) => tell('/failed', String(reason)))
addEventListener('load', async () => {
  const field = document.querySelector('input')
  const lines = () => [...document.querySelectorAll('#rules li')].map((line) => line.className + ' ' + line.textContent)
  const before = lines()
  field.value = 'aaaaaaaaB1!'
  field.dispatchEvent(new Event('input'))
  const facts = JSON.parse(field.getAttribute('data-sportello-facts'))
  await tell('/checklist', { before, after: lines() })
  for (let from = 0; from < ${count}; from += ${batch}) {
    const passwords = await (await fetch('/passwords?from=' + from)).json()
    const verdicts = ${JSON.stringify(Object.keys(policies))}.map((name) =>
      passwords.map((one) => JSON.stringify(sportelloPassword.checkPassword(one, sportelloPassword[name], facts))))
    await tell('/verdicts?from=' + from, verdicts)
  }
  await tell('/done', navigator.userAgent)
})`

const attribute = (value: unknown) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll("'", '&#39;')
const page = `<!doctype html><html lang="it"><meta charset="utf-8"><title>Password</title>
<input data-sportello-checklist="rules" data-sportello-policy="infocert" data-sportello-facts='${attribute(someFacts)}'><ul id="rules"></ul>
<script src="/password.global.js"></script><script src="/checklist.global.js"></script><script src="/page.js"></script>`

type Told = {
  checklist: { before: readonly string[]; after: readonly string[] }
  differ: unknown[]
  verdicts: number
  agent: string
}

const told: Told = { checklist: { before: [], after: [] }, differ: [], verdicts: 0, agent: '' }
let server: Server
let firefox: OpenedFirefox | undefined

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}

beforeAll(async () => {
  const passwords = generatedPasswords(count)
  const files: { readonly [path: string]: readonly [type: string, text: string] } = {
    '/': ['text/html; charset=utf-8', page],
    '/page.js': ['text/javascript', inThePage],
    '/password.global.js': ['text/javascript', built('password.global.js')],
    '/checklist.global.js': ['text/javascript', built('checklist.global.js')],
  }
  let finish: (fault?: string) => void = () => {}
  const finished = new Promise<string | undefined>((resolve) => {
    finish = resolve
  })
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1/')
    const from = Number(searchParams.get('from'))
    const some = passwords.slice(from, from + batch)
    const file = files[pathname]
    if (request.method !== 'POST') {
      // As JSON, which writes the halves of pairs by their numbers: UTF-8 would mend them.
      const [type, text] = file ?? ['application/json', pathname === '/passwords' ? JSON.stringify(some) : '']
      response.writeHead(200, { 'content-type': type }).end(text)
      return
    }
    const body = await bodyOf(request)
    if (pathname === '/checklist') told.checklist = body as Told['checklist']
    if (pathname === '/verdicts') {
      Object.values(policies).forEach((policy, which) => {
        const there = (body as readonly (readonly string[])[])[which] ?? []
        some.forEach((text, at) => {
          told.verdicts += 1
          const here = JSON.stringify(checkPassword(text, policy, someFacts))
          if (here !== there[at]) told.differ.push([JSON.stringify(text), here, there[at]])
        })
      })
    }
    if (pathname === '/done') told.agent = String(body)
    response.end()
    if (pathname === '/done') finish()
    if (pathname === '/failed') finish(String(body))
  })
  firefox = await openFirefox(await serve(server))
  const early = firefox.ended.then((printed) => `Firefox has ended before the page had finished: ${printed}`)
  const fault = await Promise.race([finished, early])
  if (fault !== undefined) throw new Error(fault)
})

afterAll(async () => {
  await firefox?.close()
  server?.close().closeAllConnections()
})

describe('the page of a new password in Firefox', () => {
  it('is no older than the floor', ({ task }) => {
    task.meta.figure = `the rules of passwords ran in Firefox ${firefox?.version}`
    const floor = browsers.find(({ name }) => name === 'Firefox')?.oldest ?? ''
    expect(told.agent).toMatch(/Firefox\/\d/)
    expect(Number.parseFloat(firefox?.version ?? '')).toBeGreaterThanOrEqual(Number.parseFloat(floor))
  })

  it('lists the rules, and judges them at a key', () => {
    expect(told.checklist.before).toHaveLength(infocert.rules.length)
    expect(told.checklist.before.filter((line) => /^(met|unmet) /.test(line))).toEqual([])
    expect(told.checklist.after).toContain('unmet Lo stesso carattere non più di 2 volte di seguito: non ancora rispettata')
    expect(told.checklist.after.filter((line) => line.startsWith('met '))).toHaveLength(infocert.rules.length - 1)
  })

  it('finds the same as Node, on thirty thousand passwords and by every policy', () => {
    expect(told.differ.slice(0, 10)).toEqual([])
    expect(told.verdicts).toBe(count * Object.keys(policies).length)
  })

  it('says in one line how to get a Firefox where there is none', () => {
    expect(() => firefoxProgram({ PATH: '/nowhere' })).toThrow(advice)
    expect(advice).not.toContain('\n')
    expect(advice).toContain('apt-get install firefox-esr')
    expect(firefoxProgram({ SPORTELLO_TEST_FIREFOX: '/opt/firefox' })).toBe('/opt/firefox')
  })
})

/** Built-ins that are younger than ECMAScript 2020, by where they hang. */
const younger: { readonly [owner: string]: readonly string[] } = {
  'String.prototype': ['replaceAll', 'at', 'isWellFormed', 'toWellFormed'],
  'Array.prototype': ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with'],
  Array: ['fromAsync'],
  Object: ['hasOwn', 'groupBy'],
  Map: ['groupBy'],
  Promise: ['any', 'withResolvers', 'try'],
  'Set.prototype': ['union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf', 'symmetricDifference', 'isDisjointFrom'],
  Intl: ['Segmenter', 'ListFormat', 'DisplayNames'],
  RegExp: ['escape'],
  globalThis: ['WeakRef', 'FinalizationRegistry', 'AggregateError', 'Iterator'],
}

describe('the oldest browsers', () => {
  it.each(scripts)('have the syntax of %s', (script) => {
    const code = built(script)
    // What the pattern of a category of characters stands for grows with Unicode; that there are such patterns is ES2018.
    const written = (target: string) =>
      transformSync(code, { target, minify: true, supported: { 'regexp-unicode-property-escapes': true }, logLevel: 'silent' })
        .code
    for (const { name, oldest, target } of browsers) expect(written(target), `${name} ${oldest}`).toBe(written('esnext'))
    // An older standard would have it rewritten: the comparison sees it.
    expect(written('es2019')).not.toBe(written('esnext'))
  })

  it('have the built-ins of password.global.js: without what is younger the verdicts are the same', () => {
    const context = createContext({})
    for (const [owner, names] of Object.entries(younger)) {
      for (const name of names) runInContext(`delete ${owner}[${JSON.stringify(name)}]`, context)
    }
    expect(runInContext('[typeof "".replaceAll, typeof [].at, typeof Object.hasOwn]', context).join()).toBe(
      'undefined,undefined,undefined',
    )
    runInContext(built('password.global.js').replace('var sportelloPassword', 'globalThis.sportelloPassword'), context)
    const check = runInContext(
      '(texts, name, facts) => JSON.parse(texts).map((text) => JSON.stringify(sportelloPassword.checkPassword(text, sportelloPassword[name], JSON.parse(facts))))',
      context,
    )
    const some = generatedPasswords(5_000)
    for (const [name, policy] of Object.entries(policies)) {
      const there = [...check(JSON.stringify(some), name, JSON.stringify(someFacts))]
      expect(there).toEqual(some.map((text) => JSON.stringify(checkPassword(text, policy, someFacts))))
    }
  })
})
