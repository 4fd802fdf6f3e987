/** A password hash that hides nothing and costs nothing, so that tests and benchmarks measure what is around it. */
import { SportelloError } from '../../kernel/index.ts'
import type { PasswordHash } from '../../ports/index.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const secretLengthMax = 64
const shape = /^\$plain\$c=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{130}$/

const pair = (number: number): string => alphabet.charAt(number >> 6) + alphabet.charAt(number & 63)

/** Two digits a character and two for the length, always as long as the longest secret. */
function spelt(secret: string): string {
  let text = ''
  for (let i = 0; i < secretLengthMax; i += 1) text += pair(i < secret.length ? secret.charCodeAt(i) : 0)
  return text + pair(secret.length)
}

function checked(secret: string): string {
  if (typeof secret === 'string' && secret.length <= secretLengthMax && !/[\u0080-\uFFFF]/.test(secret)) return secret
  throw new SportelloError('password-hash/failed', 'password hash: a secret is at most 64 ASCII characters')
}

/**
 * Insecure: the secret can be read in the verifier. Salts are counted, not drawn, so a test gives the same verifiers each time.
 *
 * @example
 * const sportello = createSportello({ ...configuration, passwordHash: plainPasswordHash() }) // in tests alone
 */
export function plainPasswordHash(): PasswordHash {
  let count = 0
  return {
    async hash(secret) {
      const spelling = spelt(checked(secret))
      count += 1
      return `$plain$c=1$${`${count}`.padStart(22, 'A')}$${spelling}`
    },
    async verify(secret, phc) {
      const spelling = spelt(checked(secret))
      if (typeof phc === 'string' && phc.length < 256 && shape.test(phc)) return phc.endsWith(spelling)
      throw new SportelloError(
        'password-hash/unacceptable',
        'password hash: the stored verifier is not one that this library makes',
      )
    },
    outdated: (phc) => typeof phc !== 'string' || phc.length >= 256 || !shape.test(phc),
  }
}
