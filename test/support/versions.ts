/** The versions that the package is tested with: what the manifest, the workflow and the pinned runtimes say. docs/versions.md tells them. */
import { readFileSync } from 'node:fs'
import { version as chromiumVersion } from './chromium.ts'
import { readManifest } from './package.ts'
import { version as postgresVersion } from './postgres-programs.ts'
import { runtimes } from './runtimes.ts'
import { root } from './sources.ts'

const { devDependencies, engines, peerDependencies } = readManifest()

/** The compilers, by the names under which they are installed, oldest first. */
export const compilers: readonly { readonly name: string; readonly version: string }[] = Object.entries(devDependencies)
  .filter(([name]) => /^typescript(-\d|$)/.test(name))
  .map(([name, version]) => ({ name, version: version.replace('npm:typescript@', '') }))
  .sort((one, other) => Number.parseFloat(one.version) - Number.parseFloat(other.version))

/** The versions of Express on which the portal of docs/host.md is walked through, oldest first. */
const expresses: readonly string[] = ['express-4', 'express'].map((name) =>
  (devDependencies[name] ?? '').replace('npm:express@', ''),
)

/** The versions of Node on which CI runs everything. */
export function nodesOf(workflow: string): readonly string[] {
  const [, list = ''] = /^\s+node: \[(.*)\]$/m.exec(workflow) ?? []
  return [...list.matchAll(/'([\d.]+)'/g)].map(([, version = '']) => version)
}

/** The scripts for pages without a bundler. */
export const scripts: readonly string[] = ['password.global.js', 'checklist.global.js', 'fragment.global.js']

/** A browser in which people choose a password. */
type Browser = {
  readonly name: string
  /** The oldest whose syntax the scripts keep to. */
  readonly oldest: string
  /** As esbuild names it. */
  readonly target: string
  /** The versions that tests run, or null where no test runs it. */
  readonly tested: string | null
}

/** What docs/versions.md states of browsers; test/platforms/browsers.test.ts holds it. */
export const browsers: readonly Browser[] = [
  { name: 'Chromium', oldest: '91', target: 'chrome91', tested: `that of the machine, else ${chromiumVersion}` },
  { name: 'Edge', oldest: '91', target: 'edge91', tested: null },
  { name: 'Firefox', oldest: '78', target: 'firefox78', tested: 'that of the machine' },
  { name: 'Safari', oldest: '14.1', target: 'safari14.1', tested: null },
  { name: 'Safari on iOS', oldest: '14.5', target: 'ios14.5', tested: null },
]

const nodes = nodesOf(readFileSync(`${root}.github/workflows/ci.yml`, 'utf8'))
const pure = 'every entry point but `sportello/express`, `sportello/files` and `sportello/node`, with the storage in memory'

/** The table of docs/versions.md. */
export function versionTable(): string {
  const peers = Object.entries(peerDependencies).map(
    ([name, range]) => `| ${name} | ${devDependencies[name] ?? ''} | \`${range.replaceAll('|', '\\|')}\` | all that uses it |`,
  )
  const stored = 'the contract of the storage'
  const sqlites = ['@photostructure/sqlite', 'node-sqlite3-wasm'].map(
    (name) => `| SQLite by ${name} | ${devDependencies[name] ?? ''} | | ${stored} |`,
  )
  const pages = browsers.map(({ name, oldest, tested }) => {
    const runs =
      tested === null
        ? 'nothing; the syntax of the scripts is compared'
        : 'the rules of a new password, and their list in the page'
    return `| ${name} | ${tested ?? 'none'} | ${oldest} or later | ${runs} |`
  })
  const rows = [
    ...nodes.map((version) => `| Node | ${version} | \`${engines.node}\` | everything |`),
    ...compilers.map(
      ({ version }) => `| TypeScript | ${version} | 5.0 or later | all declarations, strictly, without \`skipLibCheck\` |`,
    ),
    ...runtimes.map(({ name, version }) => {
      const all =
        name === 'workerd' ? pure : 'every entry point but `sportello/express`, with the storage in memory and documents on disk'
      const more = name === 'Node' || name === 'Bun' ? '; argon2id by the runtime itself' : ''
      return `| ${name} | ${version} | | ${all}${more} |`
    }),
    ...expresses.map((version) => `| Express | ${version} | 4 or 5 | the portal of docs/host.md, over HTTP |`),
    ...peers,
    `| PostgreSQL | that of the machine, else ${postgresVersion} | 13 or later | ${stored}, whole lives, races and kills |`,
    `| SQLite by node:sqlite | that of Node, from 22 on | Node 22.13 or later | ${stored} |`,
    ...sqlites,
    ...pages,
  ]
  return ['| with | tested version | allowed | what runs on it |', '|---|---|---|---|', ...rows].join('\n')
}
