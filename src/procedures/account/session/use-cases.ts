/** Signing in with codice fiscale, PIN and password (seed 001), and the session that it opens. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { property } from '../../../rules/identity/untrusted.ts'
import { type ChallengeOptions, type ChallengeRefusal, challenged } from '../../../runtime/challenge.ts'
import { perform } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { oncePer } from '../../../runtime/once.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { drawToken } from '../../../runtime/token-command.ts'
import { readAccount } from '../../binding/account-of.ts'
import { obligations } from '../credential/machine.ts'
import type { CredentialPersonal } from '../credential/model.ts'
import { notify } from '../credential/notices.ts'
import { factsOf } from '../credential/person-facts.ts'
import { tellSecurityEvents } from '../credential/security-events.ts'
import { countFailure, forgiveFailures } from '../throttle/doors.ts'
import { longestDelay } from '../throttle/machine.ts'
import {
  type AccountContext,
  endOfSession,
  type LookOptions,
  lookOptions,
  type SessionNotActiveRefusal,
  withAnySession,
} from './context.ts'
import { localCredentialFor, type SessionLocalCredential } from './local-credential.ts'
import type { SessionLevel, SessionMeans, SessionScope } from './model.ts'
import { givenSecrets, readSecrets, renewVerifiers } from './verification.ts'
import { doorTaken, readVisitors, type VisitorOptions, visitorRecords, visitorsOf } from './visitors.ts'

/** What a person signs in with: codice fiscale, the nine digits of the PIN, password. */
export type SessionCredentials = {
  /** The codice fiscale of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** The nine digits of the PIN. A secret of the subscriber. */
  readonly pin: string
  /** The password as typed. A secret of the subscriber. */
  readonly password: string
}

/** Why nobody was signed in: never told. */
export type SessionSignInRefusal =
  /**
   * The one answer to every failure: unknown, wrong, not approved, rejected, suspended, revoked, expired, malformed, too early. For a known
   * device attempts before `retryAt` are not judged. To anybody else it is always the longest delay from now, so it tells nothing.
   */
  { readonly code: 'session/sign-in-refused'; readonly retryAt: Instant }

/** What goes along with a sign-in. */
export type SessionSignInOptions = CommandOptions & VisitorOptions & ChallengeOptions

/** What a subscriber must do before the services open. */
export type SessionObligation = 'change-temporary-password' | 'change-old-password'

/** An opened session. */
export type SessionSignedIn = {
  /** The session's token. A secret of the subscriber: never log it. */
  readonly token: string

  /**
   * Shows at a later sign-in that this device has signed in before: then what strangers do to the account delays it no more. Keep it in a
   * cookie of its own (`HttpOnly`, `Secure`, a year). It opens nothing; never log it. The same as long as it is given and known.
   */
  readonly device: string

  /** What the session opens: `full`, or the change of the password alone. */
  readonly scope: SessionScope
  /** Absolute end, exclusive: at the latest the end of the credential, and of the use of such credentials. Whoever is exempted from that goes on. */
  readonly endsAt: Instant
  /** What must be done before the services open, and why. */
  readonly obligations: readonly SessionObligation[]
  /** Failed attempts since the last right one: worth showing to the subscriber. */
  readonly failuresBefore: number
  /** The last full sign-in before this one. */
  readonly lastUsedAt: Instant | null
}

/**
 * Signs in. What is malformed is refused without any account being looked at, at the same cost. The answer is given only after the
 * attempt is counted, so parallel guesses are no more than serial ones. Throws `busy` when too many attempts come at once.
 */
