/** What the office does about identities: looks at what it was asked, compares field by field, and decides. */
import { equalText } from '../../crypto/index.ts'
import { accept, type Instant, invariant, type Result, refuse } from '../../kernel/index.ts'
import type { FederatedSubjectScheme, FederationFinding, FederationProtocolName } from '../../rules/federation/index.ts'
import { perform, readForm } from '../../runtime/command.ts'
import type { CommandOptions } from '../../runtime/input.ts'
import { operatorActor } from '../../runtime/operator.ts'
import { caseForm, type Operator, reasonedDecisionForm } from '../../runtime/schema.ts'
import { transact, type Unit } from '../../runtime/transact.ts'
import { accountsOf, bindingRecord, codeOf } from '../binding/account-of.ts'
import { isOwnAccount, operatorRecord } from '../binding/operator-account.ts'
import { openAccount } from './admission.ts'
import { type ComparedField, comparedFields, newPersonOf } from './compare.ts'
import { type FederationApiRefusal, type FederationContext, isFree, storedPersonOf, tellOf } from './context.ts'
import { openCaseOf } from './machine.ts'
import type { FederationState, LinkCase, LinkGiven, LinkQuestion } from './model.ts'

/** Everything that the office needs to decide. Personal data: show it to the operator who decides, keep it nowhere. */
export type FederationDossier = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** Where the identity stands. */
  readonly status: Exclude<FederationState['status'], 'none'>
  /** Why the office is asked; null where it is asked nothing. */
  readonly question: LinkQuestion | null
  /** When the person came first with these data; null where the office is asked nothing. */
  readonly askedAt: Instant | null
  /** What a decision must name: it is refused when anything of this has changed since. */
  readonly digest: string
  /** By which protocol the identity comes. */
  readonly protocol: FederationProtocolName
  /** The provider as it names itself; null once erased. */
  readonly provider: string | null
  /** What the subject is named by; null once erased. */
  readonly scheme: FederatedSubjectScheme | null
  /** The account that it opens, or would. It names no person. */
  readonly accountId: string
  /** How that account stands; `none` where it is still to be opened. */
  readonly account: string
  /** Given and stored side by side, with what the codice fiscale says; empty where the office is asked nothing, and once erased. */
  readonly fields: readonly ComparedField[]
  /** What the reader has found; `federationFindingText` has the words. */
  readonly findings: readonly FederationFinding[]
}

/** A case as it was read: the record, what is asked, what was told, the account, and the digest of all that. */
type Case = {
  readonly state: Exclude<FederationState, { status: 'none' }>
  readonly openCase: LinkCase | null
  readonly given: LinkGiven | null
  readonly accountId: string
  readonly digest: string
}

/** Reads the case, with the account and where the codice fiscale leads. */
async function readCase(context: FederationContext, unit: Unit, id: string, operator: Operator): Promise<Case | null> {
  const { runtime, federation, credential } = context
  const { ring } = runtime
  await unit.preload([{ kind: 'federation', id }, operatorRecord(ring, operator)])
  const state = await unit.state(federation, id)
  if (state.status === 'none') return null
  const openCase = openCaseOf(state)
  const given = state.personal?.given ?? null
  const accountId = openCase?.accountId ?? state.accountId
  const code = given?.codiceFiscale ?? null
  await unit.preload([
    { kind: 'credential', id: accountId },
    { kind: 'addresses', id: accountId },
    ...(code === null ? [] : [bindingRecord(codeOf(ring, code))]),
  ])
  const account = await unit.state(credential, accountId)
  const seen = [state.status, openCase, given, account.status, storedPersonOf(account)]
  return { state, openCase, given, accountId, digest: ring.pseudonym('identity-dossier', JSON.stringify(seen)) }
}

/** One case, field by field. Every look is written into the journal of the identity. */
export async function dossier(
  context: FederationContext,
  input: { readonly operator: Operator; readonly id: string },
): Promise<Result<FederationDossier, FederationApiRefusal>> {
  const read = readForm(caseForm, input, 'federation/form')
  if (!read.ok) return read
  const { operator, id } = read.value
  const operation = { name: 'federation/dossier', by: operatorActor(operator) }
  return transact<FederationDossier, FederationApiRefusal>(context.runtime, operation, async (unit) => {
    const found = await readCase(context, unit, id, operator)
    if (found === null) return refuse({ code: 'federation/not-found' })
    const { state, openCase, given, accountId, digest } = found
    const account = await unit.state(context.credential, accountId)
    unit.journal('federation', id, 'DossierViewed')
    return accept({
      id,
      status: state.status,
      question: openCase?.question ?? null,
      askedAt: openCase?.askedAt ?? null,
      digest,
      protocol: state.protocol,
      provider: state.personal?.provider ?? null,
      scheme: state.personal?.scheme ?? null,
      accountId,
      account: account.status,
      fields: given === null ? [] : comparedFields(given, storedPersonOf(account), unit.now()),
      findings: (given?.findings ?? []) as readonly FederationFinding[],
    })
  })
}

