/** The rooms of a procedure, its files of fixed names: what each may load, and that the pure ones only compute. */
import ts from 'typescript'
import { at, importsOf, nodesOf, type Source } from '../support/sources.ts'
import { matches } from './patterns.ts'

type Sources = readonly Source[]
type Violations = readonly string[]

/**
 * What a room may load at run time, and of what it may know the types besides. `./` is its own folder, `../` the folder above, `leaf` a
 * pure file of these two, the rest is below `src`.
 */
export type Room = { readonly loads: readonly string[]; readonly types: readonly string[] }

/** The rules of the rooms by file name. `leaf` is the rule of the files that models and machines share their computing with. */
export type Rooms = { readonly leaf: Room; readonly [file: string]: Room }

const inProcedures = /^src\/procedures\/(?:.+\/)?([^/]+)$/

/** The file name within the procedures; null elsewhere. */
function nameIn(path: string): string | null {
  return inProcedures.exec(path)?.[1] ?? null
}

function parentOf(folder: string): string {
  return folder.replace(/[^/]+\/$/, '')
}

/** True for a target in the folder of the file, or in the folder above, that is no room. */
function isOwnFile(path: string, target: string, named: readonly string[]): boolean {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const [home, name] = [target.slice(0, target.lastIndexOf('/') + 1), nameIn(target)]
  return name !== null && !named.includes(name) && (home === folder || home === parentOf(folder))
}

/** Files without a fixed name that models and machines lead to, directly or through others, by their types too. */
export function leavesOf(sources: Sources, named: readonly string[]): ReadonlySet<string> {
  const files = new Map(sources.map((source) => [source.path, source]))
  const starts = [...files.keys()].filter((path) => ['model.ts', 'machine.ts'].includes(nameIn(path) ?? ''))
  const leaves = new Set<string>()
  const add = (path: string) => {
    const source = files.get(path)
    for (const { target } of source === undefined ? [] : importsOf(source)) {
      if (target !== null && isOwnFile(path, target, named)) leaves.add(target)
    }
  }
  starts.forEach(add)
  for (const leaf of leaves) add(leaf)
  return leaves
}

/** Imports of rooms and leaves that their rules do not allow. A file that is neither is not looked at. */
export function brokenRooms(sources: Sources, rooms: Rooms, named: readonly string[]): Violations {
  const leaves = leavesOf(sources, named)
  return sources.flatMap((source) => {
    const { path } = source
    const room = leaves.has(path) ? rooms.leaf : rooms[nameIn(path) ?? '']
    if (room === undefined) return []
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const full = (pattern: string) => {
      if (pattern.startsWith('./')) return folder + pattern.slice(2)
      return pattern.startsWith('../') ? parentOf(folder) + pattern.slice(3) : `src/${pattern}`
    }
    return importsOf(source).flatMap(({ target, specifier, typeOnly }) => {
      if (target === null) return []
      const allowed = typeOnly ? [...room.loads, ...room.types] : room.loads
      const isLeaf = allowed.includes('leaf') && leaves.has(target) && isOwnFile(path, target, named)
      return isLeaf || matches(target, allowed.map(full)) ? [] : [`${path}: ${typeOnly ? 'knows' : 'loads'} ${specifier}`]
    })
  })
}

/** What a pure file does not hold: waiting, throwing, classes, and a `default` that would hide a forgotten case. */
export function impurities(sources: Sources, pure: (path: string) => boolean): Violations {
  return sources
    .filter(({ path }) => pure(path))
    .flatMap((source) => {
      const found: string[] = []
      for (const node of nodesOf(source)) {
        if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) found.push(at(source, node, 'waits'))
        if (ts.isThrowStatement(node)) found.push(at(source, node, 'throws'))
        if (ts.isClassLike(node)) found.push(at(source, node, 'declares a class'))
        if (ts.isDefaultClause(node)) found.push(at(source, node, 'has a default in a switch'))
      }
      return found
    })
}

/** Imports of the procedures' files of this name from elsewhere than these places. */
export function strayVisitors(sources: Sources, name: string, places: readonly string[]): Violations {
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ target }) => {
      const isVisit = target !== null && nameIn(target) === name && !matches(source.path, places)
      return isVisit ? [`${source.path} -> ${target}`] : []
    }),
  )
}
