/** A delegation belongs to two persons: where one of them has another account from now on, it goes along. */
import { type Carry, carriedMax } from '../../../runtime/account-move.ts'
import { recordIn } from '../../../runtime/record.ts'
import { listRows, type Runtime } from '../../../runtime/runtime.ts'
import type { DelegationMachine } from './schema.ts'

// A storage is asked for at most 100 rows at once.
const preloadMax = 100

/**
 * Takes along whatever there is, requests that wait and what is over included. The record keeps its id, so that a host's links to it still work. Where the
 * two turn out to be one person it ends.
 */
export function carryDelegations(runtime: Runtime, delegation: DelegationMachine): Carry {
  return async (unit, { from, to }) => {
    const query = { office: runtime.office.id, kind: 'delegation', tag: `account:${from}`, limit: carriedMax }
    const ids = (await listRows(runtime, query)).map(({ key }) => recordIn(key).id)
    for (let i = 0; i < ids.length; i += preloadMax) {
      await unit.preload(ids.slice(i, i + preloadMax).map((id) => ({ kind: 'delegation', id })))
    }
    let carried = 0
    for (const id of ids) {
      const moved = await unit.run(delegation, id, { type: 'MoveDelegation', from, to })
      if (moved.ok && moved.value.events.length > 0) carried += 1
    }
    return carried
  }
}
