/** What is opened to whom: sign-ins elsewhere, services, acts of the office, tickets, and limits on what anybody may ask for. */
import { midnight } from '../../rules/civil/clocks-of-rome.ts'
import { canonical } from './accounts.ts'
import { factsOf, idIn } from './facts.ts'
import { day, type Found, fine, hour, type Invariant, type Judge, type Loose } from './history.ts'

/** Several judges of one invariant as one. */
export const together =
  (...all: readonly Invariant[]): Invariant =>
  (history) => {
    const judges = all.map((make): Judge => make(history))
    return {
      commit: (made) => judges.flatMap((judge) => judge.commit?.(made) ?? fine),
      deed: (deed) => judges.flatMap((judge) => judge.deed?.(deed) ?? fine),
      mail: (sent) => judges.flatMap((judge) => judge.mail?.(sent) ?? fine),
      end: async () => (await Promise.all(judges.map((judge) => judge.end?.() ?? fine))).flat(),
    }
  }

/** INV-08: an identity of elsewhere opens the account of its own person alone. */
export const opensElsewhere: Invariant = (history) => ({
  commit({ events, before, deed }): Found {
    if (deed.name !== 'federation.signIn') return fine
    const identity = deed.args[0] as Loose
    const opened = events.find(({ type }) => type === 'SessionOpened')
    if (opened === undefined) return fine
    const id = String(opened.data.accountId)
    const found: string[] = []
    const key = `comune-di-prova/credential/${id}`
    const was = before.get(key)
    const row = history.row('credential', id)
    if (
      // Of what was erased nobody is suspended any more. Whoever tries PINs does not keep the owner out of what opens without one.
      (was?.value.status === 'suspended' && was.value.cause !== 'wrong-pins' && !was.isErased) ||
      (was?.value.status === 'revoked' && !events.some(({ type }) => type === 'FederatedOpened'))
    )
      found.push(`${id} was opened from elsewhere although it is ${was.value.status}`)
    if (identity.level < 2) found.push(`${id} was opened at level ${identity.level}`)
    const isKnown = [...history.events.values()]
      .flat()
      .some(
        ({ kind, type, by, data }) =>
          kind === 'federation' &&
          (type === 'IdentityLinked' || type === 'IdentityJoined') &&
          by.startsWith('operator:') &&
          data.accountId === id,
      )
    const { codiceFiscale, birthDate } = identity.person
    // What was linked before was compared then.
    const isLinked = events.some(({ type }) => type === 'IdentityLinked')
    if (!isKnown && isLinked && row !== undefined && row.personal !== null) {
      if (codiceFiscale !== null && row.personal.codiceFiscale !== null && codiceFiscale !== row.personal.codiceFiscale)
        found.push(`${id} of ${row.personal.codiceFiscale} was opened by an identity of ${codiceFiscale}`)
      if (birthDate !== null && was != null && row.personal.birthDate !== birthDate)
        found.push(`${id} was opened by an identity with another day of birth`)
    }
    return found
  },
})

const endOfDay = (text: string): number => {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number)
  return midnight(year, month, date + 1)
}

