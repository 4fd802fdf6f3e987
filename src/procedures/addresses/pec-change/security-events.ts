/** What a security event on the account does to a change of PEC (INV-35). */
import type { SecurityResponse } from '../../../runtime/procedure.ts'
import type { AddressesContext } from '../addresses/context.ts'
import { addressesMachine } from '../addresses/schema.ts'

type Voiding = Extract<SecurityResponse, { readonly does: 'void' }>

/**
 * What is open becomes void, with one exception: to end all sessions takes no more than a session, and a session alone does not end what the
 * office began. Such a change goes on; no session has a part in it.
 */
export function voidUnlessKept(
  { credential, pecChange }: Pick<AddressesContext, 'credential' | 'pecChange'>,
  response: Voiding,
): Voiding {
  return {
    does: 'void',
    holds: response.holds,
    async void(unit, event) {
      const { accountId, cause } = event
      const id = cause === 'SessionsEnded' ? (await unit.state(addressesMachine, accountId)).changes.pec : null
      const state = id === null ? null : await unit.state(pecChange, id)
      const account = await unit.state(credential, accountId)
      if (id === null || state?.status === 'none' || state?.origin !== 'assistance' || account.status === 'none') {
        return response.void(unit, event)
      }
      // Refused where it has ended, also by itself.
      await unit.run(pecChange, id, { type: 'KeepChange', securityVersion: account.securityVersion })
    },
  }
}
