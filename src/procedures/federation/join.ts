/** A person of another state has a codice fiscale here: the office joins the two, from a document. */
import { accept, invariant, type Result, refuse } from '../../kernel/index.ts'
import { romeDate } from '../../rules/civil/index.ts'
import type { AccountMove } from '../../runtime/account-move.ts'
import { perform, readForm } from '../../runtime/command.ts'
import { type CommandOptions, formRefusal, type Problem } from '../../runtime/input.ts'
import { operatorActor } from '../../runtime/operator.ts'
import type { Unit } from '../../runtime/transact.ts'
import { notify } from '../account/credential/notices.ts'
import { tellSecurityEvents } from '../account/credential/security-events.ts'
import { accountOf, bindingRecord, codeOf } from '../binding/account-of.ts'
import { carryRest } from '../binding/carry-rest.ts'
import { isOwnAccount } from '../binding/operator-account.ts'
import { bindingMachine } from '../binding/schema.ts'
import { type StoredPerson, saidByCode } from './compare.ts'
import { type FederationApiRefusal, type FederationContext, foreignAccountOf, isFree, storedPersonOf, tellOf } from './context.ts'
import { type FederationDocumentKind, joinForm } from './form-schema.ts'
import { type FederationAct, identityAndAccount } from './use-cases.ts'

/** The document from which the office takes the codice fiscale. Personal data. */
export type FederationDocument = {
  /** What it is. */
  readonly kind: FederationDocumentKind
  /** As printed: letters and digits; blanks, points, strokes and hyphens do not count. Never stored: a keyed digest of it is. */
  readonly number: string
  /** The day of its issue, `YYYY-MM-DD`; not in the future. */
  readonly issuedOn: string
}

/** Which identity, and the codice fiscale of its person. */
export type FederationJoinForm = FederationAct & {
  /** The codice fiscale that was assigned to the person. */
  readonly codiceFiscale: string
  /** From which document. */
  readonly document: FederationDocument
  /** Joins although days of birth disagree: `true` where the operator has looked at it. Default `false`. */
  readonly despiteMismatch?: boolean | 'true' | 'false' | 'on' | ''
}

/** What came of it. */
export type FederationJoined = {
  /** The account that the identity opens now. It names no person. */
  readonly accountId: string
  /** True where the codice fiscale had an account: the one that the identity had opened is revoked. */
  readonly isMoved: boolean
}

type Given = {
  readonly codiceFiscale: string
  readonly document: { readonly issuedOn: string }
  readonly despiteMismatch: boolean
}

/** What stops the form: a day still to come, and days of birth that disagree, unless the operator has looked at them. */
function problemsOf(
  { codiceFiscale, document, despiteMismatch }: Given,
  own: StoredPerson,
  other: StoredPerson | null,
  at: number,
) {
  const said = saidByCode(codiceFiscale, at)
  const fits = (said?.birthDates.includes(own.birthDate) ?? false) && (other === null || other.birthDate === own.birthDate)
  const problems: readonly Problem[] = [
    ...(document.issuedOn > romeDate(at) ? [{ field: 'document.issuedOn', code: 'in-future' } as const] : []),
    ...(fits || despiteMismatch ? [] : [{ field: 'codiceFiscale', code: 'mismatch' } as const]),
  ]
  return problems
}

