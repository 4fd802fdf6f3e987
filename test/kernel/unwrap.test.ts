import { unwrap } from 'sportello'
import { describe, expect, it } from 'vitest'
import { anna, openCounter } from '../support/counter.ts'

const refused = (refusal: { readonly code: string; readonly [name: string]: unknown }) => () => unwrap({ ok: false, refusal })

describe('unwrap', () => {
  it('names the problems of a form by path and code, and nothing that was handed in', async () => {
    const form = { ...anna, surname: '', email: 'segreta', body: { name: 'Comune', taxCode: '1' } }
    const answer = await openCounter().sportello.registration.open(form)
    expect(() => unwrap(answer)).toThrow(
      /^an unexpected refusal: registration\/form \(surname: required, email: shape, body\.taxCode: malformed\)$/,
    )
  })

  it('names the rules that a password breaks and the fault of a file, but no reason that a person has written', () => {
    const violations = [
      { code: 'length', params: { min: 8 } },
      { code: 'digit', params: {} },
    ]
    expect(refused({ code: 'credential/new-password', violations })).toThrow(/ \(length, digit\)$/)
    expect(refused({ code: 'registration/document-refused', reason: 'truncated', findings: [] })).toThrow(/ \(truncated\)$/)
    expect(refused({ code: 'x/y', reason: 'malattia' })).toThrow(/^an unexpected refusal: x\/y$/)
    expect(refused({ code: 'x/y', problems: [{ field: 'my secret', code: 'a b' }], violations: [null, 5] })).toThrow(/x\/y$/)
  })
})
