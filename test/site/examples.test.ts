/** The examples in the documentation of functions: each exported function has one, all of them compile, and every one runs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { call } from '../support/package.ts'
import { openExampleContext } from '../support/site/example-context.ts'
import { documentedFunctions, moduleOf, writeExamples } from '../support/site/examples.ts'
import { root } from '../support/sources.ts'

const folder = `${root}reports/examples`
const functions = documentedFunctions()
const files = writeExamples(folder)
const home = process.cwd()
const elsewhere = mkdtempSync(join(tmpdir(), 'sportello-examples-'))

beforeAll(async () => {
  for (const [name, value] of Object.entries(await openExampleContext())) vi.stubGlobal(name, value)
  process.chdir(elsewhere)
})

afterAll(() => {
  process.chdir(home)
  vi.unstubAllGlobals()
  rmSync(elsewhere, { recursive: true, force: true })
})

/** The lines of an example that say what an expression gives: two blanks, and the value behind a comment mark. */
const told = (example: string): readonly (readonly [code: string, value: string])[] =>
  [...example.matchAll(/^([a-z]\w*\(.*\)(?:\.\w+)?) {2,}\/\/ (['"[{].*|\d+|true|false|null)$/gm)].map(
    ({ index, 1: expression = '', 2: value = '' }) => [`${example.slice(0, index)}export const answer = ${expression}`, value],
  )

describe('the documentation of functions', () => {
  it.each(functions.map((one) => [`${one.name} of ${one.entry}`, one] as const))(
    '%s has a sentence and an example',
    (_name, one) => {
      expect(one.sentence).not.toBe('')
      expect(one.examples).not.toEqual([])
      for (const example of one.examples) expect(example).toContain(one.name)
    },
  )

  it('every example compiles', () => {
    expect(files.length).toBeGreaterThanOrEqual(functions.length)
    const compiler = `${root}node_modules/typescript-7.0/bin/tsc`
    let found = ''
    try {
      call(folder, process.execPath, [compiler, '-p', '.'])
    } catch (cause) {
      found = String((cause as { readonly stdout?: unknown }).stdout)
    }
    expect(found).toBe('')
  })

  it.each(files)('the example %s runs', async (file) => {
    await import(`${folder}/${file}`)
  })

  const values = functions.flatMap((one) =>
    one.examples.flatMap((example) => told(example).map(([expression, value]) => ({ one, expression, value }))),
  )

  it.each(values)('$one.name gives $value', async ({ one, expression, value }) => {
    const { answer } = (await evaluated(moduleOf(one, expression))) as { readonly answer: unknown }
    const [given = ''] = value.split(/: (?=the \d)/)
    expect(inspect(answer, { breakLength: Number.POSITIVE_INFINITY })).toBe(given)
  })
})

let evaluations = 0

async function evaluated(text: string): Promise<unknown> {
  const { writeFileSync } = await import('node:fs')
  evaluations += 1
  const path = `${folder}/value-${evaluations}.ts`
  writeFileSync(path, text)
  expect(readFileSync(path, 'utf8')).toBe(text)
  return import(path)
}
