/** What the failures of the cryptography say: the words are all that a host has to find out what is wrong. */
import { seededRandom } from 'sportello/testing'
import { expect, it } from 'vitest'
import { checkedRandom, createKeyRing, createSealer, createSecretHash, type Keys } from '../../src/crypto/index.ts'
import { randomPool } from '../../src/crypto/random-pool.ts'
import { createSlots } from '../../src/crypto/slots.ts'
import type { LegacyVerifier, PasswordHash } from '../../src/ports/index.ts'

const bytes = (seed: number) => Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + seed * 101 + 13) % 256)
const keys: Keys = { current: 'k1', ring: { k1: bytes(1) }, pseudonym: bytes(9) }
const ring = createKeyRing(keys)
const random = seededRandom(1)
const sealer = createSealer(ring, random)
const given = (over: object) => () => createKeyRing({ ...keys, ...over } as Keys)
const frozen = checkedRandom({ bytes: (length) => new Uint8Array(length) })
const what = { kind: 'password', accountId: 'a' } as const

const broken = (answer: () => unknown): PasswordHash =>
  ({ hash: async () => answer(), verify: async () => answer(), outdated: () => answer() }) as PasswordHash
const throws = (): never => {
  throw new Error('down')
}
const hashing = (answer: () => unknown, legacy: LegacyVerifier | null = null) =>
  createSecretHash(ring, broken(answer), random, legacy)
const legacy = { read: throws, compute: throws, example: '' } as unknown as LegacyVerifier
const noBytes = 'must be a Uint8Array of 32 to 1024 random bytes'

it.each<[code: string, message: string, call: () => unknown]>([
  ['config/invalid', `keys: pseudonym ${noBytes}`, given({ pseudonym: 'x' })],
  ['config/invalid', `keys: ring.k1 ${noBytes}`, given({ ring: { k1: 'x' } })],
  ['config/invalid', 'keys: ring.k1 must be 32 to 1024 random bytes', given({ ring: { k1: new Uint8Array(31) } })],
  ['config/invalid', 'keys: an id has 1 to 32 characters of a-z, 0-9 and -', given({ ring: { K1: bytes(1) } })],
  ['config/invalid', 'keys: current must name a key of the ring', given({ current: 'k2' })],
  ['random/failed', 'random: the platform failed', () => randomPool(throws).bytes(1)],
  ['random/failed', 'random: the platform stopped short or repeats itself', () => randomPool(() => undefined).bytes(1)],
  ['random/failed', 'random: 1 to 65536 bytes are drawn at a time', () => randomPool(() => undefined).bytes(0)],
  ['random/failed', 'random: the source failed', () => checkedRandom({ bytes: throws }).bytes(1)],
  [
    'random/failed',
    'random: the source gave another number of bytes than asked',
    () => checkedRandom({ bytes: () => bytes(1) }).bytes(1),
  ],
  ['random/failed', 'random: the source repeats itself', () => [frozen.bytes(12), frozen.bytes(12)]],
  ['busy', 'password hash: every slot and the whole queue are taken', () => createSlots(0, 0)(async () => 1)],
  ['seal/failed', 'seal: no key k2 in the ring', () => sealer.open('seal', 'row', `k2.${'A'.repeat(40)}`)],
  ['seal/failed', 'seal: not a sealed value', () => sealer.open('seal', 'row', `.${'A'.repeat(40)}`)],
  ['seal/failed', 'seal: not a sealed value', () => sealer.open('seal', 'row', 'k1.AAAA')],
  ['seal/failed', 'seal: the value does not open', () => sealer.open('seal', 'row', `k1.${'A'.repeat(16)}`)],
  ['seal/failed', 'seal: the value does not open', () => sealer.open('seal', 'row', `k1.${'A'.repeat(40)}`)],
  ['password-hash/failed', 'password hash: the call failed', () => hashing(throws).hash(what, 'x')],
  ['password-hash/failed', 'password hash: a string was due', () => hashing(() => true).hash(what, 'x')],
  ['password-hash/failed', 'password hash: a boolean was due', () => hashing(() => 'x').verify(what, 'x', 'k1:x')],
  ['password-hash/failed', 'password hash: the call failed', () => hashing(throws).outdated('k1:x')],
  ['password-hash/failed', 'legacy verifier: read has thrown', () => hashing(() => 'x', legacy).takeOver(what, 'x')],
])('%s: %s', async (code, message, call) => {
  const failure = await Promise.resolve()
    .then(call)
    .catch((cause: unknown) => cause)
  expect(failure).toMatchObject({ code, message })
})
