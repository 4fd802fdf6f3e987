/** Reading what comes from outside: once, totally, whatever it is. */
import { type Actor, accept, type Result, refuse } from '../kernel/index.ts'
import { actorText } from './journal.ts'
import { isRequestKey, type Request, type RequestKeyRefusal } from './request.ts'

/** One thing wrong with one field. `field` is the path in the input; `code` is stable. */
export type Problem = { readonly field: string; readonly code: string }

/** What a zod schema looks like from here: the shell does not load zod. */
export type Schema<T> = {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false
        readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
      }
}

/** The value as the schema reads it, or every problem. A getter or proxy that throws is one problem more, never an exception. */
export function readInput<T>(schema: Schema<T>, value: unknown): Result<T, readonly Problem[]> {
  try {
    const parsed = schema.safeParse(value)
    if (parsed.success) return accept(parsed.data)
    return refuse(parsed.error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), code: message })))
  } catch {
    return refuse([{ field: '', code: 'unreadable' }])
  }
}

/** What may go along with any command. */
export type CommandOptions = {
  /** 16 to 128 characters of `A-Z a-z 0-9 . _ ~ -`, drawn at random by the caller and kept with the form: makes repeats safe. */
  readonly requestKey?: string
}

/** The request of an operation, or undefined when the caller gave no key. */
export function readRequest(
  options: CommandOptions | undefined,
  operation: { readonly name: string; readonly by: Actor; readonly input: unknown; readonly secret?: boolean },
): Result<Request | undefined, RequestKeyRefusal> {
  let key: unknown
  try {
    key = options?.requestKey
  } catch {
    key = null
  }
  if (key === undefined) return accept(undefined)
  if (!isRequestKey(key)) return refuse({ code: 'request/malformed-key' })
  const { name, by, input, secret = false } = operation
  return accept({ key, input: JSON.stringify([name, actorText(by), input]), secret })
}
