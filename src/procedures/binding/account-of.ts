/** The account that a codice fiscale leads to. Everything that begins with a code asks here, inside its unit of work. */
import type { KeyRing } from '../../crypto/index.ts'
import type { RecordName } from '../../runtime/record.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Unit } from '../../runtime/transact.ts'
import { bindingMachine } from './schema.ts'

type Ring = Pick<KeyRing, 'pseudonym'>

/** The keyed digest of a codice fiscale, by which the record of its bindings is found. */
export const codeOf = (ring: Ring, codiceFiscale: string): string => ring.pseudonym('codice-fiscale', codiceFiscale)

/** The record that tells where a code leads. */
export const bindingRecord = (code: string): RecordName => ({ kind: 'binding', id: code })

/** The accounts that the digest of a code leads to and has led to, the present one first: the one of the same id, unless the office has said otherwise. */
export async function accountsOfCode(unit: Unit, code: string): Promise<readonly [string, ...string[]]> {
  const state = await unit.state(bindingMachine, code)
  return state.status === 'none' ? [code] : [state.accountId, ...state.formerAccountIds]
}

/**
 * The account that the digest of a code leads to, with its records read: in one call for all codes, whatever comes out. Only the first look of
 * a process at a code that was moved takes a second one.
 */
export async function readAccount(
  { codes }: Pick<Runtime, 'codes'>,
  unit: Unit,
  code: string,
  reads: (accountId: string) => readonly RecordName[],
): Promise<string> {
  const guess = codes.guess(code)
  await unit.preload([bindingRecord(code), ...reads(guess)])
  const [accountId] = await accountsOfCode(unit, code)
  if (accountId === guess) return accountId
  codes.learn(code, accountId)
  await unit.preload(reads(accountId))
  return accountId
}

/** The account that a codice fiscale leads to. */
export async function accountOf(ring: Ring, unit: Unit, codiceFiscale: string): Promise<string> {
  const [accountId] = await accountsOfCode(unit, codeOf(ring, codiceFiscale))
  return accountId
}

/** The accounts that a codice fiscale leads to and has led to, the present one first. */
export function accountsOf(ring: Ring, unit: Unit, codiceFiscale: string): Promise<readonly [string, ...string[]]> {
  return accountsOfCode(unit, codeOf(ring, codiceFiscale))
}
