/** Programs of the tests that run in processes of their own, made into one file each, so that a process starts in no time. */
import { mkdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Within reach of the packages that are not bundled.
const folder = `${root}node_modules/.cache/sportello-test`

let bundled = 0

/** Bundles the program and whatever it imports from the sources; the path of the result, which is this process' own. */
export async function bundle(program: URL): Promise<string> {
  mkdirSync(folder, { recursive: true })
  bundled += 1
  const entry = fileURLToPath(program)
  const outfile = `${folder}/${basename(entry, '.ts')}-${process.pid}-${bundled}.mjs`
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Native code, and what brings a file of its own.
    external: ['@photostructure/sqlite', 'node-sqlite3-wasm', 'pg-native'],
    // Packages of the older kind ask for Node's own modules while they run.
    banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
    logLevel: 'error',
  })
  return outfile
}
