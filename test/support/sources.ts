/** Reads TypeScript sources with the compiler's own parser: what they import, export, name and remark. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** One file: `path` is relative to the repository, with slashes. */
export type Source = { readonly path: string; readonly ast: ts.SourceFile }

/** One import or re-export. `target` is a path of the repository for a relative specifier, else null. */
export type Import = {
  readonly specifier: string
  readonly target: string | null
  /** The names asked for; `*` for all, `default` for the default export. */
  readonly names: readonly string[]
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean
  readonly kind: 'import' | 'export' | 'dynamic' | 'type'
}

export function parseSource(path: string, text: string): Source {
  return { path, ast: ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true) }
}

/** Every `.ts` file below the folder, in the order of the paths. */
export function readSources(folder: string): readonly Source[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => parseSource(path, readFileSync(`${root}${path}`, 'utf8')))
}

/** Every node of the file, outermost first. */
export function* nodesOf(source: Source): Generator<ts.Node> {
  const waiting: ts.Node[] = [source.ast]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node
    const children: ts.Node[] = []
    ts.forEachChild(node, (child) => {
      children.push(child)
    })
    waiting.push(...children.reverse())
  }
}

function lineOf({ ast }: Source, node: ts.Node): number {
  return ast.getLineAndCharacterOfPosition(node.getStart(ast)).line + 1
}

/** `path:line: reason`, as editors and terminals open it. */
export function at(source: Source, node: ts.Node, reason: string): string {
  return `${source.path}:${lineOf(source, node)}: ${reason}`
}

function resolve(from: string, specifier: string): string | null {
  return specifier.startsWith('.') ? new URL(specifier, `file:///${from}`).pathname.slice(1) : null
}

/** Static imports, re-exports, `import()` and `import('…')` types. */
export function importsOf(source: Source): readonly Import[] {
  const found: Import[] = []
  const add = (literal: ts.Node, names: readonly string[], typeOnly: boolean, kind: Import['kind']) => {
    const specifier = ts.isStringLiteralLike(literal) ? literal.text : literal.getText(source.ast)
    found.push({ specifier, target: resolve(source.path, specifier), names, typeOnly, kind })
  }
  for (const node of nodesOf(source)) {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause
      const bindings = clause?.namedBindings
      const names = clause?.name === undefined ? [] : ['default']
      if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push('*')
      if (bindings !== undefined && ts.isNamedImports(bindings)) {
        names.push(...bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text))
      }
      // `import { type A }` still loads the module under verbatimModuleSyntax; `import type` does not.
      add(node.moduleSpecifier, names, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword, 'import')
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      const clause = node.exportClause
      const named = clause !== undefined && ts.isNamedExports(clause)
      const names = named ? clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text) : ['*']
      add(node.moduleSpecifier, names, node.isTypeOnly, 'export')
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0] ?? node, ['*'], false, 'dynamic')
    } else if (ts.isImportTypeNode(node)) {
      const { argument, qualifier } = node
      const literal = ts.isLiteralTypeNode(argument) ? argument.literal : argument
      add(literal, [qualifier?.getText(source.ast) ?? '*'], true, 'type')
    }
  }
  return found
}

/** The text of every comment, without its delimiters, with the position where it begins. */
export function commentsOf({ ast }: Source): readonly { readonly text: string; readonly at: number; readonly end: number }[] {
  const found = new Map<number, { text: string; at: number; end: number }>()
  const visit = (node: ts.Node): void => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(ast.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(ast.text, node.getEnd()) ?? []),
    ]
    for (const { pos, end, kind } of ranges) {
      const closing = kind === ts.SyntaxKind.MultiLineCommentTrivia ? 2 : 0
      found.set(pos, { text: ast.text.slice(pos + 2, end - closing), at: pos, end })
    }
    for (const child of node.getChildren(ast)) visit(child)
  }
  visit(ast)
  return [...found.values()].sort((a, b) => a.at - b.at)
}
