/**
 * Verifiers of other systems for `legacyVerifier` of the configuration: PBKDF2 as Django stores it, salted SHA as LDAP directories do, and bcrypt.
 *
 * `verifiers(...)` puts several together. Each password is then computed by every one of them, since the time that it takes must not tell how
 * somebody's was stored, or that somebody was imported at all. Leave the port out again when `credential` has nobody left with an old one.
 */
import { createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { LegacyVerifier } from 'sportello'

const derive = promisify(pbkdf2)

/** `pbkdf2_sha256$iterations$salt$base64` of Django. `iterations`: the most that is in use. */
export function djangoPbkdf2(iterations: number): LegacyVerifier {
  return {
    read(verifier) {
      const [, parameters, result] = /^(pbkdf2_sha256\$\d{1,7}\$[A-Za-z0-9]{1,64})\$([A-Za-z0-9+/]{43}=)$/.exec(verifier) ?? []
      return parameters === undefined || result === undefined ? null : { parameters, result }
    },
    async compute(password, parameters) {
      const [, count = '1', salt = ''] = parameters.split('$')
      return (await derive(password, salt, Number(count), 32, 'sha256')).toString('base64')
    },
    example: `pbkdf2_sha256$${iterations}$nobody`,
  }
}

const shaOf = {
  SSHA: { name: 'sha1', length: 20 },
  SSHA256: { name: 'sha256', length: 32 },
  SSHA512: { name: 'sha512', length: 64 },
} as const

/** `{SSHA}base64` of LDAP directories, by SHA-1, SHA-256 or SHA-512: the digest of password and salt, then the salt. */
export function saltedSha(): LegacyVerifier {
  return {
    read(verifier) {
      const [, scheme = '', encoded = ''] = /^\{(SSHA|SSHA256|SSHA512)\}([A-Za-z0-9+/]{20,200}={0,2})$/.exec(verifier) ?? []
      const sha = Object.entries(shaOf).find(([name]) => name === scheme)?.[1]
      const bytes = Buffer.from(encoded, 'base64')
      if (sha === undefined || bytes.length <= sha.length) return null
      const salt = bytes.subarray(sha.length).toString('hex')
      return { parameters: `${sha.name}$${salt}`, result: bytes.subarray(0, sha.length).toString('hex') }
    },
    async compute(password, parameters) {
      const [name = '', salt = ''] = parameters.split('$')
      return createHash(name).update(password).update(Buffer.from(salt, 'hex')).digest('hex')
    },
    example: 'sha512$00000000',
  }
}

/** What is needed of a bcrypt library: the hash of a password under a salt that names its cost, such as `$2b$10$` and 22 characters. */
export type Bcrypt = { readonly hash: (password: string, salt: string) => Promise<string> }

/** `$2a$`, `$2b$` and `$2y$` of bcrypt, by a library that is handed in. `cost`: the highest in use. */
export function bcryptVerifier(bcrypt: Bcrypt, cost: number): LegacyVerifier {
  return {
    read(verifier) {
      const [, cost_ = '', salt = '', result] = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(verifier) ?? []
      return result === undefined ? null : { parameters: `$2b$${cost_}$${salt}`, result }
    },
    // What comes before the result is the salt again, in a spelling of the library's own.
    compute: async (password, parameters) => (await bcrypt.hash(password, parameters)).slice(-31),
    example: `$2b$${String(cost).padStart(2, '0')}$abcdefghijklmnopqrstuu`,
  }
}

/** Several together, told apart by a name. Every password costs all of them. */
export function verifiers(named: { readonly [name: string]: LegacyVerifier }): LegacyVerifier {
  const all = Object.entries(named)
  return {
    read(verifier) {
      for (const [name, one] of all) {
        const read = one.read(verifier)
        if (read !== null) return { parameters: `${name}:${read.parameters}`, result: read.result }
      }
      return null
    },
    async compute(password, parameters) {
      const colon = parameters.indexOf(':')
      let result = ''
      for (const [name, one] of all) {
        const isIts = name === parameters.slice(0, colon)
        const computed = await one.compute(password, isIts ? parameters.slice(colon + 1) : one.example)
        if (isIts) result = computed
      }
      return result
    },
    example: `nobody:`,
  }
}
