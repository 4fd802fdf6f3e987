/**
 * Letting go of what is personal in one record: its unsent mail, then its personal data. What stays are the instants, the decisions and
 * the digests, in a journal that still verifies.
 */
import { type Actor, type AnyRefusal, accept, type Instant, type Status } from '../kernel/index.ts'
import { keyOf, type RecordKind, readState } from './record.ts'
import { loadRows, type Runtime, stored } from './runtime.ts'
import { transact } from './transact.ts'

/** The fact that stands in a journal before the personal data of its record go. */
export const erasureOrdered = 'ErasureOrdered'

/** The actor who erases, and what the journal says of the cause: no personal data, since it stays. */
export type ErasureOrder = {
  readonly by: Actor
  readonly facts: { readonly cause: 'retention' | 'request'; readonly reason?: string }
}

/** What became of an erasure: `gone`: it was erased before; `stays`: it may not go, or somebody was at work on it. */
export type Erasure = 'erased' | 'gone' | 'stays'

/** The same in a sweep, which counts what it has erased. */
export async function eraseInSweep<S extends Status>(
  did: (act: 'erased') => void,
  ...[runtime, kind, id, order, mayGo]: Parameters<typeof eraseRecord<S>>
): Promise<void> {
  if ((await eraseRecord(runtime, kind, id, order, mayGo)) === 'erased') did('erased')
}

/** Erases what is personal in a record that `mayGo`, its unsent mail with it. May be repeated after a crash. */
export async function eraseRecord<S extends Status>(
  runtime: Runtime,
  kind: RecordKind<S>,
  id: string,
  { by, facts }: ErasureOrder,
  mayGo: (state: S, at: Instant) => boolean,
): Promise<Erasure> {
  const { name } = kind.decider
  const operation = { name: 'sweep/erase', by, journalsRefusals: false }
  const ordered = await transact<boolean, AnyRefusal>(runtime, operation, async (unit) => {
    const isDue = mayGo(await unit.state(kind, id), unit.now())
    if (isDue) {
      unit.journal(name, id, erasureOrdered, facts)
      unit.cancelMail(name, id)
    }
    return accept(isDue)
  })
  if (!ordered.ok || !ordered.value) return 'stays'
  const key = keyOf(runtime.office.id, name, id)
  const [row] = await loadRows(runtime, [key])
  if (row === undefined || row === null) return 'stays'
  if (row.erasedAt !== null) return 'gone'
  const at = Math.max(runtime.now(), row.at)
  if (!mayGo(readState(kind, row), at)) return 'stays'
  // At this very version: what somebody writes meanwhile is not what may go.
  await stored(() => runtime.storage.erase(key, at, row.version))
  const [after] = await loadRows(runtime, [key])
  return after?.erasedAt === at ? 'erased' : 'stays'
}
