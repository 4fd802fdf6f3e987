/** What must stand when the load is over and all mail has gone out, as a list of what does not. */
import type { JournalEntry, OutboxMessage } from 'sportello'
import { flawsOf, type Row, rowsOf } from '../../support/soundness.ts'
import type { Contents } from '../../support/tables.ts'
import { policy } from './city.ts'

/** What the next hop was handed, and what it said to it. */
export type Delivery = {
  readonly id: string
  readonly address: string
  readonly digest: string
  readonly outcome: string
}

/** INV-01, 02, 03, 10, 11, 14, 17 and every journal; then, with INV-16 and 19, that each mail went out once, to the right mailbox, and to that one only. */
export function judge(contents: Contents, deliveries: readonly Delivery[]): readonly string[] {
  return [...casesOf(contents).flatMap(flawsOfCase), ...mailFlaws(contents, deliveries)]
}

/** What does not stand in a case. A person who was erased cannot be told that a link, which had waited for so long, was not delivered. */
function flawsOfCase(contents: Contents): readonly string[] {
  const isErased = contents.journal.some(({ key, type }) => key.includes('/credential/') && type === 'ErasureOrdered')
  return flawsOf(contents, policy).filter((flaw) => !isErased || !/ PecUndeliverable, 0 mails undeliverable$/.test(flaw))
}

/** What belongs together: an account with all that names it, their journals and mail; every other record is a case of its own. */
function casesOf(contents: Contents): readonly Contents[] {
  type Growing = { readonly [Part in keyof Contents]: Contents[Part][number][] }
  const names = new Map<string, string>()
  const cases = new Map<string, Growing>()
  for (const { key, kind, id, value } of rowsOf(contents)) {
    names.set(key, kind === 'session' ? key : (accountOf({ kind, id, value }) ?? key))
  }
  const of = (key: string): Growing => {
    // Of no record: a case of its own, in which that is found.
    const name = names.get(key) ?? key
    const known = cases.get(name)
    if (known !== undefined) return known
    const fresh: Growing = { records: [], journal: [], outbox: [] }
    cases.set(name, fresh)
    return fresh
  }
  for (const record of contents.records) of(record.key).records.push(record)
  for (const entry of contents.journal) of(entry.key).journal.push(entry)
  for (const message of contents.outbox) of(message.topic).outbox.push(message)
  return [...cases.values()]
}

/** Whose record it is; undefined where it is nobody's. */
function accountOf({ kind, id, value }: Pick<Row, 'kind' | 'id' | 'value'>): string | undefined {
  if (kind === 'credential' || kind === 'addresses') return id
  return value['accountId'] === undefined ? undefined : String(value['accountId'])
}

type Person = { readonly email?: string; readonly pec?: string; readonly person?: { readonly email?: string } }

/** What was in force from an instant on; the address is null once erased. */
type Adoption = { readonly at: number; readonly address: string | null }

const adopting: ReadonlySet<string> = new Set(['CredentialIssued', 'EmailChanged', 'PecAdopted'])

/** The addresses in force of each account in their order, by the key of the record that has them. */
function adoptionsIn({ journal }: Contents): (key: string) => readonly Adoption[] {
  const found = new Map<string, Adoption[]>()
  for (const { key, type, at, personal } of journal) {
    if (!adopting.has(type)) continue
    const { email, pec }: Person = personal === null ? {} : (JSON.parse(personal) as { readonly data: Person }).data
    found.set(key, [...(found.get(key) ?? []), { at, address: pec ?? email ?? null }])
  }
  return (key) => found.get(key) ?? []
}

const linkMail = /\.(?:pec|email)-change\..*\.link-\d+$/
/** Mail to the addresses in force; with `-pec` at the end to the PEC. */
const notice = /\.(?:requested|confirmed|undeliverable|pec-unusable|pec-recorded|subscriber-warning)(?:-pec)?$/
/** What tells of the end of a change goes out although it has ended. */
const endNotice = /\.(?:confirmed|undeliverable)(?:-pec)?$/

