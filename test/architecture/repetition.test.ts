import { describe, expect, it } from 'vitest'
import { readSources } from '../support/sources.ts'
import { plant } from './plant.ts'
import { codeLines, type Pair, repeated } from './repetition.ts'

const pairs: readonly Pair[] = [
  ['closingOf', 'endOfTerms'],
  ['emailChangeTerms', 'pecChangePolicy'],
  ['email', 'pec'],
]
const run = 4

describe('the repetition between two folders', () => {
  it('is counted in runs of lines, whatever the words that tell the folders apart', () => {
    const first = plant('a\nconst emailId = 1\nconst x = {\n}\nfoo(EmailChange)\nbar()\nown()', 'src/first.ts')
    const second = plant('// said\nb\nconst pecId = 1\nconst  x = {\nfoo(PecChange)\nbar()', 'src/second.ts')
    expect(repeated(first, second, { pairs, run })).toEqual({ lines: 6, again: 4 })
    expect(repeated(first, second, { pairs: [], run })).toEqual({ lines: 6, again: 0 })
    expect(repeated(first, second, { pairs, run: 5 })).toEqual({ lines: 6, again: 0 })
  })

  it('does not count comments, imports and lone brackets', () => {
    expect(codeLines("/** Said\n * twice. */\nimport { a,\n  b } from 'x'\nexport * as c from 'y'\n\n}\n  a = 1 // b\n")).toEqual(
      ['a = 1 // b'],
    )
  })

  it('is below a quarter of the lines between the two changes of address, which a link confirms alike', () => {
    const sources = readSources('src/procedures/addresses')
    const [email, pec] = ['email-change', 'pec-change'].map((name) => sources.filter(({ path }) => path.includes(`/${name}/`)))
    const { lines, again } = repeated(email ?? [], pec ?? [], { pairs, run })
    expect(lines).toBeGreaterThan(200)
    expect(again / lines).toBeLessThan(0.25)
  })
})
