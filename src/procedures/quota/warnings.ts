/** At most one warning a day of each kind goes to the subscriber of an account, however many ask for something on the codice fiscale. */
import { invariant } from '../../kernel/index.ts'
import type { RecordName } from '../../runtime/record.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Unit } from '../../runtime/transact.ts'
import { type QuotaMachine, quotaMachine } from './schema.ts'

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

/** True when a warning may go to a subscriber now. It is noted whether or not there is one, and whether or not it goes, so that all cost the same. */
export async function mayWarn(unit: Unit, ids: WarningIds, whom: keyof WarningIds): Promise<boolean> {
  const noted = await unit.run(warnings, ids[whom], { type: 'NoteUse' })
  invariant(noted.ok, 'quota: what is noted is always an event')
  const [event] = noted.value.events
  return event?.type === 'UseCounted' && !event.isBeyond && whom === 'subscriber'
}
