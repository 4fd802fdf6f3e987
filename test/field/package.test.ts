/**
 * Known faults of the package in a CommonJS host. Needs `npm run build` before. jest is no dependency of this repository, so the test
 * shows the cause of what jest reports: by default jest compiles every module as a CommonJS script, and the package has none.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { beforeAll, expect } from 'vitest'
import { anna } from '../support/counter.ts'
import { call, readManifest } from '../support/package.ts'
import { root } from '../support/sources.ts'
import { expectedFailure } from './expected-failure.ts'

beforeAll(() => {
  if (!existsSync(`${root}dist`)) throw new Error('dist is missing: npm run build')
})

/** The file that `require('sportello/…')` asks for: the first of the conditions that a CommonJS loader goes by. */
function requiredFile(subpath: string): string {
  const entry: unknown = readManifest().exports[subpath]
  if (typeof entry === 'string') return join(root, entry)
  const conditions = ['node', 'require', 'default']
  const [, file] = Object.entries(entry ?? {}).find(([condition]) => conditions.includes(condition)) ?? []
  if (typeof file !== 'string') throw new Error(`the manifest has no file for ${subpath}`)
  return join(root, file)
}

/**
 * Loads a file as a CommonJS loader of one's own does: the text is the body of a function of `exports`, `require` and `module`. Node's
 * `require` is left out for the file itself, since it loads ES modules too.
 */
function loadAsScript(file: string): unknown {
  const body = `(function (exports, require, module) {${readFileSync(file, 'utf8')}\n})`
  const run: unknown = runInThisContext(body, { filename: file })
  if (typeof run !== 'function') throw new Error('a function expression is a function')
  const loaded = { exports: {} }
  const outside = createRequire(file)
  run(loaded.exports, (name: string) => (name.startsWith('.') ? loadAsScript(join(dirname(file), name)) : outside(name)), loaded)
  return loaded.exports
}

expectedFailure('a loader that compiles every module as CommonJS, such as that of jest, loads the package', {
  see() {
    // A CommonJS package loads.
    expect(loadAsScript(createRequire(import.meta.url).resolve('saxes'))).toHaveProperty('SaxesParser')
    const file = requiredFile('./identity')
    try {
      const { parseCodiceFiscale } = loadAsScript(file) as typeof import('sportello/identity')
      return parseCodiceFiscale(anna.codiceFiscale).ok ? 'parsed' : 'refused'
    } catch (cause) {
      if (cause instanceof SyntaxError) return 'no script'
      throw cause
    }
  },
  today: 'no script',
  isRight: (outcome) => outcome === 'parsed',
})

const host = `
const { Kysely, SqliteDialect } = require('kysely')
const { Database } = require('node-sqlite3-wasm')
const { migrate, sqliteHandle } = require('sportello/sql')
const db = new Kysely({ dialect: new SqliteDialect({ database: sqliteHandle(new Database(':memory:')) }) })
migrate(db).then(() => console.log('migrated'), ({ message }) => console.log(message))
`

expectedFailure('a CommonJS host can hand over the Kysely that it gets by require()', {
  see: () => call(root, process.execPath, ['--input-type=commonjs', '--eval', host]).trim(),
  today: "sql: the engine must be 'postgres' or 'sqlite'; other dialects are not supported",
  isRight: (outcome) => outcome === 'migrated',
})
