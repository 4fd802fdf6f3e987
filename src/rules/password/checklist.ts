/** The list beside the password field: every rule, ticked or not, at each key press. */
import { breaks } from './check.ts'
import type { PasswordPolicy } from './policy.ts'
import type { PasswordFacts } from './rule.ts'
import { scanPassword } from './scan.ts'
import type { Violation } from './violation.ts'

/** One line of the list; `messages` has words for it as for the violation that it is. */
export type ChecklistItem = Violation & { readonly met: boolean }

/**
 * Each rule of the policy in its order, met exactly when `checkPassword` finds nothing against it. What cannot be a password at
 * all (no text, too long, lone surrogates) adds that violation as the first line, and then nothing is met.
 *
 * @example
 * const items = checklist('gelato', italia) // a line of the page each: what it asks, and whether it is so
 */
export function checklist(password: unknown, policy: PasswordPolicy, facts?: PasswordFacts): readonly ChecklistItem[] {
  const scanned = scanPassword(password, policy.lengthMax)
  if (!scanned.ok) {
    return [scanned.refusal, ...policy.rules.map(({ violation }) => violation)].map((line) => ({ ...line, met: false }))
  }
  const scan = scanned.value
  return policy.rules.map((rule) => {
    const met = !breaks(scan, rule) && (rule.find === null || rule.find(scan, facts).length === 0)
    return { ...rule.violation, met }
  })
}
