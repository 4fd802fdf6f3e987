/** The rules of the house as functions of the sources: each answers with its violations, none when the rule holds. */
import ts from 'typescript'
import { at, commentsOf, type Import, importsOf, nodesOf, type Source } from './sources.ts'

type Sources = readonly Source[]
type Violations = readonly string[]

/** Where something may be named: paths, with `*` for one name; a slash at the end means everything below. */
export type Homes = { readonly [thing: string]: readonly string[] }

function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const text = pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]+')
    return new RegExp(pattern.endsWith('/') ? `^${text}` : `^${text}$`).test(path)
  })
}

/** The package of a specifier: `@scope/name`, `name`, or `node:` for whatever Node brings itself. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Packages outside of their homes, of types too; zod in another form than `* as z`, which would bundle all of its languages. */
export function strayPackages(sources: Sources, homes: Homes): Violations {
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, target, names, kind }) => {
      if (target !== null) return []
      const name = packageOf(specifier)
      if (!matches(source.path, homes[name] ?? [])) return [`${source.path}: ${specifier} has no home here`]
      const whole = kind === 'import' && names.length === 1 && names[0] === '*'
      return name === 'zod' && !whole ? [`${source.path}: zod is imported as * as z`] : []
    }),
  )
}

// What only the platform knows or does: time, chance, the process, the network, the locale.
const platform: ReadonlySet<string> = new Set([
  ...['globalThis', 'process', 'performance', 'crypto', 'Intl', 'navigator', 'window', 'document', 'self', 'global'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'fetch', 'console', 'Buffer'],
  ...['eval', 'Function', 'require', 'module', 'WebAssembly', 'XMLHttpRequest', 'Worker', 'Atomics', 'SharedArrayBuffer'],
])

function declaredNames(source: Source): ReadonlySet<string> {
  const names = new Set<string>()
  for (const node of nodesOf(source)) {
    const declares =
      ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text)
  }
  return names
}

/** True where the identifier stands for a variable, not for a member, a key or a declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent)) return parent.name !== node
  if (ts.isQualifiedName(parent)) return parent.right !== node
  if (ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  const named = parent as { readonly name?: ts.Node }
  return !(ts.isTypeElement(parent) || ts.isClassElement(parent) || ts.isTypeParameterDeclaration(parent)) || named.name !== node
}

/** What a use of `Date` or `Math` is called in the list of homes; null for calendar and number arithmetic. */
function clockOrChance(node: ts.Identifier): string | null {
  const { parent } = node
  const member = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : null
  if (node.text === 'Math') return member === null || member === 'random' ? 'Math.random' : null
  if (member === 'UTC' || member === 'parse') return null
  const given = ts.isNewExpression(parent) && parent.expression === node ? (parent.arguments ?? []) : []
  return given.length > 0 || ts.isTypeReferenceNode(parent) ? null : 'Date.now'
}

/** Globals of the platform outside of their homes. An alias (`const now = Date`) counts as a use. */
export function strayGlobals(sources: Sources, homes: Homes): Violations {
  return sources.flatMap((source) => {
    const own = declaredNames(source)
    const found: string[] = []
    for (const node of nodesOf(source)) {
      if (!ts.isIdentifier(node) || own.has(node.text) || !isReference(node)) continue
      const isClock = node.text === 'Date' || node.text === 'Math'
      const thing = isClock ? clockOrChance(node) : platform.has(node.text) ? node.text : null
      if (thing !== null && !matches(source.path, homes[thing] ?? [])) found.push(at(source, node, `${thing} has no home here`))
    }
    return found
  })
}

