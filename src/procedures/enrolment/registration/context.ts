/** What the use cases of a registration work with, and the ticket that every call of phase 2 shows. */

import type { Token } from '../../../crypto/index.ts'
import { type AnyRefusal, type Result, refuse } from '../../../kernel/index.ts'
import type { Places } from '../../../ports/index.ts'
import type { PasswordPolicy } from '../../../rules/password/index.ts'
import type { Command } from '../../../runtime/command.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { byTicket } from '../../../runtime/ticket.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'
import type { OpeningQuotas } from '../../quota/openings.ts'
import type { RegistrationPersonal, RegistrationRefusal, RegistrationState } from './model.ts'
import type { RegistrationMachine } from './schema.ts'

export type RegistrationRules = {
  readonly bytesMax: number
  readonly suspicious: 'refuse' | 'flag'
  /** What a contradiction between codice fiscale and declared data does: shown to the office, or refused. */
  readonly contradictions: 'refuse' | 'flag'
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

/**
 * Runs `work` on the request that the ticket belongs to. An unknown or erased request, a foreign ticket and no ticket at all have
 * one answer; a foreign ticket on an existing request leaves a trace in its journal.
 */
export function withTicket<V, R extends AnyRefusal>(
  { runtime, registration }: RegistrationContext,
  ticket: unknown,
  operation: Omit<Command, 'by'>,
  work: (unit: Unit, id: string, state: NotErased, token: Token) => Promise<Result<V, R>>,
): Promise<Result<V, R | RegistrationNotFoundRefusal | RequestKeyRefusal>> {
  const notFound = { code: 'registration/not-found' } as const
  const command = { ...operation, purpose: 'registration', notFound }
  return byTicket<V, R | RegistrationNotFoundRefusal>(runtime, ticket, command, async (unit, { subject, token, opens }) => {
    const state = await unit.state(registration, subject)
    return isNotErased(state) && opens(state.ticket) ? work(unit, subject, state, token) : refuse(notFound)
  })
}
