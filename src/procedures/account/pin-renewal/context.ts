/** What the use cases of a renewal work with, what they answer, and how one begins and ends. */

import type { Instant } from '../../../kernel/index.ts'
import { drawPin, joinPin, type PinHalves } from '../../../rules/pin/index.ts'
import type { CalendarRefusal } from '../../../runtime/in-flight.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import { mailNobody, mailPerson } from '../../../runtime/person-mail.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { notDoneLetter } from '../../calendar/not-done.ts'
import { standInFor } from '../credential/lost-secrets.ts'
import type { CredentialPersonal } from '../credential/model.ts'
import type { AccountContext } from '../session/context.ts'
import { halfLetter } from './letters.ts'
import type { PinRenewalPolicy, PinRenewalRefusal } from './model.ts'
import type { PinRenewalMachine } from './schema.ts'

export type PinRenewalContext = AccountContext & {
  readonly pinRenewal: PinRenewalMachine
  readonly pinRenewalPolicy: PinRenewalPolicy
}

/** What a renewal shows, once. */
export type PinRenewalStarted = {
  /** The last five digits of the new PIN: show them now, they cannot be had again. */
  readonly pinSecondHalf: string
  /** Until when the halves can be put together, exclusive. */
  readonly until: Instant
}

/** Every refusal that somebody can meet who renews a PIN. */
export type PinRenewalApiRefusal =
  | FormRefusal<'pin-renewal/form'>
  | PinRenewalRefusal
  /** In a session: the password is not that of its subscriber. Counted for this session; attempts before `retryAt` are not judged. */
  | { readonly code: 'pin-renewal/wrong-password'; readonly retryAt: Instant }
  /** In a session: the nine digits are not the new PIN. Counted for the credential; attempts before `retryAt` are not judged. */
  | { readonly code: 'pin-renewal/wrong-pin'; readonly retryAt: Instant }
  /** Without a session: the one answer to every failure. To whoever shows no known device `retryAt` is always the longest delay from now. */
  | { readonly code: 'pin-renewal/refused'; readonly retryAt: Instant }

/** A whole new PIN, and its verifier. */
export type DrawnPin = { readonly halves: PinHalves; readonly verifier: string }

export async function drawNewPin({ random, secrets }: Runtime, accountId: string): Promise<DrawnPin> {
  const halves = drawPin(random)
  return { halves, verifier: await secrets.hash({ kind: 'pin', accountId }, joinPin(halves)) }
}

/**
 * Mails the first half to the person, where a renewal has begun. The mail of the one before goes out no more. To nobody, at the same cost,
 * where none has: then `elsewhere`, a record that there is not, loses its mail.
 */
export function mailHalf(
  { office }: Runtime,
  unit: Unit,
  accountId: string,
  half: {
    readonly drawn: DrawnPin
    readonly until: Instant
    readonly person: CredentialPersonal | null
    readonly elsewhere: string
    /** What the letter says instead where the feature is closed for the person. */
    readonly closed?: CalendarRefusal | null
  },
): void {
  const { drawn, until, person, elsewhere, closed = null } = half
  const topic = { kind: 'pin-renewal', id: accountId }
  const letter =
    closed === null ? halfLetter(office, { pinFirstHalf: drawn.halves.mailed, until }) : notDoneLetter(office, closed)
  // The record may have been removed and begun anew since the last one: its versions alone would name two mails alike.
  const mail = { topic, purpose: `half-${unit.now()}`, letter, until }
  unit.cancelMail('pin-renewal', person === null ? elsewhere : accountId)
  if (person === null) mailNobody(unit, office.locale, mail)
  else mailPerson(unit, { ...person, email: standInFor(person, unit.now()) ?? person.email }, mail)
}
