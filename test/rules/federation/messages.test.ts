/** Words for refusals and findings: for every code, in both languages, the same through every door. */
import { problemDetails, refusalCodes, refusalText } from 'sportello'
import {
  type FederationFinding,
  federationFindingCodes,
  federationFindingText,
  federationMessages,
  federationProtocols,
  federationText,
} from 'sportello/federation'
import { describe, expect, it } from 'vitest'
import { code, read } from '../../support/federation.ts'
import { documentedShapes } from '../../support/federation-shapes.ts'
import { hostileSignIns } from '../../support/hostile-federation.ts'

const answers = [...documentedShapes, ...hostileSignIns].map(({ reader, signIn, options }) => read(reader, signIn, options))
const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]))
const findings = answers.flatMap((answer) => (answer.ok ? answer.value.findings : []))
const attributes = new Set(Object.values(federationProtocols).flatMap((protocol) => Object.keys(protocol.attributes)))

describe('a refusal', () => {
  it('of a reader has words in both languages, a status, and nothing of what was handed in', () => {
    for (const refusal of refusals) {
      for (const locale of ['it', 'en'] as const) {
        const text = federationText(refusal, locale) ?? ''
        expect(text).toMatch(/^[A-ZÈ].+\.$/)
        expect(text).not.toMatch(/undefined|null|\[object/)
        expect(text).not.toContain(code)
        expect(refusalText(refusal, locale)).toBe(text)
      }
      expect(problemDetails(refusal, 'it').status).toBeGreaterThanOrEqual(400)
      expect(JSON.stringify(refusal)).not.toContain(code)
    }
  })

  it('is one of the library, each that a reader gives is in the table, and each of the table is given', () => {
    const table = Object.keys(federationMessages)
    expect(refusalCodes).toEqual(expect.arrayContaining(table))
    const given = new Set<string>(refusals.map((refusal) => refusal.code))
    const ofProviders = table.slice(table.indexOf('federation/too-many-attempts'))
    expect([...given].sort()).toEqual(table.filter((one) => !ofProviders.includes(one)).sort())
  })

  it.each([undefined, null, {}, { code: 'toString' }, { code: '__proto__' }, { code: 'federation/none' }, 1])(
    'that is %s has no words',
    (refusal) => {
      expect(federationText(refusal as never, 'it')).toBeUndefined()
    },
  )

  it('has no words in another language', () => {
    expect(federationText({ code: 'federation/provider-unknown' }, 'fr' as never)).toBeUndefined()
  })
})

describe('a finding', () => {
  it('has words in both languages for every attribute, and nothing of what was handed in', () => {
    for (const one of federationFindingCodes) {
      for (const attribute of attributes) {
        const finding = { code: one, attribute, stopsLinking: false } as FederationFinding
        const [it, en] = [federationFindingText(finding, 'it') ?? '', federationFindingText(finding, 'en') ?? '']
        expect(it).toMatch(/^[A-Z].+\.$/)
        expect(en).toMatch(/^[A-Z].+\.$/)
        expect(`${it}${en}`).not.toMatch(/undefined|null|un dato/)
      }
    }
    expect(new Set(findings.map((finding) => finding.code)).size).toBeGreaterThanOrEqual(8)
  })

  it('stops automatic linking where birth date or sex do not fit, and nowhere else', () => {
    for (const { code: one, attribute, stopsLinking } of findings) {
      const contradicts = ['mismatch', 'unreadable'].includes(one)
      expect(stopsLinking).toBe(contradicts && ['dateOfBirth', 'gender'].includes(attribute))
    }
    expect(findings.some(({ stopsLinking }) => stopsLinking)).toBe(true)
  })

  it.each([undefined, null, {}, { code: 'toString', attribute: 'name' }, { code: '__proto__' }])(
    'that is %s has no words',
    (finding) => {
      expect(federationFindingText(finding as never, 'it')).toBeUndefined()
    },
  )

  it('has no words in another language', () => {
    expect(federationFindingText({ code: 'missing', attribute: 'name', stopsLinking: false }, 'fr' as never)).toBeUndefined()
  })
})
