/** What Node gives natively: random bytes of OpenSSL, and password hashing on the thread pool, away from the event loop. */
import * as nodeCrypto from 'node:crypto'
import { randomFillSync, type ScryptOptions, scrypt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import type { Argon2idParameters, Recipe, ScryptParameters } from '../crypto/phc.ts'
import { randomPool } from '../crypto/random-pool.ts'
import { type CostCeiling, createSlowHash, type Derivation, readOptions } from '../crypto/slow-hash.ts'
import { SportelloError } from '../kernel/index.ts'
import type { PasswordHash, Random } from '../ports/index.ts'

export type { Argon2idParameters, Recipe, ScryptParameters } from '../crypto/phc.ts'
export type { CostCeiling } from '../crypto/slow-hash.ts'
export { systemClock } from './portable.ts'

/**
 * Random bytes of `node:crypto`.
 *
 * @example
 * platformRandom().bytes(32).length  // 32
 */
export function platformRandom(): Random {
  return randomPool(randomFillSync)
}

/** The part of the module `@node-rs/argon2` that is called. */
export type Argon2Like = {
  hashRaw(
    secret: Uint8Array,
    options: {
      readonly algorithm: 2
      readonly version: 1
      readonly memoryCost: number
      readonly timeCost: number
      readonly parallelism: number
      readonly outputLen: number
      readonly salt: Uint8Array
    },
  ): Promise<Uint8Array>
}

/** The function `argon2` of `node:crypto`, which Node has since 24.7. */
type NativeArgon2 = (
  algorithm: 'argon2id',
  parameters: {
    readonly message: Uint8Array
    readonly nonce: Uint8Array
    readonly memory: number
    readonly passes: number
    readonly parallelism: number
    readonly tagLength: number
  },
  callback: (error: Error | null, key: Uint8Array) => void,
) => void

/** Everything may be left out; the defaults are those that OWASP recommends. */
export type NodePasswordHashOptions = {
  /** The module `@node-rs/argon2` (2 or later): argon2id where Node has none of its own, which it has since 24.7. */
  readonly argon2?: Argon2Like
  /** What new hashes are made by where there is argon2id: `m` 19456, `t` 2, `p` 1 when left out (OWASP). */
  readonly argon2id?: Argon2idParameters
  /**
   * What new hashes are made by where there is no argon2id. Given without `argon2`, it is taken in any case: offices that run on older
   * versions of Node beside newer ones give it. `N` 2^15, `r` 8, `p` 3 when left out. OWASP and ASVS appendix C hold it as strong as
   * 2^17/8/1, in a quarter of the memory; filling and freeing 128 MiB held up the event loop. The portable default is the same.
   */
  readonly scrypt?: ScryptParameters
  /**
   * How many are computed at once, 1 to 64: the number of cores, at most 4, when left out. They run on libuv's thread pool, which
   * has 4 threads (`UV_THREADPOOL_SIZE`) and also serves files and name resolution.
   */
  readonly slots?: number
  /**
   * How many may wait before the next is told `busy`: 1024 with argon2id, 128 with scrypt when left out, which two slots work
   * off in half a minute at most. One that waits takes less than 2 KiB.
   */
  readonly queueMax?: number
  /** The most that a stored verifier may cost: 128 MiB of memory and 256 MiB of work when left out. */
  readonly costMax?: CostCeiling
  /**
   * Earlier recipes, at most eight, from a change of recipe until everybody has signed in since. Each sign-in then costs all of them
   * together, for known and unknown people alike. Left out, the time of a wrong sign-in tells who still has an old verifier.
   */
  readonly retiring?: readonly Recipe[]
}

const nativeScrypt: (secret: Uint8Array, salt: Uint8Array, length: number, options: ScryptOptions) => Promise<Uint8Array> =
  promisify(scrypt)

function scryptDerivation({ N, r, p }: ScryptParameters): Derivation {
  // OpenSSL counts two blocks of its own in.
  const options = { N, r, p, maxmem: 128 * r * (N + p + 2) }
  return (secret, salt, length) => nativeScrypt(secret, salt, length, options)
}

function argon2idDerivation(argon2: Argon2Like, { m, t, p }: Argon2idParameters): Derivation {
  // In the module's numbering algorithm 2 is argon2id and version 1 is 0x13, the 19 of the verifier.
  const fixed = { algorithm: 2, version: 1, memoryCost: m, timeCost: t, parallelism: p } as const
  return async (secret, salt, length) => argon2.hashRaw(secret, { ...fixed, outputLen: length, salt })
}

function nativeDerivation(native: NativeArgon2, { m, t, p }: Argon2idParameters): Derivation {
  const fixed = { memory: m, passes: t, parallelism: p } as const
  return (message, nonce, length) =>
    new Promise((resolve, reject) => {
      native('argon2id', { message, nonce, ...fixed, tagLength: length }, (error, key) =>
        error === null || error === undefined ? resolve(key) : reject(error),
      )
    })
}

/** What computes argon2id: the module that is handed in, else Node itself, else nothing. */
function argon2idBy(argon2: Argon2Like | undefined): ((parameters: Argon2idParameters) => Derivation) | null {
  if (argon2 !== undefined) return (parameters) => argon2idDerivation(argon2, parameters)
  const { argon2: native } = nodeCrypto as { readonly argon2?: NativeArgon2 }
  return typeof native === 'function' ? (parameters) => nativeDerivation(native, parameters) : null
}

function isArgon2(argon2: Argon2Like): boolean {
  try {
    return typeof argon2.hashRaw === 'function'
  } catch {
    return false
  }
}

function scryptRecipe(parameters: ScryptParameters = { N: 2 ** 15, r: 8, p: 3 }): Recipe {
  const { N, r, p } = readOptions(parameters)
  return { algorithm: 'scrypt', N, r, p }
}

function argon2idRecipe(parameters: Argon2idParameters = { m: 19_456, t: 2, p: 1 }): Recipe {
  const { m, t, p } = readOptions(parameters)
  return { algorithm: 'argon2id', m, t, p }
}

/**
 * argon2id by the module that is handed in, or by Node itself from 24.7 on; otherwise the native scrypt. Verifies what it can compute.
 * Verifiers that were made by another recipe before are to be named in `retiring`. Memory stays below slots × what one derivation
 * takes, whatever the number of callers. Throws `config/invalid` on options that are none, and on `argon2id` without anything that
 * computes it.
 *
 * @example
 * const passwordHash = nodePasswordHash({ argon2: await import('@node-rs/argon2') })
 */
export function nodePasswordHash(options: NodePasswordHashOptions = {}): PasswordHash {
  const given = readOptions(options)
  const { argon2, slots = Math.min(availableParallelism(), 4), costMax, retiring } = given
  if (argon2 !== undefined && !isArgon2(argon2)) {
    throw new SportelloError('config/invalid', 'password hash: argon2 is the module @node-rs/argon2')
  }
  const argon2id = argon2idBy(argon2)
  const isScrypt = argon2id === null || (argon2 === undefined && given.scrypt !== undefined)
  if (isScrypt && given.argon2id !== undefined && given.scrypt === undefined) {
    throw new SportelloError('config/invalid', 'password hash: argon2id needs argon2, or Node 24.7')
  }
  const { queueMax = isScrypt ? 128 : 1024 } = given
  return createSlowHash({
    recipe: isScrypt ? scryptRecipe(given.scrypt) : argon2idRecipe(given.argon2id),
    derivation: (recipe) => (recipe.algorithm === 'scrypt' ? scryptDerivation(recipe) : (argon2id?.(recipe) ?? null)),
    random: platformRandom(),
    slots,
    queueMax,
    costMax,
    retiring,
  })
}
