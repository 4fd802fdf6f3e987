/** Whether an office worker is about to act upon himself. */
import type { KeyRing } from '../../crypto/index.ts'
import { mayBeOwn } from '../../runtime/operator.ts'
import type { RecordName } from '../../runtime/record.ts'
import type { Operator } from '../../runtime/schema.ts'
import type { Unit } from '../../runtime/transact.ts'
import { accountsOf, bindingRecord, codeOf } from './account-of.ts'

type Ring = Pick<KeyRing, 'pseudonym'>
type Person = {
  readonly accountId: string
  /** Null once it was erased. */
  readonly codiceFiscale: string | null
}

/** The record that tells which account the operator's own code leads to: to be read with those of a case. */
export const operatorRecord = (ring: Ring, { codiceFiscale }: Operator): RecordName => bindingRecord(codeOf(ring, codiceFiscale))

/**
 * The account of the operator who decides on a case: the one that his own codice fiscale leads to, or that of the case where the two may be
 * one person, by whatever codes they have had.
 */
export async function operatorAccount(ring: Ring, unit: Unit, operator: Operator, person: Person): Promise<string> {
  const { accountId, codiceFiscale } = person
  const own = codiceFiscale !== null && mayBeOwn(operator, codiceFiscale)
  if (own) return accountId
  // By a code of before too: of either, where the two have been one account.
  const [account, ...former] = await accountsOf(ring, unit, operator.codiceFiscale)
  const asked = codiceFiscale === null ? [] : await accountsOf(ring, unit, codiceFiscale)
  return [accountId, ...asked].some((id) => id === account || former.includes(id)) ? accountId : account
}

/** True where the two may be one person. */
export async function isOwnAccount(ring: Ring, unit: Unit, operator: Operator, person: Person): Promise<boolean> {
  return (await operatorAccount(ring, unit, operator, person)) === person.accountId
}
