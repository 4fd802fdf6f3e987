/** The invariants of accounts: who may have one, which secrets open it, how often somebody may guess, and what ends its sessions and links. */
import { factsOf, usable } from './facts.ts'
import { type Deed, day, type Event, type Found, fine, hour, type Invariant, type Loose } from './history.ts'

const monthLetters = 'LMNPQRSTUV'
/** One spelling for all that mean the same person: letters of an omocodia as the digits that they stand for, and no check letter. */
export function canonical(code: string): string {
  return [...code.trim().toUpperCase().slice(0, 15)]
    .map((character, i) =>
      [6, 7, 9, 10, 12, 13, 14].includes(i) && monthLetters.includes(character)
        ? String(monthLetters.indexOf(character))
        : character,
    )
    .join('')
}

export const inv01: Invariant = (history) => ({
  commit({ events, at, deed }): Found {
    if (!events.some(({ kind }) => kind === 'credential' || kind === 'binding')) return fine
    const facts = factsOf(history)
    const { lifetimeMs } = history.policy.credential
    const slack = history.isCalm ? 0 : 2 * hour
    const owners = new Map<string, string>()
    const found: string[] = []
    for (const { id, value, personal } of history.all('credential')) {
      const code = personal?.codiceFiscale
      if (!usable.has(value.status) || typeof code !== 'string') continue
      // Nothing brings back what has lived its life: its code may be that of another account now.
      if (lifetimeMs !== null && at + slack >= facts.account(id).issuedAt + lifetimeMs) continue
      const known = owners.get(code)
      if (known !== undefined && known !== id) found.push(`${code} has two accounts: ${known} and ${id}`)
      owners.set(code, id)
    }
    // Whoever has credentials needs no second decision: what else waits for one is void in the same commit.
    for (const { kind, id, type } of events) {
      if (kind !== 'approval' || type !== 'Approved') continue
      const accountId = history.row('approval', id)?.value.accountId
      const isOpen = ({ value }: { readonly value: Loose }) =>
        value.status === 'pending' || value.status === 'awaiting-correction'
      // One that is filed while the decision is made stays in the queue, and can be rejected alone.
      const isMeanwhile = ({ value }: { readonly value: Loose }) => deed.isBeside && value.submittedAt >= deed.at - 2 * hour
      const others = history
        .all('approval')
        .filter((row) => row.id !== id && row.value.accountId === accountId && isOpen(row) && !isMeanwhile(row))
      for (const other of others) found.push(`approval ${other.id} is open, although ${id} of the same account was approved`)
    }
    return found
  },
})

/** Which documents the office was shown with a digest, so that a decision is on what was seen. */
export const inv02: Invariant = (history) => {
  const seen = new Map<string, string>()
  const documentsOf = (id: string): string =>
    JSON.stringify((history.row('registration', id)?.value.documents ?? []).map(({ digest }: Loose) => digest))
  return {
    deed({ name, ok, args, value }): Found {
      if (name === 'approval.dossier' && ok === true) {
        const id = (args[0] as Loose).id as string
        seen.set(
          value.digest,
          `${id} ${documentsOf(id)} ${JSON.stringify(history.row('registration', id)?.personal?.person ?? null)}`,
        )
      }
      return fine
    },
    commit({ events, deed }): Found {
      const found: string[] = []
      for (const { kind, id, type, by } of events) {
        if (kind === 'credential' && type === 'CredentialIssued' && !events.some((other) => other.type === 'Approved'))
          found.push(`credential ${id} was issued without an approval`)
        if (kind !== 'approval' || !['Approved', 'Rejected', 'CorrectionRequested'].includes(type)) continue
        const form = deed.args[0] as Loose
        const person = history.row('registration', id)?.personal?.person
        if (!by.startsWith('operator:')) found.push(`${id}: ${type} by ${by}`)
        if (person !== undefined && person !== null && canonical(form.operator.codiceFiscale) === canonical(person.codiceFiscale))
          found.push(`${id}: ${type} by the person whose request it is`)
        if (type === 'Approved' && documentsOf(id) === '[]') found.push(`${id} was approved without a document`)
        const was = seen.get(form.dossierDigest)
        if (was === undefined) found.push(`${id}: ${type} on a dossier that nobody was shown`)
        else if (type === 'Approved' && person !== null && was !== `${id} ${documentsOf(id)} ${JSON.stringify(person)}`)
          found.push(`${id} was approved on another dossier than the one that was shown`)
        if (type !== 'Approved' && (typeof form.reason !== 'string' || form.reason.replace(/[\s\u200B]/g, '') === ''))
          found.push(`${id}: ${type} without a reason`)
      }
      return found
    },
  }
}

