/** The package as a stranger gets it: what is in it, and that it works in an empty project. Needs `npm run build` before. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenLinks, linksOf, type Places } from './support/links.ts'
import { call, install, type Packed, type Project, pack, readManifest, temporaryFolder } from './support/package.ts'
import { root } from './support/sources.ts'

const manifest = readManifest()
const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')
const modules = subpaths.filter((subpath) => !subpath.endsWith('.global.js')).map((subpath) => subpath.replace('.', 'sportello'))

const repository = manifest.homepage.replace(/#readme$/, '')
const places: Places = {
  packed: (path) => packed.files.get(path)?.toString('utf8'),
  kept: (path, kind) => statSync(`${root}${path}`, { throwIfNoEntry: false })?.isDirectory() === (kind === 'tree'),
  repository,
}

let packed: Packed
let project: Project

beforeAll(() => {
  if (!existsSync(`${root}dist`)) throw new Error('dist is missing: npm run build')
  packed = pack()
  project = install(packed)
})

afterAll(() => {
  if (project !== undefined) rmSync(project.folder, { recursive: true, force: true })
  // date-fns has thousands of files.
})

describe('the tarball', () => {
  it('holds the build, the licence and the pages for people, and nothing else', () => {
    const known = /^dist\/[\w-]+(\.global)?\.(js|d\.ts)$|^docs\/([\w-]+\/)?[\w-]+\.md$/
    const outside = [...packed.files.keys()].filter((path) => !known.test(path))
    expect(outside.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'])
  })

  it('is small: 850 kB packed, 3.3 MB unpacked at most', () => {
    const unpacked = [...packed.files.values()].reduce((sum, { length }) => sum + length, 0)
    expect(packed.bytes).toBeLessThan(850_000)
    expect(unpacked).toBeLessThan(3_300_000)
  })

  it('has pages whose links lead to a page of it, to a heading there, or to what the repository has', () => {
    const pages = [...packed.files].filter(([path]) => path.endsWith('.md'))
    const links = pages.flatMap(([path, content]) => linksOf(path, content.toString('utf8')))
    expect(links.length).toBeGreaterThan(80)
    expect(brokenLinks(links, places)).toEqual([])
  })

  it.each([
    'docs/none.md',
    'docs/host.md#none',
    '#none',
    'examples/quick-start.ts',
    '../sportello/README.md',
    `${repository}/blob/main/examples/none.ts`,
    `${repository}/tree/main/README.md`,
    `${repository}/wiki`,
    'http://example.it/',
    'javascript:void',
  ])('a link to %s would be found', (target) => {
    const text = `[a](${target}) and [b](docs/host.md#the-keys), \`[c](none.md)\`\n\`\`\`\n[d](none.md)\n\`\`\`\n`
    expect(brokenLinks(linksOf('README.md', text), places)).toEqual([{ page: 'README.md', target }])
  })

  it('has every file that the manifest points to', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    )
    expect(targets.filter((target) => !packed.files.has(target.slice(2)))).toEqual([])
  })

  it('names no path of the machine that it was built on', () => {
    const named = [...packed.files].filter(([, content]) => content.includes(root.slice(0, -1)))
    expect(named.map(([path]) => path)).toEqual([])
  })

  it('shows no type of zod, of Node or of a page to whoever imports it', () => {
    const types = [...packed.files].filter(([path]) => path.endsWith('.d.ts'))
    expect(types.length).toBeGreaterThanOrEqual(modules.length)
    const foreign = types.flatMap(([path, content]) => {
      const code = content.toString('utf8').replace(/\/\*[\s\S]*?\*\//g, '')
      return (code.match(/zod|['"]node:|\b(Buffer|NodeJS|HTMLElement)\b|<reference/g) ?? []).map((name) => `${path}: ${name}`)
    })
    expect(foreign).toEqual([])
  })

  it('is built to the same bytes each time', () => {
    const folder = temporaryFolder()
    try {
      call(root, process.execPath, ['node_modules/tsup/dist/cli-default.js', '--out-dir', folder])
      const again = readdirSync(folder).sort()
      expect(again).toEqual(readdirSync(`${root}dist`).sort())
      const other = again.filter((name) => !readFileSync(join(folder, name)).equals(readFileSync(`${root}dist/${name}`)))
      expect(other).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('the manifest', () => {
  it('says whose the package is, where it is kept and where faults are told, by one address', () => {
    expect(repository).toMatch(/^https:\/\/github\.com\/[\w-]+\/sportello$/)
    expect(manifest.repository).toEqual({ type: 'git', url: `git+${repository}.git` })
    expect(manifest.bugs).toEqual({ url: `${repository}/issues` })
    expect(readFileSync(`${root}LICENSE`, 'utf8')).toContain(manifest.author.replace('The', 'the'))
  })

  it('is found by the words of the field, which are in their order', () => {
    for (const word of ['pec', 'codice-fiscale', 'pubblica-amministrazione']) expect(manifest.keywords).toContain(word)
    expect(manifest.keywords).toEqual([...new Set(manifest.keywords)].sort())
  })

  it('E4: installs nothing but the five packages that have a home in src', () => {
    const allowed = ['zod', '@noble/hashes', 'date-fns', 'date-fns-tz', 'ulid']
    expect(Object.keys(manifest.dependencies).filter((name) => !allowed.includes(name))).toEqual([])
  })

  it('E4: runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'prepublish', 'dependencies']
    expect(hooks.filter((name) => name in manifest.scripts)).toEqual([])
  })

  it('pins every package that it is built or tested with', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.filter(([, version]) => !/^(npm:(typescript|express)@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  it('runs its whole test by one command: npm cit', () => {
    expect(readFileSync(`${root}README.md`, 'utf8')).toContain('npm cit')
    expect(readFileSync(`${root}.ci/run`, 'utf8')).toMatch(/^exec npm cit <\/dev\/null\n$/m)
    expect(manifest.scripts['pretest']).toContain('test/support/before-tests.ts')
    const before = readFileSync(`${root}test/support/before-tests.ts`, 'utf8')
    for (const script of ['check', 'build', 'check:package']) expect(before).toContain(`run('${script}')`)
    for (const tool of ['check:types', 'biome', 'knip']) expect(manifest.scripts['check']).toContain(tool)
    for (const tool of ['tsc -p . ', 'tsc -p src']) expect(manifest.scripts['check:types']).toContain(tool)
    for (const tool of ['publint', 'attw', 'size-limit']) expect(manifest.scripts['check:package']).toContain(tool)
  })
})

describe('the lock file', () => {
  type Locked = { readonly resolved?: string; readonly optionalDependencies?: { readonly [name: string]: string } }
  const text = readFileSync(`${root}package-lock.json`, 'utf8')
  const locked = new Map(
    Object.entries((JSON.parse(text) as { readonly packages: { readonly [path: string]: Locked } }).packages),
  )

  /** True when the package at the path finds the other one in its own or in an outer `node_modules`. */
  function finds(path: string, name: string): boolean {
    if (locked.has(`${path === '' ? '' : `${path}/`}node_modules/${name}`)) return true
    return path !== '' && finds(path.slice(0, Math.max(path.lastIndexOf('/node_modules/'), 0)), name)
  }

  it('names no registry', () => {
    expect([...locked].filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
    expect(text).not.toContain('"resolved"')
  })

  it('has the binaries of every platform, so that npm ci works on all of them', () => {
    const missing = [...locked].flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).flatMap((name) => (finds(path, name) ? [] : [`${name} of ${path}`])),
    )
    expect(missing).toEqual([])
  })
})

