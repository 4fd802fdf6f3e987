import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { md5 } from '../../../src/rules/identity/md5.ts'

it('the digest is that of the platform, around the ends of blocks and of any bytes', () => {
  const expected = (message: Uint8Array) => new Uint8Array(createHash('md5').update(message).digest())
  for (let length = 0; length < 200; length += 1) {
    const message = Uint8Array.from({ length }, (_, i) => (i * 37) & 255)
    expect(md5(message)).toEqual(expected(message))
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (message) => {
      expect(md5(message)).toEqual(expected(message))
    }),
  )
})