/** Where a mail may go: the addresses that were in force as it was made, or the one of its record. Null where that was erased. */
export function addresseesIn(contents: Contents): (message: OutboxMessage) => readonly string[] | null {
  const rows = new Map(rowsOf(contents).map((row) => [row.key, row]))
  const adoptionsOf = adoptionsIn(contents)
  return ({ id, topic, at }) => {
    const row = rows.get(topic)
    if (row === undefined) return null
    const asked = row.value['personal'] as Person | null
    if (row.kind !== 'credential' && !notice.test(id)) {
      // A decision is told to the applicant. A link goes to the address that nobody has confirmed, as nothing else does.
      const about = row.kind === 'approval' ? rows.get(topic.replace('/approval/', '/registration/')) : row
      const told = about?.value['personal'] as Person | null | undefined
      const address = linkMail.test(id) ? (asked?.pec ?? asked?.email) : (told?.person?.email ?? told?.email)
      return address === undefined ? null : [address]
    }
    const [office = ''] = topic.split('/')
    const adoptions = adoptionsOf(`${office}/${id.endsWith('-pec') ? 'addresses' : 'credential'}/${accountOf(row)}`)
    // Of what came into force at that very instant either may have been first.
    const inForce = adoptions.filter((adoption, i) => adoption.at <= at && (adoptions[i + 1]?.at ?? at) >= at)
    if (inForce.some(({ address }) => address === null) || (endNotice.test(id) && asked === null)) return null
    const own = endNotice.test(id) ? (asked?.pec ?? asked?.email) : undefined
    // The old address is told of the new one.
    const entered = id.endsWith('.pec-recorded-pec') ? inForce.filter((adoption) => adoption.at === at).at(-1) : undefined
    const former = inForce.filter((adoption) => adoption !== entered && (adoption.at !== at || adoption.address !== own))
    return former.flatMap(({ address }) => address ?? [])
  }
}

const warning = /\.subscriber-warning(?:-pec)?$/
const day = 24 * 60 * 60_000

/**
 * Whether a letter was for nobody: a warning where there was no subscriber at such an address, or one who had been warned, or whose credential
 * was revoked.
 */
export function forNobodyIn(contents: Contents, addresseesOf = addresseesIn(contents)): (message: OutboxMessage) => boolean {
  const rows = new Map(rowsOf(contents).map((row) => [row.key, row]))
  const whose = ({ id, topic }: OutboxMessage): string => {
    const row = rows.get(topic)
    return row === undefined ? id : `${row.kind} ${accountOf(row)} ${id.split('.').at(-1)}`
  }
  const warnings = contents.outbox.filter(({ id }) => warning.test(id)).map((message) => ({ ...message, whose: whose(message) }))
  const of = (what: string) => contents.journal.filter(({ type }) => type === what)
  const [issued, revoked] = [of('CredentialIssued'), of('CredentialRevoked')]
  return (message) => {
    const { id, at, topic } = message
    const addressees = addresseesOf(message)
    if (!warning.test(id)) return false
    if (addressees === null || addressees.length === 0) return true
    const about = whose(message)
    const row = rows.get(topic)
    const isOf = (key: string) => row !== undefined && key.endsWith(`/${accountOf(row)}`)
    return (
      !issued.some((entry) => entry.at < at && isOf(entry.key)) ||
      warnings.some((other) => other.id !== id && other.whose === about && other.at <= at && other.at > at - day) ||
      revoked.some((entry) => entry.at <= at && isOf(entry.key))
    )
  }
}

/** Whether first secrets were overtaken before they were sent: their subscriber has another password, or the credential is revoked. */
function uselessIn(contents: Contents): (message: OutboxMessage) => boolean {
  const rows = new Map(rowsOf(contents).map((row) => [row.key, row]))
  const over = contents.journal.filter(({ type }) => type === 'PasswordChanged' || type === 'CredentialRevoked')
  const ended = contents.journal.flatMap(({ type, data }) => (type === 'LetterEnded' ? [data] : [])).join()
  return ({ id, topic, at }) => {
    const row = rows.get(topic)
    // Of what the mailer has taken or refused the request knows it.
    if (row === undefined || !id.endsWith('.completed') || ended.includes(`"${id}"`)) return false
    return over.some((entry) => entry.at >= at && entry.key.endsWith(`/credential/${accountOf(row)}`))
  }
}

