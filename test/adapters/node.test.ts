import { Buffer } from 'node:buffer'
import { scryptSync } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { argon2id as argon2idInScript } from '@noble/hashes/argon2.js'
import * as argon2 from '@node-rs/argon2'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  type Argon2Like,
  type NodePasswordHashOptions,
  nodePasswordHash,
  platformRandom,
  systemClock,
} from '../../src/adapters/node.ts'
import { formatPhc, isRecipe, parsePhc, type Recipe } from '../../src/crypto/phc.ts'
import { passwordHashContract } from '../../src/testing/index.ts'

/** As on a Node before 24.7, whichever runs this; `node-argon2.test.ts` has the others. */
vi.mock('node:crypto', async (importOriginal) => ({ ...(await importOriginal<object>()), argon2: undefined }))

const cheapScrypt = { N: 16, r: 8, p: 1 }
const cheapArgon2id = { m: 64, t: 1, p: 1 }
const unacceptable = { name: 'SportelloError', code: 'password-hash/unacceptable' }
const invalid = expect.objectContaining({ code: 'config/invalid' })

const recipeOf = (phc: string): unknown => {
  const parsed = parsePhc(phc)
  return parsed.ok ? parsed.value.recipe : parsed.refusal
}

/** An argon2 module whose hashes take until they are told to end. */
function slowArgon2() {
  const ends: (() => void)[] = []
  const asked: Parameters<Argon2Like['hashRaw']>[1][] = []
  let running = 0
  let most = 0
  const module: Argon2Like = {
    async hashRaw(_secret, options) {
      asked.push(options)
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => ends.push(resolve))
      running -= 1
      return new Uint8Array(options.outputLen)
    },
  }
  return { module, asked, ends, most: () => most }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the node clock and random', () => {
  it('tells the time of the machine in whole milliseconds', () => {
    const before = Date.now()
    const now = systemClock().now()
    expect(Number.isInteger(now)).toBe(true)
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  it.each([1, 16, 4096, 65_536])('R7: draws exactly %i fresh bytes', (length) => {
    const random = platformRandom()
    const first = random.bytes(length)
    expect(first).toHaveLength(length)
    expect(first.buffer.byteLength).toBe(length)
    expect(random.bytes(length)).not.toBe(first)
  })

  it('R7: never gives the same 16 bytes twice, from one source or from several', () => {
    const sources = [platformRandom(), platformRandom()]
    const seen = new Set<string>()
    for (let i = 0; i < 2000; i += 1) for (const source of sources) seen.add(Buffer.from(source.bytes(16)).toString('hex'))
    expect(seen.size).toBe(4000)
  })

  it('R7: gives every byte value about equally often', () => {
    const counts = new Float64Array(256)
    for (const byte of platformRandom().bytes(65_536)) counts[byte] = (counts[byte] ?? 0) + 1
    const chiSquare = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0)
    // 255 degrees of freedom: once in 10^9 by chance.
    expect(chiSquare).toBeLessThan(410)
  })

  it.each([0, 65_537, Number.NaN])('T2: a length of %d is random/failed', (length) => {
    expect(() => platformRandom().bytes(length)).toThrow(expect.objectContaining({ code: 'random/failed' }))
  })
})

