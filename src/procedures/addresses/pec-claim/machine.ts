/**
 * One PEC address, one subscriber (where the policy says so). Taken in the commit that brings the address into force, released in
 * the one that replaces it, so that two people who confirm at once cannot both have it.
 *
 *   free --ClaimPec--> taken --ReleasePec--> free
 *                       '--ClaimPec by the same--> taken
 */
import { accept, type Decider, impossible, refuse } from '../../../kernel/index.ts'
import type { PecClaimCommand, PecClaimEvent, PecClaimRefusal, PecClaimState } from './model.ts'

export type PecClaimDecider = Decider<PecClaimState, PecClaimCommand, PecClaimEvent, PecClaimRefusal>

/** The machine. There is no policy to it. */
export const pecClaimDecider: PecClaimDecider = {
  name: 'pec-claim',
  initial: { status: 'free', releasedAt: null, personal: null },
  decide(state, command, { at }) {
    const { accountId } = command
    const isOwn = state.status === 'taken' && state.accountId === accountId
    switch (command.type) {
      case 'ClaimPec':
        if (isOwn) return accept([])
        return state.status === 'free' ? accept([{ type: 'PecClaimed', accountId }]) : refuse({ code: 'pec-claim/taken' })
      case 'ReleasePec':
        return isOwn ? accept([{ type: 'PecReleased', releasedAt: at }]) : refuse({ code: 'pec-claim/not-taken' })
    }
  },
  evolve(state, event) {
    if (event.type === 'PecClaimed') {
      if (state.status === 'taken') return impossible('pec-claim', state.status, event.type)
      return { status: 'taken', accountId: event.accountId, personal: null }
    }
    if (state.status === 'free') return impossible('pec-claim', state.status, event.type)
    return { status: 'free', releasedAt: event.releasedAt, personal: null }
  },
  isTerminal: () => false,
  exampleCommands: () => [
    { type: 'ClaimPec', accountId: 'account' },
    { type: 'ClaimPec', accountId: 'account-2' },
    { type: 'ReleasePec', accountId: 'account' },
  ],
}
