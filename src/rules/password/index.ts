export { blocklist } from './blocklist.ts'
export { type BreachAnswer, type BreachCheck, withBreach } from './breach.ts'
export { checkPassword } from './check.ts'
export { type ChecklistItem, checklist } from './checklist.ts'
export { commonPasswords } from './common-passwords.ts'
export { context } from './context.ts'
export { generatePassword } from './generator.ts'
export { type Messages, messages } from './messages.ts'
export { normalizePassword } from './normalize.ts'
export { infocert, italia, nist } from './policies.ts'
export { definePolicy, type PasswordPolicy } from './policy.ts'
export {
  digit,
  length,
  letterCase,
  lowerCase,
  type PasswordFacts,
  type Rule,
  repetition,
  special,
  upperCase,
  variety,
} from './rule.ts'
export { passwordRulesAttribute } from './rules-attribute.ts'
export type { PasswordScan } from './scan.ts'
export type { ContextFact, Violation, ViolationCode } from './violation.ts'
