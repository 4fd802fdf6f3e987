/**
 * The text that a slow hash is stored as: `$scrypt$ln=17,r=8,p=1$salt$key` or `$argon2id$v=19$m=19456,t=2,p=1$salt$key`, salt and
 * key in standard base64 without padding. Each hash has one spelling: what could be read is written back to the same text.
 */
import { accept, type Result, refuse } from '../kernel/index.ts'
import { base64url, fromBase64url } from './encoding.ts'

/** RFC 7914 §2: `N` is a power of two below 2^(16r), `r` the block size, `p` the lanes. Memory is about 128·N·r bytes. */
export type ScryptParameters = { readonly N: number; readonly r: number; readonly p: number }

/** RFC 9106 §3.1, version 19: `m` is the memory in KiB, at least 8p; `t` the passes; `p` the lanes, at most 255. */
export type Argon2idParameters = { readonly m: number; readonly t: number; readonly p: number }

/** An algorithm with everything that decides its result beside secret, salt and length. */
export type Recipe =
  | ({ readonly algorithm: 'scrypt' } & ScryptParameters)
  | ({ readonly algorithm: 'argon2id' } & Argon2idParameters)

/** `salt` has 8 to 64 bytes; `key`, which is what was derived, has 16 to 64: a shorter one could be met by chance. */
export type Phc = { readonly recipe: Recipe; readonly salt: Uint8Array; readonly key: Uint8Array }

/** `phc/unknown`: a text of this kind for another algorithm or version. `phc/malformed`: anything else. */
export type PhcRefusal = { readonly code: 'phc/malformed' } | { readonly code: 'phc/unknown' }

const textLengthMax = 256

// No part can match where its neighbour does, so both run in one pass without backtracking.
const scryptText =
  /^\$scrypt\$ln=([1-9][0-9]?),r=([1-9][0-9]{0,9}),p=([1-9][0-9]{0,9})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
const argon2idText =
  /^\$argon2id\$v=19\$m=([1-9][0-9]{0,9}),t=([1-9][0-9]{0,9}),p=([1-9][0-9]{0,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
const knownPrefix = /^\$(?:scrypt\$|argon2id\$v=19\$)/
const anyPrefix = /^\$[a-z0-9-]{1,32}\$/

const whole = (value: number, min: number, max: number): boolean => Number.isInteger(value) && value >= min && value <= max

/** True where the standard defines a result for these parameters, whatever that costs. Total over any value in the fields. */
export function isRecipe(recipe: Recipe): boolean {
  switch (recipe.algorithm) {
    case 'scrypt': {
      const { N, r, p } = recipe
      if (!whole(N, 2, 2 ** 63) || !whole(r, 1, 2 ** 30 - 1) || !whole(p, 1, 2 ** 30 - 1)) return false
      const exponent = Math.round(Math.log2(N))
      return 2 ** exponent === N && exponent < 16 * r && r * p < 2 ** 30
    }
    case 'argon2id': {
      const { m, t, p } = recipe
      return whole(p, 1, 255) && whole(t, 1, 2 ** 32 - 1) && whole(m, 8 * p, 2 ** 32 - 1)
    }
  }
}

function formatRecipe(recipe: Recipe): string {
  switch (recipe.algorithm) {
    case 'scrypt':
      return `$scrypt$ln=${Math.log2(recipe.N)},r=${recipe.r},p=${recipe.p}`
    case 'argon2id':
      return `$argon2id$v=19$m=${recipe.m},t=${recipe.t},p=${recipe.p}`
  }
}

/** True for the same algorithm with the same parameters. */
export function sameRecipe(a: Recipe, b: Recipe): boolean {
  return formatRecipe(a) === formatRecipe(b)
}

function base64(bytes: Uint8Array): string {
  return base64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
}

function fromBase64(text: string): Uint8Array | null {
  return fromBase64url(text.replaceAll('+', '-').replaceAll('/', '_'))
}

/** The one text of a hash; `parsePhc` reads it back. */
export function formatPhc(phc: Phc): string {
  return `${formatRecipe(phc.recipe)}$${base64(phc.salt)}$${base64(phc.key)}`
}

/** Reads a stored hash of any origin, strictly. Total over any value; a text of more than 256 characters is refused unread. */
export function parsePhc(text: unknown): Result<Phc, PhcRefusal> {
  if (typeof text !== 'string' || text.length > textLengthMax) return refuse({ code: 'phc/malformed' })
  const scrypt = scryptText.exec(text)
  const parts = scrypt ?? argon2idText.exec(text)
  if (parts === null) {
    return anyPrefix.test(text) && !knownPrefix.test(text) ? refuse({ code: 'phc/unknown' }) : refuse({ code: 'phc/malformed' })
  }
  const [, first, second, third, saltText = '', keyText = ''] = parts
  const recipe: Recipe =
    scrypt === null
      ? { algorithm: 'argon2id', m: Number(first), t: Number(second), p: Number(third) }
      : { algorithm: 'scrypt', N: 2 ** Number(first), r: Number(second), p: Number(third) }
  const salt = fromBase64(saltText)
  const key = fromBase64(keyText)
  return salt !== null && key !== null && isRecipe(recipe) ? accept({ recipe, salt, key }) : refuse({ code: 'phc/malformed' })
}
