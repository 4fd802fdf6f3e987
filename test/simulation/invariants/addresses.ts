/** The invariants of addresses: how long a link works, which address it brings into force, and who is written to. Terms are computed by the clocks of Rome by hand. */
import { deadlineByHand } from '../../rules/civil/clocks-of-rome.ts'
import { idIn } from './facts.ts'
import { type Deed, type Found, fine, hour, type Invariant, type Loose } from './history.ts'

type Link = {
  readonly mailId: string
  readonly address: string
  readonly madeAt: number
  readonly sent: number[]
  readonly receipts: number[]
  heldAt: number | null
  promised: number
}

/** The links of changes, by the token that their mail says. */
class Links {
  readonly byToken = new Map<string, Link>()
  readonly byMail = new Map<string, Link>()
}

const linkMail = /\.link-\d+$/
const tokenIn = (text: string): string | undefined => /-change#token=(\S+)/.exec(text)?.[1]

export const inv12: Invariant = (history) => {
  const { byToken, byMail } = new Links()
  const drafts = new Map<string, number>()
  return {
    mail({ mail, queued, at }): Found {
      const token = tokenIn(mail.text)
      if (token === undefined || !linkMail.test(mail.id) || queued === undefined) return fine
      const link = byMail.get(mail.id) ?? {
        mailId: mail.id,
        address: mail.to.address,
        madeAt: queued.queuedAt,
        sent: [],
        receipts: [],
        heldAt: null,
        promised: 0,
      }
      link.sent.push(at)
      byToken.set(token, link)
      byMail.set(mail.id, link)
      // A link that is over when it goes out is mailed to nobody.
      if (mail.id.includes('.pec-change.') && history.isCalm && at >= deadlineByHand(queued.queuedAt).deadline)
        return [`${mail.id} was mailed after its term`]
      return fine
    },
    commit({ events, deed, at: decidedAt }): Found {
      const found: string[] = []
      // What began in time is done, although a clock goes on meanwhile.
      const { at } = deed
      for (const { kind, id, type } of events) {
        if (
          kind === 'registration' &&
          (type === 'RegistrationOpened' || type === 'RegistrationReopened' || type === 'TicketRenewed')
        )
          drafts.set(id, decidedAt)
        const begunAt = drafts.get(id)
        if (
          kind === 'registration' &&
          type === 'RegistrationCompleted' &&
          begunAt !== undefined &&
          !isHeld('registration') &&
          at >= begunAt + history.policy.registration.draftLifetimeMs + slack()
        )
          found.push(`registration ${id} was completed after its draft had lapsed`)
        if (type !== 'ChangeConfirmed') continue
        if (deed.name === 'emailChange.confirm') {
          const link = byToken.get(deed.args[0])
          if (
            link !== undefined &&
            !isHeld('email-change') &&
            at >= link.madeAt + history.policy.emailChange.linkLifetimeMs + slack()
          )
            found.push(`${link.mailId} was confirmed after its term`)
        }
        if (deed.name === 'pecChange.confirm') {
          const link = byToken.get(deed.args[0])
          if (link !== undefined && !isHeld('pec-change') && at >= latest(link))
            found.push(`${link.mailId} was confirmed at ${at}, and its term was over at ${latest(link)}`)
        }
        if (deed.name === 'pecChange.receive') {
          const link = [...byToken.values()].find((one) => one.mailId === mailOf(deed))
          if (
            link?.heldAt != null &&
            !isHeld('pec-change') &&
            link.heldAt >= Math.max(latest(link), bound((deed.args[0] as Loose).at, deed, link))
          )
            found.push(`${link.mailId} was confirmed by a click at ${link.heldAt}, after every term that it can have had`)
        }
      }
      return found
    },
    deed(deed): Found {
      const { name, ok, args, at, code, value, isTroubled, isBeside } = deed
      if (name === 'pecChange.receive' && deed.error === null) {
        const link = [...byToken.values()].find((one) => one.mailId === mailOf(deed))
        const receipt = args[0] as Loose
        if (link === undefined || receipt.kind !== 'delivered' || receipt.recipient !== link.address) return fine
        const { skewMs, unverifiedReceipts, invalidReceipts } = history.policy.pecChange
        const power = receipt.trust === 'trusted' ? 'bind' : receipt.trust === 'unchecked' ? unverifiedReceipts : invalidReceipts
        const isTold = receipt.at <= at + skewMs + slack() && receipt.at >= link.madeAt - skewMs - slack()
        const isTaken = deed.commits.some(({ events }) => events.some(({ type }) => type === 'PecLinkDelivered'))
        if (power !== 'note' && isTold && ok === true) link.receipts.push(receipt.at)
        if (isTaken && (!isTold || power === 'note'))
          return [`a receipt of ${receipt.at} was taken at ${at}, for a mail of ${link.madeAt}`]
        return fine
      }
      const link = byToken.get(args[0])
      if (link === undefined) return fine
      if (name === 'pecChange.inspectByLink' && ok === true && typeof value?.until === 'number') {
        const was = link.promised
        link.promised = Math.max(was, value.until)
        if (value.until < was) return [`${link.mailId} was to work until ${was}, and is said to work until ${value.until} now`]
      }
      if (name === 'pecChange.confirm' && ok === true && value?.status === 'waiting') link.heldAt ??= at
      if (name === 'emailChange.confirm' && history.isCalm && !isTroubled && !isBeside && code === 'email-change/expired') {
        const end = link.madeAt + history.policy.emailChange.linkLifetimeMs
        const stood = stoodStill('email-change', link.madeAt, end, at)
        if (stood > 0 && at < end + stood)
          return [`${link.mailId} is said to be over at ${at}: its term stood still for ${stood} ms, and ends at ${end + stood}`]
      }
      // What is in time by the sending works.
      const least = Math.min(
        ...link.sent.map((sentAt) => deadlineByHand(sentAt).deadline),
        ...link.receipts.map((receivedAt) => deadlineByHand(receivedAt).deadline),
      )
      if (
        name === 'pecChange.confirm' &&
        history.isCalm &&
        !isTroubled &&
        !isBeside &&
        code === 'pec-change/expired' &&
        at < least
      )
        return [`${link.mailId} is said to be over at ${at}, and its term ends at ${least}`]
      return fine
    },
  }

  function slack(): number {
    return history.isCalm ? 0 : 2 * hour
  }
  /** For how long one window held a term that had begun before it, ms; 0 where more than one or a change of it makes that hard to say. */
  function stoodStill(procedure: string, begunAt: number, end: number, at: number): number {
    const done = history.deeds.filter(({ name, ok }) => name.startsWith('maintenance.') && ok === true)
    if (done.some(({ name }) => /\.(open|prolong|close|cancel)$/.test(name))) return 0
    const windows = done.filter(
      ({ name, value }) => name === 'maintenance.plan' && value.from <= at && (value.to ?? at) > begunAt,
    )
    const [only] = windows
    if (only === undefined || windows.length > 1 || (only.args[0] as Loose).procedures?.[procedure] !== 'suspend') return 0
    const { from, to } = only.value
    return from <= begunAt || from >= end || only.at >= from ? 0 : Math.min(at, to ?? at) - from
  }
  /** A window can have stopped the clock: then the calendar judges. */
  function isHeld(procedure: string): boolean {
    return (
      history.deeds.some(
        ({ name, ok, args }) =>
          name === 'maintenance.plan' &&
          ok === true &&
          JSON.stringify((args[0] as Loose).procedures ?? {}).includes(`"${procedure}":"suspend"`),
      ) || history.deeds.some(({ name, ok }) => name === 'maintenance.plan' && ok === true)
    )
  }
  function bound(receivedAt: number, deed: Deed, link: Link): number {
    const { skewMs } = history.policy.pecChange
    return receivedAt <= deed.at + skewMs + slack() && receivedAt >= link.madeAt - skewMs - slack()
      ? deadlineByHand(receivedAt).deadline
      : 0
  }
  function latest(link: Link): number {
    const known = [link.madeAt, ...link.sent, ...link.receipts]
    return Math.max(...known.map((knownAt) => deadlineByHand(knownAt + slack()).deadline))
  }
  function mailOf({ args }: Deed): string {
    return String((args[0] as Loose)?.reference ?? '').replace(/^<|@.*$/g, '')
  }
}

