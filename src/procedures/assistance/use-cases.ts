/** A request for assistance from the first question on: what is asked, how it stands, what its applicant and the office do with it. */

import { accept, type Instant, invariant, type Result, refuse } from '../../kernel/index.ts'
import { parseMailAddress } from '../../rules/identity/index.ts'
import { missingDocument } from '../../runtime/case-documents.ts'
import { readForm } from '../../runtime/command.ts'
import { type CommandOptions, formRefusal } from '../../runtime/input.ts'
import { mailPerson } from '../../runtime/person-mail.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import { decisionForm, type Operator, reasonedDecisionForm } from '../../runtime/schema.ts'
import { drawToken } from '../../runtime/token-command.ts'
import type { Unit } from '../../runtime/transact.ts'
import { dropDocuments } from '../../runtime/uploads.ts'
import { tellSecurityEvents } from '../account/credential/security-events.ts'
import { type Subscriber, subscriberOf } from '../addresses/addresses/context.ts'
import { beginChange } from '../addresses/linked-change/use-cases.ts'
import { linkedPec } from '../addresses/pec-change/context.ts'
import { endAssignment } from '../assignment/charge.ts'
import { type AssistanceApiRefusal, type AssistanceContext, type AssistanceFormRefusal, decideOn, withTicket } from './context.ts'
import { approvedLetter, rejectedLetter } from './letters.ts'
import type { AssistanceDocument, AssistanceRefusal, AssistanceRequest } from './model.ts'
import { type AssistanceTopic, topicAt } from './topics.ts'

/**
 * What the office asks after these answers: the next question, advice, or the questionnaire; the first question where none were given.
 * Changes nothing and reads nothing.
 */
export async function topics(
  context: AssistanceContext,
  path: readonly string[] = [],
): Promise<Result<AssistanceTopic, AssistanceFormRefusal>> {
  const topic = topicAt(context.topics, path)
  if (topic === null) return refuse(formRefusal('assistance/form', [{ field: 'path', code: 'unknown' }]))
  return accept(topic)
}

/** What the applicant sees of the request. */
export type AssistanceView = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** Where it stands. */
  readonly status: AssistanceRequest['status']

  /** When it was filed. */
  readonly filedAt: Instant
  /** When it was decided or taken back; null while it waits. */
  readonly endedAt: Instant | null
  /** Why the office has rejected the request; null unless it has. */
  readonly reason: string | null
  /** True while `withdraw` would do something. */
  readonly canWithdraw: boolean
}

/** The request as it stands. Changes nothing. */
export function inspect(
  context: AssistanceContext,
  ticket: unknown,
): Promise<Result<AssistanceView, AssistanceRefusal | CommandRefusal>> {
  const operation = { name: 'assistance/inspect', journalsRefusals: false }
  return withTicket<AssistanceView, AssistanceRefusal>(context, ticket, operation, async (_, id, state) => {
    const { status, filedAt, personal } = state
    const endedAt = state.status === 'open' ? null : state.status === 'withdrawn' ? state.endedAt : state.decidedAt
    return accept({ id, status, filedAt, endedAt, reason: personal.reason, canWithdraw: status === 'open' })
  })
}

/** Takes the request back while it waits. The file is deleted; the journal remembers that there was one. */
export async function withdraw(
  context: AssistanceContext,
  ticket: unknown,
  options?: CommandOptions,
): Promise<Result<null, AssistanceRefusal | CommandRefusal>> {
  let dropped: { readonly owner: string; readonly files: readonly AssistanceDocument[] } | undefined
  const operation = { name: 'assistance/withdraw', options }
  const answer = await withTicket<null, AssistanceRefusal>(context, ticket, operation, async (unit, id, state) => {
    const withdrawn = await unit.run(context.assistance, id, { type: 'WithdrawAssistance' })
    if (!withdrawn.ok) return withdrawn
    await endAssignment(unit, id)
    dropped = { owner: id, files: state.documents }
    return accept(null)
  })
  if (answer.ok && dropped !== undefined) await dropDocuments(context.runtime, dropped.owner, dropped.files)
  return answer
}

/** What the office says when it approves. */
export type AssistanceApproveForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator

  /** The id of the record. It names no person. */
  readonly id: string
  /** The digest of the dossier that was looked at. */
  readonly dossierDigest: string
}