// The least that shows a working counter: a refusal with its words, and an accepted request.
const story = `
const key = (seed) => Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + seed) % 256)
const counter = createSportello({
  office: { id: 'comune-di-prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: 'https://servizi.example.it/' },
  keys: { current: 'k1', ring: { k1: key(1) }, pseudonym: key(2) },
  storage: memoryStorage(),
  documents: memoryDocuments(),
  mailer: { send: async () => 'sent' },
  passwordHash: plainPasswordHash(),
})
const form = {
  surname: 'Verdi', name: 'Anna', codiceFiscale: 'VRDNNA80A41L219Z', sex: 'F', birthDate: '1980-01-01', italianCitizen: true,
  birthNation: 'IT', birthProvince: 'TO', birthMunicipality: 'Torino', residenceProvince: 'TO', residenceCity: 'Torino',
  email: 'anna.verdi@example.it', consent: 'authorised', noticeVersion: '2026-01',
}
`
const names = {
  sportello: ['createSportello', 'refusalText'],
  'sportello/memory': ['memoryStorage', 'memoryDocuments'],
  'sportello/testing': ['plainPasswordHash'],
}
const telling = `
  const refused = await counter.registration.open({ ...form, surname: '' })
  const opened = await counter.registration.open(form)
  console.log(refusalText(refused.refusal, 'en'), opened.ok, opened.value.pinSecondHalf.length)
`
const told = 'Some fields are not right: Surname. true 5\n'

