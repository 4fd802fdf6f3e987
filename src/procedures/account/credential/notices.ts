/** Mail to the subscriber of a credential about what was done to it. */
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type Notice, noticeLetter } from './letters.ts'
import type { CredentialPersonal } from './model.ts'

/** Tells the subscriber; nobody where the credential was erased. */
export function notify(
  { office }: Runtime,
  unit: Unit,
  accountId: string,
  subscriber: CredentialPersonal | null,
  notice: Notice,
): void {
  const letter = noticeLetter(office, notice, unit.now())
  mailPerson(unit, subscriber, { topic: { kind: 'credential', id: accountId }, purpose: notice, letter })
}
