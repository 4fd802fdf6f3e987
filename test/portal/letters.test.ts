/** Every letter in a real browser: what axe finds, how it fits a phone, and pictures of all of them beside the gallery that shows them. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Shown, widths, writeGallery } from '../gallery/letters.ts'
import { openChromium } from '../support/chromium.ts'
import { overflow, violations } from './support/states.ts'

/** An artefact of the run. */
const folder = fileURLToPath(new URL('../../reports/portal/letters', import.meta.url))
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
  await look(page)
  await page.close()
}

it.for(['it', 'en'] as const)('every letter reads well, %s', async (locale) => {
  const found: string[] = []
  await within(widths.phone, async (page) => {
    for (const { name } of letters) {
      await page.setViewportSize({ width: locale === 'it' ? widths.phone : widths.desk, height: 900 })
      await page.goto(at(`${name}.${locale}.html`))
      found.push(...(await violations(page)).map((line) => `${name}: ${line}`))
      await page.setViewportSize({ width: 320, height: 640 })
      const wider = await overflow(page)
      if (wider > 0) found.push(`${name}: ${wider} points wider than a phone of 320`)
    }
  })
  expect(letters.length).toBeGreaterThan(50)
  expect(found).toEqual([])
})

it('the gallery shows each of them, in both languages, on a phone and on a desk, and its pictures are kept', async () => {
  await within(1280, async (page) => {
    await page.goto(at('index.html'))
    expect(await page.locator('nav a').count()).toBe(letters.length)
    expect(await page.locator('iframe').count()).toBe(4 * letters.length)
    for (const { name } of letters) expect(await page.locator(`section[id="${name}"] iframe`).count(), name).toBe(4)
    const [first] = letters
    const frame = page.frameLocator('iframe').first()
    expect(await frame.locator('body').textContent()).toContain('Maria Annunziata De Santis')
    expect(await page.locator('section p').first().textContent()).toBe(first?.subjects.it)
    expect(await violations(page, ['iframe'])).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
  })
  const sheets = readdirSync(folder).filter((name) => /^sheet-.*-light-\d+\.html$/.test(name))
  expect(sheets.length).toBeGreaterThan(20)
  await within(1280, async (page) => {
    for (const name of sheets) {
      const width = 5 * ((name.includes('-phone-') ? widths.phone : widths.desk) + 12) + 16
      await page.setViewportSize({ width, height: 900 })
      await page.goto(at(name))
      await page.screenshot({ path: join(folder, name.replace(/html$/, 'png')), fullPage: true })
    }
  })
})