describe('an empty project that installs the package', () => {
  it('imports every entry point without any peer, but those of SQL, which stand on Kysely, and sportello/pec, on saxes', () => {
    const alone = modules.filter((name) => !['sportello/sql', 'sportello/sqlite', 'sportello/pec'].includes(name))
    const lines = alone.map((name) => `console.log('${name}', Object.keys(await import('${name}')).length > 0)`)
    project.write('entries.mjs', lines.join('\n'))
    expect(project.run('entries.mjs')).toBe(alone.map((name) => `${name} true\n`).join(''))
  })

  it('is told by name what sportello/sql is missing, and has it once Kysely is installed', () => {
    project.write('sql.mjs', "await import('sportello/sql').catch(({ message }) => console.log(/'(kysely)'/.exec(message)?.[1]))")
    expect(project.run('sql.mjs')).toBe('kysely\n')
    project.add('kysely')
    project.write(
      'tables.mjs',
      "console.log((await import('sportello/sql')).migrationSql('sqlite').includes('sportello_record'))",
    )
    expect(project.run('tables.mjs')).toBe('true\n')
  })

  it('is told by name what sportello/pec is missing, and has it once saxes is installed', () => {
    project.write('pec.mjs', "await import('sportello/pec').catch(({ message }) => console.log(/'(saxes)'/.exec(message)?.[1]))")
    expect(project.run('pec.mjs')).toBe('saxes\n')
    project.add('saxes')
    project.add('xmlchars')
    project.write('receipt.mjs', "console.log((await import('sportello/pec')).parseDaticert('<a/>').refusal.code)")
    expect(project.run('receipt.mjs')).toBe('daticert/unknown-element\n')
  })

  it('runs the counter from an ES module', () => {
    const imports = Object.entries(names).map(([name, list]) => `import { ${list.join(', ')} } from '${name}'`)
    project.write('host.mjs', [...imports, story, telling].join('\n'))
    expect(project.run('host.mjs')).toBe(told)
  })

  it('runs the counter through require()', () => {
    const requires = Object.entries(names).map(([name, list]) => `const { ${list.join(', ')} } = require('${name}')`)
    project.write('host.cjs', [...requires, story, `void (async () => {${telling}})()`].join('\n'))
    expect(project.run('host.cjs')).toBe(told)
  })

  it('hands over the Kysely that a CommonJS module gets, which is another copy than ours', () => {
    project.add('kysely')
    project.add('node-sqlite3-wasm')
    project.write(
      'database.cjs',
      `const { CamelCasePlugin, Kysely, MysqlDialect, SqliteDialect } = require('kysely')
      const { Database } = require('node-sqlite3-wasm')
      const { migrate, sqliteHandle, sqlStorage } = require('sportello/sql')
      const dialect = new SqliteDialect({ database: sqliteHandle(new Database(':memory:')) })
      const db = new Kysely({ dialect, plugins: [new CamelCasePlugin()] })
      const mysql = new Kysely({ dialect: new MysqlDialect({ pool: {} }) })
      void (async () => {
        await migrate(db)
        console.log(await sqlStorage(db).load(['office/kind/id']))
        await db.transaction().execute(async (transaction) => console.log(await sqlStorage(transaction).load(['office/kind/id'])))
        await sqlStorage(mysql)
      })().catch(({ code }) => console.log(code))`,
    )
    expect(project.run('database.cjs')).toBe('[ null ]\n[ null ]\nconfig/invalid\n')
  })

  it('is no CommonJS script, as jest wants it by default, and the README says what jest needs then', () => {
    const entry = packed.files.get('dist/identity.js')?.toString('utf8') ?? ''
    expect(entry).not.toBe('')
    // By default jest compiles every module as the body of a function.
    expect(() => runInNewContext(`(function (exports, require, module) {${entry}\n})`)).toThrow('export')
    const readme = readFileSync(`${root}README.md`, 'utf8')
    expect(readme).toMatch(/`require\(\)`[^.]*\. jest needs\s+`NODE_OPTIONS=--experimental-vm-modules`/)
  })

  it('has no way into the package but its entry points', () => {
    project.write('inside.mjs', "await import('sportello/dist/index.js').catch(({ code }) => console.log(code))")
    expect(project.run('inside.mjs')).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n')
  })

  it('checks a password in a plain script', () => {
    const script = packed.files.get('dist/password.global.js')?.toString('utf8') ?? ''
    const answer = "JSON.stringify(sportelloPassword.checkPassword('abc', sportelloPassword.infocert).map(({ code }) => code))"
    expect(runInNewContext(`${script}\n${answer}`)).toBe('["length","letter-case","digit","special"]')
  })

  it('takes the secret of a mailed link out of the address in a plain script', () => {
    const script = packed.files.get('dist/fragment.global.js')?.toString('utf8') ?? ''
    const page = `const shown = []; const field = { value: '', form: null }
      const location = { hash: '#token=abc', pathname: '/pec-change', search: '' }
      const history = { replaceState: (_, __, url) => shown.push(url) }
      const document = { querySelectorAll: () => [field] }
      const heard = {}; const addEventListener = (type, listener) => (heard[type] = listener)
      Object.assign(globalThis, { location, history, document, addEventListener })`
    const pasted = "const first = field.value; location.hash = '#token=def'; heard.hashchange({})"
    const told = 'JSON.stringify([shown, first, field.value])'
    expect(runInNewContext(`${page}\n${script}\n${pasted}\n${told}`)).toBe('[["/pec-change","/pec-change"],"abc","def"]')
  })

  it('shows the rules of a new password beside its field by two plain scripts', () => {
    const [passwords = '', script = ''] = ['password', 'checklist'].map(
      (name) => packed.files.get(`dist/${name}.global.js`)?.toString('utf8') ?? '',
    )
    const page = `const lines = []; const list = { setAttribute: () => {}, append: (line) => lines.push(line) }
      const marks = { 'data-sportello-checklist': 'rules', 'data-sportello-facts': '{"surname":"Turchese"}' }
      const field = { value: 'Gelato.Turchese7', getAttribute: (name) => marks[name] ?? null, setAttribute: () => {}, addEventListener: () => {} }
      const document = { documentElement: { lang: 'it' }, querySelectorAll: () => [field], getElementById: () => list, createElement: () => ({}) }
      Object.assign(globalThis, { document })`
    const shown = 'JSON.stringify(lines.filter(({ className }) => className === "unmet").map(({ textContent }) => textContent))'
    const told = runInNewContext(`${passwords}\n${page}\n${script}\n${shown}`)
    expect(told).toBe('["Non deve contenere dati personali o il nome dell’ente: non ancora rispettata"]')
  })

  it('finds the scripts for pages beside its modules', () => {
    project.write(
      'scripts.mjs',
      `import { existsSync } from 'node:fs'
      import { expressPortal } from 'sportello/express'
      const office = { name: 'Comune', locale: 'it', links: 'https://servizi.example.it/' }
      const portal = expressPortal({}, { office, message: () => '', log: () => {} })
      const response = { set: () => {}, sendFile: (name, { root }) => console.log(existsSync(root + '/' + name)) }
      for (const name of ['password', 'fragment', 'checklist'])
        portal.protect({ method: 'GET', originalUrl: '/' + name + '.global.js', headers: {} }, response, () => {})`,
    )
    expect(project.run('scripts.mjs')).toBe('true\ntrue\ntrue\n')
  })

  it.each([
    ['nodenext, as an ES module', 'host.mts', { module: 'nodenext' }],
    ['nodenext, through require()', 'host.cts', { module: 'nodenext' }],
    ['bundler', 'host.mts', { module: 'esnext', moduleResolution: 'bundler' }],
  ])(
    'compiles against the types strictly, without types of Node or of a page: %s',
    (name, file, settings) => {
      project.write(file, consumer)
      const compilerOptions = {
        ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
        ...{ target: 'es2022', lib: ['es2022'], types: [], noEmit: true, ...settings },
      }
      const tsconfig = `tsconfig.${name.replaceAll(/\W+/g, '-')}.json`
      project.write(tsconfig, JSON.stringify({ compilerOptions, files: [file] }))
      expect(project.compile(tsconfig)).toBe('')
    },
    60_000,
  )

  it.each(['database.mts', 'database.cts'])('compiles with the types of Kysely that the module gets: %s', (file) => {
    project.add('kysely')
    project.write(file, databaseConsumer)
    const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, types: [], noEmit: true }
    const settings = { ...compilerOptions, module: 'nodenext', target: 'es2022', lib: ['es2022', 'esnext.disposable'] }
    project.write(`tsconfig.${file}.json`, JSON.stringify({ compilerOptions: settings, files: [file] }))
    expect(project.compile(`tsconfig.${file}.json`)).toBe('')
  })

  it('does not compile what the types forbid', () => {
    project.write(
      'wrong.mts',
      "import { checkPassword } from 'sportello/password'\nexport const one: string = checkPassword('a')\n",
    )
    const compilerOptions = { strict: true, lib: ['es2022'], target: 'es2022', types: [], noEmit: true, module: 'nodenext' }
    project.write('tsconfig.wrong.json', JSON.stringify({ compilerOptions, files: ['wrong.mts'] }))
    expect(project.compile('tsconfig.wrong.json')).toContain('wrong.mts(2,')
  })
})

