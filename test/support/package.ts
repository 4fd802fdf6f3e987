/** The package as npm would publish it, and an empty project that has it installed, without any registry. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { root } from './sources.ts'

export type Manifest = {
  readonly version: string
  readonly author: string
  readonly homepage: string
  readonly repository: { readonly type: string; readonly url: string }
  readonly bugs: { readonly url: string }
  readonly keywords: readonly string[]
  readonly exports: { readonly [subpath: string]: string | { readonly types: string; readonly default: string } }
  readonly scripts: { readonly [name: string]: string }
  readonly dependencies: { readonly [name: string]: string }
  readonly devDependencies: { readonly [name: string]: string }
  readonly peerDependencies: { readonly [name: string]: string }
  readonly engines: { readonly node: string }
}

export type Packed = { readonly bytes: number; readonly files: ReadonlyMap<string, Buffer> }

export type Project = {
  readonly folder: string
  /** Writes a file of the project. */
  readonly write: (path: string, text: string) => void
  /** Installs a package that this repository has, without what it depends on. */
  readonly add: (name: string) => void
  /** Runs Node on a file of the project; what it printed on standard output. Throws when it fails or warns of anything. */
  readonly run: (path: string) => string
  /** Runs a TypeScript compiler, that of the repository or one of another name; what it printed, empty when it found nothing. */
  readonly compile: (tsconfig: string, compiler?: string) => string
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest
}

// What the test runner and npm set for their children would change how these behave.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST|TEST$|VITE_)/i.test(name)),
)

/** Runs a program of this machine in a folder; its standard output. */
export function call(folder: string, file: string, given: readonly string[]): string {
  return execFileSync(file, given, { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** A new folder of the system's own for temporary files. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sportello-package-'))
}

/** Every file of a gzipped tar archive (POSIX.1-1988), without its first folder. */
function readTarball(gzipped: Buffer): ReadonlyMap<string, Buffer> {
  const tar = gunzipSync(gzipped)
  const files = new Map<string, Buffer>()
  const field = (header: Buffer, from: number, length: number) =>
    header
      .subarray(from, from + length)
      .toString('utf8')
      .replace(/\0.*$/s, '')
  for (let at = 0; at + 512 <= tar.length; ) {
    const header = tar.subarray(at, at + 512)
    const name = [field(header, 345, 155), field(header, 0, 100)].filter((part) => part !== '').join('/')
    const size = Number.parseInt(field(header, 124, 12), 8) || 0
    const kind = field(header, 156, 1)
    if (name !== '' && (kind === '0' || kind === '')) {
      files.set(name.replace(/^[^/]+\//, ''), tar.subarray(at + 512, at + 512 + size))
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

/** Packs the repository as `npm publish` would. Needs `dist`. */
export function pack(): Packed {
  const folder = temporaryFolder()
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const name = call(root, npm, ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]).trim()
    const gzipped = readFileSync(join(folder, name))
    return { bytes: gzipped.length, files: readTarball(gzipped) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An empty project with the package and what it depends on in its `node_modules`, and nothing else: no peers, no types of Node. */
export function install({ files }: Packed): Project {
  const folder = temporaryFolder()
  const place = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  for (const [name, content] of files) place(`node_modules/sportello/${name}`, content)
  const waiting = Object.keys(readManifest().dependencies)
  for (const name of waiting) {
    cpSync(`${root}node_modules/${name}`, join(folder, 'node_modules', name), { recursive: true })
    const { dependencies = {} } = JSON.parse(
      readFileSync(`${root}node_modules/${name}/package.json`, 'utf8'),
    ) as Partial<Manifest>
    waiting.push(...Object.keys(dependencies).filter((other) => !waiting.includes(other)))
  }
  place('package.json', JSON.stringify({ name: 'host', private: true, type: 'module' }))
  return {
    folder,
    write: place,
    add: (name) => cpSync(`${root}node_modules/${name}`, join(folder, 'node_modules', name), { recursive: true }),
    run: (path) => call(folder, process.execPath, ['--throw-deprecation', path]),
    compile(tsconfig, compiler = 'typescript') {
      try {
        return call(folder, process.execPath, [`${root}node_modules/${compiler}/bin/tsc`, '-p', tsconfig])
      } catch (cause) {
        return String((cause as { readonly stdout?: unknown }).stdout)
      }
    },
  }
}
