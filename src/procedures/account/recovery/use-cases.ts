/** What whoever holds the link of a recovery can do: see how it stands, and with the PIN choose a new password. */
import { equalText } from '../../../crypto/index.ts'
import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { romeText } from '../../../rules/civil/index.ts'
import { checkPassword, normalizePassword, type Violation } from '../../../rules/password/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { once } from '../../../runtime/once.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { byToken, type ShownToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { expiryOf } from '../credential/expiry.ts'
import type { CredentialPersonal } from '../credential/model.ts'
import { acceptPassword, type NewPasswordRefusal, officeFacts } from '../credential/new-password.ts'
import { notify, notifyEarlier } from '../credential/notices.ts'
import { factsOf } from '../credential/person-facts.ts'
import { tellSecurityEvents } from '../credential/security-events.ts'
import { comparing } from '../session/verification.ts'
import { countFailure, doorOf, doorRecord, standing } from '../throttle/doors.ts'
import type { RecoveryContext, RecoveryOwnRefusal, RecoveryView } from './context.ts'
import { standingOf } from './machine.ts'
import type { RecoveryLink, RecoveryRefusal, RecoveryState } from './model.ts'
import { completeForm } from './schema.ts'

/** Why the password stays as it was. */
export type RecoveryCompleteRefusal = RecoveryOwnRefusal | NewPasswordRefusal | CommandRefusal

const notFound = { code: 'recovery/not-found' } as const
const anybody = () => ({ kind: 'anonymous' }) as const

/** The link that was shown, if it is one of this recovery. */
function linkShown(state: RecoveryState, { digest }: ShownToken): RecoveryLink | null {
  return state.links.find((link) => equalText(link.digest, digest)) ?? null
}

const views = {
  'recovery/expired': 'expired',
  'recovery/superseded': 'superseded',
  'recovery/already-used': 'used',
  'recovery/void': 'void',
} as const

/** How the recovery stands by the link. Changes nothing, however often it is opened and by whatever. */
export function inspect(
  { runtime, recovery, credential }: RecoveryContext,
  given: unknown,
): Promise<Result<RecoveryView, typeof notFound | CommandRefusal>> {
  const command = { name: 'recovery/inspect', purpose: 'recovery', by: anybody, notFound, journalsRefusals: false }
  return byToken<RecoveryView, typeof notFound>(runtime, given, command, async (unit, shown) => {
    const { subject: accountId } = shown
    await unit.preload([
      { kind: 'recovery', id: accountId },
      { kind: 'credential', id: accountId },
    ])
    const state = await unit.state(recovery, accountId)
    const link = linkShown(state, shown)
    if (state.status === 'none' || link === null) return refuse(notFound)
    const stands = standingOf(state, link, unit.now())
    if (!stands.ok) return accept({ status: views[stands.refusal.code], until: null, untilText: null })
    const account = await unit.state(credential, accountId)
    const isActive = account.status === 'active' && expiryOf(account, unit.now()) === null
    if (!isActive) return accept({ status: 'void', until: null, untilText: null })
    const until = stands.value
    return accept({ status: 'open', until, untilText: { it: romeText(until, 'it'), en: romeText(until, 'en') } })
  })
}

/** Everything about the new password that needs no secret to be said: told before the PIN is judged, and counted for nobody. */
function openViolations(
  { runtime, passwordPolicy }: RecoveryContext,
  candidate: string,
  confirmation: string,
): readonly Violation[] {
  const isTypedTwice = candidate === confirmation
  return [
    ...checkPassword(candidate, passwordPolicy, officeFacts(runtime)),
    ...(isTypedTwice ? [] : [{ code: 'confirmation', params: {} } as const]),
  ]
}

/**
 * Puts a new password in force for whoever shows the link and knows the PIN. A wrong PIN is counted and leaves the link as it is. What the
 * office knows of the person and of earlier passwords is compared in any case, and told only once the PIN was right.
 */
export async function complete(
  context: RecoveryContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<null, RecoveryCompleteRefusal>> {
  const read = readForm(completeForm, input, 'recovery/form')
  if (!read.ok) return read
  const { token, pin, password: candidate, confirmation } = read.value
  const violations = openViolations(context, candidate, confirmation)
  if (violations.length > 0) return refuse({ code: 'credential/new-password', field: 'password', violations })
  const { runtime, recovery, credential } = context
  const comparingOnce = once(async (accountId: string) => comparing(runtime, { kind: 'pin', accountId }, pin))
  const command = { name: 'recovery/complete', purpose: 'recovery', by: anybody, notFound, options, isGuess: true }
  const asked = { ...command, input: [pin, candidate, confirmation] }
  // Made once for each verifier: when the command is run again after a conflict, what was compared is not compared again.
  let chosen: { readonly for: string; readonly outcome: ReturnType<typeof chooseFor> } | null = null
  const chooseFor = async (accountId: string, personal: CredentialPersonal) => {
    const accepted = await acceptPassword(context, accountId, { field: 'password', candidate, confirmation }, personal)
    // As much work where it is refused: how long the answer takes does not tell whether the PIN was right.
    const normalized = normalizePassword(candidate)
    invariant(normalized.ok, 'recovery: a password that breaks no open rule can be hashed')
    const verifier = await runtime.secrets.hash({ kind: 'password', accountId }, normalized.value)
    return { accepted, verifier }
  }
  return byToken<null, RecoveryOwnRefusal | NewPasswordRefusal>(runtime, token, asked, async (unit, shown) => {
    const { subject: accountId } = shown
    const door = doorOf(runtime, accountId, { link: shown.digest })
    await unit.preload([{ kind: 'recovery', id: accountId }, { kind: 'credential', id: accountId }, doorRecord(door)])
    const open = await openOf(context, unit, shown)
    if (!open.ok) return open
    await unit.admit(factsOf(accountId, await unit.state(credential, accountId), unit.now()))
    const { personal, liftedAt } = open.value
    if (chosen === null || !equalText(chosen.for, personal.password))
      chosen = { for: personal.password, outcome: chooseFor(accountId, personal) }
    const pinMatches = await (await comparingOnce(accountId))(personal.pin)
    const { accepted, verifier } = await chosen.outcome
    const { isDelayed } = await standing(context, unit, door, liftedAt)
    const attempt = await unit.run(credential, accountId, {
      type: 'RecoverPassword',
      isDelayed,
      pinMatches,
      isAcceptable: accepted.ok,
      personal: { password: verifier },
    })
    invariant(attempt.ok, 'recovery: an attempt on a credential is always an event')
    const { state, events } = attempt.value
    const event = events.at(-1)
    if (event?.type === 'PasswordRecovered') {
      const used = await unit.run(recovery, accountId, { type: 'UseLink' })
      invariant(used.ok, 'recovery: a link that has replaced a password was open')
      await tellSecurityEvents(context, unit, accountId, events)
      notify(context, unit, accountId, state, 'password-recovered')
      notifyEarlier(context, unit, accountId, state, 'password-recovered')
      return accept(null)
    }
    // What was right is committed before it is told, as what was wrong is: else guesses at once would be judged and not counted.
    unit.commitOnRefusal()
    if (event?.type === 'PinConfirmed' && !accepted.ok) return accepted
    await tellSecurityEvents(context, unit, accountId, events)
    if (event?.type === 'CredentialSuspended') notify(context, unit, accountId, state, 'suspended')
    const nextAt = await countFailure(context, unit, door, liftedAt)
    return refuse({ code: 'recovery/wrong-pin', retryAt: Math.max(unit.now(), nextAt) })
  })
}

/** The credential that the link opens, or why it opens none. A link that is none is noted where there is a recovery, and judges no PIN. */
async function openOf(
  { recovery, credential }: RecoveryContext,
  unit: Unit,
  shown: ShownToken,
): Promise<Result<{ readonly personal: CredentialPersonal; readonly liftedAt: number }, RecoveryRefusal>> {
  const { subject: accountId } = shown
  const state = await unit.state(recovery, accountId)
  const link = linkShown(state, shown)
  const stands = state.status === 'none' || link === null ? refuse(notFound) : standingOf(state, link, unit.now())
  if (!stands.ok) {
    unit.journalRefusal('recovery', accountId, 'recovery/complete', stands.refusal.code)
    return stands
  }
  const account = await unit.state(credential, accountId)
  const isActive = account.status === 'active' && expiryOf(account, unit.now()) === null
  if (!isActive || account.personal === null) return refuse({ code: 'recovery/void' })
  return accept({ personal: account.personal, liftedAt: account.liftedAt })
}
