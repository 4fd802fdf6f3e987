import { expect, it } from 'vitest'
import { flawsOf } from './soundness.ts'

it('judges a store of more rows than a call can have arguments, and finds the one that is wrong', () => {
  const row = (i: number) => ({
    ...{ key: `office/host/${i}`, version: 1, machine: 'host', schema: 1, state: '{"status":"none"}', personal: null },
    ...{ tags: [], dueAt: null, at: i, journalHead: i === 7 ? '1.k1~x' : '', erasedAt: null },
  })
  const records = Array.from({ length: 200_000 }, (_, i) => row(i))
  expect(flawsOf({ records, journal: [], outbox: [] })).toEqual(['office/host/7: the journal does not verify at 1: head'])
})
