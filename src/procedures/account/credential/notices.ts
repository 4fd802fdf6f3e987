/** Mail to the subscriber of a credential about what was done to it. */
import { mailNobody, mailPerson } from '../../../runtime/person-mail.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type Notice, noticeLetter } from './letters.ts'
import { standInFor } from './lost-secrets.ts'
import type { CredentialPersonal } from './model.ts'

/** Tells the subscriber; at the same cost nobody, where there is none or the credential was erased. */
export function notify(
  { office }: Runtime,
  unit: Unit,
  accountId: string,
  subscriber: CredentialPersonal | null,
  notice: Notice,
): void {
  const topic = { kind: 'credential', id: accountId }
  const mail = { topic, purpose: notice, letter: noticeLetter(office, notice, unit.now()) }
  if (subscriber === null) mailNobody(unit, office.locale, mail)
  else mailPerson(unit, subscriber, mail)
}

/** Tells whoever reads at the address that was in force before, while lost secrets are replaced from there. */
export function notifyEarlier(
  { office }: Runtime,
  unit: Unit,
  accountId: string,
  subscriber: CredentialPersonal,
  notice: Notice,
): void {
  const email = standInFor(subscriber, unit.now())
  if (email === null) return
  const topic = { kind: 'credential', id: accountId }
  const letter = noticeLetter(office, notice, unit.now())
  mailPerson(unit, { ...subscriber, email }, { topic, purpose: `${notice}-earlier`, letter })
}
