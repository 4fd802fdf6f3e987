/** Authorisations belong to the person: where the person has another account from now on, they go along. */
import type { Carry } from '../../../runtime/account-move.ts'
import { holdingIn } from './machine.ts'
import type { AuthorisationMachine } from './schema.ts'

/** Takes along what holds or will hold. What is over stays where it was, until it is erased. */
export function carryAuthorisations(authorisation: AuthorisationMachine): Carry {
  return async (unit, { from, to }) => {
    await unit.preload([from, to].map((id) => ({ kind: 'authorisation', id })))
    const taken = holdingIn(await unit.state(authorisation, from), unit.now())
    if (taken === null) return 0
    await unit.run(authorisation, to, { type: 'TakeOverAuthorisations', ...taken })
    await unit.run(authorisation, from, { type: 'EndAuthorisations', cause: 'account-moved' })
    return 1
  }
}
