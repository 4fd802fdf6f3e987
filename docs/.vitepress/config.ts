/** The documentation site. Its pages are gathered by `npm run docs:build` into `reports/site`, and nothing of it asks another machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type DefaultTheme, defineConfig } from 'vitepress'
import { italianGroup, type SiteGroup, siteGroups } from './pages.ts'

const built = fileURLToPath(new URL('../../reports/site', import.meta.url))
const pages = `${built}/pages`

/** The pages of a group that there are. */
const sidebarOf = ({ title, pages: listed }: SiteGroup): DefaultTheme.SidebarItem => ({
  text: title,
  items: listed
    .filter(({ path }) => existsSync(`${pages}/${path}.md`))
    .map(({ path, title: text }) => ({ text, link: `/${path.replace(/(^|\/)index$/, '$1')}` })),
})

/** Pages of the office in Italian that no list names yet come behind those that one names. */
function italian(): SiteGroup {
  const folder = `${pages}/it`
  const named = new Set(italianGroup.pages.map(({ path }) => path))
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : []
  const others = files.map((name) => `it/${name.slice(0, -3)}`).filter((path) => !named.has(path))
  const titleOf = (path: string) => /^# (.+)$/m.exec(readFileSync(`${pages}/${path}.md`, 'utf8'))?.[1] ?? path
  return { ...italianGroup, pages: [...italianGroup.pages, ...others.map((path) => ({ path, title: titleOf(path), says: '' }))] }
}

const sidebar = [...siteGroups, italian()].map(sidebarOf).filter(({ items = [] }) => items.length > 0)

/** Of a page about a type the search knows its name alone: what it is for stands on the pages of the calls. */
const isAboutType = (path: string): boolean => /^reference\/.*\/(type-aliases|variables)\//.test(path)

export default defineConfig({
  title: 'Sportello',
  description: 'The identity and credential core of an Italian public-administration portal.',
  lang: 'en',
  srcDir: pages,
  outDir: `${built}/dist`,
  cacheDir: `${built}/cache`,
  cleanUrls: false,
  lastUpdated: false,
  metaChunk: true,
  markdown: {
    // Comments in code have enough contrast.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      // A table that is wider than the screen is scrolled by keyboard too.
      md.renderer.rules['table_open'] = () => '<table tabindex="0">\n'
      // The corner of a table that has headings on two sides is no heading: a reader would be told of an empty one.
      md.core.ruler.push('corners', ({ tokens }) => {
        tokens.forEach((token, at) => {
          const [content, end] = [tokens[at + 1], tokens[at + 2]]
          if (token.type !== 'th_open' || content?.content !== '' || end === undefined) return
          token.tag = 'td'
          end.tag = 'td'
        })
      })
    },
  },
  vite: { logLevel: 'warn', build: { chunkSizeWarningLimit: 10_000 } },
  themeConfig: {
    outline: [2, 3],
    sidebar: { '/': sidebar },
    nav: [
      { text: 'Quick start', link: '/#quick-start' },
      { text: 'Host', link: '/host' },
      { text: 'Refusals', link: '/refusals' },
      { text: 'Reference', link: '/reference/' },
    ],
    search: {
      provider: 'local',
      options: {
        detailedView: false,
        _render(text, env, md) {
          const html = md.render(text, env)
          if (env.frontmatter?.['search'] === false) return ''
          return isAboutType(env.relativePath) ? (/<h1[\s\S]*?<\/h1>/.exec(html)?.[0] ?? '') : html
        },
        miniSearch: {
          searchOptions: { fuzzy: 0.1, prefix: true, boost: { title: 6, titles: 2, text: 1 } },
        },
      },
    },
    footer: { message: 'MIT licence.' },
  },
})
