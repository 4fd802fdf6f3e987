/** The queue of the office: the requests of one kind that wait for a decision, and those that compete for one account. */
import { type Instant, rethrowUnlessFailure, type Status } from '../kernel/index.ts'
import type { Stored } from '../ports/index.ts'
import { keyOf, type RecordKind, readState, recordIn } from './record.ts'
import { listRows, type Runtime } from './runtime.ts'

/** Which part of a queue. `before`: only what has waited since before this instant. */
type QueuePage = { readonly after: string | null; readonly limit: number; readonly before: Instant | null }

/** One that waits. `state` is null where it cannot be read: it waits like the others, and whoever runs the system must look into it. */
export type Waiting<S extends Status> = { readonly id: string; readonly since: Instant; readonly state: S | null }

/** The requests in this status, oldest first. While one waits, its record is due since it was filed. */
export async function waitingIn<S extends Status>(
  runtime: Runtime,
  kind: RecordKind<S>,
  status: S['status'],
  { after, limit, before }: QueuePage,
): Promise<readonly Waiting<S>[]> {
  const { id: office } = runtime.office
  const { name } = kind.decider
  const rows = await listRows(runtime, {
    office,
    kind: name,
    tag: `status:${status}`,
    limit,
    ...(after === null ? {} : { after: keyOf(office, name, after) }),
    ...(before === null ? {} : { dueBefore: before - 1 }),
  })
  return rows.map((row) => ({ id: recordIn(row.key).id, since: row.dueAt ?? row.at, state: readable(kind, row) }))
}

/** The state of a row; null where it cannot be read. */
export function readable<S extends Status>(kind: RecordKind<S>, row: Stored): S | null {
  try {
    return readState(kind, row)
  } catch (cause) {
    rethrowUnlessFailure(cause)
    return null
  }
}

/** Ids of the other open requests of a kind on the same account. */
export async function competitorsOf(
  runtime: Runtime,
  kind: string,
  { accountId, id }: { readonly accountId: string; readonly id: string },
  limit: number,
): Promise<readonly string[]> {
  const query = { office: runtime.office.id, kind, tag: `open:${accountId}`, limit: limit + 1 }
  const rows = await listRows(runtime, query)
  const ids = rows.map(({ key }) => recordIn(key).id).filter((other) => other !== id)
  return ids.slice(0, limit)
}
