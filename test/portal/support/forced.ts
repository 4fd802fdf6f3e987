/// <reference lib="dom" />
/** What a page loses with forced colours, which axe does not judge: words that do not stand out, and marks of focus that are shadows. */
import type { Page } from 'playwright-core'

/** A line each. */
export async function lostWithForcedColours(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ forcedColors: 'active' })
  const lost = await page.evaluate(() => {
    const numbers = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number)
    const light = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = numbers(colour).map((value) => {
        const part = value / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const behind = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)'
      const { backgroundColor } = getComputedStyle(element)
      return (numbers(backgroundColor)[3] ?? 1) === 0 ? behind(element.parentElement) : backgroundColor
    }
    const isSeen = (one: HTMLElement) => one.checkVisibility() && one.offsetWidth > 1 && one.offsetHeight > 1
    const all = [...document.body.querySelectorAll<HTMLElement>('*')].filter(isSeen)
    const faint = all
      .filter((one) => [...one.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''))
      .filter((one) => one.closest(':disabled, [aria-disabled=true]') === null)
      .filter((one) => {
        const [dark = 0, bright = 0] = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => a - b)
        // WCAG 1.4.3, for letters of any size.
        return (bright + 0.05) / (dark + 0.05) < 4.5
      })
      .map((one) => `faint with forced colours: ${one.outerHTML.slice(0, 200)}`)
    const blind = all
      .filter((one) => one.matches('a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary'))
      .filter((one) => {
        one.focus({ focusVisible: true, preventScroll: true } as FocusOptions)
        return document.activeElement === one && getComputedStyle(one).outlineStyle === 'none'
      })
      .map((one) => `no mark of focus with forced colours: ${one.outerHTML.slice(0, 200)}`)
    return [...faint, ...blind]
  })
  await page.emulateMedia({ forcedColors: 'none' })
  return lost
}
