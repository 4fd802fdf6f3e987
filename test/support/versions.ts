/** The versions that the package is tested with: what the manifest, the workflow and the pinned runtimes say. docs/versions.md tells them. */
import { readFileSync } from 'node:fs'
import { readManifest } from './package.ts'
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

const nodes = nodesOf(readFileSync(`${root}.github/workflows/ci.yml`, 'utf8'))
const pure = 'every entry point but `sportello/express`, `sportello/files` and `sportello/node`, with the storage in memory'

/** The table of docs/versions.md. */
export function versionTable(): string {
  const peers = Object.entries(peerDependencies).map(
    ([name, range]) => `| ${name} | ${devDependencies[name] ?? ''} | \`${range.replaceAll('|', '\\|')}\` | all that uses it |`,
  )
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
  ]
  return ['| with | tested version | allowed | what runs on it |', '|---|---|---|---|', ...rows].join('\n')
}