/** INV-08: whoever may use a service has what it asks. */
export const usesServices: Invariant = (history) => {
  const facts = factsOf(history)
  const services = new Map<string, Loose>()
  const authorised = new Map<string, { readonly id: string; readonly until: number; readonly services: readonly string[] }[]>()
  const delegations = new Map<string, Loose>()
  return {
    commit({ events, deed }): Found {
      const form = deed.args[0] as Loose
      for (const { kind, type, id, data, personal } of events) {
        if (type === 'ServiceSet') services.set(form.id, form)
        if (type === 'ServiceRemoved') services.delete(form.id)
        if (kind === 'authorisation' && type === 'AuthorisationGranted')
          authorised.set(id, [
            ...(authorised.get(id) ?? []),
            {
              id: String(data.id ?? data.grant?.id ?? ''),
              until: form.untilDay == null ? Number.POSITIVE_INFINITY : endOfDay(form.untilDay),
              services: form.services,
            },
          ])
        if (kind === 'authorisation' && type === 'AuthorisationRevoked')
          authorised.set(
            id,
            (authorised.get(id) ?? []).filter((one) => one.id !== '' && one.id !== form.id),
          )
        if (kind === 'authorisation' && type === 'AuthorisationsEnded') authorised.delete(id)
        if (kind !== 'delegation') continue
        const known = delegations.get(id) ?? {}
        if (type === 'DelegationRequested')
          delegations.set(id, {
            ...known,
            ...data,
            personal,
            services: form.services ?? null,
            until: form.untilDay == null ? Number.POSITIVE_INFINITY : endOfDay(form.untilDay),
            isGranted: false,
          })
        if (type === 'DelegationGranted') delegations.set(id, { ...known, isGranted: true })
        if (['DelegationRevoked', 'DelegationWithdrawn', 'DelegationRejected'].includes(type))
          delegations.set(id, { ...known, isGranted: false })
      }
      return fine
    },
    deed({ name, value, args, at, error, isBeside, commits }): Found {
      if (name !== 'services.mayUse' || error !== null || value?.may !== true || isBeside) return fine
      const { service: id, token, onBehalfOf } = args[0] as Loose
      const service = services.get(id)
      if (service === undefined) return [`${id} may be used, and there is no such service`]
      if (service.access === 'public') return fine
      const found: string[] = []
      const session = facts.sessions.get(token)
      if (session === undefined) return [`${id} may be used without a session`]
      if (session.scope !== 'full') found.push(`${id} may be used with a session of ${session.scope}`)
      const { personal } = history.row('credential', session.accountId) ?? { personal: null }
      if (service.ageMin !== undefined && onBehalfOf == null && personal !== null) {
        const [year = 0, month = 0, date = 0] = String(personal.birthDate).split('-').map(Number)
        if (year > 0 && at < midnight(year + Number(service.ageMin), month, date) - 2 * hour)
          found.push(`${id} may be used by whoever is not ${service.ageMin} years old`)
      }
      if (
        service.access === 'reserved' &&
        !(authorised.get(session.accountId) ?? []).some((one) => one.services.includes(id) && at < one.until)
      )
        found.push(`${id} may be used by ${session.accountId}, whom nobody has authorised`)
      if (onBehalfOf == null) return found
      const delegation = delegations.get(onBehalfOf)
      if (delegation === undefined) return [...found, `${id} may be used for a delegation that there is not`]
      if (!delegation.isGranted) found.push(`${id} may be used by a delegation that is not granted`)
      if (delegation.services !== null && !delegation.services.includes(id))
        found.push(`${id} may be used by a delegation for ${delegation.services}`)
      if (at >= delegation.until) found.push(`${id} may be used by a delegation that is over`)
      if (
        delegation.delegateId !== undefined &&
        delegation.delegateId !== session.accountId &&
        !history.eventsOf('delegation', onBehalfOf).some(({ type }) => type === 'DelegationMoved')
      )
        found.push(`${id} may be used by a delegation of somebody else`)
      if (!commits.some(({ events }) => events.some(({ type }) => type === 'ActedFor')))
        found.push(`a use for somebody else is not written down`)
      return found
    },
  }
}

/** INV-02: nobody acts for the office on what is their own. */
export const actsForOthers: Invariant = (history) => ({
  deed({ name, ok, args, by }): Found {
    const [form] = args as readonly Loose[]
    if (
      ok !== true ||
      !by.startsWith('operator:') ||
      typeof form?.operator?.codiceFiscale !== 'string' ||
      /inspect|dossier|export|search|list|counts|desk/.test(name)
    )
      return fine
    const own = [form.operator.codiceFiscale, form.identifiedBy?.codiceFiscale]
      .filter((code) => typeof code === 'string')
      .map(canonical)
    const delegation = name.startsWith('delegations.') ? history.row('delegation', form.id ?? '')?.personal : null
    const whom = [
      form.codiceFiscale,
      form.newCodiceFiscale,
      delegation?.person?.codiceFiscale,
      delegation?.delegate?.codiceFiscale,
      form.person?.codiceFiscale,
      form.delegate?.codiceFiscale,
    ]
    return whom.some((code) => typeof code === 'string' && own.includes(canonical(code)))
      ? [`${name} was done by the person whom it is about`]
      : fine
  },
})

