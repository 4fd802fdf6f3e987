/** Mail to the subscriber of a credential about what was done to it. */
import type { Instant } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'
import { mailNobody, mailPerson } from '../../../runtime/person-mail.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { alarmLetter, isAlarming, type Notice, noticeLetter } from './letters.ts'
import type { CredentialState, SuspensionCause } from './model.ts'
import { type SuspendLinkContext, suspendLink } from './suspend-link.ts'

/** What is told of a suspension, by its cause. */
const suspensionNotices: { readonly [Cause in SuspensionCause]: Notice } = {
  'wrong-pins': 'suspended',
  'theft-suspected': 'suspended-theft',
  office: 'suspended-office',
}

/** The events that the subscriber hears of, by their notice. */
const eventNotices: ReadonlyMap<string, Notice> = new Map([
  ['PasswordChanged', 'password-changed'],
  ['CredentialReactivated', 'reactivated'],
  ['CredentialRevoked', 'revoked'],
])

/** What is told of an event on a credential that has come to this state; undefined where nothing is. */
export function noticeOf(event: string, account: CredentialState): Notice | undefined {
  const isSuspension = event === 'CredentialSuspended' && account.status === 'suspended'
  return isSuspension ? suspensionNotices[account.cause] : eventNotices.get(event)
}

/** The letter of a notice about a credential as it is now. */
export function letterAbout(
  context: SuspendLinkContext,
  accountId: string,
  account: CredentialState,
  notice: Notice,
  when: Instant,
): Letter {
  const { office } = context.runtime
  if (!isAlarming(notice)) return noticeLetter(office, notice, when)
  const linkVersion = account.status === 'none' ? 0 : account.linkVersion
  return alarmLetter(office, notice, { when, ...suspendLink(context, accountId, { linkVersion }, when) })
}

/** Tells the subscriber; at the same cost nobody, where there is none or the credential was erased. */
export function notify(
  context: SuspendLinkContext,
  unit: Unit,
  accountId: string,
  account: CredentialState,
  notice: Notice,
): void {
  const topic = { kind: 'credential', id: accountId }
  const mail = { topic, purpose: notice, letter: letterAbout(context, accountId, account, notice, unit.now()) }
  if (account.personal === null) mailNobody(unit, context.runtime.office.locale, mail)
  else mailPerson(unit, account.personal, mail)
}
