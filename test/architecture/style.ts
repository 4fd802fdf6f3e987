/** How the sources are written: ways around the compiler, classes, length, names, head comments, exports. */
import ts from 'typescript'
import { at, commentsOf, importsOf, nodesOf, type Source } from '../support/sources.ts'

type Sources = readonly Source[]
type Violations = readonly string[]

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

const linesOf = (text: string): number => text.replace(/\n$/, '').split('\n').length

/** Files of too many lines. What they hand on from others is not counted: a door is a list of names. */
export function longFiles(sources: Sources, linesMax: number): Violations {
  return sources.flatMap(({ path, ast }) => {
    const handedOn = ast.statements.filter((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier)
    const lines = linesOf(ast.text) - handedOn.reduce((sum, statement) => sum + linesOf(statement.getText(ast)), 0)
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
