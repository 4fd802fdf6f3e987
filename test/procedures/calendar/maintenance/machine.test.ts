/** The machine of the calendar by itself: what its examples do, and what cannot be. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { replay } from '../../../../src/kernel/index.ts'
import { maintenanceDecider as decider } from '../../../../src/procedures/calendar/maintenance/machine.ts'
import type { MaintenanceEvent } from '../../../../src/procedures/calendar/maintenance/model.ts'

const by = { kind: 'operator', id: 'operator' } as const

it('INV-20: what a walk of its examples decides can be replayed, and no window ends before it begins or loses a beginning that was', () => {
  const walk = fc.array(fc.record({ pick: fc.nat(7), gap: fc.nat(800_000) }), { maxLength: 40 })
  fc.assert(
    fc.property(walk, (steps) => {
      let [state, at] = [decider.initial, 1_000]
      const events: MaintenanceEvent[] = []
      for (const { pick, gap } of steps) {
        at += gap
        const command = decider.exampleCommands(state)[pick]
        const decided = command === undefined ? null : decider.decide(state, command, { at, by })
        if (decided?.ok !== true) continue
        const before = new Map(state.windows.filter(({ from }) => from <= at).map(({ id, from }) => [id, from]))
        events.push(...decided.value)
        state = decided.value.reduce(decider.evolve, state)
        for (const { id, from, to, cutOff } of state.windows) {
          expect(to === null || to >= from).toBe(true)
          expect(cutOff).toBeLessThanOrEqual(from)
          if (before.has(id)) expect(from).toBe(before.get(id))
        }
      }
      expect(replay(decider, events)).toEqual(state)
      expect(decider.isTerminal(state)).toBe(false)
    }),
  )
})

it('knows no event of a window that there is not', () => {
  expect(() => decider.evolve(decider.initial, { type: 'WindowForgotten', id: 'window-1' })).toThrow('cannot follow')
})
