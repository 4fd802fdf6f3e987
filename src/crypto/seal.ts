/** AES-256-GCM (NIST SP 800-38D) through the platform's Web Cryptography: what has to be read again later lies sealed. */
import { SportelloError } from '../kernel/index.ts'
import type { Random } from '../ports/index.ts'
import { deriveKey } from './digest.ts'
import { base64url, fromBase64url, fromUtf8, utf8 } from './encoding.ts'
import type { DigestPurpose, KeyRing, Purpose } from './keys.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Algorithm = { readonly name: 'AES-GCM'; readonly iv: Bytes; readonly additionalData: Bytes }
type Subtle = {
  importKey(
    format: 'raw',
    key: Bytes,
    algorithm: 'AES-GCM',
    extractable: false,
    usages: readonly ('encrypt' | 'decrypt')[],
  ): Promise<object>
  encrypt(algorithm: Algorithm, key: object, data: Bytes): Promise<ArrayBuffer>
  decrypt(algorithm: Algorithm, key: object, data: Bytes): Promise<ArrayBuffer>
}

const nonceLength = 12

export type Sealer = {
  /**
   * `keyId.base64url(nonce, ciphertext, tag)`. `identity` is bound as associated data, so a value moved to another row does not
   * open. `extra` narrows the key to whoever has one more secret.
   */
  readonly seal: (purpose: Exclude<Purpose, DigestPurpose>, identity: string, text: string, extra?: string) => Promise<string>
  /** Throws `seal/failed`, always the same way, when key, identity, extra secret or bytes do not fit. */
  readonly open: (purpose: Exclude<Purpose, DigestPurpose>, identity: string, sealed: string, extra?: string) => Promise<string>
}

export function createSealer(ring: KeyRing, random: Random): Sealer {
  const { crypto } = globalThis as typeof globalThis & { readonly crypto: { readonly subtle: Subtle } }
  const imported = new Map<string, Promise<object>>()

  function keyFor(purpose: 'seal' | 'request', id: string, extra: string | undefined): Promise<object> {
    const known = extra === undefined ? imported.get(`${purpose}.${id}`) : undefined
    if (known !== undefined) return known
    const key = ring.key(purpose, id)
    if (key === null) throw new SportelloError('seal/failed', `seal: no key ${id} in the ring`)
    const bytes = extra === undefined ? key : deriveKey(key, `extra/${extra}`)
    const promise = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
    if (extra === undefined) imported.set(`${purpose}.${id}`, promise)
    return promise
  }

  return {
    async seal(purpose, identity, text, extra) {
      const iv = Uint8Array.from(random.bytes(nonceLength))
      const key = await keyFor(purpose, ring.current, extra)
      const sealed = new Uint8Array(
        await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(identity) }, key, utf8(text)),
      )
      const whole = new Uint8Array(nonceLength + sealed.length)
      whole.set(iv)
      whole.set(sealed, nonceLength)
      return `${ring.current}.${base64url(whole)}`
    },
    async open(purpose, identity, sealed, extra) {
      const dot = sealed.indexOf('.')
      const whole = fromBase64url(sealed.slice(dot + 1))
      if (dot < 1 || whole === null || whole.length < nonceLength)
        throw new SportelloError('seal/failed', 'seal: not a sealed value')
      const key = await keyFor(purpose, sealed.slice(0, dot), extra)
      const iv = whole.slice(0, nonceLength)
      try {
        return fromUtf8(
          new Uint8Array(
            await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8(identity) }, key, whole.slice(nonceLength)),
          ),
        )
      } catch (cause) {
        throw new SportelloError('seal/failed', 'seal: the value does not open', cause)
      }
    },
  }
}
