/** Gathers the pages of the site: those of `docs`, and of the top level, with links, pictures and tables as the site wants them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { italianGroup, siteGroups } from '../../../docs/.vitepress/pages.ts'
import { readManifest } from '../package.ts'
import { root } from '../sources.ts'
import { chapters } from './chapters.ts'
import { drawn } from './pictures.ts'
import { functionsPage, sectionsOf } from './sections.ts'

/** Where the repository has its files. */
const repository = `${readManifest().homepage.replace('#readme', '')}/blob/main/`

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

const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

const titleIn = (text: string): string => /^# (.+)$/m.exec(text)?.[1] ?? ''

/** Changes what lies outside of code: fenced blocks and code in a line stay as they are. */
function outsideCode(text: string, change: (part: string) => string): string {
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]*`)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('')
}

/** A page as the site has it. Throws for a link to a file that is no page. */
export function staged(path: string, text: string, places: ReadonlyMap<string, string>): string {
  const here = posix.dirname(places.get(path) ?? '')
  const link = (said: string, given: string): string => {
    // Pages that the package does not hold are linked to by their address in the repository.
    const isOurs = given.startsWith(repository)
    const target = isOurs ? given.slice(repository.length) : given
    if (!isOurs && /^([a-z]+:|#|\/)/.test(target)) return `[${said}](${given})`
    const [file = '', anchor] = target.split('#')
    const source = isOurs ? file : posix.join(posix.dirname(path), file)
    const place = places.get(source)
    if (place === undefined && isOurs) return `[${said}](${given})`
    if (place === undefined) throw new Error(`${path}: the link ${given} leads to no page`)
    const away = posix.relative(here, place)
    // In the repository a link is called by the file, on the site by what the page is about.
    const called = /^[\w./-]+\.md$/.test(said) ? titleIn(read(source)) : said
    return `[${called}](${away.startsWith('.') ? away : `./${away}`}${anchor === undefined ? '' : `#${anchor}`})`
  }
  const pictured = text.replace(/^```mermaid\n([\s\S]*?)^```$/gm, (_whole, code: string) => drawn(code))
  return outsideCode(pictured, (part) =>
    part
      .replace(/<!-- [\s\S]*? -->\n?/g, '')
      .replace(/\[([^\][]*)\]\(([^)\s]+)\)/g, (_whole, said: string, target: string) => link(said, target)),
  )
}

/** What programs read of the site: its pages by group, each with a sentence (llmstxt.org). */
export function llmsText(isThere: (path: string) => boolean): string {
  const groups = [...siteGroups, italianGroup].map(({ title, pages }) => {
    const lines = pages
      .filter(({ path }) => isThere(path))
      .map(({ path, title: name, says }) => `- [${name}](/${path}.html): ${says}`)
    return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, '']
  })
  const summary =
    '> The identity and credential core of an Italian public-administration portal, in TypeScript: pure state machines around pluggable ports.'
  return ['# Sportello', '', summary, '', ...groups.flat()].join('\n')
}

/** Writes every page into the folder, but those of the reference. */
export function stagePages(folder: string): void {
  const places = sitePlaces()
  const write = (page: string, text: string) => {
    mkdirSync(dirname(join(folder, page)), { recursive: true })
    writeFileSync(join(folder, page), text)
  }
  for (const [path, page] of places) {
    const chapter = chapters.find((one) => path === `docs/${one.page}.md`)
    const sections = chapter === undefined ? '' : `\n${sectionsOf(chapter)}\n`
    write(page, staged(path, `${read(path)}${sections}`, places))
  }
  write(
    'guides/functions.md',
    functionsPage((page) => titleIn(read(`docs/${page}.md`))),
  )
  const pages = new Set([...places.values(), 'guides/functions.md', 'reference/index.md'])
  write(
    'public/llms.txt',
    llmsText((path) => pages.has(`${path}.md`)),
  )
}