const byTicket = new Set([
  'registration.addDocument',
  'registration.removeDocument',
  'registration.complete',
  'registration.correct',
  'registration.withdraw',
  'registration.renewPin',
])

/** INV-13, INV-15: a ticket that another one has replaced does nothing any more, and one opens its own request alone. */
export const newestTicket: Invariant = (history) => {
  const rounds = new Map<string, number>()
  const tickets = new Map<string, number>()
  return {
    commit({ events }): Found {
      for (const { kind, id, type } of events)
        if (kind === 'registration' && (type === 'RegistrationReopened' || type === 'TicketRenewed'))
          rounds.set(id, (rounds.get(id) ?? 0) + 1)
      return fine
    },
    mail({ mail, queued }): Found {
      const ticket = /#ticket=(\S+)/.exec(mail.text)?.[1]
      if (ticket !== undefined && queued !== undefined && !tickets.has(ticket)) tickets.set(ticket, rounds.get(idIn(ticket)) ?? 0)
      return fine
    },
    deed({ name, ok, args, value, commits, isBeside }): Found {
      if (name === 'registration.open' && ok === true) tickets.set(value.ticket, 0)
      if (ok !== true || !byTicket.has(name) || commits.length === 0 || isBeside) return fine
      const [ticket] = args as readonly Loose[]
      const round = tickets.get(ticket)
      const found: string[] = []
      if (round === undefined) found.push(`${name} was done with a ticket that nobody was given`)
      else if (round < (rounds.get(idIn(ticket)) ?? 0)) found.push(`${name} was done with a ticket that another one has replaced`)
      if (name === 'registration.correct') {
        const wanted = (history.row('registration', idIn(ticket))?.value.wanted?.fields ?? null) as readonly string[] | null
        for (const field of Object.keys(args[1] as Loose))
          if (['email', 'codiceFiscale'].includes(field) || (wanted !== null && !wanted.includes(field)))
            found.push(`${field} was corrected, which the office has not asked for`)
      }
      return found
    },
  }
}

/** INV-34: whoever has a request in charge keeps it until it is released, taken over or over. */
export const inCharge: Invariant = () => {
  const holders = new Map<string, string>()
  return {
    commit({ events }): Found {
      const found: string[] = []
      for (const { kind, id, type, by } of events) {
        if (kind !== 'assignment') continue
        const holder = holders.get(id)
        if (type === 'RequestAssigned') {
          if (holder !== undefined && holder !== by) found.push(`${id} was given to ${by}, and ${holder} has it`)
          holders.set(id, by)
        }
        if (type === 'RequestTakenOver') holders.set(id, by)
        if (type === 'RequestReleased' || type === 'AssignmentEnded') holders.delete(id)
      }
      return found
    },
    deed({ name, ok, args, by, isBeside }): Found {
      // What is answered again under its key was so when it was done.
      if (name !== 'desk.assign' || ok !== true || isBeside || (args.at(-1) as Loose)?.requestKey !== undefined) return fine
      const holder = holders.get((args[0] as Loose).id)
      return holder !== undefined && holder !== by ? [`${by} is told to have a request that ${holder} has`] : fine
    },
  }
}

