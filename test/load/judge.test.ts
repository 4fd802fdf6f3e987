/** The judge of the load has nothing against a counter in memory, and finds each thing that is changed behind its back. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCounter, subscribed } from '../support/counter.ts'
import type { Contents } from '../support/tables.ts'
import { policy } from './city.ts'
import { type Delivery, judge } from './judge.ts'

let contents: Contents
let deliveries: readonly Delivery[]

beforeAll(async () => {
  const counter = openCounter({ policy })
  await subscribed(counter)
  await counter.sportello.relay()
  contents = counter.storage.contents()
  deliveries = counter.mailer.sent.map(({ id, to, ...mail }) => {
    const digest = createHash('sha256').update(JSON.stringify(mail)).digest('hex')
    return { id, address: to.address, digest, outcome: 'sent' }
  })
})

/** One of the deliveries as it was not. */
const changed = (change: Partial<Delivery>): readonly Delivery[] =>
  deliveries.map((delivery, i) => (i === 0 ? { ...delivery, ...change } : delivery))

describe('the judge of the load', () => {
  it('lets a sound counter pass, whose three letters arrived', () => {
    expect(deliveries).toHaveLength(3)
    expect(judge(contents, deliveries)).toEqual([])
  })

  it('INV-17: finds a mail that never left, one that left twice, and one that still waits', () => {
    expect(judge(contents, deliveries.slice(1))).toEqual([expect.stringMatching(/completed: lost$/)])
    expect(judge(contents, [...deliveries, ...deliveries.slice(0, 1)])).toEqual([expect.stringMatching(/2 times sent/)])
    const outbox = contents.outbox.map((mail, i) => (i === 0 ? { ...mail, sealed: 'k1.x' } : mail))
    expect(judge({ ...contents, outbox }, deliveries)).toEqual([expect.stringMatching(/still waiting$/)])
  })

  it('finds a mail that was only tried, and one that was rejected without a word in the journal', () => {
    expect(judge(contents, changed({ outcome: 'retry' }))).toEqual([expect.stringMatching(/lost$/)])
    expect(judge(contents, changed({ outcome: 'rejected' }))).toEqual([expect.stringMatching(/does not say so$/)])
  })

  it('finds a repeat with other bytes, and a mail that nobody queued', () => {
    const [first] = deliveries
    const repeat = first === undefined ? [] : [{ ...first, outcome: 'retry', digest: 'other' }]
    expect(judge(contents, [...repeat, ...deliveries])).toEqual([expect.stringMatching(/other bytes$/)])
    const stray = first === undefined ? [] : [{ ...first, id: `${first.id}x` }]
    expect(judge(contents, [...deliveries, ...stray])).toEqual([expect.stringMatching(/nobody queued$/)])
  })

  it.each(['somebody@example.it', 'a@example.it, b@example.it'])('INV-19: finds a mail to %s', (address) => {
    expect(judge(contents, changed({ address }))).not.toEqual([])
  })

  it('finds a record whose journal does not lead to it, and a mail whose record is gone', () => {
    const journal = contents.journal.slice(1)
    expect(judge({ ...contents, journal }, deliveries)).not.toEqual([])
    const records = contents.records.filter(({ key }) => !key.includes('/registration/'))
    expect(judge({ ...contents, records }, deliveries)).toContainEqual(expect.stringMatching(/without its record$/))
  })

  it('INV-01, INV-02: finds a credential without its approval', () => {
    const records = contents.records.filter(({ key }) => !key.includes('/approval/'))
    expect(judge({ ...contents, records }, deliveries)).toContainEqual(expect.stringMatching(/approved otherwise$/))
  })
})