export const inv05: Invariant = (history) => {
  const facts = factsOf(history)
  return {
    deed({ name, ok, commits, args }): Found {
      if (ok !== true || name !== 'session.signIn') return fine
      const event = commits.flatMap(({ events }) => events).find(({ type, kind }) => type === 'SignedIn' && kind === 'credential')
      if (event === undefined) return fine
      const code = history.row('credential', event.id)?.personal?.codiceFiscale
      const shown = String((args[0] as Loose).codiceFiscale)
      if (typeof code === 'string' && canonical(code) !== canonical(shown))
        return [`${event.id} was opened with ${shown}, and its codice fiscale is ${code}`]
      const { pin } = facts.secretsOf(facts.account(event.id))
      const given = (args[0] as Loose).pin
      return pin !== null && pin !== given ? [`${event.id} was opened with the PIN ${given}, and its halves make ${pin}`] : fine
    },
  }
}

export const inv06: Invariant = () => ({
  deed({ name, ok, value, args }): Found {
    const typed = ok === true ? (args[0] as Loose)?.pin : undefined
    if (typeof typed === 'string' && !/^[0-9]*$/.test(typed)) return [`${name} took ${typed} for a PIN`]
    const half = ok === true && value !== null && typeof value === 'object' ? value.pinSecondHalf : undefined
    if (half === undefined || half === null) return fine
    return typeof half === 'string' && /^[0-9]{5}$/.test(half) ? fine : [`${name} showed ${JSON.stringify(half)} as a half`]
  },
  mail({ mail }): Found {
    if (/[?&](token|ticket|pass)=/.test(mail.text)) return [`${mail.id} has a link whose secret every server on the way sees`]
    const said = /PIN, prime 4 cifre: (.*)/.exec(mail.text)?.[1]
    return said === undefined || /^[0-9]{4}$/.test(said) ? fine : [`${mail.id} says ${said} as a half`]
  },
})

/** Halves that stand in no text of their own accord: the letters quote a postal code. */
const quoted = new Set(['10121'])

export const inv07: Invariant = (history) => {
  const halves = new Set<string>()
  const facts = factsOf(history)
  return {
    deed({ ok, value }): Found {
      const half = ok === true && value !== null && typeof value === 'object' ? value.pinSecondHalf : undefined
      if (typeof half === 'string' && !quoted.has(half)) halves.add(half)
      return fine
    },
    mail({ mail }): Found {
      const digits = mail.text.match(/(?<![\w.~-])\d{5}(?![\w.~-])|(?<!\w)\d{9}(?!\w)/g) ?? []
      return digits
        .filter(
          (text) => halves.has(text) || (text.length === 9 && [...facts.shown.values()].some((half) => text.endsWith(half))),
        )
        .map((text) => `${mail.id} says ${text}, which was shown`)
    },
    commit({ commit }): Found {
      const found: string[] = []
      for (const { key, state, personal, entries } of commit.writes) {
        const texts = [state, personal ?? '', ...entries.flatMap(({ data, personal: own }) => [data, own ?? ''])]
        for (const half of halves)
          if (texts.some((text) => text.includes(`"${half}"`))) found.push(`${key} holds ${half}, which was shown`)
      }
      return found
    },
  }
}

