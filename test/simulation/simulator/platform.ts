/**
 * The platform answers its cryptography from threads of its own, in any order. Here the same bytes are computed at once, so that a seed gives the same run:
 * what goes on at the same time in one process takes turns in the same order each time.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

type Algorithm = { readonly name: string; readonly iv: Uint8Array; readonly additionalData: Uint8Array }
type Loose = (...given: readonly never[]) => unknown

const tagLength = 16

const bytesOf = (whole: Uint8Array): ArrayBuffer => Uint8Array.from(whole).buffer

const atOnce: { readonly [name: string]: (old: Loose, ...given: readonly never[]) => unknown } = {
  importKey: (old, ...given) =>
    given[2] === 'AES-GCM' ? { raw: Uint8Array.from(given[1] as unknown as Uint8Array) } : old(...given),
  encrypt(old, ...given) {
    const [{ name, iv, additionalData }, key, data] = given as unknown as [Algorithm, { readonly raw: Uint8Array }, Uint8Array]
    if (name !== 'AES-GCM') return old(...given)
    const cipher = createCipheriv('aes-256-gcm', key.raw, iv).setAAD(additionalData)
    const sealed = Buffer.concat([cipher.update(data), cipher.final()])
    return bytesOf(Buffer.concat([sealed, cipher.getAuthTag()]))
  },
  decrypt(old, ...given) {
    const [{ name, iv, additionalData }, key, data] = given as unknown as [Algorithm, { readonly raw: Uint8Array }, Uint8Array]
    if (name !== 'AES-GCM') return old(...given)
    const decipher = createDecipheriv('aes-256-gcm', key.raw, iv).setAAD(additionalData).setAuthTag(data.slice(-tagLength))
    return bytesOf(Buffer.concat([decipher.update(data.slice(0, -tagLength)), decipher.final()]))
  },
  digest(old, ...given) {
    const [name, data] = given as unknown as [string, Uint8Array]
    return name === 'SHA-256' ? bytesOf(createHash('sha256').update(data).digest()) : old(...given)
  },
}

let isDone = false

/** Has the platform answer at once in this process. */
export function answerAtOnce(): void {
  if (isDone) return
  isDone = true
  const { subtle } = globalThis.crypto
  for (const [name, call] of Object.entries(atOnce)) {
    // What it throws is a rejection, as it is of the platform.
    const old = (subtle[name as keyof typeof subtle] as unknown as Loose).bind(subtle) as Loose
    Object.defineProperty(subtle, name, { configurable: true, value: async (...given: readonly never[]) => call(old, ...given) })
  }
}
