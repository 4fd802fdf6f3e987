/** What the use cases of an approval work with, and how a decision reads its case. */

import { accept, type Result, refuse } from '../../../kernel/index.ts'
import type { PasswordPolicy } from '../../../rules/password/index.ts'
import { perform } from '../../../runtime/command.ts'
import type { CommandOptions, FormRefusal } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { DecisionGiven, Operator } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPolicy, CredentialRefusal } from '../../account/credential/model.ts'
import type { CredentialMachine } from '../../account/credential/schema.ts'
import type { SecurityContext } from '../../account/credential/security-events.ts'
import { type AssignmentRule, assignmentRecord, inCharge } from '../../assignment/charge.ts'
import type { AssignmentRefusal } from '../../assignment/model.ts'
import { isOwnAccount, operatorAccount, operatorRecord } from '../../binding/operator-account.ts'
import type { Request } from '../registration/context.ts'
import type { RegistrationRefusal } from '../registration/model.ts'
import type { RegistrationLetterStatus } from '../registration/post.ts'
import type { RegistrationMachine } from '../registration/schema.ts'
import type { ApprovalRefusal, ApprovalState, Decision } from './model.ts'
import { approvalMachine } from './schema.ts'

/** What the use cases of an approval work with. */
export type ApprovalContext = SecurityContext &
  AssignmentRule & {
    readonly runtime: Runtime
    readonly registration: RegistrationMachine
    readonly credential: CredentialMachine
    readonly credentialPolicy: CredentialPolicy
    readonly passwordPolicy: PasswordPolicy
  }

export type ApprovalUseCaseRefusal =
  | FormRefusal<'approval/form'>
  /** A file of the dossier is gone or is not what was filed: nothing can be decided on it. */
  | { readonly code: 'approval/document-missing'; readonly document: number }
  /** The personal data of the request were erased: it can only be rejected. */
  | { readonly code: 'approval/erased' }
  /** Its codice fiscale leads to another account since it was filed: it can only be rejected. Whoever needs credentials files anew. */
  | { readonly code: 'approval/rebound' }
  /** The letter with the credentials did not arrive: say `despiteUndelivered` to approve all the same, then issue new ones. */
  | { readonly code: 'approval/letter-not-delivered'; readonly status: RegistrationLetterStatus }
  /** The office has asked for the replacement of a document that the request does not have. */
  | { readonly code: 'approval/unknown-document'; readonly document: number }
  /** The request waits for no correction: there is no link to send again. */
  | { readonly code: 'approval/nothing-to-correct' }
  /** The request was not approved: there are no credentials to issue anew. */
  | { readonly code: 'approval/not-approved' }

/** Every refusal that the office can get about a case. */
export type ApprovalApiRefusal =
  | ApprovalUseCaseRefusal
  | ApprovalRefusal
  | AssignmentRefusal
  | CredentialRefusal
  | Extract<RegistrationRefusal, { readonly code: 'registration/lapsed' | 'registration/too-many-links' }>
  | CommandRefusal

type Personal = NonNullable<Request['personal']>
type Work<V> = (unit: Unit, request: Request, decision: Decision) => Promise<Result<V, ApprovalApiRefusal>>

/** Reads the records of the case and lets `work` decide. Answers as for an unknown id where there is no completed request. */
export function decideOn<V>(
  context: ApprovalContext,
  name: string,
  given: DecisionGiven,
  options: CommandOptions | undefined,
  work: Work<V>,
): Promise<Result<V, ApprovalApiRefusal>> {
  const { runtime, registration } = context
  const { operator, id, dossierDigest } = given
  const command = { name, by: operatorActor(operator), options, input: given }
  return perform<V, ApprovalApiRefusal>(runtime, command, async (unit) => {
    await unit.preload([
      { kind: 'approval', id },
      { kind: 'registration', id },
      assignmentRecord(id),
      operatorRecord(runtime.ring, operator),
    ])
    const filed = await unit.state(registration, id)
    if (filed.status === 'none') return refuse({ code: 'approval/not-found' })
    const charged = await inCharge(context, unit, { kind: 'approval', id }, { name, operator: operator.id })
    if (!charged.ok) return charged
    const { accountId, personal } = filed
    const person = { accountId, codiceFiscale: personal?.person.codiceFiscale ?? null }
    const account = await operatorAccount(runtime.ring, unit, operator, person)
    return work(unit, filed, { dossierDigest, operator: operator.id, operatorAccount: account })
  })
}

/** An act of the office on a case that decides nothing: who does what, on which case. `secret`: the answer is shown once. */
type CaseAct = {
  readonly name: string
  readonly given: { readonly operator: Operator; readonly id: string }
  readonly options: CommandOptions | undefined
  readonly secret?: boolean
}

type Refused = (
  code: 'approval/nothing-to-correct' | 'approval/not-approved' | 'approval/erased',
) => Result<never, ApprovalApiRefusal>
type CaseWork<V> = (
  unit: Unit,
  file: Exclude<ApprovalState, { status: 'none' }>,
  request: Request,
  refused: Refused,
) => Promise<Result<V, ApprovalApiRefusal>>

/** Runs `work` on a case of somebody else than the operator himself. What it refuses is noted with the case. */
export function onCase<V>(
  { runtime, registration }: ApprovalContext,
  { name, given, options, secret = false }: CaseAct,
  work: CaseWork<V>,
): Promise<Result<V, ApprovalApiRefusal>> {
  const { operator, id } = given
  const command = { name, by: operatorActor(operator), options, input: given, secret }
  return perform<V, ApprovalApiRefusal>(runtime, command, async (unit) => {
    await unit.preload([{ kind: 'approval', id }, { kind: 'registration', id }, operatorRecord(runtime.ring, operator)])
    const file = await unit.state(approvalMachine, id)
    const request = await unit.state(registration, id)
    if (file.status === 'none' || request.status === 'none') return refuse({ code: 'approval/not-found' })
    const { accountId, personal } = request
    const person = { accountId, codiceFiscale: personal?.person.codiceFiscale ?? null }
    if (await isOwnAccount(runtime.ring, unit, operator, person)) {
      unit.journalRefusal('approval', id, name, 'approval/own-request')
      return refuse({ code: 'approval/own-request' })
    }
    return work(unit, file, request, (code) => {
      unit.journalRefusal('approval', id, name, code)
      return refuse({ code })
    })
  })
}

/** The request, unless its personal data were erased: what would issue a credential or ask its applicant for more is refused then. */
export function unlessErased(unit: Unit, id: string, what: string, { personal }: Request): Result<Personal, ApprovalApiRefusal> {
  if (personal !== null) return accept(personal)
  unit.journalRefusal('approval', id, what, 'approval/erased')
  return refuse({ code: 'approval/erased' })
}
