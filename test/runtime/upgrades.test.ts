import { readFileSync } from 'node:fs'
import type { Stored } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { fixedClock } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import type { Status, Typed } from '../../src/kernel/index.ts'
import { sweep } from '../../src/procedures/lifecycle/retention/use-cases.ts'
import { verifyRecord } from '../../src/runtime/journal-reader.ts'
import type { ProcedureParts } from '../../src/runtime/procedure.ts'
import { readState, type StoredFields } from '../../src/runtime/record.ts'
import { transact } from '../../src/runtime/transact.ts'
import { morning, office } from '../support/counter.ts'
import { clerk, type DrawerMachine, type DrawerState, drawer, drawerKey, put, rowOf, runtimeOn } from './drawer.ts'

/** The drawer as a later version has it: what was `count` is `items`, and the note of a person says its language. */
type Later = {
  readonly status: string
  readonly items: number
  readonly personal: { readonly note: string; readonly language: string } | null
}

function upgraded({ count, personal, ...rest }: StoredFields): StoredFields {
  return { ...rest, items: count, personal: personal === null ? null : { ...(personal as object), language: 'it' } }
}

const earlier = ({ status, items, personal }: Later): DrawerState => ({
  status: status === 'locked' ? 'locked' : 'open',
  count: items,
  personal: personal === null ? null : { note: personal.note },
})
const later = ({ status, count, personal }: DrawerState): Later => ({
  status,
  items: count,
  personal: personal === null ? null : { note: personal.note, language: 'it' },
})

const secondDrawer = {
  decider: {
    ...drawer.decider,
    initial: later(drawer.decider.initial),
    decide: (state: Later, ...rest: DrawerRest) => drawer.decider.decide(earlier(state), ...rest),
    evolve: (state: Later, event: Parameters<DrawerMachine['decider']['evolve']>[1]) =>
      later(drawer.decider.evolve(earlier(state), event)),
    isTerminal: (state: Later) => drawer.decider.isTerminal(earlier(state)),
    exampleCommands: (state: Later) => drawer.decider.exampleCommands(earlier(state)),
  },
  upgrades: [upgraded],
  parse(value: unknown): Later | null {
    const fields = typeof value === 'object' && value !== null ? Object.keys(value).sort().join() : ''
    return fields === 'items,personal,status' ? (value as Later) : null
  },
  tags: ({ items }: Later) => [`items:${items}`],
  dueAt: ({ items }: Later) => (items === 0 ? null : morning + items),
}
type DrawerRest = [Parameters<DrawerMachine['decider']['decide']>[1], Parameters<DrawerMachine['decider']['decide']>[2]]

const open = { name: 'drawer/put', by: clerk }
const nothing = { does: 'nothing', why: 'a drawer', holds: [] } as const
const procedureOf = (kind: ProcedureParts<Status, Typed>['kind']): ProcedureParts<Status, Typed> => ({
  kind,
  retention: { end: 'swept', says: 'never', mayLeave: null, sweep: async () => ({ dueAt: null }) },
  subject: { of: 'nobody', why: 'a drawer' },
  underWay: null,
  securityEvent: nothing,
  feed: { tells: 'nothing', why: 'a drawer' },
  files: null,
  carry: null,
  mailEnded: null,
})

/** A storage in which the first version has left a drawer with one item. */
async function leftBehind() {
  const storage = memoryStorage()
  const runtime = runtimeOn({ storage })
  await transact(runtime, open, (unit) => unit.run(drawer, 'd-1', put('Anna')))
  const row = await rowOf(storage)
  expect([row.schema, row.state, row.personal]).toEqual([1, '{"status":"open","count":1}', '{"note":"Anna"}'])
  return { storage, runtime, row }
}

