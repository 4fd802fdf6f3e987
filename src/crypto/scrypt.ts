/** scrypt in plain JavaScript, for wherever there is no native one. */
import type { ScryptParameters } from './phc.ts'

// Cooperative: at most so long at a time, so that with the wiping of the memory the loop is never held for 20 ms.
const asyncTick = 5

/** RFC 7914 in slices of a few milliseconds, 128·r·(N+p+1) bytes of memory. The package is loaded by the first call. */
export async function scrypt(
  secret: Uint8Array,
  salt: Uint8Array,
  { N, r, p }: ScryptParameters,
  dkLen: number,
): Promise<Uint8Array> {
  const { scryptAsync } = await import('@noble/hashes/scrypt.js')
  return scryptAsync(secret, salt, { N, r, p, dkLen, asyncTick, maxmem: 128 * r * (N + p + 1) })
}
