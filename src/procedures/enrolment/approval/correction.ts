/** The office returns a request: it says what is to be corrected, and sends the link once more where it was lost. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { caseForm, type Operator } from '../../../runtime/schema.ts'
import { drawToken } from '../../../runtime/token-command.ts'
import { mailLink, renewLink } from '../registration/returned.ts'
import { type RegistrationCorrectableField, type RegistrationWantedDocument, wantedOf } from '../wanted.ts'
import { type ApprovalApiRefusal, type ApprovalContext, decideOn, onCase, unlessErased } from './context.ts'
import { approvalMachine, correctionRequestForm } from './schema.ts'
import type { ApprovalReasonedForm } from './use-cases.ts'

/** What the office says when it returns a request. The reason says what is wrong; the lists say what the applicant can do about it. */
export type ApprovalCorrectionForm = ApprovalReasonedForm & {
  /** The fields to be corrected; none where it is left out. One of the birthplace asks for nation, province and municipality. At most 20. */
  readonly fields?: readonly RegistrationCorrectableField[] | RegistrationCorrectableField
  /** The documents that are wanted: the number of a filed one that is to be replaced, or the kind of one that is missing. At most 20. */
  readonly documents?: readonly (RegistrationWantedDocument | `${number}`)[] | RegistrationWantedDocument | `${number}`
}

/** Requests a correction: opens the request again, with a reason, what is wanted, and a link to it. */
export async function requestCorrection(
  context: ApprovalContext,
  input: ApprovalCorrectionForm,
  options?: CommandOptions,
): Promise<Result<{ readonly until: Instant }, ApprovalApiRefusal>> {
  const read = readForm(correctionRequestForm, input, 'approval/form')
  if (!read.ok) return read
  const { runtime, registration } = context
  const { id, reason } = read.value
  const wanted = wantedOf(read.value)
  const ticket = drawToken(runtime, 'registration', id)
  return decideOn(context, 'approval/request-correction', read.value, options, async (unit, request, decision) => {
    const decided = await unit.run(approvalMachine, id, { type: 'RequestCorrection', personal: { reason }, ...decision })
    if (!decided.ok) return decided
    const told = unlessErased(unit, id, 'approval/request-correction', request)
    if (!told.ok) return told
    const filed = request.documents.map((document) => document.id)
    const unknown = wanted.documents.find((document) => typeof document === 'number' && !filed.includes(document))
    if (typeof unknown === 'number') {
      unit.journalRefusal('approval', id, 'approval/request-correction', 'approval/unknown-document')
      return refuse({ code: 'approval/unknown-document', document: unknown })
    }
    const reopened = await unit.run(registration, id, { type: 'ReopenRegistration', ticket: ticket.digest, wanted })
    invariant(reopened.ok && reopened.value.state.status === 'drafting', 'approval: a pending request can be opened again')
    const until = reopened.value.state.lapsesAt
    const mailed = { id, request: { ...request, personal: told.value }, ticket, purpose: 'awaiting-correction' } as const
    await mailLink(context, unit, mailed, { reason, wanted, until })
    return accept({ until })
  })
}

/** The applicant has lost the link of a returned request: the office sends it again, and the term begins anew. */
export async function sendAgain(
  context: ApprovalContext,
  input: { readonly operator: Operator; readonly id: string },
  options?: CommandOptions,
): Promise<Result<{ readonly until: Instant }, ApprovalApiRefusal>> {
  const read = readForm(caseForm, input, 'approval/form')
  if (!read.ok) return read
  const { id } = read.value
  const act = { name: 'approval/send-again', given: read.value, options }
  return onCase(context, act, async (unit, file, request, refused) => {
    if (file.status !== 'awaiting-correction') return refused('approval/nothing-to-correct')
    const { personal } = request
    if (personal === null) return refused('approval/erased')
    const sent = await renewLink(context, unit, { id, request: { ...request, personal }, restarts: true })
    if (sent.ok) return sent
    const { refusal } = sent
    const isTold = refusal.code === 'registration/lapsed' || refusal.code === 'registration/too-many-links'
    return isTold ? refuse(refusal) : refused('approval/nothing-to-correct')
  })
}
