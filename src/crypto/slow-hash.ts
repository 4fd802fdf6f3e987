/** The password hash that every adapter shares: verifiers as PHC texts, a ceiling on what a stored one may cost, bounded slots. */
import { SportelloError } from '../kernel/index.ts'
import type { PasswordHash, Random } from '../ports/index.ts'
import { formatPhc, isRecipe, type Phc, parsePhc, type Recipe, sameRecipe } from './phc.ts'
import { createSlots } from './slots.ts'

/** Derives `length` bytes. Called within a slot; must not block the event loop, nor keep or change what it is given. */
export type Derivation = (secret: Uint8Array, salt: Uint8Array, length: number) => Promise<Uint8Array>

/**
 * The most that one verification may cost: memory in KiB; and work in KiB, which is memory times passes (argon2id, `m·t`) or
 * memory times lanes (scrypt, `N·r·p / 8`).
 */
export type CostCeiling = { readonly memoryKib: number; readonly workKib: number }

/** What an adapter brings. */
export type SlowHash = {
  /** What new hashes are made by. */
  readonly recipe: Recipe
  /** What stored verifiers were made by before, and still are: each verification costs all of these, whichever it needs. */
  readonly retiring: readonly Recipe[] | undefined
  /** How to derive by any recipe, or null for an algorithm that is not to be had here. */
  readonly derivation: (recipe: Recipe) => Derivation | null
  readonly random: Random
  /** 1 to 64 derivations at once. */
  readonly slots: number
  /** 0 to 65536 callers waiting. */
  readonly queueMax: number
  /** Left out: 128 MiB memory and 256 MiB work, or what `recipe` costs where that is more. */
  readonly costMax: CostCeiling | undefined
}

// The dearest sets that OWASP and ASVS appendix C recommend take 128 MiB; twice their work is let through.
const standardCeiling: CostCeiling = { memoryKib: 128 * 1024, workKib: 256 * 1024 }
// RFC 7914 §6: the 128·r·p bytes around the memory-hard part are computed in one go, which holds the event loop in plain JavaScript.
const scryptBlocksMax = 256

const saltLength = 16
const keyLength = 32
const secretLengthMax = 64

function invalid(rule: string, cause?: unknown): SportelloError {
  return new SportelloError('config/invalid', `password hash: ${rule}`, cause)
}

function unacceptable(reason: string): SportelloError {
  return new SportelloError('password-hash/unacceptable', `password hash: the stored verifier ${reason}`)
}

function whole(value: number, min: number, max: number, rule: string): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw invalid(rule)
}

/** A copy of the host's options, each read once. Throws `config/invalid` for what is no object or cannot be read. */
export function readOptions<Options extends object>(options: Options): Options {
  try {
    if (typeof options === 'object' && options !== null) return { ...options }
  } catch (cause) {
    throw invalid('the options cannot be read', cause)
  }
  throw invalid('the options are an object')
}

function costOf(recipe: Recipe): CostCeiling {
  switch (recipe.algorithm) {
    case 'scrypt': {
      const { N, r, p } = recipe
      return { memoryKib: (r * N) / 8, workKib: (r * N * p) / 8 }
    }
    case 'argon2id':
      return { memoryKib: recipe.m, workKib: recipe.m * recipe.t }
  }
}

const distinct = (recipes: readonly Recipe[]): readonly Recipe[] =>
  recipes.filter((one, i) => recipes.findIndex((other) => sameRecipe(other, one)) === i)

function readRetiring(retiring: readonly Recipe[] = []): readonly Recipe[] {
  if (!Array.isArray(retiring) || retiring.length > 8) throw invalid('retiring is a list of at most eight recipes')
  const given: readonly Recipe[] = retiring.map((one) => readOptions(one))
  if (!given.every(isRecipe)) throw invalid('a retiring recipe has parameters that are none of its algorithm')
  return given
}

function exceeds(recipe: Recipe, costMax: CostCeiling): boolean {
  const cost = costOf(recipe)
  if (recipe.algorithm === 'scrypt' && recipe.r * recipe.p > scryptBlocksMax) return true
  return cost.memoryKib > costMax.memoryKib || cost.workKib > costMax.workKib
}

