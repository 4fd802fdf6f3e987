/** What does not fit in a form: problems that stop it, contradictions that the office should see. */

import { type Instant, invariant } from '../../../kernel/index.ts'
import type { Places } from '../../../ports/index.ts'
import { romeDay } from '../../../rules/civil/index.ts'
import { codiceFiscaleFindings, compareWithPerson, parseCodiceFiscale } from '../../../rules/identity/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import type { RegistrationPerson } from './person.ts'

/**
 * `problems`: a birth date that has not come yet. `contradictions`: fields that disagree with the codice fiscale, which can be
 * lawful (a changed name, a rectified sex). `findings`: the same and everything else that the office should look at, as codes.
 */
export function formFindings(
  person: RegistrationPerson,
  at: Instant,
  places: Places | undefined,
): { readonly problems: readonly Problem[]; readonly contradictions: readonly Problem[]; readonly findings: readonly string[] } {
  const { year, month, day } = romeDay(at)
  const today = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const problems = person.birthDate > today ? [{ field: 'birthDate', code: 'in-future' }] : []
  const parsed = parseCodiceFiscale(person.codiceFiscale)
  invariant(parsed.ok, 'registration: the form holds a checked codice fiscale')
  const compared = Object.entries(compareWithPerson(parsed.value, person, places))
  const contradictions = compared.filter(([, verdict]) => verdict === 'mismatch').map(([field]) => ({ field, code: 'mismatch' }))
  const findings = [
    ...compared.filter(([, verdict]) => verdict !== 'match').map(([field, verdict]) => `${field}-${verdict}`),
    ...codiceFiscaleFindings(parsed.value, places),
  ]
  return { problems, contradictions, findings }
}
