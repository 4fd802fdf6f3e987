/** What the sources declare for others: the exports behind an entry point, and the refusals with their data. */
import ts from 'typescript'
import { importsOf, nodesOf, type Source } from './sources.ts'

/** An export followed to the statement that declares it; `statement` is null when none was found. */
export type Declared = { readonly name: string; readonly path: string; readonly statement: ts.Statement | null }

function nameOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement)
  return named && statement.name !== undefined ? [statement.name.text] : []
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

/** The named exports of a file, each followed through re-exports and imports. */
export function exportsOf(sources: readonly Source[], entry: string): readonly Declared[] {
  const files = new Map(sources.map((source) => [source.path, source]))

  /** Where a name that is visible in a file comes from. */
  function follow(path: string, name: string): Declared {
    const source = files.get(path)
    const nowhere: Declared = { name, path, statement: null }
    if (source === undefined) return nowhere
    const statement = source.ast.statements.find((one) => nameOf(one).includes(name))
    if (statement !== undefined) return { name, path, statement }
    for (const one of source.ast.statements) {
      const isExport = ts.isExportDeclaration(one) && one.exportClause !== undefined && ts.isNamedExports(one.exportClause)
      const clause = isExport ? one.exportClause : ts.isImportDeclaration(one) ? one.importClause?.namedBindings : undefined
      if (clause === undefined || !(ts.isNamedExports(clause) || ts.isNamedImports(clause))) continue
      const found = clause.elements.find((element) => element.name.text === name)
      if (found === undefined) continue
      const original = (found.propertyName ?? found.name).text
      const specifier = (one as ts.ImportDeclaration | ts.ExportDeclaration).moduleSpecifier
      if (specifier === undefined) return original === name ? continueWith(path, name) : follow(path, original)
      const text = ts.isStringLiteral(specifier) ? specifier.text : ''
      const target = importsOf(source).find((given) => given.specifier === text)?.target
      return target === undefined || target === null ? nowhere : follow(target, original)
    }
    return nowhere
  }

  /** `export { name }` of a name that the file itself imports. */
  function continueWith(path: string, name: string): Declared {
    const source = files.get(path)
    const given = source === undefined ? [] : importsOf(source)
    const from = given.find(({ kind, names, target }) => kind === 'import' && target !== null && names.includes(name))
    return from?.target ? follow(from.target, name) : { name, path, statement: null }
  }

  const source = files.get(entry)
  if (source === undefined) return [{ name: '*', path: entry, statement: null }]
  const names = source.ast.statements.flatMap((one) => {
    if (ts.isExportDeclaration(one) && one.exportClause !== undefined && ts.isNamedExports(one.exportClause)) {
      return one.exportClause.elements.map(({ name }) => name.text)
    }
    return isExported(one) ? nameOf(one) : []
  })
  return names.map((name) => ({ ...follow(entry, name), name }))
}

/** True when a JSDoc comment stands right above the statement: one with a blank line after it is the head of the file. */
function isDescribed(statement: ts.Statement): boolean {
  const { text } = statement.getSourceFile()
  const above = text.slice(0, statement.getStart()).trimEnd()
  return (
    above.endsWith('*/') &&
    !/^[ \t]*\n[ \t]*\n/.test(text.slice(above.length)) &&
    ts.getJSDocCommentsAndTags(statement).length > 0
  )
}

/** Exports of the entry that no JSDoc comment describes where they are declared. */
export function undocumented(sources: readonly Source[], entry: string): readonly string[] {
  return exportsOf(sources, entry)
    .filter(({ statement }) => statement === null || !isDescribed(statement))
    .map(({ name, path }) => `${entry}: ${name} (${path})`)
}

/** A refusal as the types declare it: its code, and the names of its further fields. */
export type RefusalShape = { readonly code: string; readonly data: readonly string[]; readonly path: string }

/** The code of a `FormRefusal<'capability/form'>`; null for any other node. */
function formCodeOf(node: ts.Node, { ast }: Source): string | null {
  if (!ts.isTypeReferenceNode(node) || node.typeName.getText(ast) !== 'FormRefusal') return null
  const [code] = node.typeArguments ?? []
  return code !== undefined && ts.isLiteralTypeNode(code) && ts.isStringLiteral(code.literal) ? code.literal.text : null
}

/** Every `{ code: 'capability/reason', ...data }` type of the sources, in the order of the codes. */
export function refusalsOf(sources: readonly Source[]): readonly RefusalShape[] {
  const found = new Map<string, RefusalShape>()
  for (const source of sources) {
    for (const node of nodesOf(source)) {
      const form = formCodeOf(node, source)
      if (form !== null) found.set(form, { code: form, data: ['problems', 'problemCount'], path: source.path })
      if (!ts.isTypeLiteralNode(node)) continue
      const fields = node.members.filter(ts.isPropertySignature)
      const type = fields.find(({ name }) => name.getText(source.ast) === 'code')?.type
      const types = type === undefined ? [] : ts.isUnionTypeNode(type) ? type.types : [type]
      for (const one of types) {
        const code = ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal) ? one.literal.text : ''
        const data = fields.map(({ name }) => name.getText(source.ast)).filter((name) => name !== 'code')
        // `Extract<…, { code: '…' }>` names a refusal again, without its data.
        const isNew = (found.get(code)?.data.length ?? -1) < data.length
        if (/^[a-z-]+\/[a-z-]+$/.test(code) && isNew) found.set(code, { code, data, path: source.path })
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}
