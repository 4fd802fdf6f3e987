import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { plainPasswordHash, seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import {
  checkedRandom,
  createKeyRing,
  createSecretHash,
  freshToken,
  readToken,
  sha256Text,
  type Token,
  tokenDigest,
} from '../../src/crypto/index.ts'
import { isSportelloError, SportelloError } from '../../src/kernel/index.ts'
import type { LegacyVerifier, PasswordHash, Random } from '../../src/ports/index.ts'

const bytes = (seed: number) => Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + seed * 101 + 13) % 256)
const pseudonym = bytes(9)
const old = createKeyRing({ current: 'k1', ring: { k1: bytes(1) }, pseudonym })
const rotated = createKeyRing({ current: 'k2', ring: { k1: bytes(1), k2: bytes(2) }, pseudonym })
const forgetful = createKeyRing({ current: 'k2', ring: { k2: bytes(2) }, pseudonym })

/** The code of what is thrown or rejected. */
async function codeOf(call: () => unknown): Promise<string> {
  try {
    await call()
    return 'nothing'
  } catch (error) {
    return isSportelloError(error) ? error.code : `untyped: ${String(error)}`
  }
}

describe('the guarded random source', () => {
  it('hands on what it is given', () => {
    const guarded = checkedRandom(seededRandom(1))
    const plain = seededRandom(1)
    for (const length of [1, 9, 12, 16, 32, 1, 16]) expect(guarded.bytes(length)).toEqual(plain.bytes(length))
  })

  it('R7: fails on a short read, a long one, and on anything that is no array of bytes', async () => {
    const wrong: readonly unknown[] = [
      new Uint8Array(15),
      new Uint8Array(17),
      new Uint8Array(0),
      Array.from({ length: 16 }, () => 1),
      new Uint16Array(16),
      new Uint8ClampedArray(16),
      new ArrayBuffer(16),
      'sixteen letters!',
      { length: 16 },
      Promise.resolve(new Uint8Array(16)),
      undefined,
      null,
    ]
    for (const answer of wrong) {
      expect(await codeOf(() => checkedRandom({ bytes: () => answer as Uint8Array }).bytes(16))).toBe('random/failed')
    }
  })

  it('R7: fails typed when the source throws, whatever it throws', async () => {
    for (const thrown of [new Error('no entropy'), 'no entropy', undefined, null]) {
      const source: Random = {
        bytes() {
          throw thrown
        },
      }
      expect(await codeOf(() => checkedRandom(source).bytes(4))).toBe('random/failed')
    }
  })

  it('R7: fails when the source repeats itself, also where it is asked for another length in between', async () => {
    const frozen: Random = { bytes: (length) => new Uint8Array(length).fill(7) }
    for (const [first, second] of [
      [16, 16],
      [12, 12],
      [32, 12],
      [12, 32],
      [16, 32],
    ] as const) {
      const guarded = checkedRandom(frozen)
      expect(await codeOf(() => guarded.bytes(first))).toBe('nothing')
      expect(await codeOf(() => guarded.bytes(1))).toBe('nothing')
      expect(await codeOf(() => guarded.bytes(second))).toBe('random/failed')
    }
  })

  it('lets short reads repeat, which they do by chance', async () => {
    const guarded = checkedRandom({ bytes: (length) => new Uint8Array(length).fill(7) })
    for (let i = 0; i < 5; i += 1) expect(await codeOf(() => guarded.bytes(11))).toBe('nothing')
  })

  it('gives arrays of its own, though the source has one buffer for all', () => {
    const source = seededRandom(3)
    const shared = Buffer.alloc(16)
    const guarded = checkedRandom({
      bytes(length) {
        shared.set(source.bytes(length))
        return shared
      },
    })
    const first = guarded.bytes(16)
    const kept = Uint8Array.from(first)
    const second = guarded.bytes(16)
    expect(first).toEqual(kept)
    expect(second).not.toEqual(first)
  })
})

