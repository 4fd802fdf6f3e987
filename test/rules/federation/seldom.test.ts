/** What a host may say of a provider that is nothing, and the words for an attribute that there is not. */
import { federationFindingText, readSpidSaml } from 'sportello/federation'
import { describe, expect, it } from 'vitest'
import { optionsOf, provider, saml } from '../../support/federation.ts'

describe('a provider', () => {
  it.each([null, undefined, 'yes', 7, true])('of which the host says %j is none that it accepts', (said) => {
    const options = { ...optionsOf('readSpidSaml'), providers: { [provider]: said } } as never
    expect(readSpidSaml(saml(), options)).toMatchObject({ ok: false, refusal: { code: 'federation/provider-unknown' } })
    expect(readSpidSaml(saml(), { ...optionsOf('readSpidSaml'), providers: { [provider]: {} } }).ok).toBe(true)
  })
})

it('an attribute that there is not is called some data, in both languages', () => {
  const finding = { code: 'unreadable', attribute: 'odd', stopsLinking: false } as never
  const known = { code: 'unreadable', attribute: 'familyName', stopsLinking: false } as never
  const said = (which: never) => [federationFindingText(which, 'it'), federationFindingText(which, 'en')].join()
  expect(said(finding)).toMatch(/un dato.*a piece of data/i)
  expect(said(known)).not.toMatch(/un dato|a piece of data/i)
})
