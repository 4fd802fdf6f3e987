/** Between a machine's state and its stored record: what is personal is split off, what is read is checked and never guessed. */
import { type AnyRefusal, type Decider, type Instant, SportelloError, type Status, type Typed } from '../kernel/index.ts'
import type { Key, Stored } from '../ports/index.ts'

/** A machine together with how its state is stored. */
export type Machine<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal> = {
  readonly decider: Decider<S, C, E, R>
  /** Version of the stored shape; a row with another one is refused, never guessed. */
  readonly schema: number
  /** The state, or null when the value is not exactly one. Gets what JSON.parse gave, with `personal` joined in. */
  readonly parse: (value: unknown) => S | null
  /** Under which tags the record is found in this state. */
  readonly tags: (state: S) => readonly string[]
  /** When housekeeping should look at the record in this state, or null. */
  readonly dueAt: (state: S) => Instant | null
}

/** A record kind or office id: lower-case letters, digits and hyphens. */
export function keyOf(office: string, kind: string, id: string): Key {
  return `${office}/${kind}/${id}`
}

/** Kind and id that a key names. */
export function recordIn(key: Key): { readonly kind: string; readonly id: string } {
  const [, kind = '', id = ''] = key.split('/')
  return { kind, id }
}

type Personal = { readonly personal?: unknown }

/**
 * Splits off the property `personal`: the rest, and the personal part as JSON texts. A personal part that is the very one of
 * `before` keeps its text.
 */
export function splitPersonal(
  value: object,
  before?: { readonly value: object; readonly text: string | null },
): { readonly rest: string; readonly personal: string | null } {
  const { personal } = value as Personal
  if (personal === undefined) return { rest: JSON.stringify(value), personal: null }
  // JSON leaves out what is undefined; a copy of all properties is far cheaper than one of all but one.
  const rest = JSON.stringify({ ...value, personal: undefined })
  if (personal === null) return { rest, personal: null }
  const known = before !== undefined && (before.value as Personal).personal === personal
  return { rest, personal: known ? before.text : JSON.stringify(personal) }
}

/** The state in a record. Throws `record/unreadable` for a row of another machine, another schema or another shape. */
export function readState<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  machine: Machine<S, C, E, R>,
  stored: Stored,
): S {
  const { name } = machine.decider
  if (stored.machine !== name || stored.schema !== machine.schema) {
    throw new SportelloError(
      'record/unreadable',
      `record: a ${name} of schema ${machine.schema} was expected, the row says ${stored.machine} of schema ${stored.schema}`,
    )
  }
  let value: unknown
  try {
    const rest: unknown = JSON.parse(stored.state)
    const personal: unknown = stored.personal === null ? null : JSON.parse(stored.personal)
    // What is personal is stored apart: a rest that brings its own is no state.
    value = typeof rest === 'object' && rest !== null && !('personal' in rest) ? { personal, ...rest } : null
  } catch {
    // The cause quotes what could not be read, which may be personal.
    throw new SportelloError('record/unreadable', `record: the stored ${name} is not JSON`)
  }
  const state = machine.parse(value)
  if (state === null) throw new SportelloError('record/unreadable', `record: the stored ${name} has another shape`)
  return state
}