const consumer = `
import { createSportello, isSportelloError, refusalText, type Mailer, type PasswordHash, type RegistrationForm, type Sportello, type Storage } from 'sportello'
import { fileDocuments } from 'sportello/files'
import { parseCodiceFiscale } from 'sportello/identity'
import { availableCommands, registrationDecider, type RegistrationState } from 'sportello/machines'
import { memoryStorage } from 'sportello/memory'
import { nodePasswordHash, platformRandom, systemClock } from 'sportello/node'
import { checkPassword, definePolicy, infocert, length, messages } from 'sportello/password'
import { type MimeParser, parseReceipt, type PecReceiptVerifier } from 'sportello/pec'
import { pooledTls, smtpMailer } from 'sportello/smtp'
import { storageContract } from 'sportello/testing'

const storage: Storage = memoryStorage()
const passwordHash: PasswordHash = nodePasswordHash()
const transport = { sendMail: async (message: { readonly subject: string }) => message.subject }
export const mailer: Mailer = smtpMailer(transport, { from: { name: 'Comune', address: 'ufficio@example.it' } })
export const pool: boolean = pooledTls({ host: 'mail.example.it', user: 'u', pass: 'p' }).pool

export const counter: Sportello = createSportello({
  office: { id: 'comune', name: 'Comune', taxCode: '00743110157', locale: 'it', links: 'https://servizi.example.it/' },
  keys: { current: 'k1', ring: { k1: new Uint8Array(32) }, pseudonym: new Uint8Array(32) },
  storage,
  mailer,
  documents: fileDocuments({ directory: 'data' }),
  passwordHash,
  random: platformRandom(),
  clock: systemClock(),
})

export async function open(form: unknown): Promise<string> {
  try {
    const opened = await counter.registration.open(form as RegistrationForm)
    if (opened.ok) return opened.value.pinSecondHalf
    const { refusal } = opened
    if (refusal.code === 'registration/form') return refusal.problems.map(({ field, code }) => field + code).join()
    // @ts-expect-error: no refusal has this code.
    if (refusal.code === 'registration/unheard-of') return ''
    return refusalText(refusal, 'it') ?? refusal.code
  } catch (error) {
    return isSportelloError(error) ? error.code : ''
  }
}

const strict = definePolicy({ name: 'strict', rules: [length(12)] })
export const violations: readonly string[] = checkPassword('abc', infocert).map(messages.it)
export const codes: readonly string[] = checkPassword('abc', strict).map(({ code }) => code)

const parsed = parseCodiceFiscale('ABCDEF12A12A123A')
export const answer: string = parsed.ok ? parsed.value.code : parsed.refusal.code

const decider = registrationDecider({ draftLifetimeMs: 1, documentsMax: 1, documentsBytesMax: 1, linksPerDayMax: 1 })
const state: RegistrationState = decider.initial
export const commands: readonly string[] = availableCommands(decider, state, { at: 0, by: { kind: 'system' } })

export async function received(mime: Uint8Array, parser: MimeParser, verifier: PecReceiptVerifier): Promise<string | null> {
  const read = await parseReceipt(mime, { parser, verifier })
  return read.ok ? read.value.recipient : 'field' in read.refusal ? read.refusal.field : read.refusal.code
}

export const checks: readonly string[] = storageContract(() => memoryStorage()).map(({ name }) => name)
`

const databaseConsumer = `
import { type ControlledTransaction, Kysely, PostgresDialect, SqliteDialect, type Transaction } from 'kysely'
import type { Storage } from 'sportello'
import { type GivenDatabase, type GivenPool, migrate, pgPool, sqliteHandle, sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'
import { checkedStorage } from 'sportello/storage'

interface Tables {
  readonly appointment: { readonly day: string }
}

export async function open(database: GivenDatabase, pool: GivenPool): Promise<readonly Storage[]> {
  const small = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqliteHandle(database) }) })
  const large = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pgPool(pool, { prepared: false }) }) })
  await migrate(small, { prefix: 'own_' })
  // @ts-expect-error: a database that is open is no instance of Kysely.
  sqlStorage(database)
  return [sqlStorage(small), checkedStorage(sqlStorage(large)), sqlStorage(await openEmbedded('a.sqlite'))]
}

export const within = (transaction: Transaction<Tables> | ControlledTransaction<Tables>): Storage => sqlStorage(transaction)
`
