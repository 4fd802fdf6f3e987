/**
 * The delay after failed attempts, of one door to an account: of one requester, one known device, one session. What one of them does
 * delays no other. Doors of accounts that do not exist are counted alike.
 *
 *   counting --CountFailure--> counting, with a delay from the first failure that costs one
 *   counting --UncountFailure, ForgiveFailures--> counting
 *
 * Failures are forgotten one by one while none follows.
 */
import { accept, type Decider, type Instant, impossible, refuse } from '../../../kernel/index.ts'
import type { ThrottleCommand, ThrottleEvent, ThrottlePolicy, ThrottleRefusal, ThrottleState } from './model.ts'

export type ThrottleDecider = Decider<ThrottleState, ThrottleCommand, ThrottleEvent, ThrottleRefusal>

/** The instant from which the next attempt is judged; 0 where none has to wait. What failed before `since` no longer counts. */
export function delayedUntil({ failedAt, nextAt }: ThrottleState, since: Instant): Instant {
  return failedAt < since ? 0 : nextAt
}

/** The failures that are not forgotten yet. */
export function remaining({ failures, failedAt }: ThrottleState, policy: ThrottlePolicy, at: Instant, since: Instant): number {
  if (failedAt < since) return 0
  return Math.max(0, failures - Math.floor(Math.max(0, at - failedAt) / policy.forgottenMs))
}

/** The longest delay that there can be. */
export function longestDelay({ delayMaxMs, forgottenMs }: ThrottlePolicy): number {
  return Math.max(delayMaxMs, forgottenMs)
}

/** The delay doubles with each failure. After as many as are counted one must be forgotten first, so nobody takes all that strangers may try. */
function delayAfter(policy: ThrottlePolicy, failures: number): number {
  const steps = failures - policy.freeFailures
  if (steps <= 0) return 0
  if (failures >= policy.failuresMax) return longestDelay(policy)
  return Math.min(policy.delayMs * 2 ** Math.min(steps - 1, 40), policy.delayMaxMs)
}

/**
 * The machine under a policy.
 *
 * @example
 * const { initial, decide, evolve } = throttleDecider(defaultPolicy.throttle)
 */
export function throttleDecider(policy: ThrottlePolicy): ThrottleDecider {
  return {
    name: 'throttle',
    initial: { status: 'counting', failures: 0, failedAt: 0, nextAt: 0, personal: null },
    decide(state, command, { at }) {
      switch (command.type) {
        case 'CountFailure': {
          const retryAt = delayedUntil(state, command.since)
          if (at < retryAt) return refuse({ code: 'throttle/delayed', retryAt })
          const failures = Math.min(remaining(state, policy, at, command.since) + 1, policy.failuresMax)
          // With a clock that is behind the lift, the failure is one after it all the same.
          const failedAt = Math.max(at, command.since)
          const delay = delayAfter(policy, failures)
          return accept([{ type: 'FailureCounted', failures, failedAt, nextAt: delay === 0 ? at : failedAt + delay }])
        }
        case 'NoteAttempt':
          return accept([{ type: 'AttemptNoted' }])
        case 'UncountFailure': {
          const { failures, failedAt, nextAt } = state
          if (failures === 0) return accept([])
          const left = failures - 1
          const earlier = Math.min(nextAt, failedAt + delayAfter(policy, left))
          return accept([{ type: 'FailureUncounted', failures: left, nextAt: earlier }])
        }
        case 'ForgiveFailures':
          return accept(state.failures === 0 ? [] : [{ type: 'FailuresForgiven' }])
      }
    },
    evolve,
    isTerminal: () => false,
    exampleCommands: ({ failedAt }) => [
      { type: 'CountFailure', since: 0 },
      { type: 'CountFailure', since: failedAt + 1 },
      { type: 'NoteAttempt' },
      { type: 'UncountFailure' },
      { type: 'ForgiveFailures' },
    ],
  }
}

function evolve(state: ThrottleState, event: ThrottleEvent): ThrottleState {
  switch (event.type) {
    case 'FailureCounted': {
      const { failures, failedAt, nextAt } = event
      return { ...state, failures, failedAt, nextAt }
    }
    case 'AttemptNoted':
      return state
    case 'FailureUncounted': {
      if (state.failures === 0) return impossible('throttle', state.status, event.type)
      const { failures, nextAt } = event
      return { ...state, failures, nextAt }
    }
    case 'FailuresForgiven':
      if (state.failures === 0) return impossible('throttle', state.status, event.type)
      return { ...state, failures: 0, failedAt: 0, nextAt: 0 }
  }
}
