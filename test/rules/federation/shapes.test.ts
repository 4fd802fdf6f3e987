/** Sign-ins as gateways hand them over: each shape of the field gives the identity beside it, whole. */
import { describe, expect, it } from 'vitest'
import { read } from '../../support/federation.ts'
import { documentedShapes } from '../../support/federation-shapes.ts'

describe('a sign-in that is documented', () => {
  it('comes in more than a hundred shapes, each by a name of its own', () => {
    const names = documentedShapes.map(({ reader, name }) => `${reader}: ${name}`)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThanOrEqual(100)
  })

  it.each(documentedShapes)('$reader: $name', ({ reader, signIn, identity, options }) => {
    expect(read(reader, signIn, options)).toEqual({ ok: true, value: identity })
  })
})
