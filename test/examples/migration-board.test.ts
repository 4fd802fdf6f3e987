/** The board of a migration: what it shows, in any width, with colours and without, on a terminal and on paper. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columns, ink } from '../../examples/demo/ink.ts'
import { type BoardView, boardLine, boardLines, boardStatuses, cellsOf } from '../../examples/demo/migration/board.ts'
import { openScreen } from '../../examples/demo/migration/screen.ts'
import { words } from '../../examples/demo/words.ts'

const view: BoardView = {
  phase: 'Activation',
  elapsedMs: 12_345,
  total: 10_000,
  statuses: { live: 0, activated: 5_230, verified: 12, notStarted: 4_700, blocked: 58 },
  messages: { running: 220, done: 4_800, failed: 31, total: 10_000 },
  archive: { running: 0, done: 0, failed: 0, total: 10_000 },
  failures: [
    ['mailbox full', 21],
    ['password changed', 10],
  ],
  perSecond: 412.3,
  endsIn: [8, 11],
  workers: [
    { name: '1', done: 1_200, state: 'working' },
    { name: '2', done: 900, state: 'killed' },
  ],
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences.
const uncoloured = (text: string): string => text.replace(/\u001B\[\d+m/g, '')
const number = (value: number): string => value.toLocaleString('en')
const drawn = (shown: BoardView, width: number, colour = false, locale: 'it' | 'en' = 'en') =>
  boardLines(shown, { width, ink: ink(colour), words: words[locale].migration.board, number })

const counts = fc.nat({ max: 100_000 })
const part = fc.record({ running: counts, done: counts, failed: counts, total: counts })
const views: fc.Arbitrary<BoardView> = fc.record({
  phase: fc.string({ maxLength: 60 }),
  elapsedMs: counts,
  total: counts,
  statuses: fc.record({ live: counts, activated: counts, verified: counts, notStarted: counts, blocked: counts }),
  messages: part,
  archive: part,
  failures: fc.array(fc.tuple(fc.string({ maxLength: 40 }), counts), { maxLength: 5 }),
  perSecond: fc.double({ min: 0, max: 1e5, noNaN: true }),
  endsIn: fc.option(fc.tuple(counts, counts)),
  workers: fc.array(fc.record({ name: fc.string({ maxLength: 5 }), done: counts, state: fc.constantFrom('working', 'killed') }), {
    maxLength: 6,
  }),
})

describe('the board', () => {
  it('shows every count once it has room, and the same with colours', () => {
    const text = drawn(view, 160).join('\n')
    for (const shown of [
      '5,230',
      '4,700',
      '58',
      '4,800 of 10,000',
      '48 %',
      '220',
      '31',
      '21',
      '412 copies',
      '8–11 s',
      '2 ✗ killed',
    ])
      expect(text).toContain(shown)
    expect(drawn(view, 160, true).map(uncoloured)).toEqual(drawn(view, 160))
    expect(drawn(view, 160, true).join('')).not.toBe(drawn(view, 160).join(''))
  })

  it.each([20, 40, 80, 160])('loses no count at %i columns', (width) => {
    const text = drawn(view, width).join('\n')
    for (const shown of ['5,230', '4,700', '58', '4,800 of 10,000', '48 %', '220', '31', '21', '412', '8–11 s', '2 ✗ killed'])
      expect(text).toContain(shown)
  })

  it.each(['it', 'en'] as const)('is never wider than it may be, whatever it shows (%s)', (locale) => {
    fc.assert(
      fc.property(views, fc.integer({ min: 20, max: 200 }), fc.boolean(), (shown, width, colour) => {
        for (const line of drawn(shown, width, colour, locale)) expect(columns(uncoloured(line))).toBeLessThanOrEqual(width)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('tells its states apart without colours, each with a cell of its own where there is any', () => {
    const one = { ...view, statuses: { live: 9_996, activated: 1, verified: 1, notStarted: 1, blocked: 1 } }
    const [, bar = ''] = drawn(one, 40)
    expect(new Set(bar).size).toBe(boardStatuses.length)
    expect(columns(bar)).toBe(40)
  })

  it('gives all its cells away, and none to what is not there', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 5 }), fc.integer({ min: 20, max: 200 }), (shares, width) => {
        const cells = cellsOf(shares, width)
        const isAny = shares.some((share) => share > 0)
        expect(cells.reduce((sum, count) => sum + count, 0)).toBe(isAny ? width : 0)
        expect(cells.map((count) => count > 0)).toEqual(shares.map((share) => share > 0))
      }),
      { seed: 1 },
    )
  })

  it('is one line on paper', () => {
    expect(boardLine(view, { words: words.en.migration.board, number })).toBe(
      '12 s · Activation · new mailbox 0 · activated 5,230 · verified 12 · not started 4,700 · blocked 58 · Messages 4,800 · Archive 0 · 412 copies a second',
    )
  })
})

describe('where it is drawn', () => {
  function paper(shape: { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number }) {
    const texts: string[] = []
    let at = 0
    const target = { ...shape, write: (text: string) => void texts.push(text) }
    const pass = (ms: number): void => {
      at += ms
    }
    return { texts, target, pass, now: () => at }
  }

  it('a terminal shows it in place: the cursor goes up by as many rows as it took', () => {
    const { target, texts, now } = paper({ isTTY: true, columns: 80, rows: 24 })
    const screen = openScreen(target, {}, now)
    expect(screen.width()).toBe(79)
    screen.draw(['a', 'b'], 'line')
    screen.draw(['c'], 'line')
    screen.draw(['d'], 'line')
    expect(texts).toEqual([
      '\u001B[?25l\r\u001B[Ja\nb\n\u001B[?25h',
      '\u001B[?25l\u001B[2A\r\u001B[Jc\n\u001B[?25h',
      '\u001B[?25l\u001B[1A\r\u001B[Jd\n\u001B[?25h',
    ])
  })

  it('a terminal that has become narrower has broken its lines, and is cleared of all of them', () => {
    const { target, texts, now } = paper({ isTTY: true, columns: 80, rows: 24 })
    const screen = openScreen(target, {}, now)
    screen.draw(['x'.repeat(79), '\u001B[32mshort\u001B[0m'], 'line')
    target.columns = 40
    screen.draw(['y'], 'line')
    expect(texts[1]).toContain('\u001B[3A')
  })

  it('a low terminal shows as much as it has rows, and what was left stays', () => {
    const { target, texts, now } = paper({ isTTY: true, columns: 80, rows: 3 })
    const screen = openScreen(target, {}, now)
    screen.draw(['a', 'b', 'c', 'd'], 'line')
    expect(texts[0]).toContain('a\nb\n\u001B')
    screen.leave()
    screen.draw(['e'], 'line')
    expect(texts[1]).toMatch(/^.{6}\r/)
  })

  it.each([
    ['a pipe', {}, {}],
    ['a terminal that can do nothing', { isTTY: true, columns: 80 }, { TERM: 'dumb' }],
  ])('%s gets a line from time to time, and no control characters', (_, shape, environment) => {
    const { target, texts, now, pass } = paper(shape)
    const screen = openScreen(target, environment, now)
    for (let second = 0; second < 12; second += 1) {
      screen.draw(['a', 'b'], `line ${second}`)
      pass(1_000)
    }
    expect(texts).toEqual(['line 0\n', 'line 5\n', 'line 10\n'])
  })
})
