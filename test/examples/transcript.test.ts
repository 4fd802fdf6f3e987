import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wantsColour, wrapped } from '../../examples/demo/ink.ts'
import { type Paper, transcript } from '../../examples/demo/transcript.ts'

const roles = { citizen: 'CITIZEN', counter: 'COUNTER', office: 'OFFICE', post: 'POST' }
const terminal = { TERM: 'xterm' }

function paper(look: { readonly isTTY?: boolean; readonly columns?: number }): {
  readonly paper: Paper
  readonly text: () => string
} {
  const pieces: string[] = []
  return { paper: { ...look, write: (piece) => pieces.push(piece) }, text: () => pieces.join('') }
}

const soon = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve('done'), ms))

describe('colour', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
  ])('with %j, on a terminal: %s, is wanted: %s', (environment, isTerminal, wanted) => {
    expect(wantsColour(environment, isTerminal)).toBe(wanted)
  })
})

describe('a slow part', () => {
  // Time passes here when the test lets it.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval', 'setTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  async function shown<Value>(work: Promise<Value>, ms: number): Promise<Value> {
    // Whoever waits for the work hears of its failure first.
    const [ended] = await Promise.all([Promise.allSettled([work]), vi.advanceTimersByTimeAsync(ms)])
    const [outcome] = ended
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }

  it('moves on a terminal, and leaves nothing of it behind', async () => {
    const { paper: screen, text } = paper({ isTTY: true, columns: 80 })
    const page = transcript(screen, roles, terminal)
    expect(
      await shown(
        page.during('the counter looks', () => soon(200)),
        200,
      ),
    ).toBe('done')
    page.done('looked')
    const frames = text().split('\r')
    expect(frames.flatMap((frame) => /the counter looks · (\d+) ms$/.exec(frame)?.[1] ?? [])).toEqual(['60', '120', '180'])
    // What is drawn last is blank and as long as what was drawn before it.
    const [last, line] = [frames.at(-2) ?? '', frames.at(-1) ?? '']
    expect(last).toMatch(/^ +$/)
    expect(last.length).toBe(frames.at(-3)?.length)
    expect(line).toMatch(/looked.* · 200 ms/)
  })

  it('is only a line with its time where nobody looks', async () => {
    const { paper: sheet, text } = paper({})
    const page = transcript(sheet, roles, {})
    await shown(
      page.during('the counter looks', () => soon(100)),
      100,
    )
    page.done('looked')
    page.done('and again')
    expect(text()).toBe('    ✓ looked · 100 ms\n    ✓ and again\n')
  })

  it('stops moving when it fails', async () => {
    const { paper: screen, text } = paper({ isTTY: true })
    const page = transcript(screen, roles, terminal)
    const failing = page.during('the counter looks', () => soon(100).then(() => Promise.reject(new Error('no'))))
    await expect(shown(failing, 100)).rejects.toThrow('no')
    const written = text()
    expect(written).toContain('the counter looks · 60 ms')
    await vi.advanceTimersByTimeAsync(150)
    expect(text()).toBe(written)
  })
})

describe('what was done before', () => {
  it('is a numbered line each, close together, and the steps that follow count on', () => {
    const { paper: sheet, text } = paper({})
    const page = transcript(sheet, roles, {})
    page.past('citizen', 'applies')
    page.past('post', 'delivers')
    page.step('office', 'approves')
    page.past('post', 'delivers again')
    expect(text().split('\n')).toEqual([
      '',
      ' 1  CITIZEN  ✓ applies',
      ' 2  POST     ✓ delivers',
      '',
      ' 3  OFFICE   approves',
      '',
      ' 4  POST     ✓ delivers again',
      '',
    ])
  })
})

describe('lines', () => {
  it('are broken between words, and a word that is too long is cut', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrapped('one two three', 8)).toEqual(['one two', 'three'])
    expect(wrapped('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
    expect(wrapped('', 4)).toEqual([''])
  })

  it('are as wide as the terminal, at most 100 columns', () => {
    for (const [columns, widest] of [
      [70, 70],
      [300, 100],
    ] as const) {
      const { paper: screen, text } = paper({ isTTY: true, columns })
      const page = transcript(screen, roles, { NO_COLOR: '1' })
      page.say('word '.repeat(100))
      page.done('word '.repeat(100))
      page.fields([['label', 'word '.repeat(100)]])
      page.letter([['label', 'word '.repeat(100)]], `${'word '.repeat(100)}\n  ${'word '.repeat(100)}`, [])
      const longest = Math.max(
        ...text()
          .split('\n')
          .map((line) => line.length),
      )
      expect(longest).toBeLessThanOrEqual(widest)
      expect(longest).toBeGreaterThan(widest - 6)
    }
  })

  it('hold nothing that drives a terminal, whoever wrote it', () => {
    const { paper: sheet, text } = paper({})
    const page = transcript(sheet, roles, {})
    const evil = 'a\u001B[2Jb\u0007\rc\u202Ed\u0000'
    page.title(evil, evil, [evil])
    page.step('post', evil)
    page.past('post', evil)
    page.fields([[evil, evil]])
    page.secret(evil, evil)
    page.row([{ text: evil, width: 20 }])
    page.letter([[evil, evil]], `${evil}\n${evil}`, [evil])
    page.copyable(evil, evil)
    page.list([evil])
    expect(text()).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
  })
})
