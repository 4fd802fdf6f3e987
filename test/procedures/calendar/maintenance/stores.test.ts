/** The same on the storages of a host. */
import { migrate, sqlStorage } from 'sportello/sql'
import { afterAll, describe, expect, it } from 'vitest'
import { connectPostgres } from '../../../support/connection.ts'
import { anna } from '../../../support/counter.ts'
import { fileDatabase } from '../../../support/database.ts'
import { openSqlite } from '../../../support/sqlite.ts'
import { storyOfEnded } from './queued-mail.ts'

const database = fileDatabase()
const closings: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closings) await close()
})

const opened = {
  postgres() {
    const { db, close } = connectPostgres(database.url)
    closings.push(close)
    return db
  },
  sqlite() {
    const { db, close } = openSqlite(':memory:')
    closings.push(close)
    return db
  },
}

describe('M7: mail that was queued before the cut-off', () => {
  it.each([
    ['postgres', 'void'],
    ['postgres', 're-identify'],
    ['sqlite', 'void'],
    ['sqlite', 're-identify'],
  ] as const)('is not sent on %s where the window says %s, and its person is told', async (make, fate) => {
    const db = opened[make]()
    const prefix = `mail_${fate.replace('-', '_')}_`
    await migrate(db, { prefix })
    const { cancelled, sent, sweep } = await storyOfEnded(sqlStorage(db, { prefix }), fate)
    expect(cancelled).toBeGreaterThan(0)
    expect(sent).toEqual([{ to: anna.email, hasLink: false }])
    expect(sweep).toMatchObject({ voided: 0, reidentified: 0, failed: 0 })
  })
})
