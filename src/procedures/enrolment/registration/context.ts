/** What the use cases of a registration work with, and the ticket that every call of phase 2 shows. */

import { type AnyRefusal, type Result, refuse } from '../../../kernel/index.ts'
import type { Places } from '../../../ports/index.ts'
import type { PasswordPolicy } from '../../../rules/password/index.ts'
import type { ChallengePolicy } from '../../../runtime/challenge.ts'
import type { Command } from '../../../runtime/command.ts'
import { domainOf, factsOfNobody, type PersonFacts } from '../../../runtime/in-flight.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { byTicket } from '../../../runtime/ticket.ts'
import type { ShownToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'
import type { OpeningQuotas } from '../../quota/openings.ts'
import type { RegistrationPersonal, RegistrationRefusal, RegistrationState } from './model.ts'
import type { RegistrationMachine } from './schema.ts'

export type RegistrationRules = ChallengePolicy & {
  readonly bytesMax: number
  readonly suspicious: 'refuse' | 'flag'
  /** What a contradiction between codice fiscale and declared data does: shown to the office, or refused. */
  readonly contradictions: 'refuse' | 'flag'
  /** The least age of an applicant, in completed years by the day in Rome; 0 for none. */
  readonly leastAge: number
  /** What the form of somebody younger does: shown to the office, or refused. */
  readonly younger: 'refuse' | 'flag'
}

export type RegistrationContext = {
  readonly runtime: Runtime
  readonly registration: RegistrationMachine
  readonly credential: CredentialMachine
  readonly openings: OpeningQuotas
  readonly passwordPolicy: PasswordPolicy
  readonly rules: RegistrationRules
  readonly places: Places | undefined
}

/** The form cannot be taken as it is. */
export type RegistrationFormRefusal = FormRefusal<'registration/form'>

/** No such request, or a ticket that is not its own: the two are not told apart. */
export type RegistrationNotFoundRefusal = Extract<RegistrationRefusal, { readonly code: 'registration/not-found' }>

/** A registration that exists. */
export type Request = Exclude<RegistrationState, { readonly status: 'none' }>

/** A registration whose personal data were not erased: to its applicant another one does not exist. */
export type NotErased = Request & { readonly personal: RegistrationPersonal }

function isNotErased(state: RegistrationState): state is NotErased {
  return state.status !== 'none' && state.personal !== null
}

type Work<V, R extends AnyRefusal> = (unit: Unit, id: string, state: NotErased, shown: ShownToken) => Promise<Result<V, R>>

/**
 * Runs `work` on the request that the ticket belongs to. An unknown or erased request, a foreign ticket and no ticket at all have
 * one answer; a foreign ticket on an existing request leaves a trace in its journal.
 */
export function withTicket<V, R extends AnyRefusal>(
  context: RegistrationContext,
  ticket: unknown,
  operation: Omit<Command, 'by'>,
  work: Work<V, R>,
): Promise<Result<V, R | RegistrationNotFoundRefusal | CommandRefusal>> {
  return withOneOf(context, ticket, operation, ({ ticket: own }) => [own], work)
}

/** The same with any ticket that the request has had: an earlier one shows, and has the link sent again. */
export function withAnyTicket<V, R extends AnyRefusal>(
  context: RegistrationContext,
  ticket: unknown,
  operation: Omit<Command, 'by'>,
  work: Work<V, R>,
): Promise<Result<V, R | RegistrationNotFoundRefusal | CommandRefusal>> {
  return withOneOf(context, ticket, operation, ({ ticket: own, earlier }) => [own, ...earlier], work)
}

/** The same with the last ticket that went by no mail. */
export function withTicketInHand<V, R extends AnyRefusal>(
  context: RegistrationContext,
  ticket: unknown,
  operation: Omit<Command, 'by'>,
  work: Work<V, R>,
): Promise<Result<V, R | RegistrationNotFoundRefusal | CommandRefusal>> {
  return withOneOf(context, ticket, operation, ({ collector }) => [collector], work)
}

/** What the office's calendar can tell of an applicant. */
export function factsOfRequest({
  personal,
  accountId,
  audience,
}: Pick<Request, 'personal' | 'accountId' | 'audience'>): PersonFacts {
  const person = personal?.person ?? null
  const mailbox = person === null ? null : domainOf(person.email)
  return factsOfNobody(mailbox, { birthDate: person?.birthDate ?? null, accountId, audience })
}

function withOneOf<V, R extends AnyRefusal>(
  { runtime, registration }: RegistrationContext,
  ticket: unknown,
  operation: Omit<Command, 'by'>,
  ticketsOf: (state: NotErased) => readonly string[],
  work: Work<V, R>,
): Promise<Result<V, R | RegistrationNotFoundRefusal | CommandRefusal>> {
  const notFound = { code: 'registration/not-found' } as const
  const command = { ...operation, purpose: 'registration', notFound }
  return byTicket<V, R | RegistrationNotFoundRefusal>(runtime, ticket, command, async (unit, shown) => {
    const { subject, opens } = shown
    const state = await unit.state(registration, subject)
    if (!isNotErased(state) || !opens(...ticketsOf(state))) return refuse(notFound)
    await unit.admit(factsOfRequest(state))
    return work(unit, subject, state, shown)
  })
}
