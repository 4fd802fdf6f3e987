/// <reference lib="dom" />
/**
 * Fields and buttons, moved by the page itself: whoever looks at a state has only to get there. That people get there by key and click is what the
 * lives show, and it costs five times as much.
 */
import type { RegistrationForm } from 'sportello'
import { expect } from 'vitest'
import type { Resident } from '../../../examples/portal/setting/people.ts'
import type { Visit } from './world.ts'

/** Writes into fields of the content, chooses what they offer. */
export function fill({ page }: Visit, fields: { readonly [name: string]: string }): Promise<void> {
  return page.evaluate((values) => {
    for (const [name, value] of Object.entries(values)) {
      const named = [...document.querySelectorAll<HTMLElement>(`main [name="${CSS.escape(name)}"]:not([type=hidden])`)]
      const isOther = (one: Element) => one instanceof HTMLInputElement && one.type === 'radio' && one.value !== value
      const [field] = named.filter((one) => !isOther(one))
      if (field === undefined || field.matches(':disabled, [readonly]')) throw new Error(`no field ${name} that takes ${value}`)
      if (!field.checkVisibility()) throw new Error(`the field ${name} is not shown`)
      if (field instanceof HTMLInputElement && field.type === 'radio') field.click()
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) {
        field.value = value
        if (field.value !== value) throw new Error(`the field ${name} does not take ${value}`)
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }))
      }
    }
  }, fields)
}

/** Types a whole form of a registration. */
export const fillPerson = (visit: Visit, { noticeVersion: _, locale: __, body: ___, ...form }: RegistrationForm): Promise<void> =>
  fill(visit, Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)])))

/** Clicks the first that is shown of what is selected, and has these words where some are given. */
function clicks({ page }: Visit, selector: string, words?: RegExp): Promise<void> {
  return page.evaluate(
    ([among, source]) => {
      const said = (one: Element) => (one.getAttribute('aria-label') ?? one.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
      const found = [...document.querySelectorAll<HTMLElement>(among)].find(
        (one) => one.checkVisibility() && (source === undefined || new RegExp(source).test(said(one))),
      )
      if (found === undefined || found.matches(':disabled')) throw new Error(`no ${among} ${source ?? ''}`)
      found.click()
    },
    [selector, words?.source] as const,
  )
}

/** The same, and waits for the page that it leads to, however long it takes. */
export async function follow(visit: Visit, selector: string, words?: RegExp): Promise<void> {
  // Not the end of the page before.
  await visit.page.waitForLoadState()
  await Promise.all([visit.page.waitForEvent('load', { timeout: 0 }), clicks(visit, selector, words)])
}

/** Presses the first button of the content with these words, or of the form with this action. */
export const press = (visit: Visit, which: RegExp | string): Promise<void> =>
  typeof which === 'string'
    ? follow(visit, `main form[action="${which}"] button:not([type])`)
    : follow(visit, 'main button', which)

/** Opens what is folded under these words. */
export const unfold = (visit: Visit, words?: RegExp): Promise<void> => clicks(visit, 'main summary', words)

/** The page shows one of what is selected. */
export async function sees({ page }: Visit, selector: string): Promise<void> {
  await page.waitForLoadState()
  const isShown = page.evaluate(
    (one) => [...document.querySelectorAll(one)].some((element) => element.checkVisibility()),
    selector,
  )
  expect(await isShown).toBe(true)
}

export async function signInByPage(visit: Visit, { codiceFiscale, pin, password }: Resident): Promise<void> {
  await visit.go('/sign-in')
  await fill(visit, { codiceFiscale, pin, password })
  await press(visit, '/sign-in')
}

/** Opens a link of a letter as somebody without JavaScript does: pasted. */
export async function paste(visit: Visit, page: string, link: string): Promise<void> {
  await visit.go(`/${page}`)
  await fill(visit, { token: link })
  await follow(visit, 'main .portal-column > form button')
}
