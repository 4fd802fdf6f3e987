/** Who imports whom: the order of the folders, circles, doors, and what an entry point reaches. */
import { type Import, importsOf, type Source } from '../support/sources.ts'
import { packageOf } from './homes.ts'
import { matches } from './patterns.ts'

type Sources = readonly Source[]
type Violations = readonly string[]

/** For each name, the names that it may use. */
export type Uses = { readonly [name: string]: readonly string[] }

/** From the top: each name may use all names of the later lines, and none of its own line. */
export function descending(lines: readonly (readonly string[])[]): Uses {
  return Object.fromEntries(lines.flatMap((names, line) => names.map((name) => [name, lines.slice(line + 1).flat()])))
}

/** The folder below `within` that holds the file; `doors` for the files of `src` itself; null elsewhere. */
function placeIn(within: string, path: string): string | null {
  if (!path.startsWith(within)) return null
  const [first = '', ...rest] = path.slice(within.length).split('/')
  return within === 'src/' && rest.length === 0 ? 'doors' : first
}

/** Imports, of types too, that lead from one folder below `within` to another against the order; folders without a place in it. */
export function strayArrows(sources: Sources, within: string, uses: Uses): Violations {
  return sources.flatMap((source) => {
    const from = placeIn(within, source.path)
    if (from === null) return []
    if (uses[from] === undefined) return [`${source.path}: ${within}${from} has no place in the order`]
    const found = importsOf(source).flatMap(({ target, typeOnly }) => {
      const to = target === null ? null : placeIn(within, target)
      if (to === null || to === from || uses[from]?.includes(to)) return []
      return [`${source.path} -> ${target}: ${from} may not use ${to}${typeOnly ? ', not even its types' : ''}`]
    })
    return [...new Set(found)]
  })
}

export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Which files lead to which, by their relative imports. */
export function fileGraph(sources: Sources, counts: (given: Import) => boolean = () => true): Graph {
  return new Map(
    sources.map((source) => {
      const targets = importsOf(source).flatMap((given) => (given.target !== null && counts(given) ? [given.target] : []))
      return [source.path, new Set(targets)]
    }),
  )
}

/** The graph of what is loaded at run time. */
export function loadGraph(sources: Sources): Graph {
  return fileGraph(sources, ({ typeOnly }) => !typeOnly)
}

/** The graph with its nodes renamed and joined; arrows within a node are gone. */
export function folded(graph: Graph, rename: (path: string) => string): Graph {
  const joined = new Map<string, Set<string>>()
  for (const [from, targets] of graph) {
    const names = joined.get(rename(from)) ?? new Set()
    for (const target of targets) if (rename(target) !== rename(from)) names.add(rename(target))
    joined.set(rename(from), names)
  }
  return joined
}

/** The folder of a file; a wing of the procedures counts as one folder. */
export function folderOf(path: string): string {
  return path.match(/^src\/procedures\/[^/]+(?=\/)/)?.[0] ?? path.slice(0, path.lastIndexOf('/'))
}

/** Every node that can be reached, the start included. */
export function reached(graph: Graph, start: string): ReadonlySet<string> {
  const seen = new Set([start])
  for (const node of seen) for (const next of graph.get(node) ?? []) seen.add(next)
  return seen
}

/** Sets of nodes that lead back to themselves, each in alphabetical order. */
export function cycles(graph: Graph): readonly string[] {
  const found = new Set<string>()
  for (const node of graph.keys()) {
    const circle = [...reached(graph, node)].filter((other) => reached(graph, other).has(node)).sort()
    if (circle.length > 1) found.add(circle.join(' <-> '))
  }
  return [...found].sort()
}

/** A way into a folder past its door, as patterns of the files at both ends. */
export type SideDoor = { readonly from: string; readonly to: string }

/** Imports of a file in a folder that has a door (`index.ts`), from outside of the folder and past the door. */
export function strayDoors(sources: Sources, allowed: readonly SideDoor[]): Violations {
  const doors = sources.map(({ path }) => path).filter((path) => /^src\/.+\/index\.ts$/.test(path))
  const folders = doors.map((door) => door.slice(0, -'index.ts'.length))
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ target }) => {
      if (target === null || doors.includes(target)) return []
      const folder = folders.find((one) => target.startsWith(one) && !source.path.startsWith(one))
      const isAllowed = allowed.some(({ from, to }) => matches(source.path, [from]) && matches(target, [to]))
      return folder === undefined || isAllowed ? [] : [`${source.path} -> ${target}`]
    }),
  )
}

/** The packages that are loaded with an entry point, by name. */
export function packagesOf(sources: Sources, entry: string): readonly string[] {
  const within = reached(loadGraph(sources), entry)
  const outside = sources
    .filter(({ path }) => within.has(path))
    .flatMap(importsOf)
    .filter(({ target, typeOnly }) => target === null && !typeOnly)
  return [...new Set(outside.map(({ specifier }) => packageOf(specifier)))].sort()
}