export const inv14: Invariant = (history) => ({
  commit({ events }): Found {
    return events.flatMap(({ kind, id, type, data, at }) => {
      if ((kind !== 'pec-change' && kind !== 'email-change') || type !== 'ChangeRequested') return []
      // What a clock that was ahead has seen expired stays so.
      const isOpen = ({ value, at: seenAt }: { readonly value: Loose; readonly at: number }) =>
        String(value.status).startsWith('awaiting') &&
        value.links.some((link: Loose) => (link.closesAt ?? link.until) > Math.max(at, seenAt))
      const others = history.all(kind).filter((row) => row.id !== id && row.value.accountId === data.accountId && isOpen(row))
      return others.map((row) => `${kind} ${row.id} is open beside ${id}`)
    })
  },
})

export const inv15: Invariant = (history) => {
  const sentTo = new Map<string, string>()
  return {
    mail({ mail }): Found {
      const token = tokenIn(mail.text)
      if (token !== undefined) sentTo.set(token, mail.to.address)
      return fine
    },
    commit({ commit, before, deed, events }): Found {
      const found: string[] = []
      for (const { key, machine, personal } of commit.writes) {
        if (machine !== 'addresses' && machine !== 'credential') continue
        const field = machine === 'addresses' ? 'pec' : 'email'
        const was = before.get(key)?.personal?.[field] ?? null
        const now = personal === null ? null : ((JSON.parse(personal) as Loose)?.[field] ?? null)
        if (now === null || now === was) continue
        const id = key.split('/')[2]
        if (machine === 'credential' && was === null) continue
        const types = events.filter((event) => event.key === key).map(({ type }) => type)
        if (machine === 'credential' && types.some((type) => /Issued|Reenabled|Rebound|Federated|Imported/.test(type))) continue
        if (deed.name === 'addresses.setPec' && (deed.args[0] as Loose).pec.toLowerCase() === now.toLowerCase()) continue
        if (/^imports/.test(deed.name) || /^rebinding/.test(deed.name) || /^federation/.test(deed.name)) continue
        const kind = machine === 'addresses' ? 'pec-change' : 'email-change'
        const change = commit.writes.find(({ machine: of }) => of === kind)
        const row = change === undefined ? undefined : history.rows.get(change.key)
        if (row === undefined || row.value.accountId !== id)
          found.push(`${key}: ${now} came into force by ${deed.name}, and by no change of its own`)
        else if (/confirm$/.test(deed.name) && sentTo.get(deed.args[0])?.toLowerCase() !== now.toLowerCase())
          found.push(`${key}: ${now} came into force by a link that went to ${sentTo.get(deed.args[0])}`)
        else if (/confirm$/.test(deed.name) && idIn(deed.args[0]) !== row.id)
          found.push(`${key}: ${now} came into force by the link of another change`)
        else if (!/confirm$|receive$/.test(deed.name)) found.push(`${key}: ${now} came into force by ${deed.name}`)
      }
      if (history.policy.pecChange.sharedPec === 'refuse' && commit.writes.some(({ machine }) => machine === 'addresses')) {
        const owners = new Map<string, string>()
        for (const { id, personal } of history.all('addresses')) {
          const pec = personal?.pec?.toLowerCase()
          if (typeof pec !== 'string') continue
          if (owners.has(pec)) found.push(`${owners.get(pec)} and ${id} have one PEC`)
          owners.set(pec, id)
        }
      }
      return found
    },
  }
}