const opensAnAccount = (deed: Deed): Event | undefined =>
  deed.commits.flatMap(({ events }) => events).find(({ type, kind }) => type === 'SignedIn' && kind === 'credential')

export const inv08: Invariant = (history) => {
  const facts = factsOf(history)
  return {
    commit({ events, before, deed }): Found {
      const found: string[] = []
      for (const { kind, id, key, type, data } of events) {
        if (kind !== 'credential' || type !== 'SignedIn') continue
        const status = before.get(key)?.value.status
        if (data.scope === 'full' && status !== 'active') found.push(`${id} was opened in full although it is ${status}`)
        if (status !== 'active' && status !== 'temporary') found.push(`${id} was opened although it is ${status}`)
        const { credential } = history.policy
        const account = facts.account(id)
        if (credential.lifetimeMs !== null && account.source !== null && deed.at >= account.issuedAt + credential.lifetimeMs)
          found.push(`${id} was opened after its natural end`)
      }
      return found
    },
    deed(deed): Found {
      const { name, ok, args, value, at, isTroubled, isBeside } = deed
      if (name === 'session.check' && ok === true) {
        const session = facts.sessions.get(args[0])
        if (session === undefined) return ['a session is open that nobody was given']
        const { session: terms } = history.policy
        const found: string[] = []
        const account = facts.account(session.accountId)
        if (value.scope !== session.scope) found.push(`a session of ${session.scope} opens ${value.scope}`)
        const life = session.scope === 'full' ? terms.lifetimeMs : terms.passwordChangeLifetimeMs
        if (at >= session.openedAt + life + 2 * hour * (history.isCalm ? 0 : 1))
          found.push(`a session of ${session.accountId} is open after its absolute end`)
        if (session.scope === 'full' && at >= session.seenAt + terms.idleMs + 2 * hour * (history.isCalm ? 0 : 1))
          found.push(`a session of ${session.accountId} is open although nobody used it`)
        if (!isBeside && account.signIns - session.signIn >= terms.sessionsMax)
          found.push(
            `a session of ${session.accountId} is open although ${account.signIns - session.signIn} later ones were opened`,
          )
        session.seenAt = Math.max(session.seenAt, at)
        return found
      }
      if (name === 'session.signIn' && ok === false && history.isCalm && !isTroubled && !isBeside) {
        // What must open does open: right secrets, nothing that speaks against it.
        const { codiceFiscale, pin, password } = (args[0] ?? {}) as Loose
        const row = history
          .all('credential')
          .find(({ personal }) => typeof codiceFiscale === 'string' && personal?.codiceFiscale === codiceFiscale)
        if (row === undefined || row.value.status !== 'active' || deed.code !== 'session/sign-in-refused') return fine
        const account = facts.account(row.id)
        const known = facts.secretsOf(account)
        const { lifetimeMs, disuseMs } = history.policy.credential
        const isOver =
          (lifetimeMs !== null && at >= account.issuedAt + lifetimeMs) ||
          (disuseMs !== null && at >= (account.lastUsedAt ?? account.issuedAt) + disuseMs)
        // A delay is over after some time, or once the office has lifted it.
        const waits = at - account.lastFailureAt < 2 * day && account.delayLiftedAt <= account.lastFailureAt
        if (known.pin !== pin || known.password !== password || isOver || waits) return fine
        return [`${row.id} stays closed to its own secrets`]
      }
      return fine
    },
  }
}

