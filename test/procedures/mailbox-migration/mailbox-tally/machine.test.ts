/** The tally: whatever mailboxes do, it counts each once. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  mailboxTallyDecider as decider,
  stretchesMax,
  stretchMs,
} from '../../../../src/procedures/mailbox-migration/mailbox-tally/machine.ts'
import type { MailboxFacets, MailboxTallyState } from '../../../../src/procedures/mailbox-migration/mailbox-tally/model.ts'
import { decidePurely } from '../../../support/matrix.ts'

const by = { kind: 'system' } as const
const at = Date.UTC(2022, 10, 11, 10)

function counted(state: MailboxTallyState, before: MailboxFacets | null, after: MailboxFacets): MailboxTallyState {
  const decided = decidePurely(decider, state, { type: 'CountMailbox', before, after }, { at, by })
  if (!decided.ok) throw new Error('a tally refuses nothing')
  return decided.value.reduce(decider.evolve, state)
}

const facets = (status: string, since: number, copiedAt: number | null = null): MailboxFacets => ({
  names: [`status.${status}`, 'listed'],
  status: `status.${status}`,
  since,
  copiedAt,
})

describe('a tally', () => {
  it('counts a mailbox anew where it has changed, and what it has kept not twice', () => {
    const first = counted(decider.initial, null, facets('verified', at))
    expect(first).toMatchObject({ counts: { 'status.verified': 1, listed: 1 }, since: { 'status.verified': at / 1000 } })
    const second = counted(first, facets('verified', at), facets('activated', at + 5000))
    expect(second.counts).toEqual({ 'status.verified': 0, 'status.activated': 1, listed: 1 })
    expect(second.since).toEqual({ 'status.verified': 0, 'status.activated': at / 1000 + 5 })
  })

  it('writes nothing where a mailbox is counted as it was', () => {
    const first = counted(decider.initial, null, facets('live', at, at))
    const decided = decider.decide(
      first,
      { type: 'CountMailbox', before: facets('live', at, at), after: facets('live', at, at) },
      { at, by },
    )
    expect(decided).toEqual({ ok: true, value: [] })
  })

  it('remembers the copyings of one hour and the stretch that runs, each in its stretch', () => {
    const stretch = Math.floor(at / stretchMs)
    let state = decider.initial
    for (let i = 0; i <= stretchesMax; i += 1) {
      state = counted(state, null, facets('activated', at, (stretch + i) * stretchMs))
      state = counted(state, null, facets('activated', at, (stretch + i) * stretchMs + stretchMs - 1))
    }
    expect(state.done.map((one) => one.stretch)).toEqual(Array.from({ length: stretchesMax }, (_, i) => stretch + 1 + i))
    expect(state.done.every(({ done }) => done === 2)).toBe(true)
    // One that was done long before the last one is told by the counts alone.
    expect(counted(state, null, facets('activated', at, stretch * stretchMs)).done).toEqual(state.done)
  })

  it('is, after any history, what counting all mailboxes would give', () => {
    const statuses = ['not-started', 'verified', 'activated', 'live', 'blocked']
    const step = fc.record({ mailbox: fc.nat(5), status: fc.constantFrom(...statuses), ms: fc.nat(10_000_000) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const mailboxes = new Map<number, MailboxFacets>()
        let state = decider.initial
        for (const { mailbox, status, ms } of steps) {
          const after = facets(status, at + ms)
          state = counted(state, mailboxes.get(mailbox) ?? null, after)
          mailboxes.set(mailbox, after)
        }
        for (const status of statuses) {
          const those = [...mailboxes.values()].filter((one) => one.status === `status.${status}`)
          expect(state.counts[`status.${status}`] ?? 0).toBe(those.length)
          expect(state.since[`status.${status}`] ?? 0).toBe(those.reduce((sum, { since }) => sum + Math.floor(since / 1000), 0))
        }
      }),
      { numRuns: 200, seed: 20_221_110 },
    )
  })
})
