import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nodePasswordHash } from '../../src/adapters/node.ts'
import { platformRandom, portablePasswordHash, systemClock } from '../../src/adapters/portable.ts'
import { formatPhc, isRecipe, parsePhc, type Recipe } from '../../src/crypto/phc.ts'
import { scrypt } from '../../src/crypto/scrypt.ts'
import { passwordHashContract } from '../../src/testing/index.ts'

const cheapScrypt = { N: 16, r: 8, p: 1 }
const unacceptable = { name: 'SportelloError', code: 'password-hash/unacceptable' }
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

afterEach(() => vi.unstubAllGlobals())

describe('the portable clock and random', () => {
  it('tells the time of the machine', () => {
    const before = Date.now()
    expect(systemClock().now()).toBeGreaterThanOrEqual(before)
  })

  it('R7: draws exactly as many fresh bytes as asked, and never the same 16 twice', () => {
    const random = platformRandom()
    for (const length of [1, 16, 4096, 65_536]) expect(random.bytes(length)).toHaveLength(length)
    const seen = new Set(Array.from({ length: 2000 }, () => Buffer.from(random.bytes(16)).toString('hex')))
    expect(seen.size).toBe(2000)
  })

  it.each([0, 65_537])('T2: a length of %d is random/failed', (length) => {
    expect(() => platformRandom().bytes(length)).toThrow(expect.objectContaining({ code: 'random/failed' }))
  })

  it.each<[string, unknown]>([
    ['no crypto', undefined],
    ['a crypto without random bytes', {}],
  ])('R7: a platform with %s is random/failed', (_, crypto) => {
    vi.stubGlobal('crypto', crypto)
    expect(() => platformRandom()).toThrow(expect.objectContaining({ code: 'random/failed' }))
  })

  it('R7: a platform that answers without filling is random/failed', () => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes })
    expect(() => platformRandom().bytes(16)).toThrow(expect.objectContaining({ code: 'random/failed' }))
  })
})

