/** How the demo ends when it does not go as it should, and how it takes an answer that must be a yes. */
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
