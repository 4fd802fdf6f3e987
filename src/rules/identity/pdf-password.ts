/**
 * Whether an encrypted PDF opens without a password: the check of the empty user password by the standard security handler (ISO 32000-2
 * §7.6.4.3 and §7.6.4.4). MD5 and RC4 are those of the format; nothing is kept secret by them here.
 */
import { joined } from './bytes.ts'
import { md5 } from './md5.ts'

type Bytes = Uint8Array<ArrayBuffer>

type Subtle = {
  digest(algorithm: string, data: Bytes): Promise<ArrayBuffer>
  importKey(format: 'raw', key: Bytes, algorithm: 'AES-CBC', extractable: false, usages: readonly ['encrypt']): Promise<object>
  encrypt(algorithm: { readonly name: 'AES-CBC'; readonly iv: Bytes }, key: object, data: Bytes): Promise<ArrayBuffer>
}

/** The entries of an encryption dictionary that the check needs. */
export type PdfEncryption = {
  /** `R`, 2 to 6. */
  readonly revision: number
  /** `Length` in bytes, 5 to 16; of no meaning from revision 5 on. */
  readonly keyLength: number
  /** `O` and `U` as they are in the file. */
  readonly owner: Bytes
  readonly user: Bytes
  /** `P`, a signed number of 32 bits. */
  readonly permissions: number
  /** The first part of the file's `ID`. */
  readonly id: Bytes
  readonly encryptsMetadata: boolean
}

// §7.6.4.3.2: what pads a password.
const padding = Uint8Array.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A'.matchAll(/../g), ([pair]) =>
  Number.parseInt(pair, 16),
)

const startsAlike = (a: Uint8Array, b: Uint8Array, length: number): boolean =>
  a.length >= length && b.length >= length && a.subarray(0, length).every((byte, i) => byte === b[i])

function rc4(key: Uint8Array, data: Uint8Array): Bytes {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i)
  const at = (index: number): number => state[index & 255] as number
  const swap = (a: number, b: number): void => {
    const kept = at(a)
    state[a & 255] = at(b)
    state[b & 255] = kept
  }
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] as number)) & 255
    swap(i, j)
  }
  let j = 0
  return Uint8Array.from(data, (byte, n) => {
    const i = (n + 1) & 255
    j = (j + at(i)) & 255
    swap(i, j)
    return byte ^ at(at(i) + at(j))
  })
}

/** Revisions 2 to 4: algorithms 2, 4 and 5. */
function opensByMd5({ revision, keyLength, owner, user, permissions, id, encryptsMetadata }: PdfEncryption): boolean {
  const rights = Uint8Array.from({ length: 4 }, (_, i) => (permissions >>> (8 * i)) & 255)
  const unencrypted = revision >= 4 && !encryptsMetadata ? Uint8Array.of(255, 255, 255, 255) : new Uint8Array()
  const length = revision === 2 ? 5 : keyLength
  let key = md5(joined([padding, owner.subarray(0, 32), rights, id, unencrypted])).subarray(0, length)
  if (revision === 2) return startsAlike(rc4(key, padding), user, 32)
  for (let round = 0; round < 50; round += 1) key = md5(key).subarray(0, length)
  let check: Uint8Array = md5(joined([padding, id]))
  for (let round = 0; round < 20; round += 1) {
    check = rc4(
      key.map((byte) => byte ^ round),
      check,
    )
  }
  return startsAlike(check, user, 16)
}

/** Revisions 5 and 6: algorithms 2.B and 11. */
async function opensBySha2({ revision, user }: PdfEncryption): Promise<boolean> {
  const { crypto } = globalThis as typeof globalThis & { readonly crypto: { readonly subtle: Subtle } }
  const digest = async (algorithm: string, data: Bytes) => new Uint8Array(await crypto.subtle.digest(algorithm, data))
  let key = await digest('SHA-256', user.slice(32, 40))
  for (let round = 0, last = 0; revision === 6 && (round < 64 || last > round - 32); round += 1) {
    const block = joined(Array.from({ length: 64 }, () => key))
    const secret = await crypto.subtle.importKey('raw', key.slice(0, 16), 'AES-CBC', false, ['encrypt'])
    const padded = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: key.slice(16, 32) }, secret, block)
    const encrypted = new Uint8Array(padded).subarray(0, block.length)
    const sum = encrypted.subarray(0, 16).reduce((total, byte) => total + byte, 0)
    key = await digest(['SHA-256', 'SHA-384', 'SHA-512'][sum % 3] as string, encrypted.slice())
    last = encrypted[encrypted.length - 1] as number
  }
  return startsAlike(key, user, 32)
}

/** True when the file opens without a password. False also for a handler, or entries, that are not those of the standard. */
export async function opensWithoutPassword(encryption: PdfEncryption): Promise<boolean> {
  const { revision, keyLength, owner, user } = encryption
  if (revision >= 2 && revision <= 4) {
    const isSound = owner.length >= 32 && user.length >= 32 && Number.isInteger(keyLength) && keyLength >= 5 && keyLength <= 16
    return isSound && opensByMd5(encryption)
  }
  return (revision === 5 || revision === 6) && user.length >= 48 && (await opensBySha2(encryption))
}
