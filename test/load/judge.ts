/** What must stand when the load is over and all mail has gone out, as a list of what does not. */
import type { JournalEntry } from 'sportello'
import { flawsOf, type Row, rowsOf } from '../support/soundness.ts'
import type { Contents } from '../support/tables.ts'
import { policy } from './city.ts'

/** What the next hop was handed, and what it said to it. */
export type Delivery = {
  readonly id: string
  readonly address: string
  readonly digest: string
  readonly outcome: string
}

/** INV-01, 02, 03, 10, 11, 17 and every journal; then that each mail went out once, to the right mailbox, and to that one only. */
export function judge(contents: Contents, deliveries: readonly Delivery[]): readonly string[] {
  return [...casesOf(contents).flatMap((each) => flawsOf(each, policy)), ...mailFlaws(contents, deliveries)]
}

/** What belongs together: an account with its requests, their journals and mail; every other record is a case of its own. */
function casesOf(contents: Contents): readonly Contents[] {
  type Growing = { readonly [Part in keyof Contents]: Contents[Part][number][] }
  const names = new Map<string, string>()
  const cases = new Map<string, Growing>()
  for (const { key, kind, id, value } of rowsOf(contents)) {
    const isRequest = kind === 'registration' || kind === 'approval'
    names.set(key, isRequest ? String(value['accountId']) : kind === 'credential' ? id : key)
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

type Person = { readonly mail?: string; readonly person?: { readonly mail?: string } }

/** The mailbox that mail about the record goes to; undefined once it is erased. */
function mailboxOf(row: Row | undefined): string | undefined {
  const personal = row?.value['personal'] as Person | null | undefined
  return personal?.person?.mail ?? personal?.mail
}

function mailFlaws(contents: Contents, deliveries: readonly Delivery[]): readonly string[] {
  const flaws: string[] = []
  const rows = new Map(rowsOf(contents).map((row) => [row.key, row]))
  const given = new Map<string, Delivery[]>()
  for (const delivery of deliveries) given.set(delivery.id, [...(given.get(delivery.id) ?? []), delivery])
  const queued = new Set(contents.outbox.map(({ id }) => id))
  for (const id of given.keys()) if (!queued.has(id)) flaws.push(`${id}: a mail that nobody queued`)
  const noted = notedMail(contents.journal)
  const cancelled = new Set(contents.journal.filter(({ type }) => cancelling.has(type)).map(({ key }) => key))

  for (const { id, topic, sealed } of contents.outbox) {
    const handed = given.get(id) ?? []
    const sent = handed.filter(({ outcome }) => outcome === 'sent').length
    const rejected = handed.filter(({ outcome }) => outcome === 'rejected').length
    if (sealed !== '') flaws.push(`${id}: still waiting`)
    if (sent + rejected > 1) flaws.push(`${id}: ${sent} times sent and ${rejected} times rejected`)
    if (sent + rejected === 0 && !noted('MailDiscarded', id) && !cancelled.has(topic)) flaws.push(`${id}: lost`)
    if (rejected > 0 && !noted('MailRejected', id)) flaws.push(`${id}: rejected, and the journal does not say so`)
    if (new Set(handed.map(({ digest }) => digest)).size > 1) flaws.push(`${id}: handed over with other bytes`)
    const addresses = new Set(handed.map(({ address }) => address))
    const row = rows.get(topic)
    // A decision is told to who filed the request; a warning goes to who holds the credential.
    const about = row?.kind === 'approval' ? rows.get(topic.replace('/approval/', '/registration/')) : row
    const warned = id.endsWith('.holder-warning')
    const mailbox = warned ? undefined : mailboxOf(about)
    if (addresses.size > 1) flaws.push(`${id}: went to ${addresses.size} mailboxes`)
    for (const address of addresses) {
      // INV-19.
      if (mailbox !== undefined && address !== mailbox) flaws.push(`${id}: went to another mailbox`)
      if (!/^[^@,;\s]+@[^@,;\s]+$/.test(address)) flaws.push(`${id}: went to no mailbox`)
    }
  }
  return flaws
}

/** Voids unsent mail: of the record itself, or of the request that a rejection or a withdrawal ends. */
const cancelling: ReadonlySet<string> = new Set([
  'RegistrationVoided',
  'RegistrationLapsed',
  'ApprovalVoided',
  'Rejected',
  'ErasureOrdered',
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
