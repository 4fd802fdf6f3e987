/** Reading what comes from outside: once, totally, whatever it is. */
import { type Actor, accept, type Result, refuse } from '../kernel/index.ts'
import { actorText } from './journal.ts'
import { isPolluted, ownKeysOnly } from './own-keys.ts'
import { isRequestKey, type Request, type RequestKeyRefusal } from './request.ts'

/** Everything that can be wrong with a field. The words of each are in `problem-words.ts`: one without words does not compile. */
export const problemCodes = [
  // Whether there is something, and of which kind.
  'required',
  'type',
  'unreadable',
  'malformed',
  'too-long',
  'unknown',
  // What does not go with other fields, with the calendar or with the rules of a procedure.
  'different',
  'same-as-pec',
  'not-authorised',
  'no-questionnaire',
  'in-future',
  'too-young',
  'mismatch',
  'skipped',
  'ambiguous',
  // Of names, codici fiscali and mail addresses.
  'empty',
  'characters',
  'script',
  'marks',
  'shape',
  'length',
  'check-letter',
  'date',
  'local-part',
  'domain',
] as const

/** The stable code of one thing that is wrong with a field. */
export type ProblemCode = (typeof problemCodes)[number]

/**
 * One thing wrong with one field. `field` is the path in the input; `code` is stable. `position` is that of the character which was not
 * taken, where there is one: it counts code points from 1 in the composed form (NFC). `character` is that character as its code point, such
 * as `U+00A0`, since it may be one that cannot be seen.
 */
export type Problem = {
  readonly field: string
  readonly code: ProblemCode
  readonly position?: number
  readonly character?: string
}

/** A form that cannot be taken as it is. */
export type FormRefusal<Code extends string> = {
  readonly code: Code
  /** What is wrong, field by field: the first 20 problems. */
  readonly problems: readonly Problem[]
  /** How many problems there are in all. What a list holds that is too long was not looked at, and is not counted. */
  readonly problemCount: number
}

/** More than anybody mends at once, and few enough that a hostile form has a small answer. */
const problemsMax = 20

/** The refusal of a form under its code. */
export function formRefusal<Code extends string>(code: Code, found: readonly Problem[]): FormRefusal<Code> {
  return { code, problems: found.slice(0, problemsMax), problemCount: found.length }
}

/** What a zod schema looks like from here: the runtime does not load zod. */
export type Schema<T> = {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false
        readonly error: { readonly issues: readonly Issue[] }
      }
}

type Issue = {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly params?: { readonly [name: string]: unknown } | undefined
}

function problemOf({ path, message, params }: Issue): Problem {
  // A schema that says anything else is found by the test over all schemas: here it still gets a code that has words.
  const code = problemCodes.find((known) => known === message) ?? 'malformed'
  const problem = { field: path.map(String).join('.'), code }
  const position = params?.['position']
  if (typeof position !== 'number') return problem
  const character = params?.['character']
  return typeof character === 'string' ? { ...problem, position, character } : { ...problem, position }
}

/** What `read` takes from an argument that may be anything; null where a getter or a proxy throws. */
export function readArgument<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** The value as the schema reads it, or every problem. A getter or proxy that throws is one problem more, never an exception. */
export function readInput<T>(schema: Schema<T>, value: unknown): Result<T, readonly Problem[]> {
  try {
    const parsed = schema.safeParse(isPolluted() ? ownKeysOnly(value) : value)
    if (parsed.success) return accept(parsed.data)
    return refuse(parsed.error.issues.map(problemOf))
  } catch {
    return refuse([{ field: '', code: 'unreadable' }])
  }
}

/** The service or profile that is used, read once. What is no name counts as left out. */
export function readAudience(options: CommandOptions | undefined): string | null {
  const audience: unknown = readArgument(() => options?.audience)
  return typeof audience === 'string' && audience.length <= 64 ? audience : null
}

/** Who asks, read once. What is no name counts as left out: the applicant neither sees nor mends it. */
export function readRequester(options: { readonly requester?: string | undefined } | undefined): string | undefined {
  const requester: unknown = readArgument(() => options?.requester)
  return typeof requester === 'string' && requester.length >= 1 && requester.length <= 256 ? requester : undefined
}

/** What may go along with any command. */
export type CommandOptions = {
  /**
   * 16 to 128 characters of `A-Z a-z 0-9 . _ ~ -`, drawn at random by the caller and kept with the form: makes repeats safe.
   * Known to nobody else and never logged: with it and the same input the answer can be had again.
   */
  readonly requestKey?: string | undefined
  /** The service or profile that is used, by a name of `maintenance.audiences` (policy): a maintenance window may be open to some of them. */
  readonly audience?: string | undefined
}

/** The request of an operation, or undefined when the caller gave no key. */
export function readRequest(
  options: CommandOptions | undefined,
  operation: { readonly name: string; readonly by: Actor; readonly input: unknown; readonly secret?: boolean },
): Result<Request | undefined, RequestKeyRefusal> {
  const key: unknown = readArgument(() => options?.requestKey)
  if (key === undefined) return accept(undefined)
  if (!isRequestKey(key)) return refuse({ code: 'request/malformed-key' })
  const { name, by, input, secret = false } = operation
  const actor = actorText(by)
  return accept({ key, operation: `${name} ${actor}`, input: JSON.stringify([name, actor, input]), secret })
}
