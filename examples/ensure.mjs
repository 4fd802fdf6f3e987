/**
 * What `npm run demo` and `npm run portal` begin with on a bare clone: installs what is missing, says so in one line, and lets this process read
 * TypeScript. Uses nothing but what comes with Node, since nothing else may be there yet.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** True when npm has installed what package-lock.json asks for, and nobody has removed it since. */
function isInstalled() {
  const modules = join(root, 'node_modules')
  const receipt = join(modules, '.package-lock.json')
  if (!existsSync(receipt) || statSync(receipt).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs) return false
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) => existsSync(join(modules, name, 'package.json')))
}

/** Runs npm quietly; answers with its exit code and what it said. Prefers the npm that runs this script. */
function runNpm(args) {
  const script = process.env.npm_execpath
  const own = script !== undefined && /^npm(-cli)?\.[cm]?js$/.test(basename(script)) && existsSync(script)
  const [command, before] = own ? [process.execPath, [script]] : ['npm', []]
  return new Promise((resolve) => {
    // On Windows npm is a command file, which only a shell starts.
    const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: !own && process.platform === 'win32' }
    const child = spawn(command, [...before, ...args], options)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said = (said + text).slice(-20_000)
      })
    }
    child.on('error', ({ message }) => resolve({ code: 1, said: message }))
    child.on('close', (code) => resolve({ code: code ?? 1, said }))
  })
}

async function install(say) {
  process.stdout.write(
    say('Installo le dipendenze (npm ci), una volta sola… ', 'Installing the dependencies (npm ci), this once… '),
  )
  const started = Date.now()
  // Development dependencies are what the examples run with, also where the environment says production.
  const { code, said } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'])
  const seconds = Math.max(1, Math.round((Date.now() - started) / 1000))
  process.stdout.write(
    code === 0 ? say(`fatto in ${seconds} s\n\n`, `done in ${seconds} s\n\n`) : say('non riuscito\n', 'failed\n'),
  )
  if (code === 0) return true
  const reasons = said.split('\n').filter((line) => line.trim() !== '' && !line.includes('A complete log of this run'))
  process.stderr.write(`${reasons.slice(-6).join('\n')}\n`)
  process.exitCode = code
  return false
}

/** True when TypeScript can be imported from here on; else says why not, and sets the exit code. `english` chooses the language. */
export async function ensure(english) {
  const say = (italian, inEnglish) => (english ? inEnglish : italian)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(
      `${say('Serve Node 20.19 o successivo, questo è', 'Node 20.19 or later is needed, this is')} ${process.version}\n`,
    )
    process.exitCode = 1
    return false
  }
  if (!isInstalled() && !(await install(say))) return false
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: join(root, 'tsconfig.json') })
  return true
}
