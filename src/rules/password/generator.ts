/** Passwords that the office hands out: always within its own rules, without bias, easy to read and to copy from a letter. */
import { SportelloError } from '../../kernel/error.ts'
import type { Random } from '../../ports/index.ts'
import { checkPassword } from './check.ts'
import type { PasswordPolicy } from './policy.ts'
import type { PasswordFacts } from './rule.ts'

// 64 characters: six bits of a byte choose one without bias. None is taken for another: no 0 O o, no 1 I l | !. The specials are on
// every keyboard, and no markup, command line or reader mistakes them.
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-#%*+=?@'

const lengthMin = 12

// More than a third of the candidates conforms to any policy of this library; so many failures mean that chance is broken.
const attemptsMax = 1_000

/**
 * A password that conforms to the policy and to the facts, uniform over all that do: twelve characters or the least length of
 * the policy, of 64 ASCII characters without look-alikes, so 64 bits at least. For temporary use (ASVS 6.4.1).
 * Throws `random/failed` when the source of chance fails, gives too little, or gives nothing that conforms.
 *
 * @example
 * const password = generatePassword(infocert, seededRandom(1)) // with platformRandom() of sportello/node, in service
 */
export function generatePassword(policy: PasswordPolicy, random: Random, facts?: PasswordFacts): string {
  const length = Math.max(lengthMin, ...policy.rules.map((rule) => rule.lengthMin))
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const password = Array.from(draw(random, length), (byte) => alphabet.charAt(byte & 63)).join('')
    if (checkPassword(password, policy, facts).length === 0) return password
  }
  throw new SportelloError('random/failed', 'the source of chance gave no password that the policy allows')
}

function draw(random: Random, length: number): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = random.bytes(length)
  } catch (cause) {
    throw new SportelloError('random/failed', 'the source of chance failed', cause)
  }
  if (bytes instanceof Uint8Array && bytes.length === length) return bytes
  throw new SportelloError('random/failed', 'the source of chance gave another number of bytes than was asked')
}
