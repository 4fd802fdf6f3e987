/** Which password opens which mailbox: every cell as the seed is read, and to the millisecond of what was reported. */
import fc from 'fast-check'
import { type MigrationAccess, type MigrationActivation, type MigrationCutOver, passwordAt } from 'sportello'
import { describe, expect, it } from 'vitest'
import { migrationDecider as decider } from '../../../../src/procedures/mailbox-migration/migration/machine.ts'
import { accessText, mailboxStates, passwordCells, planPhases, reports } from '../../../support/migration-table.ts'
import { readSeed } from './seed-reading.ts'

const old: MigrationAccess = { opens: 'leaving', password: 'old' }
const nothing = (why: 'cut-over' | 'not-activated' | 'not-set'): MigrationAccess => ({ opens: 'nothing', why })
const arriving = (password: 'old' | 'new'): MigrationAccess => ({ opens: 'arriving', password })
const kept: MigrationActivation = { at: 10, password: 'kept', setAt: 20 }
const replaced: MigrationActivation = { at: 30, password: 'replaced', setAt: 40 }
const cutOver: MigrationCutOver = { startedAt: 100, completedAt: 200, rolledBackAt: null }

describe('INV-31: every state of a mailbox, phase of the plan and report', () => {
  it.each(passwordCells().map((cell) => [cell.mailbox, cell.report, cell.phase, cell.access] as const))(
    'X2: %s, %s, %s: as the seed is read by hand',
    (mailbox, report, _phase, access) => {
      expect(accessText(access)).toBe(readSeed(mailbox, report))
    },
  )

  it('is in the table', () => {
    expect(passwordCells()).toHaveLength(mailboxStates.length * reports.length * planPhases.length)
  })
})

describe('INV-31: an instant', () => {
  const at = (instant: number, cutOvers: readonly MigrationCutOver[] = [cutOver], activations = [kept, replaced]) =>
    passwordAt({ cutOvers, activations }, instant)

  it('X2: before the reported start is that of the old password alone, and from it on of none', () => {
    expect([at(99), at(100), at(101)]).toEqual([old, nothing('cut-over'), nothing('cut-over')])
  })

  it('X2: from the reported completion on is that of the password of the last activation', () => {
    expect([at(199), at(200), at(201)]).toEqual([nothing('cut-over'), arriving('new'), arriving('new')])
    expect(at(200, [cutOver], [replaced, { ...kept, at: 31, setAt: 41 }])).toEqual(arriving('old'))
  })

  it('of a rollback is that of the old password again, and of the next start of none', () => {
    const again = [
      { ...cutOver, rolledBackAt: 250 },
      { startedAt: 300, completedAt: null, rolledBackAt: null },
    ] as const
    expect([249, 250, 299, 300].map((instant) => at(instant, again))).toEqual([arriving('new'), old, old, nothing('cut-over')])
  })

  it('opens nothing to whoever has not activated the mailbox, from the start on, until a late activation is set', () => {
    expect([at(99, [cutOver], []), at(100, [cutOver], []), at(200, [cutOver], [])]).toEqual([
      old,
      nothing('not-activated'),
      nothing('not-activated'),
    ])
    const late = [{ at: 400, password: 'replaced', setAt: 500 }] as const
    expect([399, 400, 499, 500].map((instant) => passwordAt({ cutOvers: [cutOver], activations: late }, instant))).toEqual([
      nothing('not-activated'),
      nothing('not-set'),
      nothing('not-set'),
      arriving('new'),
    ])
  })

  it('without a report promises nothing by the clock, however late it is', () => {
    for (const instant of [0, 1_000, Date.UTC(2022, 10, 24), 8e15]) expect(at(instant, [])).toEqual(old)
    const started = [{ ...cutOver, completedAt: null }]
    for (const instant of [100, Date.UTC(2022, 10, 24), 8e15]) expect(at(instant, started)).toEqual(nothing('cut-over'))
  })

  it('opens one mailbox at most, and a new one only with a password that is set there and that the owner chose', () => {
    const instant = fc.integer({ min: 0, max: 50 })
    const activation = fc.record({
      at: instant,
      password: fc.constantFrom('kept' as const, 'replaced' as const),
      setAt: fc.option(instant),
    })
    const history = fc.record({
      activations: fc.array(activation, { maxLength: 4 }).map((all) => all.sort((one, other) => one.at - other.at)),
      gaps: fc.array(
        fc.tuple(fc.integer({ min: 1, max: 9 }), fc.option(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 0, max: 9 })),
        {
          maxLength: 4,
        },
      ),
      at: instant,
    })
    fc.assert(
      fc.property(history, ({ activations, gaps, at: asked }) => {
        let now = 0
        const cutOvers = gaps.map(([wait, lasting, rolled], i) => {
          const startedAt = now + wait
          const completedAt = lasting === null ? null : startedAt + lasting
          now = (completedAt ?? startedAt) + rolled
          // All but the last were rolled back.
          return { startedAt, completedAt, rolledBackAt: i < gaps.length - 1 ? now : null }
        })
        const access = passwordAt({ cutOvers, activations }, asked)
        const running = cutOvers.find(
          ({ startedAt, rolledBackAt }) => startedAt <= asked && (rolledBackAt === null || asked < rolledBackAt),
        )
        expect(access.opens === 'leaving').toBe(running === undefined)
        if (access.opens === 'arriving') {
          expect(running?.completedAt ?? Infinity).toBeLessThanOrEqual(asked)
          const last = activations.filter((one) => one.at <= asked).at(-1)
          expect(access.password).toBe(last?.password === 'kept' ? 'old' : 'new')
          expect(last?.setAt ?? Infinity).toBeLessThanOrEqual(asked)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('INV-31: a campaign that is postponed, brought forward, reported and rolled back at any instant', () => {
  const by = { kind: 'operator', id: 'operator-1' } as const
  const hour = 3_600_000
  const start = 1_000_000_000_000

  it('opens the old mailbox until a start is reported and after every rollback, whatever its plan says', () => {
    const step = fc.record({ pick: fc.nat(40), ms: fc.integer({ min: 0, max: 2 * hour }) })
    let started = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
        let [state, at] = [decider.initial, start]
        // What is told of it here is known from the events alone.
        let where: 'leaving' | 'nothing' | 'arriving' = 'leaving'
        for (const { pick, ms } of steps) {
          at += ms
          const commands = decider.exampleCommands(state)
          const command = commands[pick % commands.length]
          const decided = command === undefined ? null : decider.decide(state, command, { at, by })
          for (const event of decided?.ok === true ? decided.value : []) {
            state = decider.evolve(state, event)
            if (event.type === 'CutOverStarted') [where, started] = ['nothing', started + 1]
            if (event.type === 'CutOverCompleted') where = 'arriving'
            if (event.type === 'CutOverRolledBack' || event.type === 'MigrationPlanned') where = 'leaving'
          }
          if (state.status === 'none') continue
          const activations = [{ at: start, password: 'kept', setAt: start }] as const
          expect(passwordAt({ cutOvers: state.cutOvers, activations }, at).opens).toBe(where)
          const nobody = passwordAt({ cutOvers: state.cutOvers, activations: [] }, at)
          expect(nobody.opens).toBe(where === 'leaving' ? 'leaving' : 'nothing')
        }
      }),
      { seed: 20_221_123, numRuns: 1_000 },
    )
    expect(started).toBeGreaterThan(100)
  })
})
