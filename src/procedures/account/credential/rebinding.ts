/** What is decided when a subscriber has other personal data. */
import { accept, type Result, refuse } from '../../../kernel/index.ts'
import type { CredentialEvent } from './events.ts'
import type { CredentialRefusal, CredentialState } from './model.ts'
import type { RebindingCommand } from './rebinding-model.ts'

/** Other personal data for whoever has a credential, also one that is over: its code must not lead others to it. What was erased is nobody's. */
export function decideRebinding(
  state: CredentialState,
  { personal }: RebindingCommand,
): Result<readonly CredentialEvent[], CredentialRefusal> {
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  if (state.personal === null) return refuse({ code: 'credential/expired' })
  const { codiceFiscale: formerCodiceFiscale } = state.personal
  const securityVersion = state.securityVersion + 1
  return accept([{ type: 'CredentialRebound', securityVersion, personal: { ...personal, formerCodiceFiscale } }])
}
