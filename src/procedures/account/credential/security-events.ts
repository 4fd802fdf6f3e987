/** Which events on a credential end what was begun before them (INV-35), and how the other procedures are told of them. */
import type { SecurityEvent } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialEvent } from './events.ts'

/** Whoever tells the other procedures. */
export type SecurityContext = { readonly securityEvent: (unit: Unit, event: SecurityEvent) => Promise<void> }

/** True for the first of an account: nothing can have been begun before. */
const isFirst = (event: CredentialEvent): boolean =>
  (event.type === 'CredentialIssued' || event.type === 'FederatedOpened') && event.securityVersion === 1

/** Tells of each event that gives the credential a new security version. The first issue is none: nothing can have been begun before. */
export async function tellSecurityEvents(
  { securityEvent }: SecurityContext,
  unit: Unit,
  accountId: string,
  events: readonly CredentialEvent[],
): Promise<void> {
  for (const event of events) {
    if (!('securityVersion' in event) || isFirst(event)) continue
    await securityEvent(unit, { accountId, cause: event.type })
  }
}
