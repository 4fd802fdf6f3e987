/** First credentials anew, for an approved person whom the first ones did not reach. The office draws nothing and sees no secret. */

import { accept, type Instant, invariant, type Result } from '../../../kernel/index.ts'
import { generatePassword } from '../../../rules/password/index.ts'
import { drawPin, joinPin } from '../../../rules/pin/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { once } from '../../../runtime/once.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { drawToken } from '../../../runtime/token-command.ts'
import { officeFacts } from '../../account/credential/new-password.ts'
import { tellSecurityEvents } from '../../account/credential/security-events.ts'
import { factsOfRequest } from '../registration/context.ts'
import { reissuedLetter } from '../registration/letters.ts'
import { sealScreenHalf } from '../registration/pin-half.ts'
import { writeApplicant } from '../registration/post.ts'
import { type ApprovalApiRefusal, type ApprovalContext, onCase } from './context.ts'
import { reissueForm } from './schema.ts'

/** To whom credentials are issued anew, and why. */
export type ApprovalReissueForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The id of the request. */
  readonly id: string
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
  /**
   * True where the operator has identified the person face to face: a new ticket is drawn, to be handed over on paper. Else the person
   * shows the half of the PIN with the ticket of the request. Default `false`.
   */
  readonly inPerson?: boolean | 'true' | 'false' | 'on' | ''
}

/** What the reissue answers with. */
export type ApprovalReissued = {
  /** Until when the new temporary password works, exclusive. */
  readonly temporaryUntil: Instant
  /**
   * In person, the ticket to be printed and handed over: with it the person sees the half of the PIN, once. It opens nothing without the
   * letter. A secret of the person: never log it. Null otherwise.
   */
  readonly ticket: string | null
}

/**
 * Draws a new PIN and a new temporary password in the place of the first ones, which are dead at once. The mailbox of the request gets the
 * password and the first half of the PIN; the other half waits for the applicant.
 */
export async function reissue(
  context: ApprovalContext,
  input: ApprovalReissueForm,
  options?: CommandOptions,
): Promise<Result<ApprovalReissued, ApprovalApiRefusal>> {
  const read = readForm(reissueForm, input, 'approval/form')
  if (!read.ok) return read
  const { runtime, registration, credential, passwordPolicy } = context
  const { id, reason, inPerson } = read.value
  const paper = inPerson ? drawToken(runtime, 'registration', id) : null
  const drawnOnce = once(async (accountId: string) => {
    const halves = drawPin(runtime.random)
    const password = generatePassword(passwordPolicy, runtime.random, officeFacts(runtime))
    const verifiers = {
      pin: await runtime.secrets.hash({ kind: 'pin', accountId }, joinPin(halves)),
      password: await runtime.secrets.hash({ kind: 'password', accountId }, password),
    }
    return { verifiers, mailed: halves.mailed, password, screenHalf: await sealScreenHalf(runtime, id, halves.shown) }
  })
  const act = { name: 'approval/reissue', given: read.value, options, secret: true }
  return onCase<ApprovalReissued>(context, act, async (unit, file, request, refused) => {
    if (file.status !== 'approved') return refused('approval/not-approved')
    const { accountId, personal } = request
    if (personal === null) return refused('approval/erased')
    await unit.admit(factsOfRequest(request), 'first-credentials')
    const drawn = await drawnOnce(accountId)
    const { verifiers, screenHalf, password, mailed } = drawn
    const issued = await unit.run(credential, accountId, {
      type: 'ReissueCredential',
      registrationId: id,
      personal: { ...verifiers, reason },
    })
    if (!issued.ok) return issued
    const { state } = issued.value
    invariant(state.status === 'temporary', 'approval: what was issued anew is temporary')
    await unit.run(registration, id, {
      type: 'RedrawCredentials',
      ticket: paper === null ? null : paper.digest,
      personal: { ...verifiers, screenHalf },
    })
    unit.journal('approval', id, 'CredentialReissued', { inPerson, personal: { reason } })
    await tellSecurityEvents(context, unit, accountId, issued.value.events)
    // What has not left yet carries secrets that are dead.
    unit.cancelMail('registration', id)
    unit.cancelMail('approval', id)
    const { temporaryUntil } = state
    // The code of today, which may be another one than that of the request.
    const codiceFiscale = state.personal?.codiceFiscale ?? personal.person.codiceFiscale
    const said = { codiceFiscale, password, pinFirstHalf: mailed, temporaryUntil, inPerson }
    const letter = reissuedLetter(runtime.office, said)
    await writeApplicant(context, unit, id, personal.person, { topic: { kind: 'registration', id }, purpose: 'reissued', letter })
    return accept({ temporaryUntil, ticket: paper === null ? null : paper.token.text })
  })
}
