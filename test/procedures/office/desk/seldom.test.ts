/** What seldom happens at the desk: rows that cannot be read, drafts, pages that are over, and many rows that nobody wants. */
import type { Storage, Stored } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, anna, drafted, office, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { help, listed, request } from './desking.ts'

/** A storage whose rows of some kinds come back as nobody has written them. */
function spoiled(inner: Storage, spoil: (row: Stored) => Stored | null): Storage {
  return {
    ...inner,
    async load(keys) {
      return (await inner.load(keys)).map((row) => (row === null ? null : spoil(row)))
    },
    async list(query) {
      return (await inner.list(query)).flatMap((row) => spoil(row) ?? [])
    },
  }
}

const isOf = ({ key }: Stored, ...kinds: readonly string[]) => kinds.includes(key.split('/')[1] ?? '')

describe('a request whose row cannot be read', () => {
  it('is a line all the same, of either procedure, and says so', async () => {
    const inner = memoryStorage()
    const writing = openCounter({ storage: inner })
    const ids = [await request(writing), await help(writing)]
    const storage = spoiled(inner, (row) => (isOf(row, 'approval', 'assistance') ? { ...row, state: '{"status":"torn"}' } : row))
    const counter = openCounter({ storage })
    const { lines } = accepted(await counter.sportello.desk.list({ operator }))
    expect(lines.map(({ id }) => id).sort()).toEqual([...ids].sort())
    for (const line of lines) expect(line).toMatchObject({ state: 'waiting', round: 0, decidedAt: null, unreadable: true })
  })

  it('was filed when it was written last, where it does not even say since when it waits', async () => {
    const inner = memoryStorage()
    const writing = openCounter({ storage: inner })
    await request(writing)
    const torn = (row: Stored) => (isOf(row, 'approval') ? { ...row, state: '{"status":"torn"}', dueAt: null } : row)
    const { sportello } = openCounter({ storage: spoiled(inner, torn) })
    const { lines } = accepted(await sportello.desk.list({ operator }))
    expect(lines).toMatchObject([{ submittedAt: writing.clock.now(), unreadable: true }])
    expect(accepted(await sportello.desk.counts({ operator })).oldestSince).toBe(writing.clock.now())
  })

  it('has no line where not even its tags say where it stands', async () => {
    const inner = memoryStorage()
    await request(openCounter({ storage: inner }))
    const strange = (row: Stored) =>
      isOf(row, 'approval') ? { ...row, tags: row.tags.filter((tag) => tag.startsWith('filed:')) } : row
    const counter = openCounter({ storage: spoiled(inner, strange) })
    expect(await listed(counter, { from: '2026-03-10', until: '2026-03-10' })).toEqual([])
  })
})

describe('a request that goes between two looks', () => {
  it('is on no page, and nobody acts on it', async () => {
    const inner = memoryStorage()
    const writing = openCounter({ storage: inner })
    const id = await request(writing)
    let isGone = false
    const storage = spoiled(inner, (row) => (isGone && isOf(row, 'approval') ? null : row))
    const counter = openCounter({ storage })
    accepted(await counter.sportello.desk.assign({ operator, id }))
    isGone = true
    expect(await listed(counter, { assignedTo: operator.id })).toEqual([])
    expect(refusedCode(await counter.sportello.desk.assign({ operator, id }))).toBe('desk/not-found')
  })

  it('is not found where its file is gone at the last look', async () => {
    const inner = memoryStorage()
    const id = await request(openCounter({ storage: inner }))
    const counter = openCounter({ storage: spoiled(inner, (row) => (isOf(row, 'registration') ? null : row)) })
    expect(refusedCode(await counter.sportello.desk.note({ operator, id, text: 'Ha telefonato.' }))).toBe('desk/not-found')
  })
})

describe('a request for assistance', () => {
  it('is not found where it is gone at the last look', async () => {
    const inner = memoryStorage()
    const id = await help(openCounter({ storage: inner }))
    let looks = 0
    const goes = (row: Stored) => {
      if (!isOf(row, 'assistance')) return row
      looks += 1
      return looks > 1 ? null : row
    }
    const { sportello } = openCounter({ storage: spoiled(inner, goes) })
    expect(refusedCode(await sportello.desk.assign({ operator, id }))).toBe('desk/not-found')
  })

  it('takes no note any more once its person was erased', async () => {
    const counter = openCounter()
    const id = await help(counter)
    const { digest: dossierDigest } = accepted(await counter.sportello.assistance.dossier({ operator, id }))
    const reason = 'Non si legge.'
    accepted(await counter.sportello.assistance.reject({ operator, id, dossierDigest, reason }))
    accepted(await counter.sportello.subject.erase({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    expect(refusedCode(await counter.sportello.desk.note({ operator, id, text: 'Ha telefonato.' }))).toBe('assignment/erased')
  })
})

describe('a draft', () => {
  it('is nothing that the desk could take in charge', async () => {
    const counter = openCounter()
    const { id } = await drafted(counter.sportello)
    expect(refusedCode(await counter.sportello.desk.assign({ operator, id }))).toBe('desk/not-found')
  })
})

describe('a page', () => {
  it('looks at a thousand rows that nobody wants and no more, and the next one goes on from there', async () => {
    const inner = memoryStorage()
    const id = await request(openCounter({ storage: inner }))
    const key = `${office.id}/approval/`
    const rows = await inner.list({ office: office.id, kind: 'approval', limit: 1 })
    const ids = Array.from({ length: 3_000 }, (_, i) => `A${String(i).padStart(25, '0')}`)
    let looked = 0
    const storage: Storage = {
      ...inner,
      async list(query) {
        if (query.kind !== 'approval' || query.tag?.startsWith('filed:') !== true) return inner.list(query)
        const { after = '' } = query
        const page = ids.filter((other) => key + other > after).slice(0, query.limit)
        looked += page.length
        return page.flatMap((other) => rows.map((row) => ({ ...row, key: key + other })))
      },
    }
    const { sportello } = openCounter({ storage })
    const asked = { operator, states: 'rejected', from: '2026-03-10', until: '2026-03-10', limit: 200 } as const
    const page = accepted(await sportello.desk.list(asked))
    expect(page.lines).toEqual([])
    expect(looked).toBe(1_000)
    expect(page.next).toBe(`2026-03-10~${ids[999]}`)
    const waiting = { ...asked, states: 'waiting', after: page.next ?? '', limit: 1 } as const
    expect(accepted(await sportello.desk.list(waiting)).lines).toMatchObject([{ id: ids[1_000] }])
    expect(id).toHaveLength(26)
  })

  it('after the last of what was asked for is empty, and the last', async () => {
    const counter = openCounter()
    await request(counter)
    const days = { from: '2026-03-01', until: '2026-03-10' }
    const page = accepted(await counter.sportello.desk.list({ operator, ...days, after: '2026-03-11~0' }))
    expect(page).toEqual({ lines: [], next: null })
  })
})