/** A decision of the office on a case. */
export type FederationDecisionForm = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The id of the case. It names no person. */
  readonly id: string
  /** The digest of the dossier that was looked at. */
  readonly dossierDigest: string
  /** One line of 1 to 2000 characters. Of a rejection the person reads it. */
  readonly reason: string
}

type Decision = {
  readonly id: string
  readonly found: Case & { readonly openCase: LinkCase }
  readonly operator: Operator
  readonly reason: string
}

/** Runs a decision on the very case that was looked at, of somebody else than the operator himself. */
async function decide(
  context: FederationContext,
  name: 'federation/approve' | 'federation/reject',
  input: FederationDecisionForm,
  options: CommandOptions | undefined,
  work: (unit: Unit, decision: Decision) => Promise<Result<null, FederationApiRefusal>>,
): Promise<Result<null, FederationApiRefusal>> {
  const read = readForm(reasonedDecisionForm, input, 'federation/form')
  if (!read.ok) return read
  const { operator, id, dossierDigest, reason } = read.value
  const command = { name, by: operatorActor(operator), options, input: read.value }
  return perform<null, FederationApiRefusal>(context.runtime, command, async (unit) => {
    const refused = <R extends FederationApiRefusal>(refusal: R): Result<never, R> => {
      unit.journalRefusal('federation', id, name, refusal.code)
      return refuse(refusal)
    }
    const found = await readCase(context, unit, id, operator)
    if (found === null) return refuse({ code: 'federation/not-found' })
    const { openCase, accountId, given, digest } = found
    if (openCase === null || given === null) return refused({ code: 'federation/not-waiting' })
    const { personal } = await unit.state(context.credential, accountId)
    // By what the provider tells, and by what is stored.
    for (const codiceFiscale of new Set([given.codiceFiscale, personal?.codiceFiscale ?? null])) {
      const isOwn = await isOwnAccount(context.runtime.ring, unit, operator, { accountId, codiceFiscale })
      if (isOwn) return refused({ code: 'credential/own-credential' })
    }
    if (!equalText(digest, dossierDigest)) return refused({ code: 'federation/dossier-changed' })
    return work(unit, { id, found: { ...found, openCase }, operator, reason })
  })
}

/** It is this person: the identity opens the account from now on, which is opened where there is none. */
export function approve(
  context: FederationContext,
  input: FederationDecisionForm,
  options?: CommandOptions,
): Promise<Result<null, FederationApiRefusal>> {
  return decide(context, 'federation/approve', input, options, async (unit, { id, found, operator, reason }) => {
    const { openCase, accountId, given, state } = found
    const { ring } = context.runtime
    // Bound to an account that the code does not lead to, and which is still the one that it opens.
    const isExempt = openCase.question === 'other-code' && state.accountId === accountId
    const code = given?.codiceFiscale ?? null
    const [lead] = code === null ? [accountId] : await accountsOf(ring, unit, code)
    if (!isExempt && lead !== accountId) {
      unit.journalRefusal('federation', id, 'federation/approve', 'federation/rebound')
      return refuse({ code: 'federation/rebound' })
    }
    if (!isExempt && given !== null && isFree(await unit.state(context.credential, accountId))) {
      const person = newPersonOf(given, unit.now())
      if (!('surname' in person)) return refuse({ code: 'federation/data-missing', missing: person })
      await openAccount(context, unit, accountId, { ...person, locale: given.locale })
    }
    const approved = await unit.run(context.federation, id, { type: 'ApproveLink', isExempt })
    invariant(approved.ok, 'federation: what is asked of the office is there to be approved')
    unit.journal('federation', id, 'LinkApproved', { operator: operator.id, personal: { reason } })
    await tellOf(context, unit, { id, accountId, what: 'linked' })
    return accept(null)
  })
}

/** It is not, or the office does not want it: the person reads the reason at the next attempt. */
export function reject(
  context: FederationContext,
  input: FederationDecisionForm,
  options?: CommandOptions,
): Promise<Result<null, FederationApiRefusal>> {
  return decide(context, 'federation/reject', input, options, async (unit, { id, reason }) => {
    const rejected = await unit.run(context.federation, id, { type: 'RejectLink', personal: { reason } })
    invariant(rejected.ok, 'federation: what is asked of the office is there to be rejected')
    return accept(null)
  })
}
