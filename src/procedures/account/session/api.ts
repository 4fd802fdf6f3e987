/** Sessions as the host calls them: signing in, checking at every request, signing out. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { ChallengeRefusal } from '../../../runtime/challenge.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { AccountContext, SessionNotActiveRefusal } from './context.ts'
import {
  check,
  end,
  type SessionCredentials,
  type SessionSignedIn,
  type SessionSignInOptions,
  type SessionSignInRefusal,
  type SessionView,
  signIn,
} from './use-cases.ts'

/** Sessions of the subscribers of credentials. A token is a secret of its subscriber: never log it. */
export interface SessionApi {
  /**
   * Signs in with codice fiscale, PIN and password. The attempt is counted before it is answered, so parallel guesses are no more than
   * serial ones. Throws a SportelloError `busy` when too many attempts come at once.
   *
   * Called for anybody. Every failure has one answer, `session/sign-in-refused`, at the same cost. Give the `requester` and the `device` of an
   * earlier sign-in: each has delays of its own, so that what others do keeps nobody out. The token of the answer is a secret. Under a request key a repeat within ten minutes shows the same session.
   *
   * Where the host has a `challenge`, it is asked first, of everybody alike: `challenge/failed` and `challenge/unavailable` come before any account is
   * looked at, and count nothing against anybody. A repeat under the request key is not asked again.
   */
  signIn(
    credentials: SessionCredentials,
    options?: SessionSignInOptions,
  ): Promise<Result<SessionSignedIn, SessionSignInRefusal | ChallengeRefusal | CommandRefusal>>

  /**
   * Tells whether a token opens anything, and for whom. Call it at every request of the host. It writes at most once in `touchMs`
   * (policy, ms), to prolong the session. Give services to scope `full` alone.
   *
   * `audience` names the service that is asked for, whose last use may be another one than that of all others.
   *
   * Called for whatever shows a token. Refused with `session/not-active` where it is unknown, ended, timed out, or overtaken by a
   * security event: not told apart.
   */
  check(
    token: string,
    options?: Pick<CommandOptions, 'audience'>,
  ): Promise<Result<SessionView, SessionNotActiveRefusal | CommandRefusal>>

  /**
   * Signs out: the session opens nothing any more. Other sessions of the account go on.
   *
   * Called for whoever shows the token. Refused with `session/not-active`, also when it was ended before.
   */
  end(token: string, options?: Pick<CommandOptions, 'audience'>): Promise<Result<null, SessionNotActiveRefusal | CommandRefusal>>
}

/** Sessions at work in a context. */
export function sessionApi(context: AccountContext): SessionApi {
  return { signIn: bind(context, signIn), check: bind(context, check), end: bind(context, end) }
}
