/** The site as it is built: what it links to is there, it asks no other machine, everybody can read it, and words lead to the right page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { posix } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { italianGroup, siteGroups } from '../../docs/.vitepress/pages.ts'
import { openChromium } from '../support/chromium.ts'
import { readManifest } from '../support/package.ts'
import { buildSite, siteFolder } from '../support/site/build.ts'
import { callsByGroup, chapterOf, chapters } from '../support/site/chapters.ts'
import { documentedFunctions } from '../support/site/examples.ts'
import { serveFolder } from '../support/site/serve.ts'
import { sitePlaces } from '../support/site/stage.ts'
import { followFirstPages } from './newcomer.ts'

const dist = `${siteFolder}/dist`
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let site: Awaited<ReturnType<typeof serveFolder>>
let browser: Browser
let built: readonly string[] = []

const read = (path: string) => readFileSync(`${dist}/${path}`, 'utf8')

beforeAll(async () => {
  // `SPORTELLO_SITE=built` takes the site as it is, while a test is written.
  if (process.env['SPORTELLO_SITE'] !== 'built') await buildSite()
  built = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html'))
  site = await serveFolder(dist)
  browser = await openChromium()
})

afterAll(async () => {
  await browser?.close()
  site?.close()
})

describe('the pages', () => {
  it('every page of the repository is on the site, and every one but those of decisions in a list', () => {
    const places = [...sitePlaces().values()].map((place) => place.replace(/\.md$/, ''))
    expect(places.filter((place) => !built.includes(`${place}.html`))).toEqual([])
    const listed = [...siteGroups, italianGroup].flatMap(({ pages }) => pages.map(({ path }) => path))
    const others = places.filter(
      (place) => !listed.includes(place) && !place.startsWith('decisions/') && !place.startsWith('it/'),
    )
    expect(others).toEqual([])
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('no link leads to a page or to a heading that is not there', () => {
    const anchors = new Map(
      built.map((page) => [
        page,
        new Set([...read(page).matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => decodeURIComponent(id))),
      ]),
    )
    const dead: string[] = []
    for (const page of built) {
      if (page === '404.html') continue
      const main = /<main[\s\S]*<\/main>/.exec(read(page))?.[0] ?? ''
      for (const [, href = ''] of main.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
        if (/^[a-z]+:/.test(href)) continue
        const [file = '', anchor = ''] = href.split('#')
        const target = file === '' ? page : posix.join(file.startsWith('/') ? '' : posix.dirname(page), file).replace(/^\//, '')
        const found = anchors.get(
          target.endsWith('/') || target === '' || target === '.' ? posix.join(target, 'index.html') : target,
        )
        if (found === undefined || (anchor !== '' && !found.has(decodeURIComponent(anchor)))) dead.push(`${page}: ${href}`)
      }
    }
    expect(dead).toEqual([])
  })

  it('no page and no style loads anything from another machine', () => {
    const loading =
      /<(?:img|script|link|iframe|source|video|audio|object|embed|image|use)\b[^>]*?\s(?:src|srcset|href|data|poster)="(?:https?:)?\/\//g
    const pages = built.flatMap((page) => [...read(page).matchAll(loading)].map(([found]) => `${page}: ${found}`))
    const styles = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.css'))
      .flatMap((name) =>
        [...read(name).matchAll(/(?:url\(|@import )\s*["']?(?:https?:)?\/\//g)].map(([found]) => `${name}: ${found}`),
      )
    expect([...pages, ...styles]).toEqual([])
  })

  it('no table has a heading that is empty', () => {
    expect(built.filter((page) => /<th[^>]*>\s*<\/th>/.test(read(page)))).toEqual([])
  })

  it('llms.txt names every page of the lists with a sentence, and its links lead somewhere', () => {
    const lines = read('llms.txt')
      .split('\n')
      .filter((line) => line.startsWith('- '))
    expect(lines.length).toBeGreaterThan(40)
    for (const line of lines) {
      const [, link = '', says = ''] = /^- \[[^\]]+\]\(\/([^)]+)\): (.*)$/.exec(line) ?? []
      expect([line, existsSync(`${dist}/${link}`), says !== '']).toEqual([line, true, true])
    }
  })

  it('the package does not hold the site', () => {
    expect((readManifest() as never as { readonly files: readonly string[] }).files).toEqual([
      'dist',
      'docs',
      '!docs/it',
      ...['assurance', 'comparison', 'contributing', 'deciding', 'going-live'].map((name) => `!docs/${name}.md`),
      '!docs/.vitepress',
      ...['campaigns', 'demo', 'maintenance-table', 'mutants', 'performance', 'planted'].map((name) => `!docs/${name}.md`),
      'CHANGELOG.md',
      'SECURITY.md',
    ])
  })
})

describe('the functions and the calls', () => {
  it('every exported function is told of in a chapter, and has its page', () => {
    const lost = documentedFunctions().filter(
      ({ path, entry, name }) => chapterOf(path) === undefined || !built.includes(`reference/${entry}/functions/${name}.html`),
    )
    expect(lost.map(({ name }) => name)).toEqual([])
  })

  it('every call of a counter stands in a chapter', () => {
    const told = chapters.flatMap(({ groups }) => groups)
    expect(
      [...callsByGroup()].filter(([group, calls]) => calls.length > 0 && !told.includes(group)).map(([group]) => group),
    ).toEqual([])
  })
})

describe('a newcomer', () => {
  it('comes from an empty folder to an applicant who is signed in by what the first two pages say', async () => {
    expect(await followFirstPages(browser, site.url)).toContain('Luca Bianchi')
  })
})

/** A page of each kind. */
const kinds = [
  'index.html',
  'recovery.html',
  '404.html',
  'refusals.html',
  'guides/next.html',
  'reference/sportello/functions/unwrap.html',
  'reference/sportello/interfaces/RegistrationApi.html',
]

