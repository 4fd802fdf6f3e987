import { describe, expect, it } from 'vitest'
import { portablePasswordHash } from '../../src/adapters/portable.ts'
import type { PasswordHash } from '../../src/ports/index.ts'
import { passwordHashContract, plainPasswordHash } from '../../src/testing/index.ts'

async function brokenBy(spoil: (passwordHash: PasswordHash) => Partial<PasswordHash>): Promise<readonly string[]> {
  const create = (): PasswordHash => {
    const passwordHash = plainPasswordHash()
    return { ...passwordHash, ...spoil(passwordHash) }
  }
  const broken: string[] = []
  for (const { name, run } of passwordHashContract(create)) await run().catch(() => broken.push(name))
  return broken
}

type Spoilt = readonly [what: string, caughtBy: string, spoil: (passwordHash: PasswordHash) => Partial<PasswordHash>]

const cutting = (passwordHash: PasswordHash, cut: (secret: string) => string): Partial<PasswordHash> => ({
  hash: async (secret) => passwordHash.hash(typeof secret === 'string' ? cut(secret) : secret),
  verify: async (secret, phc) => passwordHash.verify(typeof secret === 'string' ? cut(secret) : secret, phc),
})

const wrong: readonly Spoilt[] = [
  [
    'accepts every secret',
    'the right secret verifies',
    (passwordHash) => ({ verify: async (secret, phc) => (await passwordHash.verify(secret, phc)) || true }),
  ],
  [
    'rejects every secret',
    'the right secret verifies',
    (passwordHash) => ({ verify: async (secret, phc) => (await passwordHash.verify(secret, phc)) && false }),
  ],
  ['folds case', 'the right secret verifies', (passwordHash) => cutting(passwordHash, (secret) => secret.toLowerCase())],
  [
    'writes its own format',
    'a verifier is a PHC string',
    (passwordHash) => ({ hash: async (secret) => (await passwordHash.hash(secret)).replaceAll('$', ':') }),
  ],
  ['uses one salt', 'salts have at least 16 bytes', () => ({ hash: (secret) => plainPasswordHash().hash(secret) })],
  [
    'uses short salts',
    'salts have at least 16 bytes',
    (passwordHash) => ({ hash: async (secret) => (await passwordHash.hash(secret)).replace(/AAAA/, '') }),
  ],
  [
    'cuts secrets at 63 characters',
    'every character of a secret counts',
    (passwordHash) => cutting(passwordHash, (secret) => (secret.length > 64 ? secret : secret.slice(0, 63))),
  ],
  [
    'repeats short secrets',
    'a secret of one character',
    (passwordHash) => cutting(passwordHash, (secret) => (secret === 'a' ? 'aa' : secret)),
  ],
  ['cuts long secrets', 'a secret of another shape', (passwordHash) => cutting(passwordHash, (secret) => secret.slice(0, 64))],
  [
    'takes a malformed verifier for a wrong secret',
    'a malformed verifier is unacceptable',
    (passwordHash) => ({ verify: (secret, phc) => passwordHash.verify(secret, phc).catch(() => false) }),
  ],
  [
    'trims verifiers',
    'a malformed verifier is unacceptable',
    (passwordHash) => ({
      verify: async (secret, phc) => passwordHash.verify(secret, typeof phc === 'string' ? phc.trim() : phc),
    }),
  ],
  [
    'guesses an unknown algorithm',
    'a verifier of an unknown algorithm',
    (passwordHash) => ({
      verify: async (secret, phc) => (String(phc).startsWith('$unknown$') ? false : passwordHash.verify(secret, phc)),
    }),
  ],
  [
    'has no ceiling',
    'a verifier of absurd cost',
    (passwordHash) => ({
      verify: async (secret, phc) => passwordHash.verify(secret, typeof phc === 'string' ? phc.replace(/c=4\d+/, 'c=1') : phc),
    }),
  ],
  [
    'compares as much as there is',
    'a verifier whose hash was cut short',
    (passwordHash) => ({
      async verify(secret, phc) {
        const short = /^(\$plain\$c=1\$[A-Za-z0-9+/]{22}\$)([A-Za-z0-9+/]{0,20})$/.exec(String(phc))
        const fresh = await passwordHash.hash(secret)
        return short === null ? passwordHash.verify(secret, phc) : (fresh.split('$')[4] ?? '').startsWith(short[2] ?? '')
      },
    }),
  ],
  [
    'looks at the salt only',
    'a verifier with another salt or another hash',
    (passwordHash) => {
      const secrets = new Map<string, string>()
      const saltOf = (phc: string) => phc.split('$')[3] ?? ''
      return {
        async hash(secret) {
          const phc = await passwordHash.hash(secret)
          secrets.set(saltOf(phc), secret)
          return phc
        },
        async verify(secret, phc) {
          return (await passwordHash.verify(secret, phc)) || secrets.get(saltOf(phc)) === secret
        },
      }
    },
  ],
  ['finds everything fresh', 'a fresh verifier is not outdated', () => ({ outdated: () => false })],
  ['finds everything outdated', 'a fresh verifier is not outdated', () => ({ outdated: () => true })],
  [
    'throws at a malformed verifier',
    'a fresh verifier is not outdated',
    (passwordHash) => ({
      outdated(phc) {
        if (passwordHash.outdated(phc)) throw new Error('malformed')
        return false
      },
    }),
  ],
  [
    'shares one buffer among calls',
    'calls at once do not disturb each other',
    (passwordHash) => {
      let buffer = ''
      return {
        async verify(secret, phc) {
          buffer = secret
          await null
          return passwordHash.verify(buffer, phc)
        },
      }
    },
  ],
  [
    'quotes what it refuses',
    'errors quote neither secret nor verifier',
    (passwordHash) => ({
      verify: (secret, phc) =>
        passwordHash.verify(secret, phc).catch((cause: unknown) => {
          if (cause instanceof Error) cause.message += String(phc)
          throw cause
        }),
    }),
  ],
]

describe('passwordHashContract', () => {
  for (const { name, run } of passwordHashContract(plainPasswordHash)) it(`plainPasswordHash: ${name}`, run)

  const cheap = () => portablePasswordHash({ scrypt: { N: 2, r: 1, p: 1 } })
  for (const { name, run } of passwordHashContract(cheap)) it(`portablePasswordHash: ${name}`, run)

  it('has at least 12 checks, each with a name of its own', () => {
    const names = passwordHashContract(plainPasswordHash).map(({ name }) => name)
    expect(names.length).toBeGreaterThanOrEqual(12)
    expect(new Set(names).size).toBe(names.length)
  })

  for (const [what, caughtBy, spoil] of wrong) {
    it(`catches a password hash that ${what}`, async () => {
      const broken = await brokenBy(spoil)
      expect(broken.filter((name) => name.startsWith(caughtBy))).not.toEqual([])
    })
  }
})
