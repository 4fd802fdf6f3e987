/** The host's keys: a ring with one current key for sealing, tokens and peppers, and one key for pseudonyms that never changes. */
import { SportelloError } from '../kernel/index.ts'
import { deriveKey, keyedDigest } from './digest.ts'

/**
 * Kept outside the storage (a secret manager, an environment); `parseKeys` reads them from a text. Each key is at least 32 uniformly
 * random bytes.
 * New values use `current`; older keys stay in `ring` as long as values made with them live (mail: days; sessions: hours;
 * peppered verifiers: until each subscriber has signed in once; journals: as long as somebody is to verify them).
 */
export type Keys = {
  /** Id of the key for new values: 1 to 32 characters of `a-z 0-9 -`. */
  readonly current: string
  readonly ring: { readonly [id: string]: Uint8Array }
  /**
   * Turns a codice fiscale or mailbox into a record id that cannot be computed without it. Records are found through it, so it
   * cannot be rotated without rewriting every key.
   */
  readonly pseudonym: Uint8Array
}

export type Purpose = 'token' | 'pepper' | 'journal' | 'seal' | 'request'

/** The purposes of keyed digests; the others seal. */
export type DigestPurpose = Extract<Purpose, 'token' | 'pepper' | 'journal'>

export type KeyRing = {
  readonly current: string
  /** 43 base64url characters: the record id of something that is never stored in clear. */
  readonly pseudonym: (kind: string, text: string) => string
  /** Digest of a text under the ring's key `id`, or null when the ring has no such key. */
  readonly digest: (purpose: DigestPurpose, id: string, text: string) => string | null
  /** The 32-byte key of a purpose, or null when the ring has no such key. */
  readonly key: (purpose: 'seal' | 'request', id: string) => Uint8Array<ArrayBuffer> | null
}

export const keyIdPattern: RegExp = /^[a-z0-9-]{1,32}$/

/** True for a block of at most 16 bytes again and again: it is no 32 random bytes, however long it is. */
function isRepeated(key: Uint8Array): boolean {
  for (let length = 1; length <= 16; length += 1) if (key.every((byte, i) => byte === key[i % length])) return true
  return false
}

/** Why bytes are no key, in words that follow its name and quote nothing of it; null for a key. */
export function keyFault(key: Uint8Array): string | null {
  if (key.length < 32 || key.length > 1024) return 'must be 32 to 1024 random bytes'
  return isRepeated(key) ? 'is one byte or a short block repeated, not a random key' : null
}

function checked(name: string, key: unknown): Uint8Array {
  const fault = key instanceof Uint8Array ? keyFault(key) : 'must be a Uint8Array of 32 to 1024 random bytes'
  if (fault !== null) throw new SportelloError('config/invalid', `keys: ${name} ${fault}`)
  return key as Uint8Array
}

/** Reads the host's keys once; later changes to the given arrays have no effect. Throws `config/invalid` on weak or missing keys. */
export function createKeyRing(keys: Keys): KeyRing {
  const pseudonymKey = keyedDigest(deriveKey(checked('pseudonym', keys?.pseudonym), 'pseudonym'))
  const ring = new Map<string, { readonly [P in DigestPurpose]: (text: string) => string } & { readonly raw: Uint8Array }>()
  for (const [id, key] of Object.entries(keys.ring ?? {})) {
    if (!keyIdPattern.test(id)) throw new SportelloError('config/invalid', 'keys: an id has 1 to 32 characters of a-z, 0-9 and -')
    const raw = Uint8Array.from(checked(`ring.${id}`, key))
    const digest = (purpose: DigestPurpose) => keyedDigest(deriveKey(raw, purpose))
    ring.set(id, { token: digest('token'), pepper: digest('pepper'), journal: digest('journal'), raw })
  }
  const { current } = keys
  const newest = typeof current === 'string' ? ring.get(current) : undefined
  if (newest === undefined) throw new SportelloError('config/invalid', 'keys: current must name a key of the ring')
  return {
    current,
    pseudonym: (kind, text) => pseudonymKey(`${kind}\0${text}`),
    digest: (purpose, id, text) => (id === current ? newest : ring.get(id))?.[purpose](text) ?? null,
    key: (purpose, id) => {
      const entry = ring.get(id)
      return entry === undefined ? null : deriveKey(entry.raw, purpose)
    },
  }
}
