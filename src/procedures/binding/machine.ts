/**
 * Which account a codice fiscale leads to. An account keeps its id for good, so that addresses, services and history stay with it; what
 * changes is the code that leads to it.
 *
 *   none, vacated, bound --BindCode--> bound
 *   none, vacated, bound --VacateCode--> vacated
 */
import { accept, type Decider, refuse } from '../../kernel/index.ts'
import type { BindingCommand, BindingEvent, BindingRefusal, BindingState } from './model.ts'

export type BindingDecider = Decider<BindingState, BindingCommand, BindingEvent, BindingRefusal>

/** The machine. There is no policy to it. */
export const bindingDecider: BindingDecider = {
  name: 'binding',
  initial: { status: 'none', personal: null },
  decide(state, { type, ...command }, { at: since }) {
    const isSame = state.status !== 'none' && state.accountId === command.accountId
    if (isSame) return refuse({ code: 'binding/nothing-changed' })
    return accept([{ type: type === 'BindCode' ? 'CodeBound' : 'CodeVacated', since, ...command }])
  },
  evolve(state, { type, accountId, since, before }) {
    const former = state.status === 'none' ? [] : state.formerAccountIds
    const all = [...former, ...before].filter((id) => id !== accountId)
    const status = type === 'CodeBound' ? 'bound' : 'vacated'
    return { status, since, accountId, formerAccountIds: [...new Set(all)], personal: null }
  },
  isTerminal: () => false,
  exampleCommands: (state) => {
    const before = state.status === 'none' ? 'code' : state.accountId
    return [
      { type: 'BindCode', accountId: 'account', before: [] },
      { type: 'BindCode', accountId: 'account-2', before: [before] },
      { type: 'VacateCode', accountId: `${before} next`, before: [before] },
    ]
  },
}
