/** What is compared on databases must do the same; and all of it runs, in so tiny a size that no figure is of interest. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as library from 'sportello'
import * as memory from 'sportello/memory'
import * as storage from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted } from '../../support/counter.ts'
import { postgresOfRun } from '../../support/database.ts'
import { createDatabase, type Database } from '../../support/postgres.ts'
import { contentsOf, dump } from '../../support/tables.ts'
import { password, pin } from '../accounts.ts'
import { buildPackage } from '../built.ts'
import { deskRows } from '../desk.ts'
import { lifeRows } from '../lives.ts'
import { maintenanceRows } from '../maintenance.ts'
import { migrationRows } from '../migration.ts'
import { parkedRows } from '../parked.ts'
import { adapterSide, byHandSide } from './commit-sides.ts'
import { gather, pageSize } from './crowd.ts'
import { openKysely, type Place } from './engine.ts'
import { tiny } from './extent.ts'
import { peerSide } from './peer-side.ts'
import { openQueue } from './queued-mail.ts'
import { storageRows } from './rows.ts'
import { ourCounter, ourSide } from './sign-in-sides.ts'

const modules = { ...library, ...memory, ...storage }
const engines = ['postgres', 'sqlite'] as const

const databases: Database[] = []
const folder = mkdtempSync(join(tmpdir(), 'sportello-bench-'))
let server = ''

beforeAll(async () => {
  server = await postgresOfRun()
})

afterAll(async () => {
  for (const { drop } of databases) await drop()
  rmSync(folder, { recursive: true })
})

async function place(engine: storage.Engine): Promise<Place> {
  const count = databases.length
  const database = await createDatabase(server)
  databases.push(database)
  return { engine, address: engine === 'postgres' ? database.url : join(folder, `${count}.db`) }
}

describe.each(engines)('on %s', (engine) => {
  it.each([
    ['ours', ourSide],
    ['better-auth', peerSide],
  ])('%s opens a session for each account, each time another, and none for a wrong password', async (_, side) => {
    const { signIn, opens, refuses, statements, close } = await side(modules, await place(engine), 4)
    const tokens = await Promise.all(Array.from({ length: 8 }, (__, turn) => signIn(turn)))
    expect(new Set(tokens).size).toBe(8)
    for (const token of tokens) expect(await opens(token)).toBe(true)
    expect(await opens('x'.repeat(32))).toBe(false)
    expect(await refuses(3)).toBe(true)
    expect(await statements(4)).toBeGreaterThanOrEqual(2)
    await close()
  })

  it('a commit by the adapter and one by hand leave the same rows', async () => {
    const contents: string[] = []
    for (const open of [adapterSide, byHandSide]) {
      const where = await place(engine)
      const side = await open(modules, where)
      for (let turn = 1; turn <= 8; turn += 1) await side.commit(turn)
      // What has moved is seen by both.
      await expect(side.commit(1)).rejects.toThrow('moved')
      await side.close()
      const db = openKysely(modules, where)
      const { journal, outbox } = await contentsOf(db)
      expect([journal.length, outbox.length]).toEqual([2_016, 1_008])
      // Which transaction it was, and which file, is no part of the rows.
      contents.push((await dump(db)).replace(/"(?:raised|place|incarnation)":"?\w+"?/g, ''))
      await db.destroy()
    }
    // The rows are large: a difference is not printed.
    expect(contents[0] === contents[1]).toBe(true)
  })
})

describe('a counter that has grown', () => {
  it('has as many accounts and waiting requests as asked, of which the sampled sign in and the pages are full', async () => {
    const db = openKysely(modules, await place('postgres'))
    const { codici, places } = await gather(modules, db, 120)
    const { session, approval } = ourCounter(modules, db)
    expect([codici.length, places.length]).toEqual([120, 70])
    const { records, journal } = await contentsOf(db)
    const count = (kind: string) => records.filter(({ key }) => key.includes(`/${kind}/`)).length
    expect([count('credential'), count('approval')]).toEqual([120, 121])
    expect(journal.filter(({ key }) => key.includes('/credential/')).length).toBe(120)
    for (const codiceFiscale of codici.slice(0, 20)) accepted(await session.signIn({ codiceFiscale, pin, password }))
    expect(accepted(await approval.pending({ limit: 200 }))).toHaveLength(121)
    for (const after of places) expect(accepted(await approval.pending({ limit: pageSize, after }))).toHaveLength(pageSize)
    await db.destroy()
  })
})

describe('a queue of mail', () => {
  it('is sealed as the library opens it, and can be filled again', async () => {
    const db = openKysely(modules, await place('postgres'))
    const queue = await openQueue(modules, db, 30)
    const sportello = ourCounter(modules, db)
    for (let round = 0; round < 2; round += 1) {
      await queue.fill()
      expect(await queue.unsettled()).toHaveLength(30)
      expect((await sportello.relay()).sent).toHaveLength(30)
      expect(await queue.unsettled()).toEqual([])
    }
    await db.destroy()
  })
})

it('all rows can be made of the built package, and no mail is lost or sent twice without need', async () => {
  await buildPackage()
  const rows = await storageRows(tiny)
  expect(rows).toHaveLength(11)
  for (const { figure } of rows) expect(figure).not.toMatch(/NaN|undefined|Infinity/)
  // The only goal here that is not one of speed.
  expect(rows.at(-1)?.figure).toMatch(/; 200 sent, (\d) of them twice, \1 in flight when it was killed;/)
})

it('all rows about a migration can be made of the built package, and every mailbox is counted', async () => {
  await buildPackage()
  const rows = await migrationRows('tiny')
  expect(rows).toHaveLength(4)
  for (const { figure } of rows) expect(figure).not.toMatch(/NaN|undefined|Infinity/)
})

it('all rows about the desk, whole lives and parked letters can be made of the built package, and nothing is left', async () => {
  await buildPackage()
  const rows = [...(await deskRows('tiny')), ...(await lifeRows('tiny')), ...(await parkedRows('tiny'))]
  expect(rows).toHaveLength(11)
  for (const { figure } of rows) expect(figure).not.toMatch(/NaN|undefined|Infinity/)
  expect(rows.at(-1)?.figure).toMatch(/; 40 sent, 0 left$/)
})

it('all rows about the calendar can be made of the built package, and every page is swept whole', async () => {
  await buildPackage()
  const rows = await maintenanceRows('tiny')
  expect(rows).toHaveLength(7)
  for (const { figure } of rows) expect(figure).not.toMatch(/NaN|undefined|Infinity/)
})
