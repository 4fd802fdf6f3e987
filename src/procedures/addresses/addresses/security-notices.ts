/** The PEC in force hears of what happens to a credential as the private mailbox does: whoever took one of them still meets the other. */
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { SecurityEvent } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { letterAbout, noticeOf } from '../../account/credential/notices.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'
import type { SuspendLinkContext } from '../../account/credential/suspend-link.ts'
import { currentPec, subscriberOf } from './context.ts'
import { addressesMachine } from './schema.ts'

type Context = SuspendLinkContext & { readonly credential: CredentialMachine }

/** Tells the PEC in force; nobody where there is none, or where the private mailbox is not told either. */
export async function tellPec(context: Context, unit: Unit, { accountId, cause }: SecurityEvent): Promise<void> {
  const account = await unit.state(context.credential, accountId)
  const notice = noticeOf(cause, account)
  if (notice === undefined) return
  const pec = currentPec(await unit.state(addressesMachine, accountId))
  const subscriber = subscriberOf(account)
  if (pec === null || subscriber === null) return
  // A window can suspend in the commit in which the office does: two letters of a record and commit differ by their purpose.
  const isDue = cause === 'CredentialSuspended' && account.status === 'suspended' && account.cause === 'identification-due'
  mailPerson(
    unit,
    { ...subscriber.personal, email: pec },
    {
      topic: { kind: 'credential', id: accountId },
      purpose: `${isDue ? 'identification-due' : notice}-pec`,
      letter: letterAbout(context, accountId, account, notice, unit.now()),
      channel: 'pec',
    },
  )
}