describe('Q6: a row of an earlier version', () => {
  it('is read as today has it', async () => {
    const { row } = await leftBehind()
    expect(readState(secondDrawer, row)).toEqual({ status: 'open', items: 1, personal: { note: 'Anna', language: 'it' } })
  })

  it('goes on: what is written next has the shape of today, personal part included, and the journal verifies', async () => {
    const { storage, runtime } = await leftBehind()
    const locked = await transact(runtime, open, (unit) => unit.run(secondDrawer, 'd-1', { type: 'Lock' }))
    expect(locked.ok && locked.value.state).toEqual({ status: 'locked', items: 1, personal: { note: 'Anna', language: 'it' } })
    const row = await rowOf(storage)
    expect([row.schema, row.version, row.tags]).toEqual([2, 2, ['items:1']])
    expect(JSON.parse(row.state)).toEqual({ status: 'locked', items: 1 })
    expect(JSON.parse(row.personal ?? '')).toEqual({ note: 'Anna', language: 'it' })
    expect(await verifyRecord(runtime, { kind: 'drawer', id: 'd-1' })).toMatchObject({
      ok: true,
      value: { ok: true, entries: 2 },
    })
  })

  it('stays as it is stored where only a note is taken of it, and is still read', async () => {
    const { storage, runtime } = await leftBehind()
    await transact(runtime, open, async (unit) => {
      await unit.preload([{ kind: 'drawer', id: 'd-1' }])
      unit.journal('drawer', 'd-1', 'Looked')
      return { ok: true, value: null }
    })
    const noted = await rowOf(storage)
    expect([noted.schema, noted.version, noted.state]).toEqual([1, 2, '{"status":"open","count":1}'])
    await transact(runtime, open, async (unit) => {
      await unit.preload([{ kind: 'drawer', id: 'd-1' }])
      unit.journal('drawer', 'd-1', 'Looked')
      return unit.run(secondDrawer, 'd-1', { type: 'Lock' })
    })
    const row = await rowOf(storage)
    expect([row.schema, JSON.parse(row.personal ?? '')]).toEqual([2, { note: 'Anna', language: 'it' }])
  })

  it('is written anew by the sweep, once, with nothing else changed', async () => {
    const { storage, row } = await leftBehind()
    const runtime = runtimeOn({ storage, clock: fixedClock(morning + 1_000) })
    const desk = {
      runtime: { ...runtime, documents: { ...runtime.documents, list: async () => [] } },
      procedures: [procedureOf(secondDrawer)],
      orphanMs: 1,
      followCalendar: async () => null,
    }
    expect(await sweep(desk, { all: true })).toMatchObject({ upgraded: 1, failed: 0 })
    const after = await rowOf(storage)
    expect(after).toEqual({
      ...row,
      version: 2,
      schema: 2,
      state: JSON.stringify({ status: 'open', items: 1 }),
      personal: JSON.stringify({ note: 'Anna', language: 'it' }),
      tags: ['items:1'],
      dueAt: null,
    })
    expect(await sweep(desk, { all: true })).toMatchObject({ upgraded: 0, failed: 0 })
    expect(await verifyRecord(runtime, { kind: 'drawer', id: 'd-1' })).toMatchObject({
      ok: true,
      value: { ok: true, entries: 1 },
    })
  })

  it('is refused where its upgrade makes no state of it, or fails, and where it is of a version still to come', async () => {
    const { row } = await leftBehind()
    const unreadable = expect.objectContaining({ code: 'record/unreadable' })
    const broken = (upgrade: (stored: StoredFields) => StoredFields) => ({ ...secondDrawer, upgrades: [upgrade] })
    expect(() =>
      readState(
        broken((stored) => stored),
        row,
      ),
    ).toThrow(unreadable)
    expect(() =>
      readState(
        broken(() => {
          throw new Error('Anna')
        }),
        row,
      ),
    ).toThrow(unreadable)
    for (const schema of [0, 3, 1.5, -1, Number.NaN, '1'] as readonly number[]) {
      expect(() => readState(secondDrawer, { ...row, schema }), String(schema)).toThrow(unreadable)
    }
    // The first version does not guess what the second has written.
    expect(() => readState(drawer, { ...row, schema: 2 })).toThrow(unreadable)
  })

  it('the rows of the second version are frozen, and read for ever', () => {
    const frozen: readonly Stored[] = JSON.parse(readFileSync(new URL('../fixtures/drawer-rows-2.json', import.meta.url), 'utf8'))
    expect(frozen.map(({ schema }) => schema)).toEqual([1, 2])
    for (const row of frozen) {
      expect(row.key).toBe(`${drawerKey.slice(0, -1)}${row.schema}`)
      expect(readState(secondDrawer, row)).toEqual({ status: 'locked', items: 2, personal: { note: 'Berta', language: 'it' } })
    }
    expect(office.id).toBe(frozen[0]?.key.split('/')[0])
  })
})
