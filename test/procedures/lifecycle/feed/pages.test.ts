import type { FeedPage, Storage } from 'sportello'
import { createSportello } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, anna, drafted, office, openCounter, operator, refusedCode, subscribed } from '../../../support/counter.ts'
import { hostileValues } from '../../../support/hostile-values.ts'
import { everyEvent, readOn } from './reading.ts'

/** Anna, from the request to the revocation. */
async function lived() {
  const counter = openCounter()
  await subscribed(counter)
  accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Prot. 1.' }))
  return counter
}

/** The counter of Anna on a storage that answers otherwise. */
async function livedOn(change: (storage: Storage) => Partial<Storage>) {
  const { configuration, ...counter } = await lived()
  return {
    ...counter,
    sportello: createSportello({ ...configuration, storage: { ...configuration.storage, ...change(configuration.storage) } }),
  }
}

const refusalOf = (answer: { readonly ok: boolean; readonly refusal?: unknown }) => (answer.ok ? null : answer.refusal)

describe('pages of the feed', () => {
  it('of any length tell the same, entry by entry or all at once', async () => {
    const { sportello } = await lived()
    const whole = await readOn(sportello)
    expect(whole.events.length).toBeGreaterThan(5)
    for (const limit of [1, 2, 3, 7, 200, 999]) expect(await readOn(sportello, null, () => limit)).toEqual(whole)
    expect(accepted(await sportello.feed.read())).toEqual({ ...whole, more: false })
  })

  it('lead past what is not published, so that a page may be empty though there is more', async () => {
    const { sportello } = await lived()
    const pages: { readonly count: number; readonly more: boolean }[] = []
    let after: string | null = null
    do {
      const page: FeedPage = accepted(await sportello.feed.read({ after, limit: 1 }))
      expect(page.next).not.toBe(after)
      pages.push({ count: page.events.length, more: page.more })
      after = page.next
    } while (pages.at(-1)?.more)
    expect(pages).toContainEqual({ count: 0, more: true })
    expect(pages.filter(({ count }) => count > 1)).toEqual([])
  })

  it('tell of more exactly where there is more', async () => {
    const { sportello, storage } = await lived()
    const entries = storage.contents().journal.length
    const page = async (limit: number) => accepted(await sportello.feed.read({ limit }))
    expect((await page(entries)).more).toBe(false)
    expect((await page(entries - 1)).more).toBe(true)
    const { next } = await page(entries - 1)
    expect(accepted(await sportello.feed.read({ after: next, limit: 1 })).more).toBe(false)
  })

  it('have a cursor to store also where nothing has happened, and what happens later comes after it', async () => {
    const { sportello } = openCounter()
    const start = accepted(await sportello.feed.read())
    expect(start).toEqual({ events: [], next: expect.stringMatching(/^comune-di-prova:./), more: false })
    const { next } = start
    expect(accepted(await sportello.feed.read({ after: next }))).toEqual(start)
    await drafted(sportello)
    const then = accepted(await sportello.feed.read({ after: next }))
    expect(then.events).toEqual(await everyEvent(sportello))
    expect(then.events).toHaveLength(1)
    expect(accepted(await sportello.feed.read({ after: then.next })).events).toEqual([])
  })

  it('hold 1000 entries at the most, and all of them come in the end', async () => {
    const { sportello, storage, clock } = openCounter({ policy: { quota: { usesMax: 1000, mailboxMax: 1000 } } })
    for (let i = 0; i < 340; i += 1) {
      await sportello.registration.open({ ...anna, email: `a${i}@example.it` })
      clock.advance(1)
    }
    expect(storage.contents().journal.length).toBeGreaterThan(1000)
    expect(accepted(await sportello.feed.read({ limit: 1000 })).more).toBe(true)
    expect((await everyEvent(sportello)).filter(({ type }) => type === 'RegistrationOpened')).toHaveLength(340)
  })

  it('ask the storage once, and once for a hundred records whose account no event names; nothing is written', async () => {
    const calls: string[] = []
    const { sportello } = await livedOn((storage) => {
      const counted = Object.entries(storage).map(([name, call]) => {
        const note = (...given: never[]) => {
          calls.push(name)
          return (call as (...given: never[]) => unknown)(...given)
        }
        return [name, note] as const
      })
      return Object.fromEntries(counted)
    })
    // The first entries are those of the calendars, of which nothing is told.
    const { next } = accepted(await sportello.feed.read({ limit: 3 }))
    expect(calls).toEqual(['entries'])
    accepted(await sportello.feed.read({ after: next }))
    expect(calls).toEqual(['entries', 'entries', 'load'])
  })
})

