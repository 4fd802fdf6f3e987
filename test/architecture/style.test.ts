/** Files that are not written as they should be, planted one by one, and what the rules answer. */
import { describe, expect, it } from 'vitest'
import { exportsOf, refusalsOf, undocumented } from '../support/declarations.ts'
import { approval, plant, plantAll } from './plant.ts'
import { escapes, longFiles, misnamedFiles, namelessExports, strayClasses } from './style.ts'

describe('style', () => {
  it.each([
    'const one: any = 1',
    'const one = given as unknown as string',
    'const one = (given as unknown) as string',
    'const one = <string>given',
    'const one = given!',
    '// @ts-ignore',
    '/* @ts-expect-error: later. */ const one = 1',
    '// @ts-nocheck',
    'const one = 1 // biome-ignore lint: no.',
    'const one = 1 /* TODO: two. */',
    'function one() { return 1 // FIXME\n}',
    '/* v8 ignore next */',
  ])('a way around the compiler: %s', (text) => {
    expect(escapes(plant(text))).toHaveLength(1)
  })

  it('a class that is no error', () => {
    expect(strayClasses(plant('class Box {}'))).toHaveLength(1)
    expect(strayClasses(plant('class Box extends Map {}'))).toHaveLength(1)
    expect(strayClasses(plant('class BoxError extends Error {}'))).toEqual([])
  })

  it('a file of 251 lines, and none of 250', () => {
    expect(longFiles(plant('let a\n'.repeat(251)), 250)).toHaveLength(1)
    expect(longFiles(plant('let a\n'.repeat(250)), 250)).toEqual([])
    const door = "export type {\n  One,\n} from './one.ts'\n".repeat(100)
    expect(longFiles(plant(`${door}${'let a\n'.repeat(250)}`), 250)).toEqual([])
  })

  it.each(['utils', 'mail-helpers', 'common', 'session-manager', 'signIn', 'Approval'])('a file called %s', (name) => {
    expect(misnamedFiles(plant('/** What it is. */', `${approval}/${name}.ts`))).toHaveLength(1)
  })

  it('a file that does not say what it is', () => {
    expect(misnamedFiles(plant('const one = 1'))).toHaveLength(1)
    expect(misnamedFiles(plant('/** What it is. */'))).toEqual([])
  })

  it.each([
    "export * from './model.ts'",
    "export * as model from './model.ts'",
    'export default 1',
    'export default function decide() {}',
  ])('an export without a name: %s', (text) => {
    expect(namelessExports(plant(text))).toHaveLength(1)
  })

  it('an export that nobody describes, through re-exports, imports and new names', () => {
    const given = plantAll({
      'src/index.ts':
        "import { c } from './a.ts'\nexport { a, b as d } from './a.ts'\nexport { c }\n/** E. */\nexport const e = 1\nexport type F = 1\nexport { gone } from './a.ts'",
      'src/a.ts': "export { a } from './b.ts'\n/** B. */\nexport function b() {}\nexport const c = 1",
      'src/b.ts': '/** The head of the file. */\n\nexport interface a {}',
    })
    expect(exportsOf(given, 'src/index.ts').map(({ name }) => name)).toEqual(['a', 'd', 'c', 'e', 'F', 'gone'])
    expect(undocumented(given, 'src/index.ts')).toEqual([
      'src/index.ts: a (src/b.ts)',
      'src/index.ts: c (src/a.ts)',
      'src/index.ts: F (src/index.ts)',
      'src/index.ts: gone (src/a.ts)',
    ])
  })

  it('a refusal wherever a type declares it, with its data', () => {
    const given = plant(
      "type R = { readonly code: 'pin/held' } | { readonly code: 'pin/late' | 'pin/early'; readonly at: number }\ntype N = Extract<R, { code: 'pin/late' }>",
    )
    expect(refusalsOf(given).map(({ code, data }) => [code, ...data])).toEqual([
      ['pin/early', 'at'],
      ['pin/held'],
      ['pin/late', 'at'],
    ])
  })
})
