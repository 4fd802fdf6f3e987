import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../../../src/api/policy.ts'
import { discardDocuments } from '../../../../src/procedures/enrolment/registration/retention.ts'
import { registrationMachine } from '../../../../src/procedures/enrolment/registration/schema.ts'
import { eraseRecord } from '../../../../src/runtime/erasure.ts'
import { transact } from '../../../../src/runtime/transact.ts'
import { cabinet, drawer, put, runtimeOn } from '../../../runtime/drawer.ts'
import { anna, completed, drafted, office, openCounter } from '../../../support/counter.ts'

const by = { kind: 'system' } as const
const order = { by, facts: { cause: 'retention' } } as const
const registration = registrationMachine(defaultPolicy.registration, 1, () => [])

describe('what is let go of', () => {
  it('is never the files of a request that is open, whoever asks', async () => {
    const counter = openCounter()
    const waiting = await completed(counter)
    const draft = await drafted(counter.sportello, { ...anna, email: 'b@example.it' })
    // The store of documents of this shell rejects every call.
    const runtime = runtimeOn({ storage: counter.storage })
    for (const { id } of [waiting, draft]) {
      expect(await discardDocuments({ runtime, registration }, id, by)).toBe(false)
    }
    expect(await discardDocuments({ runtime, registration }, 'nobody', by)).toBe(false)
  })

  it('is gone once, and only when it may go', async () => {
    const storage = memoryStorage()
    const runtime = runtimeOn({ storage })
    const erase = (mayGo: boolean) => eraseRecord(runtime, drawer, 'd-1', order, () => mayGo)
    expect(await erase(true)).toBe('stays')
    await transact(runtime, { name: 'drawer/put', by }, (unit) => unit.run(drawer, 'd-1', put('note')))
    expect(await erase(false)).toBe('stays')
    expect(storage.contents().records[0]?.version).toBe(1)
    expect(await erase(true)).toBe('erased')
    expect(await erase(true)).toBe('gone')
    const { records, journal } = storage.contents()
    expect(records).toMatchObject([{ key: `${office.id}/drawer/d-1`, personal: null, version: 3 }])
    expect(journal.map(({ type, personal }) => [type, personal])).toEqual([
      ['ItemPut', null],
      ['ErasureOrdered', null],
    ])
    expect(await eraseRecord(runtime, cabinet, 'd-1', order, () => true)).toBe('stays')
  })
})
