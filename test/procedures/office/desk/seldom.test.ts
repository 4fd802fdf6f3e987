/** What seldom happens at the desk: rows that cannot be read, drafts, pages that are over, and many rows that nobody wants. */
import type { Storage, Stored } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, drafted, openCounter, operator, refusedCode } from '../../../support/counter.ts'
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

describe('a draft', () => {
  it('is nothing that the desk could take in charge', async () => {
    const counter = openCounter()
    const { id } = await drafted(counter.sportello)
    expect(refusedCode(await counter.sportello.desk.assign({ operator, id }))).toBe('desk/not-found')
  })
})

describe('a page', () => {
  it('after the last of what was asked for is empty, and the last', async () => {
    const counter = openCounter()
    await request(counter)
    const days = { from: '2026-03-01', until: '2026-03-10' }
    const page = accepted(await counter.sportello.desk.list({ operator, ...days, after: '2026-03-11~0' }))
    expect(page).toEqual({ lines: [], next: null })
  })
})
