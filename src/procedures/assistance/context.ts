/** What the use cases of assistance work with: the ticket of the applicant, and how the office reads the case that it decides on. */

import { type AnyRefusal, type Result, refuse } from '../../kernel/index.ts'
import { type Command, perform } from '../../runtime/command.ts'
import type { CommandOptions, FormRefusal, Schema } from '../../runtime/input.ts'
import { operatorActor } from '../../runtime/operator.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import type { DecisionGiven } from '../../runtime/schema.ts'
import { byTicket } from '../../runtime/ticket.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { AddressesContext } from '../addresses/addresses/context.ts'
import type { PecChangeBeginRefusal } from '../addresses/pec-change/context.ts'
import { type AssignmentRule, assignmentRecord, inCharge } from '../assignment/charge.ts'
import type { AssignmentRefusal } from '../assignment/model.ts'
import { operatorAccount, operatorRecord } from '../binding/operator-account.ts'
import type { OpeningQuotas } from '../quota/openings.ts'
import { type CaseFacts, caseFacts } from './findings.ts'
import type { AssistanceDecision, AssistancePersonal, AssistanceRefusal, AssistanceRequest, AssistanceState } from './model.ts'
import type { AssistanceFormData, AssistanceMachine } from './schema.ts'
import type { AssistanceTopicQuestion } from './topics.ts'

/** What is taken of a file, and what is made of one with active content. */
export type AssistanceRules = { readonly bytesMax: number; readonly suspicious: 'refuse' | 'flag' }

export type AssistanceContext = AddressesContext &
  AssignmentRule & {
    readonly assistance: AssistanceMachine
    readonly topics: AssistanceTopicQuestion
    /** The questionnaire, with the questions that these topics ask. */
    readonly form: Schema<AssistanceFormData>
    readonly rules: AssistanceRules
    readonly openings: OpeningQuotas
  }

/** The form cannot be taken as it is. */
export type AssistanceFormRefusal = FormRefusal<'assistance/form'>

export type AssistanceUseCaseRefusal =
  | AssistanceFormRefusal
  /** The office has issued no credential to the person, or has erased it: there is nobody whose PEC could be changed. */
  | { readonly code: 'assistance/no-account' }
  /** The person has another codice fiscale than the request says: it can only be rejected. Whoever needs the change asks for it by the code of now. */
  | { readonly code: 'assistance/rebound' }
  /** The file is gone or is not what was filed: it cannot be approved. */
  | { readonly code: 'assistance/document-missing'; readonly document: number }
  /** The personal data of the request were erased: it can only be rejected. */
  | { readonly code: 'assistance/erased' }

/** Every refusal that the office can meet about a request for assistance. */
export type AssistanceApiRefusal =
  | AssistanceUseCaseRefusal
  | AssistanceRefusal
  | AssignmentRefusal
  | PecChangeBeginRefusal
  | CommandRefusal

type NotFound = Extract<AssistanceRefusal, { readonly code: 'assistance/not-found' }>

/** One whose personal data were not erased: to its applicant another one does not exist. */
export type NotErased = AssistanceRequest & { readonly personal: AssistancePersonal }

function isNotErased(state: AssistanceState): state is NotErased {
  return state.status !== 'none' && state.personal !== null
}

/**
 * Runs `work` on the request that the ticket belongs to. An unknown or erased request, a foreign ticket and no ticket at all have
 * one answer; a foreign ticket on an existing request leaves a trace in its journal.
 */
export function withTicket<V, R extends AnyRefusal>(
  { runtime, assistance }: AssistanceContext,
  ticket: unknown,
  operation: Omit<Command, 'by'>,
  work: (unit: Unit, id: string, state: NotErased) => Promise<Result<V, R>>,
): Promise<Result<V, R | NotFound | CommandRefusal>> {
  const notFound = { code: 'assistance/not-found' } as const
  const command = { ...operation, purpose: 'assistance', notFound }
  return byTicket<V, R | NotFound>(runtime, ticket, command, async (unit, { subject, opens }) => {
    const state = await unit.state(assistance, subject)
    return isNotErased(state) && opens(state.ticket) ? work(unit, subject, state) : refuse(notFound)
  })
}

/** A case as the office reads it. */
export type Case = { readonly id: string; readonly request: AssistanceRequest; readonly facts: CaseFacts }

/** Reads a request with what the office knows of the account; null where there is no such request. */
export async function readCase(context: AssistanceContext, unit: Unit, id: string): Promise<Case | null> {
  const request = await unit.state(context.assistance, id)
  if (request.status === 'none') return null
  return { id, request, facts: await caseFacts(context, unit, id, request) }
}

/** Reads the records of the case and lets `work` decide, on what was seen and on what there is now. */
export function decideOn<V>(
  context: AssistanceContext,
  name: string,
  given: DecisionGiven,
  options: CommandOptions | undefined,
  work: (unit: Unit, found: Case, decision: AssistanceDecision) => Promise<Result<V, AssistanceApiRefusal>>,
): Promise<Result<V, AssistanceApiRefusal>> {
  const { runtime } = context
  const { operator, id, dossierDigest } = given
  const command = { name, by: operatorActor(operator), options, input: given }
  return perform<V, AssistanceApiRefusal>(runtime, command, async (unit) => {
    await unit.preload([{ kind: 'assistance', id }, assignmentRecord(id), operatorRecord(runtime.ring, operator)])
    const found = await readCase(context, unit, id)
    if (found === null) return refuse({ code: 'assistance/not-found' })
    const charged = await inCharge(context, unit, { kind: 'assistance', id }, { name, operator: operator.id })
    if (!charged.ok) return charged
    const { accountId, personal } = found.request
    const person = { accountId, codiceFiscale: personal?.codiceFiscale ?? null }
    const account = await operatorAccount(runtime.ring, unit, operator, person)
    return work(unit, found, { dossierDigest, dossier: found.facts.digest, operator: operator.id, operatorAccount: account })
  })
}
