/// <reference lib="dom" />
/** Browsers that look at one state of a page after the other, and what axe says of each. To open a new one takes longer than to look. */
import type { CDPSession, Page } from 'playwright-core'
import type { Locale } from 'sportello'
import { bringAxe, rules, violationsOf } from './axe.ts'
import type { Visit, World } from './world.ts'

/** A browser of one language. */
export type Eye = {
  readonly visit: Visit
  /** Forgets who has been here. */
  readonly begin: () => Promise<void>
  /** From now on the pages run no script. */
  readonly sleep: () => Promise<void>
  /** The page becomes what it would be with JavaScript: what stands there without it alone goes, and its scripts run in their order. */
  readonly wake: () => Promise<void>
  /** What axe finds wrong with the page, a line each. */
  readonly judged: () => Promise<readonly string[]>
  /** What the browser has complained of since it began. */
  readonly complaints: () => readonly string[]
}

export const desk = { width: 1280, height: 900 }
export const phone = { width: 390, height: 844 }

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
    return `<!doctype html>${copy.outerHTML}`
  })

/** Judges pages in one document, into which each is written: axe takes longer to start in a new one than to judge. */
async function openJudge({ context }: Visit, locale: Locale): Promise<(page: Page) => Promise<readonly string[]>> {
  const bench = await context.newPage()
  // Each language is one way to look.
  await bench.setViewportSize(locale === 'it' ? desk : phone)
  await bench.emulateMedia({ forcedColors: locale === 'it' ? 'none' : 'active' })
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
          addEventListener('load', () => resolve([...document.styleSheets].map(({ href }) => href).join(' ')), { once: true })
          document.write(text)
          document.close()
        }),
      html,
    )
    // To read styles takes as long as all the rest, and says the same of all pages that have the same ones.
    const isNew = !styles.has(linked)
    styles.add(linked)
    return violationsOf(bench, rules, { hasNewStyles: isNew })
  }
}

export async function openEye(world: World, locale: Locale): Promise<Eye> {
  const visit = await world.browser(locale, { viewport: desk, reducedMotion: 'reduce' })
  const { page, context, complaints } = visit
  const session: CDPSession = await context.newCDPSession(page)
  const runScripts = (value: boolean) => session.send('Emulation.setScriptExecutionDisabled', { value: !value })
  const judge = await openJudge(visit, locale)
  let before = 0
  return {
    visit,
    async begin() {
      await runScripts(true)
      await page.goto('about:blank')
      await context.clearCookies()
      await page.setViewportSize(desk)
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
    complaints: () => complaints.slice(before),
  }
}
