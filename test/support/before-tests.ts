/**
 * What comes before the tests: the sources are checked while the package is built and looked at. One after the other takes twice as long, since most of it keeps one
 * processor busy. Each says what it has to say when it ends.
 */
import { spawn } from 'node:child_process'

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** Runs a script of the manifest; whether it ended well. */
function run(script: string): Promise<boolean> {
  return new Promise((resolve) => {
    const said: Buffer[] = []
    const child = spawn(npm, ['run', '--silent', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => said.push(piece))
    child.once('error', (error) => said.push(Buffer.from(`${script}: ${error.message}\n`)))
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said))
      if (code !== 0) process.stdout.write(`npm run ${script} has failed\n`)
      resolve(code === 0)
    })
  })
}

const passed = await Promise.all([run('check'), run('build').then((isBuilt) => isBuilt && run('check:package'))])
if (passed.includes(false)) process.exitCode = 1
