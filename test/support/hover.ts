/** What an editor shows of declarations: TypeScript's language service, asked as an editor asks it. */
import { dirname } from 'node:path'
import ts from 'typescript'

/** A name that an editor can point at, what it shows there, and the documentation below it. */
export type Hover = { readonly name: string; readonly shown: string; readonly documentation: string }

const options: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  noEmit: true,
}

const text = (parts: readonly ts.SymbolDisplayPart[] | undefined): string => ts.displayPartsToString([...(parts ?? [])]).trim()

/** The whole name of a declared member: `Sportello.registration`, `RegistrationApi.open`. */
function pathOf(node: ts.Node, name: string): string {
  const names = [name]
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    const named =
      (ts.isInterfaceDeclaration(outer) || ts.isTypeAliasDeclaration(outer) || ts.isPropertySignature(outer)) && outer.name
    if (named) names.unshift(named.getText())
  }
  return names.join('.')
}

/**
 * Every export of the entry points, and every member of those types that are walked, as the language service shows them.
 * `entries` are declaration files.
 */
export function hoversOf(entries: readonly string[], isWalked: (type: string) => boolean): readonly Hover[] {
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...entries],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const content = ts.sys.readFile(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => dirname(entries[0] ?? '.'),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
  })
  const program = service.getProgram()
  const checker = program?.getTypeChecker()
  const hovers = new Map<ts.Node, Hover>()

  function look(name: ts.Node, as: string): void {
    if (hovers.has(name)) return
    const info = service.getQuickInfoAtPosition(name.getSourceFile().fileName, name.getStart())
    hovers.set(name, { name: as, shown: text(info?.displayParts), documentation: text(info?.documentation) })
  }

  function lookInto(declaration: ts.Node): void {
    const visit = (node: ts.Node): void => {
      const isMember = ts.isPropertySignature(node) || ts.isMethodSignature(node)
      if (isMember) look(node.name, pathOf(node, node.name.getText()))
      ts.forEachChild(node, visit)
    }
    visit(declaration)
  }

  for (const entry of entries) {
    const file = program?.getSourceFile(entry)
    const module = file === undefined ? undefined : checker?.getSymbolAtLocation(file)
    for (const given of module === undefined ? [] : (checker?.getExportsOfModule(module) ?? [])) {
      const symbol = given.flags & ts.SymbolFlags.Alias ? checker?.getAliasedSymbol(given) : given
      for (const declaration of symbol?.declarations ?? []) {
        const name = ts.getNameOfDeclaration(declaration)
        if (name !== undefined) look(name, given.name)
        if (isWalked(given.name)) lookInto(declaration)
      }
    }
  }
  return [...hovers.values()]
}
