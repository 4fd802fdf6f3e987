/**
 * The walls of the house, held by reading the sources. A new arrow, home or room is argued here first. The second half plants a
 * violation for each guard: a guard that does not bite holds nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { refusalCodes, refusalText } from '../src/messages.ts'
import { exportsOf, refusalsOf, undocumented } from './support/declarations.ts'
import { sampleData } from './support/refusals.ts'
import { importsOf, parseSource, readSources, root, type Source } from './support/sources.ts'
import {
  brokenWalls,
  cycles,
  escapes,
  fileGraph,
  folded,
  type Homes,
  impurities,
  longFiles,
  misnamedFiles,
  namelessExports,
  packageOf,
  type Room,
  reached,
  strayClasses,
  strayGlobals,
  strayPackages,
} from './support/walls.ts'

const sources = readSources('src')

const capabilities = [
  'addresses',
  'approval',
  'assistance',
  'contact-change',
  'credential',
  'pec-change',
  'pec-claim',
  'quota',
  'registration',
  'session',
]

/**
 * Folders of use cases that have nothing of their own to remember: they end what the capabilities hold, and read it. So they have no
 * machine, no record kind and no page of pictures; in all else they are furnished alike.
 */
const errands = ['housekeeping', 'subject']

const entries = [
  'src/index.ts',
  'src/machines.ts',
  'src/password/index.ts',
  'src/identity/index.ts',
  'src/adapters/memory.ts',
  'src/adapters/files.ts',
  'src/adapters/sql/index.ts',
  'src/pec/index.ts',
  'src/adapters/smtp.ts',
  'src/adapters/node.ts',
  'src/testing/index.ts',
]

/** nodemailer and @node-rs/argon2 are in nobody's home: the host hands them in. */
const packageHomes: Homes = {
  zod: ['src/*/schema.ts'],
  '@noble/hashes': ['src/crypto/'],
  ulid: ['src/shell/create-sportello.ts'],
  kysely: ['src/adapters/sql/'],
  saxes: ['src/pec/'],
  'node:': ['src/adapters/files.ts', 'src/adapters/file-tree.ts', 'src/adapters/node.ts'],
}

const globalHomes: Homes = {
  // The system clock itself, the age of files that a crash left behind, and when a document was put into memory.
  'Date.now': ['src/adapters/portable.ts', 'src/adapters/files.ts', 'src/adapters/memory-documents.ts'],
  // The platform's random bytes; its SHA-256 and AES-GCM; its text encoder, which no library of types declares here.
  globalThis: ['src/adapters/portable.ts', 'src/crypto/digest.ts', 'src/crypto/seal.ts', 'src/crypto/encoding.ts'],
  // Windows cannot open a directory to sync it.
  process: ['src/adapters/file-tree.ts'],
  // The zone data of Europe/Rome.
  Intl: ['src/civil/offsets.ts'],
}

/** Rooms that only compute: of the same input always the same output. */
const pureRooms = ['machine', 'model', 'evolve', 'expiry', 'person', 'words', 'mail'].map((room) => `src/*/${room}.ts`)

const rooms: { readonly [file: string]: Room } = {
  'model.ts': { loads: [], types: ['kernel/index.ts', './person.ts'] },
  'person.ts': { loads: [], types: ['kernel/index.ts'] },
  'expiry.ts': { loads: [], types: ['kernel/index.ts', './model.ts'] },
  'evolve.ts': { loads: ['kernel/index.ts', './expiry.ts'], types: ['./model.ts'] },
  // A term is reckoned in days of Rome.
  'machine.ts': {
    loads: ['civil/index.ts', 'kernel/index.ts', './evolve.ts', './expiry.ts'],
    types: ['./model.ts', './person.ts'],
  },
  // Sentences and letters say days and times as people of Rome read them.
  'words.ts': { loads: ['civil/index.ts'], types: ['./*.ts', 'shell/messages.ts', 'shell/documents.ts'] },
  'mail.ts': { loads: ['civil/index.ts', 'kernel/index.ts'], types: ['./model.ts', './person.ts'] },
  'schema.ts': {
    loads: ['kernel/index.ts', 'identity/*.ts', 'shell/schema.ts', './machine.ts', './model.ts', './expiry.ts'],
    types: ['shell/record.ts', './person.ts', 'pec/index.ts'],
  },
}