describe('a cursor', () => {
  it('of another office is none here, though the storage is the same; neither sees what the other does', async () => {
    const { sportello, configuration } = await lived()
    const neighbour = createSportello({ ...configuration, office: { ...office, id: 'comune-di-prova-2' } })
    expect(await everyEvent(neighbour)).toEqual([])
    await drafted(neighbour, { ...anna, email: 'altrove@example.it' })
    const [mine, theirs] = [await readOn(sportello), await readOn(neighbour)]
    expect(theirs.events.map(({ type }) => type)).toEqual(['RegistrationOpened'])
    expect(mine.events.map(({ record }) => record.id)).not.toContain(theirs.events[0]?.record.id)
    for (const [reader, cursor] of [
      [sportello, theirs.next],
      [neighbour, mine.next],
    ] as const) {
      const refusal = { code: 'feed/form', problems: [{ field: 'after', code: 'malformed' }], problemCount: 1 }
      expect(await reader.feed.read({ after: cursor })).toEqual({ ok: false, refusal })
    }
  })

  it('that the storage does not know is told apart: of another storage, of one made anew, beyond its end', async () => {
    const { sportello } = await lived()
    const elsewhere = await readOn((await lived()).sportello)
    const { next } = await readOn(sportello)
    for (const cursor of [elsewhere.next, `${next}0`, `${office.id}:x`, `${office.id}::`, `${office.id}:${'x'.repeat(512)}`]) {
      expect(await sportello.feed.read({ after: cursor })).toEqual({ ok: false, refusal: { code: 'feed/unknown-cursor' } })
    }
    expect(accepted(await sportello.feed.read({ after: next })).events).toEqual([])
  })

  it('J1, J2: that is no cursor is refused, whatever it is', async () => {
    const { sportello } = await lived()
    const strange: readonly unknown[] = [
      ...[1, true, {}, [], Symbol('x'), 1n, () => office.id, Number.NaN, 'x', office.id, `${office.id}:`, `${office.id} :1`],
      ...[` ${office.id}:1`, `${office.id}:1\n`, `${office.id}:à`, `${office.id.toUpperCase()}:1`, `:${office.id}:1`],
      ...[
        `${office.id}:${'x'.repeat(513)}`,
        `${office.id}:${'x'.repeat(1_000_000)}`,
        `${office.id}:\0`,
        ...hostileValues.values(),
      ],
    ]
    for (const after of strange) {
      const refusal = refusalOf(await sportello.feed.read({ after: after as string }))
      expect(refusal).toMatchObject({ code: 'feed/form', problems: [{ field: 'after' }], problemCount: 1 })
    }
    for (const query of [null, 1, 'x', true, []] as readonly unknown[]) {
      expect(refusedCode(await sportello.feed.read(query as object))).toBe('feed/form')
    }
    for (const after of ['', null, undefined]) {
      expect(accepted(await sportello.feed.read({ after } as object)).events).toEqual(await everyEvent(sportello))
    }
  })

  it('J1, J2: goes with a limit from 1 to 1000', async () => {
    const { sportello } = await lived()
    for (const limit of [0, 1001, -1, 1.5, '01', Number.NaN, Number.POSITIVE_INFINITY, {}, [], true, ...hostileValues.values()]) {
      const refusal = refusalOf(await sportello.feed.read({ limit: limit as number }))
      expect(refusal).toMatchObject({ code: 'feed/form', problems: [{ field: 'limit' }] })
    }
    for (const limit of [1, 1000]) accepted(await sportello.feed.read({ limit }))
  })
})

