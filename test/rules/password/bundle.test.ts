import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

async function bundle(names: string) {
  const result = await build({
    stdin: { contents: `export { ${names} } from './src/rules/password/index.ts'`, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
  })
  const [file] = result.outputFiles
  const kept = Object.values(result.metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  )
  return { brotli: brotliCompressSync(file?.contents ?? '').length, kept: kept.filter((path) => path !== '<stdin>') }
}

describe('the password entry in a browser', () => {
  it('checkPassword with infocert weighs at most 1,000 bytes of brotli', async () => {
    const { brotli, kept } = await bundle('checkPassword, infocert')
    expect(kept).toContain('src/rules/password/scan.ts')
    expect(brotli).toBeLessThanOrEqual(1_000)
  })

  it('checkPassword with infocert carries no list, no facts, no words', async () => {
    const { kept } = await bundle('checkPassword, infocert')
    for (const name of ['blocklist', 'common-passwords', 'context', 'fold', 'messages', 'generator']) {
      expect(kept).not.toContain(`src/rules/password/${name}.ts`)
    }
  })

  it('the whole entry reaches no package, and of the kernel only results and errors', async () => {
    const { kept } = await bundle(
      'checkPassword, checklist, generatePassword, infocert, italia, messages, nist, normalizePassword',
    )
    const foreign = kept.filter((path) => !path.startsWith('src/rules/password/'))
    expect(foreign.sort()).toEqual(['src/kernel/error.ts', 'src/kernel/result.ts'])
  })
})
