/** What the office does with a request: look at the dossier, then approve, reject or ask for more (seed 001, "ACCESSO"). */

import { accept, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { missingDocument } from '../../../runtime/case-documents.ts'
import { readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { portalLink } from '../../../runtime/links.ts'
import { competitorsOf } from '../../../runtime/queue.ts'
import { type Operator, reasonedDecisionForm } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { notifyReplaced } from '../../account/credential/notices.ts'
import { tellSecurityEvents } from '../../account/credential/security-events.ts'
import { assignmentRecord, endAssignment } from '../../assignment/charge.ts'
import { accountOf } from '../../binding/account-of.ts'
import { factsOfRequest } from '../registration/context.ts'
import { type RegistrationLetter, undelivered, writeApplicant } from '../registration/post.ts'
import { type ApprovalApiRefusal, type ApprovalContext, type ApprovalUseCaseRefusal, decideOn, unlessErased } from './context.ts'
import { approvedLetter, rejectedLetter, voidedLetter } from './letters.ts'
import type { ApprovalIdentification } from './model.ts'
import { noNewRequest } from './no-new-request.ts'
import { approvalMachine, approveForm } from './schema.ts'

/** What the office says when it approves. */
export type ApprovalApproveForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator

  /** The id of the record. It names no person. */
  readonly id: string
  /** The digest of the dossier that was looked at. */
  readonly dossierDigest: string
  /** Default `documents`. */
  readonly identification?: ApprovalIdentification
  /** Approves although the letter with the credentials did not arrive: `true` where the operator knows it. Default `false`. */
  readonly despiteUndelivered?: boolean | 'true' | 'false' | 'on' | ''
}

/** What the office says when it rejects or requests a correction. The reason is one line of 1 to 2000 characters; the applicant reads it. */
export type ApprovalReasonedForm = Omit<ApprovalApproveForm, 'identification' | 'despiteUndelivered'> & {
  /** One line of 1 to 2000 characters. */
  readonly reason: string
}

/**
 * How many competing requests an approval voids in its own commit. The rest, and one that is filed at this very moment, stay in the
 * queue and cannot be approved, since the account is taken.
 */
const competitorsMax = 25

/**
 * Approves: issues the credential, claims the codice fiscale, voids the competing requests with their unsent mail, tells the
 * applicant. All in one commit, on the very dossier that was looked at, whose files must still be there.
 */
export async function approve(
  context: ApprovalContext,
  input: ApprovalApproveForm,
  options?: CommandOptions,
): Promise<Result<{ readonly accountId: string }, ApprovalApiRefusal>> {
  const read = readForm(approveForm, input, 'approval/form')
  if (!read.ok) return read
  const { runtime, credential } = context
  const { identification, id, despiteUndelivered } = read.value
  return decideOn(context, 'approval/approve', read.value, options, async (unit, request, decision) => {
    const { accountId, documents } = request
    // Whenever it was filed: it is an issue of today.
    await unit.admit(factsOfRequest(request), 'issue')
    const decided = await unit.run(approvalMachine, id, { type: 'Approve', identification, ...decision })
    if (!decided.ok) return decided
    await endAssignment(unit, id)
    const told = unlessErased(unit, id, 'approval/approve', request)
    if (!told.ok) return told
    const filedIn = recordOf('registration', id)
    const missing = await missingDocument(runtime, unit, { kind: 'approval', id, documents, filedIn }, 'approval/approve')
    if (missing !== null) return refuse(missing)
    const lost = despiteUndelivered ? null : await undelivered(runtime, request)
    if (lost !== null) return refuse(notDelivered(unit, id, lost))
    const { person, pin, password } = told.value
    invariant(password !== null, 'approval: a completed request has its verifiers')
    const { codiceFiscale, surname, name, birthDate, email, locale } = person
    if ((await accountOf(runtime.ring, unit, codiceFiscale)) !== accountId) return refuse(reboundSince(unit, id))
    const { status, personal: before } = await unit.state(credential, accountId)
    const issued = await unit.run(credential, accountId, {
      type: 'IssueCredential',
      registrationId: id,
      personal: { codiceFiscale, surname, name, birthDate, email, locale, pin, password },
    })
    if (!issued.ok) return issued
    await tellSecurityEvents(context, unit, accountId, issued.value.events)
    await voidCompetitors(context, unit, accountId, id)
    // Of a revoked credential no address was in force.
    const isTold = status !== 'none' && status !== 'revoked' && before !== null
    if (isTold) notifyReplaced(context, unit, accountId, { before, state: issued.value.state, notice: 'issued', email })
    const { state } = issued.value
    invariant(state.status === 'temporary', 'approval: what was issued is temporary')
    const letter = approvedLetter(runtime.office, { temporaryUntil: state.temporaryUntil, url: portalLink(runtime.office) })
    await writeApplicant(context, unit, id, person, { topic: recordOf('approval', id), purpose: 'approved', letter })
    return accept({ accountId })
  })
}

/** Since the request was filed, the office has bound its codice fiscale to another account. */
function reboundSince(unit: Unit, id: string): ApprovalUseCaseRefusal {
  const code = 'approval/rebound'
  unit.journalRefusal('approval', id, 'approval/approve', code)
  return { code }
}

/** The refusal that an operator can overrule: whoever is approved now has no credentials in hand. */
function notDelivered(unit: Unit, id: string, { status }: RegistrationLetter): ApprovalUseCaseRefusal {
  const code = 'approval/letter-not-delivered'
  unit.journalRefusal('approval', id, 'approval/approve', code)
  return { code, status }
}

/**
 * Voids the other open requests on the account, up to `competitorsMax`, together with their unsent mail. Their journals name the request that
 * was approved. Their applicants are told that theirs is closed, and nothing of the other one: they may be strangers.
 */
async function voidCompetitors(
  { runtime, registration }: ApprovalContext,
  unit: Unit,
  accountId: string,
  id: string,
): Promise<void> {
  const competitors = await competitorsOf(runtime, 'approval', { accountId, id }, competitorsMax)
  await unit.preload(
    competitors.flatMap((other) => [recordOf('approval', other), recordOf('registration', other), assignmentRecord(other)]),
  )
  for (const competitor of competitors) {
    // Whichever of the two is closed by now needs no voiding.
    const voided = await unit.run(approvalMachine, competitor, { type: 'VoidApproval', approved: id })
    if (voided.ok) {
      const request = await unit.state(registration, competitor)
      const person = request.personal?.person ?? null
      const notice = { topic: recordOf('approval', competitor), purpose: 'voided', letter: voidedLetter(runtime.office) }
      await writeApplicant({ registration }, unit, competitor, person, notice)
    }
    await unit.run(registration, competitor, { type: 'VoidRegistration', approved: id })
    await endAssignment(unit, competitor)
    unit.cancelMail('approval', competitor)
    unit.cancelMail('registration', competitor)
  }
}

const recordOf = (kind: string, id: string) => ({ kind, id })

/** Rejects with a reason, which the applicant is told. A request that awaits a correction is closed for its applicant too. */
export async function reject(
  context: ApprovalContext,
  input: ApprovalReasonedForm,
  options?: CommandOptions,
): Promise<Result<null, ApprovalApiRefusal>> {
  const read = readForm(reasonedDecisionForm, input, 'approval/form')
  if (!read.ok) return read
  const { id, reason } = read.value
  return decideOn(context, 'approval/reject', read.value, options, async (unit, request, decision) => {
    const decided = await unit.run(approvalMachine, id, { type: 'Reject', personal: { reason }, ...decision })
    if (!decided.ok) return decided
    // After the last issue another request would be in vain.
    const { ended } = await unit.termOf(factsOfRequest(request), 'issue')
    const letter = rejectedLetter(context.runtime.office, { reason, ...noNewRequest(ended) })
    const notice = { topic: recordOf('approval', id), purpose: 'rejected', letter }
    await writeApplicant(context, unit, id, request.personal?.person ?? null, notice)
    await endAssignment(unit, id)
    if (request.status === 'drafting') {
      await unit.run(context.registration, id, { type: 'VoidRegistration', approved: null })
      unit.cancelMail('approval', id)
      unit.cancelMail('registration', id)
    }
    return accept(null)
  })
}
