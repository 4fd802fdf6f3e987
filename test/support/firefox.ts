/**
 * A Firefox for the tests that need another engine than that of Chromium. No package of the registry holds one, so it is that of this machine. It opens one
 * page, without a driver: the page tells the server of the test what it has found.
 */
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { openFolder } from './temporary.ts'

const run = promisify(execFile)

/** What whoever has none is told: one line. */
export const advice =
  'no Firefox on this machine: install one (Debian: apt-get install firefox-esr; elsewhere Firefox), or set SPORTELLO_TEST_FIREFOX to the path of its program'

const names = ['firefox', 'firefox-esr']
const macs = ['/Applications/Firefox.app/Contents/MacOS/firefox']

/** `SPORTELLO_TEST_FIREFOX`, or the first that the machine has. Throws what to install where there is none. */
export function firefoxProgram(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env['SPORTELLO_TEST_FIREFOX'] ?? ''
  if (chosen !== '') return chosen
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...macs].find(existsSync)
  if (found === undefined) throw new Error(advice)
  return found
}

/** Nothing is asked of another machine than this one, and nothing is shown before the page. */
const settings: { readonly [name: string]: string | number | boolean } = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': '127.0.0.1, localhost',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9/',
}

export type OpenedFirefox = {
  /** Such as `153.8`. */
  readonly version: string
  /** Fulfilled with what it has printed once it has ended, by itself or not. */
  readonly ended: Promise<string>
  readonly close: () => Promise<void>
}

/** Opens the address without a window, in a profile of its own that goes with it. */
export async function openFirefox(address: string): Promise<OpenedFirefox> {
  const program = firefoxProgram()
  const { stdout } = await run(program, ['--version'])
  const profile = mkdtempSync(join(openFolder(), 'sportello-firefox-'))
  const lines = Object.entries(settings).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
  writeFileSync(join(profile, 'user.js'), lines.join(''))
  // In a group of its own, which ends as a whole: a browser is several processes.
  const child = spawn(program, ['--headless', '--no-remote', '--profile', profile, address], {
    ...{ detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: profile } },
  })
  const printed: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk))
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(Buffer.concat(printed).toString()))
  })
  return {
    version: /(\d+\.\d+)/.exec(stdout)?.[1] ?? '',
    ended,
    async close() {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended before.
      }
      await ended
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
