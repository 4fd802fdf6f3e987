/**
 * A limit on how often one mailbox, or one requester, may open requests. It never counts by codice fiscale: that would let anybody shut
 * out its owner. Where strangers have used up what a mailbox has, a pass that is mailed to it lets one more through.
 *
 *   counting --CountUse--> counting
 *   counting --NoteUse--> counting, also beyond the limit
 *   counting --RefuseUse--> counting, with a pass unless the last one was offered within a day
 *   counting --UsePass--> counting, without the pass
 */
import { accept, type Decider, invariant, refuse } from '../../kernel/index.ts'
import type { QuotaCommand, QuotaEvent, QuotaLimit, QuotaRefusal, QuotaState } from './model.ts'

export type QuotaDecider = Decider<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>

/** How long a pass can be used, and how long there is no other, ms. */
const passMs = 24 * 60 * 60_000

/**
 * The machine under a limit: at most `usesMax` uses within any `windowMs`.
 *
 * @example
 * const { initial, decide, evolve } = quotaDecider({ usesMax: 5, windowMs: 86_400_000 })
 */
export function quotaDecider({ usesMax, windowMs }: QuotaLimit): QuotaDecider {
  return {
    name: 'quota',
    initial: { status: 'counting', instants: [], pass: null, personal: null },
    decide({ instants, pass }, command, { at }) {
      const within = instants.filter((instant) => instant > at - windowMs)
      const oldest = within[within.length - usesMax]
      switch (command.type) {
        case 'CountUse':
        case 'NoteUse':
          if (oldest === undefined) return accept([{ type: 'UseCounted', instants: [...within, at], isBeyond: false }])
          if (command.type === 'NoteUse') return accept([{ type: 'UseCounted', instants: within, isBeyond: true }])
          return refuse({ code: 'quota/exceeded', retryAt: oldest + windowMs })
        case 'RefuseUse': {
          const { digest } = command
          if (pass !== null && at < pass.until) return accept([{ type: 'UseRefused' }])
          return accept([{ type: 'UseRefused' }, { type: 'PassOffered', digest, until: at + passMs }])
        }
        case 'UsePass':
          if (pass !== null && pass.digest !== null && command.isOwn && at < pass.until) {
            return accept([{ type: 'PassUsed', until: pass.until }])
          }
          return refuse({ code: 'quota/exceeded', retryAt: oldest === undefined ? at : oldest + windowMs })
      }
    },
    evolve(state, event) {
      switch (event.type) {
        case 'UseCounted':
          return { ...state, instants: event.instants }
        case 'UseRefused':
          return state
        case 'PassOffered':
          return { ...state, pass: { digest: event.digest, until: event.until } }
        case 'PassUsed':
          invariant(typeof state.pass?.digest === 'string', 'quota: the pass that is used was offered')
          return { ...state, pass: { digest: null, until: event.until } }
      }
    },
    isTerminal: () => false,
    exampleCommands: ({ pass }) => [
      { type: 'CountUse' },
      { type: 'NoteUse' },
      { type: 'RefuseUse', digest: 'digest-1' },
      { type: 'UsePass', isOwn: pass !== null },
    ],
  }
}