export const inv09: Invariant = (history) => {
  const facts = factsOf(history)
  return {
    deed(deed): Found {
      const { name, ok, args, value, at } = deed
      if (ok !== true) return fine
      const found: string[] = []
      if (name === 'session.signIn') {
        const event = opensAnAccount(deed)
        if (event === undefined) return fine
        const account = facts.account(event.id)
        const { password } = facts.secretsOf(account)
        if (password !== null && password !== args[0].password)
          found.push(`${event.id} was opened with a password that is not in force`)
        const isTemporary = account.password === null && account.source !== null
        if (isTemporary && value.scope !== 'password-change') found.push(`a temporary password opens ${value.scope}`)
        if (isTemporary && at >= Math.max(account.issuedAt, account.liftedAt) + history.policy.credential.temporaryLifetimeMs)
          found.push(`${event.id} was opened with a temporary password after its term`)
      }
      if (name === 'credential.changePassword') {
        const { current, next } = args[0]
        if (current === next) found.push('the present password was kept as the new one')
      }
      return found
    },
    mail({ mail }): Found {
      const drawn = /Password temporanea: (\S+)/.exec(mail.text)?.[1]
      const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]
      const isGood = drawn === undefined || (drawn.length >= 8 && kinds.every((kind) => kind.test(drawn)))
      return isGood ? fine : [`${mail.id} says a temporary password that its own rules refuse: ${drawn}`]
    },
    commit({ events, deed, commit }): Found {
      const changed = events.find(
        ({ kind, type }) => kind === 'credential' && (type === 'PasswordChanged' || type === 'PasswordRecovered'),
      )
      if (changed === undefined) return fine
      const account = facts.account(changed.id)
      const next = account.password ?? ''
      const found: string[] = []
      const isTold = commit.outbox.some(({ topic }) => topic.includes(changed.id))
      if (!isTold && typeof history.rows.get(changed.key)?.personal?.email === 'string')
        found.push(`${changed.id} is not told that the password is another one`)
      const before = account.passwords.slice(0, -1).slice(-history.policy.credential.historyMax - 1)
      if (before.includes(next)) found.push(`${changed.id} has a password again that it had before`)
      const { surname, name, codiceFiscale } =
        changed.kind === 'credential' ? (history.rows.get(changed.key)?.personal ?? {}) : ({} as Loose)
      for (const known of [surname, name, codiceFiscale]) {
        if (typeof known === 'string' && known.length > 3 && next.toLowerCase().includes(known.toLowerCase()))
          found.push(`${changed.id}: ${known} is part of the new password`)
      }
      if (next.length < 8 || next.length > 128 || /^(Password1!)$/.test(next) || /(.)\1\1/.test(next))
        found.push(`${changed.id} has a password that its rules refuse: ${next}`)
      // Who changes it has shown the one before.
      if (changed.type === 'PasswordChanged') {
        const current = (deed.args[0] as Loose).current
        const was = account.passwords.at(-2) ?? null
        if (
          was !== null &&
          account.passwords.length > 1 &&
          current !== was &&
          account.source?.kind !== 'identification' &&
          !temporary(current)
        )
          found.push(`${changed.id}: the password was changed with ${current} instead of ${was}`)
      }
      return found
    },
  }
  function temporary(password: string): boolean {
    return [...facts.letters.values()].some((letter) => letter.password === password)
  }
}

