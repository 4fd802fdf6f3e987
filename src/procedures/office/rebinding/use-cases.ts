/** What the office does when the personal data of a subscriber are other ones, and when it looks where a codice fiscale leads. */
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { compareWithPerson, parseCodiceFiscale } from '../../../rules/identity/index.ts'
import type { AccountMove } from '../../../runtime/account-move.ts'
import { readForm } from '../../../runtime/command.ts'
import { type CommandOptions, formRefusal, type Problem } from '../../../runtime/input.ts'
import { mayBeOwn, operatorActor } from '../../../runtime/operator.ts'
import { officeForm } from '../../../runtime/schema.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { expiryOf } from '../../account/credential/expiry.ts'
import type { CredentialState } from '../../account/credential/model.ts'
import { notify, notifyEarlier } from '../../account/credential/notices.ts'
import { tellSecurityEvents } from '../../account/credential/security-events.ts'
import { accountOf, accountsOf, bindingRecord, codeOf } from '../../binding/account-of.ts'
import { carryRest } from '../../binding/carry-rest.ts'
import type { BindingState } from '../../binding/model.ts'
import { byOffice } from '../../binding/office-act.ts'
import { bindingMachine } from '../../binding/schema.ts'
import type { RebindingApiRefusal, RebindingContext } from './context.ts'
import { type RebindingGiven, rebindForm } from './schema.ts'

/** What a codice fiscale, names and a day of birth are from now on. */
type Person = {
  readonly codiceFiscale: string
  readonly surname: string
  readonly name: string
  readonly birthDate: string
}

// The office takes it from a document that it has before it; the place of birth is not asked.
const unsaid = { nation: '', province: null, municipality: null }
const compared = ['surname', 'name', 'birthDate', 'sex'] as const

/** What stops a form: a day that has not come yet, and, unless the operator has looked at them, fields that disagree with the codice fiscale. */
function problemsOf({ places }: RebindingContext, person: Person, given: RebindingGiven, at: Instant): readonly Problem[] {
  const today = romeDate(at)
  const days: readonly Problem[] = [
    ...(given.document.issuedOn > today ? [{ field: 'document.issuedOn', code: 'in-future' } as const] : []),
    ...(person.birthDate > today ? [{ field: 'birthDate', code: 'in-future' } as const] : []),
  ]
  if (given.despiteMismatch) return days
  const parsed = parseCodiceFiscale(person.codiceFiscale)
  invariant(parsed.ok, 'rebinding: a codice fiscale is checked before it is compared')
  const verdicts = compareWithPerson(parsed.value, { ...person, sex: given.sex, birth: unsaid }, places)
  const contradicts = (field: (typeof compared)[number]) =>
    verdicts[field] === 'mismatch' && !(field === 'sex' && given.sex === null)
  return [...days, ...compared.filter(contradicts).map((field): Problem => ({ field, code: 'mismatch' }))]
}

/** True for an account that nothing brings back: none, revoked, come to its natural end, or erased. An identification revives the others. */
const isFree = (state: CredentialState, at: Instant): boolean =>
  state.status === 'none' || state.status === 'revoked' || state.personal === null || expiryOf(state, at) === 'expired'

