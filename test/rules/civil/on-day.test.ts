/** The article before a day in digits. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { endOfDayText, onDay, romeDayText, untilPhrase } from '../../../src/rules/civil/index.ts'
import { root } from '../../support/sources.ts'

describe('a day behind its article', () => {
  it('takes the vowel of the article away where its number begins with one, and nowhere else', () => {
    const elided = Array.from({ length: 31 }, (_, i) => i + 1).filter((day) => {
      const text = romeDayText(Date.UTC(2026, 11, day, 12), 'it')
      return onDay('dal', text) !== `dal ${text}`
    })
    expect(elided).toEqual([1, 8, 11])
    expect((['il', 'Il', 'al', 'dal', 'del'] as const).map((article) => onDay(article, '11/12/2026 09:30'))).toEqual([
      "l'11/12/2026 09:30",
      "L'11/12/2026 09:30",
      "all'11/12/2026 09:30",
      "dall'11/12/2026 09:30",
      "dell'11/12/2026 09:30",
    ])
    expect(onDay('del', '8/2/2026')).toBe("dell'8/2/2026")
    expect(onDay('del', '18/11/2026')).toBe('del 18/11/2026')
  })

  it('is told so of the end of a day and of a term', () => {
    const end = Date.UTC(2026, 10, 11, 23)
    expect(endOfDayText(end, 'it')).toBe("ore 24 dell'11/11/2026")
    expect(untilPhrase(end, 'it')).toBe("fino alle ore 24 dell'11/11/2026")
    expect(untilPhrase(end - 60_000, 'it')).toBe("fino alle ore 23:59 dell'11/11/2026")
  })

  it('is written by no text of its own', () => {
    const bare = /\b(?:[Ii]l|[AaDd]al|[Dd]el|al) \$\{[^}]*(?:romeText|romeDayText|[dD]ayOf|untilDay|fromDay)/
    const paths = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
    expect(paths.length).toBeGreaterThan(100)
    expect(paths.filter((path) => bare.test(readFileSync(`${root}src/${path}`, 'utf8')))).toEqual([])
  })
})
