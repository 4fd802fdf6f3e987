/** Programs in processes of their own, made into one file each, so that a process starts in half the time. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Within reach of the packages that are not bundled.
const folder = `${root}node_modules/.cache/sportello-test`

/** A source that is bundled in place of what is stored: its path from the root of the tree, and its text. */
export type Replaced = { readonly file: string; readonly text: string }

/** What lies beside a source is found beside it, wherever the bundle lies. */
const placed = (replaced?: Replaced): Plugin => ({
  name: 'placed',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const isReplaced = replaced !== undefined && path === join(root, replaced.file)
      const source = isReplaced ? replaced.text : await readFile(path, 'utf8')
      return { loader: 'ts', contents: source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)) }
    })
  },
})

const inside = {
  // Native code, and what brings a file of its own.
  external: ['@node-rs/argon2', '@photostructure/sqlite', 'node-sqlite3-wasm', 'pg-native'],
  // Packages of the older kind ask for Node's own modules while they run.
  banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
}

/**
 * Bundles the program and whatever it imports from the sources; the path of the result. Packages are bundled too, which saves time, unless
 * they stay `outside`.
 */
export async function bundle(program: URL, packages: 'inside' | 'outside' = 'inside', replaced?: Replaced): Promise<string> {
  const entry = fileURLToPath(program)
  const name = relative(root, entry).replaceAll(/[/\\]/g, '-')
  const outfile = `${folder}/${name.replace(/\.ts$/, replaced === undefined ? '.mjs' : '.replaced.mjs')}`
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [placed(replaced)],
    ...(packages === 'outside' ? { packages: 'external' } : inside),
    logLevel: 'error',
  })
  await mkdir(folder, { recursive: true })
  // Others may start it at this moment: they find the whole of it, old or new.
  const written = `${outfile}.${process.pid}`
  await writeFile(written, outputFiles[0]?.contents ?? '')
  await rename(written, outfile)
  return outfile
}
