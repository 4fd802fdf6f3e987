/** Asking a service of breached passwords: it knows, or it does not, and not knowing is an answer of its own. */
import type { Violation } from './violation.ts'

/** `unknown`: the service could not be asked or did not answer. */
export type BreachAnswer = 'found' | 'absent' | 'unknown'

/**
 * A host's check against breached passwords (ASVS 6.2.12). It should hand over a prefix of a digest, not the password. A
 * rejected promise counts as `unknown`.
 */
export interface BreachCheck {
  check(password: string): Promise<BreachAnswer>
}

/**
 * The violations of a policy and the answer of a breach check as one list. `unknown`, and anything that is no answer, breaks
 * the rule only where the office says `refuse`.
 *
 * @example
 * withBreach(checkPassword('Gelato.Turchese7', italia), 'found').length  // 1
 */
export function withBreach(
  violations: readonly Violation[],
  answer: BreachAnswer,
  whenUnknown: 'accept' | 'refuse' = 'accept',
): readonly Violation[] {
  if (answer === 'absent') return violations
  if (answer === 'found') return [...violations, { code: 'breach', params: { answer } }]
  return whenUnknown === 'refuse' ? [...violations, { code: 'breach', params: { answer: 'unknown' } }] : violations
}
