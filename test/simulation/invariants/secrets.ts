/** The invariants of who may try secrets how often, what replaces them or ends them, and how long what was given lasts. */
import { factsOf, idIn, securityEvents } from './facts.ts'
import { type Found, fine, hour, type Invariant, type Loose } from './history.ts'

/** What lets the doors of an account begin anew, beside what ends its sessions. */
const begins = new Set(['DelayLifted', 'CredentialIssued', 'FederatedOpened'])

/** INV-10: each failure at a door makes the next one wait longer, and nothing is judged meanwhile. */
export const waits: Invariant = (history) => {
  const doors = new Map<
    string,
    { readonly failures: number; readonly failedAt: number; readonly nextAt: number; readonly seen: number }
  >()
  // What lifts a delay or issues other secrets lets a door begin anew.
  let resets = 0
  return {
    commit({ events, deed, at }): Found {
      const found: string[] = []
      const { freeFailures, delayMs, delayMaxMs, forgottenMs, failuresMax } = history.policy.throttle
      for (const { kind, id, type, data } of events) {
        if (kind === 'credential' && (securityEvents.has(type) || begins.has(type))) resets += 1
        if (kind !== 'throttle' || deed.name.startsWith('mailboxes.')) continue
        const before = doors.get(id)
        const isSure = before !== undefined && before.seen === resets && history.isCalm && !deed.isBeside
        if (type === 'FailuresForgiven' && deed.name === 'session.signIn' && isSure && at < before.nextAt)
          found.push(`somebody was let in at ${at}, and the door was closed until ${before.nextAt}`)
        if (type === 'FailuresForgiven' || type === 'FailuresMoved') doors.delete(id)
        if (type === 'FailureUncounted') doors.delete(id)
        if (type !== 'FailureCounted') continue
        const { failures, failedAt, nextAt } = data
        doors.set(id, { failures, failedAt, nextAt, seen: resets })
        const steps = failures - freeFailures
        const least = steps <= 0 ? 0 : Math.min(delayMs * 2 ** (steps - 1), delayMaxMs)
        if (least > 0 && nextAt - failedAt < least)
          found.push(`after ${failures} failures the next try waits ${nextAt - failedAt} ms, and not ${least}`)
        if (before === undefined || before.seen !== resets || !history.isCalm) continue
        if (at < before.nextAt) found.push(`a try at ${at} was judged, and the door was closed until ${before.nextAt}`)
        if (failures <= before.failures && at < before.failedAt + forgottenMs && before.failures < failuresMax)
          found.push(`${failures} failures are counted at a door that had ${before.failures}`)
      }
      return found
    },
  }
}

/** INV-08: a session lasts no longer than the credential that it was opened with. */
export const lastsNoLonger: Invariant = (history) => {
  const facts = factsOf(history)
  return {
    deed({ name, ok, args, at, isBeside }): Found {
      const session = facts.sessions.get(args[0])
      if (name !== 'session.check' || ok !== true || session === undefined || isBeside) return fine
      const { value } = history.row('credential', session.accountId) ?? { value: {} }
      const account = facts.account(session.accountId)
      const { lifetimeMs, temporaryLifetimeMs } = history.policy.credential
      const slack = history.isCalm ? 0 : 2 * hour
      if (value.status === 'temporary' && at >= Math.max(account.issuedAt, account.liftedAt) + temporaryLifetimeMs + slack)
        return [`a session of ${session.accountId} is open after the term of its temporary password`]
      if (value.status === 'active' && lifetimeMs !== null && account.issuedAt > 0 && at >= account.issuedAt + lifetimeMs + slack)
        return [`a session of ${session.accountId} is open after the end of its credential`]
      return fine
    },
  }
}

