/** What the office's calendar can tell of the subscriber of a credential. */
import type { Instant } from '../../../kernel/index.ts'
import { domainOf, type PersonFacts } from '../../../runtime/in-flight.ts'
import { expiryOf } from './expiry.ts'
import type { CredentialState } from './model.ts'

/** The facts at that instant. Of nobody they are those of whoever has no institutional mailbox. */
export function factsOf(account: CredentialState, at: Instant): PersonFacts {
  const { personal } = account
  const email = personal?.email ?? null
  const mailbox = email === null ? null : domainOf(email)
  const registeredWith = personal === null ? null : personal.registeredWith
  const birthDate = personal === null ? null : personal.birthDate
  if (account.status === 'none') return { mailbox, registeredWith, credential: 'none', state: 'none', birthDate, audience: null }
  const state = expiryOf(account, at) === null ? account.status : 'expired'
  const credential = account.status === 'federated' ? 'federated' : 'local'
  return { mailbox, registeredWith, credential, state, birthDate, audience: null }
}