describe('a token', () => {
  const random = seededRandom(2)
  const drawn = freshToken(old, random, 'subject_-1').text
  const token = readToken(drawn) as Token

  it('names its key and its subject and holds 256 bits of chance', () => {
    expect(drawn).toMatch(/^k1~subject_-1~[A-Za-z0-9_-]{43}$/)
    expect(token).toStrictEqual({ keyId: 'k1', subject: 'subject_-1', text: drawn })
    expect(freshToken(old, random, 'subject_-1').text).not.toBe(drawn)
    expect(freshToken(rotated, random, 'x').text.startsWith('k2~x~')).toBe(true)
    const fresh = freshToken(rotated, random, 'x')
    expect(readToken(fresh.text)).toStrictEqual(fresh)
  })

  it('C11: is stored as a keyed digest, another for each purpose, token and key', () => {
    const other = readToken(freshToken(old, random, 'subject_-1').text) as Token
    const digests = [
      tokenDigest(old, 'session', token),
      tokenDigest(old, 'registration', token),
      tokenDigest(old, 'session', other),
      tokenDigest(createKeyRing({ current: 'k1', ring: { k1: bytes(5) }, pseudonym }), 'session', token),
    ]
    expect(new Set(digests).size).toBe(4)
    for (const digest of digests) expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('survives the rotation of the keys as long as its own stays in the ring', () => {
    expect(tokenDigest(rotated, 'session', token)).toBe(tokenDigest(old, 'session', token))
    expect(tokenDigest(forgetful, 'session', token)).toBeNull()
  })

  it('is not read from anything that is not exactly one', () => {
    const [key = '', subject = '', secret = ''] = drawn.split('~')
    for (const other of [
      '',
      ' ',
      drawn.slice(2),
      drawn.slice(0, -1),
      `${drawn}A`,
      `${drawn}\n`,
      ` ${drawn}`,
      `${drawn}=`,
      `~${subject}~${secret}`,
      `${key}~~${secret}`,
      `${key}~${subject}~`,
      `${key}~${subject}`,
      `K1~${subject}~${secret}`,
      `${'k'.repeat(33)}~${subject}~${secret}`,
      `${key}~${'s'.repeat(65)}~${secret}`,
      `${key}~a/b~${secret}`,
      `${key}~a b~${secret}`,
      `${key}~${subject}~${secret.slice(1)}è`,
      `${key}~${subject}~${secret}~${secret}`,
      drawn.repeat(2 ** 14),
      [drawn],
      Object(drawn),
      { text: drawn },
      5,
      null,
      undefined,
    ]) {
      expect(readToken(other)).toBeNull()
    }
    expect(readToken(`${'k'.repeat(32)}~${'s'.repeat(64)}~${secret}`)).not.toBeNull()
  })

  it('INV-29: is asked for in any value without an exception', () => {
    fc.assert(fc.property(fc.anything(), (value) => readToken(value) === null))
    const near = fc.tuple(
      fc.constantFrom('k1', 'K', '', '-'),
      fc.string({ maxLength: 3 }),
      fc.constantFrom(drawn.slice(-43), 'short'),
    )
    fc.assert(
      fc.property(near, (parts) => {
        const text = parts.join('~')
        const read = readToken(text)
        expect(read === null || read.text === text).toBe(true)
      }),
    )
  })
})

const password = { kind: 'password', accountId: 'account' } as const
const pin = { kind: 'pin', accountId: 'account' } as const

describe('the verifier of a secret', () => {
  const make = (ring = old, passwordHash: PasswordHash = plainPasswordHash()) =>
    createSecretHash(ring, passwordHash, seededRandom(4))

  it('E3: is right for its secret, its kind and its account alone, and no two are alike', async () => {
    const secrets = make()
    const verifier = await secrets.hash(password, 'Gelato.Turchese7')
    expect(await secrets.verify(password, 'Gelato.Turchese7', verifier)).toBe(true)
    expect(await secrets.verify(password, 'Gelato.Turchese8', verifier)).toBe(false)
    expect(await secrets.verify(password, '', verifier)).toBe(false)
    expect(await secrets.verify(pin, 'Gelato.Turchese7', verifier)).toBe(false)
    expect(await secrets.verify({ ...password, accountId: 'another' }, 'Gelato.Turchese7', verifier)).toBe(false)
    expect(await secrets.hash(password, 'Gelato.Turchese7')).not.toBe(verifier)
  })

  it('E3: is made of a keyed digest, so that neither the secret nor a guess shows without the pepper', async () => {
    const seen: string[] = []
    const spy: PasswordHash = {
      async hash(secret) {
        seen.push(secret)
        return '$spy$'
      },
      async verify(secret) {
        seen.push(secret)
        return true
      },
      outdated: () => false,
    }
    await make(old, spy).hash(pin, '004200420')
    await make(old, spy).verify(pin, '004200420', 'k1:$spy$')
    await make(old, spy).hash(password, '004200420')
    await make(forgetful, spy).hash(pin, '004200420')
    expect(seen[0]).toBe(seen[1])
    expect(new Set(seen).size).toBe(3)
    for (const secret of seen) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('takes a secret of any length and any letters whole', async () => {
    const secrets = make()
    const long = 'è\0'.repeat(500)
    const verifier = await secrets.hash(password, long)
    expect(await secrets.verify(password, long, verifier)).toBe(true)
    expect(await secrets.verify(password, `${long.slice(0, -1)}x`, verifier)).toBe(false)
    expect(await secrets.verify(password, long.slice(0, 72), verifier)).toBe(false)
  })

  it('L12: survives the rotation of the pepper, and is outdated then', async () => {
    const hash = plainPasswordHash()
    const verifier = await make(old, hash).hash(pin, '004200420')
    expect(verifier.startsWith('k1:$plain$')).toBe(true)
    const [before, after] = [make(old, hash), make(rotated, hash)]
    expect(before.outdated(verifier)).toBe(false)
    expect(after.outdated(verifier)).toBe(true)
    expect(await after.verify(pin, '004200420', verifier)).toBe(true)
    expect(await after.verify(pin, '004200421', verifier)).toBe(false)
    const anew = await after.hash(pin, '004200420')
    expect(anew.startsWith('k2:')).toBe(true)
    expect(after.outdated(anew)).toBe(false)
  })

  it('L12: is outdated when the slow hash says so', async () => {
    const hash = { ...plainPasswordHash(), outdated: (phc: string) => phc.startsWith('$plain$') }
    const secrets = make(old, hash)
    expect(secrets.outdated(await secrets.hash(pin, '004200420'))).toBe(true)
  })

  it('L2: opens nothing without its pepper, and takes the one slow hash of a wrong secret', async () => {
    const verifier = await make(old).hash(pin, '004200420')
    const plain = plainPasswordHash()
    let compared = 0
    const counting: PasswordHash = {
      ...plain,
      verify(secret, phc) {
        compared += 1
        return plain.verify(secret, phc)
      },
    }
    const secrets = make(forgetful, counting)
    for (const other of [verifier, 'no colon at all', '', ':', '$plain$', '__proto__:x', `K1${verifier.slice(2)}`]) {
      const before = compared
      expect(await secrets.verify(pin, '004200420', other)).toBe(false)
      expect(compared).toBe(before + 1)
      expect(secrets.outdated(other)).toBe(true)
      expect(secrets.isReadable(other)).toBe(false)
    }
    expect(make(old).isReadable(verifier)).toBe(true)
    expect(await codeOf(() => secrets.verify(pin, '004200420', 'k2:$unknown$'))).toBe('password-hash/unacceptable')
  })

  it('J4: fails typed when the slow hash throws or rejects, whatever it throws; what is typed stays as it is', async () => {
    const failing = (thrown: unknown): PasswordHash => ({
      hash: () => Promise.reject(thrown),
      verify() {
        throw thrown
      },
      outdated() {
        throw thrown
      },
    })
    for (const thrown of [new Error('boom'), 'boom', undefined]) {
      const secrets = make(old, failing(thrown))
      expect(await codeOf(() => secrets.hash(pin, '004200420'))).toBe('password-hash/failed')
      expect(await codeOf(() => secrets.verify(pin, '004200420', 'k1:x'))).toBe('password-hash/failed')
      expect(await codeOf(() => secrets.outdated('k1:x'))).toBe('password-hash/failed')
    }
    const secrets = make(old, failing(new SportelloError('busy', 'later')))
    expect(await codeOf(() => secrets.hash(pin, '004200420'))).toBe('busy')
    expect(await codeOf(() => secrets.verify(pin, '004200420', 'k1:x'))).toBe('busy')
    expect(await codeOf(() => secrets.outdated('k1:x'))).toBe('busy')
  })

  it('J4: takes nothing but true for right, and nothing but a text for a verifier', async () => {
    const answers: readonly unknown[] = [1, 'true', { ok: false }, new Error('wrong'), undefined, null]
    for (const answer of answers) {
      const odd: PasswordHash = {
        hash: async () => answer as string,
        verify: async () => answer as boolean,
        outdated: () => false,
      }
      const secrets = make(old, odd)
      expect(await codeOf(() => secrets.verify(pin, '004200420', 'k1:x'))).toBe('password-hash/failed')
      if (typeof answer !== 'string') expect(await codeOf(() => secrets.hash(pin, '004200420'))).toBe('password-hash/failed')
    }
  })

  it('INV-25: of nobody is one of the same kind, drawn once, that no secret fits', async () => {
    const secrets = make()
    const dummy = await secrets.dummy()
    expect(await secrets.dummy()).toBe(dummy)
    expect(dummy.startsWith('k1:$plain$')).toBe(true)
    expect(dummy).toHaveLength((await secrets.hash(password, 'x')).length)
    for (const guess of ['', 'x', '004200420']) expect(await secrets.verify(password, guess, dummy)).toBe(false)
  })

  it('INV-25: of nobody is drawn again when the first time failed', async () => {
    let calls = 0
    const moody: PasswordHash = {
      ...plainPasswordHash(),
      async hash() {
        calls += 1
        if (calls === 1) throw new SportelloError('busy', 'later')
        return '$plain$'
      },
    }
    const secrets = make(old, moody)
    expect(await codeOf(() => secrets.dummy())).toBe('busy')
    expect(await secrets.dummy()).toBe('k1:$plain$')
    expect(await secrets.dummy()).toBe('k1:$plain$')
    expect(calls).toBe(2)
  })

  /** Another system that hashes `salt+password` once, and says how often it was asked. */
  function otherSystem() {
    const computed: string[] = []
    const port: LegacyVerifier = {
      read(verifier) {
        const [, parameters, result] = /^sha\$(\w+)\$(\w+)$/.exec(verifier) ?? []
        return parameters === undefined || result === undefined ? null : { parameters: `sha$${parameters}`, result }
      },
      async compute(secret, parameters) {
        computed.push(parameters)
        return sha256Text(`${parameters.slice(4)}+${secret}`)
      },
      example: 'sha$nobody',
    }
    return { port, computed, verifierOf: (salt: string, secret: string) => `sha$${salt}$${sha256Text(`${salt}+${secret}`)}` }
  }
  const taking = (legacy: LegacyVerifier | null) => createSecretHash(old, plainPasswordHash(), seededRandom(4), legacy)

  it('of another system is taken over: right for its password, its account and its kind alone, and outdated', async () => {
    const { port, verifierOf } = otherSystem()
    const secrets = taking(port)
    const foreign = verifierOf('s1', 'Vecchia.Password1')
    const verifier = (await secrets.takeOver(password, foreign)) ?? ''
    expect(await secrets.verify(password, 'Vecchia.Password1', verifier)).toBe(true)
    expect(await secrets.verify(password, 'Vecchia.Password2', verifier)).toBe(false)
    expect(await secrets.verify({ ...password, accountId: 'another' }, 'Vecchia.Password1', verifier)).toBe(false)
    expect(await secrets.verify(pin, 'Vecchia.Password1', verifier)).toBe(false)
    expect(secrets.outdated(verifier)).toBe(true)
    expect(secrets.isReadable(verifier)).toBe(true)
    // Whoever has what the other system stored, and types that in, is not let in.
    expect(await secrets.verify(password, foreign, verifier)).toBe(false)
    expect(await secrets.verify(password, sha256Text('s1+Vecchia.Password1'), verifier)).toBe(false)
    expect(verifier).not.toContain(sha256Text('s1+Vecchia.Password1'))
  })

  it('of another system opens nothing once the port is gone, at the cost of any other', async () => {
    const { port, verifierOf } = otherSystem()
    const verifier = (await taking(port).takeOver(password, verifierOf('s1', 'Vecchia.Password1'))) ?? ''
    let verified = 0
    const counted: PasswordHash = {
      ...plainPasswordHash(),
      verify: async (...given) => {
        verified += 1
        return plainPasswordHash().verify(...given)
      },
    }
    const without = createSecretHash(old, counted, seededRandom(4))
    expect(await without.verify(password, 'Vecchia.Password1', verifier)).toBe(false)
    expect(verified).toBe(1)
    expect(without.isReadable(verifier)).toBe(false)
    expect(await without.takeOver(password, verifierOf('s1', 'x'))).toBeNull()
  })

  it('INV-25: costs one computation of the other system for everybody, imported or not, and none for a PIN', async () => {
    const { port, computed, verifierOf } = otherSystem()
    const secrets = taking(port)
    const imported = (await secrets.takeOver(password, verifierOf('s1', 'x'))) ?? ''
    const own = await secrets.hash(password, 'x')
    for (const verifier of [imported, own, await secrets.dummy(), '']) await secrets.verify(password, 'y', verifier)
    expect(computed).toEqual(['sha$s1', 'sha$nobody', 'sha$nobody', 'sha$nobody'])
    await secrets.verify(pin, '004200420', await secrets.hash(pin, '004200420'))
    expect(computed).toHaveLength(4)
  })

  it('of no system is not taken over, whatever the port answers', async () => {
    const { port } = otherSystem()
    expect(await taking(port).takeOver(password, 'md5$x')).toBeNull()
    expect(await taking(port).takeOver(password, `sha$${'x'.repeat(5_000)}$y`)).toBeNull()
    for (const answer of [undefined, {}, { parameters: '', result: 'x' }, { parameters: 'x', result: 5 }, 'x', 7]) {
      const odd = { ...port, read: () => answer as never }
      expect(await taking(odd).takeOver(password, 'sha$s$r')).toBeNull()
    }
    const long = { ...port, read: (text: string) => ({ parameters: text, result: text }) }
    expect(await taking(long).takeOver(password, 'x'.repeat(4_096))).not.toBeNull()
    expect(await taking(long).takeOver(password, 'x'.repeat(4_097))).toBeNull()
    for (const part of ['parameters', 'result'] as const) {
      const of = (length: number) => ({ ...port, read: () => ({ parameters: 'x', result: 'x', [part]: 'x'.repeat(length) }) })
      expect(await taking(of(4_096)).takeOver(password, 'x')).not.toBeNull()
      expect(await taking(of(4_097)).takeOver(password, 'x')).toBeNull()
    }
    // No base64url has one character: it is a verifier of nobody.
    const malformed = `legacy~A~${await taking(port).hash(password, 'x')}`
    expect(await taking(port).verify(password, 'x', malformed)).toBe(false)
    expect(taking(port).isReadable(malformed)).toBe(false)
    const broken: LegacyVerifier = {
      ...port,
      read: () => {
        throw new Error('secret detail')
      },
      compute: async () => 5 as never,
    }
    expect(await codeOf(() => taking(broken).takeOver(password, 'sha$s$r'))).toBe('password-hash/failed')
    expect(await codeOf(() => taking(broken).verify(password, 'x', ''))).toBe('password-hash/failed')
  })
})
