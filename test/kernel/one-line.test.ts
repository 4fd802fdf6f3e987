import { describe, expect, it } from 'vitest'
import { oneLine } from '../../src/kernel/index.ts'

describe('a text on one line', () => {
  it.each([
    ['Verdi', 'Verdi'],
    ['  Anna Verdi\n', 'Anna Verdi'],
    ['a\r\n\tb', 'a b'],
    ['a\u2028\u2029b', 'a b'],
    ['a\u202Eb\u200Bc\u00ADd', 'a b c d'],
    ['\u0000x', 'x'],
    ['a\uD800b', 'a\uFFFDb'],
    ['\uDFFF', '\uFFFD'],
    ['\u{1F600}', '\u{1F600}'],
    ['', ''],
  ])('%j is %j', (text, line) => {
    expect(oneLine(text)).toBe(line)
  })
})
