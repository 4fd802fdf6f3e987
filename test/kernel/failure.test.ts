/** What is dealt with as a failure of the world, and what is thrown again as a mistake of the program. */
import { expect, it } from 'vitest'
import { InvariantError, rethrowUnlessFailure, SportelloError } from '../../src/kernel/index.ts'

it('a failure of the world is dealt with by whoever has caught it', () => {
  expect(() => rethrowUnlessFailure(new SportelloError('storage/failed', 'storage: gone'))).not.toThrow()
})

it.each([new InvariantError('a rule'), new TypeError('of undefined'), 'a text', null, undefined, 7])(
  '%s is no failure of the world, and is thrown again as it is',
  (cause) => {
    const caught: unknown[] = []
    try {
      rethrowUnlessFailure(cause)
    } catch (thrown) {
      caught.push(thrown)
    }
    expect(caught).toEqual([cause])
    expect(caught[0]).toBe(cause)
  },
)