/** Joins an identity without codice fiscale to one: the code leads to its account, or the identity opens the account of the code. */
export async function join(
  context: FederationContext,
  input: FederationJoinForm,
  options?: CommandOptions,
): Promise<Result<FederationJoined, FederationApiRefusal>> {
  const read = readForm(joinForm, input, 'federation/form')
  if (!read.ok) return read
  const given = read.value
  const { operator, id, codiceFiscale, document, reason } = given
  const { runtime, credential } = context
  const { ring } = runtime
  const command = { name: 'federation/join', by: operatorActor(operator), options, input: given }
  let move: AccountMove | null = null
  const joined = await perform<FederationJoined, FederationApiRefusal>(runtime, command, async (unit) => {
    move = null
    const refused = <R extends FederationApiRefusal>(refusal: R): Result<never, R> => {
      unit.journalRefusal('federation', id, command.name, refusal.code)
      return refuse(refusal)
    }
    const found = await identityAndAccount(context, unit, id, operator)
    if (found === null) return refuse({ code: 'federation/not-found' })
    const { state, accountId, isOwn } = found
    const code = codeOf(ring, codiceFiscale)
    await unit.preload([bindingRecord(code)])
    const other = await accountOf(ring, unit, codiceFiscale)
    await unit.preload([
      { kind: 'credential', id: other },
      { kind: 'addresses', id: other },
    ])
    if (isOwn || (await isOwnAccount(ring, unit, operator, { accountId: other, codiceFiscale }))) {
      return refused({ code: 'credential/own-credential' })
    }
    const own = storedPersonOf(await unit.state(credential, accountId))
    if (state.status !== 'linked' || own === null) return refused({ code: 'federation/not-linked' })
    if (own.codiceFiscale !== null || other === accountId) return refused({ code: 'federation/already-joined' })
    const others = await unit.state(credential, other)
    const problems = problemsOf(given, own, isFree(others) ? null : storedPersonOf(others), unit.now())
    if (problems.length > 0) return refuse(formRefusal('federation/form', problems))
    const { personIdentifier, identifier } = {
      personIdentifier: state.personal?.subject ?? '',
      identifier: state.personal?.scheme,
    }
    const origin = identifier === 'person-identifier' ? foreignAccountOf(runtime, personIdentifier) : accountId
    if (!isFree(others)) {
      move = { from: accountId, to: other }
      await context.carry(unit, move)
      return moveTo(context, unit, { id, accountId, other, origin, reason })
    }
    // What was granted to the codice fiscale before belongs to whoever has it now.
    move = { from: other, to: accountId }
    await context.carry(unit, move)
    const evidence = {
      documentKind: document.kind,
      documentNumber: ring.pseudonym('identity-document', `${document.kind} ${document.number}`),
      documentIssuedOn: document.issuedOn,
      reason,
    }
    const bound = await unit.run(bindingMachine, code, { type: 'BindCode', accountId, before: [other] })
    invariant(bound.ok, 'federation: a code is bound to an account that has none')
    const { surname, name, birthDate } = own
    const personal = { codiceFiscale, surname, name, birthDate, ...evidence }
    const rebound = await unit.run(credential, accountId, { type: 'RebindCredential', personal })
    if (!rebound.ok) return rebound
    runtime.codes.learn(code, accountId)
    await tellSecurityEvents(context, unit, accountId, rebound.value.events)
    notify(context, unit, accountId, rebound.value.state, 'rebound')
    return accept({ accountId, isMoved: false })
  })
  if (joined.ok && move !== null) await carryRest(runtime, context.carry, command.by, move)
  return joined
}

/** The codice fiscale has an account: the identity opens that one, and its own is revoked. */
async function moveTo(
  context: FederationContext,
  unit: Unit,
  moving: {
    readonly id: string
    readonly accountId: string
    readonly other: string
    readonly origin: string
    readonly reason: string
  },
): Promise<Result<FederationJoined, FederationApiRefusal>> {
  const { id, accountId, other, origin, reason } = moving
  const { runtime, federation, credential } = context
  const joined = await unit.run(federation, id, { type: 'JoinIdentity', accountId: other, personal: { reason } })
  if (!joined.ok) return joined
  const revoked = await unit.run(credential, accountId, { type: 'RevokeCredential', by: 'office', personal: { reason } })
  if (!revoked.ok) return revoked
  await tellSecurityEvents(context, unit, accountId, revoked.value.events)
  notify(context, unit, accountId, revoked.value.state, 'revoked')
  runtime.codes.learn(origin, other)
  await tellOf(context, unit, { id, accountId: other, what: 'linked' })
  return accept({ accountId: other, isMoved: true })
}
