/** The check itself, the same in the browser and on the server: every broken rule at once, in the order of the page. */
import type { PasswordPolicy } from './policy.ts'
import type { PasswordFacts, Rule } from './rule.ts'
import { type PasswordScan, scanPassword } from './scan.ts'
import type { Violation } from './violation.ts'

/**
 * Every violation in display order; empty = the password conforms. What is not a text, has lone surrogates or is longer than
 * the policy allows gives that one violation alone. Total over any password and any facts; facts that cannot be read, or are no
 * texts, break a `context` rule.
 *
 * @example
 * checkPassword('gelato', infocert).map(({ code }) => code)  // [ 'length', 'letter-case', 'digit', 'special' ]
 */
export function checkPassword(password: unknown, policy: PasswordPolicy, facts?: PasswordFacts): readonly Violation[] {
  const { rules, lengthMax } = policy
  const scanned = scanPassword(password, lengthMax)
  if (!scanned.ok) return [scanned.refusal]
  const found: Violation[] = []
  // Counting is faster here than iterating: this runs at every key press.
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index] as Rule
    if (breaks(scanned.value, rule)) found.push(rule.violation)
    else if (rule.find !== null) found.push(...rule.find(scanned.value, facts))
  }
  return found
}

/** True when the password lacks what the rule counts. */
export function breaks(scan: PasswordScan, rule: Rule): boolean {
  return scan.length < rule.lengthMin || (rule.classes & ~scan.classes) !== 0 || scan.run > rule.runMax
}
