/** The one form of a password that is hashed and compared, so that the same keys pressed on two systems are the same password. */
import { accept, type Result, refuse } from '../../kernel/result.ts'
import { lengthMaxOfAll, scanPassword } from './scan.ts'
import type { Violation } from './violation.ts'

/**
 * The password in Unicode normal form C, whole: nothing trimmed, folded or cut (ASVS 6.2.8, NIST SP 800-63B-4 §3.1.1.2).
 * Refuses what is not a text, lone surrogates, the empty text, and more than 256 code points, the most any policy can allow.
 * Idempotent. The same step comes before hashing a new password and before verifying one.
 *
 * @example
 * normalizePassword('caff\u0065\u0301')  // { ok: true, value: 'caffé' }
 */
export function normalizePassword(password: unknown): Result<string, Violation> {
  const scanned = scanPassword(password, lengthMaxOfAll)
  if (!scanned.ok) return scanned
  return scanned.value.length === 0 ? refuse({ code: 'length', params: { min: 1 } }) : accept(scanned.value.text)
}
