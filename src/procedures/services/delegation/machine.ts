/**
 * Who acts for whom, and how long.
 *
 *   none, rejected, withdrawn, revoked, granted (once over) --RequestDelegation--> requested
 *   requested --GrantDelegation--> granted
 *   requested --RejectDelegation--> rejected
 *   requested --EndDelegation--> withdrawn
 *   granted --EndDelegation--> revoked
 *   requested, granted --MoveDelegation--> the same, or ended where the two are one person
 *   rejected, withdrawn, revoked --MoveDelegation--> the same
 *
 * It begins and ends by the days of Rome: nothing has to run for that.
 */
import { accept, type Decider, type Instant, impossible, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { forceOn, type Term, termFault } from '../days-in-force.ts'
import type { DelegationCommand, DelegationEvent, DelegationPersonal, DelegationRefusal, DelegationState } from './model.ts'

export type DelegationDecider = Decider<DelegationState, DelegationCommand, DelegationEvent, DelegationRefusal>
type Decided = ReturnType<DelegationDecider['decide']>
type Existing = Exclude<DelegationState, { readonly status: 'none' }>
type Of<Type extends DelegationCommand['type']> = Extract<DelegationCommand, { type: Type }>

const isOver = (term: Term, at: Instant): boolean => forceOn(term, romeDate(at)) === 'no-longer'

/** The earlier of two last days; null for no end. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

/** Why it cannot hold with these days and this document on a day. */
function faultOn(
  { fromDay, untilDay }: { readonly fromDay: string; readonly untilDay: string | null },
  { evidenceExpiresOn }: Pick<DelegationPersonal, 'evidenceExpiresOn'>,
  ofAgeAfter: string | null,
  today: string,
): DelegationRefusal | null {
  const fault = termFault({ fromDay, untilDay }, today)
  if (fault !== null) return { code: `delegation/${fault}` }
  if (ofAgeAfter !== null && (ofAgeAfter < today || ofAgeAfter < fromDay)) return { code: 'delegation/of-age' }
  return evidenceExpiresOn !== null && evidenceExpiresOn < today ? { code: 'delegation/evidence-expired' } : null
}

function decideRequest(state: DelegationState, command: Of<'RequestDelegation'>, at: Instant): Decided {
  const { type: _, ofAgeAfter, ...wanted } = command
  if (wanted.delegateId === wanted.accountId) return refuse({ code: 'delegation/own-person' })
  if (state.status === 'requested' && state.personal !== null) return refuse({ code: 'delegation/already-requested' })
  if (state.status === 'granted' && state.personal !== null && !isOver(state, at)) {
    return refuse({ code: 'delegation/already-granted' })
  }
  const fault = faultOn(wanted, wanted.personal, ofAgeAfter, romeDate(at))
  if (fault !== null) return refuse(fault)
  return accept([{ type: 'DelegationRequested', requestedAt: at, ...wanted }])
}

/** What becomes of it where one of the two has another account. An erased one is about nobody any more. */
function movesOf(state: Existing, { from, to }: Of<'MoveDelegation'>, at: Instant): readonly DelegationEvent[] {
  const { delegateId, accountId, personal } = state
  if (personal === null || from === to || (delegateId !== from && accountId !== from)) return []
  const sides = { delegateId: delegateId === from ? to : delegateId, accountId: accountId === from ? to : accountId }
  const moved = { type: 'DelegationMoved', ...sides } as const
  if (sides.delegateId !== sides.accountId) return [moved]
  // Nobody acts for himself.
  const ended = { endedAt: at, endedBy: 'office', personal: { reason: null } } as const
  if (state.status === 'requested') return [moved, { type: 'DelegationWithdrawn', ...ended }]
  return state.status === 'granted' && !isOver(state, at) ? [moved, { type: 'DelegationRevoked', ...ended }] : [moved]
}

const decide: DelegationDecider['decide'] = (state, command, { at }) => {
  if (command.type === 'RequestDelegation') return decideRequest(state, command, at)
  if (state.status === 'none') return refuse({ code: 'delegation/not-found' })
  const { personal: kept } = state
  switch (command.type) {
    case 'GrantDelegation': {
      const { ofAgeAfter, operator, personal } = command
      if (state.status !== 'requested') return refuse({ code: 'delegation/not-requested' })
      if (kept === null) return refuse({ code: 'delegation/erased' })
      const fault = faultOn(state, kept, ofAgeAfter, romeDate(at))
      if (fault !== null) return refuse(fault)
      const untilDay = earlier(state.untilDay, ofAgeAfter)
      return accept([{ type: 'DelegationGranted', grantedAt: at, untilDay, operator, personal }])
    }
    case 'RejectDelegation': {
      const { operator, personal } = command
      if (state.status !== 'requested') return refuse({ code: 'delegation/not-requested' })
      return accept([{ type: 'DelegationRejected', endedAt: at, operator, personal }])
    }
    case 'MoveDelegation':
      return accept(movesOf(state, command, at))
    case 'EndDelegation': {
      const { endedBy, personal } = command
      const ended = { endedAt: at, endedBy, personal }
      if (state.status === 'requested') return accept([{ type: 'DelegationWithdrawn', ...ended }])
      if (state.status !== 'granted' || isOver(state, at)) return refuse({ code: 'delegation/over' })
      return accept([{ type: 'DelegationRevoked', ...ended }])
    }
  }
}

function evolve(state: DelegationState, event: DelegationEvent): DelegationState {
  if (event.type === 'DelegationRequested') {
    const { type: _, ...facts } = event
    return { status: 'requested', ...facts, grantedAt: null, endedAt: null, operator: null, endedBy: null }
  }
  if (state.status === 'none') return impossible('delegation', state.status, event.type)
  switch (event.type) {
    case 'DelegationGranted': {
      const { grantedAt, untilDay, operator } = event
      return { ...state, status: 'granted', grantedAt, untilDay, operator }
    }
    case 'DelegationMoved':
      return { ...state, delegateId: event.delegateId, accountId: event.accountId }
    case 'DelegationRejected':
      return { ...state, status: 'rejected', endedAt: event.endedAt, operator: event.operator }
    case 'DelegationWithdrawn':
    case 'DelegationRevoked': {
      const { endedAt, endedBy } = event
      return { ...state, status: event.type === 'DelegationRevoked' ? 'revoked' : 'withdrawn', endedAt, endedBy }
    }
  }
}

function exampleCommands({ status }: DelegationState): readonly DelegationCommand[] {
  const reason = 'The document is in order.'
  const personal: DelegationPersonal = {
    delegate: { codiceFiscale: 'VRDNNA80A41L219Z', surname: 'Verdi', name: 'Anna' },
    person: { codiceFiscale: 'RSSMRA70A01H501S', surname: 'Rossi', name: 'Mario', birthDate: '1970-01-01' },
    evidenceKind: 'signed-delegation',
    evidenceNumber: 'digest',
    evidenceExpiresOn: null,
  }
  // One that is granted may be over; what is asked for then begins later.
  const term =
    status === 'granted' ? { fromDay: '1970-01-03', untilDay: null } : { fromDay: '1970-01-01', untilDay: '1970-01-02' }
  return [
    {
      type: 'RequestDelegation',
      ...{ delegateId: 'account-1', accountId: 'account-2', capacity: 'relative', ofAgeAfter: null },
      ...{ services: null, ...term, personal },
    },
    { type: 'GrantDelegation', ofAgeAfter: null, operator: 'operator', personal: { reason } },
    { type: 'RejectDelegation', operator: 'operator', personal: { reason } },
    { type: 'MoveDelegation', from: 'account-2', to: 'account-3' },
    { type: 'EndDelegation', endedBy: 'person', personal: { reason: null } },
  ]
}

/** The machine. There is no policy to it. */
export const delegationDecider: DelegationDecider = {
  name: 'delegation',
  initial: { status: 'none', personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands,
}
