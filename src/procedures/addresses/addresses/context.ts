/** What the use cases about addresses work with, and what each change of an address does to the others. */

import type { Letter } from '../../../runtime/letter.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPersonal, CredentialState } from '../../account/credential/model.ts'
import type { AccountContext } from '../../account/session/context.ts'
import type { QuotaMachine } from '../../quota/schema.ts'
import type { EmailChangePolicy } from '../email-change/model.ts'
import type { EmailChangeMachine } from '../email-change/schema.ts'
import type { PecChangePolicy } from '../pec-change/model.ts'
import type { PecChangeMachine } from '../pec-change/schema.ts'
import type { AddressesState } from './model.ts'

export type AddressesContext = AccountContext & {
  readonly pecChange: PecChangeMachine
  readonly emailChange: EmailChangeMachine
  readonly quota: QuotaMachine
  readonly pecRules: PecChangePolicy
  readonly emailRules: EmailChangePolicy
}

/** Whose credential it is, with its present security version. */
export type Subscriber = {
  readonly personal: CredentialPersonal
  readonly securityVersion: number
  /** What the links of notices are bound to. */
  readonly linkVersion: number
}

/** The subscriber of a credential; null where there is none, and once erased. */
export function subscriberOf(account: CredentialState): Subscriber | null {
  return account.status === 'none' || account.personal === null
    ? null
    : { personal: account.personal, securityVersion: account.securityVersion, linkVersion: account.linkVersion }
}

/** The record id of an address: what is stored where the address itself must not be. */
export function pecIdOf({ ring }: Runtime, key: string): string {
  return ring.pseudonym('pec', key)
}

/** The PEC in force; null where there is none. */
export function currentPec(state: AddressesState): string | null {
  return state.personal?.pec ?? null
}

type Notice = {
  readonly topic: { readonly kind: string; readonly id: string }
  readonly purpose: string
  readonly letter: Letter
}

/**
 * Tells the subscriber at the addresses that are in force: the private mailbox, and the PEC where there is one. Each is a mail of its own.
 */
export function tellSubscriber(unit: Unit, person: CredentialPersonal | null, pec: string | null, notice: Notice): void {
  if (person === null) return
  const { topic, purpose, letter } = notice
  mailPerson(unit, person, { topic, purpose, letter })
  if (pec !== null) mailPerson(unit, { ...person, email: pec }, { topic, purpose: `${purpose}-pec`, letter, channel: 'pec' })
}
