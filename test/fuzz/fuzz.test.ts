/** Each target of the fuzzer, with the same inputs in each run; and the fuzzer itself, which must find bugs that are planted. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyTree } from '../assurance/planted/campaign.ts'
import { bundle } from '../support/bundle.ts'
import { root } from '../support/sources.ts'
import { fuzz, program } from './campaign.ts'
import { fuzzedBugs } from './planted.ts'
import { targets } from './targets/index.ts'

const names = Object.keys(targets)

/** Finds its forms in the sources while it runs, so that it is no one file. */
const isOfSources = (target: string): boolean => target === 'forms'

describe('INV-29: two hundred thousand inputs', () => {
  let script = ''
  beforeAll(async () => {
    script = await bundle(program)
  })

  it.each(names)('of %s are answered: in time, without another error than its own, and as is promised', async (target) => {
    const { found, inputs } = await fuzz({ target, seed: 1, runs: 200_000 }, isOfSources(target) ? undefined : script)
    expect(found).toBeNull()
    expect(inputs).toBe(200_000)
  })
})

describe('the corpus', () => {
  it('is of known targets, and small', () => {
    const folder = join(root, 'test/fixtures/fuzz')
    const files = existsSync(folder) ? readdirSync(folder) : []
    expect(files.filter((file) => !names.includes(file.replace(/\.json$/, '')))).toEqual([])
    expect(files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)).toBeLessThan(200_000)
  })
})

describe('the fuzzer finds out', () => {
  it('has a bug for each target', () => {
    expect(fuzzedBugs.map(({ target }) => target)).toEqual(names)
  })

  it.each(fuzzedBugs)('$target: $name', async ({ target, file, from, to }) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text.split(from), 'the text of the rule is there exactly once').toHaveLength(2)
    const planted = text.replace(from, () => to)
    const folder = isOfSources(target) ? copyTree() : null
    try {
      if (folder !== null) writeFileSync(join(folder, file), planted)
      const script =
        folder === null ? await bundle(program, 'inside', { file, text: planted }) : join(folder, 'test/fuzz/child.ts')
      const { found } = await fuzz({ target, seed: 1, runs: 200_000 }, script)
      expect(found).toMatch(/^[a-z-]+, input \d+ of seed 1: /)
    } finally {
      if (folder !== null) rmSync(folder, { recursive: true, force: true })
    }
  })
})
