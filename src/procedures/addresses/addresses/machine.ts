/**
 * The addresses of one subscriber: which PEC is in force and whether it is usable, as seed 003 demands: active, not expired, not full.
 * A PEC comes into force when its subscriber has confirmed it, or when the office enters it from a register of its own.
 *
 *   none --AdoptPec--> usable --MarkPecUnusable--> unusable --MarkPecUsable--> usable
 *                       '------- unusable --AdoptPec--> usable
 *   usable, unusable --GiveUpPec--> none
 *   any --BeginChange, EndChange--> the same
 */
import { accept, type Decider, type Instant, impossible, refuse } from '../../../kernel/index.ts'
import type { AddressesCommand, AddressesEvent, AddressesOpenChanges, AddressesRefusal, AddressesState } from './model.ts'

export type AddressesDecider = Decider<AddressesState, AddressesCommand, AddressesEvent, AddressesRefusal>
type Decided = ReturnType<AddressesDecider['decide']>

const noChanges: AddressesOpenChanges = { pec: null, email: null }

/** The machine. There is no policy to it. */
export const addressesDecider: AddressesDecider = {
  name: 'addresses',
  initial: { status: 'none', changes: noChanges, personal: null },
  decide(state, command, { at }) {
    switch (command.type) {
      case 'BeginChange':
        return accept([{ type: 'ChangeBegun', kind: command.kind, id: command.id }])
      case 'EndChange':
        return state.changes[command.kind] === command.id
          ? accept([{ type: 'ChangeEnded', kind: command.kind, id: command.id }])
          : refuse({ code: 'addresses/no-such-change' })
      case 'AdoptPec': {
        const { pecId, personal } = command
        if (state.status !== 'none' && state.pecId === pecId && state.personal !== null) {
          return refuse({ code: 'addresses/same-pec' })
        }
        return accept([{ type: 'PecAdopted', pecId, since: at, personal }])
      }
      case 'MarkPecUnusable':
        return decideUnusable(state, command)
      case 'GiveUpPec':
        return state.status === 'none'
          ? refuse({ code: 'addresses/no-pec' })
          : accept([{ type: 'PecGivenUp', pecId: state.pecId }])
      case 'MarkPecUsable': {
        const { source, foundAt } = command
        const outdated = outdatedBy(state, foundAt)
        if (outdated !== null) return outdated
        return state.status === 'unusable'
          ? accept([{ type: 'PecMarkedUsable', source, foundAt }])
          : refuse({ code: 'addresses/nothing-new' })
      }
    }
  },
  evolve,
  isTerminal: () => false,
  exampleCommands: (state) => [
    { type: 'BeginChange', kind: 'pec', id: 'change' },
    { type: 'BeginChange', kind: 'email', id: 'change' },
    { type: 'EndChange', kind: 'pec', id: state.changes.pec ?? 'change' },
    { type: 'EndChange', kind: 'email', id: state.changes.email ?? 'change' },
    { type: 'AdoptPec', pecId: 'pec', personal: { pec: 'anna@pec.example.it' } },
    { type: 'AdoptPec', pecId: 'pec-2', personal: { pec: 'anna.verdi@pec.example.it' } },
    { type: 'MarkPecUnusable', reason: 'full', source: 'receipt', foundAt: knownSince(state) },
    { type: 'MarkPecUnusable', reason: 'expired', source: 'office', foundAt: knownSince(state) },
    { type: 'MarkPecUsable', source: 'receipt', foundAt: knownSince(state) },
    { type: 'GiveUpPec' },
  ],
}

const knownSince = (state: AddressesState): Instant => (state.status === 'none' ? 0 : state.foundAt)

/** The refusal of a finding that comes too late to tell anything, or is about no PEC. */
function outdatedBy(state: AddressesState, foundAt: Instant): Decided | null {
  if (state.status === 'none') return refuse({ code: 'addresses/no-pec' })
  return foundAt < state.foundAt ? refuse({ code: 'addresses/outdated-finding', knownSince: state.foundAt }) : null
}

function decideUnusable(
  state: AddressesState,
  { reason, source, foundAt }: Extract<AddressesCommand, { type: 'MarkPecUnusable' }>,
): Decided {
  const outdated = outdatedBy(state, foundAt)
  if (outdated !== null) return outdated
  if (state.status === 'unusable' && state.reason === reason) return refuse({ code: 'addresses/nothing-new' })
  return accept([{ type: 'PecMarkedUnusable', reason, source, foundAt }])
}

function evolve(state: AddressesState, event: AddressesEvent): AddressesState {
  switch (event.type) {
    case 'ChangeBegun':
      return { ...state, changes: { ...state.changes, [event.kind]: event.id } }
    case 'ChangeEnded':
      return { ...state, changes: { ...state.changes, [event.kind]: null } }
    case 'PecAdopted': {
      const { pecId, since, personal } = event
      return { status: 'usable', changes: state.changes, pecId, since, foundAt: since, personal }
    }
    case 'PecGivenUp':
      if (state.status === 'none') return impossible('addresses', state.status, event.type)
      return { status: 'none', changes: state.changes, personal: null }
    case 'PecMarkedUnusable': {
      if (state.status === 'none') return impossible('addresses', state.status, event.type)
      const { reason, source, foundAt } = event
      const { changes, pecId, since, personal } = state
      return { status: 'unusable', reason, source, changes, pecId, since, foundAt, personal }
    }
    case 'PecMarkedUsable': {
      if (state.status !== 'unusable') return impossible('addresses', state.status, event.type)
      const { changes, pecId, since, personal } = state
      return { status: 'usable', changes, pecId, since, foundAt: event.foundAt, personal }
    }
  }
}
