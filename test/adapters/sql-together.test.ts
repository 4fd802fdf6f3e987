/** Sixteen people sign in at the same moment with the secrets of one account, on so many devices and over four processes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, sqlStorage } from 'sportello/sql'
import { afterAll, expect, it } from 'vitest'
import { connect } from '../support/connection.ts'
import { office, openCounter, subscribed } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { openRemote } from '../support/remote.ts'
import { contentsOf } from '../support/tables.ts'
import type { Crowd, Ends } from './sign-in-child.ts'

const database = fileDatabase()
const folder = mkdtempSync(join(tmpdir(), 'sportello-together-'))
afterAll(() => rmSync(folder, { recursive: true }))

const processes = 4
const [people, times] = [16, 20] as const

it.each(['PostgreSQL', 'SQLite'])(
  'Q5, INV-10: 16 at once on one account over four processes, twenty times over, are all signed in and counted, on %s',
  async (engine) => {
    const place = engine === 'SQLite' ? join(folder, 'together.sqlite') : database.url
    const { db, close } = connect(place)
    await migrate(db)
    const { credentials } = await subscribed(openCounter({ storage: sqlStorage(db) }))
    const signedIn = async () => {
      const { journal } = await contentsOf(db)
      return journal.filter(({ key, type }) => key.startsWith(`${office.id}/credential/`) && type === 'SignedIn').length
    }
    const before = await signedIn()
    const script = new URL('sign-in-child.ts', import.meta.url)
    const opened = Array.from({ length: processes }, (_, i) => openRemote(script, [place, office.id, String(i + 10)]))
    const remotes = await Promise.all(opened)
    const crowd: Crowd = { credentials, people: people / processes, times }
    const ends = (await Promise.all(remotes.map(({ ask }) => ask<Ends>(crowd)))).flat()
    for (const { kill } of remotes) kill()
    expect(ends.flatMap(({ failed }) => failed ?? [])).toEqual([])
    expect(new Set(ends.map(({ token }) => token)).size).toBe(people * times)
    expect((await signedIn()) - before).toBe(people * times)
    await close()
  },
  120_000,
)
