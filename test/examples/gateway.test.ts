/** Sign-in behind a gateway that speaks SAML: what comes in headers, over a real connection, in the bytes that gateways write. */
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTown, type Town } from '../../examples/federation/town.ts'
import { inputValue } from './browser.ts'

const secret = 'of-the-gateway'
const logged: unknown[] = []
let town: Town

beforeAll(async () => {
  town = await openTown({ portalPort: 0, providerPort: 0, gatewaySecret: secret, log: (...told) => logged.push(told) })
})
beforeEach(() => {
  logged.length = 0
})
afterAll(() => town.close())

type Headers = { readonly [name: string]: string | readonly string[] }

/** A text as its bytes go over the line. */
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

const minuteAgo = (): string => new Date(Date.now() - 60_000).toISOString()

/** What a gateway writes after Anna has signed in, with other headers besides. */
const anna = (otherwise: Headers = {}): Headers => ({
  ...{ 'x-gateway-secret': secret, spidcode: 'PROVVRDNNA80A4', fiscalnumber: 'TINIT-VRDNNA80A41L219Z' },
  ...{ familyname: 'Verdi', name: 'Anna', gender: 'F', dateofbirth: '1980-01-01', placeofbirth: 'L219', countyofbirth: 'TO' },
  ...{ 'shib-identity-provider': 'https://idp.example.it', 'shib-authncontext-class': 'https://www.spid.gov.it/SpidL2' },
  ...{ 'shib-authentication-instant': minuteAgo(), email: '', digitaladdress: '' },
  ...otherwise,
})

type Answered = { readonly status: number; readonly location: string; readonly session: string; readonly html: string }

/** Node sends headers in ISO 8859-1, so a text is on the line as it is written here. */
function ask(path: string, headers: Headers): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asking = request(
      new URL(path, town.portal),
      { headers: headers as { [name: string]: string | string[] } },
      (response) => {
        let html = ''
        response.setEncoding('utf8').on('data', (text: string) => {
          html += text
        })
        response.on('end', () => {
          const cookies = (response.headers['set-cookie'] ?? []).join('\n')
          const [, session = ''] = /^session=([^;]+)/m.exec(cookies) ?? []
          resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', session, html })
        })
      },
    )
    asking.on('error', reject)
    asking.end()
  })
}

const alert = ({ html }: Answered): string => /role="alert"><p>([^<]*)/.exec(html)?.[1] ?? ''

describe('the sign-in by headers of a gateway', () => {
  it('opens the account of the codice fiscale, and the own area with it', async () => {
    const answered = await ask('/gateway', anna())
    expect([answered.status, answered.location]).toEqual([303, '/area'])
    const area = await ask('/area', { cookie: `session=${answered.session}` })
    expect([area.status, area.html.includes('Anna Verdi')]).toEqual([200, true])
    expect(inputValue(area.html, 'requestKey')).not.toBe('')
  })

  it.each([
    ['UTF-8, as Shibboleth writes it', utf8('Ferrè'), utf8('Niccolò')],
    ['ISO 8859-1', 'Ferrè', 'Niccolò'],
  ])('reads names in %s', async (_encoding, familyname, name) => {
    const niccolo = { spidcode: 'PROVFRRNCL80A0', fiscalnumber: 'TINIT-FRRNCL80A01L219V', gender: 'M', familyname, name }
    const { session } = await ask('/gateway', anna(niccolo))
    const area = await ask('/area', { cookie: `session=${session}` })
    expect(area.html).toContain('Niccolò Ferrè')
  })

  it('is none without the secret of the gateway: whoever comes past it writes what he likes', async () => {
    for (const wrong of ['', 'of-another', `${secret}, ${secret}`]) {
      const answered = await ask('/gateway', anna({ 'x-gateway-secret': wrong }))
      expect([answered.status, answered.location, answered.session]).toEqual([303, '/', ''])
    }
  })

  it.each([
    [
      'twice, since the gateway let one from outside through',
      { fiscalnumber: ['TINIT-VRDNNA80A41L219Z', 'TINIT-NREPLA68H12F839D'] },
    ],
    ['of a level that is none', { 'shib-authncontext-class': 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' }],
    ['without a codice fiscale', { fiscalnumber: '' }],
    ['of a person of another member state', { spidcode: 'ES/IT/02635542Y', fiscalnumber: '' }],
    ['too low', { 'shib-authncontext-class': 'https://www.spid.gov.it/SpidL1' }],
    ['of yesterday', { 'shib-authentication-instant': '2026-01-01T00:00:00Z' }],
    ['of tomorrow', { 'shib-authentication-instant': '2099-01-01T00:00:00Z' }],
  ])('is refused in plain words where it is %s', async (_what, headers) => {
    const answered = await ask('/gateway', anna(headers))
    expect(answered.session).toBe('')
    expect(answered.status).toBeGreaterThanOrEqual(400)
    expect(answered.status).toBeLessThan(500)
    expect(alert(answered)).toMatch(/^[A-ZÈ].{30,}\.$/)
    expect(logged).toEqual([])
  })
})
