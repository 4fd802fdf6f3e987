import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPhc, parsePhc, type Recipe } from '../../src/crypto/phc.ts'
import { createSlowHash, type Derivation, equalBytes, readOptions, type SlowHash } from '../../src/crypto/slow-hash.ts'
import { SportelloError } from '../../src/kernel/index.ts'

const scrypt: Recipe = { algorithm: 'scrypt', N: 2 ** 17, r: 8, p: 1 }
const argon2id: Recipe = { algorithm: 'argon2id', m: 19_456, t: 2, p: 1 }
const unacceptable = { name: 'SportelloError', code: 'password-hash/unacceptable' }
const failed = { name: 'SportelloError', code: 'password-hash/failed' }
const invalid = expect.objectContaining({ code: 'config/invalid' })

/** A derivation that costs nothing and yet differs with secret, salt and recipe; `worked` lists the recipes that were computed. */
function parts(changes: Partial<SlowHash> = {}) {
  const worked: Recipe[] = []
  let drawn = 0
  const derivation =
    (recipe: Recipe): Derivation =>
    async (secret, salt, length) => {
      worked.push(recipe)
      const text = `${JSON.stringify(recipe)}|${secret.join()}|${salt.join()}`
      let state = 7
      for (const character of text) state = (Math.imul(state, 31) + character.charCodeAt(0)) >>> 0
      return Uint8Array.from({ length }, (_, i) => state >>> (i % 24))
    }
  const all: SlowHash = {
    recipe: scrypt,
    derivation,
    random: { bytes: (length) => new Uint8Array(length).fill(drawn++) },
    slots: 2,
    queueMax: 10,
    costMax: undefined,
    retiring: undefined,
    ...changes,
  }
  return { worked, all, hash: createSlowHash(all) }
}

const stored = (recipe: Recipe, saltLength = 16, keyLength = 32): string =>
  formatPhc({ recipe, salt: new Uint8Array(saltLength), key: new Uint8Array(keyLength) })

