/** The office worker who acts, and what he may not act upon: himself. */

import { type Actor, invariant } from '../kernel/index.ts'
import { baseCodiceFiscale } from '../rules/identity/index.ts'
import type { Operator } from './schema.ts'

/** The office worker as an actor; never taken from the applicant's input. */
export function operatorActor(operator: Operator): Actor {
  return { kind: 'operator', id: operator.id }
}

function base(codiceFiscale: string): string {
  const read = baseCodiceFiscale(codiceFiscale)
  invariant(read.ok, 'operator: a codice fiscale is checked before it is compared')
  return read.value
}

/**
 * True when the codice fiscale may be the operator's own. Omocodia is looked through: a variant of one's own code, with its right
 * check letter, passes every check of the form. It bars the few who share the plain code too; a colleague acts for them.
 */
export function mayBeOwn(operator: Operator, codiceFiscale: string): boolean {
  return base(operator.codiceFiscale) === base(codiceFiscale)
}
