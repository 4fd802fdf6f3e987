/** The quick start of the README, as a stranger does it: in an empty folder, with nothing but what the README prints. Needs `npm run build`. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { install, type Project, pack } from '../support/package.ts'
import { root } from '../support/sources.ts'
import { runCommand } from './child.ts'

const readme = readFileSync(`${root}README.md`, 'utf8')
const [, section = ''] = /^## Quick start$([\s\S]*?)^## /m.exec(readme) ?? []
const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }))
const shell = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text)
const code = blocks.find(({ language }) => language === 'ts')?.text ?? ''

/** Node's own SQLite came with 22.13. Before that the README says what to install, and what to write instead. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const hasSqlite = major > 22 || (major === 22 && minor >= 13)
const opening = "openEmbedded('data/counter.sqlite')"
const [, instead = ''] = /and write `(openEmbedded\([^`]+\))`/.exec(section) ?? []

/** What the code imports that is no package. */
const beside = [...code.matchAll(/from '\.\/([\w-]+)\.ts'/g)].map(([, name = '']) => name)

let project: Project

beforeAll(() => {
  if (!existsSync(`${root}dist`)) throw new Error('dist is missing: npm run build')
  project = install(pack())
})

afterAll(() => {
  if (project !== undefined) rmSync(project.folder, { recursive: true, force: true })
})

describe('the quick start of the README', () => {
  it('says what to install, and the rest is in the package', () => {
    expect(shell[0]).toBe('npm install sportello kysely\n')
    expect(beside).toEqual([])
    expect(section).toContain('`npm install @photostructure/sqlite`')
    for (const name of ['kysely', ...(hasSqlite ? [] : ['@photostructure/sqlite', 'node-gyp-build'])]) project.add(name)
  })

  it('runs as it stands, without a word of warning, and again with other keys', async () => {
    for (const name of beside) {
      const source = readFileSync(`${root}examples/${name}.ts`, 'utf8')
      project.write(`${name}.mjs`, transformSync(source, { loader: 'ts', format: 'esm' }).code)
    }
    expect(code).toContain(opening)
    expect(instead.startsWith(`${opening.slice(0, -1)}, {`)).toBe(true)
    const written = hasSqlite ? code : code.replace(opening, instead)
    project.write('quick-start.mjs', written.replaceAll(/from '\.\/([\w-]+)\.ts'/g, "from './$1.mjs'"))
    project.write('run.sh', shell[1] ?? '')
    // Node 22 warns of its own SQLite.
    const options = { cwd: project.folder, env: { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' } }
    for (let run = 0; run < 2; run += 1) {
      const { code: status, stdout, stderr } = await runCommand('sh', ['-eu', 'run.sh'], options)
      expect([status, stdout, stderr]).toEqual([0, "[ 'change-temporary-password' ]\n", ''])
    }
    expect(readdirSync(join(project.folder, 'data')).sort()).toEqual(['counter.sqlite', 'documents'])
  })

  it('says what is missing where the keys are, and opens nothing', async () => {
    const { code: status, stderr } = await runCommand(process.execPath, ['quick-start.mjs'], { cwd: project.folder })
    expect(status).toBe(1)
    expect(stderr).toContain('SportelloError: keys: the text is missing; generateKeys() makes one')
  })

  it('draws keys, and puts one in front, by the commands that the page for hosts prints', async () => {
    const commands = [...readFileSync(`${root}docs/host.md`, 'utf8').matchAll(/^```sh\n(node -e .*)\n```$/gm)]
    const run = async (command: string, env: { readonly [name: string]: string }) => {
      const { stdout, stderr } = await runCommand('sh', ['-euc', command], { cwd: project.folder, env })
      expect(stderr).toBe('')
      return stdout.trimEnd()
    }
    const [drawing = '', rotating = ''] = commands.map(([, command = '']) => command)
    const drawn = await run(drawing, {})
    expect(drawn).toMatch(/^k1:[\w-]{43},pseudonym:[\w-]{43}$/)
    const rotated = await run(rotating, { SPORTELLO_KEYS: drawn })
    expect(rotated).toMatch(/^k2:[\w-]{43},/)
    expect(rotated.endsWith(`,${drawn}`)).toBe(true)
  })
})
