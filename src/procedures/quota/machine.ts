/**
 * A limit on how often one mailbox, or one requester that the host names, may open requests. It never counts by codice fiscale:
 * that would let anybody shut out its owner.
 *
 *   counting --CountUse--> counting
 *   counting --NoteUse--> counting, also beyond the limit
 */
import { accept, type Decider, refuse } from '../../kernel/index.ts'
import type { QuotaCommand, QuotaEvent, QuotaPolicy, QuotaRefusal, QuotaState } from './model.ts'

export type QuotaDecider = Decider<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>

/** The machine under a policy: at most `usesMax` uses within any `windowMs`. */
export function quotaDecider({ usesMax, windowMs }: QuotaPolicy): QuotaDecider {
  return {
    name: 'quota',
    initial: { status: 'counting', instants: [], personal: null },
    decide(state, { type }, { at }) {
      const within = state.instants.filter((instant) => instant > at - windowMs)
      const oldest = within[within.length - usesMax]
      if (oldest !== undefined && type === 'NoteUse') return accept([{ type: 'UseCounted', instants: within, isBeyond: true }])
      if (oldest !== undefined) return refuse({ code: 'quota/exceeded', retryAt: oldest + windowMs })
      return accept([{ type: 'UseCounted', instants: [...within, at], isBeyond: false }])
    },
    evolve: (_state, { instants }) => ({ status: 'counting', instants, personal: null }),
    isTerminal: () => false,
    exampleCommands: () => [{ type: 'CountUse' }, { type: 'NoteUse' }],
  }
}
