/** What a run has left, as one digest: rows, journals, letters and answers. Two runs of one seed have the same, in any time zone. */
import { createHash } from 'node:crypto'
import type { World } from './world.ts'

export function digestOf({ storage, letters, history, flaws }: World): string {
  const hash = createHash('sha256')
  const { records, journal, outbox } = storage.contents()
  for (const part of [records, journal, outbox, letters, flaws]) hash.update(JSON.stringify(part))
  for (const { name, at, ok, code, error } of history.deeds)
    hash.update(JSON.stringify([name, at, ok, code, error === null ? null : String(error)]))
  return hash.digest('hex')
}
