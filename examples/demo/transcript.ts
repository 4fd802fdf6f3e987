/** The transcript of the demo: numbered steps, who acts, what the counter answers, the letters that arrive. */
import { columns, type Ink, ink, padded, plain, wantsColour, wrapped } from './ink.ts'

export type Role = 'citizen' | 'counter' | 'office' | 'post' | 'thief'

/** What each is called; a story without a thief has no word for one. */
export type Roles = { readonly [R in Exclude<Role, 'thief'>]: string } & { readonly thief?: string }

/** Where the transcript goes: standard output, or anything that takes text. */
export type Paper = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown }

/** A piece of a line: cut or filled to `width` columns, fainter than the rest or not. */
export type Cell = { readonly text: string; readonly width: number; readonly faint?: boolean }

export type Transcript = {
  readonly ink: Ink
  title(name: string, text: string, details: readonly string[]): void
  /** The next numbered step. */
  step(role: Role, text: string): void
  /** A numbered step that an earlier, interrupted play has done: one line. */
  past(role: Role, text: string): void
  /** Runs a slow part; on a terminal something moves meanwhile. The next verdict says how long it took. */
  during<Value>(label: string, work: () => Promise<Value>): Promise<Value>
  /** What went well. */
  done(text: string): void
  /** What was refused, as it should be. */
  refused(text: string): void
  say(text: string): void
  /** Labels and values in two columns. */
  fields(rows: readonly (readonly [label: string, value: string])[]): void
  list(items: readonly string[]): void
  /** A secret of the citizen, as the page or the letter shows it. */
  secret(label: string, value: string): void
  /** A line of a table. */
  row(cells: readonly Cell[]): void
  letter(head: readonly (readonly [label: string, value: string])[], body: string, secrets: readonly string[]): void
  /** A path or command to be copied: on a line of its own, never broken. */
  copyable(label: string, text: string): void
  /** Leaves the line of an unfinished part clean, whatever happened. */
  stop(): void
}

const margin = '    '
const widthMax = 100
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

export function transcript(paper: Paper, roles: Roles, environment: { readonly [name: string]: string | undefined }): Transcript {
  const terminal = paper.isTTY === true
  const style = ink(wantsColour(environment, terminal))
  const colours: { readonly [R in Role]: (text: string) => string } = {
    citizen: style.cyan,
    counter: style.green,
    office: style.magenta,
    post: style.yellow,
    thief: style.red,
  }
  const width = Math.max(60, Math.min(paper.columns ?? widthMax, widthMax))
  const roleWidth = Math.max(...Object.values(roles).map(columns))
  let steps = 0
  let elapsedMs: number | null = null
  let erase: (() => void) | null = null

  const print = (line: string): void => {
    paper.write(`${line}\n`)
  }

  /** A mark and a text, the lines after the first one under the text; behind the last, how long it took. */
  function marked(mark: string, text: string): void {
    const took = elapsedMs === null ? '' : ` · ${elapsedMs} ms`
    elapsedMs = null
    const lines = wrapped(plain(text), width - margin.length - 2 - columns(took))
    lines.forEach((line, at) => {
      print(`${margin}${at === 0 ? mark : ' '} ${line}${at === lines.length - 1 ? style.dim(took) : ''}`)
    })
  }

  /** Labels, and their values in a column of their own; `edge` stands before each line and takes `edgeWidth` columns. */
  function pairs(rows: readonly (readonly [string, string])[], edge: string, edgeWidth: number): void {
    const labels = Math.max(...rows.map(([label]) => columns(plain(label))))
    for (const [label, value] of rows) {
      wrapped(plain(value), width - edgeWidth - labels - 2).forEach((line, at) => {
        print(`${edge}${style.dim(padded(at === 0 ? plain(label) : '', labels))}  ${line}`)
      })
    }
  }

  let isPast = false

  /** The number of the next step, who acts, and what. */
  function head(role: Role, mark: string, text: string): string {
    steps += 1
    const number = String(steps).padStart(2)
    return `${style.dim(number)}  ${colours[role](style.bold(padded(roles[role] ?? role, roleWidth)))}  ${mark}${text}`
  }

  return {
    ink: style,
    title(name, text, details) {
      print(`${style.bold(plain(name))}  ${plain(text)}`)
      for (const detail of details) print(`${' '.repeat(columns(name))}  ${style.dim(plain(detail))}`)
    },
    step(role, text) {
      isPast = false
      print('')
      print(head(role, '', style.bold(plain(text))))
    },
    past(role, text) {
      if (!isPast) print('')
      isPast = true
      print(head(role, `${style.green('✓')} `, style.dim(plain(text))))
    },
    async during(label, work) {
      const started = performance.now()
      const took = (): number => Math.round(performance.now() - started)
      if (terminal) {
        let frame = 0
        let drawn = 0
        const draw = (): void => {
          const text = `${margin}${frames[frame % frames.length]} ${plain(label)} · ${took()} ms`.slice(0, width - 1)
          frame += 1
          drawn = columns(text)
          paper.write(`\r${text}`)
        }
        // What is quicker than the first tick shows nothing.
        const timer = setInterval(draw, 60)
        erase = () => {
          clearInterval(timer)
          if (drawn > 0) paper.write(`\r${' '.repeat(drawn)}\r`)
          erase = null
        }
      }
      try {
        return await work()
      } finally {
        erase?.()
        elapsedMs = took()
      }
    },
    done: (text) => marked(style.green('✓'), text),
    refused: (text) => marked(style.red('✗'), text),
    say(text) {
      for (const line of wrapped(plain(text), width - margin.length)) print(margin + line)
    },
    fields: (rows) => pairs(rows, margin, margin.length),
    list(items) {
      for (const item of items) marked(style.dim('·'), item)
    },
    secret(label, value) {
      print(`${margin}${plain(label)}  ${style.bold(style.yellow(plain(value)))}`)
    },
    row(cells) {
      const shown = cells.map(({ text, width: own, faint = false }) => {
        const cut = padded([...plain(text)].slice(0, own).join(''), own)
        return faint ? style.dim(cut) : cut
      })
      print(margin + shown.join('  '))
    },
    letter(head, body, secrets) {
      const bar = style.dim('│')
      const room = width - margin.length - 2
      pairs(head, `${margin}${bar} `, margin.length + 2)
      print(`${margin}${bar}`)
      for (const line of body.trimEnd().split('\n')) {
        const indent = /^ */.exec(line)?.[0] ?? ''
        for (const part of wrapped(plain(line).trim(), room - indent.length)) {
          const secret = secrets.find((candidate) => part.endsWith(`: ${candidate}`)) ?? ''
          const shown = part.slice(0, part.length - secret.length) + style.bold(style.yellow(secret))
          print(`${margin}${bar} ${indent}${shown}`.trimEnd())
        }
      }
    },
    copyable(label, text) {
      print(`${margin}${style.dim(plain(label))}`)
      print(`${margin}  ${plain(text)}`)
    },
    stop() {
      erase?.()
    },
  }
}