/** What every capability has, what it may have, and what only one has. */
const furniture = {
  always: ['machine.ts', 'model.ts', 'schema.ts', 'words.ts'],
  often: ['desk.ts', 'evolve.ts', 'mail.ts', 'use-cases.ts'],
  own: {
    // What receipts and the office find of a PEC, and the links in the mail of every change.
    addresses: ['findings.ts', 'link.ts'],
    approval: ['dossier.ts'],
    // The tree of topics and what it asks; the request with its document; what the office sees of it.
    assistance: ['documents.ts', 'dossier.ts', 'filing.ts', 'findings.ts', 'questionnaire.ts', 'seed-topics.ts', 'topics.ts'],
    // When it ends by itself, and what its link does.
    'contact-change': ['expiry.ts', 'link.ts'],
    credential: ['expiry.ts'],
    // When it ends by itself, what its link does, what becomes of its mail, and what receipts do to it.
    'pec-change': ['dispatch.ts', 'expiry.ts', 'link.ts', 'receipts.ts'],
    'pec-claim': [],
    quota: [],
    registration: ['documents.ts', 'dossier.ts', 'findings.ts', 'person.ts'],
    // Secrets given once more, and how they are compared.
    session: ['fresh.ts', 'guess.ts'],
    // What is let go of, how each kind of record is tended, and files that belong to nobody.
    housekeeping: ['erasure.ts', 'model.ts', 'orphans.ts', 'tending.ts'],
    // A use case each.
    subject: ['erasure.ts', 'export.ts', 'schema.ts', 'words.ts'],
  } as { readonly [capability: string]: readonly string[] },
}

/**
 * Which folder leads to which; in brackets, by its types only. `shell/create-sportello`, with `assemble` and `counter`, is the one place
 * where everything is put together, so it stands for itself.
 */
const arrows = {
  kernel: '',
  ports: '(kernel)',
  civil: 'kernel',
  crypto: 'kernel (ports)',
  identity: 'kernel (ports)',
  password: 'kernel (ports)',
  pec: 'civil crypto identity kernel',
  pin: '(ports)',
  shell:
    'crypto identity kernel password (assistance) (contact-change) (credential) (housekeeping) (pec-change) (ports) (quota) (registration) (session)',
  quota: 'kernel (shell)',
  'pec-claim': 'kernel (shell)',
  registration: 'approval civil crypto identity kernel password pin shell (credential) (ports) (quota)',
  approval: 'civil credential crypto kernel registration shell (ports)',
  addresses: 'civil crypto kernel pec-claim session shell (contact-change) (credential) (pec) (pec-change) (quota)',
  'pec-change': 'addresses civil identity kernel pec-claim session shell (credential) (pec) (quota)',
  'contact-change': 'addresses civil identity kernel session shell (credential) (quota)',
  assistance: 'addresses civil credential crypto identity kernel pec-change registration shell (ports) (quota)',
  credential: 'civil kernel password session shell',
  session: 'civil credential crypto identity kernel password pin shell',
  housekeeping:
    'addresses approval assistance credential kernel pec-claim registration shell (contact-change) (pec-change) (ports) (quota) (session)',
  subject:
    'addresses approval credential housekeeping kernel shell (assistance) (contact-change) (pec-change) (ports) (registration)',
  'shell/create-sportello':
    'addresses approval assistance civil contact-change credential crypto housekeeping identity kernel pec-change quota registration session shell subject (ports)',
  adapters: 'crypto kernel (ports)',
  testing: 'adapters kernel (ports)',
  messages:
    'addresses approval assistance contact-change credential pec-change pec-claim quota registration session shell subject (kernel)',
  machines: 'addresses approval assistance contact-change credential kernel pec-change pec-claim quota registration session',
  index:
    'adapters kernel messages shell shell/create-sportello (addresses) (approval) (assistance) (contact-change) (credential) (crypto) (housekeeping) (pec) (pec-change) (ports) (registration) (session) (subject)',
}

