/** Gathers the pages of the site: those of `docs`, and of the top level, with links and pictures as the site wants them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { root } from '../sources.ts'
import { drawn } from './pictures.ts'

/** The pages at the top level, and what they are called on the site. */
const topLevel: readonly (readonly [path: string, page: string])[] = [
  ['README.md', 'index.md'],
  ['SECURITY.md', 'security.md'],
  ['CHANGELOG.md', 'changelog.md'],
]

/** Every page of the repository with its place on the site, both as paths. */
export function sitePlaces(): ReadonlyMap<string, string> {
  const below = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md') && !name.startsWith('.vitepress/'))
    .sort()
  return new Map([
    ...topLevel,
    ...below.map((name) => [`docs/${name}`, name.replace(/(^|\/)README\.md$/, '$1index.md')] as const),
  ])
}

/** What lies in a text outside of code: fenced blocks and code in a line stay as they are. */
function outsideCode(text: string, change: (part: string) => string): string {
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]*`)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('')
}

/** A page as the site has it. Throws for a link to a file that is no page. */
export function staged(path: string, text: string, places: ReadonlyMap<string, string>): string {
  const here = posix.dirname(places.get(path) ?? '')
  const link = (target: string): string => {
    if (/^([a-z]+:|#)/.test(target)) return target
    const [file = '', anchor] = target.split('#')
    const place = places.get(posix.join(posix.dirname(path), file))
    if (place === undefined) throw new Error(`${path}: the link ${target} leads to no page`)
    const away = posix.relative(here, place)
    return `${away.startsWith('.') ? away : `./${away}`}${anchor === undefined ? '' : `#${anchor}`}`
  }
  const pictured = text.replace(/^```mermaid\n([\s\S]*?)^```$/gm, (_whole, code: string) => drawn(code))
  return outsideCode(pictured, (part) =>
    part.replace(/<!-- [\s\S]*? -->\n?/g, '').replace(/\]\(([^)\s]+)\)/g, (_whole, target: string) => `](${link(target)})`),
  )
}

/** Writes every page into the folder. */
export function stagePages(folder: string): void {
  const places = sitePlaces()
  for (const [path, page] of places) {
    const target = join(folder, page)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, staged(path, readFileSync(`${root}${path}`, 'utf8'), places))
  }
}
