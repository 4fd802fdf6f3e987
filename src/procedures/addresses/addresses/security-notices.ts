/** The PEC in force hears of what happens to a credential as the private mailbox does: whoever took one of them still meets the other. */
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { SecurityEvent } from '../../../runtime/procedure.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type Notice, noticeLetter } from '../../account/credential/letters.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'
import { currentPec, subscriberOf } from './context.ts'
import { addressesMachine } from './schema.ts'

/** The events that the private mailbox hears of, by their notice. */
const notices: ReadonlyMap<string, Notice> = new Map([
  ['PasswordChanged', 'password-changed'],
  ['PasswordRecovered', 'password-recovered'],
  ['PinRenewed', 'pin-renewed'],
  ['CredentialSuspended', 'suspended'],
  ['CredentialReactivated', 'reactivated'],
  ['CredentialRevoked', 'revoked'],
])

/** Tells the PEC in force; nobody where there is none, or where the private mailbox is not told either. */
export async function tellPec(
  { runtime, credential }: { readonly runtime: Runtime; readonly credential: CredentialMachine },
  unit: Unit,
  { accountId, cause }: SecurityEvent,
): Promise<void> {
  const notice = notices.get(cause)
  if (notice === undefined) return
  const pec = currentPec(await unit.state(addressesMachine, accountId))
  const subscriber = subscriberOf(await unit.state(credential, accountId))
  if (pec === null || subscriber === null) return
  mailPerson(
    unit,
    { ...subscriber.personal, email: pec },
    {
      topic: { kind: 'credential', id: accountId },
      purpose: `${notice}-pec`,
      letter: noticeLetter(runtime.office, notice, unit.now()),
      channel: 'pec',
    },
  )
}
