/// <reference lib="dom" />
/** Browsers that look at one state of a page after the other, and what axe says of each. To open a new one takes longer than to look. */
import { writeFile } from 'node:fs/promises'
import type { CDPSession, Page } from 'playwright-core'
import type { Locale } from 'sportello'
import { sharedChromium } from '../../support/chromium.ts'
import { bringAxe, rules, violationsOf } from './axe.ts'
import { lostWithForcedColours } from './forced.ts'
import type { Visit, World } from './world.ts'

/** A browser of one language. */
export type Eye = {
  readonly visit: Visit
  /** Forgets who has been here; `isAfresh` also leaves the page, from which an address that differs behind its `#` alone would lead nowhere. */
  readonly begin: (isAfresh: boolean) => Promise<void>
  /** From now on the pages run no script. */
  readonly sleep: () => Promise<void>
  /** The page becomes what it would be with JavaScript: what stands there without it alone goes, and its scripts run in their order. */
  readonly wake: () => Promise<void>
  /** What axe finds wrong with the page, and in English what forced colours take from it, a line each. */
  readonly judged: () => Promise<readonly string[]>
  /** The key of tabulation, so many times. */
  readonly tabs: (times: number) => Promise<void>
  /** Keeps a picture of all of the page. */
  readonly draw: (path: string) => Promise<void>
  /** What the browser has complained of since it began. */
  readonly complaints: () => readonly string[]
}

/** Not higher than needed: what is drawn on the way to a state is never looked at. */
export const windows = { desk: { width: 1280, height: 480 }, phone: { width: 390, height: 480 } } as const

/** Each language is one way to look. */
export const windowOf = { it: 'desk', en: 'phone' } as const satisfies { readonly [L in Locale]: keyof typeof windows }

const scriptTexts = new Map<string, Promise<string>>()

function scriptText(address: string): Promise<string> {
  const known = scriptTexts.get(address) ?? fetch(address).then((answer) => answer.text())
  scriptTexts.set(address, known)
  return known
}

/** The page as it stands, with what was typed and chosen, and without scripts, which have run. */
const standing = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement
    const fields = 'input, textarea, select, option'
    const typed = [...document.querySelectorAll<HTMLElement>(fields)]
    for (const [at, field] of [...copy.querySelectorAll<HTMLElement>(fields)].entries()) {
      const own = typed[at]
      if (own instanceof HTMLInputElement) {
        if (own.type !== 'file') field.setAttribute('value', own.value)
        field.toggleAttribute('checked', own.checked)
      } else if (own instanceof HTMLTextAreaElement) field.textContent = own.value
      else if (own instanceof HTMLOptionElement) field.toggleAttribute('selected', own.selected)
    }
    for (const script of copy.querySelectorAll('script')) script.remove()
    // Elements, where the page stands without JavaScript, and a text that nobody sees, where it stands with it.
    for (const without of copy.querySelectorAll('noscript')) without.replaceWith(...without.children)
    return `<!doctype html>${copy.outerHTML}`
  })

type Judge = (page: Page) => Promise<readonly string[]>
const judges = new Map<Locale, Promise<Judge>>()

/** Judges pages in one document, into which each is written: axe takes longer to start in a new one than to judge. */
async function openJudge(locale: Locale): Promise<Judge> {
  const context = await (await sharedChromium()).newContext({
    ...{ viewport: windows[windowOf[locale]], locale: locale === 'it' ? 'it-IT' : 'en-GB', reducedMotion: 'reduce' },
  })
  const bench = await context.newPage()
  const styles = new Set<string>()
  return async (page) => {
    const { origin } = new URL(page.url())
    // The policy of a page takes styles of its own origin alone.
    if (!bench.url().startsWith(origin)) {
      await bench.goto(origin)
      await bringAxe(bench)
    }
    const html = await standing(page)
    const linked = await bench.evaluate(
      (text) =>
        new Promise<string>((resolve) => {
          document.open()
          addEventListener(
            'load',
            () => resolve([...document.styleSheets].map(({ href }) => new URL(href ?? '', document.baseURI).pathname).join(' ')),
            { once: true },
          )
          document.write(text)
          document.close()
        }),
      html,
    )
    // To read styles takes as long as all the rest, and says the same of all pages that have the same ones.
    const isNew = !styles.has(linked)
    styles.add(linked)
    const found = await violationsOf(bench, rules, { hasNewStyles: isNew })
    return locale === 'it' ? found : [...found, ...(await lostWithForcedColours(bench))]
  }
}

export async function openEye(world: World, locale: Locale): Promise<Eye> {
  const visit = await world.browser(locale, { viewport: windows[windowOf[locale]], reducedMotion: 'reduce' })
  const { page, context, complaints } = visit
  const session: CDPSession = await context.newCDPSession(page)
  const runScripts = (value: boolean) => session.send('Emulation.setScriptExecutionDisabled', { value: !value })
  const judging = judges.get(locale) ?? openJudge(locale)
  judges.set(locale, judging)
  const judge = await judging
  let before = 0
  return {
    visit,
    async begin(isAfresh) {
      await runScripts(true)
      if (isAfresh) await page.goto('about:blank')
      await context.clearCookies()
      await page.setViewportSize(windows[windowOf[locale]])
      before = complaints.length
    },
    sleep: () => runScripts(false).then(() => undefined),
    async wake() {
      await runScripts(true)
      const addresses = await page.evaluate(() => {
        for (const without of document.querySelectorAll('noscript')) without.remove()
        return [...document.scripts].map(({ src }) => src)
      })
      for (const address of addresses) {
        const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: await scriptText(address) })
        if (exceptionDetails !== undefined) throw new Error(`${address}: ${exceptionDetails.text}`)
      }
    },
    judged: () => judge(page),
    async tabs(times) {
      const tab = { type: 'rawKeyDown', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 } as const
      await Promise.all(Array.from({ length: times }, () => session.send('Input.dispatchKeyEvent', tab)))
    },
    async draw(path) {
      const { cssContentSize } = await session.send('Page.getLayoutMetrics')
      const clip = { ...cssContentSize, scale: 1 }
      const { data } = await session.send('Page.captureScreenshot', {
        ...{ format: 'jpeg', quality: 75, captureBeyondViewport: true, clip },
      })
      await writeFile(path, Buffer.from(data, 'base64'))
    },
    complaints: () => complaints.slice(before),
  }
}
