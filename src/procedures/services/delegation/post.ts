/** Whom a delegation writes to: both, each at the account, where there is one. */
import { invariant } from '../../../kernel/index.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { RecordKind } from '../../../runtime/record.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialState } from '../../account/credential/model.ts'
import type { CatalogueService } from '../catalogue/model.ts'
import type { DelegationContext } from './context.ts'
import { endedLetter, grantedLetter, lapsedLetter, rejectedLetter } from './letters.ts'
import type { DelegationDelegate, DelegationState } from './model.ts'

type Existing = Exclude<DelegationState, { readonly status: 'none' }>

const fullName = ({ name, surname }: Pick<DelegationDelegate, 'name' | 'surname'>): string => `${name} ${surname}`.trim()

/** Each of the two, with the other's name; nobody once erased. */
function both({ delegateId, accountId: personId, personal }: Existing) {
  if (personal === null) return []
  const { delegate, person } = personal
  return [
    { role: 'delegate', accountId: delegateId, toDelegate: true, other: fullName(person) },
    { role: 'person', accountId: personId, toDelegate: false, other: fullName(delegate) },
  ] as const
}

/** Tells both that it holds. `services`: what it covers; null for all personal ones. */
export async function tellGranted(
  { runtime: { office }, credential }: DelegationContext,
  unit: Unit,
  id: string,
  state: Existing,
  services: readonly CatalogueService[] | null,
): Promise<void> {
  const { capacity, fromDay, untilDay } = state
  const namesIn = (locale: 'it' | 'en'): string | null => services?.map(({ names }) => names[locale]).join(', ') ?? null
  const told = { capacity, fromDay, untilDay, servicesIt: namesIn('it'), servicesEn: namesIn('en') }
  for (const { role, accountId, toDelegate, other } of both(state)) {
    const { personal } = await unit.state(credential, accountId)
    const letter = grantedLetter(office, { toDelegate, other, ...told })
    mailPerson(unit, personal, { topic: { kind: 'delegation', id }, purpose: `granted-${role}`, letter })
  }
}

/** Tells both that it has ended. */
export async function tellEnded(
  { runtime: { office }, credential }: DelegationContext,
  unit: Unit,
  id: string,
  state: Existing,
  reason: string | null,
): Promise<void> {
  const { endedBy } = state
  invariant(endedBy !== null, 'delegation: somebody has ended what has ended')
  for (const { role, accountId, toDelegate, other } of both(state)) {
    const { personal } = await unit.state(credential, accountId)
    const letter = endedLetter(office, { toDelegate, other, endedBy, reason })
    mailPerson(unit, personal, { topic: { kind: 'delegation', id }, purpose: `ended-${role}`, letter })
  }
}

/** Tells whoever has asked that nobody has decided in time. */
export async function tellLapsed(
  { runtime: { office }, credential }: Pick<DelegationContext, 'runtime'> & { readonly credential: RecordKind<CredentialState> },
  unit: Unit,
  id: string,
  { personal: known, delegateId }: Existing,
): Promise<void> {
  if (known === null) return
  const { personal } = await unit.state(credential, delegateId)
  const letter = lapsedLetter(office, { person: fullName(known.person) })
  mailPerson(unit, personal, { topic: { kind: 'delegation', id }, purpose: 'lapsed', letter })
}

/** Tells whoever has asked that the office has said no. */
export async function tellRejected(
  { runtime: { office }, credential }: DelegationContext,
  unit: Unit,
  id: string,
  state: Existing,
  reason: string,
): Promise<void> {
  const { personal: known, delegateId } = state
  if (known === null) return
  const { personal } = await unit.state(credential, delegateId)
  const letter = rejectedLetter(office, { person: fullName(known.person), reason })
  mailPerson(unit, personal, { topic: { kind: 'delegation', id }, purpose: 'rejected', letter })
}
