/** What a security event on the account does to the mail of the request that its credential was issued on. */
import type { SecurityEvent } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'

/** After these the letter with the first secrets is of no use to its subscriber, and still names half of a PIN to whoever gets it. */
const useless: ReadonlySet<string> = new Set(['PasswordChanged', 'CredentialReenabled', 'CredentialRevoked'])

/** Cancels the letter with the first secrets where it was not sent and is of no use any more. */
export async function cancelSecrets(
  unit: Unit,
  credential: CredentialMachine,
  { accountId, cause }: SecurityEvent,
): Promise<void> {
  if (!useless.has(cause)) return
  const account = await unit.state(credential, accountId)
  if (account.status !== 'none' && account.registrationId !== null) unit.cancelMail('registration', account.registrationId)
}
