/** What is stored under the keys of a host must be found again by every later version: the same digests from the same keys. */
import { expect, it } from 'vitest'
import { createKeyRing, derivedToken, readToken } from '../../src/crypto/index.ts'

const bytes = (seed: number) => Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + seed * 101 + 13) % 256)
const made = () => createKeyRing({ current: 'k1', ring: { k1: bytes(1), k2: bytes(2) }, pseudonym: bytes(9) })

it('the digests of each purpose, and pseudonyms, are what they have always been', () => {
  const ring = made()
  const digest = (purpose: 'token' | 'pepper' | 'journal') => ring.digest(purpose, 'k1', 'text')
  expect([digest('token'), digest('pepper'), digest('journal'), ring.pseudonym('code', 'text')]).toEqual([
    'UCd26DYDaKWwif5kp19Wej1JSkqJ4IHPisTCVxXuNy8',
    'U-wcNBxu08JNZ2Utd-kMtiYGJ8Hrofyjr0XpSeQwhYw',
    'CfpMnanEuRe5vtlZcpt-2oRyCH8q4YGXnHPwWQ4YXGU',
    'GnHYNLy_gYL7OHaYz5zRor2pk9Pk4hL1taBZ93yu6PA',
  ])
})

it('a derived token is the same from the same, another from anything else, and none without its key', () => {
  const ring = made()
  const about = { purpose: 'receipt', subject: 'S1', boundTo: 'x' }
  const token = derivedToken(ring, 'k1', about)
  expect(token).toEqual({ keyId: 'k1', subject: 'S1', text: 'k1~S1~oRkHRSSVkS28qoDcP6ff2sbeG9tv64rdcXSzzefNVEE' })
  expect(readToken(token?.text)).toEqual(token)
  const others = [
    derivedToken(ring, 'k2', about),
    ...[{ purpose: 'ticket' }, { subject: 'S2' }, { boundTo: 'y' }].map((over) =>
      derivedToken(ring, 'k1', { ...about, ...over }),
    ),
  ]
  expect(new Set([token, ...others].map((one) => one?.text.split('~')[2])).size).toBe(5)
  expect(derivedToken(ring, 'k3', about)).toBeNull()
})
