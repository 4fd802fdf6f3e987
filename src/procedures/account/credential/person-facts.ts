/** What the office's calendar can tell of the subscriber of a credential. */
import type { Instant } from '../../../kernel/index.ts'
import { domainOf, type PersonFacts } from '../../../runtime/in-flight.ts'
import { expiryOf } from './expiry.ts'
import type { CredentialState } from './model.ts'

/** The facts at that instant. Of nobody they are those of whoever has no institutional mailbox. */
export function factsOf(accountId: string, account: CredentialState, at: Instant): PersonFacts {
  const { personal } = account
  const email = personal?.email ?? null
  const mailbox = email === null ? null : domainOf(email)
  const registeredWith = personal === null ? null : personal.registeredWith
  const birthDate = personal === null ? null : personal.birthDate
  // Each field by its name: a copy with more fields costs ten times as much, at every command.
  const isNobody = account.status === 'none'
  const credential = isNobody ? 'none' : account.status === 'federated' ? 'federated' : 'local'
  const state = isNobody || expiryOf(account, at) === null ? account.status : 'expired'
  return { mailbox, registeredWith, birthDate, audience: null, accountId, credential, state }
}
