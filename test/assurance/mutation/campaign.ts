/** Mutates the sources one place at a time, and sees which mutants the unit tests kill (G8). */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { root } from '../../support/sources.ts'
import { type ArguedMutant, arguedMutants } from './argued.ts'

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number]

const judgedParts = [
  ...['crypto', 'kernel', 'rules', 'runtime'].map((part) => `src/${part}/**/*.ts`),
  'src/adapters/memory*.ts',
  ...['decide', 'evolve', 'expiry', 'machine', 'compare', 'deadlines'].map((part) => `src/procedures/**/${part}*.ts`),
]
const leftOut = ['words', 'messages', 'letters'].map((part) => `src/**/*${part}*.ts`)

/** The sources that git lists. */
const listed = (...args: readonly string[]): readonly string[] =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path.endsWith('.ts'))

/** What is mutated: what decides, seals, stores and reads. Words of letters and pages are compared as they are. */
export function mutated(): readonly string[] {
  const pathspecs = [...judgedParts.map((part) => `:(glob)${part}`), ...leftOut.map((part) => `:(exclude,glob)${part}`)]
  return listed('ls-files', '--', ...pathspecs)
}

/** What is mutated and differs from a commit: a list of exports, say, has no tests of its own that could judge it. */
export function changedSince(commit: string): readonly string[] {
  const changed = new Set(listed('diff', '--name-only', '--diff-filter=d', commit, '--', 'src'))
  return mutated().filter((path) => changed.has(path))
}

export type Survivor = {
  readonly file: string
  readonly line: number
  /** Where it begins in the text of the file. */
  readonly from: number
  readonly was: string
  readonly becomes: string
  readonly tested: boolean
}

export type Score = {
  /** Mutants that were judged: killed, or found by running without end, and survivors without a reason. */
  readonly judged: number
  readonly killed: number
  readonly argued: number
  readonly survivors: readonly Survivor[]
  /** Reasons for mutants that are killed, or not there any more. */
  readonly idle: readonly ArguedMutant[]
}

/** The text of a place, whose lines and columns begin at 1. */
function textOf(source: string, { start, end }: MutantResult['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1)
  lines[0] = (lines[0] ?? '').slice(start.column - 1)
  return lines.join('\n')
}

/** True for the mutant that is argued, and for one that lies within what is. */
function isOf(argued: ArguedMutant, { file, was, becomes, from }: Survivor, source: string): boolean {
  if (argued.file !== file) return false
  if (argued.becomes !== undefined) return argued.was === was && argued.becomes === becomes
  const begins = source.indexOf(argued.was)
  return begins >= 0 && begins <= from && from + was.length <= begins + argued.was.length
}

/** What the run of all mutants came to. `isWhole`: each source was mutated, so that a reason without a mutant is idle. */
export function scoreOf(results: readonly MutantResult[], argued: readonly ArguedMutant[], isWhole: boolean): Score {
  const sources = new Map<string, string>()
  const read = (path: string): string => {
    const known = sources.get(path) ?? readFileSync(join(root, path), 'utf8')
    sources.set(path, known)
    return known
  }
  const killed = results.filter(({ status }) => status === 'Killed' || status === 'Timeout').length
  const survivors = results
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ fileName, location, replacement = '', status }): Survivor => {
      const file = relative(root, fileName)
      const was = textOf(read(file), location)
      const { line, column } = location.start
      const before = read(file)
        .split('\n')
        .slice(0, line - 1)
      const from = before.reduce((length, text) => length + text.length + 1, column - 1)
      return { file, line, from, was, becomes: replacement, tested: status === 'Survived' }
    })
  const holds = (reason: ArguedMutant, survivor: Survivor) => isOf(reason, survivor, read(survivor.file))
  const open = survivors.filter((survivor) => !argued.some((reason) => holds(reason, survivor)))
  const idle = isWhole ? argued.filter((reason) => !survivors.some((survivor) => holds(reason, survivor))) : []
  return { judged: killed + open.length, killed, argued: survivors.length - open.length, survivors: open, idle }
}

/** The part of a source, as `rules/pec` or `procedures/account`: the folder of its tests has the same name. */
export function partOf(path: string): string {
  const [, part = '', family = ''] = path.split('/')
  return part === 'rules' || part === 'procedures' ? `${part}/${family}` : part
}

/** The files of each part. */
export function partsOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>()
  for (const file of files) parts.set(partOf(file), [...(parts.get(partOf(file)) ?? []), file])
  return parts
}

/** Runs the mutants of sources given by patterns. Each is judged by those of these tests that reach it. */
async function run(patterns: readonly string[], judges: readonly string[], processes: number): Promise<readonly MutantResult[]> {
  // Read by the configuration of the tests, in the processes that judge.
  Object.assign(process.env, { SPORTELLO_JUDGES: JSON.stringify(judges) })
  const stryker = new Stryker({
    mutate: [...patterns],
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/assurance/mutation/vitest.config.ts', related: true },
    coverageAnalysis: 'perTest',
    // What is made once, as the sources are loaded, would be judged by every test: hours for a list of words.
    ignoreStatic: true,
    checkers: [],
    concurrency: processes,
    // Which test reaches which mutant is kept for all of them at once.
    testRunnerNodeArgs: ['--max-old-space-size=8192'],
    reporters: ['progress-append-only'],
    tempDirName: 'reports/mutants',
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 60,
    ignorePatterns: ['/reports', '/dist', '/docs/.vitepress', '/data'],
    allowConsoleColors: false,
  })
  return stryker.runMutationTest()
}

/** Mutates the files of one part, judged by the tests of its own folder: with every unit test a mutant would take sixteen seconds and not one. */
export async function mutate(part: string, files: readonly string[], isWhole: boolean, processes = 2): Promise<Score> {
  const results = await run(files, [`test/${part}/**/*.test.ts`], processes)
  return scoreOf(
    results,
    arguedMutants.filter(({ file }) => files.includes(file)),
    isWhole,
  )
}