/** INV-27: a sign-in makes verifiers anew that an older key has made, and no others. */
export const renewsVerifiers: Invariant = (history) => ({
  deed({ name, ok, commits, isTroubled, isBeside, args }): Found {
    if (name !== 'session.signIn' || ok !== true || isTroubled || isBeside || (args.at(-1) as Loose)?.requestKey !== undefined)
      return fine
    return commits.flatMap(({ commit, before }) =>
      commit.writes.flatMap(({ key, machine, personal, journalHead }) => {
        const was = before.get(key)?.personal
        if (machine !== 'credential' || personal === null || was == null) return []
        const current = /^\d+\.([a-z0-9-]+)~/.exec(journalHead)?.[1] ?? ''
        return (['pin', 'password'] as const).flatMap((what) => {
          const [old, now] = [String(was[what] ?? ''), String((JSON.parse(personal) as Loose)[what] ?? '')]
          if (old === '' || now === '' || current === '') return []
          if (old.startsWith(`${current}:`) && now !== old)
            return [`${key}: its ${what} was made anew, and nothing was wrong with it`]
          return now.startsWith(`${current}:`) || !history.isCalm
            ? []
            : [`${key}: its ${what} is left as an older key has made it`]
        })
      }),
    )
  },
})

/** INV-05: whoever gives the credential up for good, or has a half of another PIN mailed, has shown the secrets of today. */
export const showsSecrets: Invariant = (history) => {
  const facts = factsOf(history)
  const wrong = new Map<string, string>()
  return {
    commit({ commit, events, deed }): Found {
      const form = deed.args[0] as Loose
      for (const { id, topic } of commit.outbox) {
        const [, kind, record = ''] = topic.split('/')
        if (kind === 'pin-renewal' && deed.name === 'pinRenewal.start') {
          const { password } = facts.secretsOf(facts.account(record))
          if (password !== null && password !== form.password) wrong.set(id, 'a wrong password')
        }
        const status = history.row('credential', record)?.value.status
        if (kind === 'recovery' && deed.name === 'recovery.request' && status !== 'active')
          wrong.set(id, `a credential that is ${status}`)
      }
      if (deed.name !== 'credential.revokeOwn') return fine
      return events.flatMap(({ kind, id, type }) => {
        if (kind !== 'credential' || type !== 'CredentialRevoked') return []
        const { pin, password } = facts.secretsOf(facts.account(id))
        // A sign-in at a provider a short while ago stands for them.
        const session = facts.sessions.get(form.token)
        if (session?.isByProvider === true && deed.at < session.openedAt + history.policy.session.recentSignInMs) return []
        const isShown = (pin === null || pin === form.pin) && (password === null || password === form.password)
        return isShown ? [] : [`${id} was given up for good with wrong secrets`]
      })
    },
    mail({ mail }): Found {
      const why = wrong.get(mail.id)
      const isSecret = /#token=/.test(mail.text) || /PIN, prime 4 cifre/.test(mail.text)
      return why !== undefined && isSecret ? [`${mail.id} replaces a secret, and was asked for with ${why}`] : fine
    },
  }
}

/** INV-07: the half that is shown is shown to whoever has the ticket of the counter, and not to whoever has the letter. */
export const shownApart: Invariant = () => {
  const mailed = new Set<string>()
  return {
    mail({ mail }): Found {
      for (const [, ticket = ''] of mail.text.matchAll(/#ticket=(\S+)/g)) mailed.add(ticket)
      return fine
    },
    deed({ name, ok, args }): Found {
      return name === 'registration.showPinHalf' && ok === true && mailed.has(args[0])
        ? [`the half of ${idIn(args[0])} was shown to whoever had a letter`]
        : fine
    },
  }
}

/** INV-28: what was decided is kept as long as the office has said, and no longer. */
export const keepsNoLonger: Invariant = (history) => ({
  deed({ name, error, at, isTroubled, isBeside }): Found {
    if (name !== 'retention.sweep' || error !== null || isTroubled || isBeside || !history.isCalm) return fine
    const { rejectedMs, approvedMs } = history.policy.retention
    return history.all('approval').flatMap(({ id, value, personal }) => {
      const keptMs = value.status === 'approved' ? approvedMs : value.status === 'rejected' ? rejectedMs : null
      if (keptMs === null || at < value.decidedAt + keptMs) return []
      const request = history.row('registration', id)
      return (request?.personal ?? null) !== null || personal !== null
        ? [`${id} was ${value.status} at ${value.decidedAt}, and at ${at} its personal data are still there`]
        : []
    })
  },
})