describe('a storage', () => {
  it('that answers with anything but a page of the office has failed', async () => {
    const good = async ({ entries }: Storage) => entries({ office: office.id, limit: 2 })
    const answers: readonly ((page: Awaited<ReturnType<Storage['entries']>>) => unknown)[] = [
      () => null,
      () => undefined,
      () => ({}),
      (page) => ({ ...page, entries: null }),
      (page) => ({ ...page, next: 1 }),
      (page) => ({ ...page, next: '' }),
      (page) => ({ ...page, next: 'à' }),
      (page) => ({ ...page, entries: [null] }),
      (page) => ({ ...page, entries: [{ position: '1', entry: null }] }),
      (page) => page.ok && { ...page, entries: page.entries.map((placed) => ({ ...placed, position: 1 })) },
      (page) => page.ok && { ...page, entries: [...page.entries, ...page.entries, ...page.entries] },
      (page) =>
        page.ok && {
          ...page,
          entries: page.entries.map(({ position, entry }) => ({ position, entry: { ...entry, key: 'x/y/z' } })),
        },
    ]
    for (const answer of answers) {
      const { sportello } = await livedOn((storage) => ({ entries: async () => answer(await good(storage)) as never }))
      await expect(sportello.feed.read({ limit: 2 }), String(answer)).rejects.toMatchObject({ code: 'storage/failed' })
    }
  })

  it('whose call fails lets the page fail; the same cursor goes on afterwards', async () => {
    let fails = true
    const { sportello } = await livedOn((storage) => ({
      entries: async (query) => (fails ? Promise.reject(new Error('gone')) : storage.entries(query)),
    }))
    await expect(sportello.feed.read()).rejects.toMatchObject({ code: 'storage/failed' })
    fails = false
    expect((await everyEvent(sportello)).length).toBeGreaterThan(5)
  })

  it('with a record that this version cannot read holds the page back: an event is not told without its account', async () => {
    const { sportello } = await livedOn((storage) => ({
      load: async (keys) => (await storage.load(keys)).map((row) => (row === null ? null : { ...row, schema: 99 })),
    }))
    const { next } = accepted(await sportello.feed.read({ limit: 3 }))
    await expect(sportello.feed.read({ after: next })).rejects.toMatchObject({ code: 'record/unreadable' })
  })

  it('whose record is gone tells its event without the account', async () => {
    const { sportello } = await livedOn((storage) => ({ load: async (keys) => keys.map(() => null), entries: storage.entries }))
    const { next } = accepted(await sportello.feed.read({ limit: 3 }))
    const events = accepted(await sportello.feed.read({ after: next })).events
    expect(events.find(({ type }) => type === 'RegistrationCompleted')?.accountId).toBeNull()
    expect(events.find(({ type }) => type === 'CredentialIssued')?.accountId).toBe(events.at(-1)?.record.id)
  })

  it('tells nothing of entries of a type that every object has a member for, or of a kind that is none', async () => {
    const storage = memoryStorage()
    const { sportello } = openCounter({ storage })
    const entry = (kind: string, type: string) => ({
      ...{ key: `${office.id}/${kind}/x`, sequence: 1, at: 1, by: 'system', type, data: '{"type":"x","cause":{"a":1}}' },
      ...{ personal: '{"data":{"toString":1}}', personalDigest: '', previous: '', hash: `1.k1~${kind}${type}` },
    })
    const strange = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'Refused', 'MailRejected']
    const entries = [
      ...strange.map((type) => entry('credential', type)),
      entry('session', 'SessionOpened'),
      entry('x', 'ErasureOrdered'),
    ]
    const placed = [...entries, entry('credential', 'ErasureOrdered')].map((one, i) => ({ position: `${i}`, entry: one }))
    const { configuration } = openCounter()
    const reader = createSportello({
      ...configuration,
      storage: { ...storage, entries: async () => ({ ok: true, entries: placed, next: 'x' }) },
    })
    expect(accepted(await reader.feed.read({ limit: 200 })).events).toMatchObject([
      { type: 'ErasureOrdered', data: {}, personal: null },
    ])
    expect(await everyEvent(sportello)).toEqual([])
  })
})