describe('a slow hash', () => {
  it('verifies the secret that it was made from and no other', async () => {
    const { hash } = parts()
    const verifier = await hash.hash('segreto')
    expect(await hash.verify('segreto', verifier)).toBe(true)
    for (const secret of ['segretO', 'segret', 'segreto ', '', '\0segreto'])
      expect(await hash.verify(secret, verifier)).toBe(false)
  })

  it('L1: costs the same for a verifier of any accepted recipe, while earlier ones are retiring', async () => {
    const [earlier, earliest] = [{ ...scrypt, N: 2 ** 14 }, argon2id]
    const { worked, hash } = parts({ retiring: [earlier, earliest, earlier, scrypt] })
    const made = await Promise.all([scrypt, earlier, earliest].map((recipe) => parts({ recipe }).hash.hash('segreto')))
    for (const verifier of made) {
      for (const secret of ['segreto', 'another']) {
        worked.length = 0
        expect(await hash.verify(secret, verifier)).toBe(secret === 'segreto')
        expect(worked).toHaveLength(3)
        expect(worked).toEqual(expect.arrayContaining([scrypt, earlier, earliest]))
      }
    }
    // A recipe that is not named is still verified, and costs its own besides.
    const unnamed = parts({ retiring: [earlier] })
    expect(await unnamed.hash.verify('a', stored(argon2id))).toBe(false)
    expect(unnamed.worked).toEqual([argon2id, scrypt, earlier])
    expect(hash.outdated(made[1] ?? '')).toBe(true)
  })

  it.each([
    ['no list', 'scrypt'],
    ['too many', Array.from({ length: 9 }, () => scrypt)],
    ['parameters of none', [{ ...scrypt, N: 3 }]],
    ['null', [null]],
    ['one above the ceiling', [{ ...scrypt, N: 2 ** 25 }]],
  ])('refuses retiring recipes that are %s', (_, retiring) => {
    expect(() => parts({ retiring: retiring as never })).toThrow(invalid)
  })

  it('refuses a retiring recipe whose algorithm is not to be had', () => {
    const { all } = parts()
    const derivation: SlowHash['derivation'] = (recipe) => (recipe.algorithm === 'scrypt' ? all.derivation(recipe) : null)
    expect(() => parts({ derivation, retiring: [argon2id] })).toThrow(invalid)
  })

  it('E3: has a salt of 16 bytes, drawn anew for each, and a key of 32', async () => {
    const { hash } = parts()
    const texts = await Promise.all(['a', 'a'].map((secret) => hash.hash(secret)))
    expect(texts[0]).not.toBe(texts[1])
    for (const text of texts) {
      const parsed = parsePhc(text)
      expect(parsed.ok && [parsed.value.salt.length, parsed.value.key.length]).toEqual([16, 32])
    }
  })

  it('takes a secret of 0 to 64 ASCII characters, and no other is ever computed', async () => {
    const { hash, worked } = parts()
    for (const secret of ['', '\0', '\x7f', 'x'.repeat(64)]) {
      expect(await hash.verify(secret, await hash.hash(secret))).toBe(true)
    }
    worked.length = 0
    const bad = ['x'.repeat(65), 'è', '\x80', '\uD800', 'x'.repeat(2 ** 20), 7, null, undefined, {}, ['x'], new String('x')]
    for (const secret of bad) {
      await expect(Reflect.apply(hash.hash, hash, [secret])).rejects.toMatchObject(failed)
      await expect(Reflect.apply(hash.verify, hash, [secret, stored(scrypt)])).rejects.toMatchObject(failed)
    }
    expect(worked).toEqual([])
  })

  it('J4: a derivation that rejects, throws, or throws a non-error fails with the cause and without the secret', async () => {
    const broken: Derivation[] = [
      () => Promise.reject('native'),
      () => {
        throw 'native'
      },
    ]
    for (const derivation of broken) {
      const { hash } = parts({ derivation: () => derivation })
      await expect(hash.hash('segreto')).rejects.toMatchObject({ ...failed, cause: 'native' })
      await expect(hash.verify('segreto', stored(scrypt))).rejects.toMatchObject({ ...failed, cause: 'native' })
      await expect(hash.hash('segreto')).rejects.not.toMatchObject({ message: expect.stringContaining('segreto') })
    }
  })

  it('J4: a derivation that gives too few bytes, too many, or none fails, even against a verifier of zeros', async () => {
    const answers = [new Uint8Array(31), new Uint8Array(33), new Uint8Array(0), 'x'.repeat(32), { length: 32 }, null, undefined]
    for (const answer of answers) {
      const { hash } = parts({
        derivation:
          () =>
          async (...asked) =>
            Reflect.apply(() => answer, undefined, asked),
      })
      await expect(hash.hash('segreto')).rejects.toMatchObject(failed)
      await expect(hash.verify('segreto', stored(scrypt))).rejects.toMatchObject(failed)
    }
  })

  it('J4: a derivation that answers with a thenable, twice, counts once', async () => {
    const then = (resolve: (key: Uint8Array) => void): void => {
      for (const byte of [5, 6]) resolve(new Uint8Array(32).fill(byte))
    }
    const thenable = JSON.parse('{}')
    Object.defineProperty(thenable, 'then', { value: then })
    const { hash } = parts({ derivation: () => () => thenable })
    const parsed = parsePhc(await hash.hash('segreto'))
    expect(parsed.ok && parsed.value.key.every((byte) => byte === 5)).toBe(true)
  })

  it('wipes its copy of the secret, whether the derivation succeeds or fails', async () => {
    const seen: Uint8Array[] = []
    for (const fails of [false, true]) {
      const spy: Derivation = async (secret, _salt, length) => {
        expect([...secret]).toEqual([97, 98])
        seen.push(secret)
        if (fails) throw new Error('native')
        return new Uint8Array(length)
      }
      const { hash } = parts({ derivation: () => spy })
      await hash.verify('ab', stored(scrypt)).catch(() => false)
    }
    expect(seen.map((secret) => [...secret])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('R7: a random source that fails is passed on as it is, and nothing is computed', async () => {
    const { hash, worked } = parts({
      random: {
        bytes: () => {
          throw new SportelloError('random/failed', 'random: the platform failed')
        },
      },
    })
    await expect(hash.hash('segreto')).rejects.toMatchObject({ code: 'random/failed' })
    expect(worked).toEqual([])
  })

  it('L13: works in as many slots as given, holds as many as the queue, and is busy beyond', async () => {
    let running = 0
    let most = 0
    const slow: Derivation = async (_secret, _salt, length) => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return new Uint8Array(length)
    }
    const { hash } = parts({ derivation: () => slow, slots: 3, queueMax: 20 })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? hash.hash('a') : hash.verify('a', stored(scrypt)))),
    )
    expect(most).toBe(3)
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 1000 }, (_, i) => (i < 23 ? 'fulfilled' : 'rejected')),
    )
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'busy' })
    expect(await hash.verify('a', stored(scrypt))).toBe(true)
  })
})