/** Lets the new code lead to the account, and the old one to an account that nobody has yet. */
async function moveCode(
  { runtime, credential, carry }: RebindingContext,
  unit: Unit,
  accountId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Result<AccountMove, RebindingApiRefusal>> {
  const { ring } = runtime
  const old = await unit.state(bindingMachine, codeOf(ring, from))
  const before = await accountOf(ring, unit, to)
  const taken = await unit.state(credential, before)
  if (!isFree(taken, unit.now())) {
    unit.journalRefusal('credential', accountId, 'rebinding/rebind', 'rebinding/code-taken')
    return refuse({ code: 'rebinding/code-taken' })
  }
  // What the code of before was bound over goes along: its data are found by the code of now.
  const carried = old.status === 'bound' ? old.formerAccountIds : []
  const bound = await unit.run(bindingMachine, codeOf(ring, to), { type: 'BindCode', accountId, before: [before, ...carried] })
  invariant(bound.ok, 'rebinding: a code is bound to an account that has another one')
  const round = old.status === 'none' ? 1 : old.formerAccountIds.length + 1
  // No codice fiscale has a blank, so that no person comes to this id by another code.
  const next = codeOf(ring, `${from} ${round}`)
  const vacated = await unit.run(bindingMachine, codeOf(ring, from), { type: 'VacateCode', accountId: next, before: [accountId] })
  invariant(vacated.ok, 'rebinding: an account leaves its code for another one')
  // So that whoever asks this process first learns nothing of it. Where the commit fails it is a wrong guess.
  runtime.codes.learn(codeOf(ring, to), accountId)
  runtime.codes.learn(codeOf(ring, from), next)
  // What was granted to the new code before belongs to whoever has it now.
  const move = { from: before, to: accountId }
  await carry(unit, move)
  return accept(move)
}

/** Whose personal data were recorded. */
export type RebindingRecorded = {
  /** The id of the account, which stays the same. It names no person. */
  readonly accountId: string
}

/**
 * Records other personal data of a subscriber from a document. The account stays what it is: PIN, password, addresses and services. Sessions,
 * links and changes under way end in the same commit, and every address in force is told.
 */
export async function rebind(
  context: RebindingContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<RebindingRecorded, RebindingApiRefusal>> {
  const read = readForm(rebindForm, input, 'rebinding/form')
  if (!read.ok) return read
  const given = read.value
  const { runtime, credential } = context
  const { operator, newCodiceFiscale, document, reason } = given
  const name = 'rebinding/rebind'
  const own = { code: 'credential/own-credential' } as const
  const act = { name, given, options, reads: ['credential', 'addresses'], journalIn: 'credential', own }
  let move: AccountMove | null = null
  const recorded = await byOffice<RebindingRecorded, RebindingApiRefusal>(runtime, act, async (unit, accountId) => {
    move = null
    const refused = <R extends RebindingApiRefusal>(refusal: R): Result<never, R> => {
      unit.journalRefusal('credential', accountId, name, refusal.code)
      return refuse(refusal)
    }
    if (newCodiceFiscale !== null && mayBeOwn(operator, newCodiceFiscale)) return refused(own)
    const account = await unit.state(credential, accountId)
    const before = account.personal
    if (account.status === 'none') return refuse({ code: 'credential/not-found' })
    if (before === null) return refused({ code: 'credential/expired' })
    // The account that a code leads to has that code.
    const from = before.codiceFiscale ?? given.codiceFiscale
    const person = {
      codiceFiscale: newCodiceFiscale ?? from,
      surname: given.surname ?? before.surname,
      name: given.name ?? before.name,
      birthDate: given.birthDate ?? before.birthDate,
    }
    const problems = problemsOf(context, person, given, unit.now())
    if (problems.length > 0) return refuse(formRefusal('rebinding/form', problems))
    const isMoved = person.codiceFiscale !== from
    const isSame = !isMoved && (['surname', 'name', 'birthDate'] as const).every((field) => person[field] === before[field])
    if (isSame) return refused({ code: 'rebinding/nothing-changed' })
    const isAnother = isMoved && (['surname', 'name', 'birthDate'] as const).every((field) => person[field] !== before[field])
    if (isAnother) return refused({ code: 'rebinding/another-person' })
    const rebound = await unit.run(credential, accountId, {
      type: 'RebindCredential',
      personal: {
        ...person,
        documentKind: document.kind,
        documentNumber: runtime.ring.pseudonym('identity-document', `${document.kind} ${document.number}`),
        documentIssuedOn: document.issuedOn,
        reason,
      },
    })
    if (!rebound.ok) return rebound
    if (isMoved) {
      const moved = await moveCode(context, unit, accountId, { from, to: person.codiceFiscale })
      if (!moved.ok) return moved
      move = moved.value
    }
    const { state, events } = rebound.value
    await tellSecurityEvents(context, unit, accountId, events)
    notify(context, unit, accountId, state, 'rebound')
    // Whoever reads at the address of before knows the person by the name of before.
    const { surname, name: called } = before
    invariant(state.status !== 'none' && state.personal !== null, 'rebinding: whoever was recorded has a credential')
    notifyEarlier(context, unit, accountId, { ...state, personal: { ...state.personal, surname, name: called } }, 'rebound')
    return accept({ accountId })
  })
  if (recorded.ok && move !== null) await carryRest(runtime, context.carry, operatorActor(operator), move)
  return recorded
}

/** Where a codice fiscale leads. */
export type RebindingView = {
  /** `own`: to the account that was opened with it. `bound`: to an account that had another code. `vacated`: its account has another code now. */
  readonly status: 'own' | Exclude<BindingState['status'], 'none'>
  /** Since when; null where it is its own. */
  readonly since: Instant | null
  /** The id of the account that the code leads to: `journal.read` takes it. It names no person. */
  readonly accountId: string
  /** The ids of the accounts that it has led to before, oldest first. */
  readonly formerAccountIds: readonly string[]
}

/** Where a codice fiscale leads and has led, for the office. The look is written into the journal of each account. */
export async function inspect(
  { runtime, credential }: RebindingContext,
  input: unknown,
): Promise<Result<RebindingView, RebindingApiRefusal>> {
  const read = readForm(officeForm, input, 'rebinding/form')
  if (!read.ok) return read
  const { operator, codiceFiscale } = read.value
  const operation = { name: 'rebinding/inspect', by: operatorActor(operator) }
  return transact<RebindingView, RebindingApiRefusal>(runtime, operation, async (unit) => {
    const code = codeOf(runtime.ring, codiceFiscale)
    await unit.preload([bindingRecord(code)])
    const state = await unit.state(bindingMachine, code)
    const [accountId, ...formerAccountIds] = await accountsOf(runtime.ring, unit, codiceFiscale)
    const accounts = [accountId, ...formerAccountIds]
    await unit.preload(accounts.map((id) => ({ kind: 'credential', id })))
    let known = 0
    for (const id of accounts) {
      if ((await unit.state(credential, id)).status === 'none') continue
      unit.journal('credential', id, 'CredentialViewed')
      known += 1
    }
    if (known === 0) return refuse({ code: 'rebinding/not-found' })
    if (state.status === 'none') return accept({ status: 'own', since: null, accountId, formerAccountIds })
    return accept({ status: state.status, since: state.since, accountId, formerAccountIds })
  })
}
