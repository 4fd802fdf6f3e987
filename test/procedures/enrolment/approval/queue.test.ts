import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  type Counter,
  completed,
  morning,
  office,
  openCounter,
  operator,
  refusedCode,
} from '../../../support/counter.ts'

const hour = 3_600_000

async function queue(counter: Counter, length: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let i = 0; i < length; i += 1) {
    ids.push((await completed(counter, { ...anna, email: `a${i}@example.it` })).id)
    counter.clock.advance(hour)
  }
  return ids
}

const idsOf = async ({ sportello }: Counter, page = {}) => accepted(await sportello.approval.pending(page)).map(({ id }) => id)

describe('the queue of the office', () => {
  it('is asked by age, to the millisecond: requests that have waited since before an instant', async () => {
    const counter = openCounter()
    const ids = await queue(counter, 4)
    expect(await idsOf(counter, { submittedBefore: morning + 2 * hour })).toEqual(ids.slice(0, 2))
    expect(await idsOf(counter, { submittedBefore: morning + 2 * hour + 1 })).toEqual(ids.slice(0, 3))
    expect(await idsOf(counter, { submittedBefore: morning })).toEqual([])
    expect(await idsOf(counter, { submittedBefore: 1 })).toEqual([])
    expect(await idsOf(counter, { submittedBefore: morning + 9 * hour, limit: 1, after: ids[1] })).toEqual([ids[2]])
    expect(await idsOf(counter, { submittedBefore: null, after: null })).toEqual(ids)
  })

  it('counts from the last time that a request was filed, and leaves out requests that were decided or await a correction', async () => {
    const counter = openCounter()
    const [first = '', second = '', third = ''] = await queue(counter, 3)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id: first }))
    accepted(
      await counter.sportello.approval.requestCorrection({
        operator,
        id: first,
        dossierDigest: digest,
        reason: 'Manca il retro.',
      }),
    )
    expect(await idsOf(counter)).toEqual([second, third])
    await counter.sportello.relay()
    const ticket = /#ticket=(\S+)/.exec(counter.mailer.sent.at(-1)?.text ?? '')?.[1]
    accepted(await counter.sportello.registration.complete(ticket ?? ''))
    expect(await idsOf(counter)).toEqual([first, second, third])
    expect(await idsOf(counter, { submittedBefore: morning + 3 * hour })).toEqual([second, third])
    await approve(counter, third)
    expect(await idsOf(counter)).toEqual([])
  })

  it('Q6: shows a case that cannot be read as one, where it belongs, and all the others', async () => {
    const counter = openCounter()
    const endless = { approvableUntil: null, isTooLate: false }
    const ids = await queue(counter, 3)
    const key = `${office.id}/approval/${ids[1]}`
    const [row] = await counter.storage.load([key])
    if (!row) throw new Error('no row')
    const { version, erasedAt: _, ...rest } = row
    const spoilt = [
      { ...rest, state: '{"status":"approved"}' },
      { ...rest, state: '{}', dueAt: null },
      { ...rest, schema: 9 },
      { ...rest, state: '{"status":"none"}' },
    ]
    let expectedVersion = version
    for (const write of spoilt) {
      await counter.storage.commit({
        expects: [],
        writes: [{ ...write, expectedVersion, entries: [] }],
        removes: [],
        outbox: [],
        cancelMail: [],
      })
      expectedVersion += 1
      const lines = accepted(await counter.sportello.approval.pending())
      expect(lines).toEqual([
        { id: ids[0], submittedAt: morning, round: 1, ...endless },
        { id: ids[1], submittedAt: morning + hour, round: 0, unreadable: true, ...endless },
        { id: ids[2], submittedAt: morning + 2 * hour, round: 1, ...endless },
      ])
    }
    expect(await idsOf(counter, { limit: 2 })).toEqual(ids.slice(0, 2))
    expect(await idsOf(counter, { limit: 2, after: ids[1] })).toEqual(ids.slice(2))
  })

  it('J2: refuses an age that is no instant', async () => {
    const { pending } = openCounter().sportello.approval
    for (const submittedBefore of [0, -1, 1.5, Number.NaN, 9e15, '1.5', {}, new Date(0), 1n]) {
      expect(refusedCode(await pending({ submittedBefore: submittedBefore as number }))).toBe('approval/form')
    }
  })
})
