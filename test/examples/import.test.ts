import bcrypt from 'bcryptjs'
import { expect, it } from 'vitest'
import { bcryptVerifier, djangoPbkdf2, saltedSha, verifiers } from '../../examples/import/legacy-verifiers.ts'
import { root, runNode } from './child.ts'

it('accounts with verifiers of three kinds are taken over, and a second run changes nothing', async () => {
  const { code, stdout, stderr } = await runNode(['--import', 'tsx', `${root}examples/import/main.ts`])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const refused = [
    '4: refused: The person was already imported from another line, with other data.',
    '5: refused: The verifier of the password is none of the other system.',
  ]
  expect(stdout.trimEnd().split('\n')).toEqual([
    ...['1: imported', '2: imported', '3: imported', ...refused, 'run 1: 3 imported, 0 unchanged, 2 refused'],
    ...['1: unchanged', '2: unchanged', '3: unchanged', ...refused, 'run 2: 0 imported, 3 unchanged, 2 refused'],
  ])
}, 30_000)

const password = 'Gelato.Turchese7'
// Made by Django 5.2, by slappasswd of OpenLDAP's family and by the reference bcrypt, or by their published algorithm.
it.each([
  ['bcrypt', bcryptVerifier(bcrypt, 5), () => bcrypt.hash(password, 5)],
  ['bcrypt of PHP', bcryptVerifier(bcrypt, 5), async () => (await bcrypt.hash(password, 5)).replace('$2b$', '$2y$')],
] as const)('%s computes of the right password what is stored, and of another one something else', async (_, port, make) => {
  const read = port.read(await make())
  expect(read).not.toBeNull()
  expect(await port.compute(password, read?.parameters ?? '')).toBe(read?.result)
  expect(await port.compute('Altra.Password9', read?.parameters ?? '')).not.toBe(read?.result)
  expect(typeof (await port.compute('x', port.example))).toBe('string')
})

it('what was published of each scheme comes out', async () => {
  // RFC 6070 has no SHA-256; these are of RFC 7914 §11: PBKDF2-HMAC-SHA-256 of "passwd", salt "salt", one iteration, first 32 bytes.
  const rfc = Buffer.from('55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc', 'hex').toString('base64')
  expect(await djangoPbkdf2(1).compute('passwd', 'pbkdf2_sha256$1$salt')).toBe(rfc)
  // SHA-1 of "abc" (FIPS 180-4), as password "ab" and salt "c".
  const sha = saltedSha().read(`{SSHA}${Buffer.from('a9993e364706816aba3e25717850c26c9cd0d89d63', 'hex').toString('base64')}`)
  expect(sha).toEqual({ parameters: 'sha1$63', result: 'a9993e364706816aba3e25717850c26c9cd0d89d' })
  expect(await saltedSha().compute('ab', 'sha1$63')).toBe(sha?.result)
})

it('several together cost all of them, whosever password it is', async () => {
  const asked: string[] = []
  const noted = (name: string) => ({
    read: (verifier: string) => (verifier.startsWith(name) ? { parameters: 'p', result: 'r' } : null),
    compute: async (_: string, parameters: string) => {
      asked.push(`${name} ${parameters}`)
      return `${name} ${parameters}`
    },
    example: 'nobody',
  })
  const port = verifiers({ one: noted('one'), two: noted('two') })
  expect(port.read('two$x')).toEqual({ parameters: 'two:p', result: 'r' })
  expect(port.read('three$x')).toBeNull()
  expect(await port.compute('x', 'two:p')).toBe('two p')
  expect(await port.compute('x', port.example)).toBe('')
  expect(asked).toEqual(['one nobody', 'two p', 'one nobody', 'two nobody'])
})
