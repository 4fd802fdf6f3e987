import fc from 'fast-check'
import type { JournalEntry, Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, anna, completed, openCounter, operator, refusedCode } from '../support/counter.ts'

describe('the journal as an auditor reads it', () => {
  it('comes page by page, oldest first, with what is personal apart', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const { read } = counter.sportello.journal
    const record = { kind: 'registration', id }
    const whole = accepted(await read(record))
    expect(whole.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'RegistrationOpened'],
      [2, 'DocumentAdded'],
      [3, 'RegistrationCompleted'],
      [4, 'LetterQueued'],
      [5, 'LetterEnded'],
    ])
    expect(whole[0]?.personal).toMatchObject({ person: { surname: 'Verdi' } })
    expect(JSON.stringify(whole[0]?.data)).not.toContain('Verdi')
    const pages = [
      accepted(await read(record, { limit: 2 })),
      accepted(await read(record, { after: 2, limit: 2 })),
      accepted(await read(record, { after: 4 })),
    ]
    expect(pages.flat()).toEqual(whole)
    expect(accepted(await read(record, { after: -5, limit: 100_000 }))).toEqual(whole)
  })

  it('finds nothing under a name that no record has, whatever it is', async () => {
    const { sportello } = openCounter()
    const names: readonly unknown[] = [
      { kind: 'registration', id: 'x' },
      { kind: '../x', id: 'x' },
      { kind: 'registration', id: '' },
      {},
      null,
      42,
    ]
    for (const name of names) {
      // Whatever a host may pass on.
      const record = name as { readonly kind: string; readonly id: string }
      expect(refusedCode(await sportello.journal.read(record))).toBe('journal/not-found')
      expect(refusedCode(await sportello.journal.verify(record))).toBe('journal/not-found')
    }
    const page = { after: 'x' as unknown as number }
    expect(refusedCode(await sportello.journal.read({ kind: 'registration', id: 'x' }, page))).toBe('journal/not-found')
  })

  it('is total over any name', async () => {
    const { sportello } = openCounter()
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        expect(refusedCode(await sportello.journal.read(value as { kind: string; id: string }))).toBe('journal/not-found')
      }),
      { numRuns: 100 },
    )
  })

  it('verifies over many pages, also after personal data were erased', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    for (let i = 0; i < 450; i += 1) accepted(await counter.sportello.approval.dossier({ operator, id }))
    const record = { kind: 'approval', id }
    expect(accepted(await counter.sportello.journal.verify(record))).toMatchObject({ ok: true, entries: 451 })
    await counter.storage.erase(`comune-di-prova/registration/${id}`, counter.clock.now())
    expect(accepted(await counter.sportello.journal.verify({ kind: 'registration', id }))).toMatchObject({ ok: true, entries: 5 })
    const erased = accepted(await counter.sportello.journal.read({ kind: 'registration', id }))
    expect(erased.map(({ personal }) => personal)).toEqual([null, null, null, null, null])
  })

  it.each<[string, (entries: readonly JournalEntry[]) => readonly JournalEntry[], string]>([
    ['an entry changed', ([first, ...rest]) => [{ ...(first as JournalEntry), by: 'operator:evil' }, ...rest], 'hash'],
    ['an entry left out', ([first, , ...rest]) => [first as JournalEntry, ...rest], 'gap'],
    ['the last entry cut off', (entries) => entries.slice(0, -1), 'head'],
    [
      'personal data changed',
      ([first, ...rest]) => [{ ...(first as JournalEntry), personal: '{"salt":"x","data":{}}' }, ...rest],
      'personal',
    ],
  ])('tells when a storage gives it with %s', async (_name, tamper, reason) => {
    const inner = memoryStorage()
    const storage: Storage = { ...inner, journal: async (key, page) => tamper(await inner.journal(key, page)) }
    const counter = openCounter({ storage })
    const { id } = accepted(await counter.sportello.registration.open(anna))
    const ticket = accepted(await counter.sportello.registration.open({ ...anna, email: 'b@example.it' })).ticket
    accepted(await counter.sportello.registration.renewPin(ticket))
    accepted(await counter.sportello.registration.renewPin(ticket))
    const verdict = accepted(await counter.sportello.journal.verify({ kind: 'registration', id: ticket.split('~')[1] ?? '' }))
    expect(verdict).toMatchObject({ ok: false, reason })
    expect(id).not.toBe('')
  })
})