describe('a stored verifier', () => {
  it('L14: an absurd cost (scrypt N = 2^30) is refused, not computed', async () => {
    const { hash, worked } = parts()
    await expect(hash.verify('a', stored({ ...scrypt, N: 2 ** 30 }))).rejects.toMatchObject(unacceptable)
    await expect(hash.verify('a', stored({ ...argon2id, m: 2 ** 32 - 1 }))).rejects.toMatchObject(unacceptable)
    await expect(hash.verify('a', stored({ ...argon2id, t: 2 ** 32 - 1 }))).rejects.toMatchObject(unacceptable)
    expect(worked).toEqual([])
  })

  it.each<[string, Recipe, Recipe]>([
    ['scrypt memory (N)', { ...scrypt, N: 2 ** 17 }, { ...scrypt, N: 2 ** 18 }],
    ['scrypt memory (r)', { ...scrypt, N: 2 ** 16, r: 16 }, { ...scrypt, N: 2 ** 16, r: 17 }],
    ['scrypt work (p)', { ...scrypt, p: 2 }, { ...scrypt, p: 3 }],
    ['scrypt blocks (r·p)', { ...scrypt, N: 16, p: 32 }, { ...scrypt, N: 16, p: 33 }],
    ['argon2id memory', { ...argon2id, m: 128 * 1024, t: 1 }, { ...argon2id, m: 128 * 1024 + 1, t: 1 }],
    ['argon2id work', { ...argon2id, m: 2 ** 16, t: 4 }, { ...argon2id, m: 2 ** 16 + 1, t: 4 }],
  ])('L14: the ceiling on %s lets the dearest recommended sets through and nothing far above', async (_, under, over) => {
    const { hash } = parts({ recipe: { ...scrypt, N: 16 } })
    expect(await hash.verify('a', stored(under))).toBe(false)
    await expect(hash.verify('a', stored(over))).rejects.toMatchObject(unacceptable)
  })

  it('L14: the ceiling is the host’s where it sets one, and never below what new hashes cost', async () => {
    const costMax = { memoryKib: 256, workKib: 512 }
    const { hash } = parts({ recipe: { algorithm: 'argon2id', m: 256, t: 2, p: 1 }, costMax })
    expect(await hash.verify('a', await hash.hash('a'))).toBe(true)
    for (const recipe of [
      { ...argon2id, m: 257, t: 1 },
      { ...argon2id, m: 256, t: 3 },
    ]) {
      await expect(hash.verify('a', stored(recipe))).rejects.toMatchObject(unacceptable)
    }
    expect(() => parts({ recipe: { algorithm: 'argon2id', m: 257, t: 1, p: 1 }, costMax })).toThrow(invalid)
    const dear = parts({ recipe: { ...scrypt, N: 2 ** 20 } })
    expect(await dear.hash.verify('a', await dear.hash.hash('a'))).toBe(true)
    await expect(dear.hash.verify('a', stored({ ...scrypt, N: 2 ** 21 }))).rejects.toMatchObject(unacceptable)
  })

  it('of an algorithm that is not to be had here is unacceptable', async () => {
    const { all } = parts()
    const hash = createSlowHash({
      ...all,
      derivation: (recipe) => (recipe.algorithm === 'scrypt' ? all.derivation(recipe) : null),
    })
    await expect(hash.verify('a', stored(argon2id))).rejects.toMatchObject(unacceptable)
    expect(hash.outdated(stored(argon2id))).toBe(true)
    expect(() => createSlowHash({ ...all, recipe: argon2id, derivation: () => null })).toThrow(invalid)
  })

  it('L14: whatever is stored, the answer is a boolean or unacceptable, and only what is under the ceiling is computed', async () => {
    const { hash, worked } = parts()
    const text = fc
      .tuple(
        fc.constantFrom(stored(scrypt), stored(argon2id), '', '$'),
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.string({ unit: fc.constantFrom(...'$=,+/019AZ', 'ln', '\uD800'), maxLength: 3 }),
      )
      .map(([base, position, cut, insert]) => {
        const at = position % (base.length + 1)
        return base.slice(0, at) + insert + base.slice(at + cut)
      })
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.anything()), async (phc) => {
        expect(typeof Reflect.apply(hash.outdated, hash, [phc])).toBe('boolean')
        const answer = await Reflect.apply(hash.verify, hash, ['a', phc]).catch((cause: unknown) => cause)
        if (typeof answer !== 'boolean') expect(answer).toMatchObject(unacceptable)
      }),
      { numRuns: 2000 },
    )
    for (const recipe of worked) {
      const memoryKib = recipe.algorithm === 'scrypt' ? (recipe.N * recipe.r) / 8 : recipe.m
      expect(memoryKib).toBeLessThanOrEqual(128 * 1024)
    }
  })

  it('L12: made under older parameters it still verifies, by its own, and is outdated; new hashes follow the new ones', async () => {
    const old = parts({ recipe: { ...scrypt, N: 2 ** 14 } })
    const verifier = await old.hash.hash('segreto')
    expect(old.hash.outdated(verifier)).toBe(false)
    const { hash, worked } = parts()
    expect(await hash.verify('segreto', verifier)).toBe(true)
    expect(await hash.verify('another', verifier)).toBe(false)
    expect(hash.outdated(verifier)).toBe(true)
    const renewed = await hash.hash('segreto')
    expect(hash.outdated(renewed)).toBe(false)
    expect(worked.map((recipe) => recipe.algorithm === 'scrypt' && recipe.N)).toEqual([2 ** 14, 2 ** 14, 2 ** 17])
  })

  it('is outdated with another algorithm, any other parameter, a salt under 16 bytes, a key not of 32, or no sense at all', () => {
    const { hash } = parts()
    expect(hash.outdated(stored(scrypt))).toBe(false)
    expect(hash.outdated(stored(scrypt, 17))).toBe(false)
    const others = [stored(argon2id), stored({ ...scrypt, N: 2 ** 18 }), stored({ ...scrypt, r: 9 }), stored({ ...scrypt, p: 2 })]
    for (const phc of [...others, stored(scrypt, 15), stored(scrypt, 16, 31), stored(scrypt, 16, 33), '', 'x']) {
      expect(hash.outdated(phc)).toBe(true)
    }
  })

  it('is compared whole, whatever its length', async () => {
    const { hash } = parts()
    for (const keyLength of [16, 64]) expect(await hash.verify('a', stored(scrypt, 8, keyLength))).toBe(false)
    const flipped = Uint8Array.from({ length: 32 }, (_, i) => i)
    expect(equalBytes(flipped, flipped.slice())).toBe(true)
    for (const i of flipped.keys())
      expect(
        equalBytes(
          flipped.map((byte, at) => (at === i ? 99 : byte)),
          flipped,
        ),
      ).toBe(false)
    expect(equalBytes(flipped, flipped.subarray(0, 31))).toBe(false)
    expect(equalBytes(flipped.subarray(0, 31), flipped)).toBe(false)
    expect(equalBytes(new Uint8Array(0), new Uint8Array(1))).toBe(false)
    expect(equalBytes(new Uint8Array(1), new Uint8Array(0))).toBe(false)
  })
})

