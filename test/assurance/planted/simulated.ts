/** Plants one bug after the other and lets the simulator alone look for it: no test of the bug's own procedure is run. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from '../../support/sources.ts'
import type { PlantedBug } from './bug.ts'
import type { SearchResult, searchFor } from './search-child.ts'

/** What the simulator found; `invariant` is null where it found nothing in so many sequences. */
export type Simulated = SearchResult & { readonly bug: PlantedBug }

export type Effort = { readonly first: number; readonly count: number; readonly ms: number }

const copied = ['src', 'test', 'docs', 'package.json', 'tsconfig.json']

let bundles = 0

/** The sources of the folder with the simulator in one file, which lies among the judges so that what they read is found. */
async function run(folder: string, file: string, { first, count, ms }: Effort): Promise<SearchResult> {
  bundles += 1
  const bundled = join(folder, `test/simulation/invariants/search-${bundles}.mjs`)
  await build({
    entryPoints: [join(folder, 'test/assurance/planted/search-child.ts')],
    outfile: bundled,
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' },
    tsconfig: join(folder, 'tsconfig.json'),
  })
  try {
    const { searchFor: search } = (await import(pathToFileURL(bundled).href)) as { readonly searchFor: typeof searchFor }
    return await search(file, first, count, ms)
  } catch (cause) {
    // What stops the simulator itself is found, if not by an invariant.
    return { sequences: 0, invariant: 'stopped', what: String(cause).split('\n')[0] ?? '', seed: null }
  } finally {
    rmSync(bundled)
  }
}

/** Looks for each bug, and tells of each as soon as it is known. */
export async function simulateAll(
  bugs: readonly PlantedBug[],
  effort: Effort,
  tell: (simulated: Simulated) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sportello-simulated-'))
  try {
    for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const bug of bugs) {
      const path = join(folder, bug.file)
      const text = readFileSync(path, 'utf8')
      if (text.split(bug.from).length !== 2) throw new Error(`${bug.name}: its text is not in the file exactly once`)
      writeFileSync(
        path,
        text.replace(bug.from, () => bug.to),
      )
      tell({ bug, ...(await run(folder, bug.file, effort)) })
      writeFileSync(path, text)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
