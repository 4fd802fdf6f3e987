/**
 * Lives of three subscribers, drawn from a seed: they, the office and the mail system do something in any order, at any hour. What
 * docs/threat-model.md says of links and addresses is judged at every commit, every mail and every answer, by sets and dates of its own.
 */
import {
  type Commit,
  defaultPolicy,
  type Mail,
  type PecReceipt,
  type PolicyChoice,
  type RelayOptions,
  type RelayReport,
  type Storage,
} from 'sportello'
import { recordingMailer, type ScriptedOutcome, seededRandom } from 'sportello/testing'
import { decisionOn, questionnaire } from '../procedures/assistance/asking.ts'
import { change as clockChange, clocksOfRome, day, deadlineByHand, hour, midnight } from '../rules/civil/clocks-of-rome.ts'
import { receiptOf } from '../support/addresses.ts'
import { accepted, anna, approve, type Counter, completed, openCounter, operator, subscribed } from '../support/counter.ts'
import { filed as file, type Scene, scene, staged } from '../support/interleaving.ts'
import { flawsOf } from '../support/soundness.ts'

const judged = ['INV-11', 'INV-12', 'INV-13', 'INV-14', 'INV-15', 'INV-16', 'INV-19', 'INV-29', 'INV-35'] as const

/** What a flaw is against. */
export type Invariant = (typeof judged)[number] | 'soundness'

export type Flaw = { readonly invariant: Invariant; readonly what: string }

/** What became of a life: the first things that must not be, and how often things happened that should be met at times. */
export type Life = {
  readonly flaws: readonly Flaw[]
  readonly met: ReadonlyMap<string, number>
  /** Every row at the end, as text. */
  readonly stored: string
}

const minute = 60_000

const forms = [
  anna,
  { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: 'bianca@example.it' },
  { ...anna, surname: 'Rossi', name: 'Mario', codiceFiscale: 'RSSMRA80A01L219M', sex: 'M', email: 'mario@example.it' },
] as const

const shared = 'condivisa@pec.example.org'
const pecs = forms.map(({ surname }) => `${surname.toLowerCase()}@pec.example.it`)
const newPecs = forms.map(({ surname }) => [`${surname}.nuova@pec.example.org`, `${surname}.altra@pec.example.net`])
const newMails = forms.map(({ surname }) => [`${surname}.casa@example.org`, `${surname}.posta@example.net`])

const colours = ['Turchese', 'Cobalto', 'Magenta', 'Seppia', 'Indaco', 'Porpora', 'Vermiglio', 'Zafferano'] as const

type Credentials = { readonly codiceFiscale: string; readonly pin: string; readonly password: string }

async function beginning(counter: Counter) {
  const people: { readonly accountId: string; readonly credentials: Credentials }[] = []
  for (const [i, form] of forms.entries()) {
    people.push(await subscribed(counter, form as typeof anna))
    const codiceFiscale = form.codiceFiscale
    // One of the three has no PEC yet.
    if (i < 2)
      accepted(await counter.sportello.addresses.setPec({ operator, codiceFiscale, pec: pecs[i] ?? '', reason: 'Elenco.' }))
  }
  await counter.sportello.relay()
  return people
}

let begun: Promise<Scene<Awaited<ReturnType<typeof beginning>>>> | undefined

/** Days on which something is odd about the clocks, and one on which nothing is. */
const firstDays = [
  Date.UTC(2026, 5, 9, 8),
  clockChange(2026, 3) - 2 * day,
  clockChange(2026, 10) - 2 * day,
  Date.UTC(2026, 11, 30, 20),
  Date.UTC(2028, 1, 27, 22),
]

type Kind = 'pec' | 'email'
type Change = {
  readonly kind: Kind
  readonly id: string
  readonly who: number
  readonly address: string
  /** The office began it: no session has a part in it. */
  readonly isAssisted: boolean
  links: number
  /** Why nothing may come of it any more. */
  dead: string | null
}
type Link = {
  readonly change: Change
  readonly number: number
  /** When it was made, by what the clock has shown: between these two where it was set back. */
  readonly sentFrom: number
  readonly sentTo: number
  token: string | null
  /** The latest that the clock had shown when its mail first went out; null until then. */
  dispatchedTo: number | null
  receivedAt: number | null
  /** How good the receipt is that says so. */
  receipt: Standing | null
  /** The latest reception that a receipt has told, whatever has corrected it since. */
  promised: number
  /** It is known that it was not delivered. */
  isFailed: boolean
  /** The clock at the click that waits for its receipt. */
  heldAt: number | null
  /** It was said once that its term is over. */
  isOver: boolean
}

/** From the worst to the best. */
const standings = ['unlikely', 'unverified', 'early', 'final'] as const
type Standing = (typeof standings)[number]

type Row = {
  readonly status: string
  readonly accountId: string
  readonly address: string | null
  /** When the last link is over, never while a click on one waits for its receipt; 0 for what has none. */
  readonly closesAt: number
}

const ended: ReadonlySet<string> = new Set([...['confirmed', 'superseded', 'cancelled', 'undeliverable', 'void']])
const changeKinds: ReadonlyMap<string, Kind> = new Map([
  ['pec-change', 'pec'],
  ['email-change', 'email'],
])

