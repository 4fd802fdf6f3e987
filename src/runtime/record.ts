/** Between a machine's state and its stored record: what is personal is split off, what is read is checked and never guessed. */
import { type AnyRefusal, type Decider, type Instant, SportelloError, type Status, type Typed } from '../kernel/index.ts'
import type { Key, Stored } from '../ports/index.ts'
import type { InFlight } from './in-flight.ts'
import { isPolluted, ownKeysOnly } from './own-keys.ts'

/** The fields of a stored state, of whatever version, with `personal` joined in. */
export type StoredFields = { readonly [field: string]: unknown }

/** How the state of a machine is stored. */
export type RecordForm<S extends Status> = {
  /**
   * One function for each change of the stored shape, oldest first: the first makes version 2 of a state of version 1, and so on. They
   * run when a row is read, and by the sweep. A later version than the last is refused, never guessed.
   */
  readonly upgrades: readonly ((stored: StoredFields) => StoredFields)[]
  /** The state, or null when the value is not exactly one. Gets what JSON.parse gave, upgraded, with `personal` joined in. */
  parse(value: unknown): S | null
  /** Under which tags the record is found in this state. */
  tags(state: S): readonly string[]
  /** When the sweep should look at the record in this state, or null. */
  dueAt(state: S): Instant | null
  /** Takes as long as reading a record of somebody: called where there is none, so that time does not tell. Left out where anybody may know. */
  readNobody?(): void
  /** True where most commits expect the record as it was read and few write it: those that only expect it pass each other. */
  readonly isShared?: true
  /** What the office's calendar must know of it; left out where nothing of the kind is under way when something closes. */
  readonly inFlight?: InFlight<S>
}

/** A kind of record, as far as it is read. */
export type RecordKind<S extends Status> = RecordForm<S> & {
  readonly decider: { readonly name: string; readonly initial: S }
}

/** A machine together with how its state is stored. */
export type Machine<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal> = RecordForm<S> & {
  readonly decider: Decider<S, C, E, R>
}

/** The version of the shape that is stored today: 1, and one more for each upgrade. */
export function schemaOf({ upgrades }: Pick<RecordForm<Status>, 'upgrades'>): number {
  return upgrades.length + 1
}

/** A record kind or office id: lower-case letters, digits and hyphens. */
export function keyOf(office: string, kind: string, id: string): Key {
  return `${office}/${kind}/${id}`
}

/** A record of the office, such as `{ kind: 'registration', id }`. */
export type RecordName = { readonly kind: string; readonly id: string }

/** Kind and id that a key names. */
export function recordIn(key: Key): RecordName {
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

function isKnown(schema: unknown, latest: number): schema is number {
  return typeof schema === 'number' && Number.isInteger(schema) && schema >= 1 && schema <= latest
}

/** The stored fields as today's version has them; null for what is no state. */
function fieldsOf<S extends Status>({ upgrades }: RecordForm<S>, { schema, state, personal: text }: Stored): StoredFields | null {
  const rest: unknown = JSON.parse(state)
  const personal: unknown = text === null ? null : JSON.parse(text)
  // What is personal is stored apart: a rest that brings its own is no state.
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest) || 'personal' in rest) return null
  let fields: StoredFields = { personal, ...rest }
  for (const upgrade of upgrades.slice(schema - 1)) fields = upgrade(fields)
  return fields
}

/** As what the shared record of a machine was read last: nearly every command reads it, and few change it. */
const lastRead = new WeakMap<object, { readonly row: Stored; readonly state: Status }>()

function isSame(one: Stored, { schema, state, personal }: Stored): boolean {
  return one.schema === schema && one.state === state && one.personal === personal
}

/**
 * The state in a record, as today's version has it. Throws `record/unreadable` for a row of another machine, of a later version or of
 * another shape.
 */
export function readState<S extends Status>(machine: RecordKind<S>, stored: Stored): S {
  const { name } = machine.decider
  const latest = schemaOf(machine)
  if (stored.machine !== name || !isKnown(stored.schema, latest)) {
    // What the row says instead is not repeated: it may be anything.
    throw new SportelloError('record/unreadable', `record: the row is no ${name} of schema ${latest} or before`)
  }
  const known = machine.isShared === true && !isPolluted() ? lastRead.get(machine) : undefined
  // What this very machine has read of the same texts is a state of its own.
  if (known !== undefined && isSame(known.row, stored)) return known.state as S
  let fields: StoredFields | null
  try {
    fields = fieldsOf(machine, stored)
  } catch {
    // The cause quotes what could not be read, which may be personal.
    throw new SportelloError('record/unreadable', `record: the stored ${name} is not JSON, or cannot be upgraded`)
  }
  const state = fields === null ? null : machine.parse(isPolluted() ? ownKeysOnly(fields) : fields)
  if (state === null) throw new SportelloError('record/unreadable', `record: the stored ${name} has another shape`)
  if (machine.isShared === true) lastRead.set(machine, { row: stored, state })
  return state
}
