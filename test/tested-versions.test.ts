/** The versions of docs/versions.md: that they are read from where they are decided, and that the oldest of them is what is promised. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readManifest } from './support/package.ts'
import { version as postgresVersion } from './support/postgres-programs.ts'
import { runtimes } from './support/runtimes.ts'
import { root } from './support/sources.ts'
import { browsers, compilers, nodesOf, versionTable } from './support/versions.ts'

const manifest = readManifest()
const rows = versionTable()
  .split('\n')
  .slice(2)
  .map((row) => row.split('|').map((cell) => cell.trim()))
const tested = (name: string) => rows.filter(([, of]) => of === name).map(([, , version]) => version)

describe('the tested versions', () => {
  it('of Node are those of the workflow, and the oldest is the one that the package asks for', () => {
    const [oldest = '', ...newer] = tested('Node')
    expect(manifest.engines.node).toBe(`>=${oldest}.0`)
    expect(newer.length).toBeGreaterThanOrEqual(2)
    expect(nodesOf("    matrix:\n        node: ['20.19', '22']\n")).toEqual(['20.19', '22'])
    expect(nodesOf('    matrix:\n        os: [ubuntu]\n')).toEqual([])
  })

  it('of TypeScript are several majors, that of the build among them', () => {
    expect(tested('TypeScript')).toContain(manifest.devDependencies['typescript'])
    expect(new Set(compilers.map(({ version }) => version.split('.')[0])).size).toBeGreaterThanOrEqual(3)
    expect(compilers.map(({ version }) => Number.parseFloat(version))).toEqual([5, 5.9, 6, 7])
  })

  it('of runtimes have a program and a digest for Linux and macOS, on both architectures', () => {
    for (const { name, version } of runtimes) expect(tested(name)).toContain(version)
    for (const { name, packages } of runtimes) {
      // The registry has no package of Node for an ARM Mac.
      const macs = name === 'Node' ? [] : ['darwin-arm64', 'darwin-x64']
      expect(Object.keys(packages).sort()).toEqual([...macs, 'linux-arm64', 'linux-x64'])
      for (const { integrity } of Object.values(packages)) expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/)
    }
  })

  it('of Express are both majors that are promised', () => {
    expect(tested('Express').map((version) => version?.split('.')[0])).toEqual(['4', '5'])
  })

  it('of peers are installed here, each in its range by its major at least', () => {
    for (const [name, range] of Object.entries(manifest.peerDependencies)) {
      const [version = ''] = tested(name)
      expect(manifest.devDependencies[name]).toBe(version)
      const [major = '', minor = ''] = version.split('.')
      const least = /^>=(\d+)/.exec(range)?.[1]
      expect(least === undefined ? range.includes(`^${major}.${minor}`) : Number(major) >= Number(least), name).toBe(true)
    }
  })

  it('of databases are those that the tests open, and docs/storage.md asks for no older PostgreSQL', () => {
    expect(tested('PostgreSQL')).toEqual([`that of the machine, else ${postgresVersion}`])
    expect(readFileSync(`${root}docs/storage.md`, 'utf8')).toContain('Version 13 or later')
    for (const make of ['@photostructure/sqlite', 'node-sqlite3-wasm']) {
      expect(tested(`SQLite by ${make}`)).toEqual([manifest.devDependencies[make]])
    }
  })

  it('of browsers have a floor each, and Chromium and Firefox are run', () => {
    expect(browsers.flatMap(({ name, tested: run }) => (run === null ? [] : [name]))).toEqual(['Chromium', 'Firefox'])
    for (const { name, oldest } of browsers) expect(rows.find(([, of]) => of === name)?.[3]).toBe(`${oldest} or later`)
  })
})
