import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { createSportello, type Sportello } from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { sqliteHandle, sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'
import { plainPasswordHash, recordingMailer, seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { createTables, followPage, type HostTables } from '../../examples/feed/subscribers.ts'
import { codes } from '../bench/accounts.ts'
import { accepted, anna, approve, type Counter, drafted, keys, office, openCounter, operator } from '../support/counter.ts'
import { bundled, scratch } from './child.ts'

const follower = bundled('examples/feed/main.ts')
const place = scratch()
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const people = codes(36)
const pecOf = (codiceFiscale: string, which: string) => `${which}-${codiceFiscale.toLowerCase()}@pec.example.it`

function environment(): { readonly [name: string]: string } {
  return {
    COUNTER_DATABASE: join(place.path, 'counter.sqlite'),
    HOST_DATABASE: join(place.path, 'host.sqlite'),
    SPORTELLO_OFFICE: JSON.stringify(office),
    SPORTELLO_KEYS: `k1:${base64(keys.ring.k1)},pseudonym:${base64(keys.pseudonym)}`,
    FEED_LIMIT: '4',
  }
}

function openHost(path: string): Kysely<HostTables> {
  return new Kysely<HostTables>({ dialect: new SqliteDialect({ database: sqliteHandle(new DatabaseSync(path)) }) })
}

/** One person's way: approved, with a PEC, perhaps another one, perhaps revoked, perhaps erased; `then` comes after each step. */
async function live(sportello: Sportello, codiceFiscale: string, steps: number, then = async () => {}): Promise<string> {
  const { id, ticket } = await drafted(sportello, { ...anna, codiceFiscale, email: `${codiceFiscale.toLowerCase()}@example.it` })
  accepted(await sportello.registration.complete(ticket))
  const accountId = await approve({ sportello } as Counter, id)
  const act = { operator, codiceFiscale, reason: 'Prot. 1.' }
  const acts = [
    () => sportello.addresses.setPec({ ...act, pec: pecOf(codiceFiscale, 'first') }),
    () => sportello.addresses.setPec({ ...act, pec: pecOf(codiceFiscale, 'second') }),
    () => sportello.credential.revoke(act),
    () => sportello.subject.erase(act),
  ]
  for (const next of acts.slice(0, steps)) {
    await then()
    accepted<unknown>(await next())
  }
  return accountId
}

type Held = { readonly status?: string; readonly personal?: { readonly [field: string]: string } | null }

/** What the library holds of a person in the records of this kind; nothing once it was erased. */
async function heldOf(sportello: Sportello, codiceFiscale: string, kind: string): Promise<Held> {
  const exported = await sportello.subject.export({ operator, codiceFiscale })
  if (!exported.ok) return {}
  for await (const one of exported.value.items) if (one.item === 'record' && one.record.kind === kind) return one.state as Held
  return {}
}

/** The rows of the host are what the library itself says of each account, and nothing of whoever was erased. */
async function expectInStep(
  sportello: Sportello,
  host: Kysely<HostTables>,
  accounts: ReadonlyMap<string, string>,
): Promise<void> {
  const due: HostTables['subscriber'][] = []
  for (const [codiceFiscale, account_id] of accounts) {
    const { status } = accepted(await sportello.credential.inspect({ operator, codiceFiscale }))
    const { personal } = await heldOf(sportello, codiceFiscale, 'credential')
    const { pec = null } = (await heldOf(sportello, codiceFiscale, 'addresses')).personal ?? {}
    const { codiceFiscale: codice_fiscale = null, surname = null, name = null, email = null } = personal ?? {}
    due.push({ account_id, status: status === 'revoked' ? 'closed' : 'open', codice_fiscale, surname, name, email, pec })
  }
  expect(due.filter(({ email }) => email === null).length).toBeGreaterThan(3)
  const rows = await host.selectFrom('subscriber').selectAll().execute()
  const byAccount = (one: HostTables['subscriber'], other: HostTables['subscriber']) =>
    one.account_id < other.account_id ? -1 : 1
  expect([...rows].sort(byAccount)).toEqual(due.sort(byAccount))
}

/** A counter in memory on which all have lived, and a table of a host in memory; the host follows after each step or not yet. */
async function livedAll(follows: 'at each step' | 'later') {
  const { sportello } = openCounter({ policy: { quota: { usesMax: 1000 } } })
  const openTable = async () => {
    const host = openHost(':memory:')
    await createTables(host)
    return host
  }
  const host = await openTable()
  const follow = async (limit: number, table = host) => {
    while ((await followPage(sportello.feed, table, limit)).more);
  }
  const accounts = new Map<string, string>()
  const then = follows === 'later' ? undefined : () => follow(1000)
  for (const [i, codiceFiscale] of people.entries())
    accounts.set(codiceFiscale, await live(sportello, codiceFiscale, i % 5, then))
  return { sportello, host, openTable, follow, inStep: (table = host) => expectInStep(sportello, table, accounts) }
}

describe('a table of the host that follows the feed', () => {
  it('is in step after the follower was killed again and again at seeded moments', async () => {
    const env = environment()
    const db = await openEmbedded(env['COUNTER_DATABASE'] ?? '', { sqlite: { DatabaseSync } })
    const sportello = createSportello({
      ...{ office, keys, storage: sqlStorage(db), documents: memoryDocuments(), mailer: recordingMailer() },
      ...{ passwordHash: plainPasswordHash(), policy: { quota: { usesMax: 1000 } } },
    })
    const random = seededRandom(7)
    const draw = (max: number) => (random.bytes(1)[0] ?? 0) % max
    const accounts = new Map<string, string>()
    let isOver = false
    const lives = (async () => {
      for (const [i, codiceFiscale] of people.entries()) {
        accounts.set(codiceFiscale, await live(sportello, codiceFiscale, i % 5))
        // The followers are to see pages of all lengths.
        await new Promise((resolve) => setTimeout(resolve, draw(60)))
      }
      isOver = true
    })()
    let kills = 0
    while (kills < 6) {
      const after = 1 + draw(5)
      let lines = 0
      const { code, stderr } = await follower([], {
        env,
        onOutput(child, text) {
          const before = lines
          lines += text.split('\n').length - 1
          // Where there are no more pages it is killed while it waits.
          if (before === 0) setTimeout(() => child.kill('SIGKILL'), 2_000)
          if (before <= after && lines > after) setTimeout(() => child.kill('SIGKILL'), draw(8))
        },
      })
      expect([code, stderr]).toEqual([null, ''])
      kills += 1
      if (isOver) break
    }
    await lives
    expect(kills).toBeGreaterThan(2)
    expect(await follower(['--once'], { env })).toMatchObject({ code: 0, stderr: '' })
    const host = openHost(env['HOST_DATABASE'] ?? '')
    await expectInStep(sportello, host, accounts)
    await host.destroy()
    await db.destroy()
  })

  it('begins again from the start where the counter does not know the cursor, and comes to the same rows', async () => {
    const { host, follow, inStep } = await livedAll('later')
    await follow(5)
    await inStep()
    await host
      .updateTable('feed_cursor')
      .set({ cursor: `${office.id}:elsewhere` })
      .execute()
    await follow(5)
    await inStep()
    await host.destroy()
  })

  it('keeps the cursor of before where the rows of a page could not be written', async () => {
    const { host, follow, inStep } = await livedAll('later')
    await sql`create trigger full before update on subscriber begin select raise(abort, 'full'); end`.execute(host)
    await expect(follow(1000)).rejects.toThrow('full')
    expect(await host.selectFrom('feed_cursor').select('cursor').execute()).toEqual([{ cursor: null }])
    expect(await host.selectFrom('subscriber').selectAll().execute()).toEqual([])
    await sql`drop trigger full`.execute(host)
    await follow(1000)
    await inStep()
    await host.destroy()
  })

  it('takes back what it has copied of whoever is erased', async () => {
    const { host, follow, inStep } = await livedAll('at each step')
    await follow(1000)
    await inStep()
    await host.destroy()
  })

  it('is not set back by a process that was slow: a page that another has taken in meanwhile is left', async () => {
    const { sportello, openTable, follow, inStep } = await livedAll('later')
    for (let limit = 8; limit < 120; limit += 9) {
      const table = await openTable()
      const slow: Sportello['feed'] = {
        async read(query) {
          const page = await sportello.feed.read(query)
          await follow(1000, table)
          return page
        },
      }
      await followPage(slow, table, limit)
      await inStep(table)
      await table.destroy()
    }
  })
})
