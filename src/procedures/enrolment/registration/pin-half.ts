/** The half of a PIN drawn anew: sealed until its applicant sees it, once, with a ticket that went by no mail. */

import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { type RegistrationContext, withTicketInHand } from './context.ts'
import type { RegistrationRefusal } from './model.ts'

const identityOf = (id: string): string => `registration/${id}/screen-half`

/** The half as it is stored until it is shown. */
export function sealScreenHalf({ sealer }: Runtime, id: string, half: string): Promise<string> {
  return sealer.seal('seal', identityOf(id), half)
}

/**
 * Shows the half of a PIN drawn anew, once. The mailbox has the other half: a ticket that was mailed shows nothing, or whoever reads the
 * mailbox would have the whole PIN.
 */
export function showPinHalf(
  context: RegistrationContext,
  ticket: unknown,
  options?: CommandOptions,
): Promise<Result<{ readonly pinSecondHalf: string }, RegistrationRefusal | CommandRefusal>> {
  const { runtime, registration, credential } = context
  const command = { name: 'registration/show-pin-half', options, secret: true }
  return withTicketInHand<{ readonly pinSecondHalf: string }, RegistrationRefusal>(
    context,
    ticket,
    command,
    async (unit, id, request) => {
      const { accountId, personal } = request
      const account = await unit.state(credential, accountId)
      // Of a credential that is over, or in use, no half is any good.
      const isAwaited = account.status === 'temporary' && account.registrationId === id
      if (!isAwaited) return refuse({ code: 'registration/no-pin-half' })
      const taken = await unit.run(registration, id, { type: 'TakePinHalf' })
      if (!taken.ok) return refuse({ code: 'registration/no-pin-half' })
      const { screenHalf } = personal
      invariant(screenHalf !== null, 'registration: the half that was taken was there')
      return accept({ pinSecondHalf: await runtime.sealer.open('seal', identityOf(id), screenHalf) })
    },
  )
}