function mailFlaws(contents: Contents, deliveries: readonly Delivery[]): readonly string[] {
  const flaws: string[] = []
  const addresseesOf = addresseesIn(contents)
  const isForNobody = forNobodyIn(contents, addresseesOf)
  const given = new Map<string, Delivery[]>()
  for (const delivery of deliveries) given.set(delivery.id, [...(given.get(delivery.id) ?? []), delivery])
  const queued = new Set(contents.outbox.map(({ id }) => id))
  for (const id of given.keys()) if (!queued.has(id)) flaws.push(`${id}: a mail that nobody queued`)
  const noted = notedMail(contents.journal)
  const keysOf = (types: ReadonlySet<string>) =>
    new Set(contents.journal.filter(({ type }) => types.has(type)).map(({ key }) => key))
  const [cancelled, ended] = [keysOf(cancelling), keysOf(ending)]

  const isUseless = uselessIn(contents)

  for (const message of contents.outbox) {
    const { id, topic, sealed } = message
    const handed = given.get(id) ?? []
    const sent = handed.filter(({ outcome }) => outcome === 'sent').length
    const rejected = handed.filter(({ outcome }) => outcome === 'rejected').length
    if (sealed !== '') flaws.push(`${id}: still waiting`)
    if (sent + rejected > 1) flaws.push(`${id}: ${sent} times sent and ${rejected} times rejected`)
    const isVoid = cancelled.has(topic) || (ended.has(topic) && !endNotice.test(id))
    const isOver = linkMail.test(id) && noted('MailOverdue', id)
    const mayStay = noted('MailDiscarded', id) || isVoid || isOver || isForNobody(message) || isUseless(message)
    if (sent + rejected === 0 && !mayStay) flaws.push(`${id}: lost`)
    if (rejected > 0 && !noted('MailRejected', id)) flaws.push(`${id}: rejected, and the journal does not say so`)
    if (new Set(handed.map(({ digest }) => digest)).size > 1) flaws.push(`${id}: handed over with other bytes`)
    const addresses = new Set(handed.map(({ address }) => address))
    const mailboxes = addresseesOf(message)
    if (addresses.size > 1) flaws.push(`${id}: went to ${addresses.size} mailboxes`)
    for (const address of addresses) {
      // INV-16, INV-19.
      if (mailboxes?.includes(address) === false) flaws.push(`${id}: went to another mailbox`)
      if (!/^[^@,;\s]+@[^@,;\s]+$/.test(address)) flaws.push(`${id}: went to no mailbox`)
    }
  }
  return flaws
}

/** Voids unsent mail: of the record itself, or of the request that a rejection or a withdrawal ends. */
const cancelling: ReadonlySet<string> = new Set([
  'RegistrationVoided',
  'RegistrationLapsed',
  'RegistrationWithdrawn',
  'ApprovalVoided',
  'Rejected',
  'ErasureOrdered',
])

/** Voids the unsent mail of a change of address, but for what tells of the end itself. */
const ending: ReadonlySet<string> = new Set([
  'ChangeConfirmed',
  'PecUndeliverable',
  'ChangeCancelled',
  'ChangeSuperseded',
  'ChangeVoided',
  'ChangeConfirmed',
  'ChangeCancelled',
  'ChangeSuperseded',
  'ChangeVoided',
])

/** Whether the journal of its record says this of the mail. */
function notedMail(journal: readonly JournalEntry[]): (type: string, id: string) => boolean {
  const notes = new Set(
    journal
      .filter(({ type }) => type.startsWith('Mail'))
      .map(({ type, data }) => `${type} ${(JSON.parse(data) as { mail?: string }).mail}`),
  )
  return (type, id) => notes.has(`${type} ${id}`)
}
