/**
 * A PIN renewed by whoever cannot sign in. Right or wrong, known or unknown, the answers are the same and so is the work: whoever has no
 * access to the mailbox learns nothing of the password.
 */
import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { normalizePassword } from '../../../rules/password/index.ts'
import { perform } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { oncePer } from '../../../runtime/once.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { readAccount } from '../../binding/account-of.ts'
import { notify } from '../credential/notices.ts'
import { factsOf } from '../credential/person-facts.ts'
import { comparing, givenSecrets } from '../session/verification.ts'
import { doorTaken, readVisitors, type VisitorOptions, visitorRecords, visitorsOf } from '../session/visitors.ts'
import { countFailure } from '../throttle/doors.ts'
import { longestDelay } from '../throttle/machine.ts'
import { drawNewPin, mailHalf, type PinRenewalApiRefusal, type PinRenewalContext, type PinRenewalStarted } from './context.ts'
import { openRenewal } from './machine.ts'
import { renewPin } from './renewed.ts'

type Options = (CommandOptions & VisitorOptions) | undefined

/** Whoever asks, before each account that the code may lead to, with the records to be read. */
function visitorsAsking(runtime: Runtime, codiceFiscale: string, options: Options) {
  const visitor = readVisitors(runtime, { codiceFiscale, isReadable: true }, options)
  const visitorsFor = oncePer((accountId) => visitorsOf(runtime, accountId, visitor))
  const recordsOf = (id: string): readonly RecordName[] => [
    { kind: 'credential', id },
    { kind: 'pin-renewal', id },
    ...visitorRecords(visitorsFor(id)),
  ]
  return { code: visitor.code, visitorsFor, recordsOf }
}

/**
 * Shows five digits in any case. The four go out with the right password alone; else a mail to nobody is made in their place. The attempt
 * counts at its door whether or not the password was right: a count would tell.
 */
export async function startOutside(
  context: PinRenewalContext,
  asked: { readonly codiceFiscale: string; readonly password: string },
  options: Options,
): Promise<Result<PinRenewalStarted, PinRenewalApiRefusal | CommandRefusal>> {
  const { runtime, credential, pinRenewal, pinRenewalPolicy } = context
  const { codiceFiscale, password } = asked
  const { code, visitorsFor, recordsOf } = visitorsAsking(runtime, codiceFiscale, options)
  const elsewhere = runtime.ulid(runtime.now())
  const drawnOnce = oncePer((accountId) => drawNewPin(runtime, accountId))
  const matchesOf = oncePer((accountId) => comparing(runtime, { kind: 'password', accountId }, password))
  const input = [codiceFiscale, password]
  const command = { name: 'pin-renewal/start', by: { kind: 'anonymous' }, options, input, secret: true, isGuess: true } as const
  return perform<PinRenewalStarted, PinRenewalApiRefusal>(runtime, command, async (unit) => {
    const accountId = await readAccount(runtime, unit, code, recordsOf)
    const visitors = visitorsFor(accountId)
    const drawn = await drawnOnce(accountId)
    const account = await unit.state(credential, accountId)
    const passwordMatches = await matchesOf(accountId)(account.personal?.password ?? null)
    const { door, device, isDelayed, since } = await doorTaken(context, unit, account, visitors)
    const whose = device === null ? 'stranger' : 'device'
    const attempt = await unit.run(credential, accountId, { type: 'ConfirmPassword', door: whose, isDelayed, passwordMatches })
    invariant(attempt.ok, 'pin-renewal: an attempt is always an event')
    const { state, events } = attempt.value
    const event = events.at(-1)
    if (event?.type === 'StrangersStopped') notify(context, unit, accountId, state, 'strangers-stopped')
    await countFailure(context, unit, door, since)
    const isRight = event?.type === 'PasswordConfirmed'
    const closed = await unit.closedFor(factsOf(accountId, state, unit.now()))
    const begun =
      isRight && closed === null
        ? await unit.run(pinRenewal, accountId, { type: 'StartRenewal', personal: { pin: drawn.verifier } })
        : null
    const isBegun = begun?.ok === true
    if (!isBegun) await unit.run(pinRenewal, accountId, { type: 'NoteAttempt' })
    // The clock's own instant: that of the unit may be the last change of the account.
    const until = runtime.now() + pinRenewalPolicy.openMs
    const person = isBegun || (isRight && closed !== null) ? state.personal : null
    mailHalf(runtime, unit, accountId, { drawn, until, person, elsewhere, closed })
    return accept({ pinSecondHalf: drawn.halves.shown, until })
  })
}

/** Password and new PIN at once. Every failure has one answer. */
export async function concludeOutside(
  context: PinRenewalContext,
  asked: { readonly codiceFiscale: string; readonly password: string; readonly pin: string },
  options: Options,
): Promise<Result<null, PinRenewalApiRefusal | CommandRefusal>> {
  const { runtime, credential, pinRenewal, throttlePolicy } = context
  const { codiceFiscale, pin } = asked
  const normalized = normalizePassword(asked.password)
  const password = normalized.ok ? normalized.value : ''
  const { code, visitorsFor, recordsOf } = visitorsAsking(runtime, codiceFiscale, options)
  const givenFor = oncePer((accountId) => givenSecrets(runtime, accountId, { password, pin }))
  const input = [codiceFiscale, password, pin]
  const command = { name: 'pin-renewal/conclude', by: { kind: 'anonymous' }, options, input, isGuess: true } as const
  return perform<null, PinRenewalApiRefusal>(runtime, command, async (unit) => {
    const accountId = await readAccount(runtime, unit, code, recordsOf)
    const visitors = visitorsFor(accountId)
    const account = await unit.state(credential, accountId)
    const open = openRenewal(await unit.state(pinRenewal, accountId), unit.now())
    const dummy = await runtime.secrets.dummy()
    const personal = { password: account.personal?.password ?? dummy, pin: open?.personal.pin ?? dummy }
    const guess = await givenFor(accountId).judge({ personal })
    const { door, device, isDelayed, since } = await doorTaken(context, unit, account, visitors)
    const whose = device === null ? 'stranger' : 'device'
    if (guess.passwordMatches && guess.pinMatches) await unit.admit(factsOf(accountId, account, unit.now()))
    if (await renewPin(context, unit, accountId, { ...guess, door: whose, isDelayed, open })) return accept(null)
    const nextAt = await countFailure(context, unit, door, since)
    // To a stranger the clock's own instant: that of the unit may be the last change of the account.
    const retryAt = device === null ? runtime.now() + longestDelay(throttlePolicy) : Math.max(unit.now(), nextAt)
    return refuse({ code: 'pin-renewal/refused', retryAt })
  })
}
