/** The reference of the site: TypeDoc reads the entry points and writes a page for every export. What is not documented is an error. */
import { readFileSync } from 'node:fs'
import { Application, type DeclarationReflection, ReflectionKind } from 'typedoc'
import { root } from '../sources.ts'

type Paths = { readonly [name: string]: readonly [string] }

/** The entry points by the names under which they are imported, each with its source. */
export function entryPoints(): ReadonlyMap<string, string> {
  const { compilerOptions } = JSON.parse(readFileSync(`${root}tsconfig.json`, 'utf8')) as {
    readonly compilerOptions: { readonly paths: Paths }
  }
  return new Map(Object.entries(compilerOptions.paths).map(([name, [path]]) => [name, path.slice(2)]))
}

/** Writes the pages into a folder. Throws what TypeDoc finds wrong with what is exported: without documentation, or with a link to nothing. */
export async function writeReference(folder: string): Promise<void> {
  const entries = entryPoints()
  const app = await Application.bootstrapWithPlugins({
    entryPoints: [...entries.values()].map((path) => `${root}${path}`),
    tsconfig: `${root}tsconfig.json`,
    plugin: ['typedoc-plugin-markdown'],
    out: folder,
    name: 'API reference',
    readme: 'none',
    // `npm run check` compiles everything.
    skipErrorChecking: true,
    disableSources: true,
    githubPages: false,
    logLevel: 'Warn',
    // Types that are only parts of exported ones are not exported.
    validation: { notExported: false, invalidLink: true, notDocumented: true },
    requiredToBeDocumented: ['Class', 'Interface', 'Variable', 'TypeAlias'],
    treatValidationWarningsAsErrors: true,
    ...{ router: 'member', entryFileName: 'index', hidePageHeader: true, hideBreadcrumbs: true, parametersFormat: 'table' },
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc could not read the sources')
  const names = new Map([...entries].map(([name, path]) => [path.replace(/^src\//, '').replace(/(\/index)?\.ts$/, ''), name]))
  for (const module of project.children ?? []) module.name = names.get(module.name) ?? module.name
  app.validate(project)
  for (const { signatures = [] } of project.getReflectionsByKind(
    ReflectionKind.Function,
  ) as unknown as readonly DeclarationReflection[]) {
    for (const one of signatures)
      if (!one.hasComment()) app.logger.warn(`${one.getFullName()} does not have any documentation` as never)
  }
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('TypeDoc found what is told above')
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error('TypeDoc could not write the reference')
}
