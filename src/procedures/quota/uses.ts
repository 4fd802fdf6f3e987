/** Who opens a request is counted by the mailbox, and by what the host says of who asks. */
import { accept, type Result } from '../../kernel/index.ts'
import type { RecordName } from '../../runtime/record.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { QuotaRefusal } from './model.ts'
import { type QuotaMachine, quotaMachine } from './schema.ts'

/** The mailbox behind an address: what stands after a `+` in its local part is delivered to the same one by many providers. */
function mailboxOf(email: string): string {
  const address = email.toLowerCase()
  const [local = '', domain = ''] = [address.slice(0, address.lastIndexOf('@')), address.slice(address.lastIndexOf('@'))]
  const plus = local.indexOf('+')
  return plus > 0 ? local.slice(0, plus) + domain : address
}

/** The records that count what this mailbox, and this requester, opened. Never by codice fiscale: that would shut out its owner. */
export function quotaIds({ ring }: Runtime, email: string, requester: string | undefined): readonly string[] {
  const named = requester === undefined ? [] : [ring.pseudonym('requester', requester)]
  return [ring.pseudonym('mailbox', mailboxOf(email)), ...named]
}

/** Counts one use on each of the records; refused by the first that is at its limit. */
export async function countUses(unit: Unit, quota: QuotaMachine, ids: readonly string[]): Promise<Result<null, QuotaRefusal>> {
  for (const id of ids) {
    const use = await unit.run(quota, id, { type: 'CountUse' })
    if (!use.ok) return use
  }
  return accept(null)
}

/** At most one warning a day of each kind goes to the subscriber of an account, however many ask for something on the codice fiscale. */
const warnings: QuotaMachine = quotaMachine({ usesMax: 1, windowMs: 24 * 60 * 60_000 })

/** Two records that count the warnings of one kind: while nobody holds a credential, and once somebody does, who is to hear of the first. */
export type WarningIds = { readonly nobody: string; readonly subscriber: string }

export function warningIds({ ring }: Runtime, kind: string, accountId: string): WarningIds {
  const of = (whom: keyof WarningIds) => ring.pseudonym(`${kind}-warning`, `${whom}/${accountId}`)
  return { nobody: of('nobody'), subscriber: of('subscriber') }
}

/** The names of both records, to be read with the rest. */
export function warningRecords({ nobody, subscriber }: WarningIds): readonly RecordName[] {
  return [nobody, subscriber].map((id) => ({ kind: 'quota', id }))
}

/** True when a warning may go now. It is noted whether or not there is a subscriber, and whether or not it goes, so that all cost the same. */
export async function mayWarn(unit: Unit, ids: WarningIds, whom: keyof WarningIds): Promise<boolean> {
  const noted = await unit.run(warnings, ids[whom], { type: 'NoteUse' })
  return noted.ok && noted.value.events.at(-1)?.isBeyond === false && whom === 'subscriber'
}
