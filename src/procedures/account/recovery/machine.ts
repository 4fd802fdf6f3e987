/**
 * The recovery of a password: a link goes to the validated address, and with the PIN it opens one change of the password.
 *
 *   none, used, void --RequestRecovery--> requested --UseLink--> used
 *   requested --RequestRecovery--> requested, with another link
 *   requested --VoidRecovery--> void
 *   any --NoteRequest--> the same
 *
 * Whoever asks for somebody else uses up that account's links of a day. So the last of them works until there can be another: in the mailbox
 * of its owner there is always one that does.
 */
import { accept, type Decider, type Instant, impossible, instantMax, type Result, refuse } from '../../../kernel/index.ts'
import type { RecoveryCommand, RecoveryEvent, RecoveryLink, RecoveryPolicy, RecoveryRefusal, RecoveryState } from './model.ts'

export type RecoveryDecider = Decider<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRefusal>

const day = 24 * 60 * 60_000

/** Whether a link of this very state can do anything at that instant, or why not. */
export function standingOf(
  state: Exclude<RecoveryState, { status: 'none' }>,
  link: RecoveryLink,
  at: Instant,
): Result<Instant, Exclude<RecoveryRefusal, { code: 'recovery/not-found' }>> {
  switch (state.status) {
    case 'used':
      return refuse({ code: 'recovery/already-used' })
    case 'void':
      return refuse({ code: 'recovery/void' })
    case 'requested':
      if (state.links.at(-1) !== link) return refuse({ code: 'recovery/superseded' })
      return at < state.until ? accept(state.until) : refuse({ code: 'recovery/expired', expiredAt: state.until })
  }
}

/**
 * The machine under a policy.
 *
 * @example
 * const { initial, decide, evolve } = recoveryDecider(defaultPolicy.recovery)
 */
export function recoveryDecider({ linkMs, linksMax }: RecoveryPolicy): RecoveryDecider {
  return {
    name: 'recovery',
    initial: { status: 'none', links: [], notedAt: 0, personal: null },
    decide(state, command, { at }) {
      if (command.type === 'NoteRequest') return accept([{ type: 'RequestNoted', notedAt: at }])
      if (command.type === 'RequestRecovery') {
        // What was used or became void was the doing of the subscriber or the office: then all links are there again.
        const before = state.status === 'requested' ? state.links.filter(({ sentAt }) => sentAt > at - day) : []
        if (before.length >= linksMax) return accept([{ type: 'RequestNoted', notedAt: at }])
        const fresh = { digest: command.digest, sentAt: at }
        const links = [...before, fresh]
        const isLast = links.length >= linksMax
        const [oldest = fresh] = before
        const again = oldest.sentAt + day
        const until = Math.min(isLast ? Math.max(at + linkMs, again) : at + linkMs, instantMax)
        return accept([{ type: 'RecoveryRequested', links, until, notedAt: at, isLast }])
      }
      const newest = state.links.at(-1)
      if (state.status === 'none' || newest === undefined) return refuse({ code: 'recovery/not-found' })
      const standing = standingOf(state, newest, at)
      if (!standing.ok) return standing
      return accept([
        command.type === 'UseLink'
          ? { type: 'LinkUsed', endedAt: at }
          : { type: 'RecoveryVoided', endedAt: at, cause: command.cause },
      ])
    },
    evolve,
    isTerminal: () => false,
    exampleCommands: () => [
      { type: 'RequestRecovery', digest: 'digest' },
      { type: 'NoteRequest' },
      { type: 'UseLink' },
      { type: 'VoidRecovery', cause: 'PasswordChanged' },
    ],
  }
}

function evolve(state: RecoveryState, event: RecoveryEvent): RecoveryState {
  switch (event.type) {
    case 'RecoveryRequested': {
      const { links, until, notedAt } = event
      return { status: 'requested', links, until, notedAt, personal: null }
    }
    case 'RequestNoted':
      return { ...state, notedAt: event.notedAt }
    case 'LinkUsed':
    case 'RecoveryVoided': {
      if (state.status !== 'requested') return impossible('recovery', state.status, event.type)
      const status = event.type === 'LinkUsed' ? 'used' : 'void'
      return { status, endedAt: event.endedAt, links: state.links, notedAt: event.endedAt, personal: null }
    }
  }
}
