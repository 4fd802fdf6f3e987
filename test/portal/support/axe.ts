/// <reference lib="dom" />
/** What axe-core says of a page. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const wcag: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
export const rules: readonly string[] = [...wcag, 'best-practice']

/** What axe finds wrong, a line each; nothing of what `without` selects. */
export async function violations(page: Page, without: readonly string[] = []): Promise<readonly string[]> {
  await bringAxe(page)
  return violationsOf(page, rules, { without })
}

/** The policy of the pages lets no script of a page run but their own; this one is the browser's. */
export const bringAxe = (page: Page): Promise<void> => page.evaluate(axeSource)

/** The same by these rules, of a page that has been brought axe. A page whose styles have been judged already is judged twice as fast. */
export async function violationsOf(
  page: Page,
  tags: readonly string[],
  { without = [], hasNewStyles = true }: { readonly without?: readonly string[]; readonly hasNewStyles?: boolean } = {},
): Promise<readonly string[]> {
  return page.evaluate(
    async ([values, exclude, assets]): Promise<readonly string[]> => {
      const { axe } = globalThis as never as { axe: typeof import('axe-core') }
      const { violations: found } = await axe.run(
        { include: ['html'], exclude },
        // Only what is wrong is gathered: to describe everything that is right takes as long again.
        {
          ...{ runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: { assets } },
          // It judges the styles alone, for which they are read anew.
          ...(!assets.includes('cssom') && { rules: { 'css-orientation-lock': { enabled: false } } }),
        },
      )
      return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
    },
    [[...tags], [...without], hasNewStyles ? ['cssom', 'media'] : ['media']] as [string[], string[], string[]],
  )
}