describe('the portable password hash', () => {
  it('computes scrypt as RFC 7914 §12 prints it', async () => {
    for (const [secret, salt, parameters, key] of [
      [
        '',
        '',
        { N: 16, r: 1, p: 1 },
        '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
      ],
      [
        'password',
        'NaCl',
        { N: 1024, r: 8, p: 16 },
        'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
      ],
      [
        'pleaseletmein',
        'SodiumChloride',
        { N: 16_384, r: 8, p: 1 },
        '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
      ],
    ] as const) {
      expect(Buffer.from(await scrypt(ascii(secret), ascii(salt), parameters, 64)).toString('hex')).toBe(key)
    }
  })

  it('hashes by default with a set of ASVS appendix C, and verifies it (11.4.2)', async () => {
    const hash = portablePasswordHash()
    const verifier = await hash.hash('segreto')
    expect(verifier).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(hash.outdated(verifier)).toBe(false)
    expect(await hash.verify('segreto', verifier)).toBe(true)
    expect(await hash.verify('Segreto', verifier)).toBe(false)
  })

  it('and the native one verify each other’s scrypt, whatever the parameters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          N: fc.integer({ min: 1, max: 7 }).map((ln) => 2 ** ln),
          r: fc.integer({ min: 1, max: 9 }),
          p: fc.integer({ min: 1, max: 4 }),
        }),
        fc.string({ unit: 'binary-ascii', maxLength: 64 }),
        async (parameters, secret) => {
          const portable = portablePasswordHash({ scrypt: parameters })
          const native = nodePasswordHash({ scrypt: parameters })
          const [byPortable, byNative] = await Promise.all([portable.hash(secret), native.hash(secret)])
          expect(await native.verify(secret, byPortable)).toBe(true)
          expect(await portable.verify(secret, byNative)).toBe(true)
          expect(await portable.verify(`${secret.slice(0, 63)}.`, byNative)).toBe(secret === `${secret.slice(0, 63)}.`)
          expect([native.outdated(byPortable), portable.outdated(byNative)]).toEqual([false, false])
        },
      ),
      { numRuns: 50 },
    )
  })

  it('verifies what the native one makes at its default cost', async () => {
    const verifier = await nodePasswordHash().hash('segreto')
    expect(await portablePasswordHash().verify('segreto', verifier)).toBe(true)
  })

  it('does not take argon2id verifiers: unacceptable and outdated', async () => {
    const verifier = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    await expect(portablePasswordHash().verify('password', verifier)).rejects.toMatchObject(unacceptable)
    expect(portablePasswordHash().outdated(verifier)).toBe(true)
  })

  it('L13: works on one at a time, in order; 64 may wait, and beyond that busy', async () => {
    const hash = portablePasswordHash({ scrypt: cheapScrypt })
    const order: number[] = []
    const outcomes = await Promise.allSettled(Array.from({ length: 66 }, (_, id) => hash.hash('a').then(() => order.push(id))))
    expect(outcomes.map(({ status }) => status).indexOf('rejected')).toBe(65)
    expect(order).toEqual(Array.from({ length: 65 }, (_, id) => id))
    const narrow = portablePasswordHash({ scrypt: cheapScrypt, queueMax: 0 })
    const first = narrow.hash('a')
    await expect(narrow.hash('a')).rejects.toMatchObject({ code: 'busy' })
    await first
  })

  it('L14: N = 2^30 in a stored row is refused, not computed', async () => {
    const hash = portablePasswordHash()
    const verifier = await portablePasswordHash({ scrypt: cheapScrypt }).hash('a')
    for (const dear of [verifier.replace('ln=4', 'ln=30'), verifier.replace('p=1', 'p=33'), verifier.replace('r=8', 'r=257')]) {
      await expect(hash.verify('a', dear)).rejects.toMatchObject(unacceptable)
    }
    const narrow = portablePasswordHash({ scrypt: cheapScrypt, costMax: { memoryKib: 20, workKib: 20 } })
    await expect(narrow.verify('a', verifier.replace('ln=4', 'ln=5'))).rejects.toMatchObject(unacceptable)
    expect(await narrow.verify('a', verifier)).toBe(true)
  })

  it('L14: every verifier under the ceiling can be computed: the answer is a boolean or unacceptable, never another error', async () => {
    const hash = portablePasswordHash({ scrypt: cheapScrypt, costMax: { memoryKib: 256, workKib: 256 } })
    const recipe: fc.Arbitrary<Recipe> = fc.record({
      algorithm: fc.constant('scrypt' as const),
      N: fc.integer({ min: 1, max: 20 }).map((ln) => 2 ** ln),
      r: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.nat()),
      p: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.nat()),
    })
    const phc = fc.record({
      recipe: recipe.filter(isRecipe),
      salt: fc.uint8Array({ minLength: 8, maxLength: 64 }),
      key: fc.uint8Array({ minLength: 16, maxLength: 64 }),
    })
    const answers = new Set<unknown>()
    await fc.assert(
      fc.asyncProperty(phc.map(formatPhc), async (text) => {
        const answer = await hash.verify('segreto', text).catch((cause: unknown) => cause)
        answers.add(typeof answer)
        if (answer !== false) expect(answer).toMatchObject(unacceptable)
      }),
      { numRuns: 300 },
    )
    expect(answers.size).toBe(2)
  })

  it('the loop turns while a hash of the default cost is computed', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    await portablePasswordHash().hash('segreto')
    clearInterval(timer)
    expect(turns).toBeGreaterThan(10)
  })

  it('E3: salts have 16 bytes and are unique', async () => {
    const hash = portablePasswordHash({ scrypt: cheapScrypt })
    const parsed = await Promise.all(Array.from({ length: 50 }, async () => parsePhc(await hash.hash('a'))))
    const salts = parsed.map((phc) => (phc.ok ? Buffer.from(phc.value.salt).toString('hex') : ''))
    expect(new Set(salts).size).toBe(50)
    for (const salt of salts) expect(salt).toHaveLength(32)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'scrypt'],
    ['parameters that are null', { scrypt: null }],
    ['N of no power of two', { scrypt: { N: 1000, r: 8, p: 1 } }],
    ['a queue that is null', { queueMax: null }],
    ['an endless queue', { queueMax: Number.POSITIVE_INFINITY }],
    ['a ceiling that is null', { costMax: null }],
  ])('options are config/invalid: %s', (_, options) => {
    expect(() => Reflect.apply(portablePasswordHash, undefined, [options])).toThrow(
      expect.objectContaining({ code: 'config/invalid' }),
    )
  })
})

describe('the contract of a password hash, kept in plain JavaScript', () => {
  for (const { name, run } of passwordHashContract(() => portablePasswordHash({ scrypt: cheapScrypt }))) it(name, run)
})
