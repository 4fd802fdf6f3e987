/** The scripts for pages of the library, made from its sources: who has installed the package finds them in it. */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = (path: string): string => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url))

/** Writes them into the folder, as the package is built. */
export async function buildScripts(folder: string): Promise<void> {
  const made = { bundle: true, format: 'iife', platform: 'browser', target: 'es2020', minify: true, logLevel: 'silent' } as const
  const scripts = [
    { name: 'password', entry: 'rules/password/index.ts', globalName: 'sportelloPassword' },
    { name: 'fragment', entry: 'fragment-script.ts' },
    { name: 'checklist', entry: 'checklist-script.ts' },
  ]
  await Promise.all(
    scripts.map(({ name, entry, ...more }) =>
      build({ ...made, ...more, entryPoints: [source(entry)], outfile: `${folder}/${name}.global.js` }),
    ),
  )
}
