/**
 * Files that no record names: what a crash has left between storing and naming them, what a failed deletion has left behind, what
 * came too late for its request.
 */
import { invariant, type Status } from '../../../kernel/index.ts'
import type { DocumentRef, Stored, StoredDocument } from '../../../ports/index.ts'
import { day, type Figures, hour, whole } from '../../../runtime/policy.ts'
import type { Files } from '../../../runtime/procedure.ts'
import { keyOf, readState } from '../../../runtime/record.ts'
import { loadRows, loadState, type Runtime } from '../../../runtime/runtime.ts'
import { collectDocument, deleteDocuments } from '../../../runtime/uploads.ts'
import type { Errand, OpenProcedure } from './context.ts'
import type { OrphanRetention } from './model.ts'

// No upload goes on for so long as the least of it.
export const orphanFigures: Figures<OrphanRetention> = { orphanMs: whole(day, { least: hour }) }

/** Owners are ids that the library gave; whatever else lies in the store was put there by somebody else, and is left alone. */
const recordId = /^[A-Za-z0-9_-]{1,64}$/

const loadedAtOnce = 50

/** A procedure whose records name files. */
type Owner = OpenProcedure & { readonly files: Files<Status> }

const isOwner = (procedure: OpenProcedure): procedure is Owner => procedure.files !== null

/** The records that an owner's id can name, in the order of the owners. At most one is there, since no id is given twice. */
type Rows = readonly (Stored | null)[]

async function rowsOf(runtime: Runtime, owners: readonly Owner[], ids: readonly string[]): Promise<ReadonlyMap<string, Rows>> {
  const found = new Map<string, Rows>()
  for (let from = 0; from < ids.length; from += loadedAtOnce) {
    const some = ids.slice(from, from + loadedAtOnce)
    const rows = await loadRows(
      runtime,
      some.flatMap((id) => owners.map(({ kind }) => keyOf(runtime.office.id, kind.decider.name, id))),
    )
    some.forEach((id, i) => {
      found.set(id, rows.slice(i * owners.length, (i + 1) * owners.length))
    })
  }
  return found
}

/** The state of a living record; the initial one where there is none. */
function stateIn({ kind }: Owner, row: Stored | null): Status {
  return row === null || row.erasedAt !== null ? kind.decider.initial : readState(kind, row)
}

/** True when the file is gone now. What can still be filed with an open record is let go of with care; the rest is deleted. */
async function collect(runtime: Runtime, owners: readonly Owner[], ref: DocumentRef, rows: Rows): Promise<boolean> {
  const { owner: id, digest } = ref
  const states = owners.map((owner, i) => stateIn(owner, rows[i] ?? null))
  const stateOf = (at: number): Status => {
    const state = states[at]
    invariant(state !== undefined, 'orphans: each owner has a state')
    return state
  }
  if (owners.some(({ files }, i) => files.needs(stateOf(i), digest))) return false
  const open = owners.find(({ files }, i) => files.isOpen(stateOf(i)))
  if (open !== undefined) {
    return collectDocument(runtime, id, ref, async () => {
      const state = await loadState(runtime, open.kind, id)
      return state !== null && open.files.needs(state, digest)
    })
  }
  await deleteDocuments(runtime, id, [ref])
  return true
}

/** Deletes the files of a page that are old enough and named by no record. `failed` hears of each that could not be dealt with. */
export async function collectOrphans(
  { context, now, did }: Errand,
  page: readonly StoredDocument[],
  failed: (kind: string, id: string, cause: unknown) => void,
): Promise<void> {
  const { runtime, orphanMs } = context
  const owners = context.procedures.filter(isOwner)
  const old = page.filter(({ ref, storedAt }) => storedAt + orphanMs <= now && recordId.test(ref.owner))
  const rows = await rowsOf(runtime, owners, [...new Set(old.map(({ ref }) => ref.owner))])
  for (const { ref } of old) {
    const named = rows.get(ref.owner) ?? []
    try {
      if (await collect(runtime, owners, ref, named)) did('collected')
    } catch (cause) {
      const owner =
        owners[
          Math.max(
            0,
            named.findIndex((row) => row !== null),
          )
        ]
      failed(owner?.kind.decider.name ?? 'document', ref.owner, cause)
    }
  }
}
