/** What the rest of the house does with the records of changes that a link confirms, of whatever kind. */

import type { AnyRefusal, Instant, Result, Status, Typed } from '../../../kernel/index.ts'
import type { Holding } from '../../../runtime/account-acts.ts'
import type { FeedTable } from '../../../runtime/feed.ts'
import { fields, holdFields, journalFields } from '../../../runtime/hand-out.ts'
import type { ProcedureParts, SecurityResponse } from '../../../runtime/procedure.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { addressesMachine } from '../addresses/schema.ts'
import type { AnyLinkedChange } from './context.ts'
import type { Link, LinkedCommand, LinkedEvent } from './model.ts'

/** What one kind of change says of itself. */
type OwnParts<S extends Status> = Pick<AnyLinkedChange, 'kind' | 'slot'> & {
  readonly run: (unit: Unit, id: string, command: LinkedCommand) => Promise<Result<unknown, AnyRefusal>>
  /** True when nothing can be done with the change any more. */
  readonly isOver: (state: S, at: Instant) => boolean
  /** Its rows in the table of all acts. */
  readonly holds: readonly Holding[]
  /** The fields of its own that are handed out: of the state, the journal, a link, and what is personal in each. */
  readonly handsOut: {
    readonly state: readonly string[]
    readonly journal: readonly string[]
    readonly link: readonly string[]
    readonly personal: readonly string[]
    readonly personalInJournal: readonly string[]
  }
}

/** What the feed tells of every change. Its links are secrets of the person. */
export const linkedFeed: FeedTable<LinkedEvent<Link>> = {
  ChangeConfirmed: { says: 'its link was used: the new address is in force', data: ['confirmedAt', 'endedAt'], personal: [] },
  ChangeCancelled: { says: 'the subscriber or the office has taken it back', data: ['endedAt'], personal: [] },
  ChangeSuperseded: { says: 'a newer change has taken its place', data: ['endedAt'], personal: [] },
  ChangeVoided: { says: 'a security event or an erasure came between', data: ['endedAt', 'cause'], personal: [] },
  LinkResent: null,
}

/** What does not differ from kind to kind. */
export function linkedParts<S extends Status>({
  kind,
  slot,
  run,
  isOver,
  handsOut,
  holds,
}: OwnParts<S>): Pick<ProcedureParts<S, Typed>, 'retention' | 'subject' | 'files' | 'underWay'> & {
  readonly securityEvent: Extract<SecurityResponse, { readonly does: 'void' }>
} {
  const requested = fields('accountId', 'securityVersion', 'requestedAt', 'confirmedAt', 'endedAt')
  const link = fields('number', 'sentAt', 'until', ...handsOut.link)
  async function voidOpen(unit: Unit, id: string, cause: string): Promise<void> {
    // Refused where it has ended, also by itself.
    const voided = await run(unit, id, { type: 'VoidChange', cause })
    if (voided.ok) unit.cancelMail(kind, id)
  }
  return {
    retention: { end: 'erased', says: '`closedMs` after it has ended, or its term has' },
    subject: {
      of: 'tag',
      state: {
        ...holdFields.state,
        ...requested,
        ...fields('status', ...handsOut.state),
        links: link,
        personal: fields(...handsOut.personal),
      },
      journal: {
        ...journalFields,
        ...holdFields.journal,
        ...requested,
        ...fields(...handsOut.journal),
        link,
        personal: fields(...handsOut.personalInJournal),
      },
      async close(unit, id) {
        await voidOpen(unit, id, 'erasure')
        return null
      },
      mayGo: isOver,
    },
    securityEvent: {
      does: 'void',
      holds,
      async void(unit, { accountId, cause }) {
        // A change of one address leaves the change of another as it is.
        if (cause === 'EmailChanged') return
        const id = (await unit.state(addressesMachine, accountId)).changes[slot]
        if (id !== null) await voidOpen(unit, id, cause)
      },
    },
    underWay: async (unit, accountId) => {
      const id = (await unit.state(addressesMachine, accountId)).changes[slot]
      return id === null ? [] : [id]
    },
    files: null,
  }
}
