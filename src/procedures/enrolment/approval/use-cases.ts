/** What the office does with a request: look at the dossier, then approve, reject or ask for more (seed 001, "ACCESSO"). */

import { drawToken, readToken } from '../../../crypto/index.ts'
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { type CommandOptions, readInput } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { fetchDocument } from '../../../runtime/uploads.ts'
import { tellSecurityEvents } from '../../account/credential/security-events.ts'
import { ticketDigest } from '../registration/desk.ts'
import { type ApprovalApiRefusal, type ApprovalDesk, decideOn, mailApplicant, unlessErased } from './desk.ts'
import { competitorsOf } from './dossier.ts'
import { approvedLetter, rejectedLetter, returnedLetter } from './letters.ts'
import type { ApprovalIdentification } from './model.ts'
import { approvalMachine, approveForm, reasonedForm } from './schema.ts'

/** What the office says when it approves. */
export type ApprovalApproveForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator

  /** The id of the record. It names no person. */
  readonly id: string
  /** The digest of the dossier that was looked at. */
  readonly seen: string
  /** Default `documents`. */
  readonly identification?: ApprovalIdentification
}

/** What the office says when it rejects or gives back. The reason is one line of 1 to 2000 characters; the applicant reads it. */
export type ApprovalReasonedForm = Omit<ApprovalApproveForm, 'identification'> & {
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
  desk: ApprovalDesk,
  input: ApprovalApproveForm,
  options?: CommandOptions,
): Promise<Result<{ readonly accountId: string }, ApprovalApiRefusal>> {
  const read = readInput(approveForm, input)
  if (!read.ok) return refuse({ code: 'approval/form', problems: read.refusal })
  const { shell, credential } = desk
  const { identification, id } = read.value
  return decideOn(desk, 'approval/approve', read.value, options, read.value, async (unit, request, decision) => {
    const { accountId, documents } = request
    const decided = await unit.run(approvalMachine, id, { type: 'Approve', identification, ...decision })
    if (!decided.ok) return decided
    const told = unlessErased(unit, id, 'approval/approve', request)
    if (!told.ok) return told
    for (const document of documents) {
      if ((await fetchDocument(shell, id, document)) === null)
        return refuse({ code: 'approval/document-missing', document: document.id })
    }
    const { person, pin, password } = told.value
    invariant(password !== null, 'approval: a completed request has its verifiers')
    const { codiceFiscale, surname, name, birthDate, mail, locale } = person
    const issued = await unit.run(credential, accountId, {
      type: 'IssueCredential',
      registrationId: id,
      personal: { codiceFiscale, surname, name, birthDate, mail, locale, pin, password },
    })
    if (!issued.ok) return issued
    await tellSecurityEvents(desk, unit, accountId, issued.value.events)
    await voidCompetitors(desk, unit, accountId, id)
    const { state } = issued.value
    invariant(state.status === 'temporary', 'approval: what was issued is temporary')
    mailApplicant(unit, id, 'approved', request, approvedLetter(shell.office, { temporaryUntil: state.temporaryUntil }))
    return accept({ accountId })
  })
}

/** Voids the other open requests on the account, up to `competitorsMax`, together with their unsent mail. */
async function voidCompetitors({ shell, registration }: ApprovalDesk, unit: Unit, accountId: string, id: string): Promise<void> {
  const competitors = await competitorsOf(shell, accountId, id, competitorsMax)
  await unit.fetch(competitors.flatMap((other) => [recordOf('approval', other), recordOf('registration', other)]))
  for (const competitor of competitors) {
    // Whichever of the two is closed by now needs no voiding.
    await unit.run(approvalMachine, competitor, { type: 'VoidApproval' })
    await unit.run(registration, competitor, { type: 'VoidRegistration' })
    unit.voidMail('approval', competitor)
    unit.voidMail('registration', competitor)
  }
}

const recordOf = (kind: string, id: string) => ({ kind, id })

/** Rejects with a reason, which the applicant is told. What was given back is closed for its applicant too. */
export async function reject(
  desk: ApprovalDesk,
  input: ApprovalReasonedForm,
  options?: CommandOptions,
): Promise<Result<null, ApprovalApiRefusal>> {
  const read = readInput(reasonedForm, input)
  if (!read.ok) return refuse({ code: 'approval/form', problems: read.refusal })
  const { id, reason } = read.value
  return decideOn(desk, 'approval/reject', read.value, options, read.value, async (unit, request, decision) => {
    const decided = await unit.run(approvalMachine, id, { type: 'Reject', personal: { reason }, ...decision })
    if (!decided.ok) return decided
    if (request.status === 'drafting') {
      await unit.run(desk.registration, id, { type: 'VoidRegistration' })
      unit.voidMail('approval', id)
    }
    mailApplicant(unit, id, 'rejected', request, rejectedLetter(desk.shell.office, reason))
    return accept(null)
  })
}

/** Gives the request back for more documents, with a reason and a link that lets the applicant add them. */
export async function giveBack(
  desk: ApprovalDesk,
  input: ApprovalReasonedForm,
  options?: CommandOptions,
): Promise<Result<{ readonly until: Instant }, ApprovalApiRefusal>> {
  const read = readInput(reasonedForm, input)
  if (!read.ok) return refuse({ code: 'approval/form', problems: read.refusal })
  const { shell, registration } = desk
  const { id, reason } = read.value
  const ticket = drawToken(shell.ring, shell.random, id)
  const token = readToken(ticket)
  const digest = token === null ? null : ticketDigest(shell, token)
  invariant(digest !== null, 'approval: a ticket just drawn is one')
  return decideOn(desk, 'approval/return', read.value, options, read.value, async (unit, request, decision) => {
    const decided = await unit.run(approvalMachine, id, { type: 'Return', personal: { reason }, ...decision })
    if (!decided.ok) return decided
    const told = unlessErased(unit, id, 'approval/return', request)
    if (!told.ok) return told
    const returned = await unit.run(registration, id, { type: 'ReturnRegistration', ticket: digest })
    invariant(returned.ok && returned.value.state.status === 'drafting', 'approval: a pending request can be given back')
    const until = returned.value.state.lapsesAt
    const url = `${shell.office.links}registration#ticket=${ticket}`
    mailApplicant(unit, id, 'returned', request, returnedLetter(shell.office, reason, { url, until }))
    return accept({ until })
  })
}
