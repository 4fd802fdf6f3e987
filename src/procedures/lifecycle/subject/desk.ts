/** What the office works with when somebody asks for his own data, and what it answers when it cannot be done. */

import { accept, type Result, refuse } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import { mayBeOwn, operatorActor } from '../../../runtime/operator.ts'
import { rowsOf } from '../../../runtime/paging.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { Shell } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'
import type { ContactChangeMachine } from '../../addresses/contact-change/schema.ts'
import type { PecChangeMachine } from '../../addresses/pec-change/schema.ts'
import type { AssistanceMachine } from '../../assistance/schema.ts'
import type { RegistrationMachine } from '../../enrolment/registration/schema.ts'

export type SubjectDesk = {
  readonly shell: Shell
  readonly registration: RegistrationMachine
  readonly credential: CredentialMachine
  readonly pecChange: PecChangeMachine
  readonly contactChange: ContactChangeMachine
  readonly assistance: AssistanceMachine
}

/** Why the office did not do what a person may ask for. */
export type SubjectDeskRefusal =
  | { readonly code: 'subject/form'; readonly problems: readonly Problem[] }
  /** The operator and the person are one: a colleague acts. */
  | { readonly code: 'subject/own-data' }
  /** The office holds nothing about this codice fiscale. */
  | { readonly code: 'subject/not-found' }
  /** The person holds a credential that still works: it is revoked first. */
  | { readonly code: 'subject/credential-in-force' }
  /** A request waits for the office or for its applicant: it is rejected first. */
  | { readonly code: 'subject/open-request'; readonly id: string }

/** Every refusal that who hands out or erases somebody's data can meet. */
export type SubjectRefusal = SubjectDeskRefusal | RequestKeyRefusal

/** The account of somebody else than the operator himself. Who tries it on himself leaves a trace in his credential's journal. */
export async function accountOf(
  { shell }: SubjectDesk,
  name: string,
  { operator, codiceFiscale }: { readonly operator: Operator; readonly codiceFiscale: string },
): Promise<Result<string, SubjectRefusal>> {
  const accountId = shell.ring.lookup('codice-fiscale', codiceFiscale)
  if (!mayBeOwn(operator, codiceFiscale)) return accept(accountId)
  return transact<string, SubjectRefusal>(shell, { name, by: operatorActor(operator) }, async (unit) => {
    await unit.fetch([{ kind: 'credential', id: accountId }])
    unit.refused('credential', accountId, name, 'subject/own-data')
    return refuse({ code: 'subject/own-data' })
  })
}

/** The requests of an account, oldest first, without those that were erased. */
export function requestsOf(desk: SubjectDesk, accountId: string): AsyncGenerator<Stored> {
  return recordsOf(desk, accountId, 'registration')
}

/** What the office decides on: requests for credentials, and requests for assistance. */
export type CaseKind = 'approval' | 'assistance'

/** The cases of a kind on an account that are open, or that are closed; without those that were erased. */
export function casesOf(
  { shell }: SubjectDesk,
  accountId: string,
  which: 'open' | 'closed',
  kind: CaseKind,
): AsyncGenerator<Stored> {
  const tag = `${which === 'open' ? 'open' : 'account'}:${accountId}`
  return rowsOf(shell, { office: shell.office.id, kind, tag })
}

/** The first case that waits for the office, of whatever kind; null where none does. */
export async function openCaseOf(desk: SubjectDesk, accountId: string): Promise<Stored | null> {
  const asked = await firstOf(casesOf(desk, accountId, 'open', 'approval'))
  return asked ?? firstOf(casesOf(desk, accountId, 'open', 'assistance'))
}

/** The records of one kind that belong to an account, without those that were erased. */
export function recordsOf({ shell }: SubjectDesk, accountId: string, kind: string): AsyncGenerator<Stored> {
  return rowsOf(shell, { office: shell.office.id, kind, tag: `account:${accountId}` })
}

/** The first of a list, if there is one. */
export async function firstOf(rows: AsyncGenerator<Stored>): Promise<Stored | null> {
  for await (const row of rows) return row
  return null
}
