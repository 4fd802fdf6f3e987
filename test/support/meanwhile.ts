/** Storages that show what is seldom met: rows that this version cannot read, and somebody else who is quicker. */
import type { Commit, Storage, Stored } from 'sportello'
import { office } from './counter.ts'

/** The same storage, whose rows of these kinds say what this version of the library does not know. */
export function unreadableRows(inner: Storage, kinds: readonly string[]): Storage {
  const isOdd = ({ key }: Stored): boolean => kinds.some((kind) => key.startsWith(`${office.id}/${kind}/`))
  const read = (row: Stored): Stored => (isOdd(row) ? { ...row, state: JSON.stringify({ status: 'of a later version' }) } : row)
  return {
    ...inner,
    load: async (keys) => (await inner.load(keys)).map((row) => (row === null ? null : read(row))),
    list: async (query) => (await inner.list(query)).map(read),
  }
}

/** The same storage, on which somebody else acts once, just before the first commit that is meant. `act` uses the storage within. */
export function meanwhile(inner: Storage, isMeant: (commit: Commit) => boolean, act: () => Promise<unknown>): Storage {
  let isDone = false
  return {
    ...inner,
    async commit(commit) {
      if (!isDone && isMeant(commit)) {
        isDone = true
        await act()
      }
      return inner.commit(commit)
    },
  }
}

/** Whether a commit writes a record of this kind. */
export const writes =
  (kind: string) =>
  ({ writes: rows }: Commit): boolean =>
    rows.some(({ machine }) => machine === kind)
