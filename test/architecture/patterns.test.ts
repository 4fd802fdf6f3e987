/** What a pattern of paths means, mark by mark. */
import { describe, expect, it } from 'vitest'
import { matches } from './patterns.ts'

describe('patterns', () => {
  it.each([
    ['src/a.ts', 'src/a.ts', true],
    ['src/a.ts', 'src/a.tsx', false],
    ['src/a.ts', 'src/a-ts', false],
    ['src/a.ts', 'other/src/a.ts', false],
    ['src/*/a.ts', 'src/b/a.ts', true],
    ['src/*/a.ts', 'src/b/c/a.ts', false],
    ['src/**/a.ts', 'src/a.ts', true],
    ['src/**/a.ts', 'src/b/c/a.ts', true],
    ['src/**/a.ts', 'src/b/c/ba.ts', false],
    ['src/{a,b}.ts', 'src/b.ts', true],
    ['src/{a,b}.ts', 'src/c.ts', false],
    ['src/b/', 'src/b/c/a.ts', true],
    ['src/b/', 'src/bc/a.ts', false],
  ])('%s and %s: %s', (pattern, path, isMatch) => {
    expect(matches(path, ['none', pattern])).toBe(isMatch)
  })
})