/** INV-10: nobody asks for more than the limits allow. */
export const withinLimits: Invariant = (history) => {
  const passes = new Map<string, number>()
  const opened = new Map<string, number[]>()
  const asked = new Map<string, number[]>()
  const more = (map: Map<string, number[]>, name: string, at: number): number => {
    const list = [...(map.get(name) ?? []), at].filter((one) => one > at - day)
    map.set(name, list)
    return list.length
  }
  return {
    commit({ events, at }): Found {
      const { recovery, pinRenewal } = history.policy
      return events.flatMap(({ kind, id, type }) => {
        // What was used or became void was the doing of the subscriber or the office: all links are there again.
        if (kind === 'recovery' && (type === 'LinkUsed' || type === 'RecoveryVoided')) asked.delete(id)
        if (kind === 'recovery' && type === 'RecoveryRequested' && more(asked, id, at) > recovery.linksMax && history.isCalm)
          return [`${id} was sent more links than ${recovery.linksMax} in a day`]
        if (
          kind === 'pin-renewal' &&
          type === 'RenewalStarted' &&
          more(asked, `pin ${id}`, at) > pinRenewal.startsMax &&
          history.isCalm
        )
          return [`${id} began more renewals than ${pinRenewal.startsMax} in a day`]
        return []
      })
    },
    mail({ mail, queued }): Found {
      const pass = /#pass=(\S+)/.exec(mail.text)?.[1]
      if (pass !== undefined && queued !== undefined) passes.set(pass, queued.queuedAt)
      return fine
    },
    deed({ name, ok, args, at, commits }): Found {
      if (name !== 'registration.open' || ok !== true || commits.length === 0 || !history.isCalm) return fine
      const [form, options] = args as readonly Loose[]
      // Of requesters whom the host names each has a limit of its own.
      if (options?.requester !== undefined) return fine
      const offeredAt = passes.get(options?.pass)
      const isUsed = commits.some(({ events }) => events.some(({ type }) => type === 'PassUsed'))
      if (isUsed && (offeredAt === undefined || at >= offeredAt + day))
        return [`${form.email} has opened a request with a pass of ${offeredAt} at ${at}`]
      if (isUsed) return fine
      const many = more(opened, `${form.email} ${canonical(form.codiceFiscale)}`, at)
      return many > history.policy.quota.usesMax
        ? [`${form.email} has opened ${many} requests on one codice fiscale in a day`]
        : fine
    },
  }
}

/** INV-05, INV-12: what replaces a lost secret takes the other one, and its term. */
export const replacesSecrets: Invariant = (history) => {
  const facts = factsOf(history)
  const begun = new Map<string, number>()
  const suspendable = new Map<string, number>()
  const requested = new Map<string, number[]>()
  return {
    mail({ mail, queued }): Found {
      const token = /\/suspend#token=(\S+)/.exec(mail.text)?.[1]
      if (token !== undefined && queued !== undefined) suspendable.set(token, queued.queuedAt)
      return fine
    },
    commit({ events, deed, at }): Found {
      const found: string[] = []
      const form = deed.args[0] as Loose
      const slack = history.isCalm ? 0 : 2 * hour
      const isWindow = history.all('maintenance').some(({ value }) => value.windows.length > 0)
      for (const { kind, id, type } of events) {
        if (type === 'RecoveryRequested' || type === 'RenewalStarted') begun.set(`${kind} ${id}`, at)
        if (type === 'RecoveryRequested') requested.set(id, [...(requested.get(id) ?? []), at])
        const since = begun.get(`${kind} ${id}`)
        const account = facts.account(id)
        if (kind === 'recovery' && type === 'LinkUsed') {
          const { pin } = facts.secretsOf(account)
          if (pin !== null && pin !== form.pin) found.push(`the password of ${id} was recovered with a wrong PIN`)
          const { linkMs, linksMax } = history.policy.recovery
          // The last link of a day works until there can be another one, so that nobody is kept out by whoever asks for him.
          const asked = (requested.get(id) ?? []).filter((one) => since !== undefined && one > since - day)
          const least = asked.length >= linksMax ? (asked[0] ?? 0) + day : 0
          if (since !== undefined && !isWindow && at >= Math.max(since + linkMs, least) + slack + (history.isCalm ? 0 : day))
            found.push(`the password of ${id} was recovered after the term of its link`)
        }
        if (kind === 'pin-renewal' && type === 'RenewalConcluded') {
          const halves = facts.renewals.get(id)
          if (halves?.first != null && halves.second != null && halves.first + halves.second !== form.pin)
            found.push(`the PIN of ${id} was renewed with other halves than its own`)
          if (since !== undefined && !isWindow && at >= since + history.policy.pinRenewal.openMs + slack)
            found.push(`the PIN of ${id} was renewed after its term`)
        }
        if (kind === 'pin-renewal' && type === 'RenewalStarted') {
          const { password } = facts.secretsOf(account)
          if (password !== null && form.password !== password)
            found.push(`a renewal of the PIN of ${id} began with a wrong password`)
        }
      }
      return found
    },
    deed({ name, ok, args, at, commits }): Found {
      // Given again under its key it is answered as before, and does nothing.
      if (name !== 'credential.suspendByLink' || ok !== true || commits.length === 0) return fine
      const madeAt = suspendable.get(args[0])
      if (madeAt === undefined) return ['an account was suspended by a link that nobody was sent']
      return at >= madeAt + history.policy.credential.suspendLinkMs + 3 * hour
        ? ['an account was suspended by a link after its term']
        : fine
    },
  }
}

