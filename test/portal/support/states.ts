/// <reference lib="dom" />
/** Looks at every state of the pages of a room: what axe finds, how it fits, what it asks for, and what is left of it without JavaScript. */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Page } from 'playwright-core'
import type { Locale } from 'sportello'
import { describe, expect, it } from 'vitest'
import { type Eye, openEye, windowOf, windows } from './eyes.ts'
import { type Visit, type World, withWorld } from './world.ts'

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

/** To draw a page costs as much as to judge it, and only somebody who looks at pictures needs them. */
const isDrawn = process.env['SPORTELLO_PICTURES'] === 'all'

/** By how many points the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What cannot be reached by the key of tabulation, or does not show that it has been, a line each. */
async function unreached({ visit: { page }, tabs }: Eye, more: number): Promise<readonly string[]> {
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
  await tabs(count + 8 + more)
  return page.evaluate(() => (globalThis as never as { unmet: () => readonly string[] }).unmet())
}

/** What the page is called, and in which language. To ask for each apart takes as long as to draw the page. */
async function facts(page: Page) {
  await page.waitForLoadState()
  return page.evaluate(() => ({
    heading: document.querySelector('h1')?.textContent ?? '',
    language: document.documentElement.lang,
  }))
}

const fileWeights = new Map<string, number>()
const addressWeights = new Map<string, Promise<number>>()

/** To make a file small takes longer than to look at a page, and all rooms have the same ones. */
async function newWeight(address: string): Promise<number> {
  const bytes = Buffer.from(await (await fetch(address)).arrayBuffer())
  const digest = createHash('sha256').update(bytes).digest('hex')
  const known = fileWeights.get(digest) ?? brotliCompressSync(bytes).byteLength
  fileWeights.set(digest, known)
  return known
}

/** The bytes of a file, which all pages of a room have alike. */
function fileWeight(address: string): Promise<number> {
  const known = addressWeights.get(address) ?? newWeight(address)
  addressWeights.set(address, known)
  return known
}

// A page is packed while somebody waits for it, and files once: the best quality takes a hundred times as long.
const whilePacked = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** The bytes that a first visit to the page takes, without fonts, as a server with brotli sends them. */
async function weight(page: Page): Promise<number> {
  const { html, names } = await page.evaluate(() => ({
    html: document.documentElement.outerHTML,
    names: performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /\.(css|js)$/.test(new URL(name).pathname)),
  }))
  const files = await Promise.all([...new Set(names)].map((name) => fileWeight(name)))
  return files.reduce((sum, bytes) => sum + bytes, brotliCompressSync(html, whilePacked).byteLength)
}

const weightMax = 150_000

/** One test a state and language. Italian is looked at on a desk and by keyboard, English without JavaScript, on a phone and with forced colours. */
export function describeStates(room: string, states: readonly State[]): void {
  describe(`every state of the pages of ${room}`, () => {
    let world: World
    const eyes = new Map<Locale, Promise<Eye>>()
    withWorld((opened) => {
      if (isDrawn) mkdirSync(pictures, { recursive: true })
      world = opened
    })

    /** A browser that has seen nothing of what others have seen, but for files that all pages have alike. */
    async function looks(locale: Locale, isAfresh: boolean, look: (eye: Eye) => Promise<void>): Promise<void> {
      const opened = eyes.get(locale) ?? openEye(world, locale)
      // Whoever fails leaves a browser behind that is nobody knows where.
      eyes.delete(locale)
      const eye = await opened
      await eye.begin(isAfresh)
      await look(eye)
      eyes.set(locale, opened)
    }

    async function looksAt(state: State, locale: Locale, eye: Eye): Promise<void> {
      const { page } = eye.visit
      const own = windowOf[locale]
      const picture = (kind: string) => join(pictures, `${state.name.replaceAll('/', '.')}.${locale}.${kind}.jpg`)
      expect(await weight(page)).toBeLessThanOrEqual(weightMax)
      expect(await eye.judged()).toEqual([])
      if (isDrawn) await eye.draw(picture(own))
      if (locale === 'it') expect(await unreached(eye, state.hasViewer === true ? viewerPresses : 0)).toEqual([])
      // 200 % of a window of 1280 points.
      await page.setViewportSize({ width: 640, height: 450 })
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      if (!isDrawn) return
      const other = own === 'desk' ? 'phone' : 'desk'
      await page.setViewportSize(windows[other])
      await eye.draw(picture(other))
    }

    /** What stands there without JavaScript alone, such as a field for a link that is pasted; nothing on most pages. */
    async function looksWithout(locale: Locale, { judged, visit: { page } }: Eye): Promise<void> {
      if (await page.evaluate(() => document.querySelector('noscript') === null)) return
      expect(await judged()).toEqual([])
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      await page.setViewportSize(windows[windowOf[locale]])
    }

    for (const state of states) {
      const { name, title, reach, needsScript = false } = state
      it(`${name}, it`, () =>
        looks('it', needsScript, async (eye) => {
          await reach(eye.visit)
          expect(await facts(eye.visit.page)).toEqual({ heading: expect.stringMatching(title.it), language: 'it' })
          await looksAt(state, 'it', eye)
          expect(eye.complaints()).toEqual([])
        }))

      it(`${name}, en${needsScript ? '' : ', without JavaScript'}`, () =>
        looks('en', needsScript, async (eye) => {
          if (!needsScript) await eye.sleep()
          await reach(eye.visit)
          expect(await facts(eye.visit.page)).toEqual({ heading: expect.stringMatching(title.en), language: 'en' })
          if (!needsScript) {
            await looksWithout('en', eye)
            await eye.wake()
          }
          await looksAt(state, 'en', eye)
          expect(eye.complaints()).toEqual([])
        }))
    }
  })
}
