/** The invariants of records, commits and mail: what must hold of every office, whatever its procedures are. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tellings } from '../../support/tellings.ts'
import { idIn } from './facts.ts'
import { type Found, fine, type Invariant, type Loose, type Made } from './history.ts'

const machines = readFileSync(new URL('../../../docs/machines.md', import.meta.url), 'utf8')

/** The published arrows of each machine, `from to`: the status is all that is looked at. */
const arrows: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...machines.matchAll(/<!-- generated: diagram ([a-z-]+) -->\n([\s\S]*?)<!-- end -->/g)].map(([, name = '', text = '']) => {
    const found = [...text.matchAll(/^ {2}(\w+|\[\*\]) --> (\w+)/gm)].map(([, from = '', to = '']) =>
      `${from} ${to}`.replaceAll('_', '-'),
    )
    return [name, new Set(found)]
  }),
)

/** Whether so many arrows lead from one status to another. */
function leads(known: ReadonlySet<string>, from: string, to: string, steps: number): boolean {
  if (from === to) return true
  if (steps === 0) return false
  return [...known].some((arrow) => arrow.startsWith(`${from} `) && leads(known, arrow.slice(from.length + 1), to, steps - 1))
}

/** What a refused command may still leave: that it was refused, and what counts against guessing. */
const ofRefusals =
  /^(Refused|RequestClaimed|RequestAnswered|RequestAnswerWiped|Reauthenticated|SessionTouched|AttemptFailed|AttemptNoted|GuessCounted|UseCounted|UseRefused|MailboxCounted|FailureCounted|FailureUncounted|FailuresForgiven|FailuresMoved|CredentialSuspended|StrangersStopped|ChangeVoided|RecoveryVoided|RenewalVoided|RequestNoted|RequestFound|PassOffered|PassUsed|CalendarKept|SunsetKept|HalfVoided|ReceiptNoted|ReceiptIgnored|OfficeAsked|ChangeEnded|PinConfirmed|PasswordConfirmed|VerifiersRenewed|.*Viewed|EarlierAddressDropped|DelegationWithdrawn|RegistrationVoided|ApprovalVoided|TermHeld|TermReleased|AssignmentEnded)$/

export const inv03: Invariant = () => ({
  commit({ commit, before }): Found {
    return commit.writes.flatMap(({ key, machine, state, entries }) => {
      const known = arrows.get(machine)
      const was = before.get(key)
      // What was erased of a digital identity begins anew: nobody knows any more that it was linked.
      const isAnew = machine === 'federation' && was?.isErased === true
      const from = isAnew ? '[*]' : (was?.value.status ?? '[*]')
      const to = (JSON.parse(state) as Loose).status
      // A record that is not there is in the first status of its picture.
      const first = [...(known ?? [])].find((arrow) => arrow.startsWith('[*] '))?.slice(4)
      const start = from === '[*]' ? (first ?? '') : from
      if (known === undefined || was?.value.status === to || leads(known, start, to, Math.min(3, Math.max(1, entries.length))))
        return []
      return [`${key}: from ${from} to ${to}, which no arrow of its picture shows`]
    })
  },
  deed({ ok, name, commits, code, isBeside }): Found {
    if (ok !== false) return fine
    // An erasure goes from record to record: one that meets a request filed meanwhile has erased what was over, and is asked for again.
    const erased = name === 'subject.erase' && isBeside ? /^(DocumentsDiscarded|ErasureOrdered)$/ : null
    const left = commits.flatMap(({ events }) =>
      events.filter(({ type }) => !ofRefusals.test(type) && erased?.test(type) !== true),
    )
    return left.map(({ key, type }) => `${name} was refused (${code}) and left ${type} at ${key}`)
  },
})

