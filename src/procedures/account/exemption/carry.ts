/** An exemption belongs to the person: where the person has another account from now on, it goes along. */
import type { Carry } from '../../../runtime/account-move.ts'
import { isInForce } from './machine.ts'
import type { ExemptionMachine } from './schema.ts'

/** Takes along what is in force. Where the other account has one in force already, that one holds. */
export function carryExemption(exemption: ExemptionMachine): Carry {
  return async (unit, { from, to }) => {
    await unit.preload([from, to].map((id) => ({ kind: 'exemption', id })))
    const state = await unit.state(exemption, from)
    if (!isInForce(state, unit.now())) return 0
    const { grantedAt, untilDay, operator, personal } = state
    await unit.run(exemption, to, { type: 'TakeOverExemption', grantedAt, untilDay, operator, personal })
    await unit.run(exemption, from, { type: 'HandOverExemption' })
    return 1
  }
}
