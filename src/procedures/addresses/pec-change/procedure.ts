/** What the rest of the house knows of changes of PEC. */

import { diagram, type Holdable, type HoldEvent } from '../../../kernel/index.ts'
import { holdingUntilSecurityEvent } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import { type Feed, holdFeed } from '../../../runtime/feed.ts'
import { day, type Figures, hour, minute, oneOf, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { CredentialPolicy } from '../../account/credential/model.ts'
import type { CredentialRetention } from '../../account/credential/retention.ts'
import { credentialMachine } from '../../account/credential/schema.ts'
import { linkedFeed, linkedParts } from '../linked-change/parts.ts'
import { linkSettled } from './dispatch.ts'
import { pecChangeLetters } from './letters.ts'
import { pecChangeDecider } from './machine.ts'
import { pecChangeMessages } from './messages.ts'
import type { PecChangeEvent, PecChangePolicy, PecChangeState } from './model.ts'
import { pecChangeMachine } from './schema.ts'
import { voidUnlessKept } from './security-events.ts'

/** What of the policy a change of PEC needs. */
export type PecChangeSlice = {
  readonly pecChange: PecChangePolicy
  readonly credential: CredentialPolicy
  readonly retention: CredentialRetention & { readonly closedMs: number }
}

const powers = ['note', 'lengthen', 'bind'] as const

const figures: Figures<PecChangePolicy> = {
  // Each one is looked through at every click and receipt.
  linksMax: whole(5, { most: 20 }),
  receipts: oneOf('expected', ['expected', 'none']),
  unverifiedReceipts: oneOf('lengthen', powers),
  invalidReceipts: oneOf('note', powers),
  receiptTimeoutMs: whole(day, { least: 0 }),
  skewMs: whole(5 * minute, { least: 0 }),
  sharedPec: oneOf('refuse', ['refuse', 'allow']),
}

const feed: Feed<PecChangeEvent | HoldEvent> = {
  tells: 'events',
  events: {
    ...holdFeed,
    ChangeRequested: { says: 'a link was mailed to the new PEC', data: ['origin', 'requestedAt'], personal: ['pec'] },
    ...linkedFeed,
    PecUndeliverable: { says: 'no link can reach the new PEC', data: ['failure', 'endedAt'], personal: [] },
    // Steps of one link.
    PecLinkDispatched: null,
    PecLinkDelivered: null,
    PecLinkFailed: null,
    PecConfirmationHeld: null,
    ChangeKept: null,
  },
}

export const pecChangeProcedure: Procedure<PecChangeSlice> = {
  name: 'pec-change',
  figures,
  keeps: {},
  messages: pecChangeMessages,
  features: {
    closable: {
      'pec-change': {
        ...{ of: 'citizen', it: "variazione dell'indirizzo PEC", en: 'change of the PEC' },
        operations: ['pec-change/request', 'pec-change/resend'],
      },
      'pec-validation': {
        ...{ of: 'citizen', it: "validazione dell'indirizzo PEC", en: 'validation of the PEC' },
        operations: ['pec-change/confirm'],
      },
    },
    always: {
      'pec-change/inspect-by-link': never.look,
      'pec-change/inspect-as-office': never.look,
      'pec-change/inspect-own': never.look,
      'pec-change/cancel': never.giveUp,
      'pec-change/cancel-as-office': never.giveUp,
      'pec-change/receive': never.post,
      'pec-change/dispatch': never.post,
    },
  },
  letters: pecChangeLetters,
  // Early, when all is over, and when a click waits for its receipt.
  diagram: ({ pecChange }) =>
    diagram(
      pecChangeDecider({ ...pecChange, linksMax: 2 }),
      [1_000, 1_000_000_000_000, 1_000 + 49 * hour].map((at) => ({ at, by: { kind: 'system' } })),
    ),
  open(runtime, policy): ProcedureParts<PecChangeState & Holdable, PecChangeEvent | HoldEvent> {
    const kind = pecChangeMachine(policy.pecChange, policy.retention.closedMs)
    const credential = credentialMachine(policy.credential, policy.retention)
    const parts = linkedParts<PecChangeState & Holdable>({
      kind: 'pec-change',
      slot: 'pec',
      run: (unit, id, command) => unit.run(kind, id, command),
      isOver: (state, at) =>
        !kind.decider.decide(state, { type: 'VoidChange', cause: 'erasure' }, { at, by: { kind: 'system' } }).ok,
      holds: [
        holdingUntilSecurityEvent('an open change of PEC that its subscriber began, with its link', 'void', {
          ...{ reissued: 'none', 'pec-changed': 'ends' },
        }),
        holdingUntilSecurityEvent('an open change of PEC that the office began, with its link', 'void', {
          ...{ 'sessions-ended': 'stays', 'pec-changed': 'ends' },
        }),
      ],
      handsOut: {
        state: ['origin', 'pecId', 'failure'],
        journal: [
          ...['origin', 'pecId', 'dispatchedAt', 'receivedAt', 'receipt', 'until', 'closesAt', 'failure', 'heldAt'],
          ...['kind', 'receiptAt', 'why', 'trust'],
        ],
        link: ['dispatchedAt', 'receivedAt', 'receipt', 'closesAt', 'failure', 'heldAt'],
        personal: ['pec'],
        personalInJournal: ['pec', 'id', 'provider'],
      },
    })
    return {
      kind,
      ...parts,
      securityEvent: voidUnlessKept({ credential, pecChange: kind }, parts.securityEvent),
      feed,
      carry: null,
      mailEnded: (mailId, end) => linkSettled({ runtime, credential, pecChange: kind }, mailId, end),
    }
  },
}
