/** Runs a program as a user would: a process of its own, pipes instead of a terminal, an environment that says nothing. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll } from 'vitest'
import { bundle } from '../support/bundle.ts'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type RunOptions = {
  readonly env?: { readonly [name: string]: string }
  readonly cwd?: string
  /** Called with the process and each piece of its standard output. */
  readonly onOutput?: (child: ChildProcess, text: string) => void
}

/** Runs Node with the arguments and waits for the end of the process and of its output. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return runCommand(process.execPath, args, options)
}

/** The same for any program of the machine. */
export function runCommand(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { env = {}, cwd = root, onOutput } = options
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env
  const child = spawn(file, args, { cwd, env: { PATH, HOME, TMPDIR, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    onOutput?.(child, text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Runs an example as its documentation says. */
export function runSource(file: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Ran> {
  return runNode(['--import', 'tsx', join(root, file), ...args], options)
}

/** Runs an example from a bundle, made once for the test file: it starts in half the time, and is the same program. With its packages in a third. */
export function bundled(
  file: string,
  packages: 'inside' | 'outside' = 'outside',
): (args?: readonly string[], options?: RunOptions) => Promise<Ran> {
  let script = ''
  beforeAll(async () => {
    script = await bundle(pathToFileURL(join(root, file)), packages)
  })
  return (args = [], options = {}) => runNode([script, ...args], options)
}

/** A directory of the test file's own, gone after it. */
export function scratch(): { readonly path: string } {
  const place = { path: '' }
  beforeAll(async () => {
    place.path = await mkdtemp(join(tmpdir(), 'sportello-test-'))
  })
  afterAll(() => rm(place.path, { recursive: true, force: true }))
  return place
}
