/** The board of a migration while it runs: a few lines for a terminal of any width, with colours or without. */
import { columns, type Ink, plain } from '../ink.ts'
import type { migrationIt } from '../words-migration-it.ts'

/** In the order of the bar. */
export const boardStatuses = ['live', 'activated', 'verified', 'notStarted', 'blocked'] as const

export type BoardStatus = (typeof boardStatuses)[number]

/** Where the copying of one part of the mailboxes stands. */
export type BoardPart = { readonly running: number; readonly done: number; readonly failed: number; readonly total: number }

export type BoardWorker = {
  readonly name: string
  /** How many orders it has brought to an end. */
  readonly done: number
  readonly state: 'working' | 'killed'
}

/** What the board shows. */
export type BoardView = {
  readonly phase: string
  readonly elapsedMs: number
  readonly total: number
  readonly statuses: { readonly [S in BoardStatus]: number }
  readonly messages: BoardPart
  readonly archive: BoardPart
  /** By cause, in words. */
  readonly failures: readonly (readonly [cause: string, count: number])[]
  readonly perSecond: number
  /** In how many seconds the copying ends: the least and the most; null where nobody can say. */
  readonly endsIn: readonly [least: number, most: number] | null
  readonly workers: readonly BoardWorker[]
}

export type BoardStyle = {
  readonly width: number
  readonly ink: Ink
  readonly words: (typeof migrationIt)['migration']['board']
  readonly number: (value: number) => string
}

// Each is told from the others without its colour.
const glyphs: { readonly [S in BoardStatus]: string } = {
  live: '█',
  activated: '▓',
  verified: '▒',
  notStarted: '·',
  blocked: '×',
}

const paintOf = ({ ink }: BoardStyle): { readonly [S in BoardStatus]: (text: string) => string } => ({
  live: ink.green,
  activated: ink.cyan,
  verified: ink.yellow,
  notStarted: ink.dim,
  blocked: ink.red,
})

type Piece = { readonly text: string; readonly paint?: ((text: string) => string) | undefined }

const painted = ({ text, paint }: Piece): string => (paint === undefined ? text : paint(text))

/** The pieces in lines of at most `width` columns, two blanks between them; a longer one is cut. */
function flowed(pieces: readonly Piece[], width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const piece of pieces) {
    const text = [...plain(piece.text)].slice(0, width).join('')
    if (used > 0 && used + 2 + columns(text) > width) {
      lines.push(line)
      line = ''
      used = 0
    }
    line += (used > 0 ? '  ' : '') + painted({ ...piece, text })
    used += (used > 0 ? 2 : 0) + columns(text)
  }
  return [...lines, line]
}

/** How many cells of the bar each share has: in all `width`, and at least one for whatever is there. */
export function cellsOf(counts: readonly number[], width: number): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return counts.map(() => 0)
  const cells = counts.map((count) => (count === 0 ? 0 : Math.max(1, Math.floor((count / total) * width))))
  // What rounding has left over, or taken too much, is the largest share's.
  const largest = counts.indexOf(Math.max(...counts))
  const rest = width - cells.reduce((sum, count) => sum + count, 0)
  return cells.map((count, at) => (at === largest ? Math.max(0, count + rest) : count))
}

function statusBar({ statuses }: BoardView, style: BoardStyle): string {
  const paint = paintOf(style)
  const cells = cellsOf(
    boardStatuses.map((status) => statuses[status]),
    style.width,
  )
  return boardStatuses.map((status, at) => paint[status](glyphs[status].repeat(cells[at] ?? 0))).join('')
}

const barMax = 40
/** So many columns are left for the counts beside a bar. */
const countsWidth = 50

/** A line with what is copied of one part; on a narrow terminal without its bar. */
function partLines(label: string, part: BoardPart, style: BoardStyle): readonly string[] {
  const { ink, width, words, number } = style
  const { done, running, failed, total } = part
  const share = total === 0 ? 0 : Math.min(1, done / total)
  const labels = Math.max(columns(words.messages), columns(words.archive))
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`
  const counts: readonly Piece[] = [
    { text: words.copied(number(done), number(total)) },
    ...(running > 0 ? [{ text: words.running(number(running)), paint: ink.cyan }] : []),
    ...(failed > 0 ? [{ text: words.failed(number(failed)), paint: ink.red }] : []),
  ]
  const room = width - labels - columns(percent) - 4
  if (room < countsWidth + 10) return flowed([{ text: `${label} ${percent.trim()}`, paint: ink.bold }, ...counts], width)
  const bar = Math.min(barMax, room - countsWidth)
  const full = Math.round(share * bar)
  const head = `${label.padEnd(labels)} ${ink.green('━'.repeat(full))}${ink.dim('─'.repeat(bar - full))} ${percent}`
  const used = labels + bar + columns(percent) + 4
  const [first = '', ...rest] = flowed(counts, width - used)
  return [`${head}  ${first}`, ...rest.map((line) => ' '.repeat(used) + line)]
}

/** The lines of the board, none wider than `width` columns. */
export function boardLines(view: BoardView, style: BoardStyle): readonly string[] {
  const { ink, width, words, number } = style
  const paint = paintOf(style)
  const { statuses, elapsedMs, failures, perSecond, endsIn, workers } = view
  const seconds = Math.floor(elapsedMs / 1000)
  return [
    ...flowed(
      [
        { text: view.phase, paint: ink.bold },
        { text: words.elapsed(seconds), paint: ink.dim },
      ],
      width,
    ),
    statusBar(view, style),
    ...flowed(
      boardStatuses.map((status) => ({
        text: `${glyphs[status]} ${words.statuses[status]} ${number(statuses[status])}`,
        paint: paint[status],
      })),
      width,
    ),
    ...partLines(words.messages, view.messages, style),
    ...partLines(words.archive, view.archive, style),
    ...flowed(
      [
        { text: words.perSecond(number(Math.round(perSecond))) },
        { text: endsIn === null ? words.endUnknown : words.endsIn(...endsIn) },
      ],
      width,
    ),
    ...(failures.length === 0
      ? []
      : flowed(
          [
            { text: words.failures, paint: ink.red },
            ...failures.map(([cause, count]) => ({ text: `${cause} ${number(count)}` })),
          ],
          width,
        )),
    ...flowed(
      [
        { text: words.workers },
        ...workers.map(({ name, done, state }) => ({
          text: state === 'killed' ? `${name} ✗ ${words.killed}` : `${name} ● ${number(done)}`,
          paint: state === 'killed' ? ink.red : ink.green,
        })),
      ],
      width,
    ),
  ]
}

/** The same in one line, for whoever reads a file or a pipe. */
export function boardLine(view: BoardView, { words, number }: Pick<BoardStyle, 'words' | 'number'>): string {
  const { statuses, messages, archive, elapsedMs, perSecond } = view
  const parts = [
    words.elapsed(Math.floor(elapsedMs / 1000)),
    view.phase,
    ...boardStatuses.map((status) => `${words.statuses[status]} ${number(statuses[status])}`),
    `${words.messages} ${number(messages.done)}`,
    `${words.archive} ${number(archive.done)}`,
    words.perSecond(number(Math.round(perSecond))),
  ]
  return plain(parts.join(' · '))
}
