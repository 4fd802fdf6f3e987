/** The examples in the documentation of what is exported, as modules that a compiler and Node can read. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import ts from 'typescript'
import { exportsOf } from '../declarations.ts'
import { readSources, root } from '../sources.ts'
import { entryPoints } from './reference.ts'

/** A function that an entry point exports, with the examples in its documentation. */
export type DocumentedFunction = {
  readonly name: string
  readonly entry: string
  readonly path: string
  readonly sentence: string
  readonly examples: readonly string[]
}

/** All sources, read once. */
export const sources = readSources('src')

/** Whether a statement declares a function, written either way. */
function isFunction(statement: ts.Statement, name: string): boolean {
  if (ts.isFunctionDeclaration(statement)) return true
  if (!ts.isVariableStatement(statement)) return false
  const declared = statement.declarationList.declarations.find((one) => one.name.getText() === name)
  return (
    declared?.initializer !== undefined && (ts.isArrowFunction(declared.initializer) || /=>/.test(declared.type?.getText() ?? ''))
  )
}

function commentText(comment: ts.JSDoc['comment']): string {
  return (typeof comment === 'string' ? comment : (ts.getTextOfJSDocComment(comment) ?? '')).trim()
}

const exported = new Map([...entryPoints()].map(([entry, file]) => [entry, exportsOf(sources, file)] as const))

function findFunctions(): readonly DocumentedFunction[] {
  const found = new Map<string, DocumentedFunction>()
  for (const [entry, declared] of exported) {
    for (const { name, path, statement } of declared) {
      if (statement === null || !isFunction(statement, name) || found.has(`${path} ${name}`)) continue
      const docs = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc).at(-1)
      const tags = (docs?.tags ?? []).filter(({ tagName }) => tagName.text === 'example')
      const [sentence = ''] =
        commentText(docs?.comment)
          .replaceAll('\n', ' ')
          .match(/^.*?[.:](?= |$)/) ?? []
      const examples = tags.map(({ comment }) => commentText(comment))
      found.set(`${path} ${name}`, { name, entry, path, sentence, examples })
    }
  }
  return [...found.values()]
}

const functions = findFunctions()

/** Every function that is exported, once, under the first entry point that has it. */
export const documentedFunctions = (): readonly DocumentedFunction[] => functions

const entryOf = new Map<string, string>()
for (const [entry, declared] of exported) for (const { name } of declared) if (!entryOf.has(name)) entryOf.set(name, entry)

/** An example as a module: what it takes of the package is imported, everything else is around it. */
export function moduleOf({ entry, name }: DocumentedFunction, example: string): string {
  const words = new Set(example.match(/[A-Za-z]\w*/g))
  const declared = new Set(
    [...example.matchAll(/\b(?:const|let)\s+(?:\{([^}]*)\}|\[([^\]]*)\]|(\w+))/g)].flatMap((found) =>
      found.slice(1).flatMap((names) => names?.match(/\w+/g) ?? []),
    ),
  )
  const imports = [...entryOf].filter(([one]) => words.has(one) && !declared.has(one))
  const own = imports.map(([one, from]): [string, string] => [one, one === name ? entry : from])
  return [...own.map(([one, from]) => `import { ${one} } from '${from}'`), example, 'export {}', ''].join('\n')
}

/** What `openExampleContext` gives, by name. */
const exampleNames = [
  ...['sportello', 'configuration', 'storage', 'documents', 'mailer', 'clock', 'office', 'operator', 'token', 'id', 'ticket'],
  ...['stamp', 'submission', 'migrationPlan', 'Kysely', 'PostgresDialect', 'SqliteDialect', 'Pool', 'PostalMime', 'nodemailer'],
  ...[
    'express',
    'app',
    'db',
    'file',
    'window',
    'spidAnswer',
    'verifier',
    'trialOfBothProviders',
    'today',
    'daticert',
    'rawMessage',
  ],
  'test',
]

/** Writes every example into a folder that extends the settings of the repository; the names of the files. */
export function writeExamples(folder: string): readonly string[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const context = `import type { openExampleContext } from '${root}test/support/site/example-context.ts'\ntype ExampleContext = Awaited<ReturnType<typeof openExampleContext>>\n`
  const names = exampleNames.map((name) => `  const ${name}: ExampleContext['${name}']`).join('\n')
  writeFileSync(`${folder}/context.d.ts`, `${context}declare global {\n${names}\n}\nexport {}\n`)
  // A name that an example declares may be used in the next line or not at all.
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, noEmit: true }
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ extends: `${root}tsconfig.json`, compilerOptions, include: ['.'] }))
  return documentedFunctions().flatMap((one) =>
    one.examples.map((example, index) => {
      const file = `${one.entry.replace('/', '-')}-${one.name}-${index + 1}.ts`
      writeFileSync(`${folder}/${file}`, moduleOf(one, example))
      return file
    }),
  )
}
