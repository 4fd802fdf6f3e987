/** What the use cases about identities work with, what they answer, and how identities are found. */
import type { FederationLevel } from '../../rules/federation/index.ts'
import type { Carry } from '../../runtime/account-move.ts'
import type { FormRefusal } from '../../runtime/input.ts'
import { rowsOf } from '../../runtime/paging.ts'
import { readState, recordIn } from '../../runtime/record.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { CredentialRefusal, CredentialState } from '../account/credential/model.ts'
import { suspendLink } from '../account/credential/suspend-link.ts'
import type { SessionScopeRefusal } from '../account/session/context.ts'
import { type AddressesContext, currentPec, subscriberOf, tellSubscriber } from '../addresses/addresses/context.ts'
import { addressesMachine } from '../addresses/addresses/schema.ts'
import type { StoredPerson } from './compare.ts'
import { linkedLetter, unlinkedLetter } from './letters.ts'
import type { FederationPolicy, FederationRecordRefusal, FederationState, LinkNamed } from './model.ts'
import type { FederationMachine } from './schema.ts'

export type FederationContext = AddressesContext & {
  /** Takes to another account of a person what outlives a credential. */
  readonly carry: Carry
  readonly federation: FederationMachine
  readonly federationPolicy: FederationPolicy
  /** How long a case waits before the sweep ends it, ms. */
  readonly federationCaseMs: number
}

/** Why somebody who has signed in elsewhere is not let in. */
export type FederationSignInOwnRefusal =
  | FormRefusal<'federation/form'>
  /** The sign-in at the provider is older than the policy allows, or still to come. */
  | { readonly code: 'federation/sign-in-too-old' }
  /** The service, the linking or the opening of an account takes a higher level. */
  | { readonly code: 'federation/level-too-low'; readonly required: number; readonly level: number }
  /** The person is younger than the service asks, or the age is not known. */
  | { readonly code: 'federation/too-young'; readonly leastAge: number }
  /** Birth date or sex are not those of the account, or of the codice fiscale: the office looks at it. */
  | { readonly code: 'federation/data-differ' }
  /** The identity comes with a codice fiscale that does not lead to its account: the office looks at it. */
  | { readonly code: 'federation/other-code' }
  /** The office must approve before the account opens. */
  | { readonly code: 'federation/awaiting-approval' }
  /** The office has rejected it, with this reason; the same data are not looked at again. */
  | { readonly code: 'federation/rejected'; readonly reason: string }
  /** There is no account, and this office opens none for whoever signs in elsewhere. */
  | { readonly code: 'federation/no-account' }
  /** An account cannot be opened without what the provider does not tell. */
  | { readonly code: 'federation/data-missing'; readonly missing: readonly ('surname' | 'birthDate')[] }

/** Why the office or a subscriber does not change an identity. */
export type FederationOwnRefusal =
  /** What was looked at has changed since: look again. */
  | { readonly code: 'federation/dossier-changed' }
  /** Since the case was opened, the codice fiscale leads to another account: the person signs in once more. */
  | { readonly code: 'federation/rebound' }
  /** The account has a codice fiscale already. */
  | { readonly code: 'federation/already-joined' }
  /** Without it nobody gets into the account, which no secrets of the office open. */
  | { readonly code: 'federation/only-means' }

/** Every refusal of a sign-in. */
export type FederationSignInRefusal = FederationSignInOwnRefusal | CredentialRefusal | CommandRefusal

/** Every refusal that office and subscriber can meet about identities. */
export type FederationApiRefusal =
  | FormRefusal<'federation/form'>
  | FederationOwnRefusal
  | FederationRecordRefusal
  | Extract<FederationSignInOwnRefusal, { readonly code: 'federation/data-missing' }>
  | CredentialRefusal
  | SessionScopeRefusal
  | CommandRefusal

/** The level of the policy, whose figures are whole numbers. */
export function leastLevelOf(figure: number): FederationLevel {
  return figure >= 3 ? 3 : figure === 2 ? 2 : 1
}

/** The record of an identity: by provider and subject, and by nothing else. */
export function identityOf({ ring }: Pick<Runtime, 'ring'>, { provider, scheme, subject }: LinkNamed): string {
  return ring.pseudonym('identity', JSON.stringify([provider, scheme, subject]))
}

/** The account of a person of another state, while no other was said. */
export function foreignAccountOf({ ring }: Pick<Runtime, 'ring'>, personIdentifier: string): string {
  return ring.pseudonym('person-identifier', personIdentifier)
}

/** What is stored of the person of an account; null where there is none, and once erased. */
export function storedPersonOf(account: CredentialState): StoredPerson | null {
  if (account.status === 'none' || account.personal === null) return null
  const { codiceFiscale, surname, name, birthDate } = account.personal
  return { codiceFiscale, surname, name, birthDate }
}

/** True where an account has to be opened before anybody gets in: none, revoked, or erased. */
export function isFree(account: CredentialState): boolean {
  return account.status === 'none' || account.status === 'revoked' || account.personal === null
}

/** The identities of an account, with those on which the office has yet to decide. */
export async function identitiesOf(
  { runtime, federation }: FederationContext,
  accountId: string,
): Promise<readonly { readonly id: string; readonly state: FederationState }[]> {
  const found: { readonly id: string; readonly state: FederationState }[] = []
  for (const tag of [`open:${accountId}`, `account:${accountId}`]) {
    for await (const row of rowsOf(runtime, { office: runtime.office.id, kind: 'federation', tag })) {
      found.push({ id: recordIn(row.key).id, state: readState(federation, row) })
    }
  }
  return found
}

/** Tells the subscriber, at the addresses in force, that an identity opens the account, or does so no more. */
export async function tellOf(
  context: FederationContext,
  unit: Unit,
  { id, accountId, what }: { readonly id: string; readonly accountId: string; readonly what: 'linked' | 'unlinked' },
): Promise<void> {
  const subscriber = subscriberOf(await unit.state(context.credential, accountId))
  const state = await unit.state(context.federation, id)
  if (subscriber === null || state.status === 'none' || state.personal === null) return
  const pec = currentPec(await unit.state(addressesMachine, accountId))
  const when = unit.now()
  const { provider } = state.personal
  const told = { when, protocol: state.protocol, provider, ...suspendLink(context, accountId, subscriber, when) }
  const letter = (what === 'linked' ? linkedLetter : unlinkedLetter)(context.runtime.office, told)
  tellSubscriber(unit, subscriber.personal, pec, { topic: { kind: 'federation', id }, purpose: what, letter })
}
