/** The promises of the password hash port as checks, for every implementation the same. */
import type { PasswordHash } from '../ports/index.ts'
import { type Check, expectEqual, expectRejected, expectThat, hostile } from './fakes/check.ts'

type PasswordHashCheck = { readonly name: string; readonly run: (passwordHash: PasswordHash) => Promise<void> }

// As the library hands them over: an encoded digest. And one with every kind of printable character.
const secret = 'cMqf0WkZ1n8xGJ2sV5yT7uB4aR9eD6hL3pQ_oNiKx-U'
const other = 'cMqf0WkZ1n8xGJ2sV5yT7uB4aR9eD6hL3pQ_oNiKx-V'
const longest = `${'aB3$ '.repeat(12)}~!"#`

/** `$id[$v=19][$name=value,…]$salt$hash`, salt and hash in base64 without padding. */
const phcPattern =
  /^\$[a-z0-9-]{1,32}(?:\$v=[0-9]+)?(?:\$[a-z0-9-]{1,32}=[A-Za-z0-9/+.-]+(?:,[a-z0-9-]{1,32}=[A-Za-z0-9/+.-]+)*)?\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function partsOf(phc: string): { readonly salt: string; readonly hash: string } {
  const [, salt = '', hash = ''] = phcPattern.exec(phc) ?? []
  return { salt, hash }
}

const byteLength = (base64: string): number => Math.floor((base64.length * 6) / 8)

/** The verifier with one cost parameter after the other set out of all bounds. */
function absurd(phc: string): readonly string[] {
  const values = ['4294967295', '99999999999999999999', '1e9', '-1', '0']
  return [...phc.matchAll(/([a-z0-9-]+)=([0-9]+)/g)].flatMap(({ 0: part, 1: name, index }) =>
    [...values, ...(name === 'ln' ? ['30', '40', '62'] : [])].map(
      (value) => `${phc.slice(0, index)}${name}=${value}${phc.slice(index + part.length)}`,
    ),
  )
}

async function expectUnacceptable(passwordHash: PasswordHash, verifiers: readonly unknown[], promise: string): Promise<void> {
  for (const verifier of verifiers) {
    await expectRejected(() => passwordHash.verify(secret, hostile(verifier)), 'password-hash/unacceptable', promise)
  }
}

const foreign = [
  '$unknown$m=1,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '$__proto__$m=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '{UNKNOWN}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '5f4dcc3b5aa765d61d8327deb882cf99',
]