export const inv04: Invariant = (history) => ({
  commit({ commit, before }): Found {
    const found: string[] = []
    for (const { key, version } of commit.expects) {
      const stands = history.rows.get(key)?.version ?? 0
      if (stands !== version) found.push(`${key} was expected at ${version}, and stood at ${stands}`)
    }
    for (const { key, expectedVersion, entries } of commit.writes) {
      const was = before.get(key) ?? null
      const sequence = (history.events.get(key)?.length ?? 0) - entries.length
      if ((was?.version ?? 0) !== expectedVersion)
        found.push(`${key} was written over: at ${was?.version ?? 0}, by whoever had read ${expectedVersion}`)
      const last = history.events.get(key)?.at(-entries.length - 1)
      entries.forEach((entry, i) => {
        if (entry.at < (i === 0 ? (last?.at ?? 0) : (entries[i - 1]?.at ?? 0)))
          found.push(`${key}: entry ${entry.sequence} is dated before the one that it follows`)
        if (entry.sequence !== sequence + 1 + i) found.push(`${key}: entry ${entry.sequence} follows ${sequence + i}`)
        if (entry.previous !== (i === 0 ? (was?.journalHead ?? '') : entries[i - 1]?.hash))
          found.push(`${key}: the chain is broken at ${entry.sequence}`)
      })
    }
    return found
  },
})

