import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { seededRandom } from 'sportello/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createKeyRing, createSealer, type Sealer } from '../../src/crypto/index.ts'
import { isSportelloError } from '../../src/kernel/index.ts'

const bytes = (seed: number) => Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + seed * 101 + 13) % 256)
const pseudonym = bytes(9)
const sealer = (current: string, ring: { readonly [id: string]: Uint8Array }, seed = 1): Sealer =>
  createSealer(createKeyRing({ current, ring, pseudonym }), seededRandom(seed))
const ours = sealer('k1', { k1: bytes(1) })

/** Settles to the code of the failure, or to the text where it opens. */
async function opening(of: Sealer, ...given: Parameters<Sealer['open']>): Promise<string> {
  try {
    return await of.open(...given)
  } catch (error) {
    return isSportelloError(error) ? error.code : `untyped: ${String(error)}`
  }
}

const failed = 'seal/failed'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a sealed value', () => {
  it('opens also where the name of its key is as short, or as long, as one may be', async () => {
    for (const id of ['k', 'k'.repeat(32)]) {
      const one = sealer(id, { [id]: bytes(1) })
      expect(await one.open('seal', 'row', await one.seal('seal', 'row', 'text'))).toBe('text')
    }
  })

  it('opens to what was sealed, with and without an extra secret, also twice', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 200 })
    const extras = fc.option(fc.string(), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(texts, fc.string(), extras, fc.constantFrom('seal', 'request'), async (text, identity, extra, purpose) => {
        const sealed = await ours.seal(purpose, identity, text, extra)
        expect(await ours.open(purpose, identity, sealed, extra)).toBe(text)
        expect(await ours.open(purpose, identity, sealed, extra)).toBe(text)
      }),
      { numRuns: 50 },
    )
  })

  it('names its key, then nonce, ciphertext and tag, and never looks the same twice', async () => {
    const sealed = await ours.seal('seal', 'row-1', 'segreto')
    const [id, whole = ''] = sealed.split('.')
    expect(id).toBe('k1')
    expect(Buffer.from(whole, 'base64url')).toHaveLength(12 + 'segreto'.length + 16)
    expect(Buffer.from(sealed)).not.toContain('segreto')
    const again = await ours.seal('seal', 'row-1', 'segreto')
    expect(again).not.toBe(sealed)
    expect(Buffer.from(again.slice(3), 'base64url').subarray(0, 12)).not.toEqual(Buffer.from(whole, 'base64url').subarray(0, 12))
  })

  it('E1: does not open on another row, for another purpose, or with another extra secret', async () => {
    const sealed = await ours.seal('seal', 'row-1', 'segreto')
    expect(await opening(ours, 'seal', 'row-1', sealed)).toBe('segreto')
    expect(await opening(ours, 'seal', 'row-2', sealed)).toBe(failed)
    expect(await opening(ours, 'seal', '', sealed)).toBe(failed)
    expect(await opening(ours, 'request', 'row-1', sealed)).toBe(failed)
    expect(await opening(ours, 'seal', 'row-1', sealed, 'ticket')).toBe(failed)
    expect(await opening(ours, 'seal', 'row-1', sealed, '')).toBe(failed)
    const narrow = await ours.seal('seal', 'row-1', 'segreto', 'ticket')
    expect(await opening(ours, 'seal', 'row-1', narrow, 'ticket')).toBe('segreto')
    expect(await opening(ours, 'seal', 'row-1', narrow, 'ticket-2')).toBe(failed)
    expect(await opening(ours, 'seal', 'row-1', narrow)).toBe(failed)
  })

  it('E1: swapped between two rows opens in neither', async () => {
    const [one, two] = await Promise.all([ours.seal('seal', 'row-1', 'uno'), ours.seal('seal', 'row-2', 'due')])
    expect(await opening(ours, 'seal', 'row-1', two)).toBe(failed)
    expect(await opening(ours, 'seal', 'row-2', one)).toBe(failed)
  })

  it('survives the rotation of the keys as long as its own stays in the ring', async () => {
    const sealed = await ours.seal('seal', 'row-1', 'segreto')
    const rotated = sealer('k2', { k2: bytes(2), k1: bytes(1) }, 2)
    expect(await opening(rotated, 'seal', 'row-1', sealed)).toBe('segreto')
    const anew = await rotated.seal('seal', 'row-1', 'segreto')
    expect(anew.startsWith('k2.')).toBe(true)
    expect(await opening(ours, 'seal', 'row-1', anew)).toBe(failed)
    expect(await opening(sealer('k2', { k2: bytes(2) }), 'seal', 'row-1', sealed)).toBe(failed)
    expect(await opening(sealer('k1', { k1: bytes(3) }), 'seal', 'row-1', sealed)).toBe(failed)
    expect(await opening(rotated, 'seal', 'row-1', sealed.replace('k1.', 'k2.'))).toBe(failed)
  })

  it('does not open with any one bit turned, nor cut anywhere, nor with anything added', async () => {
    const sealed = await ours.seal('seal', 'row-1', 'PIN 0042')
    const whole = Buffer.from(sealed.slice(3), 'base64url')
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const turned = Buffer.from(whole)
      turned[bit >> 3] = Number(turned[bit >> 3]) ^ (1 << (bit & 7))
      expect(await opening(ours, 'seal', 'row-1', `k1.${turned.toString('base64url')}`)).toBe(failed)
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(await opening(ours, 'seal', 'row-1', sealed.slice(0, length))).toBe(failed)
    }
    for (const other of [`${sealed}AAAA`, `${sealed}=`, ` ${sealed}`, `.${sealed}`, sealed.slice(2), sealed.replace('.', '')]) {
      expect(await opening(ours, 'seal', 'row-1', other)).toBe(failed)
    }
  })

  it('fails typed, whatever stands in its place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await opening(ours, 'seal', 'row-1', text)).toBe(failed)
        expect(await opening(ours, 'seal', 'row-1', `k1.${Buffer.from(text).toString('base64url')}`)).toBe(failed)
      }),
    )
    expect(await opening(ours, 'seal', 'row-1', '__proto__.AAAAAAAAAAAAAAAAAAAA')).toBe(failed)
  })

  it('E1: that does not open says nothing of what is in it', async () => {
    const sealed = await ours.seal('seal', 'row-1', 'segreto', 'ticket')
    const error: unknown = await ours.open('seal', 'row-2', sealed, 'ticket').catch((cause: unknown) => cause)
    expect(isSportelloError(error) && `${error.message}${error.stack}`).not.toMatch(/segreto|ticket|row-/)
  })

  it('11.7.2: is made with keys that the platform does not give out again, each of the ring handed to it once', async () => {
    const importing = vi.spyOn(globalThis.crypto.subtle, 'importKey')
    const fresh = sealer('k1', { k1: bytes(1) })
    const sealed = await fresh.seal('seal', 'row-1', 'segreto')
    await fresh.open('seal', 'row-1', sealed)
    await fresh.seal('request', 'row-1', 'segreto')
    expect(importing).toHaveBeenCalledTimes(2)
    for (const extra of ['ticket', 'ticket']) await fresh.seal('seal', 'row-1', 'segreto', extra)
    expect(importing).toHaveBeenCalledTimes(4)
    for (const [format, , algorithm, extractable] of importing.mock.calls) {
      expect([format, algorithm, extractable]).toEqual(['raw', 'AES-GCM', false])
    }
  })

  it('is not made without a nonce', async () => {
    const random = {
      bytes() {
        throw new Error('no entropy')
      },
    }
    const blind = createSealer(createKeyRing({ current: 'k1', ring: { k1: bytes(1) }, pseudonym }), random)
    await expect(blind.seal('seal', 'row-1', 'segreto')).rejects.toThrow('no entropy')
  })
})