/** Files that are reached past the door of their folder. */
const sideDoors = [
  // The password entry weighs a kilobyte because it takes single files of the kernel.
  'src/password/ -> src/kernel/error.ts',
  'src/password/ -> src/kernel/letter.ts',
  'src/password/ -> src/kernel/result.ts',
  // The adapters implement slow hashing and random bytes with parts that the core does not see.
  'src/adapters/ -> src/crypto/phc.ts',
  'src/adapters/ -> src/crypto/random-pool.ts',
  'src/adapters/ -> src/crypto/scrypt.ts',
  'src/adapters/ -> src/crypto/slow-hash.ts',
  // Parts that hosts have no use for.
  'src/pec/ -> src/crypto/encoding.ts',
  'src/pec/ -> src/identity/untrusted.ts',
  'src/registration/ -> src/identity/calendar-day.ts',
  'src/session/ -> src/identity/untrusted.ts',
]

const place = (path: string): string => {
  if (/^src\/shell\/(assemble|counter|create-sportello)\.ts$/.test(path)) return 'shell/create-sportello'
  const [, first = ''] = path.split('/')
  return first.replace(/\.ts$/, '')
}

/** The arrows between the folders as one line for each, in the form of the list above. */
function arrowsOf(given: readonly Source[]): { readonly [folder: string]: string } {
  const loaded = folded(
    fileGraph(given, ({ typeOnly }) => !typeOnly),
    place,
  )
  const known = folded(fileGraph(given), place)
  return Object.fromEntries(
    [...known].map(([folder, targets]) => {
      const loads = loaded.get(folder)
      const names = [...targets].map((target) => (loads?.has(target) ? target : `(${target})`))
      return [folder, names.sort((a, b) => Number(a[0] === '(') - Number(b[0] === '(') || (a < b ? -1 : 1)).join(' ')]
    }),
  )
}

function packagesOf(given: readonly Source[], entry: string): readonly string[] {
  const within = reached(
    fileGraph(given, ({ typeOnly }) => !typeOnly),
    entry,
  )
  const outside = given
    .filter(({ path }) => within.has(path))
    .flatMap(importsOf)
    .filter(({ target, typeOnly }) => target === null && !typeOnly)
  return [...new Set(outside.map(({ specifier }) => packageOf(specifier)))].sort()
}

