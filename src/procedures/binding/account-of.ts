/** The account that a codice fiscale leads to. Everything that begins with a code asks here, inside its unit of work. */
import type { KeyRing } from '../../crypto/index.ts'
import type { RecordName } from '../../runtime/record.ts'
import type { Unit } from '../../runtime/transact.ts'
import { bindingMachine } from './schema.ts'

type Ring = Pick<KeyRing, 'pseudonym'>

/** The keyed digest of a codice fiscale, by which the record of its rebindings is found. */
export const codeOf = (ring: Ring, codiceFiscale: string): string => ring.pseudonym('codice-fiscale', codiceFiscale)

/** The record that tells where a code leads. */
export const bindingRecord = (code: string): RecordName => ({ kind: 'binding', id: code })

/** The account that the digest of a code leads to: the one of the same id, unless the office has said otherwise. One read, whatever comes out. */
export async function accountOfCode(unit: Unit, code: string): Promise<string> {
  const state = await unit.state(bindingMachine, code)
  return state.status === 'none' ? code : state.accountId
}

/** The account that a codice fiscale leads to. */
export function accountOf(ring: Ring, unit: Unit, codiceFiscale: string): Promise<string> {
  return accountOfCode(unit, codeOf(ring, codiceFiscale))
}

/** The accounts that a codice fiscale leads to and has led to, the present one first. */
export async function accountsOf(ring: Ring, unit: Unit, codiceFiscale: string): Promise<readonly string[]> {
  const code = codeOf(ring, codiceFiscale)
  const state = await unit.state(bindingMachine, code)
  return state.status === 'none' ? [code] : [state.accountId, ...state.formerAccountIds]
}
