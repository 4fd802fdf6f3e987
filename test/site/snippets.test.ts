/** Every block of code of the pages is part of a file that compiles and runs: of an example, or of a test; a command is one that a test runs. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readManifest } from '../support/package.ts'
import { sitePlaces } from '../support/site/stage.ts'
import { root } from '../support/sources.ts'

const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()

const files = ['examples', 'test'].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|mjs|js)$/.test(path)),
)
const code = files.map((path) => squeezed(read(path).replace(/^ *\/\/ #(region|endregion).*\n/gm, '')))

/** The changelog tells what was, so its code is not of today. */
const pages = [...sitePlaces().keys()].filter((path) => path !== 'CHANGELOG.md')

const blocks = pages.flatMap((page) =>
  [...read(page).matchAll(/^[ >]*```(\S*).*\n([\s\S]*?)^[ >]*```$/gm)].map(([, language = '', text = ''], index) => ({
    ...{ page, language, text, name: `${page}, block ${index + 1}` },
  })),
)

const isCode = (language: string) => ['ts', 'tsx', 'js', 'mjs'].includes(language)

/** Pages whose commands are run as they stand: test/examples/quick-start.test.ts and test/site/built.test.ts. */
const run = ['README.md', 'docs/first-portal.md', 'docs/host.md']

describe('the code of the pages', () => {
  it('is in languages that this test knows, or is no program', () => {
    // A fence of another kind would hide its block from this test.
    expect(pages.filter((page) => /^[ >]*(?:~~~|<pre)/m.test(read(page)))).toEqual([])
    const others = ['text', 'json', 'mermaid', 'html', 'sql']
    expect(blocks.filter(({ language }) => !isCode(language) && language !== 'sh' && !others.includes(language))).toEqual([])
  })

  it.each(blocks.filter(({ language }) => isCode(language)))('$name is part of a file that runs', ({ text }) => {
    expect(code.some((file) => file.includes(squeezed(text)))).toBe(true)
  })

  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ page, text }) => text.split('\n').map((line) => ({ page, line: line.trim() })))

  it.each(commands.filter(({ line }) => line !== ''))(
    '$page: `$line` is run by a test, or names a script of the package',
    ({ page, line }) => {
      const [, script] = /^(?:\w+=\S+ )*npm run ([\w:-]+)/.exec(line) ?? []
      if (script !== undefined) return expect(Object.keys(readManifest().scripts)).toContain(script)
      if (/^npm (install|cit|ci|pack)\b/.test(line)) return
      expect(run).toContain(page)
    },
  )

  it('a block that is nowhere would be found', () => {
    expect(code.some((file) => file.includes(['const nobody', ' = await sportello.registration.nowhere()'].join('')))).toBe(false)
  })
})
