/** Whether PIN and password of the office belong to an account, whatever has opened the session. */
import type { Instant } from '../../../kernel/index.ts'
import { expiryOf, hasSecrets } from '../credential/expiry.ts'
import type { CredentialState } from '../credential/model.ts'

/** `suspended`: the office reactivates it. `ended`: it has come to its end by itself. */
export type SessionLocalCredential = 'none' | 'temporary' | 'active' | 'suspended' | 'ended'

/** How PIN and password of the account stand at that instant. */
export function localCredentialOf(account: CredentialState, at: Instant): SessionLocalCredential {
  if (!hasSecrets(account)) return 'none'
  if (expiryOf(account, at) !== null) return 'ended'
  if (account.status === 'temporary' || account.status === 'active') return account.status
  return account.status === 'suspended' ? 'suspended' : 'none'
}
