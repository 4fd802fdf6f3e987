/** Whatever is handed in: an identity that fits its own type, or a refusal with a code. Nothing throws, nothing is changed, nothing leaks. */

import fc from 'fast-check'
import type { FederatedIdentity } from 'sportello/federation'
import { describe, expect, it } from 'vitest'
import { cie, cns, code, eidas, oidc, type Reader, read, readers, saml } from '../../support/federation.ts'
import { hostileValues, stepsOver } from '../../support/hostile-values.ts'

const names = Object.keys(readers) as readonly Reader[]
const usual: { readonly [Name in Reader]: object } = {
  ...{ readSpidSaml: saml(), readSpidOidc: oidc(), readCie: cie(), readCns: cns(), readEidas: eidas() },
}

const visible = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]*$/u

/** Every text of an identity. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

function expectWhole({ person, subject, level, findings, ...rest }: FederatedIdentity): void {
  expect([1, 2, 3]).toContain(level)
  expect(subject.value).not.toBe('')
  if (subject.scheme === 'codice-fiscale') expect(subject.value).toBe(person.codiceFiscale)
  expect(person.codiceFiscale ?? code).toMatch(/^[A-Z0-9]{16}$/)
  expect(person.birthDate ?? '1980-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/)
  for (const text of textsOf({ person, subject, findings, rest })) {
    expect(text).toMatch(visible)
    expect(text.length).toBeLessThanOrEqual(1_024)
  }
}

function expectAnswer(reader: Reader, signIn: unknown): void {
  const answer = read(reader, signIn)
  if (answer.ok) expectWhole(answer.value)
  else expect(answer.refusal.code).toMatch(/^federation\/[a-z-]+$/)
}

/** Members, one level down too, that are replaced. */
const pathsOf = (value: object): readonly (readonly string[])[] =>
  Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...(typeof inner === 'object' && inner !== null ? Object.keys(inner).map((name) => [key, name]) : []),
  ])

function withValue(value: object, [key = '', inner]: readonly string[], replaced: unknown): object {
  const copy = { ...value } as { [name: string]: unknown }
  copy[key] = inner === undefined ? replaced : { ...(copy[key] as object), [inner]: replaced }
  return copy
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('TINIT-', code, '0000-00-00', '\uD800'),
)
const anyValue = fc.oneof(
  anyText,
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
  fc.array(anyText),
)

describe.each(names)('%s', (reader) => {
  it('answers for any value', () => {
    fc.assert(
      fc.property(fc.anything(), (signIn) => expectAnswer(reader, signIn)),
      { numRuns: 200 },
    )
  })

  it('answers for a good sign-in with any value in any place', () => {
    const paths = fc.constantFrom(...pathsOf(usual[reader]))
    fc.assert(
      fc.property(paths, anyValue, (path, value) => expectAnswer(reader, withValue(usual[reader], path, value))),
      { numRuns: 500 },
    )
  })

  it.each([...hostileValues.keys()])('looks at no more than a bounded part of %s, wherever it stands', (kind) => {
    for (const path of pathsOf(usual[reader])) {
      const signIn = withValue(usual[reader], path, hostileValues.get(kind))
      const { steps } = stepsOver(signIn, (given) => read(reader, given))
      expect(steps).toBeLessThan(20_000)
    }
  })

  it('changes nothing of what is handed in, and gives the same answer again', () => {
    const signIn = structuredClone(usual[reader])
    const first = read(reader, signIn)
    expect(signIn).toEqual(usual[reader])
    expect(read(reader, signIn)).toEqual(first)
    expect(first.ok).toBe(true)
  })

  it('looks at a value once, so that it cannot be another one the next time', () => {
    let looks = 0
    const turning = new Proxy(usual[reader], {
      get: (target, key) => {
        if (key === (reader === 'readCns' ? 'issuer' : reader === 'readSpidOidc' ? 'userInfo' : 'attributes')) looks += 1
        return Reflect.get(target, key)
      },
    })
    read(reader, turning)
    expect(looks).toBe(1)
  })
})

describe('mail and PEC', () => {
  it('are proposals only: they change nothing of whom the sign-in names', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.emailAddress(), (email, digitalAddress) => {
        const [plain, told] = [read('readSpidSaml', saml()), read('readSpidSaml', saml({ email, digitalAddress }))]
        expect(plain.ok && told.ok && [told.value.subject, told.value.person]).toEqual(
          plain.ok && [plain.value.subject, plain.value.person],
        )
      }),
    )
  })
})
