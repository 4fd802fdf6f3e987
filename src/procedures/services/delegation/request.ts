/** How a delegation is asked for: by whoever is to act, signed in; or at the counter, where the office grants it at once. */
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { satisfiesAge } from '../../../rules/federation/index.ts'
import { baseCodiceFiscale, compareWithPerson, parseCodiceFiscale } from '../../../rules/identity/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { type CommandOptions, formRefusal, type Problem } from '../../../runtime/input.ts'
import { rowsOf } from '../../../runtime/paging.ts'
import { readable } from '../../../runtime/queue.ts'
import { recordIn } from '../../../runtime/record.ts'
import { listRows } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type SessionScopeRefusal, withSession } from '../../account/session/context.ts'
import { accountsOf, codeOf, readAccount } from '../../binding/account-of.ts'
import { byOffice } from '../../binding/office-act.ts'
import { isOwnAccount } from '../../binding/operator-account.ts'
import { lastMinorDay } from '../../calendar/sunset/course.ts'
import type { CatalogueService } from '../catalogue/model.ts'
import { catalogueId, catalogueMachine } from '../catalogue/schema.ts'
import { forceOn } from '../days-in-force.ts'
import type { DelegationApiRefusal, DelegationContext } from './context.ts'
import { type DelegationGiven, recordForm, requestForm } from './form-schema.ts'
import type { DelegationCapacity, DelegationDelegate } from './model.ts'
import { tellGranted } from './post.ts'

/** What was asked for, or granted at the counter. */
export type DelegationRequested = {
  /** The id of the delegation: the same for every delegation of these two. */
  readonly id: string
}

/** The record of two accounts. Without the key it tells nothing of either. */
const pairOf = ({ runtime: { ring } }: DelegationContext, delegateId: string, personId: string): string =>
  ring.pseudonym('delegation', `${delegateId} ${personId}`)

/** The last day on which somebody is a minor, where the capacity ends with that. */
export const ofAgeAfter = (capacity: DelegationCapacity, birthDate: string): string | null =>
  capacity === 'parent' ? lastMinorDay(birthDate) : null

/** The personal services of these ids; undefined where there is one that there is not, or that is of another kind. */
export async function personalServices(
  unit: Unit,
  ids: readonly string[] | null,
): Promise<readonly CatalogueService[] | null | undefined> {
  if (ids === null) return null
  const { services } = await unit.state(catalogueMachine, catalogueId)
  const found = ids.flatMap((id) => services.filter((service) => service.id === id && service.access === 'personal'))
  return found.length === ids.length ? found : undefined
}

// The end of a parent's power hangs on the day of birth, so that must be the one of the code.
const unsaid = { sex: null, birth: { nation: '', province: null, municipality: null } }

function problemsOf({ person }: DelegationGiven, today: string): readonly Problem[] {
  if (person.birthDate > today) return [{ field: 'person.birthDate', code: 'in-future' }]
  const parsed = parseCodiceFiscale(person.codiceFiscale)
  invariant(parsed.ok, 'delegation: a codice fiscale is checked before it is compared')
  const { birthDate } = compareWithPerson(parsed.value, { ...person, ...unsaid })
  return birthDate === 'mismatch' ? [{ field: 'person.birthDate', code: 'mismatch' }] : []
}

function isSameCode(one: string, other: string): boolean {
  const [first, second] = [baseCodiceFiscale(one), baseCodiceFiscale(other)]
  return first.ok && second.ok && first.value === second.value
}

/**
 * Why these two cannot ask for another one, where one of them had another account when the first was asked for: the record of that one bears another id.
 * Null where nothing stands against it.
 */
async function movedBetween(
  { runtime, delegation }: DelegationContext,
  { delegateId, personId, id }: { readonly delegateId: string; readonly personId: string; readonly id: string },
  at: Instant,
): Promise<'delegation/already-requested' | 'delegation/already-granted' | null> {
  for await (const row of rowsOf(runtime, { office: runtime.office.id, kind: 'delegation', tag: `account:${delegateId}` })) {
    const state = readable(delegation, row)
    if (state === null || state.status === 'none' || state.personal === null || recordIn(row.key).id === id) continue
    if (state.delegateId !== delegateId || state.accountId !== personId) continue
    if (state.status === 'requested') return 'delegation/already-requested'
    if (state.status === 'granted' && forceOn(state, romeDate(at)) !== 'no-longer') return 'delegation/already-granted'
  }
  return null
}

type Parties = { readonly delegateId: string; readonly delegate: DelegationDelegate; readonly given: DelegationGiven }