/** What axe finds on the page that is open. */
async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() => (globalThis as never as { axe: { run: () => Promise<AxeResults> } }).axe.run())
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)}`),
  )
}

describe.each(['light', 'dark'] as const)('in the browser, %s', (colorScheme) => {
  it.each([390, 1280])(
    'at %i pixels nothing is asked elsewhere, axe finds nothing, and nothing is wider than the screen',
    async (width) => {
      // Axe takes longer than all the rest: it looks at each width and at each scheme of colours once.
      const isForAxe = (colorScheme === 'light') === (width === 390)
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      const elsewhere: string[] = []
      const wrong: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(site.url) && !request.url().startsWith('data:')) elsewhere.push(request.url())
      })
      page.on('pageerror', (error) => wrong.push(String(error)))
      for (const kind of kinds) {
        await page.goto(`${site.url}/${kind}`, { waitUntil: 'networkidle' })
        if (isForAxe) wrong.push(...(await violationsOn(page)).map((violation) => `${kind}: ${violation}`))
        const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        if (overflow !== 0) wrong.push(`${kind}: ${overflow} pixels too wide`)
      }
      await context.close()
      expect(elsewhere).toEqual([])
      expect(wrong).toEqual([])
    },
  )
})

describe('the search', () => {
  let page: Page
  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(`${site.url}/index.html`, { waitUntil: 'networkidle' })
  })
  afterAll(() => page.close())

  it.each([
    ['forgotten password', 'recovery'],
    ['fastify', 'guides/fastify'],
    ['next.js', 'guides/next'],
    ['rotate keys', 'guides/keys'],
    ['createSportello', 'reference/sportello/functions/createSportello'],
    ['maintenance window', 'maintenance'],
    ['threat model', 'threat-model'],
    ['PEC receipts', 'guides/pec-receipts'],
    ['delegation', 'services'],
    ['PostgreSQL production', 'guides/postgresql'],
    ['first portal', 'first-portal'],
    ['registration/lapsed', 'registration'],
  ])('`%s` leads to %s', async (words, wanted) => {
    await page.keyboard.press('Control+k')
    await page.fill('.VPLocalSearchBox input', words)
    await page.waitForSelector('.VPLocalSearchBox .result')
    await page.waitForTimeout(300)
    const found = (await page.evaluate(
      "[...document.querySelectorAll('.VPLocalSearchBox a.result')].map((one) => one.getAttribute('href'))",
    )) as string[]
    await page.keyboard.press('Escape')
    expect(found.slice(0, 3).map((href) => href.replace(/^\/|\.html.*$/g, ''))).toContain(wanted)
  })
})
