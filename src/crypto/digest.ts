/** SHA-256 and keyed digests. With `seal.ts` and the slow hash the only place where cryptography is called. */
import { expand } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { base64url, utf8, utf8Into } from './encoding.ts'

/** SHA-256 (FIPS 180-4) as 64 lower-case hex digits, through the platform, which computes it off the event loop. */
export async function contentDigest(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const { crypto } = globalThis as typeof globalThis & {
    readonly crypto: { readonly subtle: { digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> } }
  }
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', content)))
}

type Hash<Self> = {
  update(data: Uint8Array): Self
  digestInto(bytes: Uint8Array): void
  _cloneInto(to?: Self): Self
}

// A digest is computed from beginning to end without waiting, so all share one place to work in: making a new one for each
// would cost as much as the hashing. It is wiped after each.
const input = new Uint8Array(4096)
const output = new Uint8Array(32)

/** Digests texts from the state of `begun`, which stays as it is; as 43 characters of base64url. */
function textDigest<Self extends Hash<Self>>(begun: Self): (text: string) => string {
  const working = begun._cloneInto()
  return (text) => {
    const bytes = 3 * text.length > input.length ? utf8(text) : input.subarray(0, utf8Into(text, input))
    begun._cloneInto(working).update(bytes).digestInto(output)
    const digest = base64url(output)
    bytes.fill(0)
    output.fill(0)
    return digest
  }
}

/** SHA-256 of a text as 43 characters of base64url. */
export const sha256Text: (text: string) => string = /* @__PURE__ */ textDigest(/* @__PURE__ */ sha256.create())

/** A 32-byte key for one purpose, HKDF-Expand of RFC 5869 §2.3; `key` is uniformly random. */
export function deriveKey(key: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(expand(sha256, key, utf8(`sportello/1/${purpose}`), 32))
}

/** HMAC-SHA-256 (RFC 2104) under one key, as 43 characters of base64url. The key schedule is computed once. */
export function keyedDigest(key: Uint8Array): (text: string) => string {
  return textDigest(hmac.create(sha256, key))
}

/** Compares two texts in time that depends on their lengths only. */
export function equalText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % (b.length || 1))
  return difference === 0
}
