/** What does not fit in a form: problems that stop it, contradictions that the office should see. */

import { type Instant, invariant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { completedYears } from '../../../rules/identity/calendar-day.ts'
import {
  type CodiceFiscaleFinding,
  codiceFiscaleFindings,
  compareWithPerson,
  type PersonComparison,
  parseCodiceFiscale,
} from '../../../rules/identity/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import type { RegistrationContext } from './context.ts'
import type { RegistrationPerson } from './person.ts'

const comparedFields = ['surname', 'name', 'birthDate', 'sex', 'place'] as const satisfies readonly (keyof PersonComparison)[]

/**
 * What the office should look at in a form. `…-mismatch`: the field does not agree with the codice fiscale, which can be lawful (a changed
 * name, a rectified sex). `…-undecidable`: it could not be compared. `under-age`: younger than the policy asks.
 */
export type RegistrationFinding = `${keyof PersonComparison}-${'mismatch' | 'undecidable'}` | CodiceFiscaleFinding | 'under-age'

/**
 * `problems`: a birth date that has not come yet, or too young an applicant where the policy refuses one. `contradictions`: fields that disagree with the codice fiscale, which can be
 * lawful (a changed name, a rectified sex). `findings`: the same and everything else that the office should look at, as codes.
 */
export function formFindings(
  person: RegistrationPerson,
  at: Instant,
  { places, rules }: Pick<RegistrationContext, 'places' | 'rules'>,
): {
  readonly problems: readonly Problem[]
  readonly contradictions: readonly Problem[]
  readonly findings: readonly RegistrationFinding[]
} {
  const today = romeDate(at)
  const isYounger = rules.leastAge > 0 && completedYears(person.birthDate, today) < rules.leastAge
  const young: readonly Problem[] = isYounger && rules.younger === 'refuse' ? [{ field: 'birthDate', code: 'too-young' }] : []
  const problems: readonly Problem[] = person.birthDate > today ? [{ field: 'birthDate', code: 'in-future' }] : young
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
    ...(isYounger ? (['under-age'] as const) : []),
  ]
  return { problems, contradictions, findings }
}
