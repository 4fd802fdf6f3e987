/** Keys drawn from the platform's random bytes, as texts for `parseKeys`. */
import { platformRandom } from './adapters/portable.ts'
import { checkedRandom, freshKeys, keysInFront } from './crypto/index.ts'

/**
 * New keys as a text for `parseKeys`: `k1:KEY,pseudonym:KEY`, each of 32 random bytes of the platform in base64url. Keep it in an
 * environment variable or a secret store, away from the database. Throws `random/failed` where the platform has no random bytes.
 *
 * @example
 * const text = generateKeys() // once for a counter: keep it in a secret store
 */
export function generateKeys(): string {
  return freshKeys(checkedRandom(platformRandom()))
}

/**
 * The text with one more key in front, which is `current` from then on; the earlier ones stay in the ring, and `pseudonym` stays as it
 * is. Throws `config/invalid` as `parseKeys` does, so a text that is missing is never replaced by new keys.
 *
 * @example
 * const text = rotateKeys(process.env['SPORTELLO_KEYS']) // the former keys stand behind the new one
 */
export function rotateKeys(text: string | undefined): string {
  return keysInFront(text, checkedRandom(platformRandom()))
}
