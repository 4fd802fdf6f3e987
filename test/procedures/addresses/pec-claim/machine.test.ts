import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pecClaimDecider as decider } from '../../../../src/procedures/addresses/pec-claim/machine.ts'
import type {
  PecClaimCommand,
  PecClaimEvent,
  PecClaimRefusal,
  PecClaimState,
} from '../../../../src/procedures/addresses/pec-claim/model.ts'
import { pecClaimMachine } from '../../../../src/procedures/addresses/pec-claim/schema.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<PecClaimState, PecClaimEvent, PecClaimRefusal>

const day = 86_400_000
const now = 1_773_133_200_000
const by = { kind: 'system' } as const

const free: PecClaimState = { status: 'free', releasedAt: null, personal: null }
const left: PecClaimState = { status: 'free', releasedAt: now - day, personal: null }
const taken: PecClaimState = { status: 'taken', accountId: 'account', personal: null }

const situations = {
  'before anything': { state: free, at: now },
  'free again': { state: left, at: now },
  taken: { state: taken, at: now },
} as const

const commands = {
  claim: { type: 'ClaimPec', accountId: 'account' },
  'claim for somebody else': { type: 'ClaimPec', accountId: 'account-2' },
  release: { type: 'ReleasePec', accountId: 'account' },
  'release by somebody else': { type: 'ReleasePec', accountId: 'account-2' },
} as const

const claims = (accountId: string): Here => ({
  events: [{ type: 'PecClaimed', accountId }],
  next: { status: 'taken', accountId, personal: null },
})
const notTaken: Here = { refusal: { code: 'pec-claim/not-taken' } }
const toHave: { readonly [names: string]: Here } = {
  claim: claims('account'),
  'claim for somebody else': claims('account-2'),
  'release | release by somebody else': notTaken,
}
const cells: { readonly [situation: string]: { readonly [names: string]: Here } } = {
  'before anything': toHave,
  'free again': toHave,
  taken: {
    claim: { events: [], next: taken },
    'claim for somebody else': { refusal: { code: 'pec-claim/taken' } },
    release: {
      events: [{ type: 'PecReleased', releasedAt: now }],
      next: { status: 'free', releasedAt: now, personal: null },
    },
    'release by somebody else': notTaken,
  },
}
const matrix = { decider, by, situations, commands, cells } as const

describe('every state of a claim on a PEC meets every command', () => {
  describeMatrix<PecClaimState, PecClaimCommand, PecClaimEvent, PecClaimRefusal>(matrix)
  const events = {
    PecClaimed: { type: 'PecClaimed', accountId: 'account' },
    PecReleased: { type: 'PecReleased', releasedAt: now },
  } as const
  describeEvolve<PecClaimState, PecClaimCommand, PecClaimEvent, PecClaimRefusal>(
    matrix,
    events,
    { 'before anything': ['PecClaimed'], 'free again': ['PecClaimed'], taken: ['PecReleased'] },
    [decider],
  )
})

describe('walks of a claim on a PEC', () => {
  const waits = [0, 1, day]
  describeWalks<PecClaimState, PecClaimCommand, PecClaimEvent, PecClaimRefusal>(
    { decider, by, commands },
    {
      start: now,
      waits,
      stamps: [now],
      published: `stateDiagram-v2
        [*] --> free
        free --> taken: ClaimPec
        taken --> taken: ClaimPec
        taken --> free: ReleasePec`,
    },
  )

  it('C8: an address goes from one account to another only after the first has released it', () => {
    fc.assert(
      fc.property(walks<PecClaimState, PecClaimCommand>(commands, waits, 60), (steps) => {
        let subscriber: string | null = null
        for (const { command, decided } of walk(decider, steps, now, by)) {
          const { type, accountId } = command
          expect(decided.ok).toBe(
            type === 'ClaimPec' ? subscriber === null || subscriber === accountId : subscriber === accountId,
          )
          if (decided.ok) subscriber = type === 'ClaimPec' ? accountId : null
        }
      }),
      { seed: 8, numRuns: runsOf(300) },
    )
  })
})

describe('the record of a claim', () => {
  it('stays while the address is taken, and goes a day after it was released', () => {
    expect(pecClaimMachine.dueAt(taken)).toBeNull()
    expect(pecClaimMachine.dueAt({ status: 'free', releasedAt: now, personal: null })).toBe(now + day)
  })
})
