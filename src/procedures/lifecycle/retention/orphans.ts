/**
 * Files that no request names: what a crash has left between storing and naming them, what a failed deletion has left behind, what
 * came too late for its request.
 */

import type { AnyRefusal, Status, Typed } from '../../../kernel/index.ts'
import type { DocumentRef, Stored, StoredDocument } from '../../../ports/index.ts'
import { keyOf, type Machine, readState } from '../../../runtime/record.ts'
import { loadRows } from '../../../runtime/runtime.ts'
import { collectDocument, deleteDocuments } from '../../../runtime/uploads.ts'
import { needsProof } from '../../assistance/documents.ts'
import { isListed, needsDocument } from '../../enrolment/registration/documents.ts'
import type { Errand, HousekeepingDesk } from './desk.ts'

/** Owners are ids that the library gave; whatever else lies in the store was put there by somebody else, and is left alone. */
const recordId = /^[A-Za-z0-9_-]{1,64}$/

const loadedAtOnce = 50

/** The kinds of request that have files. */
const kinds = ['registration', 'assistance'] as const

/** The records that an owner's id names; null where there is none. At most one of them is there, since no id is given twice. */
type Owner = { readonly [Kind in (typeof kinds)[number]]: Stored | null }

const nobody: Owner = { registration: null, assistance: null }

/** The requests that the files belong to, by id. */
async function ownersOf({ shell }: HousekeepingDesk, found: readonly StoredDocument[]): Promise<ReadonlyMap<string, Owner>> {
  const ids = [...new Set(found.map(({ ref }) => ref.owner))]
  const owners = new Map<string, Owner>()
  for (let from = 0; from < ids.length; from += loadedAtOnce) {
    const some = ids.slice(from, from + loadedAtOnce)
    const rows = await loadRows(
      shell,
      some.flatMap((id) => kinds.map((kind) => keyOf(shell.office.id, kind, id))),
    )
    some.forEach((id, i) => {
      owners.set(id, { registration: rows[2 * i] ?? null, assistance: rows[2 * i + 1] ?? null })
    })
  }
  return owners
}

/** True when the file is gone now. What can still be filed with an open request is let go of with care; the rest is deleted. */
async function collect(desk: HousekeepingDesk, ref: DocumentRef, rows: Owner): Promise<boolean> {
  const { shell, registration, assistance } = desk
  const { owner, digest } = ref
  const state = stateIn(registration, rows.registration)
  if (needsDocument(state, digest) || needsProof(stateIn(assistance, rows.assistance), digest)) return false
  if (state.status === 'drafting' || state.status === 'completed') {
    return collectDocument(shell, owner, ref, () => isListed({ shell, machine: registration }, owner, digest))
  }
  await deleteDocuments(shell, owner, [ref])
  return true
}

/** The state of a living record; the initial one where there is none. */
function stateIn<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  machine: Machine<S, C, E, R>,
  row: Stored | null,
): S {
  return row === null || row.erasedAt !== null ? machine.decider.initial : readState(machine, row)
}

/** Deletes the files of a page that are old enough and named by no request. `failed` hears of each that could not be dealt with. */
export async function collectOrphans(
  { desk, now, did }: Errand,
  page: readonly StoredDocument[],
  failed: (kind: string, id: string, cause: unknown) => void,
): Promise<void> {
  const old = page.filter(({ ref, storedAt }) => storedAt + desk.retention.orphanMs <= now && recordId.test(ref.owner))
  const owners = await ownersOf(desk, old)
  for (const { ref } of old) {
    const rows = owners.get(ref.owner) ?? nobody
    try {
      if (await collect(desk, ref, rows)) did('collected')
    } catch (cause) {
      failed(rows.assistance === null ? 'registration' : 'assistance', ref.owner, cause)
    }
  }
}
