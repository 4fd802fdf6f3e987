/** What is kept of the errors of a driver, whatever it throws. */
import { SportelloError } from 'sportello'
import { describe, expect, it } from 'vitest'
import { codeOf, failure, isCollision, isForbidden, isMissingTable } from '../../src/adapters/sql/failure.ts'

describe('the error of a driver', () => {
  it.each([
    ['a text', 'broken', '', 'sql: reading failed'],
    ['nothing', null, '', 'sql: reading failed'],
    ['an error without a word', new Error(''), '', 'sql: reading failed'],
    ['a message that is no text', { code: 'ECONNRESET', message: 7 }, 'ECONNRESET', 'sql: reading failed (ECONNRESET)'],
    ['a code that is none', { code: 'Verdi Anna', message: 'x' }, '', 'sql: reading failed (x)'],
    ['a code of SQLite by name', { code: 5, sqliteCodeName: 'SQLITE_BUSY' }, 'SQLITE_BUSY', 'sql: reading failed (SQLITE_BUSY)'],
    [
      'what a server quotes of its rows',
      { code: '23505', severity: 'ERROR', message: 'Key (cf)=(VRDNNA80A41L219Z) already exists.' },
      '23505',
      'sql: reading failed (23505)',
    ],
  ])('%s: its code and no row', (_, cause, code, message) => {
    expect(codeOf(cause)).toBe(code)
    expect(failure('reading failed', cause)).toMatchObject({ code: 'storage/failed', message })
  })

  it('of the library stays what it is', () => {
    const own = new SportelloError('busy', 'later')
    expect(failure('reading failed', own)).toBe(own)
  })

  it('is told apart: a collision, a table that is missing, a right that is', () => {
    expect([{ code: '40001' }, { code: '40P01' }, { message: 'database is locked' }, 'locked', null].map(isCollision)).toEqual([
      ...[true, true, true, false, false],
    ])
    expect(
      [{ code: '42P01' }, { message: 'no such table: x' }, { message: 7 }, 'no such table', null].map(isMissingTable),
    ).toEqual([...[true, true, false, false, false]])
    expect(
      [{ code: '42501' }, { code: '25006' }, { code: 'SQLITE_READONLY_DIRECTORY' }, { code: '42601' }].map(isForbidden),
    ).toEqual([...[true, true, true, false]])
  })
})
