/** What runs anywhere (Node, Deno, Bun, workers, browsers): the system's clock, the platform's random bytes, scrypt in plain JavaScript. */
import type { Recipe, ScryptParameters } from '../crypto/phc.ts'
import { randomPool } from '../crypto/random-pool.ts'
import { scrypt } from '../crypto/scrypt.ts'
import { type CostCeiling, createSlowHash, readOptions } from '../crypto/slow-hash.ts'
import { SportelloError } from '../kernel/index.ts'
import type { Clock, PasswordHash, Random } from '../ports/index.ts'

/**
 * The time of the machine.
 *
 * @example
 * const at = systemClock().now()
 */
export function systemClock(): Clock {
  return { now: () => Date.now() }
}

type WebCrypto = { getRandomValues(bytes: Uint8Array<ArrayBuffer>): unknown }

/** Random bytes of `globalThis.crypto`. Throws `random/failed` where there is none. */
export function platformRandom(): Random {
  const { crypto } = globalThis as { readonly crypto?: WebCrypto }
  if (typeof crypto?.getRandomValues !== 'function') {
    throw new SportelloError('random/failed', 'random: the platform has no globalThis.crypto')
  }
  return randomPool((bytes) => {
    crypto.getRandomValues(bytes)
  })
}

/** Everything may be left out. */
export type PortablePasswordHashOptions = {
  /** What new hashes are made by: `N` 2^15, `r` 8, `p` 3 when left out. */
  readonly scrypt?: ScryptParameters
  /** How many may wait before the next is told `busy`: 64 when left out, half a minute's work. */
  readonly queueMax?: number
  /** The most that a stored verifier may cost: 128 MiB of memory and 256 MiB of work when left out. */
  readonly costMax?: CostCeiling
  /**
   * Earlier recipes, at most eight, from a change of recipe until everybody has signed in since. Each sign-in then costs all of them
   * together, for known and unknown people alike. Left out, the time of a wrong sign-in tells who still has an old verifier.
   */
  readonly retiring?: readonly Recipe[]
}

/**
 * scrypt one at a time, on the event loop but in slices of a few milliseconds. The default parameters are as strong as
 * 2^17/8/1 (OWASP, ASVS appendix C) in a quarter of the memory, the wiping of which is the longest slice.
 * Verifies what `sportello/node` made with scrypt, and the reverse; a verifier of argon2id is `password-hash/unacceptable`.
 * Throws `config/invalid` on options that are none.
 */
export function portablePasswordHash(options: PortablePasswordHashOptions = {}): PasswordHash {
  const { scrypt: parameters = { N: 2 ** 15, r: 8, p: 3 }, queueMax = 64, costMax, retiring } = readOptions(options)
  const { N, r, p } = readOptions(parameters)
  return createSlowHash({
    recipe: { algorithm: 'scrypt', N, r, p },
    derivation: (recipe) =>
      recipe.algorithm === 'scrypt' ? (secret, salt, length) => scrypt(secret, salt, recipe, length) : null,
    random: platformRandom(),
    slots: 1,
    queueMax,
    costMax,
    retiring,
  })
}
