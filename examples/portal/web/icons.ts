/** The icons of Bootstrap Italia, written into the page: a page asks for no file of all of them. */
import { readFileSync } from 'node:fs'
import { type Html, html } from '../../html.ts'
import { packageFolder } from './files.ts'

const sprites = readFileSync(`${packageFolder}dist/svg/sprites.svg`, 'utf8')

/** The drawing of one, by its name without `it-`. Throws where there is none. */
function drawing(name: string): string {
  const [, content] = new RegExp(`<symbol id="it-${name}"[^>]*>(.*?)</symbol>`, 's').exec(sprites) ?? []
  if (content === undefined) throw new Error(`portal: no icon ${name}`)
  return content
}

const drawn = new Map<string, string>()

/** For the eye alone: what it means stands beside it. `classes` as of Bootstrap Italia, such as `icon-sm icon-primary`. */
export function icon(name: string, classes = ''): Html {
  const content = drawn.get(name) ?? drawing(name)
  drawn.set(name, content)
  return html`<svg class="${`icon ${classes}`.trim()}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${{ html: content }}</svg>`
}
