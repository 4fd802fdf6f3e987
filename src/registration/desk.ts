/** What the use cases of a registration work with, and the ticket that every call of phase 2 shows. */
import type { CredentialMachine } from '../credential/schema.ts'
import { equalText, readToken, type Token, tokenDigest } from '../crypto/index.ts'
import { type AnyRefusal, type Result, refuse } from '../kernel/index.ts'
import type { PasswordPolicy } from '../password/index.ts'
import type { Places } from '../ports/index.ts'
import type { QuotaMachine } from '../quota/schema.ts'
import { type CommandOptions, type Problem, readRequest } from '../shell/input.ts'
import type { RequestKeyRefusal } from '../shell/request.ts'
import type { Shell } from '../shell/shell.ts'
import { transact, type Unit } from '../shell/transact.ts'
import type { RegistrationRefusal, RegistrationState } from './model.ts'
import type { RegistrationMachine } from './schema.ts'

export type RegistrationRules = {
  readonly bytesMax: number
  readonly suspicious: 'refuse' | 'flag'
  /** What a contradiction between codice fiscale and declared data does: shown to the office, or refused. */
  readonly contradictions: 'refuse' | 'flag'
}

export type RegistrationDesk = {
  readonly shell: Shell
  readonly machine: RegistrationMachine
  readonly credential: CredentialMachine
  readonly quota: QuotaMachine
  readonly passwordPolicy: PasswordPolicy
  readonly rules: RegistrationRules
  readonly places: Places | undefined
}

/** The form cannot be taken as it is: everything that is wrong with it. */
export type FormRefusal = { readonly code: 'registration/form'; readonly problems: readonly Problem[] }

export type NotFound = Extract<RegistrationRefusal, { readonly code: 'registration/not-found' }>

/** A registration that exists. */
export type Request = Exclude<RegistrationState, { readonly status: 'none' }>

/** What is stored of a ticket. */
export function ticketDigest({ ring }: Shell, ticket: Token): string | null {
  return tokenDigest(ring, 'registration', ticket)
}

/**
 * Runs `work` on the request that the ticket belongs to. An unknown request, a foreign ticket and no ticket at all have one answer;
 * a foreign ticket on an existing request leaves a trace in its journal.
 */
export async function withTicket<V, R extends AnyRefusal>(
  { shell, machine }: RegistrationDesk,
  ticket: unknown,
  operation: {
    readonly name: string
    readonly options?: CommandOptions | undefined
    readonly input?: unknown
    readonly secret?: boolean
    readonly untraced?: boolean
  },
  work: (unit: Unit, id: string, state: Request, token: Token) => Promise<Result<V, R>>,
): Promise<Result<V, R | NotFound | RequestKeyRefusal>> {
  const token = readToken(ticket)
  const digest = token === null ? null : ticketDigest(shell, token)
  if (token === null || digest === null) return refuse({ code: 'registration/not-found' })
  const { name, options, input = null, secret = false, untraced = false } = operation
  const id = token.subject
  const by = { kind: 'applicant', id } as const
  const request = readRequest(options, { name, by, input: [token.text, input], secret })
  if (!request.ok) return request
  return transact<V, R | NotFound>(shell, { name, by, request: request.value, untraced }, async (unit) => {
    const state = await unit.state(machine, id)
    if (state.status === 'none') return refuse({ code: 'registration/not-found' })
    if (!equalText(state.ticket, digest)) {
      unit.refused('registration', id, name, 'registration/not-found')
      return refuse({ code: 'registration/not-found' })
    }
    return work(unit, id, state, token)
  })
}
