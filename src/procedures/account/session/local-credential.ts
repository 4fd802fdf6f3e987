/** Whether PIN and password of the office belong to an account, whatever has opened the session. */
import type { Instant } from '../../../kernel/index.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { expiryOf, hasSecrets } from '../credential/expiry.ts'
import type { CredentialState } from '../credential/model.ts'
import { factsOf } from '../credential/person-facts.ts'

/** `suspended`: the office reactivates it. `ended`: it has come to its end by itself, or by the course of the office. */
export type SessionLocalCredential = 'none' | 'temporary' | 'active' | 'suspended' | 'ended'

/** How PIN and password of the account stand, the course of the office for the audience included. */
export async function localCredentialFor(
  unit: Unit,
  accountId: string,
  account: CredentialState,
): Promise<SessionLocalCredential> {
  const local = localCredentialOf(account, unit.now())
  if (!opens(local)) return local
  const { ended } = await unit.termOf(factsOf(accountId, account, unit.now()), 'use')
  return ended === null ? local : 'ended'
}

/** True where somebody gets in with PIN and password. */
export const opens = (local: SessionLocalCredential): boolean => local === 'temporary' || local === 'active'

function localCredentialOf(account: CredentialState, at: Instant): SessionLocalCredential {
  if (!hasSecrets(account)) return 'none'
  if (expiryOf(account, at) !== null) return 'ended'
  if (account.status === 'temporary' || account.status === 'active') return account.status
  return account.status === 'suspended' ? 'suspended' : 'none'
}
