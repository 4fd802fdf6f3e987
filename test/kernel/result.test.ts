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

  it('names what is wrong by paths and codes alone, whatever a host has made of the refusal', () => {
    const odd = {
      code: 'x/form',
      problems: [7, null, { field: 'name', code: 'required' }, { field: 'a b', code: {} }],
      violations: [{ code: 9 }],
    }
    expect(() => unwrap({ ok: false, refusal: odd })).toThrow(/^an unexpected refusal: x\/form \(name: required\)$/)
    const bare = JSON.parse('{"ok":false,"refusal":"Verdi"}') as {
      readonly ok: false
      readonly refusal: { readonly code: string }
    }
    expect(() => unwrap(bare)).toThrow(/^an unexpected refusal: undefined$/)
  })

  it('names the first twenty things that are wrong, and a reason only where the library gives one', () => {
    const problems = Array.from({ length: 30 }, (_, i) => ({ field: `f${i}`, code: 'required' }))
    expect(() => unwrap({ ok: false, refusal: { code: 'x/form', problems } as never })).toThrow(/f19: required\)$/)
    expect(() => unwrap({ ok: false, refusal: { code: 7, reason: 'late' } as never })).toThrow(/^an unexpected refusal: 7$/)
  })
})
