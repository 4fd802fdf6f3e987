/**
 * Files that no request names: what a crash has left between storing and naming them, what a failed deletion has left behind, what
 * came too late for its request.
 */
import type { DocumentRef, Stored, StoredDocument } from '../ports/index.ts'
import { isListed, needsDocument } from '../registration/documents.ts'
import { collectDocument, deleteDocuments } from '../shell/documents.ts'
import { keyOf, readState } from '../shell/record.ts'
import { loadRows } from '../shell/shell.ts'
import type { Errand, HousekeepingDesk } from './desk.ts'

/** Owners are ids that the library gave; whatever else lies in the store was put there by somebody else, and is left alone. */
const recordId = /^[A-Za-z0-9_-]{1,64}$/

const loadedAtOnce = 100

/** The requests that the files belong to, by id; null where there is none. */
async function ownersOf(
  { shell }: HousekeepingDesk,
  found: readonly StoredDocument[],
): Promise<ReadonlyMap<string, Stored | null>> {
  const ids = [...new Set(found.map(({ ref }) => ref.owner))]
  const owners = new Map<string, Stored | null>()
  for (let from = 0; from < ids.length; from += loadedAtOnce) {
    const some = ids.slice(from, from + loadedAtOnce)
    const rows = await loadRows(
      shell,
      some.map((id) => keyOf(shell.office.id, 'registration', id)),
    )
    some.forEach((id, i) => {
      owners.set(id, rows[i] ?? null)
    })
  }
  return owners
}

/** True when the file is gone now. What can still be filed with an open request is let go of with care; the rest is deleted. */
async function collect({ shell, registration }: HousekeepingDesk, ref: DocumentRef, row: Stored | null): Promise<boolean> {
  const { owner, digest } = ref
  const state = row === null || row.erasedAt !== null ? registration.decider.initial : readState(registration, row)
  if (needsDocument(state, digest)) return false
  if (state.status === 'drafting' || state.status === 'completed') {
    return collectDocument(shell, owner, ref, () => isListed({ shell, machine: registration }, owner, digest))
  }
  await deleteDocuments(shell, owner, [ref])
  return true
}

/** Deletes the files of a page that are old enough and named by no request. `failed` hears of each that could not be dealt with. */
export async function collectOrphans(
  { desk, now, did }: Errand,
  page: readonly StoredDocument[],
  failed: (id: string, cause: unknown) => void,
): Promise<void> {
  const old = page.filter(({ ref, storedAt }) => storedAt + desk.retention.orphanMs <= now && recordId.test(ref.owner))
  const owners = await ownersOf(desk, old)
  for (const { ref } of old) {
    try {
      if (await collect(desk, ref, owners.get(ref.owner) ?? null)) did('collected')
    } catch (cause) {
      failed(ref.owner, cause)
    }
  }
}
