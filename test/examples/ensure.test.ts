import { cp, mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Ran, root, runNode, scratch } from './child.ts'

const place = scratch()

// An npm that only notes how it was called and leaves the receipt of an installation. `FAIL` makes it fail as npm does.
const npm = `
import { appendFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
appendFileSync('called', process.argv.slice(2).join(' ') + '\\n')
if (process.env.FAIL) {
  console.error('npm error code E404\\nnpm error 404 Not Found')
  process.exit(7)
}
mkdirSync('node_modules', { recursive: true })
if (!existsSync('node_modules/tsx')) symlinkSync(${JSON.stringify(join(root, 'node_modules/tsx'))}, 'node_modules/tsx')
writeFileSync('node_modules/.package-lock.json', '{}')
console.log('added 1 package')
`

type Clone = {
  readonly path: string
  readonly run: (args?: readonly string[], env?: { readonly [name: string]: string }) => Promise<Ran>
  readonly portal: (env: { readonly [name: string]: string }) => Promise<Ran>
}

let npmScript = ''
beforeAll(async () => {
  npmScript = join(place.path, 'npm-cli.js')
  await writeFile(join(place.path, 'package.json'), '{ "type": "module" }')
  await writeFile(npmScript, npm)
})

/** A bare clone of a package whose demo tells its arguments and ends with code 3. */
async function clone(name: string): Promise<Clone> {
  const path = join(place.path, name)
  for (const folder of ['examples/demo', 'examples/portal']) await mkdir(join(path, folder), { recursive: true })
  for (const file of ['examples/ensure.mjs', 'examples/demo/ensure.mjs', 'examples/portal/ensure.mjs']) {
    await cp(join(root, file), join(path, file))
  }
  const demo = 'const args: string[] = process.argv.slice(2)\nconsole.log("played", ...args)\nprocess.exitCode = 3\n'
  await writeFile(join(path, 'examples/demo/main.ts'), demo)
  await writeFile(join(path, 'examples/portal/main.ts'), 'const what: string = "opened"\nconsole.log(what)\n')
  await writeFile(join(path, 'package.json'), JSON.stringify({ type: 'module', devDependencies: { tsx: '*' } }))
  await writeFile(join(path, 'package-lock.json'), '{}')
  await writeFile(join(path, 'tsconfig.json'), '{}')
  const [demoEnsure, portalEnsure] = [join(path, 'examples/demo/ensure.mjs'), join(path, 'examples/portal/ensure.mjs')]
  return {
    path,
    run: (args = [], env = { npm_execpath: npmScript }) => runNode([demoEnsure, ...args], { cwd: path, env }),
    portal: (env) => runNode([portalEnsure], { cwd: path, env: { npm_execpath: npmScript, ...env } }),
  }
}

const calls = ({ path }: Clone): Promise<string> => readFile(join(path, 'called'), 'utf8').catch(() => '')

describe.concurrent('npm run demo on a bare clone', () => {
  it('installs once, says so in one line, hands the arguments on and keeps the exit code', async () => {
    const bare = await clone('bare')
    const first = await bare.run(['--locale', 'it'])
    expect(first.stdout).toMatch(/^Installo le dipendenze \(npm ci\), una volta sola… fatto in \d+ s\n\nplayed --locale it\n$/)
    expect(first.stderr).toBe('')
    expect(first.code).toBe(3)
    const second = await bare.run()
    expect(second.stdout).toBe('played\n')
    expect(await calls(bare)).toBe('ci --include=dev --no-audit --no-fund\n')
  })

  it('installs again when the lock is newer, or when a package is gone', async () => {
    const stale = await clone('stale')
    await mkdir(join(stale.path, 'node_modules'))
    await writeFile(join(stale.path, 'node_modules/.package-lock.json'), '{}')
    // The receipt is there, tsx is not.
    await stale.run()
    const later = Date.now() / 1000 + 60
    await utimes(join(stale.path, 'package-lock.json'), later, later)
    await stale.run()
    expect((await calls(stale)).trim().split('\n')).toHaveLength(2)
  })

  it('opens the portal in the same way, in the language of the terminal', async () => {
    const bare = await clone('portal')
    const { stdout, stderr } = await bare.portal({ LANG: 'it_IT.UTF-8', FAIL: '1' })
    expect(stdout).toBe('Installo le dipendenze (npm ci), una volta sola… non riuscito\n')
    expect(stderr).toContain('npm error code E404')
    const opened = await bare.portal({ LANG: 'C.UTF-8' })
    expect(opened.stdout).toMatch(/^Installing the dependencies \(npm ci\), this once… done in \d+ s\n\nopened\n$/)
    expect(opened.code).toBe(0)
    const again = await bare.portal({})
    expect(again.stdout).toBe('opened\n')
  })

  it('finds npm on the path when no npm runs it, or another package manager does', async () => {
    const alone = await clone('alone')
    const bin = join(alone.path, 'bin')
    await mkdir(bin)
    await writeFile(join(bin, 'npm'), `#!/bin/sh\nexec "${process.execPath}" "${npmScript}" "$@"\n`, { mode: 0o755 })
    const PATH = `${bin}:${process.env['PATH']}`
    const { stdout, code } = await alone.run([], { PATH, npm_execpath: '/opt/pnpm/bin/pnpm.cjs' })
    expect(stdout).toContain('played')
    expect(code).toBe(3)
    expect(await calls(alone)).toMatch(/^ci /)
  })

  it('tells why npm failed, with its exit code and without playing', async () => {
    const { run } = await clone('failing')
    const { stdout, stderr, code } = await run(['--locale=en'], { npm_execpath: npmScript, FAIL: '1' })
    expect(stdout).toBe('Installing the dependencies (npm ci), this once… failed\n')
    expect(stderr).toBe('npm error code E404\nnpm error 404 Not Found\n')
    expect(code).toBe(7)
  })

  it('tells that there is no npm at all', async () => {
    const { path, run } = await clone('without')
    await symlink(process.execPath, join(path, 'node'))
    const { stdout, stderr, code } = await run([], { PATH: path })
    expect(stdout).toContain('non riuscito')
    expect(stderr).toContain('npm')
    expect(stderr).not.toMatch(/\n +at /)
    expect(code).toBe(1)
  })
})
