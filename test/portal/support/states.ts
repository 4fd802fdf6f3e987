/// <reference lib="dom" />
/** Looks at every state of the pages of a room: what axe finds, how it fits, what it asks for, and what is left of it without JavaScript. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import type { Locale } from 'sportello'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type Visit, type World } from './world.ts'

/** A page as somebody meets it. */
export type State = {
  /** `area/pec-refused`: also the name of its pictures. */
  readonly name: string
  /** Leaves the browser at it. What has to have happened before is best done by calls of `visit.world.town`, which cost less than pages. */
  readonly reach: (visit: Visit) => Promise<void>
  /** What the page is called, in each language. */
  readonly title: { readonly [L in Locale]: string | RegExp }
  /** A page that links of letters lead to: the link is behind `#`, which a browser without JavaScript does not read. */
  readonly needsScript?: boolean
  /** A document is shown in it: the key of tabulation also goes through the viewer of the browser, which has buttons of its own. */
  readonly hasViewer?: boolean
}

/** So many presses leave any viewer again. */
const viewerPresses = 40

/** Where the pictures of a run are: an artefact of it. */
const pictures = fileURLToPath(new URL('../../../reports/portal', import.meta.url))

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const wcag: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const rules = [...wcag, 'best-practice']

/** What axe finds wrong, a line each; nothing of what `without` selects. */
export async function violations(page: Page, without: readonly string[] = []): Promise<readonly string[]> {
  await bringAxe(page)
  return violationsOf(page, rules, without)
}

/** The policy of the pages lets no script of a page run but their own; this one is the browser's. */
export const bringAxe = (page: Page): Promise<void> => page.evaluate(axeSource)

/** The same by these rules, of a page that has been brought axe. */
export async function violationsOf(
  page: Page,
  tags: readonly string[],
  without: readonly string[] = [],
): Promise<readonly string[]> {
  const { violations: found } = await page.evaluate(
    ([values, exclude]): Promise<AxeResults> =>
      (globalThis as never as { axe: typeof import('axe-core') }).axe.run(
        { include: ['html'], exclude },
        // Only what is wrong is gathered: to describe everything that is right takes as long again.
        { runOnly: { type: 'tag', values }, resultTypes: ['violations'] },
      ),
    [[...tags], [...without]] as [string[], string[]],
  )
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}

/** By how many points the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What cannot be reached by the key of tabulation, or does not show that it has been, a line each. */
async function unreached(page: Page, more: number): Promise<readonly string[]> {
  const count = await page.evaluate(() => {
    const met = new Set<Element>()
    const blind: string[] = []
    addEventListener('focusin', ({ target }) => {
      if (!(target instanceof HTMLElement)) return
      met.add(target)
      const { outlineStyle, boxShadow } = getComputedStyle(target)
      if (outlineStyle === 'none' && boxShadow === 'none') blind.push(`no mark of focus: ${target.outerHTML}`)
    })
    const all = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, textarea, summary'),
    ]
    const seen = all.filter((one) => one.checkVisibility() && !one.matches(':disabled'))
    Object.assign(globalThis, {
      unmet: () => [
        ...blind,
        ...seen
          // Of the buttons of one choice the first is reached, or the chosen one; arrows lead to the others.
          .filter(
            (one) =>
              !met.has(one) &&
              !(
                one instanceof HTMLInputElement &&
                one.type === 'radio' &&
                [...met].some((other) => other instanceof HTMLInputElement && other.name === one.name)
              ),
          )
          .map((one) => `not reached: ${one.outerHTML}`),
      ],
    })
    document.body.focus()
    // Day, month, year, hour, minute and the button of the calendar are a stop each.
    const dates = seen.filter((one) => one instanceof HTMLInputElement && one.type.startsWith('date'))
    return seen.length + 6 * dates.length
  })
  await Promise.all(Array.from({ length: count + 8 + more }, () => page.keyboard.press('Tab')))
  return page.evaluate(() => (globalThis as never as { unmet: () => readonly string[] }).unmet())
}

const heading = async (page: Page): Promise<string> => (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''

const fileWeights = new Map<string, Promise<number>>()

/** The same of a file, which all pages have alike: to make it small takes longer than to look at a page. */
function fileWeight(address: URL): Promise<number> {
  const known =
    fileWeights.get(address.href) ??
    fetch(address)
      .then((answer) => answer.arrayBuffer())
      .then((bytes) => brotliCompressSync(bytes).byteLength)
  fileWeights.set(address.href, known)
  return known
}

/** The bytes that a first visit to the page takes, without fonts, as a server with brotli sends them. */
async function weight(page: Page): Promise<number> {
  const [address, html] = [page.url(), await page.content()]
  const names = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /\.(css|js)$/.test(new URL(name).pathname)),
  )
  const files = await Promise.all([...new Set(names)].map((name) => fileWeight(new URL(name, address))))
  return files.reduce((sum, bytes) => sum + bytes, brotliCompressSync(html).byteLength)
}

const weightMax = 150_000

/** One test a state and language. */
export function describeStates(room: string, states: readonly State[]): void {
  describe(`every state of the pages of ${room}`, () => {
    let world: World
    beforeAll(async () => {
      mkdirSync(pictures, { recursive: true })
      world = await openWorld()
    })
    afterAll(async () => {
      await world?.close()
      expect(world?.logged).toEqual([])
    })

    for (const state of states) {
      for (const locale of ['it', 'en'] as const) {
        it(`${state.name}, ${locale}`, async () => {
          const visit = await world.browser(locale, { viewport: { width: 1280, height: 900 } })
          const { page, context, complaints } = visit
          const shot = (name: string) =>
            page.screenshot({
              path: join(pictures, `${state.name.replaceAll('/', '.')}.${locale}.${name}.jpg`),
              ...{ type: 'jpeg', quality: 75, fullPage: true },
            })
          await state.reach(visit)
          expect(await heading(page)).toMatch(state.title[locale])
          expect(await page.locator('html').getAttribute('lang')).toBe(locale)
          expect(await weight(page)).toBeLessThanOrEqual(weightMax)
          await shot('desktop')
          // Each language is one way to look: at a desk by keyboard, or on a phone with forced colours.
          if (locale === 'it') {
            expect(await violations(page)).toEqual([])
            expect(await unreached(page, state.hasViewer === true ? viewerPresses : 0)).toEqual([])
          }
          // 200 % of a window of 1280 points.
          await page.setViewportSize({ width: 640, height: 450 })
          expect(await overflow(page)).toBeLessThanOrEqual(0)
          await page.setViewportSize({ width: 390, height: 844 })
          await shot('phone')
          if (locale === 'en') {
            await page.emulateMedia({ forcedColors: 'active' })
            expect(await violations(page)).toEqual([])
          }
          await page.setViewportSize({ width: 320, height: 640 })
          expect(await overflow(page)).toBeLessThanOrEqual(0)
          expect(complaints).toEqual([])
          await context.close()
        })
      }
      if (state.needsScript === true) continue
      it(`${state.name}, without JavaScript`, async () => {
        const visit = await world.browser('it', { javaScriptEnabled: false })
        await state.reach(visit)
        expect(await heading(visit.page)).toMatch(state.title.it)
        await visit.context.close()
      })
    }
  })
}
