/** Where the board is drawn: in place on a terminal, as a line from time to time anywhere else. */
import { columns } from '../ink.ts'
import type { Paper } from '../transcript.ts'

export type Screen = {
  /** How many columns there are now. */
  readonly width: () => number
  /** Shows the board as it is now: on a terminal its lines in place of the last ones, else `line` where it is time for one. */
  draw(lines: readonly string[], line: string): void
  /** Leaves what was drawn last where it is, and goes on below it. */
  leave(): void
}

type Terminal = Paper & { readonly rows?: number }

/** On paper a line comes so often, ms. */
const paperMs = 5_000
const control = '\u001B'
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences.
const uncoloured = (text: string): string => text.replace(/\u001B\[\d+m/g, '')

export function openScreen(
  paper: Terminal,
  environment: { readonly [name: string]: string | undefined },
  now: () => number = () => performance.now(),
): Screen {
  const isTerminal = paper.isTTY === true && environment['TERM'] !== 'dumb'
  const width = (): number => Math.max(20, (paper.columns ?? 100) - (isTerminal ? 1 : 0))
  let drawn: readonly string[] = []
  let writtenAt = Number.NEGATIVE_INFINITY

  /** How many rows the last lines take by now: a terminal that has become narrower has broken them. */
  const rowsDrawn = (): number =>
    drawn.reduce((rows, line) => rows + Math.max(1, Math.ceil(columns(uncoloured(line)) / (width() + 1))), 0)

  return {
    width,
    draw(lines, line) {
      if (!isTerminal) {
        if (now() - writtenAt < paperMs) return
        writtenAt = now()
        paper.write(`${line}\n`)
        return
      }
      const fitting = lines.slice(0, Math.max(1, (paper.rows ?? 50) - 1))
      const up = drawn.length === 0 ? '' : `${control}[${rowsDrawn()}A`
      // One write, so that nobody sees half a board. The cursor is hidden while it moves.
      paper.write(`${control}[?25l${up}\r${control}[J${fitting.map((text) => `${text}\n`).join('')}${control}[?25h`)
      drawn = fitting
    },
    leave() {
      drawn = []
      writtenAt = Number.NEGATIVE_INFINITY
    },
  }
}
