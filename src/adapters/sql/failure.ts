/** Errors of a driver as errors of the library: their codes kept, and nothing of the rows that they may quote. */
import { SportelloError } from '../../kernel/index.ts'

const codePattern = /^[A-Z0-9_]{2,40}$/

// Drivers of SQLite say in words what others say in a code.
const spoken: readonly (readonly [RegExp, string])[] = [
  [/\bdatabase is locked\b|\bdatabase table is locked\b/, 'SQLITE_BUSY'],
  [/\bUNIQUE constraint failed\b/, 'SQLITE_CONSTRAINT_UNIQUE'],
  [/\bdatabase or disk is full\b/, 'SQLITE_FULL'],
  [/\bdisk I\/O error\b/, 'SQLITE_IOERR'],
]

type Told = { readonly code?: unknown; readonly sqliteCodeName?: unknown; readonly message?: unknown }

/** The SQLSTATE or the driver's own code; empty when it has none. */
export function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
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

/**
 * What the caller gets instead. The driver's error is not passed on as the cause: a server quotes in it what the rows hold. Errors of
 * the connection quote nothing, so their words are kept.
 */
export function failure(what: string, cause: unknown): SportelloError {
  if (cause instanceof SportelloError) return cause
  const code = codeOf(cause)
  const ofServer = typeof cause === 'object' && cause !== null && ('severity' in cause || 'detail' in cause || 'errcode' in cause)
  const message = cause instanceof Error && !ofServer ? cause.message : ''
  const said = [code, message].filter((part) => part !== '').join(', ')
  return new SportelloError('storage/failed', said === '' ? `sql: ${what}` : `sql: ${what} (${said})`)
}