export const inv10: Invariant = (history) => {
  const facts = factsOf(history)
  const judged = new Map<string, { readonly at: number; readonly door: string }[]>()
  return {
    commit({ events, deed }): Found {
      const found: string[] = []
      const max = history.policy.credential.pinFailuresMax
      for (const { kind, id, type, data, at } of events) {
        if (kind !== 'credential') continue
        const { wrongPins } = facts.account(id)
        if (wrongPins > max) found.push(`${id}: ${wrongPins} wrong PINs were judged`)
        if (type !== 'AttemptFailed' || deed.name !== 'session.signIn') continue
        void data
        const list = judged.get(id) ?? []
        list.push({ at, door: String(data.door ?? '') })
        judged.set(id, list)
      }
      return found
    },
    deed({ name, ok, args, isTroubled, commits, isBeside, error, code }): Found {
      if (name !== 'session.signIn' || code !== 'session/sign-in-refused' || error !== null || isTroubled || isBeside) return fine
      // With the right password and a wrong PIN somebody was judged or held off: it is written down at the account.
      const { codiceFiscale, pin, password } = (args[0] ?? {}) as Loose
      const row = history
        .all('credential')
        .find(({ personal }) => typeof codiceFiscale === 'string' && personal?.codiceFiscale === codiceFiscale)
      if (row === undefined || ok !== false) return fine
      const account = facts.account(row.id)
      const known = facts.secretsOf(account)
      const isGuess = known.password === password && known.pin !== null && known.pin !== pin && /^\d{9}$/.test(String(pin))
      if (!isGuess || row.value.status !== 'active') return fine
      const isWritten = commits.some(({ events }) => events.some((event) => event.kind === 'credential' && event.id === row.id))
      return isWritten || commits.some(({ events }) => events.length > 0) ? fine : [`${row.id}: a guess has left nothing`]
    },
  }
}

export const inv24: Invariant = () => ({
  commit({ events, before, commit }): Found {
    return commit.writes.flatMap(({ key, machine, state }) => {
      const was = before.get(key)
      if (machine !== 'credential' || was === null || was === undefined) return []
      const now = JSON.parse(state) as Loose
      if (now.lastUsedAt === was.value.lastUsedAt) return []
      const own = events.filter((event) => event.key === key)
      const isMeant = own.some(
        ({ type, data }) =>
          (type === 'SignedIn' && data.scope === 'full') ||
          type === 'FederatedSignedIn' ||
          type === 'CredentialIssued' ||
          type === 'FederatedOpened' ||
          type === 'CredentialImported',
      )
      return isMeant ? [] : [`${key}: the last use has moved by ${own.map(({ type }) => type)}`]
    })
  },
})

export const inv26: Invariant = (history) => {
  const facts = factsOf(history)
  const isLong = (text: unknown): text is string => typeof text === 'string' && text.length >= 9
  return {
    commit({ commit, deed }): Found {
      const found: string[] = []
      const form = (deed.args[0] ?? {}) as Loose
      const typed = [form.password, form.next, form.pin, form.current, form.token, form].filter(isLong)
      for (const { key, state, personal, entries, tags } of commit.writes) {
        // A row is found by keyed digests: its tags name nobody.
        const person = personal === null ? null : ((JSON.parse(personal) as Loose)?.person ?? JSON.parse(personal))
        const names = [person?.codiceFiscale, person?.surname, person?.name, person?.email].filter(
          (text) => typeof text === 'string',
        )
        for (const tag of tags)
          if (names.some((text: string) => text.length > 3 && tag.toLowerCase().includes(text.toLowerCase())))
            found.push(`${key} can be found by ${tag}`)
        const texts = [state, personal ?? '', ...entries.flatMap(({ data, personal: own }) => [data, own ?? ''])]
        for (const secret of typed) if (texts.some((text) => text.includes(secret))) found.push(`${key} holds ${secret}`)
      }
      // Nothing of a letter can be read in its seal: a key id, and letters of base64url.
      for (const { id, sealed } of commit.outbox)
        if (!/^[\w-]+\.[\w-]+$/.test(sealed)) found.push(`${id} lies open in the outbox`)
      return found
    },
    deed({ name, error, args, ok, value, commits }): Found {
      if (error === null) {
        // What verifies a secret is nobody's to see, and what was looked for is written nowhere.
        const said = ok === true && !name.startsWith('journal.') && typeof value === 'object' ? JSON.stringify(value) : ''
        const found = /"k\d+:\$/.test(said) ? [`${name} showed a verifier`] : []
        const sought = name === 'desk.search' ? ['codiceFiscale', 'surname', 'name', 'email'] : []
        for (const field of sought) {
          const text = (args[0] as Loose)?.[field]
          const isWritten = commits.some(({ events }) => events.some(({ data }) => JSON.stringify(data).includes(`"${text}`)))
          if (typeof text === 'string' && text.length > 3 && isWritten) found.push(`the journal says that ${text} was looked for`)
        }
        return found
      }
      const { message = '', stack = '' } = error as Error
      const secrets = [...facts.secrets, (args[0] as Loose)?.password].filter(isLong)
      return secrets.filter((secret) => `${message}${stack}`.includes(secret)).map(() => `the error of ${name} says a secret`)
    },
    end(): Found {
      const texts = [
        ...[...history.rows.values()].map(({ key, text, personal }) => `${key} ${text} ${JSON.stringify(personal)}`),
        ...[...history.events.values()]
          .flat()
          .map(({ key, data, personal }) => `${key} ${JSON.stringify(data)} ${JSON.stringify(personal)}`),
      ].join('\n')
      return [...facts.secrets]
        .filter((secret) => isLong(secret) && texts.includes(secret))
        .map((secret) => `a row or an entry holds ${secret}`)
    },
  }
}

