/** What the office knows of the person who asks for assistance, and what of the request does not fit it. */

import type { Instant } from '../../kernel/index.ts'
import { parseMailAddress } from '../../rules/identity/index.ts'
import { nameLetters as letters } from '../../runtime/search-tags.ts'
import type { Unit } from '../../runtime/transact.ts'
import { isOver } from '../account/credential/expiry.ts'
import { type AddressesContext, currentPec, pecIdOf, type Subscriber, subscriberOf } from '../addresses/addresses/context.ts'
import { addressesMachine } from '../addresses/addresses/schema.ts'
import { isInCourse } from './machine.ts'
import type { AssistancePersonal, AssistanceRequest } from './model.ts'

/**
 * What does not fit. `surname-differs`, `name-differs`: from the credential's, accents, case and punctuation apart. `old-pec-differs`:
 * from the PEC in force, which may be none. `document-expired`: since it was filed.
 */
export type AssistanceFinding = 'surname-differs' | 'name-differs' | 'old-pec-differs' | 'document-expired'

/** Whether the person holds a credential: one that works, or one that was revoked or has expired (seed 003: "non più valide"). */
export type AssistanceHolding = 'none' | 'in-force' | 'over'

export type CaseFacts = {
  readonly findings: readonly AssistanceFinding[]
  readonly holding: AssistanceHolding
  /** The PEC in force; null where there is none. */
  readonly currentPec: string | null
  /** Whom the change would be for; null where the office knows nobody. */
  readonly subscriber: Subscriber | null
  /** Keyed digest of the request and of everything above: what a decision must name. */
  readonly digest: string
}

function findingsOf(
  { surname, name, oldPec, document }: AssistancePersonal,
  subscriber: Subscriber | null,
  isOldPec: (key: string) => boolean,
  at: Instant,
): readonly AssistanceFinding[] {
  const findings: AssistanceFinding[] = []
  if (subscriber !== null && letters(surname) !== letters(subscriber.personal.surname)) findings.push('surname-differs')
  if (subscriber !== null && letters(name) !== letters(subscriber.personal.name)) findings.push('name-differs')
  const old = parseMailAddress(oldPec)
  if (subscriber !== null && old.ok && !isOldPec(old.value.key)) findings.push('old-pec-differs')
  if (!isInCourse(document.expiresOn, at)) findings.push('document-expired')
  return findings
}

/** What there is to know about a request, now. Reads the same records whether or not the person has an account. */
export async function caseFacts(
  { runtime, credential }: AddressesContext,
  unit: Unit,
  id: string,
  { accountId, documents, path, personal }: AssistanceRequest,
): Promise<CaseFacts> {
  await unit.preload([
    { kind: 'credential', id: accountId },
    { kind: 'addresses', id: accountId },
  ])
  const account = await unit.state(credential, accountId)
  const addresses = await unit.state(addressesMachine, accountId)
  const subscriber = subscriberOf(account)
  const at = unit.now()
  const holding = account.status === 'none' ? 'none' : isOver(account, at) ? 'over' : 'in-force'
  const pec = currentPec(addresses)
  const isOldPec = (key: string) => addresses.status !== 'none' && pec !== null && addresses.pecId === pecIdOf(runtime, key)
  const findings = personal === null ? [] : findingsOf(personal, subscriber, isOldPec, at)
  const known = subscriber === null ? null : [subscriber.personal.surname, subscriber.personal.name]
  const digest = runtime.ring.pseudonym(
    'assistance-dossier',
    JSON.stringify([id, path, documents, personal, findings, holding, pec, known]),
  )
  return { findings, holding, currentPec: pec, subscriber, digest }
}
