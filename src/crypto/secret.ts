/** Tokens, and the peppered verifiers of passwords and PINs. */
import { invariant, isSportelloError, SportelloError } from '../kernel/index.ts'
import type { LegacyVerifier, PasswordHash, Random } from '../ports/index.ts'
import { base64url, fromBase64url, fromUtf8, utf8 } from './encoding.ts'
import type { KeyRing } from './keys.ts'

// As long as a nonce of AES-GCM, the shortest read that must never come twice. By chance that happens once in 2^96 reads.
const repeatLength = 12

/** True when both begin with the same bytes, as far as both go; false where either has none. */
function beginsLike(bytes: Uint8Array, other: Uint8Array): boolean {
  const both = Math.min(bytes.length, other.length)
  for (let i = 0; i < both; i += 1) if (bytes[i] !== other[i]) return false
  return both > 0
}

/** Wraps the random port: a short, foreign or repeated answer is a failure of the world, never a weak secret. */
export function checkedRandom(random: Random): Random {
  let last: Uint8Array = new Uint8Array(0)
  return {
    bytes(length) {
      let given: unknown
      try {
        given = random.bytes(length)
      } catch (cause) {
        throw new SportelloError('random/failed', 'random: the source failed', cause)
      }
      if (!(given instanceof Uint8Array) || given.length !== length) {
        throw new SportelloError('random/failed', 'random: the source gave another number of bytes than asked')
      }
      // A copy, since the source may hand out one buffer again and again.
      const bytes = new Uint8Array(given)
      if (length >= repeatLength) {
        if (beginsLike(bytes, last)) throw new SportelloError('random/failed', 'random: the source repeats itself')
        last = bytes
      }
      return bytes
    },
  }
}

/** A token: `keyId~subject~secret`, where the secret is 32 random bytes in base64url and the subject finds its record. */
export type Token = { readonly keyId: string; readonly subject: string; readonly text: string }

/** A new token with its parts, as `readToken` finds them. */
export function freshToken(ring: KeyRing, random: Random, subject: string): Token {
  const keyId = ring.current
  return { keyId, subject, text: `${keyId}~${subject}~${base64url(random.bytes(32))}` }
}

const tokenPattern = /^([a-z0-9-]{1,32})~([A-Za-z0-9_-]{1,64})~[A-Za-z0-9_-]{43}$/

/** The parts of a token, or null for anything else. Total over any value. */
export function readToken(value: unknown): Token | null {
  if (typeof value !== 'string' || value.length > 160) return null
  const parts = tokenPattern.exec(value)
  if (parts === null) return null
  const [text, keyId = '', subject = ''] = parts
  return { keyId, subject, text }
}

/** What is stored of a token: a keyed digest for one purpose, or null when the ring no longer has the token's key. */
export function tokenDigest(ring: KeyRing, purpose: string, token: Token): string | null {
  return ring.digest('token', token.keyId, `${purpose}\0${token.text}`)
}

/**
 * A token of which nothing has to be stored: its secret is a keyed digest of its subject and of what it is bound to. The same again from
 * the same; null when the ring does not have the key.
 */
export function derivedToken(
  ring: KeyRing,
  keyId: string,
  about: { readonly purpose: string; readonly subject: string; readonly boundTo: string },
): Token | null {
  const { purpose, subject, boundTo } = about
  const secret = ring.digest('token', keyId, `${purpose}\0${keyId}~${subject}\0${boundTo}`)
  return secret === null ? null : { keyId, subject, text: `${keyId}~${subject}~${secret}` }
}

/**
 * `keyId:phc`: a slow hash over a keyed digest of the secret, so that a stolen store alone is of no use. One that was taken over from another
 * system is `legacy~parameters~keyId:phc`: its digest is of what that system computes of the secret under the parameters.
 */
export type Verifier = string

/** Which secret of whom. A verifier is good for this one alone: copied to another account, or kind, it opens nothing. */
export type SecretOf = { readonly kind: 'password' | 'pin'; readonly accountId: string }

export type SecretHash = {
  readonly hash: (what: SecretOf, secret: string) => Promise<Verifier>
  /** False too, at the same cost, where the pepper of the verifier is no longer in the ring. */
  readonly verify: (what: SecretOf, secret: string, verifier: Verifier) => Promise<boolean>
  /**
   * A verifier made of one of another system, which alone is of no use any more; null for a text that is none of that system, or where none is
   * handed in.
   */
  readonly takeOver: (what: SecretOf, foreign: string) => Promise<Verifier | null>
  /** False where the pepper of the verifier is no longer in the ring, or the other system's hash is gone: then no secret is right any more. */
  readonly isReadable: (verifier: Verifier) => boolean
  /** True when the verifier should be made anew at the next right secret: old parameters or an old pepper. */
  readonly outdated: (verifier: Verifier) => boolean
  /** A verifier of nothing, with today's parameters: unknown accounts cost what known ones do. */
  readonly dummy: () => Promise<Verifier>
}