/** Plays the life of this seed. */
export async function playLife(seed: number, steps: number): Promise<Life> {
  const chance = seededRandom(seed)
  const draw = (below: number): number => {
    const [a = 0, b = 0, c = 0] = chance.bytes(3)
    return (a * 65_536 + b * 256 + c) % below
  }
  const oneOf = <T>(items: readonly T[]): T => items[draw(items.length)] as T
  const oneIn = (count: number): boolean => draw(count) === 0

  const flaws: Flaw[] = []
  const met = new Map<string, number>()
  const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1)
  const flaw = (invariant: Flaw['invariant'], what: string) => flaws.push({ invariant, what })

  begun ??= scene(beginning)
  const { cast } = await begun
  const world = await staged(await begun)
  const people = cast.map(({ accountId, credentials }) => ({ accountId, credentials, isRevoked: false, email: '' }))
  const goesBack = oneIn(2)
  const receipts = oneIn(4) ? 'none' : 'expected'
  const sharing = oneIn(3) ? 'allow' : 'refuse'
  const unchecked = oneOf(['note', 'lengthen', 'bind'] as const)
  const choice = {
    pecChange: { receipts, sharedPec: sharing, unverifiedReceipts: unchecked, linksMax: 3 },
    quota: { usesMax: 1_000 },
  } satisfies PolicyChoice
  const { skewMs, receiptTimeoutMs } = defaultPolicy.pecChange
  const lifetimeMs = defaultPolicy.emailChange.linkLifetimeMs

  const changes = new Map<string, Change>()
  const links: Link[] = []
  const references = new Map<string, string>()
  const rows = new Map<string, Row>()
  const madeFor = new Map<string, readonly string[]>()
  const sentTo = new Map<string, string>()
  const everInForce = new Map<string, Set<string>>()
  /** Which address the act under way may bring into force, and for whom. */
  let cause: { readonly kind: Kind; readonly accountId: string; readonly address: string } | null = null

  const inForce = (kind: Kind, accountId: string): string | null =>
    rows.get(`${kind === 'pec' ? 'addresses' : 'credential'}/${accountId}`)?.address ?? null
  const ownAddresses = (accountId: string): readonly string[] =>
    (['pec', 'email'] as const).flatMap((kind) => inForce(kind, accountId) ?? [])
  /** Addresses are compared in lower case, as they are by those who deliver to them. */
  const isInForce = ({ kind, who, address }: Change): boolean =>
    inForce(kind, people[who]?.accountId ?? '')?.toLowerCase() === address.toLowerCase()
  /** Somebody else has the address, where no two may have one. */
  const isOthers = ({ kind, who, address }: Change): boolean =>
    kind === 'pec' &&
    sharing === 'refuse' &&
    people.some(({ accountId }, i) => i !== who && inForce('pec', accountId)?.toLowerCase() === address.toLowerCase())
  const knows = (accountId: string, address: string | null) => {
    if (address === null) return
    const known = everInForce.get(accountId)
    if (known === undefined) everInForce.set(accountId, new Set([address]))
    else known.add(address)
  }

  function rowIn(kind: string, id: string, state: string, personal: string | null): Row {
    const {
      status,
      accountId = id,
      links: ends = [],
    } = JSON.parse(state) as {
      status: string
      accountId?: string
      links?: readonly {
        readonly closesAt?: number
        readonly until: number
        readonly heldAt?: number | null
        readonly receipt?: string | null
      }[]
    }
    const closings = ends.map(({ closesAt, until, heldAt = null, receipt = null }) =>
      heldAt !== null && receipt !== 'final' && receipt !== 'unverified' ? Number.POSITIVE_INFINITY : (closesAt ?? until),
    )
    const closesAt = Math.max(0, ...closings)
    const { pec, email } = (JSON.parse(personal ?? '{}') ?? {}) as { pec?: string; email?: string }
    return { status, accountId, address: (kind === 'credential' || kind === 'email-change' ? email : pec) ?? null, closesAt }
  }

  /** What a commit makes of the rows, and which mail it makes for whom. */
  function witness({ writes, outbox }: Pick<Commit, 'writes' | 'outbox'>): void {
    const before = new Map([...people].map(({ accountId }) => [accountId, ownAddresses(accountId)] as const))
    for (const { key, state, personal } of writes) {
      const [, kind = '', id = ''] = key.split('/')
      if (!['addresses', 'credential', 'pec-change', 'email-change'].includes(kind)) continue
      const name = `${kind}/${id}`
      const old = rows.get(name)
      const row = rowIn(kind, id, state, personal)
      rows.set(name, row)
      const changeKind = changeKinds.get(kind)
      if (changeKind !== undefined) {
        if (old !== undefined && ended.has(old.status) && old.status !== row.status) {
          flaw(old.status === 'confirmed' ? 'INV-11' : 'INV-13', `${name}: ${old.status}, then ${row.status}`)
        }
        if (row.status === 'confirmed' && old?.status !== row.status) meet(row.status)
        continue
      }
      if (row.address === (old?.address ?? null) || row.address === null) continue
      knows(id, row.address)
      const ofKind: Kind = kind === 'addresses' ? 'pec' : 'email'
      if (cause?.kind !== ofKind || cause.accountId !== id || cause.address !== row.address) {
        flaw('INV-15', `${name}: ${row.address} came into force by ${JSON.stringify(cause)}`)
      }
    }
    for (const [kind, ofKind] of changeKinds) {
      const waiting = [...rows].filter(
        ([name, { status, closesAt }]) => name.startsWith(`${kind}/`) && status.startsWith('awaiting') && closesAt > latest,
      )
      const accounts = waiting.map(([, { accountId }]) => accountId)
      if (new Set(accounts).size < accounts.length)
        flaw('INV-14', `two changes of ${ofKind} are open: ${waiting.map(([name]) => name)}`)
    }
    for (const { id, topic } of outbox) {
      const [, kind = '', record = ''] = topic.split('/')
      const accountId = rows.get(`${kind}/${record}`)?.accountId
      const isLink = /\.link-\d+$/.test(id)
      const address = rows.get(`${kind}/${record}`)?.address
      madeFor.set(id, isLink ? [address ?? ''] : accountId === undefined ? [] : (before.get(accountId) ?? []))
      if (isLink) references.set(`${record} ${/\d+$/.exec(id)?.[0]}`, `<${id}@pec.comune.example.it>`)
    }
  }

  /** What was sent went to one address, one that was in force or asked for when it was made. */
  function witnessMail({ id, to, text }: Mail): void {
    const [, kind = '', record = '', , purpose = ''] = id.split('.')
    if (sentTo.has(id) && sentTo.get(id) !== to.address) flaw('INV-19', `${id}: to ${sentTo.get(id)}, then ${to.address}`)
    sentTo.set(id, to.address)
    const made = madeFor.get(id)
    // Made before this life began, or by a registration.
    if (made === undefined || !['addresses', 'credential', 'pec-change', 'email-change'].includes(kind)) return
    if (made.includes(to.address)) {
      if (!ownAddresses(rows.get(`${kind}/${record}`)?.accountId ?? '').includes(to.address) && !purpose.startsWith('link-'))
        meet('mail to a former address')
    } else {
      const accountId = rows.get(`${kind}/${record}`)?.accountId ?? ''
      const isKnown = everInForce.get(accountId)?.has(to.address) === true
      // For some days after a change lost secrets are replaced from the address before, which hears of what happens.
      const isEarlier = isKnown && (purpose === 'moved-again' || purpose.endsWith('-earlier'))
      if (!isEarlier) flaw(isKnown ? 'INV-19' : 'INV-16', `${id}: to ${to.address}, made for ${made}`)
    }
    const token = /-change#token=(\S+)/.exec(text)?.[1]
    if (token === undefined) return
    if (!purpose.startsWith('link-')) return void flaw('INV-16', `${id}: a link in a notice`)
    const link = links.find(({ change, number }) => change.id === record && number === Number(purpose.slice(5)))
    if (link !== undefined) link.token = token
  }

  /** The latest that the clock has shown. */
  let latest = 0
  let mailFails = false
  let received = 0
  const script = (): ScriptedOutcome => {
    if (!mailFails || oneIn(2)) return 'sent'
    return oneOf(['retry', 'throw', 'sent-then-throw', 'rejected'] as const)
  }
  const mailer = recordingMailer(script)
  const storage: Storage = {
    ...world.storage,
    async commit(commit) {
      const outcome = await world.storage.commit(commit)
      if (outcome.ok) witness(commit)
      return outcome
    },
  }
  const counter = openCounter({ storage, documents: world.documents, mailer, policy: choice, seed: 1_000 + seed })
  const { clock } = counter
  const sportello = { ...counter.sportello, relay: relayed }
  const { session, credential, addresses, pecChange, emailChange } = sportello
  for (const { key, state, personal } of world.storage.contents().records) {
    const [, kind = '', id = ''] = key.split('/')
    if (kind === 'addresses' || kind === 'credential') rows.set(`${kind}/${id}`, rowIn(kind, id, state, personal))
  }
  for (const { accountId } of people) for (const address of ownAddresses(accountId)) knows(accountId, address)
  const start = oneOf(firstDays) + draw(12) * hour
  clock.set(start)
  latest = start
  let isMonotone = true
  let sentCount = 0

  const set = (at: number) => {
    clock.set(Math.max(at, start - 30 * day))
    if (at < latest) isMonotone = false
    latest = Math.max(latest, at)
  }

  /** A round of the relay, and what must come of it for the links that were mailed, were refused or were too late. */
  async function relayed(options?: RelayOptions): Promise<RelayReport> {
    const report = await counter.sportello.relay(options)
    const hit = new Set<Change>()
    for (const id of report.sent) goesOut(linkMailed(id))
    for (const [ids, isOverdue] of [[report.rejected, false] as const, [report.overdue, true] as const]) {
      for (const id of ids) {
        const link = linkMailed(id)
        if (link !== undefined && staysIn(link, isOverdue)) hit.add(link.change)
      }
    }
    for (const id of [...report.rejected, ...report.overdue]) {
      const change = linkMailed(id)?.change
      if (change !== undefined) await expectUndeliverable(change, hit.has(change))
    }
    return report
  }

  function linkMailed(id: string): Link | undefined {
    const [, kind, record, , purpose = ''] = id.split('.')
    if (kind !== 'pec-change' || !purpose.startsWith('link-')) return undefined
    return links.find(({ change, number }) => change.id === record && number === Number(purpose.slice(5)))
  }

  /** The first time that a link is handed over is its sending; what it says of its term must still be so. */
  function goesOut(link: Link | undefined): void {
    if (link === undefined) return
    const written = deadlineByHand(link.sentTo).deadline
    if (clock.now() >= written) flaw('INV-12', `pec ${link.change.id}, link ${link.number}: sent when its letter was wrong`)
    if (link.dispatchedTo !== null) return void meet('sent twice')
    const { receivedAt, receipt } = link
    const isVerified = receipt === 'early' || receipt === 'final'
    const standing = receivedAt === null ? null : standingOf(receivedAt, isVerified, latest)
    if (standing === 'final') return void meet('sent twice')
    link.receipt = standing
    if (deadlineByHand(latest).deadline > written) meet('sent on a later day')
    link.dispatchedTo = latest
  }

  /** A link that was refused, or that was too late to be sent: true where that is news. */
  function staysIn(link: Link, isOverdue: boolean): boolean {
    const { change, number, dispatchedTo, heldAt, receivedAt, sentFrom } = link
    const now = clock.now()
    if (isOverdue && now < deadlineByHand(sentFrom).deadline)
      flaw('INV-12', `pec ${change.id}, link ${number}: was not sent in time`)
    meet(isOverdue ? 'overdue' : 'rejected')
    const wentOut = dispatchedTo !== null || heldAt !== null || receivedAt !== null
    if (wentOut) meet('not sent once more')
    if (wentOut || link.isFailed || now >= closesOf(link)) return false
    link.isFailed = true
    return true
  }

  /** A change has nothing left to wait for when no link is left that may still be received: then, and not before. */
  async function expectUndeliverable(change: Change, isNews: boolean): Promise<void> {
    const is = statusOf(change) === 'undeliverable'
    if (isMonotone && change.dead === null) {
      const must = isNews && linksOf(change).every((link) => link.isFailed || clock.now() >= closesOf(link))
      if (is !== must) flaw('soundness', `pec ${change.id}: ${statusOf(change)}, ${must ? 'no' : 'a'} link is left`)
    }
    if (!is || change.dead !== null) return
    meet('undeliverable by the relay')
    change.dead = 'undeliverable'
    await expectDead('INV-13', change)
  }

  async function relay(): Promise<void> {
    // One after the other, so that the same seed is the same life.
    for (let left = true; left; ) {
      const report = await sportello.relay({ limit: 1 })
      left = Object.values(report).some((mails) => mails.length > 0)
    }
    for (const mail of mailer.sent.slice(sentCount)) witnessMail(mail)
    sentCount = mailer.sent.length
  }

  const linksOf = (change: Change): readonly Link[] => links.filter((link) => link.change === change)
  const untilOf = ({ change, sentTo: made, dispatchedTo, promised }: Link): number =>
    change.kind === 'pec' ? deadlineByHand(Math.max(made, dispatchedTo ?? 0, promised)).deadline : made + lifetimeMs
  const waits = ({ heldAt, receipt }: Link): boolean => heldAt !== null && receipt !== 'unverified' && receipt !== 'final'
  function standingOf(receivedAt: number, isVerified: boolean, dispatchedTo: number | null): Standing {
    const isBefore = dispatchedTo !== null && receivedAt < dispatchedTo - skewMs
    if (isVerified) return isBefore ? 'early' : 'final'
    return isBefore || dispatchedTo === null ? 'unlikely' : 'unverified'
  }
  /** Whether a receipt corrects the one that is known: it is better, or it lengthens the term within what is open. */
  function isBetter(link: Link, receivedAt: number, standing: Standing): boolean {
    if (link.receipt === null) return true
    const gained = standings.indexOf(standing) - standings.indexOf(link.receipt)
    const { deadline } = deadlineByHand(receivedAt)
    return gained > 0 || (gained === 0 && deadline > untilOf(link) && deadline <= endOf(link))
  }
  /** When nothing lengthens the term any more, though a click may wait longer. */
  const endOf = (link: Link): number =>
    link.change.kind === 'email' || link.receipt === 'final' || receipts === 'none'
      ? untilOf(link)
      : Math.max(untilOf(link), deadlineByHand(Math.max(link.sentTo, link.dispatchedTo ?? 0) + receiptTimeoutMs).deadline)
  const closesOf = (link: Link): number => (waits(link) ? Number.POSITIVE_INFINITY : endOf(link))
  const recent = (anyhow = oneIn(3)): Link | undefined => {
    const isLive = ({ change, isOver }: Link) => change.dead === null && !isOver
    const mailed = links.filter((link) => link.token !== null && (anyhow || isLive(link)))
    return oneIn(4) ? mailed[draw(mailed.length || 1)] : mailed.at(-1 - draw(Math.min(4, mailed.length || 1)))
  }

  /** Where the change of a link stands by its row: what has ended is told so to its subscriber, and stays so. */
  const statusOf = ({ kind, id }: Change): string =>
    rows.get(`${kind === 'pec' ? 'pec-change' : 'email-change'}/${id}`)?.status ?? ''

  async function expectDead(invariant: Flaw['invariant'], change: Change): Promise<void> {
    for (const { token, number } of linksOf(change)) {
      if (token === null) continue
      const view = change.kind === 'pec' ? await pecChange.inspectByLink(token) : await emailChange.inspectByLink(token)
      if (view.ok && (view.value.canConfirm || view.value.status === 'waiting'))
        flaw(invariant, `${change.kind} ${change.id}, link ${number}: lives after ${change.dead}`)
    }
  }

  /** Everything that was asked for on the account before is over. */
  async function end(
    who: number,
    why: string,
    kinds: readonly Kind[] = ['pec', 'email'],
    isMeant: (change: Change) => boolean = () => true,
  ): Promise<void> {
    for (const change of changes.values()) {
      if (change.who !== who || !kinds.includes(change.kind) || !isMeant(change)) continue
      change.dead ??= why
      await expectDead(why === 'superseded' ? 'INV-14' : 'INV-35', change)
    }
  }

  function newLink(change: Change): void {
    change.links += 1
    links.push({
      ...{ change, number: change.links, sentFrom: clock.now(), sentTo: latest },
      ...{ token: null, dispatchedTo: null, receivedAt: null, receipt: null, promised: 0 },
      ...{ isFailed: false, heldAt: null, isOver: false },
    })
  }

  const newPassword = (): string => `Gelato.${oneOf(colours)}.${oneOf(colours)}${draw(10)}`

  async function signIn(who: number): Promise<string | null> {
    const person = people[who]
    const answer = person === undefined ? null : await session.signIn(person.credentials)
    return answer?.ok === true ? answer.value.token : null
  }

  async function request(kind: Kind, who: number): Promise<void> {
    const person = people[who]
    const token = await signIn(who)
    if (token === null || person === undefined) return
    const pool =
      kind === 'pec' ? [...(newPecs[who] ?? []), shared, oneOf(pecs)] : [...(newMails[who] ?? []), forms[who]?.email ?? '']
    const address = oneOf(pool)
    const { pin, password } = person.credentials
    const form = { token, pin, password, confirmation: address }
    const answer =
      kind === 'pec' ? await pecChange.request({ ...form, pec: address }) : await emailChange.request({ ...form, email: address })
    if (!answer.ok) return void meet(answer.refusal.code)
    const { id } = answer.value
    for (const change of [...changes.values()]) {
      if (change.who === who && change.kind === kind && change.dead === null) meet('an older change')
    }
    await end(who, 'superseded', [kind])
    const change: Change = { kind, id, who, address, isAssisted: false, links: 0, dead: null }
    changes.set(id, change)
    newLink(change)
    if (!oneIn(4)) await relay()
  }

  /** Somebody who cannot sign in asks the office, which approves or rejects. */
  async function assist(who: number): Promise<void> {
    const { surname = '', name = '', codiceFiscale = '' } = forms[who] ?? {}
    const pec = oneOf([...(newPecs[who] ?? []), shared])
    const form = { ...questionnaire, surname, name, codiceFiscale, pec, confirmation: pec, documentExpiresOn: '2099-12-31' }
    const opened = await sportello.assistance.open(form, file)
    if (!opened.ok) return
    const decision = await decisionOn(counter, opened.value.id)
    if (oneIn(4)) return void (await sportello.assistance.reject({ ...decision, reason: 'Documento non leggibile.' }))
    const answer = await sportello.assistance.approve(decision)
    if (!answer.ok) return
    meet('assisted')
    // The sessions that were open are over, with what they began.
    await end(who, 'security', ['pec', 'email'], ({ isAssisted }) => !isAssisted)
    await end(who, 'superseded', ['pec'])
    const change: Change = { kind: 'pec', id: answer.value.changeId, who, address: pec, isAssisted: true, links: 0, dead: null }
    changes.set(change.id, change)
    newLink(change)
  }

  /** The change that is open on an account, as far as anybody outside can tell. */
  const openOf = (who: number, kind: Kind): Change | undefined =>
    [...changes.values()].filter((change) => change.who === who && change.kind === kind).at(-1)

  async function onOpen(what: 'resend' | 'cancel' | 'resendAsOffice' | 'cancelAsOffice', kind: Kind, who: number): Promise<void> {
    const change = openOf(who, kind)
    const isOffice = what === 'resendAsOffice' || what === 'cancelAsOffice'
    const token = isOffice ? '' : await signIn(who)
    if (token === null) return
    const room = kind === 'pec' ? pecChange : emailChange
    const isReauthenticated = what === 'cancel' && kind === 'pec' && oneIn(2)
    const codiceFiscale = forms[who]?.codiceFiscale ?? ''
    const answer = isOffice
      ? await pecChange[what]({ operator, codiceFiscale, reason: 'Su richiesta.' })
      : await room[what]({ token, ...(isReauthenticated ? people[who]?.credentials : {}) })
    if (answer.ok && what === 'cancel' && change?.isAssisted === true && !isReauthenticated)
      flaw('INV-13', `a session alone has cancelled what the office began: ${change.id}`)
    meet(`${what} ${answer.ok ? 'ok' : answer.refusal.code}`)
    if (!answer.ok) {
      // Whoever was told that the whole request is over was told so of each link.
      if (answer.refusal.code.endsWith('/expired') && change !== undefined) for (const link of linksOf(change)) link.isOver = true
      return
    }
    if (change === undefined || change.dead !== null) {
      return void flaw(change?.dead === 'security' ? 'INV-35' : 'INV-13', `${what} on a change that is over: ${change?.dead}`)
    }
    if (what.startsWith('resend')) return newLink(change)
    change.dead = 'cancelled'
    await expectDead('INV-13', change)
  }

  /** What must come of a click, where the clock was never set back; null where that depends on more than the link. */
  function expectedOf(link: Link): 'confirmed' | 'waiting' | 'expired' | 'dead' | null {
    const { change } = link
    if (change.dead !== null) return 'dead'
    if (isOthers(change)) return null
    const now = clock.now()
    if (now < untilOf(link)) return 'confirmed'
    // The first click stays, however late the receipt is.
    if (waits(link)) return 'waiting'
    return now < closesOf(link) ? 'waiting' : 'expired'
  }

  /** The page shows the very term that counts, and what a click would do. */
  async function see(link: Link, expected: NonNullable<ReturnType<typeof expectedOf>>): Promise<void> {
    const view = await pecChange.inspectByLink(link.token ?? '')
    const name = `pec ${link.change.id}, link ${link.number}`
    if (!view.ok) return void flaw('INV-12', `${name}: ${view.refusal.code} instead of its page`)
    const { status, until, canConfirm, willWait } = view.value
    const isWaiting = status === 'waiting'
    // A click that is held shows as waiting, until it counts or comes to nothing.
    const waitsNow = expected === 'waiting' && link.heldAt !== null
    const can = expected === 'confirmed' || (expected === 'waiting' && !waitsNow)
    const willWaitNow = can && expected === 'waiting'
    if (canConfirm !== can || willWait !== willWaitNow || (expected !== 'dead' && isWaiting !== waitsNow)) {
      flaw('INV-12', `${name}: its page says ${JSON.stringify(view.value)}, a click is ${expected}`)
    }
    if (expected !== 'dead' && !isWaiting && until !== untilOf(link))
      flaw('INV-12', `${name}: its page says until ${until}, its term is over at ${untilOf(link)}`)
  }

  async function confirm(link: Link): Promise<void> {
    const { change, number, token } = link
    const who = people[change.who]
    if (token === null || who === undefined) return
    const { kind, address } = change
    const expected = isMonotone ? expectedOf(link) : null
    if (kind === 'pec' && expected !== null) await see(link, expected)
    cause = { kind, accountId: who.accountId, address }
    const answer = kind === 'pec' ? await pecChange.confirm(token) : await emailChange.confirm(token)
    cause = null
    const name = `${kind} ${change.id}, link ${number}`
    const said = answer.ok ? ('status' in answer.value ? answer.value.status : 'confirmed') : answer.refusal.code
    meet(`${kind} ${said}`)
    const at = clock.now()
    if (said === 'confirmed') {
      if (change.dead !== null) {
        const invariant =
          change.dead === 'used'
            ? 'INV-11'
            : change.dead === 'security'
              ? 'INV-35'
              : change.dead === 'superseded'
                ? 'INV-14'
                : 'INV-13'
        flaw(invariant, `${name}: confirmed after ${change.dead}`)
      }
      if (link.isOver) flaw('INV-13', `${name}: confirmed after it was expired`)
      if (at >= untilOf(link)) flaw('INV-12', `${name}: confirmed at ${at}, its term was over at ${untilOf(link)}`)
      if (kind === 'pec' && link.receivedAt === null && at >= deadlineByHand(link.sentTo).deadline) meet('in time by the sending')
      if (!isInForce(change)) flaw('INV-15', `${name}: ${inForce(kind, who.accountId)} is in force`)
      change.dead ??= 'used'
    }
    if (said === 'waiting') {
      if (change.dead !== null || link.isOver) flaw('INV-13', `${name}: waits after ${change.dead ?? 'it was expired'}`)
      if (link.receipt === 'final') flaw('INV-12', `${name}: waits for a receipt that has come`)
      if (at >= endOf(link)) meet('waits after the end')
      link.heldAt ??= at
    }
    if (said.endsWith('/expired')) link.isOver = true
    if (said.endsWith('/void') && change.dead !== 'security' && change.dead !== 'taken') {
      flaw('INV-35', `${name}: void without a security event`)
    }
    if (expected === null) return
    const wanted: Record<typeof expected, boolean> = {
      confirmed: said === 'confirmed',
      waiting: said === 'waiting',
      expired: said.endsWith('/expired'),
      dead: !answer.ok,
    }
    if (!wanted[expected])
      flaw(expected === 'dead' ? 'INV-13' : 'INV-12', `${name}: ${said} instead of ${expected} at ${at}, until ${untilOf(link)}`)
  }

  async function receive(given?: Link): Promise<void> {
    const anyhow = oneIn(4)
    const about = links.filter(({ change }) => change.kind === 'pec' && (anyhow || change.dead === null))
    const isHeld = ({ heldAt, change: { dead } }: Link) => heldAt !== null && (dead === null || dead === 'security')
    const held = links.filter(isHeld)
    const link =
      given ?? (held.length > 0 && oneIn(2) ? oneOf(held) : about[about.length - 1 - draw(Math.min(4, about.length || 1))])
    const reference = link === undefined ? undefined : references.get(`${link.change.id} ${link.number}`)
    if (link === undefined || reference === undefined) return
    const now = clock.now()
    const rightAt = [now, now - draw(6 * 60) * minute, link.sentFrom + draw(3) - 1, midnightAfter(link.sentFrom) - draw(2)]
    const oddAt = [now + skewMs + draw(2), now + day, link.sentFrom - skewMs - draw(2), start - day]
    const right = { at: oneOf(rightAt), recipient: link.change.address, trust: 'trusted' } as const
    const at = oneIn(5) ? oneOf(oddAt) : right.at
    const recipient = oneIn(8) ? oneOf([...pecs, shared, null, ...(newPecs[draw(3)] ?? [])]) : right.recipient
    const trust = oneIn(5) ? oneOf(['unchecked', 'untrusted'] as const) : right.trust
    const failures = { kind: 'failed', failure: oneOf(['unknown-mailbox', 'mailbox-full', 'other'] as const) } as const
    const what: Partial<PecReceipt> = oneIn(6)
      ? failures
      : oneIn(10)
        ? { kind: oneOf(['delayed', 'accepted', 'taken-in-charge'] as const) }
        : {}
    const receipt = receiptOf(oneIn(15) ? null : reference, Math.max(0, at), {
      recipient,
      trust,
      ...what,
      id: `opec${received}@pec.example.org`,
    })
    received += 1
    const { change } = link
    const isOfLink = receipt.reference !== null
    const accountId = people[change.who]?.accountId ?? ''
    const deadBefore = change.dead
    const statusBefore = statusOf(change)
    const isLate = clock.now() >= endOf(link)
    const power = trust === 'trusted' ? 'bind' : trust === 'unchecked' ? unchecked : 'note'
    const standing = standingOf(receipt.at, power === 'bind', link.dispatchedTo)
    const corrects = isBetter(link, receipt.at, standing)
    const counts = isMonotone && deadBefore === null && corrects && !isOthers(change) && now < closesOf(link)
    const mayCount = isOfLink && link.heldAt !== null
    cause = mayCount ? { kind: 'pec', accountId, address: change.address } : null
    const answer = await pecChange.receive(receipt)
    cause = null
    if (!answer.ok) return void meet(answer.refusal.code)
    const { effect, why } = answer.value
    meet(['receipt', effect, why].filter((part) => part !== null).join(' '))
    if (!isOfLink) return
    const name = `pec ${change.id}, link ${link.number}`
    const isFailure = receipt.kind !== 'delivered'
    const isPlausible = receipt.at >= link.sentFrom - skewMs && receipt.at <= latest + skewMs
    const isAbout = receipt.recipient?.toLowerCase() === change.address.toLowerCase()
    const mayAct = isFailure ? power === 'bind' : power !== 'note'
    if (counts && !isFailure && isPlausible && isAbout && mayAct && effect !== 'recorded')
      flaw('INV-12', `${name}: a receipt does not count (${why}): ${JSON.stringify(receipt)}`)
    if (effect === 'recorded') {
      // Whoever clicks has read it.
      if (isFailure && link.heldAt !== null) flaw('INV-13', `${name}: not delivered, though somebody has clicked`)
      if (!isPlausible || !isAbout || !mayAct) flaw('INV-12', `${name}: a receipt was believed: ${JSON.stringify(receipt)}`)
      if (deadBefore !== null && deadBefore !== 'security') flaw('INV-13', `${name}: a receipt after ${deadBefore}`)
      if (isFailure && (link.receipt === 'early' || link.receipt === 'final'))
        flaw('INV-12', `${name}: not delivered, though a verified receipt says that it was`)
      if (isMonotone && !isFailure && !corrects) flaw('INV-12', `${name}: a receipt counts that is no better than the first`)
      if (!isFailure) {
        if (link.receipt !== null) meet(`corrected by ${standing}`)
        meet(deadlineByHand(receipt.at).deadline > untilOf(link) ? 'lengthened' : 'not lengthened')
        link.receivedAt = receipt.at
        link.receipt = standing
        link.promised = Math.max(link.promised, receipt.at)
      }
      link.isFailed = isFailure
    }
    const status = statusOf(change)
    if (effect === 'recorded' && isMonotone && deadBefore === null) {
      const isLeft = linksOf(change).some((other) => !other.isFailed && now < closesOf(other))
      if ((status === 'undeliverable') !== (isFailure && !isLeft))
        flaw('soundness', `${name}: ${status}, links are left: ${isLeft}`)
    }
    if (counts && effect === 'recorded' && !isFailure && link.heldAt !== null) {
      const mustCount = link.heldAt < untilOf(link)
      if (isLate) meet(mustCount ? 'counts after the end' : 'does not count after the end')
      if (mustCount !== (status === 'confirmed'))
        flaw('INV-12', `${name}: ${status}, clicked at ${link.heldAt}, until ${untilOf(link)}`)
    }
    if (status === statusBefore) return
    if (status === 'undeliverable') {
      change.dead ??= 'undeliverable'
      await expectDead('INV-13', change)
    }
    if (status === 'void' && deadBefore !== 'security') {
      if (!isOthers(change)) flaw('INV-35', `${name}: void without a security event`)
      change.dead ??= 'taken'
    }
    if (status === 'confirmed') {
      meet('confirmed by a receipt')
      if (deadBefore !== null)
        flaw(deadBefore === 'security' ? 'INV-35' : 'INV-13', `${name}: confirmed by a receipt after ${deadBefore}`)
      if (link.isOver) flaw('INV-13', `${name}: confirmed by a receipt after it was expired`)
      if (link.heldAt === null || link.heldAt >= untilOf(link))
        flaw('INV-12', `${name}: clicked at ${link.heldAt}, until ${untilOf(link)}`)
      if (!isInForce(change)) flaw('INV-15', `${name}: ${inForce('pec', accountId)} is in force`)
      change.dead ??= 'used'
    }
  }

  function midnightAfter(at: number): number {
    const { year, month, day: date } = clocksOfRome(at)
    return midnight(year, month, date + 1 + draw(2))
  }

  /** A click about the end of a term, and what may come of it. */
  async function late(link: Link): Promise<void> {
    set(Math.max(clock.now(), untilOf(link) + oneOf([-1, 0, draw(20 * 60) * minute])))
    await confirm(link)
    if (waits(link) && oneIn(3)) {
      // One more click, a day or two later, takes nothing from the first one.
      set(clock.now() + (1 + draw(2)) * day)
      await confirm(link)
      if (waits(link)) await receive(link)
      meet('clicked again')
    }
    if (oneIn(4)) await office('record', link.change.who)
    if (oneIn(6)) await securityEvent('password', link.change.who)
    if (oneIn(2)) await receive(link.change.kind === 'pec' ? link : undefined)
  }

  /** A token where another one belongs: nothing comes of it. */
  async function misuse(link: Link): Promise<void> {
    const { token, change } = link
    if (token === null) return
    const other =
      change.kind === 'pec' ? [emailChange.confirm, emailChange.inspectByLink] : [pecChange.confirm, pecChange.inspectByLink]
    const forged = `${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`
    for (const use of change.kind === 'pec'
      ? [pecChange.inspectByLink, pecChange.confirm]
      : [emailChange.inspectByLink, emailChange.confirm]) {
      const answer = await use(forged)
      if (answer.ok || !answer.refusal.code.endsWith('/not-found')) flaw('INV-15', 'a link with another secret is known')
    }
    for (const use of other) {
      const answer = await use(token)
      const said = answer.ok ? 'accepted' : answer.refusal.code
      if (said !== (change.kind === 'pec' ? 'email-change/not-found' : 'pec-change/not-found'))
        flaw('INV-15', `a link of ${change.kind}: ${said}`)
    }
    const { pin = '', password = '' } = people[change.who]?.credentials ?? {}
    const answers = [
      await session.check(token),
      await sportello.registration.inspect(token),
      await addresses.inspect({ token }),
      await pecChange.request({ token, pin, password, pec: shared, confirmation: shared }),
      await pecChange.resend({ token }),
      await session.signIn({ codiceFiscale: change.address, pin, password }),
    ]
    for (const answer of answers) if (answer.ok) flaw('INV-16', `a link of ${change.kind} has opened something`)
    meet('misuse')
  }

  async function securityEvent(
    what: 'password' | 'suspension' | 'reactivation' | 'revoke' | 'endSessions' | 'reissue',
    who: number,
  ): Promise<void> {
    const person = people[who]
    const form = forms[who]
    if (person === undefined || form === undefined) return
    const about = { operator, codiceFiscale: form.codiceFiscale, reason: 'Su richiesta.' }
    const pending = [...changes.values()].filter((change) => change.who === who && change.dead === null).length
    const done = async (): Promise<boolean> => {
      switch (what) {
        case 'password': {
          const token = await signIn(who)
          if (token === null) return false
          const next = newPassword()
          const changed = await credential.changePassword({
            token,
            current: person.credentials.password,
            next,
            confirmation: next,
          })
          if (changed.ok) person.credentials = { ...person.credentials, password: next }
          return changed.ok
        }
        case 'suspension': {
          if (rows.get(`credential/${person.accountId}`)?.status === 'suspended') return false
          const pin = person.credentials.pin.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10))
          for (let tries = 0; tries < defaultPolicy.credential.pinFailuresMax; tries += 1) {
            await session.signIn({ ...person.credentials, pin })
            set(clock.now() + 16 * minute)
          }
          return rows.get(`credential/${person.accountId}`)?.status === 'suspended'
        }
        case 'reactivation':
          return (await credential.reactivate(about)).ok
        case 'revoke':
          return (await credential.revoke(about)).ok
        case 'endSessions': {
          const token = await signIn(who)
          return token !== null && (await credential.endSessions({ token })).ok
        }
        case 'reissue': {
          if (rows.get(`credential/${person.accountId}`)?.status !== 'revoked') return false
          cause = { kind: 'email', accountId: person.accountId, address: form.email }
          mailFails = false
          set(latest)
          const filed = await completed({ ...counter, sportello, mailer }, form).catch(() => null)
          if (filed !== null) {
            await approve({ ...counter, sportello }, filed.id)
            const token = accepted(await session.signIn(filed.credentials)).token
            const { password: current } = filed.credentials
            const next = newPassword()
            accepted(await credential.changePassword({ token, current, next, confirmation: next }))
            person.credentials = { ...filed.credentials, password: next }
          }
          cause = null
          return filed !== null
        }
      }
    }
    if (!(await done())) return
    if (pending > 0) meet(`${what} with a pending link`)
    // To end all sessions takes no more than a session, which does not end what the office began.
    await end(who, 'security', ['pec', 'email'], ({ isAssisted }) => what !== 'endSessions' || !isAssisted)
  }

  /** A subscriber who is signed in sees the change that he has begun last, and no other. */
  async function look(who: number): Promise<void> {
    const token = await signIn(who)
    if (token === null) return
    for (const kind of ['pec', 'email'] as const) {
      const answer = kind === 'pec' ? await pecChange.inspectOwn({ token }) : await emailChange.inspectOwn({ token })
      const change = openOf(who, kind)
      if (!answer.ok) {
        flaw('INV-14', `the present change of ${kind}: ${answer.refusal.code}`)
        continue
      }
      const { value } = answer
      meet(`${kind} seen ${value?.status ?? 'none'}`)
      if (value !== null && value.id !== change?.id) flaw('INV-14', `${value.id} is seen instead of ${change?.id}`)
      if (change?.dead === null && value === null) flaw('INV-14', `${kind} ${change.id} is not dossierDigest`)
      if (value !== null && change !== undefined && change.dead !== null && (value.canConfirm || value.status === 'waiting'))
        flaw('INV-13', `${kind} ${change.id}: dossierDigest as ${value.status} after ${change.dead}`)
      if (['used', 'cancelled', 'undeliverable'].includes(change?.dead ?? '') && value !== null)
        flaw('INV-13', `${kind} ${change?.id}: dossierDigest after ${change?.dead}`)
    }
  }

  async function office(what: 'record' | 'report', who: number): Promise<void> {
    const { codiceFiscale = '' } = forms[who] ?? {}
    const about = { operator, codiceFiscale, reason: 'Dal registro.' }
    if (what === 'report') {
      await addresses.reportPecStatus({ ...about, finding: oneOf(['usable', 'inactive', 'expired', 'full'] as const) })
      return
    }
    const pec = oneOf([...(newPecs[who] ?? []), pecs[who] ?? '', oneOf(pecs), shared])
    cause = { kind: 'pec', accountId: people[who]?.accountId ?? '', address: pec }
    const former = inForce('pec', people[who]?.accountId ?? '')
    const madeBefore = madeFor.size
    const recorded = await addresses.setPec({ ...about, pec })
    cause = null
    // Its subscriber is told, where he was found until now.
    const told = [...madeFor.keys()].slice(madeBefore).map((id) => id.slice(id.lastIndexOf('.') + 1))
    const must = recorded.ok ? ['pec-recorded', ...(former === null ? [] : ['pec-recorded-pec'])] : []
    if (told.join() !== must.join()) flaw('INV-19', `a PEC that the office enters is told by ${told} instead of ${must}`)
    meet(recorded.ok ? 'recorded' : recorded.refusal.code)
  }

  /** What the clock shows next: mostly the same, now and then an edge of something, in some lives an earlier instant. */
  function nextInstant(): number {
    const now = clock.now()
    const link = links[links.length - 1 - draw(Math.min(4, links.length || 1))]
    const edges = link === undefined ? [] : oneIn(4) ? [endOf(link) - 1, endOf(link)] : [untilOf(link) - 1, untilOf(link)]
    const { year } = clocksOfRome(now)
    const changesOfClock = [clockChange(year, 3), clockChange(year, 10)].filter((at) => Math.abs(at - now) < 3 * day)
    const drawn = draw(40)
    if (drawn < 24) return now
    if (drawn < 30) return now + draw(300) * minute
    if (drawn < 31) return now + draw(40) * hour
    if (goesBack && drawn < 34) return now - oneOf([minute, hour, 12 * hour, day, 2 * day, 9 * day])
    if (drawn === 39 && changesOfClock.length > 0) return Math.max(now, oneOf(changesOfClock) - draw(2))
    const next = drawn < 38 ? edges.filter((at) => at > now) : []
    if (next.length > 0) return oneOf(next)
    return midnightAfter(now) - draw(2)
  }

  type Act = () => Promise<unknown>
  const withLink =
    (work: (link: Link) => Promise<unknown>): Act =>
    async () => {
      const link = recent()
      if (link !== undefined) await work(link)
    }
  // Most of it befalls one of them.
  const somebody = () => (oneIn(3) ? draw(people.length) : 0)
  const acts: readonly (readonly [weight: number, act: Act])[] = [
    [12, () => request('pec', somebody())],
    [5, () => request('email', somebody())],
    [2, () => assist(somebody())],
    [6, () => onOpen('resend', 'pec', somebody())],
    [3, () => onOpen('resend', 'email', somebody())],
    [2, () => onOpen('cancel', 'pec', somebody())],
    [1, () => onOpen('cancel', 'email', somebody())],
    [1, () => onOpen('resendAsOffice', 'pec', somebody())],
    [1, () => onOpen('cancelAsOffice', 'pec', somebody())],
    [20, withLink(confirm)],
    [6, withLink(late)],
    [3, withLink(misuse)],
    [20, () => receive()],
    [3, () => look(somebody())],
    [3, () => office('record', somebody())],
    [2, () => office('report', somebody())],
    [2, () => securityEvent('password', somebody())],
    [1, () => securityEvent('endSessions', somebody())],
    [
      2,
      async () => {
        const who = somebody()
        await securityEvent('suspension', who)
        // A person who cannot sign in is helped meanwhile.
        if (oneIn(2)) await assist(who)
        if (oneIn(2)) await securityEvent('reactivation', who)
      },
    ],
    [2, () => securityEvent('reactivation', somebody())],
    [1, () => securityEvent('revoke', somebody())],
    [3, () => securityEvent('reissue', somebody())],
    [
      14,
      () => {
        mailFails = oneIn(5)
        return relay()
      },
    ],
  ]
  const bag = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act))

  try {
    for (let step = 0; step < steps && flaws.length === 0; step += 1) {
      set(nextInstant())
      await oneOf(bag)()
    }
    // Whatever was ever mailed is tried again: now, as of the beginning, and long after.
    mailFails = false
    await relay()
    for (const at of oneIn(2)
      ? [start, latest, latest + 3_000 * day]
      : [clock.now(), latest + 3 * day, latest + 3_000 * day, start]) {
      set(at)
      for (const link of links) await confirm(link)
      // A click waits for its receipt however late that is read.
      for (const link of links.filter(waits)) await receive(link)
    }
  } catch (cause_) {
    flaw('INV-29', cause_ instanceof Error ? (cause_.stack ?? cause_.message) : String(cause_))
  }
  const policy = {
    ...defaultPolicy,
    pecChange: { ...defaultPolicy.pecChange, ...choice.pecChange },
    quota: { ...defaultPolicy.quota, ...choice.quota },
  }
  for (const what of flawsOf(world.storage.contents(), policy)) flaw('soundness', what)
  return { flaws, met, stored: JSON.stringify(world.storage.contents()) }
}
