/** A login of operators for trying out: HTTP Basic, whose window the browser has itself. */
import { equalText } from '../crypto/index.ts'
import type { Operator } from '../runtime/schema.ts'
import type { OperatorLogin } from './exchange.ts'
import type { PortalRequest } from './http.ts'

/** An operator with a password. */
export type BasicOperator = Operator & {
  /** What is typed into the window of the browser, after the id. */
  readonly password: string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The text of base64, as UTF-8; empty for what is none. Every character is one of the alphabet. */
function decoded(base64: string): string {
  const bits = [...base64.replace(/=+$/, '')].map((one) => alphabet.indexOf(one).toString(2).padStart(6, '0')).join('')
  const octets = [...bits.matchAll(/.{8}/g)].map(([octet]) => Number.parseInt(octet, 2).toString(16).padStart(2, '0'))
  try {
    return decodeURIComponent(octets.map((octet) => `%${octet}`).join(''))
  } catch {
    return ''
  }
}

/**
 * Operators by name and password of HTTP Basic, for `operator` of `expressPortal`: for trying out. It has no second factor and no delay after wrong passwords,
 * and a browser signs out when it is closed. In service the office's own login says who is there.
 *
 * @example
 * const operators = basicOperators([{ id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S', password: process.env['OFFICE_PASSWORD'] ?? '' }])
 */
export function basicOperators(operators: readonly BasicOperator[]): OperatorLogin<PortalRequest> {
  const known = operators.map(({ id, codiceFiscale, password }) => {
    if (typeof password !== 'string' || password === '') throw new TypeError(`basicOperators: ${id} has no password`)
    return { operator: { id, codiceFiscale }, secret: `${id}:${password}` }
  })
  const login = ({ headers }: PortalRequest): Operator | null => {
    const { authorization } = headers
    const [, base64 = ''] = typeof authorization === 'string' ? (/^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization) ?? []) : []
    const given = decoded(base64)
    return known.find(({ secret }) => equalText(secret, given))?.operator ?? null
  }
  return Object.assign(login, { challenge: 'Basic realm="office", charset="UTF-8"' })
}