/** What a pure room does not hold: waiting, throwing, classes, and a `default` that would hide a forgotten case. */
export function impurities(sources: Sources, rooms: readonly string[]): Violations {
  return sources
    .filter(({ path }) => matches(path, rooms))
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

const directive = /^\W*(@ts-|biome-ignore|eslint|prettier-ignore|v8 ignore|c8 ignore|istanbul)|\b(TODO|FIXME|HACK)\b/

/** Ways around the compiler and the linter, and notes to oneself. */
export function escapes(sources: Sources): Violations {
  return sources.flatMap((source) => {
    const found: string[] = []
    for (const node of nodesOf(source)) {
      if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(at(source, node, 'any'))
      if (ts.isNonNullExpression(node)) found.push(at(source, node, 'a non-null assertion'))
      if (ts.isTypeAssertionExpression(node)) found.push(at(source, node, 'a type assertion in angle brackets'))
      if (!ts.isAsExpression(node)) continue
      let inner = node.expression
      while (ts.isParenthesizedExpression(inner)) inner = inner.expression
      if (ts.isAsExpression(inner) && inner.type.kind === ts.SyntaxKind.UnknownKeyword) {
        found.push(at(source, node, 'as unknown as'))
      }
    }
    const remarks = commentsOf(source).filter(({ text }) => directive.test(text))
    return [...found, ...remarks.map(({ text }) => `${source.path}: ${text.trim()}`)]
  })
}

/** Classes that are no errors. */
export function strayClasses(sources: Sources): Violations {
  return sources.flatMap((source) =>
    [...nodesOf(source)].filter(ts.isClassLike).flatMap((node) => {
      const parent = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
      return parent?.expression.getText(source.ast).endsWith('Error') ? [] : [at(source, node, 'a class that is no error')]
    }),
  )
}

/** Files above so many lines. */
export function longFiles(sources: Sources, linesMax: number): Violations {
  return sources.flatMap(({ path, ast }) => {
    const lines = ast.text.replace(/\n$/, '').split('\n').length
    return lines > linesMax ? [`${path}: ${lines} lines`] : []
  })
}

const vague = /(^|-)(utils?|helpers?|common|shared|misc|managers?|services?|impl|base)(-|\.ts$)/

/** Files not named in kebab-case for the noun that they hold, and files that do not say at their head what they are. */
export function misnamedFiles(sources: Sources): Violations {
  return sources.flatMap(({ path, ast }) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const found: string[] = []
    if (!/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name)) found.push(`${path}: not in kebab-case`)
    if (vague.test(name) && name !== 'common-passwords.ts') found.push(`${path}: a name that says nothing`)
    if (name !== 'index.ts' && !ast.text.startsWith('/**')) found.push(`${path}: no head comment`)
    return found
  })
}

/** `export *`, with or without a name, and default exports. */
export function namelessExports(sources: Sources): Violations {
  return sources.flatMap((source) => {
    const stars = importsOf(source).filter(({ kind, names }) => kind === 'export' && names.includes('*'))
    const defaults = [...nodesOf(source)].filter(
      (node) => ts.isExportAssignment(node) || (node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent)),
    )
    return [
      ...stars.map(({ specifier }) => `${source.path}: export * from ${specifier}`),
      ...defaults.map((node) => at(source, node, 'a default export')),
    ]
  })
}

/** What a room may load at run time, and of what it may know the types besides. `./` is its own folder, the rest below `src`. */
export type Room = { readonly loads: readonly string[]; readonly types: readonly string[] }

/** Imports of the rooms of the capabilities that their walls do not allow. Rooms that are not in the table are not looked at. */
export function brokenWalls(
  sources: Sources,
  capabilities: readonly string[],
  rooms: { readonly [file: string]: Room },
): Violations {
  return sources.flatMap((source) => {
    const [, folder = '', file = ''] = source.path.split('/')
    const room = capabilities.includes(folder) ? rooms[file] : undefined
    if (room === undefined) return []
    const own = (patterns: readonly string[]) =>
      patterns.map((pattern) => (pattern.startsWith('./') ? `src/${folder}/${pattern.slice(2)}` : `src/${pattern}`))
    return importsOf(source).flatMap(({ target, specifier, typeOnly }) => {
      if (target === null) return []
      const allowed = typeOnly ? [...room.loads, ...room.types] : room.loads
      return matches(target, own(allowed)) ? [] : [`${source.path}: ${typeOnly ? 'knows' : 'loads'} ${specifier}`]
    })
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
