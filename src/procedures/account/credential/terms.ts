/** What every status of an account has, and how it is carried from one to the next. */
import type { Attempts, CredentialPersonal, CredentialState } from './model.ts'

export type Issued = Exclude<CredentialState, { status: 'none' }>

/** No failure since the last right attempt. What strangers have spent stays spent: whoever signs in gives them no attempts. */
export const none = (attempts: Attempts): Attempts => ({ ...attempts, failures: 0, pinFailures: 0 })

/**
 * What every status of an issued credential has, without what is its status' own. That stands before it where a state is put
 * together: adding to what was spread first is a hundred times slower.
 */
export function terms(state: Issued): Omit<Extract<CredentialState, { status: 'active' }>, 'status'> {
  const { securityVersion, linkVersion, issuedAt, registrationId, imported, expiresAt, disuseAt, lastUsedAt } = state
  const { passwordChangedAt, liftedAt, signIns, devices, told: toldOfEnd, attempts, personal } = state
  const ends = { securityVersion, linkVersion, issuedAt, registrationId, imported, expiresAt, disuseAt, lastUsedAt }
  return { ...ends, passwordChangedAt, liftedAt, signIns, devices, told: toldOfEnd, attempts, personal }
}

/** What was erased stays erased: a change of personal data on an erased record leaves nothing behind. */
export function told(personal: CredentialPersonal | null, change: Partial<CredentialPersonal> | null): CredentialPersonal | null {
  return personal === null || change === null ? personal : { ...personal, ...change }
}