describe('the parts of a slow hash', () => {
  it.each<[string, Partial<SlowHash>]>([
    ['no slot', { slots: 0 }],
    ['65 slots', { slots: 65 }],
    ['half a slot', { slots: 1.5 }],
    ['a queue below nothing', { queueMax: -1 }],
    ['a queue above 65536', { queueMax: 65_537 }],
    ['an endless queue', { queueMax: Number.POSITIVE_INFINITY }],
    ['N of no power of two', { recipe: { ...scrypt, N: 100_000 } }],
    ['no pass', { recipe: { ...argon2id, t: 0 } }],
    ['more scrypt blocks than are ever verified', { recipe: { ...scrypt, N: 2, r: 257 } }],
    ['a memory ceiling of 0', { costMax: { memoryKib: 0, workKib: 2 ** 20 } }],
    ['a memory ceiling above 4 TiB', { costMax: { memoryKib: 2 ** 32 + 1, workKib: 2 ** 20 } }],
    ['a work ceiling of NaN', { costMax: { memoryKib: 2 ** 20, workKib: Number.NaN } }],
    ['a work ceiling under what new hashes cost', { costMax: { memoryKib: 2 ** 18, workKib: 2 ** 17 - 1 } }],
  ])('are config/invalid with %s', (_, changes) => {
    expect(() => parts(changes)).toThrow(invalid)
  })

  it('may be at their bounds', () => {
    for (const changes of [
      { slots: 1, queueMax: 0 },
      { slots: 64, queueMax: 65_536 },
      { costMax: { memoryKib: 2 ** 32, workKib: 2 ** 48 } },
    ]) {
      expect(() => parts(changes)).not.toThrow()
    }
  })

  it('are read once, as a copy; what is no object, or cannot be read, is config/invalid', () => {
    let reads = 0
    const options = {
      get slots() {
        reads += 1
        return 4
      },
    }
    expect(readOptions(options)).toEqual({ slots: 4 })
    expect(reads).toBe(1)
    const cause = new Error('hostile')
    const hostile = {
      get slots(): number {
        throw cause
      },
    }
    expect(() => readOptions(hostile)).toThrow(expect.objectContaining({ code: 'config/invalid', cause }))
    for (const value of [null, 7, 'slots', true, undefined, () => 7]) {
      expect(() => Reflect.apply(readOptions, undefined, [value])).toThrow(invalid)
    }
  })
})
