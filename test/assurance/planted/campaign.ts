/** Plants one bug after the other in a copy of the tree, and sees which are found (G2). */
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../support/sources.ts'
import { type PlantedBug, testsNamed } from './bug.ts'

/** What came of one bug. `why` says, where it was not found, what happened instead. */
export type Planted = { readonly bug: PlantedBug; readonly isFound: boolean; readonly why: string }

type Test = { readonly fullName: string; readonly status: string }
type Report = readonly { readonly name: string; readonly status: string; readonly assertionResults: readonly Test[] }[]

const copied = ['src', 'test', 'examples', 'docs', 'package.json', 'tsconfig.json', 'SECURITY.md']

/** A copy of the tree in a folder of its own. Its packages are linked one by one, so that what the runner stores beside them stays in the copy. */
export function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sportello-planted-'))
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  return folder
}

/** Runs test files in the copy. Null where they came to no end. */
async function runTests(folder: string, files: readonly string[], ...choice: readonly string[]): Promise<Report | null> {
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const runner = join(folder, 'node_modules', 'vitest', 'vitest.mjs')
  const fixed = ['run', '--config', 'test/vitest.config.ts', '--project', 'fast', '--reporter', 'json', '--outputFile', report]
  // What is not changed need not be read anew each time. A test that waits for ever fails.
  const bounded = ['--experimental.fsModuleCache', '--testTimeout', '60000']
  const child = spawn(process.execPath, [runner, ...fixed, ...bounded, ...choice, ...files], { cwd: folder, stdio: 'ignore' })
  // Some bugs lead to work without end.
  const watch = setTimeout(() => child.kill('SIGKILL'), 300_000)
  await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(watch)
  if (!existsSync(report)) return null
  return (JSON.parse(readFileSync(report, 'utf8')) as { readonly testResults: Report }).testResults
}

const isUnloaded = (report: Report): boolean =>
  report.some(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)

const testsIn = (report: Report): readonly Test[] => report.flatMap(({ assertionResults }) => assertionResults)

/** What is wrong with the tests of each bug while nothing is planted; nothing for a bug whose tests can find it. */
async function faultsOfTests(folder: string, bugs: readonly PlantedBug[]): Promise<ReadonlyMap<PlantedBug, string>> {
  const files = [...new Set(bugs.flatMap(({ tests }) => tests))]
  const report = await runTests(folder, files)
  const faultOf = ({ id, tests }: PlantedBug): string | null => {
    const own = report?.filter(({ name }) => tests.some((path) => name.endsWith(path))) ?? []
    if (own.length < tests.length || isUnloaded(own)) return 'its tests cannot be loaded'
    const named = testsIn(own).filter(({ fullName }) => new RegExp(testsNamed(id)).test(fullName))
    if (named.some(({ status }) => status !== 'passed')) return 'its tests fail without it'
    return named.length === 0 ? 'no test of these files bears its id' : null
  }
  return new Map(
    bugs.flatMap((bug) => {
      const fault = faultOf(bug)
      return fault === null ? [] : [[bug, fault] as const]
    }),
  )
}

/** Why the bug is not found; null where it is. */
async function plant(folder: string, { id, file, from, to, tests }: PlantedBug): Promise<string | null> {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) return 'its text is not in the file exactly once'
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  try {
    const report = await runTests(folder, tests, '--bail', '1', '--testNamePattern', testsNamed(id))
    if (report === null) return 'its tests came to no end'
    if (isUnloaded(report)) return 'with it the sources cannot be loaded'
    return testsIn(report).some(({ status }) => status === 'failed') ? null : 'its tests pass with it'
  } finally {
    writeFileSync(path, text)
  }
}

/** Plants each bug, so many at a time, and tells of each as soon as it is known. Before, the tests must pass without any. */
export async function plantAll(bugs: readonly PlantedBug[], atOnce: number, tell: (planted: Planted) => void): Promise<void> {
  const waiting = [...bugs]
  const folders = Array.from({ length: Math.min(atOnce, bugs.length) }, copyTree)

  async function work(folder: string, faults: ReadonlyMap<PlantedBug, string>): Promise<void> {
    for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
      const why = faults.get(bug) ?? (await plant(folder, bug))
      tell({ bug, isFound: why === null, why: why ?? '' })
    }
  }

  try {
    const [first] = folders
    const faults = first === undefined ? new Map<PlantedBug, string>() : await faultsOfTests(first, bugs)
    await Promise.all(folders.map((folder) => work(folder, faults)))
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}