export const inv16: Invariant = (history) => {
  /** Every address that was once in force for an account, or that the office was told of in a request. */
  const inForce = new Map<string, Set<string>>()
  const add = (id: string, address: unknown): void => {
    if (typeof address !== 'string') return
    const known = inForce.get(id) ?? new Set()
    known.add(address.toLowerCase())
    inForce.set(id, known)
  }
  return {
    commit({ commit, deed, events }): Found {
      for (const { key, machine, personal } of commit.writes) {
        const id = key.split('/')[2] ?? ''
        const data = personal === null ? null : (JSON.parse(personal) as Loose)
        if (machine === 'credential')
          for (const address of [
            data?.email,
            data?.earlier?.email,
            data?.replaced?.email,
            data?.earlier?.address,
            data?.replaced?.address,
          ])
            add(id, address)
        if (machine === 'addresses') add(id, data?.pec)
      }
      const found: string[] = []
      for (const { kind, type, data } of events) {
        if (kind !== 'pec-change' || type !== 'ChangeRequested' || data.accountId === undefined) continue
        // Whoever has a PEC in force is told there as well.
        const pec = history.row('addresses', data.accountId)?.personal?.pec
        const isTold = commit.outbox.some(({ id }) => id.endsWith('.requested-pec'))
        if (typeof pec === 'string' && !isTold)
          found.push(`${data.accountId} is not told at ${pec} that another PEC was asked for`)
      }
      void deed
      return found
    },
    mail({ mail, queued }): Found {
      if (queued === undefined || !['credential', 'addresses', 'pec-change', 'email-change'].includes(queued.kind)) return fine
      const isChange = queued.kind.endsWith('-change')
      const row = history.row(queued.kind, queued.record)
      if (row === undefined) return fine
      const to = mail.to.address.toLowerCase()
      if (linkMail.test(mail.id)) {
        const wanted = row.personal?.[queued.kind === 'pec-change' ? 'pec' : 'email']
        return wanted === undefined || wanted.toLowerCase() === to
          ? fine
          : [`${mail.id} has a link for ${wanted} and goes to ${to}`]
      }
      if (tokenIn(mail.text) !== undefined) return [`${mail.id} is a notice and has the link of a change`]
      const account = isChange ? row.value.accountId : queued.record
      const known = inForce.get(account)
      return known === undefined || known.has(to) ? fine : [`${mail.id} goes to ${to}, which was never in force`]
    },
  }
}
