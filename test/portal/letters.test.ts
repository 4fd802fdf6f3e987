/** Every letter in a real browser: what axe finds, how it fits a phone, and the gallery that shows them, with pictures where they are asked for. */
/// <reference lib="dom" />
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Shown, widths, writeGallery } from '../gallery/letters.ts'
import { openChromium } from '../support/chromium.ts'
import { bringAxe, violations, violationsOf, wcag } from './support/axe.ts'
import { overflow } from './support/states.ts'

/** An artefact of the run. */
const folder = fileURLToPath(new URL('../../reports/portal/letters', import.meta.url))
/** Nothing of a picture is judged. */
const isDrawn = process.env['SPORTELLO_PICTURES'] === 'all'
const at = (name: string): string => pathToFileURL(join(folder, name)).href

let chromium: Browser
let letters: readonly Shown[] = []
beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  letters = writeGallery(folder)
  chromium = await openChromium()
})
afterAll(() => chromium?.close())

async function within(width: number, look: (page: Page) => Promise<void>): Promise<void> {
  const page = await chromium.newPage({ viewport: { width, height: 900 } })
  // Nothing here is judged by how long it takes.
  page.setDefaultTimeout(0)
  await look(page)
  await page.close()
}

it.for(['it', 'en'] as const)('every letter reads well, %s', async (locale) => {
  const found: string[] = []
  // One language on a phone, the other on a desk: the layout is the same.
  await within(locale === 'it' ? 320 : widths.desk, async (page) => {
    await bringAxe(page)
    for (const { name, subjects } of letters) {
      await page.evaluate(
        (html) => {
          document.open()
          document.write(html)
          document.close()
        },
        readFileSync(join(folder, `${name}.${locale}.html`), 'utf8'),
      )
      expect(await page.locator('html').getAttribute('lang')).toBe(locale)
      expect((await page.locator('body').innerText()).length).toBeGreaterThan(subjects[locale].length)
      // A letter stands in the page of a mail program, which has the landmarks that `best-practice` asks for.
      found.push(...(await violationsOf(page, wcag)).map((line) => `${name}: ${line}`))
      const wider = await overflow(page)
      if (wider > 0) found.push(`${name}: ${wider} points wider than the window`)
    }
  })
  expect(letters.length).toBeGreaterThan(50)
  expect(found).toEqual([])
})

it('the gallery shows each of them, in both languages, on a phone and on a desk', async () => {
  await within(1280, async (page) => {
    await page.goto(at('index.html'), { waitUntil: 'domcontentloaded' })
    expect(await page.locator('nav a').count()).toBe(letters.length)
    const shown = await page
      .locator('section')
      .evaluateAll((sections) => sections.map((one) => [one.id, one.querySelectorAll('iframe').length] as const))
    expect(shown).toEqual(letters.map(({ name }) => [name, 4]))
    expect(await page.frameLocator('iframe').first().locator('body').textContent()).toContain('Maria Annunziata De Santis')
    expect(await violations(page, ['iframe'])).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    if (isDrawn) await page.screenshot({ path: join(folder, 'index.jpg'), type: 'jpeg', quality: 75 })
  })
  const sheets = readdirSync(folder).filter((name) => /^sheet-.*-light-\d+\.html$/.test(name))
  expect(sheets.length).toBeGreaterThan(20)
  if (!isDrawn) return
  await within(1280, async (page) => {
    for (const name of sheets) {
      const width = 5 * ((name.includes('-phone-') ? widths.phone : widths.desk) + 12) + 16
      await page.setViewportSize({ width, height: 900 })
      await page.goto(at(name))
      // Each letter as high as it is.
      await page.locator('iframe').evaluateAll((frames: HTMLIFrameElement[]) => {
        for (const frame of frames) {
          frame.height = '10'
          frame.height = String(frame.contentDocument?.documentElement.scrollHeight ?? 1_500)
        }
      })
      await page.screenshot({ path: join(folder, name.replace(/html$/, 'jpg')), type: 'jpeg', quality: 75, fullPage: true })
    }
  })
})
