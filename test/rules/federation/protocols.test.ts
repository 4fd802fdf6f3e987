/** What a class means and which identifier is stable: data, by protocol and provider, that a host overrides. */
import { type FederationOptions, type FederationProtocolName, federationProtocols } from 'sportello/federation'
import { describe, expect, it } from 'vitest'
import { cie, code, identityOf, now, oidc, provider, read, saml, spidCode } from '../../support/federation.ts'

const names = Object.keys(federationProtocols) as readonly FederationProtocolName[]
const subjectOf = (signIn: unknown, options: FederationOptions) => {
  const answer = read('readSpidSaml', signIn, options)
  return answer.ok ? answer.value.subject : answer.refusal
}

describe('the protocols', () => {
  it('have no subject that the next sign-in would not have: never a NameID', () => {
    const schemes = new Set(names.flatMap((name) => federationProtocols[name].subject))
    expect([...schemes].sort()).toEqual(['codice-fiscale', 'oidc-sub', 'person-identifier', 'spid-code'])
    const answer = read('readSpidSaml', saml({ nameID: 'transient', NameID: 'transient' }, { nameID: 'transient' }))
    expect(JSON.stringify(answer)).not.toContain('transient')
  })

  it('identify by spidCode where it is given, by the codice fiscale where CIE and CNS have no other, pairwise over OpenID Connect', () => {
    const first = names.map((name) => [name, federationProtocols[name].subject[0]])
    expect(Object.fromEntries(first)).toEqual({
      ...{ 'spid-saml': 'spid-code', 'spid-oidc': 'oidc-sub', 'cie-saml': 'codice-fiscale', 'cie-oidc': 'oidc-sub' },
      ...{ cns: 'codice-fiscale', eidas: 'person-identifier' },
    })
  })
})

describe('a host', () => {
  it('says that a provider has another stable identifier', () => {
    const providers = { [provider]: { subject: ['codice-fiscale'] as const } }
    expect(subjectOf(saml(), { at: now, providers })).toEqual({ scheme: 'codice-fiscale', value: code })
    expect(subjectOf(saml(), { at: now, providers: { [provider]: {} } })).toEqual({ scheme: 'spid-code', value: spidCode })
  })

  it('demands the spidCode, so that nobody is read without it', () => {
    const protocols = { 'spid-saml': { subject: ['spid-code'] } } as const
    const refusal = { code: 'federation/attribute-missing', attribute: 'spidCode' }
    expect(subjectOf(saml({ spidCode: null }), { at: now, protocols })).toEqual(refusal)
  })

  it('says what a class means at one provider, before what its protocol says', () => {
    const levels = { 'urn:example:strong': 2 } as const
    const options = { at: now, providers: { [provider]: { levels } }, protocols: { 'spid-saml': { levels: {} } } }
    expect(read('readSpidSaml', saml({}, { authnContextClassRef: 'urn:example:strong' }), options)).toMatchObject({
      value: { level: 2 },
    })
    const refusal = { code: 'federation/level-unknown' }
    expect(read('readSpidSaml', saml(), options)).toEqual({ ok: false, refusal })
  })

  it('says that CIE has one level, whatever class it tells', () => {
    const options = { at: now, protocols: { 'cie-saml': { levels: 3 } } } as const
    const signIn = cie({}, { authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' })
    expect(read('readCie', signIn, options)).toEqual({ ok: true, value: identityOf('readCie') })
  })

  it.each([0, 4, 1.5, Number.NaN, '3', null])('that lists %s as a level lists none', (wrong) => {
    const levels = { 'https://www.spid.gov.it/SpidL2': wrong } as never
    const refusal = { code: 'federation/level-unknown' }
    expect(read('readSpidSaml', saml(), { at: now, protocols: { 'spid-saml': { levels } } })).toEqual({ ok: false, refusal })
    const single = { 'spid-saml': { levels: wrong as never } }
    if (typeof wrong === 'number') expect(read('readSpidSaml', saml(), { at: now, protocols: single }).ok).toBe(false)
  })

  it('names the headers of its gateway, in any case', () => {
    const attributes = { fiscalNumber: ['X-Codice-Fiscale'], familyName: ['X-Cognome'] }
    const options = { at: now, protocols: { 'spid-saml': { attributes } } }
    const headers = { fiscalNumber: null, familyName: null, 'x-codice-fiscale': `TINIT-${code}`, 'x-cognome': 'Verdi' }
    expect(read('readSpidSaml', saml(headers), options)).toEqual({ ok: true, value: identityOf('readSpidSaml') })
  })

  it('has what is expected of a protocol told when it is missing', () => {
    const protocols = { 'spid-oidc': { expected: ['gender'] } } as const
    const answer = read('readSpidOidc', oidc({ gender: null, birthdate: null }), { at: now, protocols })
    expect(answer).toMatchObject({ value: { findings: [{ code: 'missing', attribute: 'gender', stopsLinking: false }] } })
  })

  it.each([undefined, Number.NaN, -1, '2026-11-29', null])('that says %s for now is told that it is no instant', (at) => {
    expect(() => read('readSpidSaml', saml(), { at: at as never })).toThrow('is the instant of the reading')
  })
})
