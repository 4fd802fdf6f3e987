/** The procedures as the folders show them: one folder, one name, the same rooms, tests of its own. */
import ts from 'typescript'
import { refusalsOf } from '../support/declarations.ts'
import { at, nodesOf, type Source } from '../support/sources.ts'
import type { Uses } from './arrows.ts'

type Sources = readonly Source[]
type Violations = readonly string[]

/** One procedure: its folder with a slash at the end, its wing, its name, the names of its files. */
export type Procedure = {
  readonly folder: string
  readonly wing: string
  readonly name: string
  readonly files: readonly string[]
}

const home = 'src/procedures/'

/** Each folder of a wing is a procedure; a wing that holds a machine or a `procedure.ts` itself is one procedure. */
export function proceduresIn(paths: readonly string[]): readonly Procedure[] {
  const below = paths.filter((path) => path.startsWith(home)).map((path) => path.slice(home.length).split('/'))
  const wings = [...new Set(below.flatMap(([wing, ...rest]) => (wing === undefined || rest.length === 0 ? [] : [wing])))]
  return wings.flatMap((wing) => {
    const within = below.filter(([first]) => first === wing).map(([, ...rest]) => rest)
    const own = within.flatMap((rest) => (rest.length === 1 ? rest : []))
    if (own.some((file) => /^(machine|procedure)\.ts$/.test(file))) {
      return [{ folder: `${home}${wing}/`, wing, name: wing, files: own }]
    }
    const names = [...new Set(within.flatMap(([name, ...rest]) => (name === undefined || rest.length === 0 ? [] : [name])))]
    return names.map((name) => ({
      folder: `${home}${wing}/${name}/`,
      wing,
      name,
      files: within.flatMap(([first, file, ...rest]) =>
        first === name && file !== undefined && rest.length === 0 ? [file] : [],
      ),
    }))
  })
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && path.length > folder.length
}

/** Procedures that lack a room that is due, that have folders of their own, or that share a name. */
export function misfurnished(paths: readonly string[], due: (procedure: Procedure) => readonly string[]): Violations {
  const procedures = proceduresIn(paths)
  return procedures.flatMap((procedure) => {
    const { folder, name, files } = procedure
    const missing = due(procedure).filter((file) => !files.includes(file))
    const deeper = paths.filter((path) => isBelow(path, folder) && path.slice(folder.length).includes('/'))
    const namesakes = procedures.filter((other) => other.name === name && other.folder < folder)
    return [
      ...missing.map((file) => `${folder}: no ${file}`),
      ...deeper.map((path) => `${path}: a procedure has no folders`),
      ...namesakes.map((other) => `${folder}: named as ${other.folder}`),
    ]
  })
}

/** The texts of `name` in object literals that have this member too. */
function namesBeside(source: Source, member: string): readonly string[] {
  return [...nodesOf(source)].filter(ts.isObjectLiteralExpression).flatMap(({ properties }) => {
    const named = (wanted: string) => properties.find((one) => one.name?.getText(source.ast) === wanted)
    const name = named('name')
    if (named(member) === undefined || name === undefined || !ts.isPropertyAssignment(name)) return []
    return ts.isStringLiteralLike(name.initializer) ? [name.initializer.text] : []
  })
}

/** Machines and procedure values that are not called as their folder is. The machine's name is also the kind of its records. */
export function misnamed(sources: Sources, patterns: readonly string[] = []): Violations {
  const files = new Map(sources.map((source) => [source.path, source]))
  const procedures = proceduresIn([...files.keys()]).filter(({ name }) => !patterns.includes(name))
  return procedures.flatMap(({ folder, name }) => {
    const machine = files.get(`${folder}machine.ts`)
    const value = files.get(`${folder}procedure.ts`)
    const machines = machine === undefined ? [name] : namesBeside(machine, 'decide')
    const values = value === undefined ? [] : namesBeside(value, 'messages')
    const none = machines.length === 0 ? [`${folder}machine.ts: no machine with a name`] : []
    return [...none, ...[...machines, ...values].flatMap((one) => (one === name ? [] : [`${folder}: calls itself ${one}`]))]
  })
}

// Rules and crypto declare what they find, the runtime what is amiss with what it keeps itself.
const declarers = /^src\/(rules|crypto|runtime)\//

/** Refusals whose prefix is not the folder of the procedure that declares them, and procedures that have refusals but no messages. */
export function strayRefusals(sources: Sources): Violations {
  const procedures = proceduresIn(sources.map(({ path }) => path))
  const names = new Set(procedures.map(({ name }) => name))
  return refusalsOf(sources).flatMap(({ code, path }) => {
    const prefix = code.slice(0, code.indexOf('/'))
    const owner = procedures.find(({ folder }) => path.startsWith(folder))
    // A folder of the rules shares its name with the procedure that stands on it, and the prefix with it.
    const isNamesake = path.startsWith(`src/rules/${prefix}/`)
    if (owner === undefined && declarers.test(path)) {
      return names.has(prefix) && !isNamesake ? [`${path}: ${code} is a procedure's`] : []
    }
    if (owner?.name !== prefix) return [`${path}: ${code} belongs to another folder`]
    return owner.files.includes('messages.ts') ? [] : [`${path}: ${code} has no messages.ts beside it`]
  })
}

/**
 * Texts that name a procedure where the order lets nobody import it, in the runtime and in the wings: a refusal or a request of its own
 * (`name/…`) and, where no procedure may be imported at all, its kind of record. In other wings the bare name is a word like others.
 */
export function spokenNames(sources: Sources, wings: Uses): Violations {
  const procedures = proceduresIn(sources.map(({ path }) => path))
  return sources.flatMap((source) => {
    const wing = source.path.match(/^src\/procedures\/([^/]+)\//)?.[1] ?? null
    if (wing === null && !source.path.startsWith('src/runtime/')) return []
    const uses = wing === null ? [] : [wing, ...(wings[wing] ?? [])]
    const foreign = procedures.filter((other) => !uses.includes(other.wing))
    const kinds = uses.length > 1 ? [] : foreign.filter(({ files }) => files.includes('machine.ts')).map(({ name }) => name)
    return [...nodesOf(source)].flatMap((node) => {
      const text = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node.text : ''
      const isNamed = kinds.includes(text) || foreign.some(({ name }) => text.startsWith(`${name}/`))
      return isNamed ? [at(source, node, `names ${text}`)] : []
    })
  })
}

/** Folders without tests of their own: those of `src`, those of the rules, and every procedure. The ports are types. */
export function untested(paths: readonly string[], tests: readonly string[]): Violations {
  const folders = paths.flatMap((path) =>
    [path.match(/^src\/[^/]+\//)?.[0] ?? [], path.match(/^src\/rules\/[^/]+\//)?.[0] ?? []].flat(),
  )
  const due = new Set([...folders, ...proceduresIn(paths).map(({ folder }) => folder)])
  due.delete('src/ports/')
  return [...due]
    .filter((folder) => !tests.some((path) => path.startsWith(folder.replace(/^src/, 'test')) && path.endsWith('.test.ts')))
    .sort()
}
