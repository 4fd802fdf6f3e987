import type { JournalEntry, Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, completed, openCounter, operator } from '../support/counter.ts'

describe('verifying a journal', () => {
  const record = async (storage: Storage = memoryStorage()) => {
    const counter = openCounter({ storage })
    const { id } = await completed(counter)
    const look = async () => accepted(await counter.sportello.approval.dossier({ operator, id }))
    await look()
    return { counter, look, name: { kind: 'approval', id } }
  }

  it('raises no alarm when the record is written between the reads', async () => {
    const inner = memoryStorage()
    let between = async () => {}
    const storage: Storage = {
      ...inner,
      async journal(key, page) {
        await between()
        return inner.journal(key, page)
      },
    }
    const { counter, look, name } = await record(storage)
    between = async () => {
      between = async () => {}
      await look()
    }
    expect(accepted(await counter.sportello.journal.verify(name))).toMatchObject({ ok: true })
    expect(accepted(await counter.sportello.journal.verify(name))).toMatchObject({ ok: true, entries: 3 })
  })

  it('tells when entries stand beyond the head that nobody committed', async () => {
    const inner = memoryStorage()
    let added: readonly JournalEntry[] = []
    const storage: Storage = { ...inner, journal: async (key, page) => [...(await inner.journal(key, page)), ...added] }
    const { counter, name } = await record(storage)
    // The chain of another record of the same length and one more would fit no better.
    const [, last] = await inner.journal(`comune-di-prova/approval/${name.id}`, { after: 0, limit: 10 })
    added = [{ ...(last as JournalEntry), sequence: 3, previous: last?.hash ?? '' }]
    expect(accepted(await counter.sportello.journal.verify(name))).toMatchObject({ ok: false, sequence: 3 })
  })

  it('ends also when a storage always answers with the same page', async () => {
    const inner = memoryStorage()
    const storage: Storage = { ...inner, journal: async (key, { limit }) => inner.journal(key, { after: 0, limit }) }
    const { counter, look, name } = await record(storage)
    for (let i = 0; i < 250; i += 1) await look()
    expect(accepted(await counter.sportello.journal.verify(name))).toMatchObject({ ok: false, reason: 'gap' })
  })
})
