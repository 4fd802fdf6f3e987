/** When a credential ends by itself: derived from its terms, so nothing has to run for it to be over. */
import type { Instant } from '../../../kernel/index.ts'
import type { CredentialPolicy, CredentialState } from './model.ts'

/**
 * Why the credential no longer opens anything, though nobody ended it; null while it does.
 *
 * @example
 * expiryOf(credentialDecider(defaultPolicy.credential).initial, clock.now())  // null
 */
export function expiryOf(state: CredentialState, at: Instant): 'temporary-expired' | 'expired' | 'disused' | null {
  if (state.status === 'none' || state.status === 'revoked') return null
  if (state.expiresAt !== null && at >= state.expiresAt) return 'expired'
  if (state.disuseAt !== null && at >= state.disuseAt) return 'disused'
  const temporaryUntil = 'temporaryUntil' in state ? state.temporaryUntil : null
  return temporaryUntil !== null && at >= temporaryUntil ? 'temporary-expired' : null
}

/** When the subscriber is to be told next that the temporary password ends or has ended; null where there is nothing to tell. */
export function announcementAt(
  { temporaryReminderMs }: Pick<CredentialPolicy, 'temporaryReminderMs'>,
  state: CredentialState,
): Instant | null {
  if (state.status !== 'temporary' || state.told === 'ended') return null
  const { temporaryUntil } = state
  return state.told === 'nothing' && temporaryReminderMs > 0 ? temporaryUntil - temporaryReminderMs : temporaryUntil
}

/** True when nothing stands in the way of a new credential: there was none, it was revoked, or it has ended by itself. */
export function isOver(state: CredentialState, at: Instant): boolean {
  return state.status === 'none' || state.status === 'revoked' || expiryOf(state, at) !== null
}

/** True where PIN and password belong to the account, whether or not they open it now. */
export function hasSecrets(state: CredentialState): boolean {
  if (state.status === 'none' || state.status === 'federated') return false
  return state.status !== 'suspended' || state.hasSecrets
}

/** True when a first credential can be issued: nothing stands in its way, or the account has no secrets so far. */
export function isIssuable(state: CredentialState, at: Instant): boolean {
  return isOver(state, at) || state.status === 'federated'
}

/** When the credential ended or will end, as things are; null while nothing sets it an end. */
export function endOf(state: CredentialState): Instant | null {
  if (state.status === 'none') return null
  if (state.status === 'revoked') return state.revokedAt
  const temporaryUntil = 'temporaryUntil' in state ? state.temporaryUntil : null
  const ends = [state.expiresAt, state.disuseAt, temporaryUntil].filter((end) => end !== null)
  return ends.length === 0 ? null : Math.min(...ends)
}
