/**
 * The session that a sign-in opens. Only its token's keyed digest is stored, as the record's id.
 *
 *   none --OpenSession--> active --EndSession--> ended
 *                          '--TouchSession--> active
 *
 * Inactivity, the absolute end, a security event on the account (a later security version) and later sign-ins beyond the limit end it
 * without anything being written.
 */
import { accept, type Decider, impossible, refuse } from '../../../kernel/index.ts'
import type { SessionCommand, SessionEvent, SessionPolicy, SessionRefusal, SessionState } from './model.ts'

export type SessionDecider = Decider<SessionState, SessionCommand, SessionEvent, SessionRefusal>

/**
 * The machine under a policy.
 *
 * @example
 * const { initial, decide, evolve } = sessionDecider(defaultPolicy.session)
 */
export function sessionDecider(policy: SessionPolicy): SessionDecider {
  const decide: SessionDecider['decide'] = (state, command, { at }) => {
    if (command.type === 'OpenSession') {
      if (state.status !== 'none') return refuse({ code: 'session/already-open' })
      const { accountId, scope, securityVersion, signIn, means, level } = command
      const endsAt = at + (scope === 'full' ? policy.lifetimeMs : policy.passwordChangeLifetimeMs)
      const idleUntil = Math.min(at + policy.idleMs, endsAt)
      const opened = { accountId, scope, securityVersion, signIn, means, level, openedAt: at, idleUntil, endsAt }
      return accept([{ type: 'SessionOpened', ...opened }])
    }
    if (state.status !== 'active' || at >= state.idleUntil) return refuse({ code: 'session/not-active' })
    switch (command.type) {
      case 'EndSession':
        return accept([{ type: 'SessionEnded', endedAt: at }])
      case 'TouchSession': {
        if (command.securityVersion !== state.securityVersion) return refuse({ code: 'session/not-active' })
        if (command.signIns - state.signIn >= policy.sessionsMax) return refuse({ code: 'session/not-active' })
        if (at < state.seenAt + policy.touchMs) return accept([])
        return accept([{ type: 'SessionTouched', seenAt: at, idleUntil: Math.min(at + policy.idleMs, state.endsAt) }])
      }
    }
  }
  return { name: 'session', initial: { status: 'none', personal: null }, decide, evolve, isTerminal, exampleCommands }
}

const isTerminal = (state: SessionState): boolean => state.status === 'ended'

function evolve(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'SessionOpened': {
      if (state.status !== 'none') return impossible('session', state.status, event.type)
      const { accountId, scope, securityVersion, signIn, openedAt, idleUntil, endsAt, means, level } = event
      return {
        status: 'active',
        accountId,
        scope,
        securityVersion,
        signIn,
        means,
        level,
        openedAt,
        seenAt: openedAt,
        idleUntil,
        endsAt,
        personal: null,
      }
    }
    case 'SessionTouched':
      if (state.status !== 'active') return impossible('session', state.status, event.type)
      return { ...state, seenAt: event.seenAt, idleUntil: event.idleUntil }
    case 'SessionEnded':
      if (state.status !== 'active') return impossible('session', state.status, event.type)
      return { status: 'ended', accountId: state.accountId, endedAt: event.endedAt, personal: null }
  }
}

function exampleCommands(state: SessionState): readonly SessionCommand[] {
  return [
    { type: 'OpenSession', accountId: 'account', scope: 'full', securityVersion: 1, signIn: 1, means: 'local', level: 0 },
    state.status === 'active'
      ? { type: 'TouchSession', securityVersion: state.securityVersion, signIns: state.signIn }
      : { type: 'TouchSession', securityVersion: 1, signIns: 1 },
    { type: 'EndSession' },
  ]
}