describe('the node password hash', () => {
  it('makes argon2id verifiers when the module is handed in, and scrypt ones when not', async () => {
    const withModule = await nodePasswordHash({ argon2, argon2id: cheapArgon2id }).hash('segreto')
    expect(withModule).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    const without = await nodePasswordHash({ scrypt: cheapScrypt }).hash('segreto')
    expect(without).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  })

  it('hashes by default with what OWASP and ASVS appendix C ask at least, and verifies it (11.4.2)', async () => {
    for (const [options, recipe] of [
      [{}, { algorithm: 'scrypt', N: 2 ** 15, r: 8, p: 3 }],
      [{ argon2 }, { algorithm: 'argon2id', m: 19_456, t: 2, p: 1 }],
    ] as const) {
      const hash = nodePasswordHash(options)
      const verifier = await hash.hash('segreto')
      expect(recipeOf(verifier)).toEqual(recipe)
      expect(hash.outdated(verifier)).toBe(false)
      expect(await hash.verify('segreto', verifier)).toBe(true)
      expect(await hash.verify('Segreto', verifier)).toBe(false)
    }
  })

  it('verifies both algorithms, and calls the other one outdated', async () => {
    const scrypt = nodePasswordHash({ scrypt: cheapScrypt })
    const both = nodePasswordHash({ argon2, argon2id: cheapArgon2id })
    const older = await scrypt.hash('segreto')
    expect(await both.verify('segreto', older)).toBe(true)
    expect(await both.verify('another', older)).toBe(false)
    expect(both.outdated(older)).toBe(true)
    const newer = await both.hash('segreto')
    expect(scrypt.outdated(newer)).toBe(true)
    await expect(scrypt.verify('segreto', newer)).rejects.toMatchObject(unacceptable)
  })

  it('computes scrypt as RFC 7914 §12 prints it', async () => {
    const key =
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887'
    const verifier = formatPhc({
      recipe: { algorithm: 'scrypt', N: 16_384, r: 8, p: 1 },
      salt: Buffer.from('SodiumChloride'),
      key: Buffer.from(key, 'hex'),
    })
    expect(await nodePasswordHash().verify('pleaseletmein', verifier)).toBe(true)
    expect(await nodePasswordHash().verify('pleaseletmeim', verifier)).toBe(false)
  })

  it('computes argon2id as its reference implementation does, and as RFC 9106 §5.3 prints it through a second implementation', async () => {
    const hash = nodePasswordHash({ argon2 })
    for (const reference of [
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
      '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
    ]) {
      expect(await hash.verify('password', reference)).toBe(true)
      expect(await hash.verify('passwore', reference)).toBe(false)
    }
    const printed = argon2idInScript(new Uint8Array(32).fill(1), new Uint8Array(16).fill(2), {
      m: 32,
      t: 3,
      p: 4,
      key: new Uint8Array(8).fill(3),
      personalization: new Uint8Array(12).fill(4),
    })
    expect(Buffer.from(printed).toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659')
    const salt = Uint8Array.from({ length: 16 }, (_, i) => 17 * i)
    for (const { m, t, p } of [cheapArgon2id, { m: 256, t: 3, p: 4 }]) {
      const key = argon2idInScript('segreto', salt, { m, t, p })
      expect(await hash.verify('segreto', formatPhc({ recipe: { algorithm: 'argon2id', m, t, p }, salt, key }))).toBe(true)
    }
  })

  it('makes verifiers that the module itself accepts, and accepts those that the module makes', async () => {
    const hash = nodePasswordHash({ argon2, argon2id: cheapArgon2id })
    expect(await argon2.verify(await hash.hash('segreto'), 'segreto')).toBe(true)
    const foreign = await argon2.hash('segreto', { memoryCost: 64, timeCost: 1, parallelism: 1 })
    expect(await hash.verify('segreto', foreign)).toBe(true)
    expect(hash.outdated(foreign)).toBe(false)
  })

  it('makes verifiers that plain scrypt recomputes', async () => {
    const parsed = parsePhc(await nodePasswordHash({ scrypt: cheapScrypt }).hash('segreto'))
    expect(parsed.ok && Buffer.from(parsed.value.key)).toEqual(
      parsed.ok && scryptSync('segreto', parsed.value.salt, 32, cheapScrypt),
    )
  })

  it('E3: salts are unique', async () => {
    const hash = nodePasswordHash({ scrypt: cheapScrypt, queueMax: 200 })
    const verifiers = await Promise.all(Array.from({ length: 200 }, () => hash.hash('segreto')))
    expect(new Set(verifiers.map((text) => text.split('$')[3])).size).toBe(200)
  })

  it('L13: never more hashes at once than slots; the queue is worked off in order; beyond it busy, at once', async () => {
    const { module, asked, ends, most } = slowArgon2()
    const hash = nodePasswordHash({ argon2: module, argon2id: cheapArgon2id, slots: 2, queueMax: 3 })
    const order: number[] = []
    const answers = [0, 1, 2, 3, 4].map((id) => hash.hash('segreto').then(() => order.push(id)))
    await expect(hash.hash('segreto')).rejects.toMatchObject({ code: 'busy' })
    await turn()
    expect(asked).toHaveLength(2)
    for (let i = 0; i < 5; i += 1) {
      ends[i]?.()
      await turn()
    }
    await Promise.all(answers)
    expect(most()).toBe(2)
    expect(order).toEqual([0, 1, 2, 3, 4])
  })

  it('L13: by default as many slots as cores and at most 4; 1024 may wait with argon2id, 128 with scrypt', async () => {
    const { module, asked, ends } = slowArgon2()
    const slots = Math.min(availableParallelism(), 4)
    const hash = nodePasswordHash({ argon2: module })
    const answers = Array.from({ length: slots + 1024 }, () => hash.hash('segreto'))
    await expect(hash.hash('segreto')).rejects.toMatchObject({ code: 'busy' })
    await turn()
    expect(asked).toHaveLength(slots)
    for (let i = 0; i < answers.length; i += 1) {
      ends[i]?.()
      await turn()
    }
    expect(await Promise.all(answers)).toHaveLength(slots + 1024)

    const scrypt = nodePasswordHash({ scrypt: cheapScrypt })
    const outcomes = await Promise.allSettled(Array.from({ length: slots + 129 }, () => scrypt.hash('segreto')))
    expect(outcomes.map(({ status }) => status).indexOf('rejected')).toBe(slots + 128)
  })

  it('asks the module for argon2id, version 19, 32 bytes, and the recipe', async () => {
    const { module, asked, ends } = slowArgon2()
    const answer = nodePasswordHash({ argon2: module }).hash('segreto')
    await turn()
    ends[0]?.()
    const parsed = parsePhc(await answer)
    expect(asked).toEqual([
      {
        algorithm: 2,
        version: 1,
        memoryCost: 19_456,
        timeCost: 2,
        parallelism: 1,
        outputLen: 32,
        salt: parsed.ok && parsed.value.salt,
      },
    ])
  })

  it('J4: a module that throws or rejects is password-hash/failed with the cause, and frees its slot', async () => {
    const causes: unknown[] = [new Error('native'), 'native', null]
    for (const cause of causes) {
      const hash = nodePasswordHash({
        argon2: {
          hashRaw() {
            throw cause
          },
        },
        slots: 1,
        queueMax: 0,
      })
      for (let i = 0; i < 2; i += 1) {
        await expect(hash.hash('segreto')).rejects.toMatchObject({ code: 'password-hash/failed', cause })
      }
    }
  })

  it('J4: what the platform refuses at once is password-hash/failed', async () => {
    // Node takes N to 2^32 only; the ceiling is lifted so that it is asked at all.
    const costMax = { memoryKib: 2 ** 32, workKib: 2 ** 48 }
    const hash = nodePasswordHash({ scrypt: { N: 2 ** 33, r: 3, p: 1 }, costMax })
    await expect(hash.hash('segreto')).rejects.toMatchObject({ code: 'password-hash/failed' })
  })

  it('L14: N = 2^30 in a stored row is refused, not computed', async () => {
    const hash = nodePasswordHash({ argon2 })
    const verifier = await nodePasswordHash({ scrypt: cheapScrypt }).hash('segreto')
    for (const dear of [
      verifier.replace('ln=4', 'ln=30'),
      verifier.replace('p=1', 'p=1073741'),
      verifier.replace('r=8', 'r=1048576'),
    ]) {
      await expect(hash.verify('segreto', dear)).rejects.toMatchObject(unacceptable)
    }
  })

  it('L14: every verifier under the ceiling can be computed: the answer is a boolean or unacceptable, never another error', async () => {
    const hash = nodePasswordHash({
      argon2,
      argon2id: cheapArgon2id,
      costMax: { memoryKib: 256, workKib: 512 },
    })
    const recipe: fc.Arbitrary<Recipe> = fc.oneof(
      fc.record({
        algorithm: fc.constant('scrypt' as const),
        N: fc.integer({ min: 1, max: 20 }).map((ln) => 2 ** ln),
        r: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.nat()),
        p: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.nat()),
      }),
      fc.record({
        algorithm: fc.constant('argon2id' as const),
        m: fc.oneof(fc.integer({ min: 8, max: 300 }), fc.nat()),
        t: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.nat()),
        p: fc.oneof(fc.integer({ min: 1, max: 32 }), fc.nat()),
      }),
    )
    const phc = fc.record({
      recipe: recipe.filter(isRecipe),
      salt: fc.uint8Array({ minLength: 8, maxLength: 64 }),
      key: fc.uint8Array({ minLength: 16, maxLength: 64 }),
    })
    const counts = { boolean: 0, unacceptable: 0 }
    await fc.assert(
      fc.asyncProperty(phc.map(formatPhc), async (text) => {
        const answer = await hash.verify('segreto', text).catch((cause: unknown) => cause)
        if (typeof answer === 'boolean') {
          expect(answer).toBe(false)
          counts.boolean += 1
        } else {
          expect(answer).toMatchObject(unacceptable)
          counts.unacceptable += 1
        }
      }),
      { numRuns: 1000 },
    )
    expect(counts.boolean).toBeGreaterThan(50)
    expect(counts.unacceptable).toBeGreaterThan(50)
  })

  it('the loop turns while a hash of the default cost is computed', async () => {
    let turns = 0
    let running = true
    const turning = async (): Promise<void> => {
      while (running) {
        await turn()
        turns += 1
      }
    }
    const done = turning()
    await nodePasswordHash().hash('segreto')
    running = false
    await done
    expect(turns).toBeGreaterThan(100)
  })

  it('reads its options once, at the start', async () => {
    const options = { scrypt: { ...cheapScrypt }, queueMax: 5 }
    const get = vi.fn(() => options.scrypt)
    const hash = nodePasswordHash(Object.defineProperty({ queueMax: 5 }, 'scrypt', { get, enumerable: true }))
    options.scrypt.N = 2 ** 20
    expect(await hash.hash('segreto')).toContain('ln=4,')
    expect(get).toHaveBeenCalledTimes(1)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['a module without hashRaw', { argon2: {} }],
    ['a module that is null', { argon2: null }],
    [
      'a module that cannot be read',
      {
        argon2: {
          get hashRaw() {
            throw new Error('hostile')
          },
        },
      },
    ],
    ['scrypt parameters that are null', { scrypt: null }],
    ['N as a text', { scrypt: { N: '16', r: 8, p: 1 } }],
    ['N as a bigint', { scrypt: { N: 16n, r: 8, p: 1 } }],
    ['argon2id parameters missing one', { argon2, argon2id: { m: 64, t: 1 } }],
    ['no slot', { slots: 0 }],
    ['slots that are null', { slots: null }],
    ['a queue that is null', { queueMax: null }],
    ['a ceiling that is null', { costMax: null }],
    ['a ceiling that lacks one', { costMax: { memoryKib: 2 ** 20 } }],
    ['a ceiling under its own cost', { costMax: { memoryKib: 1024, workKib: 1024 } }],
  ])('options are config/invalid: %s', (_, options) => {
    expect(() => Reflect.apply(nodePasswordHash, undefined, [options])).toThrow(invalid)
  })

  it('takes the module as it is imported, and needs nothing of it but hashRaw', async () => {
    const options: NodePasswordHashOptions = { argon2: { hashRaw: argon2.hashRaw }, argon2id: cheapArgon2id }
    const hash = nodePasswordHash(options)
    expect(await hash.verify('segreto', await hash.hash('segreto'))).toBe(true)
  })
})

describe.each<[string, NodePasswordHashOptions]>([
  ['argon2id', { argon2, argon2id: cheapArgon2id }],
  ['scrypt', { scrypt: cheapScrypt }],
])('the contract of a password hash, kept natively with %s', (_, options) => {
  for (const { name, run } of passwordHashContract(() => nodePasswordHash(options))) it(name, run)
})
