import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindingDecider as decider } from '../../../src/procedures/binding/machine.ts'
import type { BindingCommand, BindingEvent, BindingRefusal, BindingState } from '../../../src/procedures/binding/model.ts'
import { bindingMachine } from '../../../src/procedures/binding/schema.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, walk, walks } from '../../support/matrix.ts'
import { runsOf } from '../../support/scale.ts'

type Here = Cell<BindingState, BindingEvent, BindingRefusal>

const now = 1_773_133_200_000
const by = { kind: 'operator', id: 'operator-1' } as const

const none: BindingState = { status: 'none', personal: null }
const bound: BindingState = {
  ...{ status: 'bound', since: now - 1, accountId: 'a', personal: null },
  formerAccountIds: ['code'],
}
const vacated: BindingState = { ...bound, status: 'vacated', accountId: 'next', formerAccountIds: ['a'] }

const situations = {
  'before anything': { state: none, at: now },
  bound: { state: bound, at: now },
  vacated: { state: vacated, at: now },
} as const

const commands = {
  'bind it, never used': { type: 'BindCode', accountId: 'b', before: [] },
  'bind it to the account that has it': { type: 'BindCode', accountId: 'a', before: [] },
  'bind it, used before': { type: 'BindCode', accountId: 'b', before: ['c'] },
  'bind it to the account of before': { type: 'BindCode', accountId: 'b', before: ['b'] },
  vacate: { type: 'VacateCode', accountId: 'later', before: ['a'] },
  'vacate it for the same': { type: 'VacateCode', accountId: 'next', before: ['a'] },
} as const satisfies { readonly [name: string]: BindingCommand }

const binds = (accountId: string, before: readonly string[], formerAccountIds: readonly string[]): Here => ({
  events: [{ type: 'CodeBound', since: now, accountId, before }],
  next: { status: 'bound', since: now, accountId, formerAccountIds, personal: null },
})
const vacates = (accountId: string, formerAccountIds: readonly string[]): Here => ({
  events: [{ type: 'CodeVacated', since: now, accountId, before: ['a'] }],
  next: { status: 'vacated', since: now, accountId, formerAccountIds, personal: null },
})
const same: Here = { refusal: { code: 'binding/nothing-changed' } }

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'before anything': {
      'bind it, never used': binds('b', [], []),
      'bind it to the account that has it': binds('a', [], []),
      'bind it, used before': binds('b', ['c'], ['c']),
      'bind it to the account of before': binds('b', ['b'], []),
      vacate: vacates('later', ['a']),
      'vacate it for the same': vacates('next', ['a']),
    },
    bound: {
      'bind it, never used': binds('b', [], ['code']),
      'bind it to the account that has it': same,
      'bind it, used before': binds('b', ['c'], ['code', 'c']),
      'bind it to the account of before': binds('b', ['b'], ['code']),
      vacate: vacates('later', ['code', 'a']),
      'vacate it for the same': vacates('next', ['code', 'a']),
    },
    vacated: {
      'bind it, never used': binds('b', [], ['a']),
      // Back where it was: what is in force is not former.
      'bind it to the account that has it': binds('a', [], []),
      'bind it, used before': binds('b', ['c'], ['a', 'c']),
      'bind it to the account of before': binds('b', ['b'], ['a']),
      vacate: vacates('later', ['a']),
      'vacate it for the same': same,
    },
  },
} as const

describe('every state of a codice fiscale meets every command', () => {
  describeMatrix<BindingState, BindingCommand, BindingEvent, BindingRefusal>(matrix)
  const events = {
    CodeBound: { type: 'CodeBound', since: now, accountId: 'b', before: ['c'] },
    CodeVacated: { type: 'CodeVacated', since: now, accountId: 'later', before: ['a'] },
  } as const
  const both = ['CodeBound', 'CodeVacated'] as const
  describeEvolve<BindingState, BindingCommand, BindingEvent, BindingRefusal>(
    matrix,
    events,
    { 'before anything': both, bound: both, vacated: both },
    [decider],
  )
})

describe('walks of a codice fiscale', () => {
  const waits = [0, 1, 86_400_000]
  describeWalks<BindingState, BindingCommand, BindingEvent, BindingRefusal>(
    { decider, by, commands },
    {
      start: now,
      waits,
      stamps: [now],
      published: `stateDiagram-v2
        [*] --> none
        none --> bound: BindCode
        none --> vacated: VacateCode
        bound --> bound: BindCode
        bound --> vacated: VacateCode
        vacated --> bound: BindCode
        vacated --> vacated: VacateCode`,
    },
  )

  it('O12: an account that it has led to is never forgotten, and none is both present and former', () => {
    fc.assert(
      fc.property(walks<BindingState, BindingCommand>(commands, waits, 40), (steps) => {
        for (const { before, after, command, decided } of walk(decider, steps, now, by)) {
          if (after.status === 'none') continue
          const known = [after.accountId, ...after.formerAccountIds]
          expect(new Set(known).size).toBe(known.length)
          for (const id of decided.ok ? command.before : []) expect(known).toContain(id)
          if (before.status === 'none') continue
          for (const id of before.formerAccountIds) expect(known).toContain(id)
        }
      }),
      { seed: 12, numRuns: runsOf(300) },
    )
  })
})

describe('the record of a codice fiscale', () => {
  it('stays for good, and is read as it was stored', () => {
    expect(bindingMachine.dueAt(bound)).toBeNull()
    expect(bindingMachine.tags(bound)).toEqual([])
    expect(bindingMachine.parse(JSON.parse(JSON.stringify(vacated)))).toEqual(vacated)
    expect(bindingMachine.parse({ ...vacated, formerAccountIds: 'a' })).toBeNull()
  })
})