function ceiling(costMax: CostCeiling | undefined, recipe: Recipe): CostCeiling {
  if (costMax === undefined) {
    const cost = costOf(recipe)
    return {
      memoryKib: Math.max(standardCeiling.memoryKib, cost.memoryKib),
      workKib: Math.max(standardCeiling.workKib, cost.workKib),
    }
  }
  const { memoryKib, workKib } = readOptions(costMax)
  return {
    memoryKib: whole(memoryKib, 1, 2 ** 32, 'costMax.memoryKib is a whole number from 1'),
    workKib: whole(workKib, 1, 2 ** 48, 'costMax.workKib is a whole number from 1'),
  }
}

function checkSecret(secret: unknown): void {
  if (typeof secret === 'string' && secret.length <= secretLengthMax && /^\p{ASCII}*$/u.test(secret)) return
  throw new SportelloError('password-hash/failed', 'password hash: a secret is at most 64 ASCII characters')
}

/** Compares in time that depends on the lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  a.forEach((byte, i) => {
    difference |= byte ^ Number(b[i])
  })
  return difference === 0
}

/**
 * A `PasswordHash` of these parts. Salts have 16 bytes, derived keys 32; a stored verifier may have others, and is then outdated.
 * Throws `config/invalid` where a number is out of range or the recipe is above the ceiling.
 */
export function createSlowHash(parts: SlowHash): PasswordHash {
  const { recipe, random } = parts
  if (!isRecipe(recipe)) throw invalid(`the parameters are none of ${recipe.algorithm}`)
  const costMax = ceiling(parts.costMax, recipe)
  if (exceeds(recipe, costMax)) throw invalid('the parameters of new hashes are above the ceiling')
  const current = parts.derivation(recipe)
  if (current === null) throw invalid(`${recipe.algorithm} is not to be had here`)
  const inSlot = createSlots(
    whole(parts.slots, 1, 64, 'slots is a whole number from 1 to 64'),
    whole(parts.queueMax, 0, 65_536, 'queueMax is a whole number from 0 to 65536'),
  )

  const retiring = readRetiring(parts.retiring)
  const accepted = distinct(retiring.length === 0 ? [] : [recipe, ...retiring]).map((one) => {
    if (exceeds(one, costMax)) throw invalid('a retiring recipe is above the ceiling')
    const derivation = parts.derivation(one)
    if (derivation === null) throw invalid(`${one.algorithm}, which is retiring, is not to be had here`)
    return { recipe: one, derivation }
  })

  async function derive(derivation: Derivation, secret: string, salt: Uint8Array, length: number): Promise<Uint8Array> {
    const bytes = Uint8Array.from(secret, (character) => character.charCodeAt(0))
    let key: Uint8Array
    try {
      key = await derivation(bytes, salt, length)
    } catch (cause) {
      throw new SportelloError('password-hash/failed', 'password hash: the derivation failed', cause)
    } finally {
      bytes.fill(0)
    }
    // An ill-fitting module may answer with anything, in another realm too, where `instanceof` says nothing.
    if (ArrayBuffer.isView(key) && key.length === length) return key
    throw new SportelloError('password-hash/failed', 'password hash: the derivation gave something else than the bytes asked for')
  }

  function acceptable(phc: unknown): Phc & { readonly derivation: Derivation } {
    const parsed = parsePhc(phc)
    if (!parsed.ok) throw unacceptable('is not one that this library makes')
    if (exceeds(parsed.value.recipe, costMax)) throw unacceptable('costs more than the ceiling')
    const derivation = parts.derivation(parsed.value.recipe)
    if (derivation === null) throw unacceptable(`needs ${parsed.value.recipe.algorithm}, which is not to be had here`)
    return { ...parsed.value, derivation }
  }

  return {
    async hash(secret) {
      checkSecret(secret)
      return inSlot(async () => {
        const salt = random.bytes(saltLength)
        return formatPhc({ recipe, salt, key: await derive(current, secret, salt, keyLength) })
      })
    },

    async verify(secret, phc) {
      checkSecret(secret)
      const { recipe: own, derivation, salt, key } = acceptable(phc)
      return inSlot(async () => {
        const isRight = equalBytes(await derive(derivation, secret, salt, key.length), key)
        // Who has a verifier of which age, and whether anybody has one at all, must not show in the time that it takes.
        for (const other of accepted) if (!sameRecipe(other.recipe, own)) await derive(other.derivation, secret, salt, keyLength)
        return isRight
      })
    },

    outdated(phc) {
      const parsed = parsePhc(phc)
      if (!parsed.ok) return true
      const { salt, key } = parsed.value
      return !sameRecipe(parsed.value.recipe, recipe) || salt.length < saltLength || key.length !== keyLength
    },
  }
}