export const inv17: Invariant = (history) => {
  /** Somebody whose address the office knows; whoever signs in elsewhere may have none. */
  function isWritable(key: string, before: Made['before']): boolean {
    const row = history.rows.get(key)
    if (row === undefined || row.isErased) return false
    if (!['credential', 'addresses', 'pec-change', 'email-change'].includes(row.kind)) return true
    const account = history.row('credential', row.kind.endsWith('-change') ? row.value.accountId : row.id)
    // Whoever has no mailbox before the first one is confirmed cannot be told that it has been replaced.
    const was = row.kind === 'email-change' && account !== undefined ? before.get(account.key) : null
    return typeof (was ?? account)?.personal?.email === 'string'
  }
  return {
    commit({ commit, events, before }): Found {
      const found: string[] = []
      for (const [kind, type, purpose, cause] of tellings) {
        for (const key of new Set(events.filter((event) => event.kind === kind).map((event) => event.key))) {
          const changes = events.filter(
            (event) => event.key === key && event.type === type && (cause === undefined || event.data.cause === cause),
          ).length
          const mails = commit.outbox.filter(
            ({ id, topic }) =>
              topic.replace(/^([^/~]+)~[a-z]+\//, '$1/') === key && id.replace(/-\d{9,}$/, '').endsWith(`.${purpose}`),
          ).length
          if (isWritable(key, before) && changes !== mails)
            found.push(`${key}: ${changes} times ${type}, ${mails} letters ${purpose} in its commit`)
        }
      }
      return found
    },
  }
}

export const inv18: Invariant = (history) => ({
  mail({ mail, queued, at, isBeside }): Found {
    if (queued === undefined) return [`${mail.id} was sent, and nobody has queued it`]
    const found: string[] = []
    const [first] = queued.sent
    if (first !== undefined && JSON.stringify(first) !== JSON.stringify(mail))
      found.push(`${mail.id} was sent again with other bytes`)
    // What is cancelled, or settled by another relay whose lease is over, in the moment in which it is handed over cannot be called back.
    if (queued.cancelledAt !== null && !isBeside)
      found.push(`${mail.id} was sent at ${at}, and cancelled at ${queued.cancelledAt}`)
    if ((queued.settled === 'sent' || queued.settled === 'rejected') && !isBeside)
      found.push(`${mail.id} was sent again, although it was settled as ${queued.settled}`)
    return found
  },
  deed({ name, value, error, isTroubled }): Found {
    if (name !== 'relay' || error !== null || isTroubled) return fine
    return (value.sent as readonly string[])
      .filter((id) => (history.mails.get(id)?.sent.length ?? 0) === 0)
      .map((id) => `${id} counts as sent, and was not`)
  },
})

export const inv19: Invariant = () => ({
  mail({ mail, queued }): Found {
    const found: string[] = []
    if (!/^[^\s@,;<>]+@[^\s@,;<>]+$/.test(mail.to.address)) found.push(`${mail.id} goes to ${mail.to.address}`)
    const [first] = queued?.sent ?? []
    if (first !== undefined && first.to.address !== mail.to.address)
      found.push(`${mail.id} went to ${first.to.address}, then to ${mail.to.address}`)
    return found
  },
})

export const inv29: Invariant = () => ({
  deed({ name, error, isTroubled, isBeside, args }): Found {
    if (error === null) return fine
    const { name: kind, code, message } = error as { readonly name?: string; readonly code?: string; readonly message?: string }
    if (kind !== 'SportelloError') return [`${name} threw ${kind}: ${message}`]
    // What the world did is told as what it was; two at once may be told to come back.
    // And the host hears by an error that it has called for what cannot be.
    const isWorld = isTroubled || (code === 'busy' && isBeside) || code === 'config/invalid'
    return isWorld ? fine : [`${name} threw ${code}: ${message}, and nothing was wrong: ${JSON.stringify(args).slice(0, 300)}`]
  },
})

/** What only the record of the request itself may lack: the journal of somebody who is not there. */
export const inv32: Invariant = () => {
  const given = new Set<string>()
  /** Whether it was given before under its request key: then the answer of that time is given again. */
  const isRepeated = (options: Loose): boolean => {
    if (options?.requestKey === undefined) return false
    const isKnown = given.has(options.requestKey)
    given.add(options.requestKey)
    return isKnown
  }
  return {
    deed({ name, ok, commits, isTroubled, error, refusal, args, value }): Found {
      if (isRepeated(args[1] as Loose) || error !== null || isTroubled) return fine
      if (name === 'desk.search' && ok === true) {
        const found = value.lines.length
        const noted = commits.flatMap(({ events }) => events.filter(({ type }) => type === 'RequestFound')).length
        return noted >= found ? fine : [`a search has found ${found} requests and left ${noted} entries`]
      }
      if (name !== 'session.signIn') return fine
      const readable =
        /^[A-Za-z0-9]{16}$/.test(String((args[0] as Loose)?.codiceFiscale ?? '')) &&
        /^\d{9}$/.test(String((args[0] as Loose)?.pin ?? ''))
      if (ok === true || !readable || refusal?.code !== 'session/sign-in-refused' || (args[0] as Loose).password === '')
        return fine
      const isNoted = commits.some(({ events }) => events.length > 0)
      return isNoted ? fine : ['a refused sign-in has left nothing in a journal']
    },
  }
}

export const inv25: Invariant = (history) => {
  let shape: string | null = null
  const begun = new Set<number>()
  const letters = new Map<string, number>()
  return {
    commit({ commit, events, deed }): Found {
      // What is filed queues as many letters whether there is a subscriber or not: how long it takes tells nothing.
      const isFirst = events.some(
        ({ kind, id, type }) =>
          kind === 'registration' && type === 'RegistrationCompleted' && history.row(kind, id)?.value.round === 1,
      )
      if (!isFirst && !events.some(({ type }) => type === 'AssistanceOpened')) return fine
      const many = commit.outbox.length
      const others = letters.get(deed.name) ?? many
      letters.set(deed.name, others)
      return many === others ? fine : [`${deed.name} queued ${many} letters, and ${others} before`]
    },
    deed({ name, ok, refusal, hashes, made, born, error, isTroubled, isBeside, commits, code }): Found {
      if (error !== null || isTroubled) return fine
      const found: string[] = []
      if (name === 'recovery.request' && ok === false && !/^(calendar|quota|recovery\/form)/.test(code))
        found.push(`a recovery is refused with ${code}`)
      if (name !== 'session.signIn' || ok !== false || /^(calendar|challenge|request)/.test(code)) return found
      const said = JSON.stringify(Object.keys(refusal).sort())
      shape ??= said
      if (code !== 'session/sign-in-refused') found.push(`a sign-in is refused with ${code}`)
      if (said !== shape) found.push(`a sign-in is refused with ${said}, others with ${shape}`)
      // Two slow hashes, whatever was wrong. A command that lost a race compares once more what has changed since.
      const rounds = isBeside ? hashes >= 2 : hashes === 2
      if (!rounds && commits.length > 0) found.push(`a refused sign-in cost ${hashes} slow hashes`)
      // A process makes what it compares with for nobody once. One that has lost a race may have made what it then did not need.
      if (!isBeside && made > (begun.has(born) ? 0 : 1)) found.push(`a refused sign-in made ${made} verifiers`)
      if (made > 0) begun.add(born)
      return found
    },
  }
}

export const inv13: Invariant = () => {
  const finals: ReadonlyMap<string, ReadonlySet<string>> = new Map([
    ['registration', new Set(['withdrawn', 'void', 'lapsed'])],
    ['approval', new Set(['approved', 'rejected', 'void'])],
    ['pec-change', new Set(['confirmed', 'superseded', 'cancelled', 'void', 'undeliverable'])],
    ['email-change', new Set(['confirmed', 'superseded', 'cancelled', 'void'])],
    ['assistance', new Set(['approved', 'rejected', 'withdrawn'])],
    ['session', new Set(['ended'])],
    ['delegation', new Set(['rejected', 'withdrawn', 'revoked'])],
  ])
  return {
    commit({ commit, before, events }): Found {
      // Two people have one record for all their delegations: what has ended stays so until somebody asks anew.
      const asked = new Set(events.flatMap(({ type, key }) => (type === 'DelegationRequested' ? [key] : [])))
      return commit.writes.flatMap(({ key, machine, state }) => {
        const was = before.get(key)?.value.status
        const is = (JSON.parse(state) as Loose).status
        const isOver = was !== is && finals.get(machine)?.has(was) === true && !asked.has(key)
        return isOver ? [`${key} was ${was}, and is ${is} now`] : []
      })
    },
  }
}

export const inv28: Invariant = (history) => ({
  commit({ commit, events }): Found {
    const found: string[] = []
    for (const { type, data, key } of events) {
      if (type !== 'DocumentAdded') continue
      if (data.document.size > history.policy.registration.bytesMax)
        found.push(`${key}: a document of ${data.document.size} bytes`)
      if (!/^[0-9a-f]{64}$/.test(data.document.digest)) found.push(`${key}: a document without its digest`)
      for (const { name } of (history.rows.get(key)?.personal?.labels ?? []) as readonly Loose[])
        if (/[\\/\p{Cc}\p{Cf}]/u.test(name)) found.push(`${key}: a document is called ${name}`)
    }
    void commit
    return found
  },
  deed({ name, ok, args, value }): Found {
    if (ok !== true) return fine
    if (name === 'registration.addDocument') {
      const content = args[2]
      if (!(content instanceof Uint8Array)) return fine
      const text = new TextDecoder('latin1').decode(content)
      if (!text.startsWith('%PDF-')) return ['what does not begin as a PDF was filed']
      if (/\/JavaScript|\/Encrypt|\/Launch/.test(text)) return ['a PDF that acts, or that nobody can read, was filed']
    }
    if (name === 'approval.document' || name === 'assistance.document') {
      const id = (args[0] as Loose).id
      const kind = name === 'approval.document' ? 'registration' : 'assistance'
      const digest = createHash('sha256')
        .update(value.content as Uint8Array)
        .digest('hex')
      const row = history.row(kind, id)
      if (row !== undefined && !row.text.includes(digest)) return [`the office was shown other bytes than those of ${kind} ${id}`]
    }
    return fine
  },
})

/** Every link takes effect once, whoever clicks how often. */
export const inv11: Invariant = () => {
  const used = new Map<string, string>()
  const once = new Set([
    'pecChange.confirm',
    'emailChange.confirm',
    'recovery.complete',
    'credential.suspendByLink',
    'identification.showPinHalf',
    'registration.showPinHalf',
  ])
  const decided = new Map<string, number>()
  return {
    commit({ events }): Found {
      const found: string[] = []
      for (const { kind, id, type } of events) {
        if (kind !== 'approval') continue
        if (type === 'ApprovalSubmitted') decided.set(id, 0)
        if (['Approved', 'Rejected', 'CorrectionRequested'].includes(type)) {
          const was = decided.get(id)
          // Whoever waits for a correction can still be rejected.
          if (was === undefined || was > (type === 'Rejected' ? 1 : 0))
            found.push(`approval ${id}: ${type}, although it was decided`)
          decided.set(id, (was ?? 0) + 1)
        }
      }
      return found
    },
    deed({ name, ok, args, commits, value }): Found {
      if (ok !== true || !once.has(name)) return fine
      const token = name === 'recovery.complete' ? (args[0] as Loose).token : args[0]
      // A repeat under its request key is shown the same answer, and commits nothing. A click that waits has not taken effect.
      if (value?.status === 'waiting' || commits.length === 0) return fine
      const before = used.get(`${name} ${token}`)
      used.set(`${name} ${token}`, name)
      return before === undefined ? fine : [`${name} took effect twice with one token of ${idIn(token)}`]
    },
  }
}
