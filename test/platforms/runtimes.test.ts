/** The packed package on runtimes beside Node; docs/versions.md has the table. Needs `npm run build` before. */
import * as nodeCrypto from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, install, type Project, pack } from '../support/package.ts'
import { programOf, type Runtime, runtimes } from '../support/runtimes.ts'
import { root } from '../support/sources.ts'

let project: Project

beforeAll(() => {
  if (!existsSync(`${root}dist`)) throw new Error('dist is missing: npm run build')
  project = install(pack())
  for (const name of ['kysely', 'saxes', 'xmlchars']) project.add(name)
  for (const name of ['story.mjs', 'story-of-servers.mjs']) {
    project.write(name, readFileSync(new URL(name, import.meta.url), 'utf8'))
  }
  project.write('main.mjs', "import { story } from './story.mjs'\nconsole.log(await story())\n")
})

afterAll(() => {
  if (project !== undefined) rmSync(project.folder, { recursive: true, force: true })
})

const told = [
  'change-temporary-password 401',
  'no check failed',
  ...['true', '4', 'none', 'giovedì 1º gennaio 1970', '1970-01-02T23:00:00.000Z', 'daticert/unknown-element', 'true', 'function'],
]
/** The password hash is by what the runtime itself computes. */
const toldByServers = (algorithm: 'scrypt' | 'argon2id') => `no check failed ${algorithm} true false`
/** Node computes argon2id since 24.7. */
const own = Reflect.has(nodeCrypto, 'argon2') ? 'argon2id' : 'scrypt'

/** workerd has no modules of its own on disk: its worker is one file, which a bundler makes. */
const configuration = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)]);
const main :Workerd.Worker = (modules = [(name = "worker", esModule = embed "worker.mjs")], compatibilityDate = "2026-11-01");
`

function runWorker(program: string): string {
  project.write(
    'worker-source.mjs',
    "import { story } from './story.mjs'\nexport default { test: async () => console.log(await story()) }\n",
  )
  project.write('config.capnp', configuration)
  buildSync({
    entryPoints: [join(project.folder, 'worker-source.mjs')],
    outfile: join(project.folder, 'worker.mjs'),
    ...{ bundle: true, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], logLevel: 'error' },
  })
  return call(project.folder, program, ['test', 'config.capnp'])
}

/** Without a network, and on Deno without any right that the script does not need. */
const denoed = ['run', '--quiet', '--no-remote', '--cached-only', '--node-modules-dir=manual', '--no-prompt']
const runs: { readonly [name in Runtime['name']]: (program: string) => readonly [portable: string, ofServers?: string] } = {
  Node: (program) => [call(project.folder, program, ['main.mjs']), call(project.folder, program, ['story-of-servers.mjs'])],
  Bun: (program) => [call(project.folder, program, ['main.mjs']), call(project.folder, program, ['story-of-servers.mjs'])],
  Deno: (program) => [
    call(project.folder, program, [...denoed, 'main.mjs']),
    call(project.folder, program, [
      ...denoed,
      '--allow-read',
      '--allow-write',
      '--allow-env',
      '--allow-sys',
      'story-of-servers.mjs',
    ]),
  ],
  workerd: (program) => [runWorker(program)],
}

describe('the packed package', () => {
  it('tells the story on Node that it must tell elsewhere', () => {
    expect(project.run('main.mjs').trimEnd().split('\n')).toEqual(told)
    expect(project.run('story-of-servers.mjs').trimEnd()).toBe(toldByServers(own))
  })

  it.each(runtimes)('runs on $name $version', async (runtime) => {
    const [portable, ofServers] = runs[runtime.name](await programOf(runtime))
    expect(portable.trimEnd().split('\n')).toEqual(told)
    expect(ofServers?.trimEnd() ?? 'none').toBe(
      runtime.name === 'workerd' ? 'none' : toldByServers(runtime.name === 'Deno' ? 'scrypt' : 'argon2id'),
    )
  })
})
