/** What does not fit in a form: problems that stop it, contradictions that the office should see. */

import { type Instant, invariant } from '../../../kernel/index.ts'
import type { Places } from '../../../ports/index.ts'
import { romeDay } from '../../../rules/civil/index.ts'
import {
  type CodiceFiscaleFinding,
  codiceFiscaleFindings,
  compareWithPerson,
  type PersonComparison,
  parseCodiceFiscale,
} from '../../../rules/identity/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import type { RegistrationPerson } from './person.ts'

const comparedFields = ['surname', 'name', 'birthDate', 'sex', 'place'] as const satisfies readonly (keyof PersonComparison)[]

/**
 * What the office should look at in a form. `…-mismatch`: the field does not agree with the codice fiscale, which can be lawful (a changed
 * name, a rectified sex). `…-undecidable`: it could not be compared.
 */
export type RegistrationFinding = `${keyof PersonComparison}-${'mismatch' | 'undecidable'}` | CodiceFiscaleFinding

/**
 * `problems`: a birth date that has not come yet. `contradictions`: fields that disagree with the codice fiscale, which can be
 * lawful (a changed name, a rectified sex). `findings`: the same and everything else that the office should look at, as codes.
 */
export function formFindings(
  person: RegistrationPerson,
  at: Instant,
  places: Places | undefined,
): {
  readonly problems: readonly Problem[]
  readonly contradictions: readonly Problem[]
  readonly findings: readonly RegistrationFinding[]
} {
  const { year, month, day } = romeDay(at)
  const today = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const problems: readonly Problem[] = person.birthDate > today ? [{ field: 'birthDate', code: 'in-future' }] : []
  const parsed = parseCodiceFiscale(person.codiceFiscale)
  invariant(parsed.ok, 'registration: the form holds a checked codice fiscale')
  const compared = compareWithPerson(parsed.value, person, places)
  const contradictions = comparedFields
    .filter((field) => compared[field] === 'mismatch')
    .map((field): Problem => ({ field, code: 'mismatch' }))
  const findings = [
    ...comparedFields.flatMap((field): readonly RegistrationFinding[] => {
      const verdict = compared[field]
      return verdict === 'match' ? [] : [`${field}-${verdict}`]
    }),
    ...codiceFiscaleFindings(parsed.value, places),
  ]
  return { problems, contradictions, findings }
}
