/** Sign-ins of broken and hostile gateways: nobody is read from most, and what cannot be read is dropped from the others. */
import { describe, expect, it } from 'vitest'
import { read } from '../../support/federation.ts'
import { hostileSignIns } from '../../support/hostile-federation.ts'

describe('a hostile sign-in', () => {
  it('comes in more than a hundred shapes, each by a name of its own', () => {
    const names = hostileSignIns.map(({ reader, name }) => `${reader}: ${name}`)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(names.length).toBeGreaterThanOrEqual(100)
  })

  it.each(hostileSignIns)('$reader: $name', ({ reader, signIn, answer, options }) => {
    const expected = 'code' in answer ? { ok: false, refusal: answer } : { ok: true, value: answer }
    expect(read(reader, signIn, options)).toEqual(expected)
  })
})
