/** Mail to the subscriber of a credential about what was done to it. */
import { type AnyRefusal, accept, type Instant, invariant } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'
import { mailNobody, mailPerson } from '../../../runtime/person-mail.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { alarmLetter, isAlarming, type Notice, noticeLetter } from './letters.ts'
import { replacedFor, standInFor } from './lost-secrets.ts'
import type { CredentialPersonal, CredentialState, SuspensionCause } from './model.ts'
import type { CredentialMachine } from './schema.ts'
import { type SuspendLinkContext, suspendLink } from './suspend-link.ts'

/** What is told of a suspension, by its cause. */
const suspensionNotices: { readonly [Cause in SuspensionCause]: Notice } = {
  'wrong-pins': 'suspended',
  'theft-suspected': 'suspended-theft',
  office: 'suspended-office',
  // The calendar has a letter of its own for it.
  'identification-due': 'suspended-office',
}

/** The events that the subscriber hears of, by their notice. */
const eventNotices: ReadonlyMap<string, Notice> = new Map([
  ['PasswordChanged', 'password-changed'],
  ['PasswordRecovered', 'password-recovered'],
  ['PinRenewed', 'pin-renewed'],
  ['CredentialReenabled', 'identified'],
  ['CredentialIssued', 'issued'],
  ['CredentialReactivated', 'reactivated'],
  ['CredentialRebound', 'rebound'],
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
  invariant(account.status !== 'none', 'credential: whoever is alarmed has an account')
  return alarmLetter(office, notice, { when, ...suspendLink(context, accountId, account, when) })
}

/** Tells the subscriber of a credential that was never activated that its temporary password ends or has ended. True when it was due. */
export async function announceEnd(
  context: SuspendLinkContext & { readonly credential: CredentialMachine },
  accountId: string,
): Promise<boolean> {
  const operation = { name: 'sweep/announce-end', by: { kind: 'system' }, journalsRefusals: false } as const
  const announced = await transact<null, AnyRefusal>(context.runtime, operation, async (unit) => {
    const done = await unit.run(context.credential, accountId, { type: 'AnnounceEnd' })
    if (!done.ok) return done
    const { state } = done.value
    invariant(state.status === 'temporary', 'credential: the end that is announced is that of a temporary password')
    const notice = state.told === 'ending' ? 'temporary-ending' : 'temporary-ended'
    if (state.personal !== null) notify(context, unit, accountId, state, notice, state.temporaryUntil)
    return accept(null)
  })
  return announced.ok
}

/** Tells the subscriber; at the same cost nobody, where there is none or the credential was erased. */
export function notify(
  context: SuspendLinkContext,
  unit: Unit,
  accountId: string,
  account: CredentialState,
  notice: Notice,
  when: Instant = unit.now(),
): void {
  const topic = { kind: 'credential', id: accountId }
  const mail = { topic, purpose: notice, letter: letterAbout(context, accountId, account, notice, when) }
  if (account.personal === null || account.personal.email === null) mailNobody(unit, context.runtime.office.locale, mail)
  else mailPerson(unit, account.personal, mail)
}

/** Tells whoever reads at an address that was in force before: while lost secrets are replaced from there, or since it was replaced in person. */
export function notifyEarlier(
  context: SuspendLinkContext,
  unit: Unit,
  accountId: string,
  account: CredentialState,
  notice: Notice,
): void {
  const { personal } = account
  invariant(personal !== null, 'credential: whoever has lost a secret or has other data is there')
  const at = unit.now()
  const topic = { kind: 'credential', id: accountId }
  const addresses = [
    ['earlier', standInFor(personal, at)],
    ['replaced', replacedFor(personal, at)],
  ] as const
  const told = new Set(personal.email === null ? [] : [personal.email.toLowerCase()])
  for (const [which, email] of addresses) {
    if (email === null || told.has(email.toLowerCase())) continue
    told.add(email.toLowerCase())
    const letter = letterAbout(context, accountId, account, notice, at)
    mailPerson(unit, { ...personal, email }, { topic, purpose: `${notice}-${which}`, letter })
  }
}

/**
 * Tells whoever reads at a private address that was in force before the credential was given anew, and does not get the new secrets: whoever took another's
 * place at the counter cannot keep that from the owner. The PEC hears of it as of every security event.
 */
export function notifyReplaced(
  context: SuspendLinkContext,
  unit: Unit,
  accountId: string,
  {
    before,
    state,
    notice,
    email,
  }: {
    /** What was known of the person before. */
    readonly before: CredentialPersonal
    readonly state: CredentialState
    readonly notice: Notice
    /** Where the new secrets went. */
    readonly email: string | null
  },
): void {
  const at = unit.now()
  const { personal } = state
  invariant(personal !== null, 'credential: whoever was given secrets is there')
  const known = [before.email, standInFor(before, at) ?? personal.email, replacedFor(before, at)]
  const others = new Map(known.filter((address) => address !== null).map((address) => [address.toLowerCase(), address]))
  if (email !== null) others.delete(email.toLowerCase())
  const letter = letterAbout(context, accountId, state, notice, at)
  for (const [index, address] of [...others.values()].entries()) {
    const topic = { kind: 'credential', id: accountId }
    mailPerson(unit, { ...personal, email: address }, { topic, purpose: `${notice}-${index + 1}`, letter })
  }
}
