/** For whoever writes a storage: the rules of the port that need not be written again. */
import { SportelloError } from '../kernel/index.ts'
import type { Storage } from '../ports/index.ts'
import { keepingRules } from './checked-storage.ts'

const methods = [
  ...(['load', 'list', 'commit', 'journal', 'entries', 'erase'] as const),
  ...(['lease', 'settle', 'isWaiting', 'parked', 'requeue'] as const),
]

function isStorage(value: unknown): boolean {
  try {
    return typeof value === 'object' && value !== null && methods.every((name) => typeof Reflect.get(value, name) === 'function')
  } catch {
    // A getter that throws.
    return false
  }
}

/**
 * The storage `inner` behind the argument rules of the port: whatever a caller gives that has not its shape, size or range is rejected
 * with `storage/misuse`, and `inner` is not called. `inner` gets copies that were read once and that nobody else holds, so it may keep
 * them. The storages of this package use the same rules. What depends on what is stored stays with `inner`: that versions are as expected
 * (a conflict), and after that, as `storage/misuse`, that a journal goes on without gaps and that the id of a mail is new. Answers are
 * passed on as they are. Throws `config/invalid` for what lacks a method of `Storage`.
 *
 * @example
 * const storage = checkedStorage(memoryStorage()) // around a storage of your own
 */
export function checkedStorage(inner: Storage): Storage {
  if (!isStorage(inner)) throw new SportelloError('config/invalid', 'storage: a storage has every method of the port')
  return keepingRules(inner)
}
