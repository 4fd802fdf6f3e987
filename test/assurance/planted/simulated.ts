/** Plants one bug after the other and lets simulated offices and lives alone look for it: no test of the bug's own procedure is run. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../support/sources.ts'
import type { PlantedBug } from './bug.ts'
import type { Effort, SearchResult } from './search-child.ts'

/** What was found; `invariant` is null where nothing was. */
export type Simulated = SearchResult & { readonly bug: PlantedBug }

const copied = ['src', 'test', 'docs', 'package.json', 'tsconfig.json']

/** The sources of the folder with the simulator in one file, which lies among the judges so that what they read is found. */
async function run(folder: string, file: string, effort: Effort): Promise<SearchResult> {
  const bundled = join(folder, 'test/simulation/invariants/search.mjs')
  await build({
    entryPoints: [join(folder, 'test/assurance/planted/search-child.ts')],
    outfile: bundled,
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' },
    tsconfig: join(folder, 'tsconfig.json'),
  })
  const child = spawn(process.execPath, [bundled, JSON.stringify({ file, ...effort })], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [said, complaint] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(0, 2_000)
  })
  // Some bugs lead to work without end.
  const watch = setTimeout(() => child.kill('SIGKILL'), 2 * effort.ms + 60_000)
  await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(watch)
  // What stops the simulator itself is found, if not by an invariant.
  if (said === '')
    return {
      ...{ played: 1, where: 'offices' },
      invariant: 'stopped',
      what: complaint.split('\n').find((line) => /Error/.test(line)) ?? 'no end',
      seed: null,
    }
  return JSON.parse(said) as SearchResult
}

/** Looks for each bug in as many processes as asked, and tells of each as soon as it is known. */
export async function simulateAll(
  bugs: readonly PlantedBug[],
  effort: Effort,
  processes: number,
  tell: (simulated: Simulated) => void,
): Promise<void> {
  const left = [...bugs]
  const look = async (): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'sportello-simulated-'))
    try {
      for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true })
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
      for (let bug = left.shift(); bug !== undefined; bug = left.shift()) {
        const { file, from, to, name } = bug
        const path = join(folder, file)
        const text = readFileSync(path, 'utf8')
        if (text.split(from).length !== 2) throw new Error(`${name}: its text is not in the file exactly once`)
        writeFileSync(
          path,
          text.replace(from, () => to),
        )
        tell({ bug, ...(await run(folder, file, effort)) })
        writeFileSync(path, text)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  await Promise.all(Array.from({ length: processes }, look))
}
