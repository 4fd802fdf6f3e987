/** Where packages and globals of the platform may be named. */
import ts from 'typescript'
import { at, importsOf, nodesOf, type Source } from '../support/sources.ts'
import { matches } from './patterns.ts'

type Sources = readonly Source[]
type Violations = readonly string[]

/** For each package or global, the patterns of the files that may name it. */
export type Homes = { readonly [thing: string]: readonly string[] }

/** The package of a specifier: `@scope/name`, `name`, or `node:` for whatever Node brings itself. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Packages outside of their homes, of types too; zod and date-fns in a form that a bundler cannot take apart. */
export function strayPackages(sources: Sources, homes: Homes): Violations {
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, target, names, kind, typeOnly }) => {
      if (target !== null) return []
      const name = packageOf(specifier)
      if (!matches(source.path, homes[name] ?? [])) return [`${source.path}: ${specifier} has no home here`]
      // `{ z }` would bundle all of its languages.
      const whole = kind === 'import' && names.length === 1 && names[0] === '*'
      if (name === 'zod' && !whole) return [`${source.path}: zod is imported as * as z`]
      const isRoot = /^date-fns(-tz)?$/.test(specifier)
      return isRoot && !typeOnly ? [`${source.path}: ${specifier} is imported function by function, by subpath`] : []
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
