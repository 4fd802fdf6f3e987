/** What the office works with when somebody asks for their own data, and what it answers when it cannot be done. */

import { accept, type Result, refuse, type Status, type Typed } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { rowsOf } from '../../../runtime/paging.ts'
import type { ProcedureParts, Subject } from '../../../runtime/procedure.ts'
import { keyOf } from '../../../runtime/record.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { loadRows, type Runtime } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'

/** A procedure at work. */
export type OpenProcedure = ProcedureParts<Status, Typed>

/** One whose records can be traced to a person. */
export type Traced = OpenProcedure & { readonly subject: Exclude<Subject<Status>, { readonly of: 'nobody' }> }

export type SubjectContext = {
  readonly runtime: Runtime
  readonly procedures: readonly OpenProcedure[]
  /** The accounts that a codice fiscale leads to and has led to, the present one first. */
  readonly accountsOf: (unit: Unit, codiceFiscale: string) => Promise<readonly [string, ...string[]]>
  /** True where the operator and the person may be one. */
  readonly isOwnAccount: (
    unit: Unit,
    operator: Operator,
    person: { readonly accountId: string; readonly codiceFiscale: string },
  ) => Promise<boolean>
}

/** Why the office did not do what a person may ask for. */
export type SubjectUseCaseRefusal =
  | FormRefusal<'subject/form'>
  /** The operator and the person are one: a colleague acts. */
  | { readonly code: 'subject/own-data' }
  /** The office has no data about this codice fiscale. */
  | { readonly code: 'subject/not-found' }
  /** The person has a credential that still works: it is revoked first. */
  | { readonly code: 'subject/credential-in-force' }
  /** A request waits for the office or for its applicant: it is rejected first. */
  | { readonly code: 'subject/open-request'; readonly id: string }

/** Every refusal of an export or an erasure. */
export type SubjectRefusal = SubjectUseCaseRefusal | CommandRefusal

/** Whose data. `accountId`: one of the accounts that the code leads or has led to; null for the present one. */
export type SubjectGiven = { readonly operator: Operator; readonly codiceFiscale: string; readonly accountId: string | null }

/** The account of somebody else than the operator himself. An operator who tries it on himself leaves a trace in the journal of his credential. */
export async function accountOf(
  context: SubjectContext,
  name: string,
  { operator, codiceFiscale, accountId: named }: SubjectGiven,
): Promise<Result<string, SubjectRefusal>> {
  const { runtime } = context
  return transact<string, SubjectRefusal>(runtime, { name, by: operatorActor(operator) }, async (unit) => {
    const accounts = await context.accountsOf(unit, codiceFiscale)
    const accountId = named ?? accounts[0]
    if (!accounts.includes(accountId)) return refuse({ code: 'subject/not-found' })
    if (!(await context.isOwnAccount(unit, operator, { accountId, codiceFiscale }))) return accept(accountId)
    for (const { kind } of accountsOf(context)) {
      await unit.state(kind, accountId)
      unit.journalRefusal(kind.decider.name, accountId, name, 'subject/own-data')
    }
    return refuse({ code: 'subject/own-data' })
  })
}

function isTraced(procedure: OpenProcedure): procedure is Traced {
  return procedure.subject.of !== 'nobody'
}

/** The procedures whose records can be traced to a person. */
export function tracedOf({ procedures }: SubjectContext): readonly Traced[] {
  return procedures.filter(isTraced)
}

/** True for what is kept with the account and stays open with it. What can be closed by itself is erased as other records are. */
export function isAccount({ of, close }: Traced['subject']): boolean {
  return of === 'account' && close === null
}

/** The kinds whose records are the account itself: what bears its id, and is not erased with another. */
export function accountsOf(context: SubjectContext): readonly Traced[] {
  return tracedOf(context).filter(({ subject, retention }) => isAccount(subject) && retention.end !== 'erased-with-account')
}

/** The records of a kind with this tag, without those that were erased. */
function tagged({ runtime }: SubjectContext, { kind }: Traced, tag: string): AsyncGenerator<Stored> {
  return rowsOf(runtime, { office: runtime.office.id, kind: kind.decider.name, tag })
}

/** The records of an account on which the office has yet to decide; without those that were erased. */
async function* openRecordsOf(context: SubjectContext, procedure: Traced, accountId: string): AsyncGenerator<Stored> {
  if (procedure.subject.of === 'case') yield* tagged(context, procedure, `open:${accountId}`)
}

/** The records of an account on which nothing is to be decided; without those that were erased. */
export async function* otherRecordsOf(context: SubjectContext, procedure: Traced, accountId: string): AsyncGenerator<Stored> {
  if (procedure.subject.of !== 'account') return yield* tagged(context, procedure, `account:${accountId}`)
  const [row] = await loadRows(context.runtime, [keyOf(context.runtime.office.id, procedure.kind.decider.name, accountId)])
  if (row !== undefined && row !== null && row.erasedAt === null) yield row
}

/** All of them. */
export async function* recordsOf(context: SubjectContext, procedure: Traced, accountId: string): AsyncGenerator<Stored> {
  yield* openRecordsOf(context, procedure, accountId)
  yield* otherRecordsOf(context, procedure, accountId)
}

/** The first record on which the office has yet to decide, of whatever kind; null where there is none. */
export async function openCaseOf(context: SubjectContext, accountId: string): Promise<Stored | null> {
  for (const procedure of tracedOf(context)) {
    for await (const row of openRecordsOf(context, procedure, accountId)) return row
  }
  return null
}