/** INV-16: for some days after a change of the private address what replaces a secret goes to the one before. */
export const restsOfAddress: Invariant = (history) => {
  const changed = new Map<string, { readonly at: number; readonly to: string; readonly from: string }>()
  return {
    commit({ events, before, at }): Found {
      for (const { kind, id, key, type } of events) {
        if (kind !== 'credential') continue
        if (type === 'EmailChanged')
          changed.set(id, {
            at: Math.max(at, 0),
            to: history.rows.get(key)?.personal?.email ?? '',
            from: changed.get(id)?.from ?? before.get(key)?.personal?.email ?? '',
          })
        else if (['EarlierAddressDropped', 'CredentialIssued', 'CredentialReenabled'].includes(type)) changed.delete(id)
      }
      return fine
    },
    mail({ mail, queued, at }): Found {
      if (queued === undefined || !(queued.kind === 'recovery' || queued.kind === 'pin-renewal') || !history.isCalm) return fine
      // That a term stands still or goes on replaces nothing.
      if (!/#token=|PIN, prime 4 cifre/.test(mail.text)) return fine
      const one = changed.get(queued.record)
      if (one === undefined || one.to === one.from || queued.queuedAt >= one.at + history.policy.credential.addressRestMs)
        return fine
      return mail.to.address === one.to
        ? [`${mail.id} went to ${one.to} at ${at}, which took the place of ${one.from} at ${one.at}`]
        : fine
    },
  }
}

/** INV-31: a mailbox is activated in its days, and only where the office has listed it. */
export const activatesInTime: Invariant = (history) => {
  let from = 0
  let until = Number.POSITIVE_INFINITY
  const startOf = (text: string): number => endOfDay(text) - day
  return {
    commit({ events, deed, at, before }): Found {
      const found: string[] = []
      const form = deed.args[0] as Loose
      for (const { kind, id, type, key } of events) {
        if (type === 'MigrationPlanned') [from, until] = [startOf(form.activation.firstDay), endOfDay(form.activation.lastDay)]
        if (type === 'ActivationOpened') from = at
        if (type === 'ActivationProlonged') until = endOfDay(form.lastDay)
        if (kind !== 'mailbox' || type !== 'MailboxActivated') continue
        const row = history.row('mailbox', id)
        // Whoever is let in late is let in until then, and once.
        const isLate = at < (before.get(key)?.value.lateUntil ?? 0)
        if (at < from - 2 * hour) found.push(`${id} was activated at ${at}, before ${from}`)
        if (at >= until && !isLate) found.push(`${id} was activated at ${at}, and the activation was over at ${until}`)
        if (row?.value.isListed === false) found.push(`${id} was activated, and the office has not listed it`)
        const copying = row?.value.messages?.status
        if (copying === 'running' && (row?.value.activations.length ?? 0) > 1)
          found.push(`${id} was activated again while its messages are copied`)
      }
      return found
    },
  }
}
