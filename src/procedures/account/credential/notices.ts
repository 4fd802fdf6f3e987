/** Mail to the subscriber of a credential about what was done to it. */
import { mailNobody, mailPerson } from '../../../runtime/person-mail.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type Notice, noticeLetter } from './letters.ts'
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
