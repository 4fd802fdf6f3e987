/** The documents say what the code does: pictures, tables and examples are the generated ones, and what they name exists. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defaultPolicy, refusalCodes, refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { proceduresIn } from './architecture/procedures.ts'
import { openCounter } from './support/counter.ts'
import { refusalsOf } from './support/declarations.ts'
import { documents, marksOf, regenerate } from './support/generate-docs.ts'
import { brokenLinks, linksOf } from './support/links.ts'
import { readManifest } from './support/package.ts'
import { sampleData } from './support/refusals.ts'
import { readSources, root } from './support/sources.ts'
import { testNames } from './support/test-names.ts'

const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

const manifest = readManifest()
const below = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' }).map(
  (name) => `docs/${name.replaceAll('\\', '/')}`,
)
const pages = ['README.md', 'CHANGELOG.md', 'SECURITY.md', ...below].filter((path) => path.endsWith('.md'))
const decisions = pages.filter((path) => path.startsWith('docs/decisions/') && !path.endsWith('/README.md'))
const sources = readSources('src')

/** Whether a test of that name, in which `%s` stands for anything, can be called so. */
function fits(name: string, called: string): boolean {
  const parts = name.split('%s').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`).test(called)
}
const declared = refusalsOf(sources)
const paths = sources.map(({ path }) => path)
const machines = proceduresIn(paths).flatMap(({ name, files }) =>
  files.includes('machine.ts') && files.includes('procedure.ts') ? [name] : [],
)

describe('the generated parts', () => {
  it.each(documents)('%s is as `npm run docs` writes it', (path) => {
    expect(read(path)).toBe(regenerate(read(path)))
  })

  it('the README shows the quick start, the first portal its lines; the other pages every machine and every refusal', () => {
    // The pieces of code of the pages have a test of their own: test/site/snippets.test.ts.
    const marks = (path: string) => marksOf(read(path)).filter((mark) => !mark.includes('examples/guides/'))
    expect(marksOf(read('README.md'))).toEqual(['example examples/quick-start.ts'])
    expect(marks('docs/first-portal.md')).toEqual(['example examples/host.ts'])
    const classes = ['law', 'seed', 'first', 'office'].map((of) => `generated values of ${of}`)
    expect(marksOf(read('docs/deciding.md'))).toEqual(classes)
    expect(marksOf(read('docs/it/scegliere.md'))).toEqual(classes.map((mark) => `${mark} in Italian`))
    expect(marks('docs/feed.md')).toEqual(['generated feed', 'example examples/feed/subscribers.ts'])
    expect(marks('docs/journal.md')).toEqual(['example examples/anchors.ts'])
    expect(marks('docs/letters.md')).toEqual(['generated letters', 'example examples/letters.ts', 'generated links'])
    expect(marks('docs/policy.md')).toEqual(['generated policy'])
    expect(marks('docs/retention.md')).toEqual(['generated procedures'])
    expect(marks('docs/spid-and-cie.md')).toEqual([
      'example examples/federation/spid.ts',
      'example examples/federation/enter.ts',
      'example examples/federation/gateway.ts',
      'example examples/federation/course.ts',
    ])
    expect(marks('docs/versions.md')).toEqual(['generated versions'])
    const pictures = marksOf(read('docs/machines.md'))
    expect([...pictures].sort()).toEqual(machines.map((machine) => `generated diagram ${machine}`).sort())
    expect(marksOf(read('docs/refusals.md'))).toEqual([
      'generated refusals',
      'generated problems',
      'generated fields',
      'generated findings',
      'generated statuses',
      'generated identity refusals',
      'generated pec refusals',
      'generated civil refusals',
    ])
  })

  it.each(refusalCodes)('%s is documented with words that its data fill', (code) => {
    const data = declared.find((refusal) => refusal.code === code)?.data ?? []
    for (const field of data) expect(sampleData).toHaveProperty([field])
    const refusal = { code, ...Object.fromEntries(data.map((field) => [field, sampleData[field]])) }
    for (const locale of ['it', 'en'] as const) {
      const words = refusalText(refusal, locale) ?? ''
      expect(words).not.toMatch(/\b(undefined|null|NaN)\b|\[object|^$/)
      expect(read('docs/refusals.md')).toContain(words)
    }
  })

  it('a picture, a table or an example that is out of date is told from the right one', () => {
    const stale = (name: string) => `before\n<!-- ${name} -->\nstale\n<!-- end -->\nafter\n`
    for (const name of ['generated: diagram session', 'generated: refusals', 'example: test/tally.ts']) {
      const right = regenerate(stale(name))
      expect(right).not.toContain('stale')
      expect(right).toMatch(/^before\n<!-- [\s\S]* -->\nafter\n$/)
      expect(regenerate(right)).toBe(right)
    }
    expect(regenerate(stale('example: test/tally.ts'))).toContain(`\`\`\`ts\n${read('test/tally.ts')}\`\`\`\n`)
  })

  it('a region of an example is told without its margin, and what is around it is not', () => {
    const told = regenerate('<!-- example: examples/guides/desk.ts#list -->\n<!-- end -->')
    expect(told).toMatch(/^<!-- [^\n]* -->\n```ts\nconst page = /)
    expect(told).not.toMatch(/region|^ /m)
    expect(() => regenerate('<!-- example: examples/guides/desk.ts#none -->\n<!-- end -->')).toThrow('desk.ts#none')
  })

  it('a mark that names nothing is an error', () => {
    expect(() => regenerate('<!-- generated: diagram postman -->\n<!-- end -->')).toThrow('diagram postman')
    expect(() => regenerate('<!-- example: examples/none.ts -->\n<!-- end -->')).toThrow('examples/none.ts')
  })
})

describe('what the pages name', () => {
  const subpaths = Object.keys(manifest.exports).map((subpath) => subpath.replace('.', 'sportello'))
  const everywhere = (pattern: RegExp) =>
    pages.flatMap((path) => [...read(path).matchAll(pattern)].map(([, name = '']) => ({ path, name })))

  it('every entry point that a page names exists', () => {
    const named = everywhere(/['`](sportello(?:\/[a-z.-]+)?)['`]/g)
    expect(named).not.toEqual([])
    expect(named.filter(({ name }) => !subpaths.includes(name))).toEqual([])
  })

  it('every entry point is named in a page', () => {
    const text = pages.map(read).join('\n')
    const shown = (name: string) => text.includes(name.endsWith('.global.js') ? name.replace('sportello/', '') : `'${name}'`)
    const named = (name: string) => shown(name) || text.includes(`\`${name}\``)
    expect(subpaths.filter((name) => name !== 'sportello/package.json' && !named(name))).toEqual([])
  })

  it('every link to a file leads somewhere', () => {
    const links = everywhere(/\]\(([^)#]+)[^)]*\)/g).filter(({ name }) => !/^[a-z]+:/.test(name))
    expect(links).not.toEqual([])
    expect(links.filter(({ path, name }) => !existsSync(join(root, dirname(path), name)))).toEqual([])
  })

  it('every link leads to a file, and to a heading of it, those of the pages that the package leaves out too', () => {
    const status = (path: string) => statSync(`${root}${path}`, { throwIfNoEntry: false })
    const places = {
      packed: (path: string) => (status(path)?.isFile() === true ? read(path) : undefined),
      kept: (path: string, kind: 'blob' | 'tree') => status(path)?.isDirectory() === (kind === 'tree'),
      repository: manifest.homepage.replace(/#readme$/, ''),
    }
    const links = pages.flatMap((path) => linksOf(path, read(path)))
    expect(links.filter(({ page }) => page === 'docs/it/prima-di-aprire.md').length).toBeGreaterThan(40)
    expect(brokenLinks(links, places)).toEqual([])
  })

  it('every test that is said to show a fact is there, in the folder that is named', () => {
    const shown = [...read('docs/addresses.md').matchAll(/\| `([^`]+)` in (test\/[a-z/-]+) \|$/gm)]
    expect(shown.length).toBeGreaterThan(20)
    const missing = shown.flatMap(([, name = '', folder = '']) => {
      const files = readdirSync(`${root}${folder}`).filter((file) => file.endsWith('.test.ts'))
      const names = files.flatMap((file) => testNames(read(`${folder}/${file}`)))
      return names.some((known) => fits(known, name)) ? [] : [`${folder}: ${name}`]
    })
    expect(missing).toEqual([])
  })

  it('every page is reached from the README by links', () => {
    const reached = new Set(['README.md'])
    for (const path of reached) {
      const links = [...read(path).matchAll(/\]\(([^)#:]+\.md)(?:#[^)]*)?\)/g)]
      for (const [, name = ''] of links) reached.add(join(dirname(path), name))
      // A page that the package does not hold is linked to by its address.
      for (const [, name = ''] of read(path).matchAll(/\]\(https:[^)#]+\/blob\/main\/(docs\/[^)#]+\.md)/g)) reached.add(name)
    }
    expect(pages.filter((path) => !reached.has(path))).toEqual([])
  })

  const { sportello } = openCounter()
  const calls = Object.entries(sportello).flatMap(([group, part]) =>
    typeof part === 'function' ? [group] : Object.keys(part).map((name) => `${group}.${name}`),
  )

  it('the page for hosts has a place for every call of the public interface', () => {
    const page = read('docs/host.md')
    expect(calls).toContain('approval.dossier')
    expect(calls.filter((call) => !page.includes(`\`${call}\``))).toEqual([])
  })

  const ofCalls = ['cannot-get-in', 'deciding', 'going-live', 'host', 'spid-and-cie'].map((page) => `docs/${page}.md`)
  it.each([...ofCalls, 'docs/it/scegliere.md', 'docs/it/prima-di-aprire.md'])(
    'every call that %s names, in a picture too, is one of the public interface',
    (path) => {
      const named = [...read(path).matchAll(/\b([a-zA-Z]+\.[a-zA-Z]+)\b/g)].map(([, name = '']) => name)
      const groups = Object.keys(sportello)
      const figures = Object.entries(defaultPolicy).flatMap(([part, own]) => Object.keys(own).map((name) => `${part}.${name}`))
      const ofGroups = named.filter((name) => groups.includes(name.split('.')[0] ?? '') && !name.endsWith('.md'))
      expect(ofGroups).not.toEqual([])
      expect(ofGroups.filter((name) => ![...calls, ...figures].includes(name))).toEqual([])
    },
  )

  it('every command that a page names is a script of the package', () => {
    const commands = everywhere(/npm run ([a-z:-]+)/g)
    expect(commands).not.toEqual([])
    expect(commands.filter(({ name }) => !(name in manifest.scripts))).toEqual([])
  })

  it.each(decisions)('%s has what a page of a decision has, on 20 to 40 lines', (path) => {
    const text = read(path)
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(['Context', 'Decision', 'Consequences', 'Measured', 'When to look at it again'])
    expect(text).toMatch(/^Taken on \d{4}-\d\d-\d\d\. /m)
    const lines = text.trimEnd().split('\n').length
    expect([lines >= 20, lines <= 40]).toEqual([true, true])
    expect(read('docs/decisions/README.md')).toContain(`](${path.slice(path.lastIndexOf('/') + 1)})`)
  })

  it('the newest version of the changelog is the version of the package', () => {
    expect(read('CHANGELOG.md').match(/^## \[?(\d+\.\d+\.\d+)/m)?.[1]).toBe(manifest.version)
  })
})
