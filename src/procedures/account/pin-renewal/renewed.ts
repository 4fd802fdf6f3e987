/** The nine digits of a new PIN, right or wrong, and what follows. */
import { invariant } from '../../../kernel/index.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { notify, notifyEarlier } from '../credential/notices.ts'
import { tellSecurityEvents } from '../credential/security-events.ts'
import type { PinRenewalContext } from './context.ts'
import type { openRenewal } from './machine.ts'

/** What was found of the secrets given, and at which door. `open`: the renewal under way; null where there is none. */
type Given = {
  readonly door: 'stranger' | 'device' | 'session'
  readonly isDelayed: boolean
  readonly passwordMatches: boolean
  readonly pinMatches: boolean
  readonly open: ReturnType<typeof openRenewal>
}

/**
 * Puts the new PIN in force and answers true, or counts the failure: for the credential, whatever door it was, and for this renewal. What
 * was counted is committed with the refusal.
 */
export async function renewPin(
  context: PinRenewalContext,
  unit: Unit,
  accountId: string,
  { open, ...guess }: Given,
): Promise<boolean> {
  const { credential, pinRenewal } = context
  const personal = { pin: open?.personal.pin ?? '' }
  const attempt = await unit.run(credential, accountId, { type: 'RenewPin', ...guess, isOpen: open !== null, personal })
  invariant(attempt.ok, 'pin-renewal: an attempt is always an event')
  const { state, events } = attempt.value
  const [first] = events
  const last = events.at(-1)
  if (last?.type === 'PinRenewed') {
    await unit.run(pinRenewal, accountId, { type: 'ConcludeRenewal' })
    unit.cancelMail('pin-renewal', accountId)
    await tellSecurityEvents(context, unit, accountId, events)
    notify(context, unit, accountId, state, 'pin-renewed')
    notifyEarlier(context, unit, accountId, state, 'pin-renewed')
    return true
  }
  unit.commitOnRefusal()
  const isCounted = first?.type === 'AttemptFailed' && first.reason === 'wrong-pin'
  const noted = await unit.run(pinRenewal, accountId, { type: isCounted ? 'CountGuess' : 'NoteAttempt' })
  if (noted.ok && noted.value.state.status === 'void' && isCounted) unit.cancelMail('pin-renewal', accountId)
  await tellSecurityEvents(context, unit, accountId, events)
  if (last?.type === 'CredentialSuspended') notify(context, unit, accountId, state, 'suspended')
  if (last?.type === 'StrangersStopped') notify(context, unit, accountId, state, 'strangers-stopped')
  return false
}