/** What the office says when it rejects. The reason is one line of 1 to 2000 characters; the applicant reads it. */
export type AssistanceRejectForm = AssistanceApproveForm & {
  /** One line of 1 to 2000 characters. */
  readonly reason: string
}

/** The change of PEC that was begun. */
export type AssistanceApproved = {
  /** The id of the change of PEC that was begun. */
  readonly changeId: string
  /** The end of the link if it is received today, exclusive. */
  readonly until: Instant
}

/**
 * Ends the sessions that were open before the approval: whoever asks the office cannot sign in, and whoever can may be somebody else. Where
 * the credential opens nothing, no session is open.
 */
async function endEarlierSessions(context: AssistanceContext, unit: Unit, accountId: string): Promise<Subscriber> {
  const ended = await unit.run(context.credential, accountId, { type: 'EndSessions' })
  invariant(ended.ok, 'assistance: a subscriber has a credential')
  await tellSecurityEvents(context, unit, accountId, ended.value.events)
  const subscriber = subscriberOf(ended.value.state)
  invariant(subscriber !== null, 'assistance: whoever had sessions is still there when they have ended')
  return subscriber
}

/**
 * Approves: begins the same change of PEC that its subscriber could ask for, with the same link to the new PEC, the same term and the same
 * notices, in one commit with the decision. The sessions that were open before are over; the credential stays as it is otherwise: people who
 * could not sign in still cannot. Refused while the file is not there, and where the change itself cannot be begun: then nothing was decided.
 */
export async function approveRequest(
  context: AssistanceContext,
  input: AssistanceApproveForm,
  options?: CommandOptions,
): Promise<Result<AssistanceApproved, AssistanceApiRefusal>> {
  const read = readForm(decisionForm, input, 'assistance/form')
  if (!read.ok) return read
  const { runtime, assistance } = context
  const { id } = read.value
  const name = 'assistance/approve'
  const drawn = drawToken(runtime, 'pec-change', runtime.ulid(runtime.now()))
  return decideOn<AssistanceApproved>(context, name, read.value, options, async (unit, { request, facts }, decision) => {
    const objected = (refusal: AssistanceApiRefusal): Result<never, AssistanceApiRefusal> => {
      unit.journalRefusal('assistance', id, name, refusal.code)
      return refuse(refusal)
    }
    const decided = await unit.run(assistance, id, { type: 'ApproveAssistance', changeId: drawn.subject, ...decision })
    if (!decided.ok) return decided
    await endAssignment(unit, id)
    const { accountId, documents, personal } = request
    if (personal === null) return objected({ code: 'assistance/erased' })
    const missing = await missingDocument(runtime, unit, { kind: 'assistance', id, documents }, name)
    if (missing !== null) return refuse(missing)
    const { subscriber } = facts
    if (subscriber === null) return objected({ code: 'assistance/no-account' })
    if (subscriber.personal.codiceFiscale !== personal.codiceFiscale) return objected({ code: 'assistance/rebound' })
    const pec = parseMailAddress(personal.pec)
    invariant(pec.ok, 'assistance: the questionnaire holds a checked address')
    const linked = linkedPec(context, 'assistance')
    const asked = await endEarlierSessions(context, unit, accountId)
    const begun = await beginChange(linked, unit, drawn, { accountId, subscriber: asked, address: pec.value })
    if (!begun.ok) return objected(begun.refusal)
    const letter = approvedLetter(runtime.office)
    mailPerson(unit, personal, { topic: { kind: 'assistance', id }, purpose: 'approved', letter })
    return accept({ changeId: begun.value.id, until: begun.value.until })
  })
}

/** Rejects with a reason, which the applicant is told at the address for the answer. */
export async function rejectRequest(
  context: AssistanceContext,
  input: AssistanceRejectForm,
  options?: CommandOptions,
): Promise<Result<null, AssistanceApiRefusal>> {
  const read = readForm(reasonedDecisionForm, input, 'assistance/form')
  if (!read.ok) return read
  const { id, reason } = read.value
  return decideOn<null>(context, 'assistance/reject', read.value, options, async (unit, { request }, decision) => {
    const decided = await unit.run(context.assistance, id, { type: 'RejectAssistance', personal: { reason }, ...decision })
    if (!decided.ok) return decided
    await endAssignment(unit, id)
    const letter = rejectedLetter(context.runtime.office, reason)
    mailPerson(unit, request.personal, { topic: { kind: 'assistance', id }, purpose: 'rejected', letter })
    return accept(null)
  })
}
