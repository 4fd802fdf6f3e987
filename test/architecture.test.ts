/**
 * The walls between the parts of the sources, computed from the sources themselves. The rules are functions of `architecture/`, the
 * plan that they hold the sources to is `architecture/plan.ts`, and an exception is argued there. The tests of `architecture/` plant
 * violations of every rule: a rule that does not find them holds nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { refusalCodes, refusalText } from '../src/messages.ts'
import { cycles, fileGraph, folded, folderOf, loadGraph, packagesOf, strayArrows, strayDoors } from './architecture/arrows.ts'
import { strayGlobals, strayPackages } from './architecture/homes.ts'
import { matches } from './architecture/patterns.ts'
import {
  entries,
  globalHomes,
  layers,
  packageHomes,
  patterns,
  procedureReaders,
  pureRooms,
  roomNames,
  rooms,
  roomsDue,
  ruleFolders,
  sideDoors,
  wings,
  wingsWithoutRecords,
} from './architecture/plan.ts'
import {
  misfurnished,
  misnamed,
  type Procedure,
  proceduresIn,
  spokenNames,
  strayRefusals,
  untested,
} from './architecture/procedures.ts'
import { brokenRooms, impurities, leavesOf, strayVisitors } from './architecture/rooms.ts'
import { escapes, longFiles, misnamedFiles, namelessExports, strayClasses } from './architecture/style.ts'
import { refusalsOf, undocumented } from './support/declarations.ts'
import { sampleData } from './support/refusals.ts'
import { importsOf, readSources, root } from './support/sources.ts'

const sources = readSources('src')
const paths = sources.map(({ path }) => path)

describe('the arrows', () => {
  it('no import leads up from one layer to another, not even for types', () => {
    expect(strayArrows(sources, 'src/', layers)).toEqual([])
  })

  it('no import leads up or across from one wing to another, and none out of lifecycle', () => {
    expect(strayArrows(sources, 'src/procedures/', wings)).toEqual([])
  })

  it('no import leads up or across between the folders of the rules', () => {
    expect(strayArrows(sources, 'src/rules/', ruleFolders)).toEqual([])
  })

  it('no folder leads back to itself through others, a wing being one folder', () => {
    expect(cycles(folded(fileGraph(sources), folderOf))).toEqual([])
  })

  it('no file leads back to itself, not even by its types', () => {
    expect(cycles(fileGraph(sources))).toEqual([])
  })

  it('procedures load each other mutually in two places: an approval returns its request, a new password ends sessions', () => {
    const mutual = cycles(folded(loadGraph(sources), (path) => path.slice(0, path.lastIndexOf('/'))))
    const within = mutual.filter((circle) => circle.startsWith('src/procedures/'))
    expect(within.map((circle) => circle.replaceAll('src/procedures/', ''))).toEqual([
      'account/credential <-> account/session',
      'enrolment/approval <-> enrolment/registration',
    ])
  })

  it('a folder with a door is entered by it', () => {
    expect(strayDoors(sources, sideDoors)).toEqual([])
  })

  it('every side door is in use', () => {
    for (const door of sideDoors) {
      const others = sideDoors.filter((other) => other !== door)
      expect(strayDoors(sources, others), `${door.from} -> ${door.to}`).not.toEqual([])
    }
  })

  it('a procedure is read by the api and the doors, by nobody else', () => {
    expect(strayVisitors(sources, 'procedure.ts', procedureReaders)).toEqual([])
  })

  it('no text names a procedure where the order lets nobody import it', () => {
    expect(spokenNames(sources, wings)).toEqual([])
  })
})

describe('the homes', () => {
  it('every package has one home, types included; zod comes whole, date-fns by the function', () => {
    expect(strayPackages(sources, packageHomes)).toEqual([])
  })

  it('no clock, no chance, no process, no platform outside of the adapters and the listed folders', () => {
    expect(strayGlobals(sources, globalHomes)).toEqual([])
  })

  it('every home of a global is in use', () => {
    for (const [thing, homes] of Object.entries(globalHomes)) {
      for (const home of homes) {
        const rest = { ...globalHomes, [thing]: homes.filter((other) => other !== home) }
        expect(strayGlobals(sources, rest), `${thing} in ${home}`).not.toEqual([])
      }
    }
  })

  it.each(Object.entries(entries))('%s reaches the packages %j', (entry, packages) => {
    expect(packagesOf(sources, entry)).toEqual(packages)
  })

  it('the password entry reaches no package', () => {
    expect(packagesOf(sources, 'src/rules/password/index.ts')).toEqual([])
  })

  it('the entry points of the package are these', () => {
    const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { exports: Record<string, unknown> }
    const built = Object.keys(entries).map((entry) => {
      const name = entry.replace(/^src\/((adapters|rules)\/)?/, '').replace(/(\/index)?\.ts$/, '')
      return name === 'index' ? '.' : `./${name}`
    })
    expect(Object.keys(exports).sort()).toEqual(
      [...built, './package.json', './password.global.js', './fragment.global.js', './checklist.global.js'].sort(),
    )
  })
})

describe('the procedures', () => {
  it('every procedure has the rooms that are due, no folders, and a name of its own', () => {
    const keepsRecords = ({ wing, name, files }: Procedure) =>
      !patterns.includes(name) && (files.includes('machine.ts') || !wingsWithoutRecords.includes(wing))
    expect(misfurnished(paths, (procedure) => (keepsRecords(procedure) ? roomsDue : []))).toEqual([])
  })

  it('the folder, the machine and so the records of a procedure have one name', () => {
    expect(misnamed(sources, patterns)).toEqual([])
  })

  it('a pattern is what procedures of its wing have alike: it is none itself, and at least two load it', () => {
    for (const pattern of patterns) {
      const [{ folder, files } = { folder: '', files: [] }] = proceduresIn(paths).filter(({ name }) => name === pattern)
      expect(files).not.toContain('procedure.ts')
      const users = sources
        .filter(({ path }) => !path.startsWith(folder))
        .filter((source) => importsOf(source).some(({ target }) => target?.startsWith(folder)))
      const loading = new Set(users.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))
      expect(loading.size, pattern).toBeGreaterThanOrEqual(2)
    }
  })

  it('the prefix of a refusal is the folder that declares it', () => {
    expect(strayRefusals(sources)).toEqual([])
  })

  it('models, machines, messages, letters and their leaves wait for nothing, throw nothing, and forget no case', () => {
    const leaves = leavesOf(sources, roomNames)
    expect(impurities(sources, (path) => leaves.has(path) || matches(path, pureRooms))).toEqual([])
  })

  it('machines load nothing but the kernel, the days of Rome and leaves of their own; each room loads what it may', () => {
    expect(brokenRooms(sources, rooms, roomNames)).toEqual([])
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

  it.each(Object.keys(entries))('every export of %s is described where it is declared', (entry) => {
    expect(undocumented(sources, entry)).toEqual([])
  })
})

describe('the repository', () => {
  it('every folder of src and of the rules, and every procedure, has its folder of tests', () => {
    const tests = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
    expect(
      untested(
        paths,
        tests.map((name) => `test/${name.replaceAll('\\', '/')}`),
      ),
    ).toEqual([])
  })

  it('the top level holds what every reader expects, and nothing else', () => {
    const ignored = readFileSync(`${root}.gitignore`, 'utf8').split('\n')
    const names = readdirSync(root).filter((name) => !name.startsWith('.') && !ignored.includes(`/${name}`))
    const files = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package-lock.json', 'package.json']
    expect(names.sort()).toEqual([...files, 'docs', 'examples', 'src', 'test', 'tsconfig.json', 'tsup.config.ts'].sort())
  })
})

describe('the refusals', () => {
  // What rules and crypto find is passed on as a problem of a form, in the form's own words; a sign-in elsewhere comes without a form.
  const declared = refusalsOf(sources).filter(({ path }) => !/^src\/(rules\/(?!federation\/)|crypto\/)/.test(path))

  it('every code that is declared has a message, and no other code has', () => {
    expect(refusalCodes).toEqual(declared.map(({ code }) => code))
  })

  it.each(refusalCodes)('%s is said in Italian and in English, differently', (code) => {
    const [it, en] = (['it', 'en'] as const).map((locale) => refusalText({ code, ...sampleData } as never, locale))
    expect(it).toMatch(/^\p{Lu}.*\.$/u)
    expect(en).toMatch(/^\p{Lu}.*\.$/u)
    expect(it).not.toBe(en)
  })
})
