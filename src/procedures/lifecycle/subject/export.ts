/** Everything that the office holds about one person (GDPR art. 15 and 20), as plain data and bit by bit, however much it is. */

import {
  type Actor,
  type AnyRefusal,
  accept,
  type Instant,
  invariant,
  type Result,
  refuse,
  type Status,
  type Typed,
} from '../../../kernel/index.ts'
import { readInput } from '../../../runtime/input.ts'
import { type JournalLine, type RecordName, readJournal } from '../../../runtime/journal-reader.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { keyOf, type Machine, recordIn } from '../../../runtime/record.ts'
import { loadRows } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import { addressesMachine } from '../../addresses/addresses/schema.ts'
import { approvalMachine } from '../../enrolment/approval/schema.ts'
import { accountOf, casesOf, firstOf, openCaseOf, recordsOf, requestsOf, type SubjectDesk, type SubjectRefusal } from './desk.ts'
import { exportForm } from './schema.ts'

/** Something that is held about a person: a record as it stands, or an entry of its journal. `JSON.stringify` takes it as it is. */
export type SubjectItem =
  | { readonly item: 'record'; readonly record: RecordName; readonly state: unknown }
  | { readonly item: 'journal'; readonly record: RecordName; readonly entry: Omit<JournalLine, 'hash'> }

/** What is held about a person. */
export type SubjectData = {
  readonly codiceFiscale: string
  /** When it was asked for. */
  readonly at: Instant
  /** The credential, the addresses and their changes, the requests, the decisions, each with its journal. Read from the storage as it is iterated, once. */
  readonly items: AsyncIterable<SubjectItem>
}

/** Whose data, and who asks for them. */
export type SubjectAct = { readonly operator: Operator; readonly codiceFiscale: string }

const pageSize = 200

/**
 * What proves who somebody is, is nobody's to read: verifiers of PIN and passwords, the sealed half of a PIN, the digest of a ticket
 * and of each link.
 */
const secrets: ReadonlySet<string> = new Set(['pin', 'password', 'history', 'sealedHalf', 'ticket'])
const secretsOfLinks: ReadonlySet<string> = new Set(['digest'])

function shown(value: unknown, hidden: ReadonlySet<string> = secrets): unknown {
  if (Array.isArray(value)) return value.map((part) => shown(part, hidden))
  if (typeof value !== 'object' || value === null) return value
  const rest = Object.entries(value).filter(([name]) => !hidden.has(name))
  return Object.fromEntries(rest.map(([name, part]) => [name, within(name, part)]))
}

function within(name: string, part: unknown): unknown {
  if (name === 'link' || name === 'links') return shown(part, secretsOfLinks)
  return name === 'personal' ? shown(part) : part
}

/** The record, then its journal; nothing where there is no record. The look is the last line of the journal. */
async function* itemsOf<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  { shell }: SubjectDesk,
  machine: Machine<S, C, E, R>,
  id: string,
  by: Actor,
): AsyncGenerator<SubjectItem> {
  const record = { kind: machine.decider.name, id }
  const looked = await transact<S, AnyRefusal>(shell, { name: 'subject/export', by }, async (unit) => {
    const state = await unit.state(machine, id)
    unit.note(record.kind, id, 'SubjectExported')
    return accept(state)
  })
  invariant(looked.ok, 'subject: a look is never refused')
  let page = await readJournal(shell, record, { limit: pageSize })
  if (page.ok) yield { item: 'record', record, state: shown(looked.value) }
  while (page.ok && page.value.length > 0) {
    let after = 0
    for (const { hash: _, data, personal, ...line } of page.value) {
      yield { item: 'journal', record, entry: { ...line, data: shown(data), personal: shown(personal) } }
      after = line.sequence
    }
    if (page.value.length < pageSize) return
    page = await readJournal(shell, record, { after, limit: pageSize })
  }
}

async function* everythingOf(desk: SubjectDesk, accountId: string, by: Actor): AsyncGenerator<SubjectItem> {
  if (await isKept(desk, 'credential', accountId)) yield* itemsOf(desk, desk.credential, accountId, by)
  if (await isKept(desk, 'addresses', accountId)) yield* itemsOf(desk, addressesMachine, accountId, by)
  for await (const { key } of recordsOf(desk, accountId, 'pec-change')) {
    yield* itemsOf(desk, desk.pecChange, recordIn(key).id, by)
  }
  for await (const { key } of recordsOf(desk, accountId, 'contact-change')) {
    yield* itemsOf(desk, desk.contactChange, recordIn(key).id, by)
  }
  for await (const { key } of requestsOf(desk, accountId)) yield* itemsOf(desk, desk.registration, recordIn(key).id, by)
  for (const which of ['open', 'closed'] as const) {
    for await (const { key } of casesOf(desk, accountId, which, 'approval')) {
      yield* itemsOf(desk, approvalMachine, recordIn(key).id, by)
    }
    for await (const { key } of casesOf(desk, accountId, which, 'assistance')) {
      yield* itemsOf(desk, desk.assistance, recordIn(key).id, by)
    }
  }
}

/** Whether there is such a record of the account; a credential also for attempts on a codice fiscale that nobody holds one for. */
async function isKept({ shell }: SubjectDesk, kind: 'addresses' | 'credential', accountId: string): Promise<boolean> {
  const [row] = await loadRows(shell, [keyOf(shell.office.id, kind, accountId)])
  return row !== undefined && row !== null && row.erasedAt === null
}

/**
 * Everything that is held about a person, for the office to hand out: credential, addresses and their changes, requests with the
 * facts of their documents, decisions, and the journals of all of them. Each look is written into the journal that it is on. Left out are what would let
 * somebody act as the person (verifiers, sealed halves, tickets), the files themselves (`approval.document` has them) and what
 * cannot be traced to a person without a secret of his own: sessions, request keys, quotas, sealed mail.
 *
 * A request that somebody else has made on the codice fiscale is among them: look before handing out. Iterating throws a
 * SportelloError when the world fails; ask again then.
 */
export async function exportSubject(desk: SubjectDesk, input: SubjectAct): Promise<Result<SubjectData, SubjectRefusal>> {
  const read = readInput(exportForm, input)
  if (!read.ok) return refuse({ code: 'subject/form', problems: read.refusal })
  const { operator, codiceFiscale } = read.value
  const account = await accountOf(desk, 'subject/export', read.value)
  if (!account.ok) return account
  const accountId = account.value
  const isHeld =
    (await isKept(desk, 'credential', accountId)) ||
    (await firstOf(requestsOf(desk, accountId))) !== null ||
    (await openCaseOf(desk, accountId)) !== null ||
    (await firstOf(casesOf(desk, accountId, 'closed', 'approval'))) !== null ||
    (await firstOf(casesOf(desk, accountId, 'closed', 'assistance'))) !== null
  if (!isHeld) return refuse({ code: 'subject/not-found' })
  return accept({ codiceFiscale, at: desk.shell.now(), items: everythingOf(desk, accountId, operatorActor(operator)) })
}
