/** Documents in the memory of one process, for tests, trials and demos. */
import { SportelloError } from '../kernel/index.ts'
import type { Clock, DocumentName, DocumentRef, Documents, StoredDocument } from '../ports/index.ts'
import { failed, readContent, readQuery, readRef } from './document-rules.ts'
import { type SortedSet, sortedSet } from './sorted-set.ts'

/** Everything may be left out. */
export type MemoryDocumentsOptions = {
  /** What says when a document was put; the time of the machine when left out. */
  readonly clock?: Clock
}

type Held = { readonly ref: DocumentRef; readonly content: Uint8Array; readonly storedAt: number }
type Shelf = { readonly held: Map<string, Held>; readonly names: SortedSet<string> }

// No part of a name holds a blank and every character of one sorts after it, so names come in the order of the owners.
const nameOf = ({ owner, digest }: DocumentName): string => `${owner} ${digest}`

/**
 * Documents that last as long as the process. Content that does not match its reference is rejected with `documents/failed`. Throws
 * `config/invalid` for a clock that is none.
 *
 * @example
 * const documents = memoryDocuments({ clock })
 */
export function memoryDocuments(options: MemoryDocumentsOptions = {}): Documents {
  const clock = options?.clock ?? { now: () => Date.now() }
  if (typeof clock.now !== 'function') throw new SportelloError('config/invalid', 'documents: the clock cannot tell the time')
  const shelves = new Map<string, Shelf>()

  function shelfOf(office: string): Shelf {
    const known = shelves.get(office)
    if (known !== undefined) return known
    const shelf: Shelf = { held: new Map(), names: sortedSet((a, b) => a < b) }
    shelves.set(office, shelf)
    return shelf
  }

  return {
    async put(content, ref) {
      const named = readRef(ref)
      const kept = await readContent(content, named)
      const { held, names } = shelfOf(named.office)
      const name = nameOf(named)
      if (!held.has(name)) names.add(name)
      held.set(name, { ref: named, content: kept, storedAt: clock.now() })
    },
    async get(ref) {
      const named = readRef(ref)
      const content = shelves.get(named.office)?.held.get(nameOf(named))?.content
      if (content === undefined) return null
      return content.length === named.size ? new Uint8Array(content) : failed('the reference has another size than the content')
    },
    async delete(ref) {
      const named = readRef(ref)
      const shelf = shelves.get(named.office)
      if (shelf?.held.delete(nameOf(named)) === true) shelf.names.delete(nameOf(named))
    },
    async list(query) {
      const { office, after, limit } = readQuery(query)
      const { held, names } = shelfOf(office)
      const found: StoredDocument[] = []
      for (const name of names.after(after === undefined ? undefined : nameOf(after))) {
        // The sorted set names only what is held.
        const { ref, storedAt } = held.get(name) as Held
        found.push({ ref: { ...ref }, storedAt })
        if (found.length === limit) break
      }
      return found
    },
  }
}