/** Notes what is wanted, for the office to decide. */
async function ask(
  context: DelegationContext,
  unit: Unit,
  { delegateId, delegate, given }: Parties,
): Promise<Result<{ readonly id: string; readonly services: readonly CatalogueService[] | null }, DelegationApiRefusal>> {
  const { runtime, delegation, credential } = context
  const { person, capacity, services: wanted, untilDay, evidence } = given
  const now = unit.now()
  const problems = problemsOf(given, romeDate(now))
  if (problems.length > 0) return refuse(formRefusal('delegation/form', problems))
  const personId = await readAccount(runtime, unit, codeOf(runtime.ring, person.codiceFiscale), (id) => [
    { kind: 'delegation', id: pairOf(context, delegateId, id) },
  ])
  // By a code of before too: nobody acts for himself, whatever his code was.
  const accounts = await accountsOf(runtime.ring, unit, person.codiceFiscale)
  const isOwn =
    accounts.includes(delegateId) || (delegate.codiceFiscale !== null && isSameCode(delegate.codiceFiscale, person.codiceFiscale))
  if (isOwn) return refuse({ code: 'delegation/own-person' })
  const birthDate = (await unit.state(credential, delegateId)).personal?.birthDate ?? null
  const isMinor = birthDate !== null && !satisfiesAge(18, birthDate, now)
  if (isMinor) return refuse({ code: 'delegation/minor-delegate' })
  const services = await personalServices(unit, wanted)
  if (services === undefined) return refuse(formRefusal('delegation/form', [{ field: 'services', code: 'unknown' }]))
  const id = pairOf(context, delegateId, personId)
  const moved = await movedBetween(context, { delegateId, personId, id }, now)
  if (moved !== null) return refuse({ code: moved })
  const { kind, number, expiresOn } = evidence
  const ran = await unit.run(delegation, id, {
    type: 'RequestDelegation',
    ...{ delegateId, accountId: personId, capacity, services: wanted, fromDay: given.fromDay ?? romeDate(now), untilDay },
    ofAgeAfter: ofAgeAfter(capacity, person.birthDate),
    personal: {
      ...{ delegate, person, evidenceKind: kind, evidenceExpiresOn: expiresOn },
      evidenceNumber: runtime.ring.pseudonym('delegation-evidence', `${kind} ${number}`),
    },
  })
  return ran.ok ? accept({ id, services }) : ran
}

/** True where as many requests of the delegate wait as may. It is asked after the record is read that each request of the delegate writes. */
async function isCrowded({ runtime, delegationPolicy: { requestsMax } }: DelegationContext, delegateId: string) {
  const tag = `asks:${delegateId}`
  const rows = await listRows(runtime, { office: runtime.office.id, kind: 'delegation', tag, limit: requestsMax })
  return rows.map(({ key }) => recordIn(key).id).length >= requestsMax
}

/** Asks to act for another person. Whether that person has an account makes no difference to the answer. */
export async function request(
  context: DelegationContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<DelegationRequested, DelegationApiRefusal | SessionScopeRefusal>> {
  const read = readForm(requestForm, input, 'delegation/form')
  if (!read.ok) return read
  const { token, ...given } = read.value
  const operation = { name: 'delegation/request', scopes: ['full'], options, input: given } as const
  return withSession<DelegationRequested, DelegationApiRefusal>(
    context,
    token,
    operation,
    async (unit, { accountId: delegateId, account: { personal } }) => {
      invariant(personal !== null, 'delegation: whoever is signed in has a name')
      const { codiceFiscale, surname, name } = personal
      const { requestsMax } = context.delegationPolicy
      if (await isCrowded(context, delegateId)) return refuse({ code: 'delegation/too-many-requests', requestsMax })
      const asked = await ask(context, unit, { delegateId, delegate: { codiceFiscale, surname, name }, given })
      // Of two requests of one delegate at the same time one is judged again: both have found room for the last one.
      if (asked.ok) unit.journal('credential', delegateId, 'DelegationAsked', { delegation: asked.value.id })
      return asked.ok ? accept({ id: asked.value.id }) : asked
    },
  )
}

/** Records a delegation at the counter: asked for and granted in one commit. Both are told. */
export async function record(
  context: DelegationContext,
  input: unknown,
  options?: CommandOptions,
): Promise<Result<DelegationRequested, DelegationApiRefusal>> {
  const read = readForm(recordForm, input, 'delegation/form')
  if (!read.ok) return read
  const { operator, reason, delegate, ...given } = read.value
  const { runtime, delegation, credential } = context
  const { ring } = runtime
  const own = { code: 'delegation/own-request' } as const
  const name = 'delegation/record'
  const act = {
    ...{ name, options, own, reads: ['credential'], journalIn: 'credential' },
    given: { ...read.value, codiceFiscale: delegate.codiceFiscale },
  }
  return byOffice<DelegationRequested, DelegationApiRefusal>(runtime, act, async (unit, delegateId) => {
    const { codiceFiscale, birthDate: declared } = given.person
    const [accountId] = await accountsOf(ring, unit, codiceFiscale)
    const person = { accountId, codiceFiscale }
    if (await isOwnAccount(ring, unit, operator, person)) return refuse(own)
    const asked = await ask(context, unit, { delegateId, delegate, given })
    if (!asked.ok) return asked
    const { id, services } = asked.value
    const birthDate = (await unit.state(credential, accountId)).personal?.birthDate ?? declared
    const granted = await unit.run(delegation, id, {
      type: 'GrantDelegation',
      ...{ ofAgeAfter: ofAgeAfter(given.capacity, birthDate), operator: operator.id, personal: { reason } },
    })
    if (!granted.ok) return granted
    const { state } = granted.value
    invariant(state.status !== 'none', 'delegation: what is granted is there')
    await tellGranted(context, unit, id, state, services)
    return accept({ id })
  })
}