export const inv27: Invariant = (history) => {
  const salts = new Map<string, string>()
  return {
    commit({ commit }): Found {
      const found: string[] = []
      for (const { key, machine, personal } of commit.writes) {
        if (machine !== 'credential' || personal === null) continue
        const { pin, password } = JSON.parse(personal) as Loose
        for (const [what, text] of [
          ['pin', pin],
          ['password', password],
        ] as const) {
          if (text === '' || typeof text !== 'string') continue
          if (!/^[A-Za-z0-9_-]+:\$[a-z0-9]+\$[^$]+\$[^$]+\$[^$]+$/.test(text))
            found.push(`${key}: the ${what} names no key, recipe and salt`)
          const owner = salts.get(text)
          if (owner !== undefined && owner !== `${key} ${what}`) found.push(`${key}: its ${what} has the verifier of ${owner}`)
          salts.set(text, `${key} ${what}`)
        }
      }
      void history
      return found
    },
  }
}

/** What opens an account by a link or a session that was had before the last security event. */
export const inv35: Invariant = (history) => {
  const facts = factsOf(history)
  const begun = new Map<string, { readonly accountId: string; readonly security: number }>()
  return {
    commit({ events, deed }): Found {
      const found: string[] = []
      for (const { kind, id, type, data } of events) {
        const isChange = kind === 'pec-change' || kind === 'email-change'
        if (isChange && type === 'ChangeRequested')
          begun.set(`${kind} ${id}`, { accountId: data.accountId, security: facts.account(data.accountId).security })
        if (isChange && type === 'ChangeKept') {
          const known = begun.get(`${kind} ${id}`)
          if (known !== undefined) begun.set(`${kind} ${id}`, { ...known, security: facts.account(known.accountId).security })
        }
        if (kind === 'recovery' && type === 'RecoveryRequested')
          begun.set(`${kind} ${id}`, { accountId: id, security: facts.account(id).security })
        const known = begun.get(`${kind} ${id}`)
        const isDone = type === 'ChangeConfirmed' || type === 'LinkUsed'
        const account = known === undefined ? undefined : facts.account(known.accountId)
        // What recovers a password is a security event itself, and brings a window that was due into effect.
        const own = account?.securityDeed === deed ? account.ownSecurity : 0
        if (isDone && known !== undefined && account !== undefined && account.security - own > known.security)
          found.push(`${kind} ${id} was concluded although a security event came between`)
      }
      return found
    },
    deed({ name, ok, args }): Found {
      if (name !== 'session.check' || ok !== true) return fine
      const session = facts.sessions.get(args[0])
      if (session === undefined) return fine
      const account = facts.account(session.accountId)
      return account.security > session.security
        ? [`a session of ${session.accountId} is open although a security event came between`]
        : fine
    },
  }
}