function sideDoorsOf(given: readonly Source[]): readonly string[] {
  const doors = new Set(given.map(({ path }) => path).filter((path) => /^src\/[^/]+\/index\.ts$/.test(path)))
  const found = given.flatMap(({ path, ...source }) => {
    const folder = path.slice(0, path.indexOf('/', 4) + 1)
    return importsOf({ path, ...source }).flatMap(({ target }) => {
      const other = target?.match(/^src\/[^/]+\//)?.[0]
      if (path.split('/').length < 3 || target === null || other === undefined || other === folder) return []
      return doors.has(`${other}index.ts`) && !doors.has(target) ? [`${folder} -> ${target}`] : []
    })
  })
  return [...new Set(found)].sort()
}

describe('the walls', () => {
  it('every package has one home, types included, and zod comes whole', () => {
    expect(strayPackages(sources, packageHomes)).toEqual([])
  })

  it('no clock, no chance, no process, no platform outside of the adapters and the listed files', () => {
    expect(strayGlobals(sources, globalHomes)).toEqual([])
  })

  it('every home that is listed is lived in', () => {
    for (const [thing, homes] of Object.entries(globalHomes)) {
      for (const home of homes) {
        const rest = { ...globalHomes, [thing]: homes.filter((other) => other !== home) }
        expect(strayGlobals(sources, rest), `${thing} in ${home}`).not.toEqual([])
      }
    }
  })

  it('machines, models, words and letters only compute: they wait for nothing, throw nothing, and forget no case', () => {
    expect(impurities(sources, pureRooms)).toEqual([])
  })

  it('machines load nothing but the kernel and their own pure leaves; each room keeps to its walls', () => {
    expect(brokenWalls(sources, [...capabilities, ...errands], rooms)).toEqual([])
  })

  it('every capability, and every folder that runs errands among them, has the rooms of the house and no others', () => {
    const folders = [...capabilities, ...errands].map((folder) => {
      const due = [...(capabilities.includes(folder) ? furniture.always : []), ...(furniture.own[folder] ?? [])]
      const files = readdirSync(`${root}src/${folder}`)
      return {
        folder,
        missing: due.filter((file) => !files.includes(file)),
        unknown: files.filter((file) => ![...due, ...furniture.often].includes(file)),
      }
    })
    expect(folders).toEqual([...capabilities, ...errands].map((folder) => ({ folder, missing: [], unknown: [] })))
  })

  it('every folder with a machine is a capability, and its name is the name of the machine', () => {
    const withMachine = sources.flatMap(({ path }) => path.match(/^src\/([^/]+)\/machine\.ts$/)?.[1] ?? [])
    expect(withMachine).toEqual(capabilities)
    for (const capability of capabilities) {
      const machine = sources.find(({ path }) => path === `src/${capability}/machine.ts`)
      expect(machine?.ast.text).toContain(`name: '${capability}'`)
    }
  })

  it('folders lead to each other only as listed', () => {
    expect(arrowsOf(sources)).toEqual(arrows)
  })

  it('no file leads back to itself, not even by its types', () => {
    expect(cycles(fileGraph(sources))).toEqual([])
  })

  it('folders need each other mutually in two places only: an approval returns its request, a change of password its session', () => {
    const loaded = folded(
      fileGraph(sources, ({ typeOnly }) => !typeOnly),
      place,
    )
    expect(cycles(loaded)).toEqual(['approval <-> registration', 'credential <-> session'])
  })

  it('a folder with a door is entered by it, except as listed', () => {
    expect(sideDoorsOf(sources)).toEqual([...sideDoors].sort())
  })

  it.each([
    ['src/password/index.ts', []],
    ['src/machines.ts', []],
    ['src/identity/index.ts', []],
    ['src/adapters/smtp.ts', []],
    ['src/testing/index.ts', []],
    ['src/adapters/memory.ts', ['@noble/hashes']],
    ['src/adapters/files.ts', ['@noble/hashes', 'node:']],
    ['src/adapters/node.ts', ['@noble/hashes', 'node:']],
    ['src/adapters/sql/index.ts', ['@noble/hashes', 'kysely']],
    ['src/pec/index.ts', ['saxes']],
    ['src/index.ts', ['@noble/hashes', 'ulid', 'zod']],
  ])('%s reaches the packages %j', (entry, packages) => {
    expect(packagesOf(sources, entry)).toEqual(packages)
  })
})

describe('the style of the sources', () => {
  it('nothing goes around the compiler or the linter, and no note to oneself is left', () => {
    expect(escapes(sources)).toEqual([])
  })

  it('classes are errors', () => {
    expect(strayClasses(sources)).toEqual([])
  })

  it('no file is above 250 lines', () => {
    expect(longFiles(sources, 250)).toEqual([])
  })

  it('files are named in kebab-case for what they hold, and say at their head what that is', () => {
    expect(misnamedFiles(sources)).toEqual([])
  })

  it('exports have names', () => {
    expect(namelessExports(sources)).toEqual([])
  })

  it.each(entries)('every export of %s is described where it is declared', (entry) => {
    expect(undocumented(sources, entry)).toEqual([])
  })

  it('the entry points of the package are these', () => {
    const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { exports: Record<string, unknown> }
    const built = entries.map((entry) => {
      const name = entry.replace(/^src\/(adapters\/)?/, '').replace(/(\/index)?\.ts$/, '')
      return name === 'index' ? '.' : `./${name}`
    })
    expect(Object.keys(exports).sort()).toEqual([...built, './package.json', './password.global.js'].sort())
  })

  it('every folder of src has its folder of tests', () => {
    const folders = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    // The ports are types: the contracts of `testing` prove those who implement them.
    const untested = folders.map(({ name }) => name).filter((name) => name !== 'ports' && !existsSync(`${root}test/${name}`))
    expect(untested).toEqual([])
  })

  it('the top level holds what every reader expects, and nothing else', () => {
    const ignored = readFileSync(`${root}.gitignore`, 'utf8').split('\n')
    const names = readdirSync(root).filter((name) => !name.startsWith('.') && !ignored.includes(`/${name}`))
    const files = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package-lock.json', 'package.json']
    expect(names.sort()).toEqual([...files, 'docs', 'examples', 'src', 'test', 'tsconfig.json', 'tsup.config.ts'].sort())
  })
})

describe('the refusals', () => {
  // Leaves have no words of their own: a capability passes their codes on as the problems of its form.
  const leaves = ['src/identity/', 'src/crypto/', 'src/pec/']
  const declared = refusalsOf(sources).filter(({ path }) => !leaves.some((leaf) => path.startsWith(leaf)))

  it('every code that a capability declares has words, and no other code has', () => {
    expect(refusalCodes).toEqual(declared.map(({ code }) => code))
  })

  it.each(refusalCodes)('%s is said in Italian and in English, differently', (code) => {
    const [it, en] = (['it', 'en'] as const).map((locale) => refusalText({ code, ...sampleData } as never, locale))
    expect(it).toMatch(/^\p{Lu}.*\.$/u)
    expect(en).toMatch(/^\p{Lu}.*\.$/u)
    expect(it).not.toBe(en)
  })

  it('the prefix of a code is the name of a capability or an errand, or of what the shell itself keeps', () => {
    const prefixes = new Set(declared.map(({ code }) => code.slice(0, code.indexOf('/'))))
    expect([...prefixes].sort()).toEqual([...capabilities, 'journal', 'outbox', 'request', 'subject'].sort())
  })
})

describe('the guards bite', () => {
  const plant = (text: string, path = 'src/approval/machine.ts'): readonly Source[] => [parseSource(path, text)]

  it.each([
    ["import { z } from 'zod'", 'src/approval/schema.ts'],
    ["import * as z from 'zod'", 'src/approval/machine.ts'],
    ["import type { ZodType } from 'zod'", 'src/approval/model.ts'],
    ["export { z } from 'zod'", 'src/approval/schema.ts'],
    ["const z = await import('zod')", 'src/approval/schema.ts'],
    ["import { sha256 } from '@noble/hashes/sha2.js'", 'src/shell/request.ts'],
    ["import { ulid } from 'ulid'", 'src/shell/transact.ts'],
    ["import { readFile } from 'node:fs'", 'src/adapters/memory.ts'],
    ["import type { Transporter } from 'nodemailer'", 'src/adapters/smtp.ts'],
    ["type Argon = import('@node-rs/argon2').Algorithm", 'src/adapters/node.ts'],
    ["import 'left-pad'", 'src/index.ts'],
  ])('a package away from home: %s in %s', (text, path) => {
    expect(strayPackages(plant(text, path), packageHomes)).toHaveLength(1)
  })

  it('a package at home is none', () => {
    expect(strayPackages(plant("import * as z from 'zod'", 'src/approval/schema.ts'), packageHomes)).toEqual([])
    expect(strayPackages(plant("import { open } from 'node:fs/promises'", 'src/adapters/files.ts'), packageHomes)).toEqual([])
  })

  it.each([
    'const at = Date.now()',
    'const at = new Date()',
    'const at = Date()',
    'const clock = Date',
    "const at = Date['now']()",
    'const { now } = Date',
    'const chance = Math.random()',
    'const { random } = Math',
    'const at = performance.now()',
    'const name = process.env.OFFICE',
    'const { env } = globalThis',
    'const bytes = crypto.getRandomValues(new Uint8Array(4))',
    'setTimeout(() => {}, 1)',
    "console.log('here')",
    "const zone = new Intl.DateTimeFormat('it')",
    'const given = { process }',
    "const made = new Function('return 1')",
  ])('the platform away from home: %s', (text) => {
    expect(strayGlobals(plant(text), globalHomes)).toHaveLength(1)
  })

  it.each([
    'const at = new Date(0)',
    'const at = Date.UTC(2026, 0, 1)',
    'const most = Math.max(1, 2)',
    'const one = unit.process',
    'const one = { process: 1, crypto: 2 }',
    'type One = { readonly process: string }',
    'function run(process: string) { return process }',
    'const is = (value: unknown): value is Date => value instanceof File',
  ])('calendar, arithmetic and names of one’s own are no platform: %s', (text) => {
    expect(strayGlobals(plant(text), globalHomes)).toEqual([])
  })

  it.each([
    'async function decide() {}',
    'const decide = async () => {}',
    'const value = await given',
    "throw new Error('no')",
    'class Machine {}',
    'const one = class {}',
    'switch (given) { default: break }',
  ])('a pure room that does more than compute: %s', (text) => {
    expect(impurities(plant(text), pureRooms)).toHaveLength(1)
    expect(impurities(plant(text, 'src/approval/use-cases.ts'), pureRooms)).toEqual([])
  })

  it.each([
    'const one: any = 1',
    'const one = given as unknown as string',
    'const one = (given as unknown) as string',
    'const one = <string>given',
    'const one = given!',
    '// @ts-ignore',
    '/* @ts-expect-error: later. */ const one = 1',
    '// @ts-nocheck',
    'const one = 1 // biome-ignore lint: no.',
    'const one = 1 /* TODO: two. */',
    'function one() { return 1 // FIXME\n}',
    '/* v8 ignore next */',
  ])('a way around the compiler: %s', (text) => {
    expect(escapes(plant(text))).toHaveLength(1)
  })

  it('a class that is no error', () => {
    expect(strayClasses(plant('class Box {}'))).toHaveLength(1)
    expect(strayClasses(plant('class Box extends Map {}'))).toHaveLength(1)
    expect(strayClasses(plant('class BoxError extends Error {}'))).toEqual([])
  })

  it('a file of 251 lines, and none of 250', () => {
    expect(longFiles(plant('let a\n'.repeat(251)), 250)).toHaveLength(1)
    expect(longFiles(plant('let a\n'.repeat(250)), 250)).toEqual([])
  })

  it.each(['utils', 'mail-helpers', 'common', 'session-manager', 'signIn', 'Approval'])('a file called %s', (name) => {
    expect(misnamedFiles(plant('/** What it is. */', `src/approval/${name}.ts`))).toHaveLength(1)
  })

  it('a file that does not say what it is', () => {
    expect(misnamedFiles(plant('const one = 1'))).toHaveLength(1)
    expect(misnamedFiles(plant('/** What it is. */'))).toEqual([])
  })

  it.each([
    "export * from './model.ts'",
    "export * as model from './model.ts'",
    'export default 1',
    'export default function decide() {}',
  ])('an export without a name: %s', (text) => {
    expect(namelessExports(plant(text))).toHaveLength(1)
  })

  it.each([
    ["import { accountOf } from '../registration/model.ts'", 'src/approval/machine.ts'],
    ["import type { Shell } from '../shell/shell.ts'", 'src/approval/machine.ts'],
    ["import { impossible } from '../kernel/index.ts'", 'src/approval/model.ts'],
    ["import { type Words } from '../shell/messages.ts'", 'src/approval/messages.ts'],
    ["import { decide } from './use-cases.ts'", 'src/approval/schema.ts'],
    ["export { systemClock } from '../adapters/portable.ts'", 'src/approval/mail.ts'],
  ])('a hole in a wall: %s in %s', (text, path) => {
    expect(brokenWalls(plant(text, path), capabilities, rooms)).toHaveLength(1)
  })

  it('an arrow that is not listed, and one that is drawn harder than listed', () => {
    const more = [...sources, parseSource('src/kernel/clock.ts', "import { romeDay } from '../civil/index.ts'")]
    expect(arrowsOf(more)).toEqual({ ...arrows, kernel: 'civil' })
    const harder = [...sources, parseSource('src/pin/form.ts', "import { open } from '../ports/index.ts'")]
    expect(arrowsOf(harder)).toEqual({ ...arrows, pin: 'ports' })
  })

  it('a file that leads back to itself, also by types alone', () => {
    const circle = [
      parseSource('src/a/one.ts', "import { two } from './two.ts'"),
      parseSource('src/a/two.ts', "import type { Three } from '../b/three.ts'"),
      parseSource('src/b/three.ts', "export type { One } from '../a/one.ts'"),
    ]
    expect(cycles(fileGraph(circle))).toEqual(['src/a/one.ts <-> src/a/two.ts <-> src/b/three.ts'])
  })

  it('a side door', () => {
    const more = [...sources, parseSource('src/pin/form.ts', "import { isInstant } from '../kernel/instant.ts'")]
    expect(sideDoorsOf(more)).toContain('src/pin/ -> src/kernel/instant.ts')
  })

  it('a package that an entry reaches through others, but not through types', () => {
    const given = [
      parseSource('src/password/index.ts', "export { check } from './check.ts'"),
      parseSource('src/password/check.ts', "import { shape } from '../shell/shape.ts'"),
      parseSource('src/shell/shape.ts', "import * as z from 'zod'\nimport type { Hash } from '@noble/hashes/sha2.js'"),
    ]
    expect(packagesOf(given, 'src/password/index.ts')).toEqual(['zod'])
  })

  it('an export that nobody describes, through re-exports, imports and new names', () => {
    const given = [
      parseSource(
        'src/index.ts',
        "import { c } from './a.ts'\nexport { a, b as d } from './a.ts'\nexport { c }\n/** E. */\nexport const e = 1\nexport type F = 1\nexport { gone } from './a.ts'",
      ),
      parseSource('src/a.ts', "export { a } from './b.ts'\n/** B. */\nexport function b() {}\nexport const c = 1"),
      parseSource('src/b.ts', '/** The head of the file. */\n\nexport interface a {}'),
    ]
    expect(exportsOf(given, 'src/index.ts').map(({ name }) => name)).toEqual(['a', 'd', 'c', 'e', 'F', 'gone'])
    expect(undocumented(given, 'src/index.ts')).toEqual([
      'src/index.ts: a (src/b.ts)',
      'src/index.ts: c (src/a.ts)',
      'src/index.ts: F (src/index.ts)',
      'src/index.ts: gone (src/a.ts)',
    ])
  })

  it('a refusal wherever a type declares it, with its data', () => {
    const given = plant(
      "type R = { readonly code: 'pin/held' } | { readonly code: 'pin/late' | 'pin/early'; readonly at: number }\ntype N = Extract<R, { code: 'pin/late' }>",
    )
    expect(refusalsOf(given).map(({ code, data }) => [code, ...data])).toEqual([
      ['pin/early', 'at'],
      ['pin/held'],
      ['pin/late', 'at'],
    ])
  })
})