const checks: readonly PasswordHashCheck[] = [
  {
    name: 'the right secret verifies and any other does not',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash(secret)
      expectEqual(await passwordHash.verify(secret, phc), true, 'the right one')
      for (const wrong of [other, secret.toLowerCase(), secret.slice(1), `${secret}a`, 'a']) {
        expectEqual(await passwordHash.verify(wrong, phc), false, 'a wrong one')
      }
    },
  },
  {
    name: 'a verifier is a PHC string of printable ASCII',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash(secret)
      expectThat(phcPattern.test(phc), '$id$parameters$salt$hash in base64 without padding')
      expectThat(phc.length <= 255, 'it fits into 255 characters')
    },
  },
  {
    name: 'salts have at least 16 bytes, hashes too, and two hashes of one secret differ in both',
    run: async (passwordHash) => {
      const phcs = [await passwordHash.hash(secret), await passwordHash.hash(secret), await passwordHash.hash(secret)]
      const parts = phcs.map(partsOf)
      for (const { salt, hash } of parts) expectThat(byteLength(salt) >= 16 && byteLength(hash) >= 16, 'at least 128 bits each')
      expectEqual(new Set(parts.map(({ salt }) => salt)).size, phcs.length, 'a fresh salt each time')
      expectEqual(new Set(phcs).size, phcs.length, 'equal secrets are not seen to be equal')
      for (const phc of phcs) expectEqual(await passwordHash.verify(secret, phc), true, 'all of them verify')
    },
  },
  {
    name: 'every character of a secret counts, to the 64th',
    run: async (passwordHash) => {
      expectEqual(longest.length, 64, 'the kit’s own longest secret')
      const phc = await passwordHash.hash(longest)
      expectEqual(await passwordHash.verify(longest, phc), true, 'nothing is cut off')
      for (const wrong of [`${longest.slice(0, 63)}$`, longest.slice(0, 63), `!${longest.slice(1)}`]) {
        expectEqual(await passwordHash.verify(wrong, phc), false, 'first and last character count')
      }
    },
  },
  {
    name: 'a secret of one character is a secret like any other',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash('a')
      expectEqual(
        [await passwordHash.verify('a', phc), await passwordHash.verify('aa', phc)],
        [true, false],
        'no padding by repetition',
      )
    },
  },
  {
    name: 'a secret of another shape is an error, never a hash',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash(secret)
      for (const value of ['a'.repeat(65), 'a'.repeat(1_048_576), 'è', '\uD800', undefined, null, 1, {}, ['a']]) {
        const wrong = hostile<string>(value)
        await expectRejected(() => passwordHash.hash(wrong), 'password-hash/failed', 'at most 64 ASCII characters')
        await expectRejected(() => passwordHash.verify(wrong, phc), 'password-hash/failed', 'at most 64 ASCII characters')
      }
    },
  },
  {
    name: 'a malformed verifier is unacceptable',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash(secret)
      const { salt, hash } = partsOf(phc)
      const cut = [
        phc.slice(1),
        phc.slice(0, -hash.length),
        phc.slice(0, -hash.length - 1),
        phc.slice(0, -hash.length - 1 - salt.length),
      ]
      const spoilt = [
        ` ${phc}`,
        `${phc} `,
        `${phc}\n`,
        `${phc}=`,
        `${phc}$`,
        `$${phc}`,
        `${phc}${phc}`,
        `${phc}\0`,
        `${phc}è`,
        phc.toUpperCase(),
      ]
      const values = [
        '',
        '$',
        '$$$$',
        '$$$',
        'x',
        secret,
        '\uD800',
        `$${'a'.repeat(1_048_576)}`,
        '$'.repeat(1_048_576),
        undefined,
        null,
        1,
        {},
        [phc],
      ]
      await expectUnacceptable(passwordHash, [...cut, ...spoilt, ...values], 'not one of ours')
    },
  },
  {
    name: 'a verifier of an unknown algorithm is unacceptable',
    run: (passwordHash) => expectUnacceptable(passwordHash, foreign, 'neither executed nor guessed'),
  },
  {
    name: 'a verifier of absurd cost is unacceptable and never executed',
    run: async (passwordHash) => {
      const verifiers = absurd(await passwordHash.hash(secret))
      expectThat(verifiers.length > 0, 'a verifier names its cost')
      await expectUnacceptable(passwordHash, verifiers, 'above the ceiling')
      await Promise.all(verifiers.map((verifier) => expectUnacceptable(passwordHash, [verifier], 'also many at once')))
    },
  },
  {
    name: 'a verifier whose hash was cut short or emptied never verifies',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash(secret)
      const { hash } = partsOf(phc)
      for (const length of [0, 2, 3, 4, 11]) {
        const short = phc.slice(0, phc.length - hash.length + length)
        const verified = await passwordHash.verify(secret, short).catch(() => false)
        expectEqual(verified, false, 'a short hash would be met by chance')
      }
    },
  },
  {
    name: 'a verifier with another salt or another hash does not verify',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash(secret)
      const { hash } = partsOf(phc)
      const foreignHash = partsOf(await passwordHash.hash(other)).hash
      expectEqual(
        await passwordHash.verify(secret, `${phc.slice(0, -hash.length)}${foreignHash}`),
        false,
        'the hash of another secret',
      )
    },
  },
  {
    name: 'a fresh verifier is not outdated; one that is malformed or foreign is',
    run: async (passwordHash) => {
      const phc = await passwordHash.hash(secret)
      expectEqual(passwordHash.outdated(phc), false, 'made with the parameters of now')
      for (const value of [...foreign, ...absurd(phc), '', '$', `${phc} `, 'a'.repeat(1_048_576), undefined, null, 1, {}]) {
        expectEqual(passwordHash.outdated(hostile(value)), true, 'not made with the parameters of now, and no exception')
      }
    },
  },
  {
    name: 'calls at once do not disturb each other',
    run: async (passwordHash) => {
      const secrets = Array.from({ length: 6 }, (_, i) => `${secret}${i}`)
      const phcs = await Promise.all(secrets.map((own) => passwordHash.hash(own)))
      const pairs = secrets.flatMap((own, i) =>
        phcs.map((phc, j) => ({ own, phc, expected: i === j })).filter((_, j) => (j - i + 6) % 6 < 2),
      )
      const verified = await Promise.all(pairs.map(({ own, phc }) => passwordHash.verify(own, phc)))
      expectEqual(
        verified,
        pairs.map(({ expected }) => expected),
        'each verifies with its own verifier only',
      )
    },
  },
  {
    name: 'errors quote neither secret nor verifier',
    run: async (passwordHash) => {
      const canary = 'canary-7f3a'
      const promise = 'messages can be logged'
      const errors = [
        await expectRejected(() => passwordHash.verify(secret, `$${canary}$`), 'password-hash/unacceptable', promise),
        await expectRejected(() => passwordHash.hash(`${canary}è`), 'password-hash/failed', promise),
      ]
      for (const error of errors) expectThat(!`${error.message}${String(error.cause)}`.includes(canary), promise)
    },
  },
]

/**
 * Checks that a password hash keeps the promises of the port. Each check gets an instance of its own from `create`, with room for
 * twelve calls at once; make it cheap, about 40 hashes are computed. A verifier of absurd cost that is executed after all shows as
 * a check that does not end: give the runner a time limit.
 *
 * @example
 * for (const { name, run } of passwordHashContract(() => nodePasswordHash())) test(name, run)
 */
export function passwordHashContract(create: () => PasswordHash | Promise<PasswordHash>): readonly Check[] {
  return checks.map(({ name, run }) => ({ name, run: async () => run(await create()) }))
}