export async function signIn(
  context: AccountContext,
  credentials: SessionCredentials,
  options?: SessionSignInOptions,
): Promise<Result<SessionSignedIn, SessionSignInRefusal | ChallengeRefusal | CommandRefusal>> {
  const { runtime, credential, session, credentialPolicy, sessionPolicy, throttlePolicy } = context
  const readable = readSecrets(property(credentials, 'pin'), property(credentials, 'password'))
  const asked = { codiceFiscale: property(credentials, 'codiceFiscale'), isReadable: readable !== null }
  const visitor = readVisitors(runtime, asked, options)
  const secrets = readable ?? { pin: '', password: '' }
  // The record of a malformed attempt is drawn anew each time, and is no part of what was asked.
  const input = [visitor.isReadable ? visitor.code : null, secrets]
  const visitorsFor = oncePer((accountId) => visitorsOf(runtime, accountId, visitor))
  const drawnFor = oncePer((accountId) => ({
    given: givenSecrets(runtime, accountId, secrets),
    opening: drawToken(runtime, 'session', accountId),
    fresh: drawToken(runtime, 'device', accountId),
  }))
  const command = {
    name: 'session/sign-in',
    by: { kind: 'anonymous' },
    options,
    input,
    secret: true,
    isGuess: true,
    condition: challenged(runtime, sessionPolicy, options),
  } as const

  return perform<SessionSignedIn, SessionSignInRefusal | ChallengeRefusal>(runtime, command, async (unit) => {
    const accountId = await readAccount(runtime, unit, visitor.code, (id) => [
      { kind: 'credential', id },
      { kind: 'session', id: drawnFor(id).opening.digest },
      ...visitorRecords(visitorsFor(id)),
    ])
    const visitors = visitorsFor(accountId)
    const { given, fresh, opening } = drawnFor(accountId)
    const { token, digest: id } = opening
    const account = await unit.state(credential, accountId)
    const guess = await given.judge(account)
    const { door, device, isDelayed, since } = await doorTaken(context, unit, account, visitors)
    const attempt = await unit.run(credential, accountId, {
      type: 'AttemptSignIn',
      door: device === null ? 'stranger' : 'device',
      isDelayed,
      device: device === null ? fresh.digest : device.digest,
      ...guess,
    })
    invariant(attempt.ok, 'session: an attempt is always an event')
    const { state, events } = attempt.value
    const event = events.at(-1)
    unit.commitOnRefusal()
    await tellSecurityEvents(context, unit, accountId, events)
    if (event?.type !== 'SignedIn' || state.status === 'none' || account.status === 'none') {
      if (event?.type === 'CredentialSuspended') notify(context, unit, accountId, state, 'suspended')
      if (event?.type === 'StrangersStopped') notify(context, unit, accountId, state, 'strangers-stopped')
      const nextAt = await countFailure(context, unit, door, since)
      // To a stranger the clock's own instant: that of the unit may be the last change of the account.
      const retryAt = device === null ? runtime.now() + longestDelay(throttlePolicy) : Math.max(unit.now(), nextAt)
      return refuse({ code: 'session/sign-in-refused', retryAt })
    }
    await unit.admit(factsOf(accountId, state, unit.now()))
    const { scope, failuresBefore } = event
    await forgiveFailures(context, unit, door)
    await renewVerifiers(context, unit, accountId, await given.renewed(state))
    const opened = await unit.run(session, id, {
      type: 'OpenSession',
      accountId,
      scope,
      securityVersion: state.securityVersion,
      signIn: state.signIns,
      means: 'local',
      level: 0,
    })
    invariant(opened.ok && opened.value.state.status === 'active', 'session: a fresh token has no session yet')
    const { lastUsedAt } = account
    const due = obligations(state, credentialPolicy, unit.now())
    const endsAt = await endOfSession(unit, { accountId, account: state, endsAt: opened.value.state.endsAt })
    const told = { scope, endsAt, obligations: due, failuresBefore, lastUsedAt }
    return accept({ token: token.text, device: device === null ? fresh.token.text : device.text, ...told })
  })
}

/** What a session opens, and for whom. */
export type SessionView = {
  /** The id of the account. It names no person. */
  readonly accountId: string

  /** What the session opens: `full`, or the change of the password alone. */
  readonly scope: SessionScope
  /** By what it was opened: `local`, PIN and password of the office, or the protocol of the provider. */
  readonly means: SessionMeans
  /** The level of assurance that the provider has told, 1 to 3; 0 for `local`, which has none. */
  readonly level: SessionLevel
  /** Whose session it is; null once erased. */
  readonly person: {
    /** The surname. Personal data. */
    readonly surname: string
    /** The name. Personal data. */
    readonly name: string
    /** The codice fiscale of the person, 16 upper-case characters; null for a person of another state who has none. Personal data. */
    readonly codiceFiscale: string | null
    /** The day of birth, `1980-03-12`. Personal data. */
    readonly birthDate: string
    /** The private mailbox that is in force; null while the person has validated none. Personal data. */
    readonly email: string | null
  } | null

  /** What must be done before the services open. */
  readonly obligations: readonly SessionObligation[]
  /**
   * Whether PIN and password of the office belong to the account, and whether they work: also of whoever has signed in elsewhere. Where it is `temporary` or
   * `active` the password can be changed, where it is `active` a new PIN can be asked for.
   */
  readonly localCredential: SessionLocalCredential

  /** End by inactivity, exclusive. */
  readonly idleUntil: Instant

  /** Absolute end, exclusive; as `endsAt` of the sign-in. */
  readonly endsAt: Instant
}

/** What a session shows of its subscriber. */
function personOf({ surname, name, codiceFiscale, birthDate, email }: CredentialPersonal): NonNullable<SessionView['person']> {
  return { surname, name, codiceFiscale, birthDate, email }
}

/**
 * Whether a token opens anything, and for whom. Call it at every request of the host; it writes at most once a minute (policy
 * `touchMs`), to prolong the session. Give services only to scope `full`.
 */
export function check(
  context: AccountContext,
  token: unknown,
  options?: LookOptions,
): Promise<Result<SessionView, SessionNotActiveRefusal | CommandRefusal>> {
  const operation = { name: 'session/check', journalsRefusals: false, ...lookOptions(options) } as const
  return withAnySession(context, token, operation, async (unit, { accountId, session: open, account }) => {
    const { scope, means, level } = open
    const endsAt = means === 'local' ? await endOfSession(unit, { accountId, account, endsAt: open.endsAt }) : open.endsAt
    const idleUntil = Math.min(open.idleUntil, endsAt)
    // What is due about the secrets concerns whoever signs in with them.
    const due = means === 'local' ? obligations(account, context.credentialPolicy, unit.now()) : []
    const { personal } = account
    const person = personal === null ? null : personOf(personal)
    const localCredential = await localCredentialFor(unit, accountId, account)
    return accept({ accountId, scope, means, level, person, obligations: due, localCredential, idleUntil, endsAt })
  })
}

/** Signs out. */
export function end(
  context: AccountContext,
  token: unknown,
  options?: LookOptions,
): Promise<Result<null, SessionNotActiveRefusal | CommandRefusal>> {
  const operation = { name: 'session/end', journalsRefusals: false, ...lookOptions(options) } as const
  return withAnySession(context, token, operation, async (unit, { id }) => {
    const ended = await unit.run(context.session, id, { type: 'EndSession' })
    invariant(ended.ok, 'session: a live session can be ended')
    return accept(null)
  })
}
