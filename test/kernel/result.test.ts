import { InvariantError, unwrap } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accept, refuse } from '../../src/kernel/index.ts'

describe('unwrap', () => {
  it('gives the value of an accepted result', () => {
    expect(unwrap(accept(42))).toBe(42)
  })

  it('names the code of a refusal and nothing of its data', () => {
    const refused = refuse({ code: 'x/y', person: 'Verdi' })
    expect(() => unwrap(refused)).toThrow(InvariantError)
    expect(() => unwrap(refused)).toThrow(/^an unexpected refusal: x\/y$/)
  })
})
