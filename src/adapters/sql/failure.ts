/** Errors of a driver as errors of the library: their codes kept, and nothing of the rows that they may quote. */
import { SportelloError } from '../../kernel/index.ts'

const codePattern = /^[A-Z0-9_]{2,40}$/

// Drivers of SQLite say in words what others say in a code.
const spoken: readonly (readonly [RegExp, string])[] = [
  [/\bdatabase is locked\b|\bdatabase table is locked\b/, 'SQLITE_BUSY'],
  [/^sportello: overtaken\b/, 'SQLITE_CONSTRAINT_TRIGGER'],
  [/\bUNIQUE constraint failed\b/, 'SQLITE_CONSTRAINT_UNIQUE'],
  [/\bdatabase or disk is full\b/, 'SQLITE_FULL'],
  [/\bdisk I\/O error\b/, 'SQLITE_IOERR'],
  [/\battempt to write a readonly database\b/, 'SQLITE_READONLY'],
]

type Told = { readonly code?: unknown; readonly sqliteCodeName?: unknown; readonly message?: unknown }

/** The SQLSTATE or the driver's own code; empty when it has none. The error may be of another realm, as those of Node are in jest. */
export function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return ''
  const { code, sqliteCodeName, message }: Told = cause
  const words = typeof message === 'string' ? spoken.find(([pattern]) => pattern.test(message)) : undefined
  if (words !== undefined) return words[1]
  if (typeof sqliteCodeName === 'string' && codePattern.test(sqliteCodeName)) return sqliteCodeName
  return typeof code === 'string' && codePattern.test(code) ? code : ''
}

/** The transaction was rolled back because others were at the same rows: nothing was done, and it can be tried again. */
export function isCollision(cause: unknown): boolean {
  const code = codeOf(cause)
  return code === '40001' || code === '40P01' || code.startsWith('SQLITE_BUSY')
}

/** A table that a statement names is not there. SQLite has no code of its own for it. */
export function isMissingTable(cause: unknown): boolean {
  if (codeOf(cause) === '42P01') return true
  const { message }: Told = typeof cause === 'object' && cause !== null ? cause : {}
  return typeof message === 'string' && /\bno such table\b/.test(message)
}

/** Nothing may be changed here: the role has no such right, the server is read-only, or the file is. */
export function isForbidden(cause: unknown): boolean {
  const code = codeOf(cause)
  return code === '42501' || code === '25006' || code.startsWith('SQLITE_READONLY')
}

/**
 * What the caller gets instead. The driver's error is not passed on as the cause: a server quotes in it what the rows hold. Errors of
 * the connection quote nothing, so their words are kept.
 */
export function failure(what: string, cause: unknown): SportelloError {
  if (cause instanceof SportelloError) return cause
  const code = codeOf(cause)
  const isObject = typeof cause === 'object' && cause !== null
  const ofServer = isObject && ('severity' in cause || 'detail' in cause || 'errcode' in cause)
  const message = isObject && !ofServer && 'message' in cause && typeof cause.message === 'string' ? cause.message : ''
  const said = [code, message].filter((part) => part !== '').join(', ')
  return new SportelloError('storage/failed', said === '' ? `sql: ${what}` : `sql: ${what} (${said})`)
}