/** Awaits a call of the slow hash. Whatever it throws comes out typed; an answer of another type never counts as one. */
async function answered<T extends string | boolean>(type: 'string' | 'boolean', call: () => Promise<T>): Promise<T> {
  let answer: T
  try {
    answer = await call()
  } catch (cause) {
    if (isSportelloError(cause)) throw cause
    throw new SportelloError('password-hash/failed', 'password hash: the call failed', cause)
  }
  if (typeof answer === type) return answer
  throw new SportelloError('password-hash/failed', `password hash: a ${type} was due`)
}

const legacyPattern = /^legacy~([A-Za-z0-9_-]*)~/

/** The parameters of the other system and the verifier of what it computes; null for a verifier of our own. */
function takenOver(verifier: Verifier): { readonly parameters: string; readonly own: Verifier } | null {
  const parts = legacyPattern.exec(verifier)
  if (parts === null) return null
  const [head, encoded = ''] = parts
  const bytes = fromBase64url(encoded)
  return bytes === null ? null : { parameters: fromUtf8(bytes), own: verifier.slice(head.length) }
}

/** Longer is no verifier of a password. */
const foreignMax = 4096

/** What the host's port makes of a foreign verifier: its parts, each a text within bounds, or null. */
function readForeign(legacy: LegacyVerifier, foreign: string): { readonly parameters: string; readonly result: string } | null {
  if (foreign.length > foreignMax) return null
  try {
    const { parameters, result } = legacy.read(foreign) ?? {}
    const isText = (part: unknown): part is string => typeof part === 'string' && part !== '' && part.length <= foreignMax
    return isText(parameters) && isText(result) ? { parameters, result } : null
  } catch (cause) {
    throw new SportelloError('password-hash/failed', 'legacy verifier: read has thrown', cause)
  }
}

export function createSecretHash(
  ring: KeyRing,
  passwordHash: PasswordHash,
  random: Random,
  legacy: LegacyVerifier | null = null,
): SecretHash {
  let dummy: Promise<Verifier> | null = null

  /** Null where the pepper is not in the ring. */
  function peppered(keyId: string, { kind, accountId }: SecretOf, secret: string): string | null {
    return ring.digest('pepper', keyId, `${kind}\0${accountId}\0${secret}`)
  }

  async function hash(what: SecretOf, secret: string): Promise<Verifier> {
    const digest = peppered(ring.current, what, secret)
    invariant(digest !== null, 'verifier: the current key is in the ring')
    return `${ring.current}:${await answered('string', () => passwordHash.hash(digest))}`
  }

  function today(): Promise<Verifier> {
    dummy ??= hash({ kind: 'password', accountId: '' }, base64url(random.bytes(32))).catch((cause) => {
      dummy = null
      throw cause
    })
    return dummy
  }

  async function verifyOwn(what: SecretOf, secret: string, verifier: Verifier): Promise<boolean> {
    const colon = verifier.indexOf(':')
    const digest = peppered(verifier.slice(0, colon), what, secret)
    if (digest !== null) return answered('boolean', () => passwordHash.verify(digest, verifier.slice(colon + 1)))
    // Nothing can be right any more. It costs what a wrong secret costs, or time would tell who had one.
    const nothing = await today()
    const other = peppered(ring.current, what, secret)
    invariant(other !== null, 'verifier: the current key is in the ring')
    await answered('boolean', () => passwordHash.verify(other, nothing.slice(nothing.indexOf(':') + 1)))
    return false
  }

  const isOwnReadable = (verifier: Verifier): boolean =>
    peppered(verifier.slice(0, verifier.indexOf(':')), { kind: 'pin', accountId: '' }, '') !== null

  return {
    hash,
    async verify(what, secret, verifier) {
      // No PIN was ever taken over, and what was names no key of the ring.
      if (legacy === null || what.kind !== 'password') return verifyOwn(what, secret, verifier)
      const taken = takenOver(verifier)
      // Of every password the other system's hash is computed, or time would tell whose was.
      const result = await answered('string', () => legacy.compute(secret, taken?.parameters ?? legacy.example))
      return taken === null ? verifyOwn(what, secret, verifier) : verifyOwn(what, result, taken.own)
    },
    async takeOver(what, foreign) {
      const read = legacy === null ? null : readForeign(legacy, foreign)
      return read === null ? null : `legacy~${base64url(utf8(read.parameters))}~${await hash(what, read.result)}`
    },
    isReadable(verifier) {
      const taken = takenOver(verifier)
      return taken === null ? isOwnReadable(verifier) : legacy !== null && isOwnReadable(taken.own)
    },
    outdated(verifier) {
      const colon = verifier.indexOf(':')
      // What was taken over names no key of the ring.
      if (verifier.slice(0, colon) !== ring.current) return true
      try {
        return passwordHash.outdated(verifier.slice(colon + 1))
      } catch (cause) {
        throw isSportelloError(cause)
          ? cause
          : new SportelloError('password-hash/failed', 'password hash: the call failed', cause)
      }
    },
    dummy: today,
  }
}
