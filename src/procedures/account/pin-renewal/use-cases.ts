/** A PIN renewed by halves: begun with the password, concluded with the whole new PIN. Within a session, or by whoever cannot sign in. */
import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { normalizePassword } from '../../../rules/password/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { once } from '../../../runtime/once.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { CredentialRefusal } from '../credential/model.ts'
import { type SessionOperation, type SessionScopeRefusal, withSession } from '../session/context.ts'
import { comparing } from '../session/verification.ts'
import type { VisitorOptions } from '../session/visitors.ts'
import { countFailure, doorOf, doorRecord, standing } from '../throttle/doors.ts'
import { drawNewPin, mailHalf, type PinRenewalApiRefusal, type PinRenewalContext, type PinRenewalStarted } from './context.ts'
import { openRenewal } from './machine.ts'
import { concludeOutside, startOutside } from './outside.ts'
import { renewPin } from './renewed.ts'
import { concludeForm, startForm } from './schema.ts'

/** What goes along with a renewal. */
export type PinRenewalOptions = CommandOptions & VisitorOptions

/** Every refusal that somebody can meet who renews a PIN, with or without a session. */
export type PinRenewalAnyRefusal = PinRenewalApiRefusal | NoSecretsRefusal | SessionScopeRefusal | CommandRefusal

/** The account has no secrets of the office: there is no PIN to be renewed. */
type NoSecretsRefusal = Extract<CredentialRefusal, { readonly code: 'credential/no-secrets' }>

/**
 * Begins a renewal: five digits are shown, four are mailed. In a session a wrong password is refused. Without one the answer is the same
 * whether the password was right or not, and nothing but the mail tells.
 */
export async function start(
  context: PinRenewalContext,
  input: unknown,
  options?: PinRenewalOptions,
): Promise<Result<PinRenewalStarted, PinRenewalAnyRefusal>> {
  const read = readForm(startForm, input, 'pin-renewal/form')
  if (!read.ok) return read
  const { password: given } = read.value
  const normalized = normalizePassword(given)
  const password = normalized.ok ? normalized.value : ''
  if (read.value.token === null) return startOutside(context, { ...read.value, password }, options)
  const { runtime, credential, pinRenewal } = context
  const pinOnce = once((accountId: string) => drawNewPin(runtime, accountId))
  const matchesOnce = once(async (accountId: string) => comparing(runtime, { kind: 'password', accountId }, password))
  const operation = { ...asked(context, 'start', options), input: password, secret: true }
  type Answer = Result<PinRenewalStarted, PinRenewalApiRefusal | NoSecretsRefusal>
  return withSession(context, read.value.token, operation, async (unit, { id, accountId, account }): Promise<Answer> => {
    if (account.status === 'federated') return refuse({ code: 'credential/no-secrets' })
    const { personal, liftedAt } = account
    const door = doorOf(runtime, accountId, { session: id })
    const { isDelayed } = await standing(context, unit, door, liftedAt)
    const passwordMatches = await (await matchesOnce(accountId))(personal?.password ?? null)
    const command = { type: 'ConfirmPassword', door: 'session', isDelayed, passwordMatches } as const
    const confirmed = await unit.run(credential, accountId, command)
    invariant(confirmed.ok, 'pin-renewal: an attempt is always an event')
    if (confirmed.value.events.at(-1)?.type !== 'PasswordConfirmed') {
      unit.commitOnRefusal()
      const nextAt = await countFailure(context, unit, door, liftedAt)
      return refuse({ code: 'pin-renewal/wrong-password', retryAt: Math.max(unit.now(), nextAt) })
    }
    const drawn = await pinOnce(accountId)
    const begun = await unit.run(pinRenewal, accountId, { type: 'StartRenewal', personal: { pin: drawn.verifier } })
    if (!begun.ok) {
      unit.commitOnRefusal()
      return begun
    }
    const { state } = begun.value
    invariant(state.status === 'started', 'pin-renewal: what was begun is under way')
    mailHalf(runtime, unit, accountId, { drawn, until: state.expiresAt, person: personal, elsewhere: '' })
    return accept({ pinSecondHalf: drawn.halves.shown, until: state.expiresAt })
  })
}

/** Concludes a renewal with the nine digits. From then on the old PIN opens nothing, and every session of the account has ended. */
export async function conclude(
  context: PinRenewalContext,
  input: unknown,
  options?: PinRenewalOptions,
): Promise<Result<null, PinRenewalAnyRefusal>> {
  const read = readForm(concludeForm, input, 'pin-renewal/form')
  if (!read.ok) return read
  if (read.value.token === null) return concludeOutside(context, read.value, options)
  const { token, pin } = read.value
  const { runtime, pinRenewal } = context
  const matchesOnce = once(async (accountId: string) => comparing(runtime, { kind: 'pin', accountId }, pin))
  const operation = { ...asked(context, 'conclude', options), input: pin }
  return withSession<null, PinRenewalApiRefusal>(context, token, operation, async (unit, { id, accountId, account }) => {
    const open = openRenewal(await unit.state(pinRenewal, accountId), unit.now())
    if (open === null) return refuse({ code: 'pin-renewal/not-open' })
    const door = doorOf(runtime, accountId, { session: id })
    const { isDelayed } = await standing(context, unit, door, account.liftedAt)
    const pinMatches = await (await matchesOnce(accountId))(open.personal.pin)
    const given = { door: 'session', isDelayed, passwordMatches: true, pinMatches } as const
    if (await renewPin(context, unit, accountId, { ...given, open })) return accept(null)
    const nextAt = await countFailure(context, unit, door, account.liftedAt)
    return refuse({ code: 'pin-renewal/wrong-pin', retryAt: Math.max(unit.now(), nextAt) })
  })
}

/** The operation of a subscriber who is signed in, with what it reads. */
function asked(
  { runtime }: PinRenewalContext,
  name: 'start' | 'conclude',
  options: CommandOptions | undefined,
): SessionOperation & { readonly isGuess: true } {
  return {
    name: `pin-renewal/${name}`,
    scopes: ['full'],
    options,
    isGuess: true,
    reads: (id, accountId) => [doorRecord(doorOf(runtime, accountId, { session: id })), { kind: 'pin-renewal', id: accountId }],
  }
}
