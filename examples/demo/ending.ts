/** How the demo ends: an answer that must be a yes and is none, an error in one line, what has to be closed. */
import { type AnyRefusal, type Locale, type Result, refusalText } from 'sportello'

/** The demo cannot go on. `code` is a refusal's, or one of the demo's own. */
export class DemoError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'DemoError'
    this.code = code
  }
}

/** The value of an answer that must be a yes at this point of the story. */
export function must<Value, Refusal extends AnyRefusal>(answer: Result<Value, Refusal>, locale: Locale): Value {
  if (answer.ok) return answer.value
  const { code } = answer.refusal
  throw new DemoError(code, refusalText(answer.refusal, locale) ?? code)
}

/** An error in one line: its code, then its message. */
export function errorLine(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
  return `${code}: ${cause.message}`.replace(/\s+/g, ' ')
}

/** What must happen when the play ends, whichever way; the last opened is closed first. */
export type Closing = {
  add(close: () => unknown): void
  /** Closes everything, once. */
  run(): Promise<void>
}

export function closing(): Closing {
  const closers: (() => unknown)[] = []
  let running: Promise<void> | null = null

  async function closeAll(): Promise<void> {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close()
  }

  return {
    add(close) {
      closers.push(close)
    },
    // Whoever comes second, a signal or the end of the play, waits for the first.
    run() {
      running ??= closeAll()
      return running
    },
  }
}
