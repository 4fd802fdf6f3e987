import type { Storage } from 'sportello'
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

  it('tells when entries stand beyond the head that nobody committed, though each fits the one before', async () => {
    const inner = memoryStorage()
    const { counter, look, name } = await record(inner)
    const before = await inner.load([`comune-di-prova/approval/${name.id}`])
    await look()
    const storage: Storage = { ...inner, load: async () => before }
    const { sportello } = openCounter({ ...counter.configuration, storage })
    expect(accepted(await sportello.journal.verify(name))).toEqual({ ok: false, sequence: 4, reason: 'head' })
  })

  it('ends also when a storage always answers with the same page', async () => {
    const inner = memoryStorage()
    const storage: Storage = { ...inner, journal: async (key, { limit }) => inner.journal(key, { after: 0, limit }) }
    const { counter, look, name } = await record(storage)
    for (let i = 0; i < 250; i += 1) await look()
    expect(accepted(await counter.sportello.journal.verify(name))).toMatchObject({ ok: false, reason: 'gap' })
  })
})
