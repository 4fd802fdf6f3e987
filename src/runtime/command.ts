/** How a use case begins: its form is read, then its request key, then one unit of work is opened. */
import { type Actor, type AnyRefusal, accept, type Result, refuse } from '../kernel/index.ts'
import { type CommandOptions, type FormRefusal, formRefusal, readAudience, readInput, readRequest, type Schema } from './input.ts'
import type { CommandRefusal } from './request.ts'
import type { Runtime } from './runtime.ts'
import { type Condition, type Operation, transact, type Unit } from './transact.ts'

/** The form as its schema reads it, or its problems under the caller's own code. */
export function readForm<Form, Code extends string>(
  schema: Schema<Form>,
  given: unknown,
  code: Code,
): Result<Form, FormRefusal<Code>> {
  const read = readInput(schema, given)
  return read.ok ? accept(read.value) : refuse(formRefusal(code, read.refusal))
}

/** What is done, by whom, and what goes along with it. */
export type Command = {
  /** `capability/operation`, as in the journal and in the request key's record. */
  readonly name: string
  readonly by: Actor
  readonly options?: CommandOptions | undefined
  /** What a repeat under the same request key must say again. */
  readonly input?: unknown
  /** True when the answer holds something that is shown once. */
  readonly secret?: boolean
  /** True where a secret is judged, which must be counted whatever request key comes along. */
  readonly isGuess?: boolean
  /** False where a refusal is everyday and leaves no trace in the journal. */
  readonly journalsRefusals?: boolean
  /** Rows that the caller has read already, and keys under which it has found nothing. */
  readonly read?: Pick<Operation, 'rows' | 'absent'>
}

/** Reads the request key, then runs `work` in one unit of work. */
export async function perform<V, R extends AnyRefusal>(
  runtime: Runtime,
  command: Command & Condition<R>,
  work: (unit: Unit) => Promise<Result<V, R>>,
): Promise<Result<V, R | CommandRefusal>> {
  const { name, by, options, input = null, secret = false, isGuess = false, journalsRefusals = true } = command
  const { condition, read = {} } = command
  const request = readRequest(options, { name, by, input, secret })
  if (!request.ok) return request
  const audience = readAudience(options)
  const operation = { name, by, request: request.value, journalsRefusals, isGuess, audience, condition, ...read }
  return transact<V, R>(runtime, operation, work)
}
