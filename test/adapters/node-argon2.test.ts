/** argon2id of Node itself, which it has since 24.7: here its function is computed by the module, on any version. */
import type * as nodeCrypto from 'node:crypto'
import { argon2id as argon2idInScript } from '@noble/hashes/argon2.js'
import * as module from '@node-rs/argon2'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { nodePasswordHash as ours } from '../../src/adapters/node.ts'
import { parsePhc } from '../../src/crypto/phc.ts'

type Parameters = {
  readonly message: Uint8Array
  readonly nonce: Uint8Array
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly tagLength: number
}

/** What `node:crypto` is asked for; a nonce that begins with 255 fails. */
const native = vi.hoisted(() => ({ argon2: undefined as unknown, asked: [] as Parameters[] }))

vi.mock('node:crypto', async (importOriginal) => ({
  ...(await importOriginal<typeof nodeCrypto>()),
  get argon2() {
    return native.argon2
  },
}))

function computed(algorithm: string, parameters: Parameters, callback: (error: Error | null, key: Uint8Array) => void): void {
  expect(algorithm).toBe('argon2id')
  native.asked.push(parameters)
  const { message, nonce, memory, passes, parallelism, tagLength } = parameters
  const fixed = { algorithm: 2, version: 1, memoryCost: memory, timeCost: passes, parallelism } as const
  module.hashRaw(message, { ...fixed, outputLen: tagLength, salt: nonce }).then(
    (key) => callback(null, key),
    (error: Error) => callback(error, new Uint8Array()),
  )
}

let nodePasswordHash: typeof ours

// What other files have loaded in this process knows the function of Node.
beforeAll(async () => {
  vi.resetModules()
  ;({ nodePasswordHash } = await import('../../src/adapters/node.ts'))
})
afterAll(() => vi.resetModules())

afterEach(() => {
  native.argon2 = undefined
  native.asked.length = 0
})

const cheap = { m: 64, t: 1, p: 1 }
const cheapScrypt = { N: 16, r: 8, p: 1 }
const recipeOf = (phc: string) => {
  const parsed = parsePhc(phc)
  return parsed.ok ? parsed.value.recipe : parsed.refusal
}

describe('the argon2id of Node itself', () => {
  it('is the default where there is one, at what OWASP recommends', async () => {
    native.argon2 = computed
    const hash = nodePasswordHash()
    const verifier = await hash.hash('segreto')
    expect(recipeOf(verifier)).toEqual({ algorithm: 'argon2id', m: 19_456, t: 2, p: 1 })
    expect(hash.outdated(verifier)).toBe(false)
    expect(await hash.verify('segreto', verifier)).toBe(true)
    expect(await hash.verify('Segreto', verifier)).toBe(false)
    expect(native.asked).toHaveLength(3)
  })

  it('computes as RFC 9106 says, by its own names of the parameters', async () => {
    native.argon2 = computed
    const verifier = await nodePasswordHash({ argon2id: { m: 128, t: 3, p: 2 } }).hash('segreto')
    const parsed = parsePhc(verifier)
    if (!parsed.ok) throw new Error(verifier)
    const { salt, key } = parsed.value
    expect(native.asked).toEqual([expect.objectContaining({ memory: 128, passes: 3, parallelism: 2, tagLength: 32 })])
    expect(key).toEqual(argon2idInScript('segreto', salt, { m: 128, t: 3, p: 2, dkLen: 32 }))
  })

  it('verifies what the module has made, and the reverse', async () => {
    native.argon2 = computed
    const [own, handedIn] = [nodePasswordHash({ argon2id: cheap }), nodePasswordHash({ argon2: module, argon2id: cheap })]
    expect(await own.verify('segreto', await handedIn.hash('segreto'))).toBe(true)
    native.asked.length = 0
    const made = await nodePasswordHash({ argon2id: cheap }).hash('segreto')
    expect(native.asked).toHaveLength(1)
    expect(await handedIn.verify('segreto', made)).toBe(true)
    // The module goes before Node, as whoever hands it in expects.
    expect(native.asked).toHaveLength(1)
  })

  it('makes scrypt ones where the office gives that recipe, and verifies both', async () => {
    native.argon2 = computed
    const [mixed, newer] = [nodePasswordHash({ scrypt: cheapScrypt }), nodePasswordHash({ argon2id: cheap })]
    const [older, made] = [await mixed.hash('segreto'), await newer.hash('segreto')]
    expect(recipeOf(older)).toEqual({ algorithm: 'scrypt', ...cheapScrypt })
    expect([await mixed.verify('segreto', made), await newer.verify('segreto', older)]).toEqual([true, true])
    expect([mixed.outdated(made), newer.outdated(older)]).toEqual([true, true])
  })

  it('costs the same for older verifiers that are named as retiring', async () => {
    native.argon2 = computed
    const older = await nodePasswordHash({ scrypt: cheapScrypt }).hash('segreto')
    const moving = nodePasswordHash({ argon2id: cheap, retiring: [{ algorithm: 'scrypt', ...cheapScrypt }] })
    native.asked.length = 0
    expect(await moving.verify('segreto', older)).toBe(true)
    expect(native.asked).toHaveLength(1)
  })

  it('is not asked for where there is none: scrypt is the default, and argon2id alone is refused', async () => {
    expect(recipeOf(await nodePasswordHash({ scrypt: cheapScrypt }).hash('segreto'))).toMatchObject({ algorithm: 'scrypt' })
    expect(recipeOf(await nodePasswordHash().hash('segreto'))).toEqual({ algorithm: 'scrypt', N: 2 ** 15, r: 8, p: 3 })
    expect(() => nodePasswordHash({ argon2id: cheap })).toThrow(
      expect.objectContaining({ code: 'config/invalid', message: expect.stringContaining('Node 24.7') }),
    )
    // Given both, each process takes what it has.
    const either = { argon2id: cheap, scrypt: cheapScrypt }
    expect(recipeOf(await nodePasswordHash(either).hash('segreto'))).toMatchObject({ algorithm: 'scrypt' })
  })

  it('is a failure of the world when it fails', async () => {
    native.argon2 = (_name: string, _parameters: Parameters, callback: (error: Error) => void) => callback(new Error('no memory'))
    await expect(nodePasswordHash({ argon2id: cheap }).hash('segreto')).rejects.toMatchObject({ code: 'password-hash/failed' })
  })
})
