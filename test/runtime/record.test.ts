import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accept, isSportelloError } from '../../src/kernel/index.ts'
import type { Stored } from '../../src/ports/index.ts'
import { type Machine, readState, splitPersonal } from '../../src/runtime/record.ts'

type Anything = { readonly status: string; readonly personal: unknown }

/** Takes any object for its state, so that what comes out is what was joined together. */
const machine: Machine<Anything, { readonly type: string }, { readonly type: string }, { readonly code: string }> = {
  decider: {
    name: 'box',
    initial: { status: 'none', personal: null },
    decide: () => accept([]),
    evolve: (state) => state,
    isTerminal: () => false,
    exampleCommands: () => [],
  },
  upgrades: [],
  parse: (value) => (typeof value === 'object' && value !== null ? (value as Anything) : null),
  tags: () => [],
  dueAt: () => null,
}

function row(state: string, personal: string | null): Stored {
  const rest = { tags: [], dueAt: null, at: 0, journalHead: '', erasedAt: null }
  return { key: 'office/box/1', version: 1, machine: 'box', schema: 1, state, personal, ...rest }
}

function thrownBy(state: string): unknown {
  try {
    return readState(machine, row(state, null))
  } catch (error) {
    return isSportelloError(error) ? error.code : error
  }
}

describe('a stored record', () => {
  it('gives back the state that was split, whatever is in it', () => {
    const values = fc.dictionary(
      fc.string().filter((name) => name !== 'personal' && name !== '__proto__'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(values, fc.jsonValue(), (rest, personal) => {
        const split = splitPersonal({ ...rest, personal })
        const read = readState(machine, row(split.rest, split.personal))
        expect(JSON.stringify(read.personal)).toBe(JSON.stringify(personal))
        expect(JSON.stringify({ ...read, personal: undefined })).toBe(JSON.stringify({ ...rest, personal: undefined }))
        expect(split.rest).toBe(JSON.stringify(rest))
      }),
    )
  })

  it('that most commits expect is read once as long as its texts stay the same, and every other one each time', () => {
    let read = 0
    const counting = {
      ...machine,
      parse(value: unknown) {
        read += 1
        return machine.parse(value)
      },
    }
    const shared = { ...counting, isShared: true } as const
    const reads = (of: typeof counting, ...rows: readonly Stored[]): number => {
      read = 0
      for (const one of rows) expect(readState(of, one).status).toBe(JSON.parse(one.state).status)
      return read
    }
    const [open, closed] = [row('{"status":"open"}', '1'), row('{"status":"closed"}', '1')]
    expect(reads(shared, open, { ...open, version: 2 }, open)).toBe(1)
    expect(reads(shared, closed, open)).toBe(2)
    expect(reads(shared, { ...open, personal: '2' })).toBe(1)
    expect(readState(shared, open).personal).toBe(1)
    expect(reads({ ...shared }, open)).toBe(1)
    expect(reads(counting, open, open)).toBe(2)
    expect(() => readState(shared, { ...open, machine: 'chest' })).toThrow('the row is no box of schema 1 or before')
  })

  it('has no personal part where nothing personal is in the state', () => {
    expect(splitPersonal({ status: 'open' })).toStrictEqual({ rest: '{"status":"open"}', personal: null })
    expect(splitPersonal({ status: 'open', personal: undefined })).toStrictEqual({ rest: '{"status":"open"}', personal: null })
    expect(splitPersonal({ personal: null, status: 'open' })).toStrictEqual({ rest: '{"status":"open"}', personal: null })
  })

  it('keeps the text of a personal part that is the very one of before, and of no other', () => {
    const personal = { name: 'Anna' }
    const before = { value: { status: 'open', personal }, text: 'the text of before' }
    expect(splitPersonal({ status: 'locked', personal }, before).personal).toBe('the text of before')
    expect(splitPersonal({ status: 'locked', personal: { ...personal } }, before).personal).toBe('{"name":"Anna"}')
    expect(splitPersonal({ status: 'locked', personal: null }, before).personal).toBeNull()
  })

  it.each([
    ['brings a personal part of its own', '{"status":"open","personal":{"name":"Anna"}}'],
    ['says itself that nothing is personal', '{"status":"open","personal":null}'],
    ['is no object', '5'],
    ['is null', 'null'],
    ['is no JSON', '{'],
  ])('is unreadable when its state %s', (_, state) => {
    expect(thrownBy(state)).toBe('record/unreadable')
  })
})
